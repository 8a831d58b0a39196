"""An English act, whose sections are headings with a number: they are looked up, and footnotes name them."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from assistant.answer import State
from assistant.ask import Assistant
from assistant.citing.footnotes import footnote
from sources.document import Language
from tests.assistant.small_library import assistant_over

ACT = """Ferries Act 2019

Part 1 — Preliminary

1. Short title
This Act is the Ferries Act 2019.

2. Licences
(1) A person must not run a ferry without a licence under this Act.
(2) A licence may be revoked where —
(a) the holder has been convicted; or
(b) the fee is unpaid:
Provided that the holder has been heard.

12A. Reports
(1) The harbour board must report on this Act every second year.
"""


@pytest.fixture(scope="module")
def asking(tmp_path_factory) -> Iterator[Assistant]:
    yield from assistant_over({"ferries.txt": ACT}, tmp_path_factory)


@pytest.mark.parametrize(
    ("question", "quotes", "place"),
    [
        ("What does section 1 say?", ["This Act is the Ferries Act 2019."], "s. 1"),
        (
            "Section 2(1)",
            ["(1) A person must not run a ferry without a licence under this Act."],
            "s. 2(1)",
        ),
        (
            "section 12A(1)",
            ["(1) The harbour board must report on this Act every second year."],
            "s. 12A(1)",
        ),
        (
            "Section 2(2)(b)",
            ["(b) the fee is unpaid: Provided that the holder has been heard."],
            "s. 2(2)(b)",
        ),
    ],
)
def test_a_section_is_looked_up_and_named(asking: Assistant, question: str, quotes: list[str], place: str):
    answer = asking.ask(question)
    assert answer.state is State.ANSWER
    assert [citation.quote for citation in answer.citations] == quotes
    assert place in footnote(answer.citations[-1], "chicago", Language.EN)


def test_a_part_of_the_section_spoken_of_is_looked_up(asking: Assistant) -> None:
    before = asking.ask("Section 2(2)(b)")
    answer = asking.ask("And its paragraph 1?", previous=[before])
    assert [citation.quote for citation in answer.citations] == [
        "(1) A person must not run a ferry without a licence under this Act."
    ]
