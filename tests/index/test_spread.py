"""How far a name runs through a document, against counting its chunks by hand."""

from __future__ import annotations

import pytest

from index.library import Library
from tests.index.bilingual import EN, KO, document

COUNTRIES = ("Finland", "Norway", "Chile")


def chunks_with(library: Library, key: str, words: tuple[str, ...]) -> float:
    found = library.retrieve("Finland Norway Chile harbour 핀란드 항구", EN, k=200).lists
    held = {hit.chunk.id: hit.chunk for hits in found.values() for hit in hits if hit.chunk.key == key}
    return sum(any(word in chunk.text for word in words) for chunk in held.values()) / len(held)


@pytest.fixture
def filled(library: Library) -> Library:
    for n in range(3):
        lines = [
            f"The harbour of {COUNTRIES[n]} was dredged in {1990 + k}. " * 6
            if k % (n + 1) == 0
            else "Dredging costs rose, and the harbour was closed for a year. " * 6
            for k in range(8)
        ]
        library.add(document(f"report-{n}", tuple(lines), EN))
    library.add(
        document("report-ko", ("핀란드의 항구는 해마다 준설한다. " * 8, "비용은 나라가 낸다. " * 8), KO)
    )
    return library


@pytest.mark.parametrize(("asked", "language"), [("Finland", EN), ("핀란드", KO), ("Norway", EN)])
def test_the_share_of_chunks_with_a_name_is_counted_in_either_language(
    filled: Library, asked: str, language
) -> None:
    question = (
        f"How is the harbour dredged in {asked}?" if language is EN else f"{asked}의 항구는 어떻게 준설하나?"
    )
    shares = filled.retrieve(question, language).spread[asked]
    forms = ("Norway", "노르웨이") if asked == "Norway" else ("Finland", "핀란드")
    for key in ("report-0", "report-1", "report-2", "report-ko"):
        assert shares.get(key, 0.0) == pytest.approx(chunks_with(filled, key, forms))


def test_a_word_that_is_no_name_has_no_spread(filled: Library) -> None:
    assert filled.retrieve("How often is the harbour dredged?", EN).spread == {}


def test_a_name_in_latin_letters_is_found_in_a_korean_text(library: Library) -> None:
    library.add(document("brief", ("NATO 정상회의가 항구에서 열렸다. " * 8,), KO))
    library.add(document("pact", ("The NATO summit met in the harbour. " * 8,), EN))
    for question, language in (
        ("Where did the NATO summit meet?", EN),
        ("나토 정상회의는 어디서 열렸나?", KO),
    ):
        [shares] = library.retrieve(question, language).spread.values()
        assert shares == {"brief": 1.0, "pact": 1.0}
