"""The history of conversations: it survives, in order, whole, from several threads."""

from __future__ import annotations

import sqlite3
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import datetime, tzinfo
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.answer import Answer, Claim, State
from assistant.explain import explain
from assistant.keeping.chats import FILE_NAME, TITLE_LENGTH, Chats, new_id, short_title
from index.errors import StoreError
from sources.document import Language
from tests.fakes import FakeAssistant, FakeLibrary


def answer(question: str) -> Answer:
    return FakeAssistant(FakeLibrary()).ask(question)


def test_an_answer_comes_back_as_it_was(tmp_path: Path) -> None:
    chats = Chats(tmp_path)
    first, second = answer("질문 하나"), answer("hedge")
    for one in (first, second):
        chats.append("a", one)
    chats.close()
    again = Chats(tmp_path)
    assert again.answers("a") == (first, second)
    assert [(c.title, c.exchanges) for c in again.conversations()] == [("질문 하나", 2)]


def test_the_last_used_comes_first(tmp_path: Path) -> None:
    chats = Chats(tmp_path)
    for id in ("a", "b", "a"):
        chats.append(id, answer(id))
    assert [c.id for c in chats.conversations()] == ["a", "b"]
    assert [c.id for c in chats.conversations(limit=1)] == ["a"]


def test_the_last_used_comes_first_although_the_clock_stands_still(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Clock(datetime):
        @classmethod
        def now(cls, tz: tzinfo | None = None) -> Clock:
            return cls(2026, 1, 1, tzinfo=tz)

    monkeypatch.setattr("assistant.keeping.chats.datetime", Clock)
    chats = Chats(tmp_path)
    for id in ("a", "b", "a", "c", "b"):
        chats.append(id, answer(id))
    assert [c.id for c in chats.conversations()] == ["b", "c", "a"]


def test_rename_and_delete(tmp_path: Path) -> None:
    chats = Chats(tmp_path)
    chats.append("a", answer("질문"))
    chats.rename("a", "  ")
    assert chats.conversations()[0].title == "질문"
    chats.rename("a", "이름")
    assert chats.conversations()[0].title == "이름"
    chats.delete("a")
    assert chats.conversations() == ()
    assert chats.answers("a") == ()
    rows = sqlite3.connect(tmp_path / FILE_NAME).execute("SELECT count(*) FROM exchange").fetchone()
    assert rows == (0,)


def test_an_answer_of_another_version_is_left_out(tmp_path: Path) -> None:
    chats = Chats(tmp_path)
    chats.append("a", answer("질문"))
    chats.append("a", answer("둘째"))
    with sqlite3.connect(tmp_path / FILE_NAME) as other:
        other.execute("UPDATE exchange SET answer = '{\"question\": 1}' WHERE number = 1")
    assert [a.question for a in chats.answers("a")] == ["둘째"]


def test_many_threads_lose_nothing(tmp_path: Path) -> None:
    chats = Chats(tmp_path)
    one = answer("질문")
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: chats.append("a", replace(one, question=str(n))), range(40)))
    assert sorted(int(a.question) for a in chats.answers("a")) == list(range(40))


def test_preferences(tmp_path: Path) -> None:
    chats = Chats(tmp_path)
    assert chats.preference("interface", "ko") == "ko"
    chats.prefer("interface", "en")
    chats.prefer("interface", "ko")
    assert Chats(tmp_path).preference("interface") == "ko"


@given(st.text(alphabet=st.characters(codec=None)))
def test_any_question_can_be_kept(tmp_path_factory, question: str) -> None:
    chats = Chats(tmp_path_factory.mktemp("chats"))
    kept = Answer(question, Language.KO, State.ABSTAIN, (Claim(question, ()),), (), notes=(question,))
    id = new_id()
    chats.append(id, kept)
    assert chats.answers(id) == (kept,)
    (conversation,) = chats.conversations()
    assert 0 < len(conversation.title) <= TITLE_LENGTH + 1
    assert "\n" not in conversation.title
    chats.close()


def test_titles_are_cut_at_a_word() -> None:
    title = short_title("가나다라 " * 40)
    assert title.endswith("가나다라…")
    assert len(title) <= TITLE_LENGTH + 1


def test_a_history_that_cannot_be_used_is_said_to_be(tmp_path: Path) -> None:
    (tmp_path / "chats.sqlite3").mkdir()
    with pytest.raises(StoreError) as caught:
        Chats(tmp_path)
    assert all("chats.sqlite3" in (explain(caught.value, language) or "") for language in Language)
