"""Citing by hand: a document, a page, a paragraph."""

from __future__ import annotations

import pytest

from assistant.citing.errors import PlaceError
from assistant.citing.lookup import cite
from assistant.messages import say
from sources.document import Language
from tests.assistant.citing.cases import KOREAN, OFFICIAL, Shelves

SHELF = Shelves(KOREAN, OFFICIAL)


@pytest.mark.parametrize(
    ("page", "paragraph", "footnote"),
    [
        (
            None,
            None,
            "홍길동, 「북극항로와 한국의 선택」, 『한빛 이슈브리프』 2024-07 (한빛정책연구원, 2024).",
        ),
        (
            2,
            None,
            "홍길동, 「북극항로와 한국의 선택」, 『한빛 이슈브리프』 2024-07 (한빛정책연구원, 2024), 2쪽.",
        ),
        (
            None,
            1,
            "홍길동, 「북극항로와 한국의 선택」, 『한빛 이슈브리프』 2024-07 (한빛정책연구원, 2024), 1쪽.",
        ),
    ],
)
def test_places(page: int | None, paragraph: int | None, footnote: str) -> None:
    assert cite(SHELF, "sample-brief", page, paragraph, style="korean") == footnote


def test_a_declaration_is_cited_by_its_own_paragraph_number() -> None:
    text = cite(SHELF, "sample-declaration", paragraph=2, style="bluebook", language=Language.EN)
    assert "¶ 2" in text and "at" not in text.split("¶")[0].split()


@pytest.mark.parametrize(
    ("page", "paragraph", "code"),
    [
        (3, None, "no_such_page"),
        (0, None, "no_such_page"),
        (None, 9, "no_such_paragraph"),
        (2, 1, "not_on_page"),
    ],
)
def test_a_place_that_is_not_there_is_named(page: int | None, paragraph: int | None, code: str) -> None:
    with pytest.raises(PlaceError) as caught:
        cite(SHELF, "sample-brief", page, paragraph)
    assert caught.value.code == code
    assert all(say(f"citing.{code}", language, **caught.value.details) for language in Language)
