from __future__ import annotations

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from index.making.chunk import chunk_spans, embedding_text
from sources.document import Document, Language, Paragraph, Record, Sentence, content_id
from tests.strategies import documents


def words(texts) -> list[int]:
    """A stand-in for a tokenizer: one token a word."""
    return [len(text.split()) for text in texts]


def made(*paragraphs: str, section: str = "", sections: tuple[str, ...] = ()) -> Document:
    """A document of paragraphs whose sentences end in full stops."""
    text, found = "", []
    for number, paragraph in enumerate(paragraphs, 1):
        start, sentences, at = len(text), [], len(text)
        for part in paragraph.split(". "):
            end = min(at + len(part) + 1, start + len(paragraph))
            sentences.append(Sentence(at, end))
            at = end + 1
        text += paragraph
        head = sections[number - 1] if sections else section
        found.append(Paragraph(number, 1, head, start, len(text), tuple(sentences)))
        text += "\n\n"
    text = text.rstrip("\n")
    return Document(content_id(text), text, tuple(found), Language.EN, Record("k"), "txt")


@given(documents(max_words=30), st.integers(4, 60))
def test_every_sentence_is_in_exactly_one_chunk_of_its_section(document, target) -> None:
    spans = chunk_spans(document, words, target)
    assert [span.start for span in spans] == sorted(span.start for span in spans)
    for paragraph in document.paragraphs:
        for sentence in paragraph.sentences:
            covering = [s for s in spans if s.start < sentence.end and sentence.start < s.end]
            assert covering, document.text[sentence.start : sentence.end]
            assert covering[0].start <= sentence.start
            assert covering[-1].end >= sentence.end
            assert all(span.section == paragraph.section for span in covering)
            if len(document.text[sentence.start : sentence.end].split()) <= 2 * target:
                assert len(covering) == 1
    for one, two in pairwise(spans):
        assert one.end <= two.start


@given(documents(max_words=30), st.integers(4, 60))
def test_chunks_are_no_longer_than_asked_but_for_one_long_sentence(document, target) -> None:
    numbers = {p.number: p for p in document.paragraphs}
    for span in chunk_spans(document, words, target):
        inside = [
            s for p in document.paragraphs for s in p.sentences if s.start < span.end and span.start < s.end
        ]
        lengths = [len(document.text[s.start : s.end].split()) for s in inside]
        # The parts of a sentence that was cut are only estimated.
        cut = any(length > 2 * target for length in lengths)
        room = 1.5 * target + 1 if cut else target
        assert len(document.text[span.start : span.end].split()) <= room or len(inside) == 1
        assert numbers[span.paragraph].start <= span.start < numbers[span.paragraph].end


def test_a_long_paragraph_is_parted_evenly_at_sentences() -> None:
    document = made(" ".join(["one two three four five."] * 10))
    found = [document.text[span.start : span.end] for span in chunk_spans(document, words, 40)]
    assert [len(text.split()) for text in found] == [25, 25]


def test_short_neighbours_of_a_section_share_a_chunk() -> None:
    document = made("a b.", "c d.", "e f.", sections=("x", "x", "y"))
    found = [document.text[span.start : span.end] for span in chunk_spans(document, words, 40)]
    assert found == ["a b.\n\nc d.", "e f."]


def test_longer_neighbours_do_not() -> None:
    document = made("a b c d e f g h i j.", "k l.", "m n o p q r s t.")
    assert [span.paragraph for span in chunk_spans(document, words, 40)] == [1, 2, 3]


def test_an_overlong_sentence_is_cut_at_spaces() -> None:
    document = made(" ".join(f"word{n}" for n in range(100)) + ".")
    found = [document.text[span.start : span.end] for span in chunk_spans(document, words, 20)]
    assert "".join(found) == document.text
    assert all(len(text.split()) <= 24 for text in found)
    assert all(text.startswith("word") for text in found)


def test_an_overlong_sentence_without_spaces_is_cut_all_the_same() -> None:
    document = made("가" * 5000)
    spans = chunk_spans(document, lambda texts: [len(text) for text in texts], 192)
    assert "".join(document.text[span.start : span.end] for span in spans) == document.text
    assert max(span.end - span.start for span in spans) <= 192


def test_the_model_reads_the_place_before_the_text() -> None:
    assert embedding_text("제목", "결론", "본문") == "제목\n결론\n본문"
    assert embedding_text("", "", "본문") == "본문"
