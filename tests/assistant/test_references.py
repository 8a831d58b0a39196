"""Which documents a question speaks of, looked for by what it says instead of in every record."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assistant.question.references import _YEAR, GROUPS, Shelf
from assistant.words.wording import words
from sources.document import Kind, Language, Record

WORDS = [
    *("항만", "안전", "보고서", "브리프", "선언", "2024", "2025년", "헤이그", "GATR", "한국해양연구원"),
    *("김서윤", "harbour", "declaration", "the", "report", "study", "summit", "2023"),
]
phrases = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@st.composite
def records(draw) -> Record:
    language = draw(st.sampled_from(list(Language)))
    title = draw(phrases) + draw(st.sampled_from(["", " (GATR)"]))
    return Record(
        key=draw(st.uuids()).hex,
        kind=draw(st.sampled_from(list(Kind))),
        titles={language: title},
        authors={language: (draw(st.sampled_from(["김서윤", "Seo Ga-eun"])),)},
        publishers={language: draw(st.sampled_from(["한국해양연구원", "Harbour Institute"]))},
        language=language,
        date=draw(st.sampled_from(["", "2023", "2024-05-01", "2025"])),
    )


@given(st.lists(records(), max_size=8), phrases, st.sampled_from(list(Language)))
def test_every_document_that_is_spoken_of_is_looked_at(held, text, language) -> None:
    shelf = Shelf(held)
    there = words(text, language)
    groups = {name for name, pattern in GROUPS.items() if pattern.search(text)}
    years = set(_YEAR.findall(text))
    every = {
        spine.key: round(strength, 3)
        for spine in shelf._spines
        if (strength := shelf._strength(spine, text, there, groups, years, language)) > 0
    }
    assert dict(shelf._named(text, language)) == every
