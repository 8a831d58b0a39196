"""The basket: nothing is lost, nothing is kept twice, the order is the user's."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assistant.citing.basket import FILE_NAME, Basket, ItemKind
from assistant.citing.errors import BasketError
from tests.assistant.citing.cases import KOREAN, OFFICIAL, answer, hostile_citations, quote_of

QUOTES = [quote_of(KOREAN, 1), quote_of(KOREAN, 2), quote_of(OFFICIAL, 1), quote_of(OFFICIAL, 2)]


def filled(home: Path) -> Basket:
    basket = Basket(home)
    for quote in QUOTES:
        basket.add(quote)
    return basket


def test_items_survive_a_restart_as_they_were(tmp_path: Path) -> None:
    basket = Basket(tmp_path)
    basket.add(QUOTES[0], note="첫째")
    basket.add(answer())
    quote, whole = Basket(tmp_path).items()
    assert (quote.content, quote.note, quote.kind) == (QUOTES[0], "첫째", ItemKind.QUOTE)
    assert (whole.content, whole.kind) == (answer(), ItemKind.ANSWER)
    assert whole.citations == answer().citations


@settings(max_examples=25, deadline=None)
@given(
    hostile_citations().filter(
        lambda one: "\ud800" not in repr(one).encode().decode("unicode_escape", "ignore")
    )
)
def test_any_text_is_kept_verbatim(tmp_path_factory, citation) -> None:
    home = tmp_path_factory.mktemp("basket")
    Basket(home).add(citation)
    assert Basket(home).items()[0].content == citation


def test_the_same_quote_is_taken_once(tmp_path: Path) -> None:
    basket = filled(tmp_path)
    again = basket.add(replace(QUOTES[0], number=7))
    assert again.id == basket.items()[0].id and len(basket) == 4
    basket.add(answer())
    basket.add(answer())
    assert len(basket) == 5


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(-2, 6)), max_size=8))
@settings(max_examples=25, deadline=None)
def test_moving_is_moving_in_a_list(tmp_path_factory, moves: list[tuple[int, int]]) -> None:
    basket = filled(tmp_path_factory.mktemp("basket"))
    order = [item.id for item in basket.items()]
    for which, place in moves:
        item = order.pop(which)
        order.insert(max(0, place), item)
        basket.move(item, place)
        assert [one.id for one in basket.items()] == order


def test_reorder_note_remove_clear(tmp_path: Path) -> None:
    basket = filled(tmp_path)
    first, second, third, fourth = (item.id for item in basket.items())
    basket.reorder([third, first, 999])
    assert [item.id for item in basket.items()] == [third, first, second, fourth]
    basket.annotate(first, "고칠 것")
    basket.remove(third)
    assert [(item.id, item.note) for item in basket.items()] == [
        (first, "고칠 것"),
        (second, ""),
        (fourth, ""),
    ]
    basket.clear()
    assert basket.items() == ()


def test_preferences_outlive_the_items(tmp_path: Path) -> None:
    basket = filled(tmp_path)
    basket.prefer("style", "chicago")
    basket.clear()
    assert Basket(tmp_path).preference("style") == "chicago"
    assert basket.preference("language", "ko") == "ko"


@pytest.mark.parametrize(
    "change", [lambda b: b.remove(9), lambda b: b.move(9, 0), lambda b: b.annotate(9, "x")]
)
def test_an_item_that_is_gone_is_named(tmp_path: Path, change) -> None:
    with pytest.raises(BasketError) as caught:
        change(Basket(tmp_path))
    assert caught.value.code == "basket_no_item"


def test_a_damaged_file_is_put_aside_and_a_new_one_begins(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_bytes(b"this is not a database" * 100)
    basket = Basket(tmp_path)
    assert basket.put_aside is not None
    assert basket.put_aside.read_bytes().startswith(b"this is not")
    basket.add(QUOTES[0])
    assert len(Basket(tmp_path)) == 1
    assert Basket(tmp_path).put_aside is None


def test_many_threads_add_at_once(tmp_path: Path) -> None:
    basket = Basket(tmp_path)
    quotes = [replace(QUOTES[0], quote=f"문장 {n}") for n in range(24)]
    with ThreadPoolExecutor(6) as pool:
        list(pool.map(basket.add, quotes))
    items = basket.items()
    assert {item.content.quote for item in items} == {quote.quote for quote in quotes} and len(items) == 24


def test_what_was_added_is_there_after_a_kill(tmp_path: Path) -> None:
    script = (
        "import os, signal, sys\nfrom dataclasses import replace\nfrom pathlib import Path\n"
        "from assistant.citing.basket import Basket\n"
        "from tests.assistant.citing.cases import KOREAN, quote_of\n"
        "basket = Basket(Path(sys.argv[1]))\n"
        "for n in range(5):\n"
        "    basket.add(replace(quote_of(KOREAN, 1), quote=str(n)))\n    print(n, flush=True)\n"
        "os.kill(os.getpid(), signal.SIGKILL)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, str(tmp_path)], capture_output=True, text=True, check=False
    )
    said = done.stdout.split()
    assert done.returncode == -9 and said == ["0", "1", "2", "3", "4"], done.stderr
    assert [item.content.quote for item in Basket(tmp_path).items()] == said
