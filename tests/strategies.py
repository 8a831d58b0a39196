"""Hypothesis strategies shared by the tests: Korean, English and mixed text, and documents made of it."""

from __future__ import annotations

from unicodedata import normalize

from hypothesis import strategies as st

from sources.document import Document, Kind, Language, Paragraph, Record, Role, Sentence, content_id

# A fixed stock is many times faster to draw from than characters one by one.
STOCK = [
    "NATO",
    "IP4",
    "5%",
    "2.32%",
    "2025",
    "3,500",
    "the",
    "of",
    "defence",
    "summit",
    "Allies",
    "Ukraine",
    "F-35",
    "c++",
    "naïve",
    "Straße",
    "국방비",
    "정상회의",
    "한국은",
    "러시아를",
    "“위협”",
    "‘무임승차국’",
    "유럽·대서양",
    "△3.5%",
    "갉",
    "힣",
    "漢字",
    "①",
    "Ⅳ",
    "…",
    "—",
    "🙂",
    "🇰🇷",
    "👩\u200d👩\u200d👧",
    "\u200b",
    "\ufeff",
    "é",
    "ｗｉｄｅ",
    "㎢",
    "½",
    "<b>",
    "![x](y)",
    "\\",
    "'",
    '"',
    "%",
    "_",
]
WORDS = st.sampled_from(STOCK)


@st.composite
def sentence_texts(draw: st.DrawFn, max_words: int = 12) -> str:
    """One sentence: words, a full stop."""
    return normalize("NFC", " ".join(draw(st.lists(WORDS, min_size=1, max_size=max_words))) + ".")


@st.composite
def documents(
    draw: st.DrawFn, key: str = "document", max_paragraphs: int = 8, max_words: int = 12
) -> Document:
    """A document with sections, several sentences a paragraph, and pages; its spans are consistent."""
    count = draw(st.integers(1, max_paragraphs))
    text, paragraphs, section, page = "", [], "", 1
    for number in range(1, count + 1):
        if draw(st.booleans()):
            section = draw(st.sampled_from(["", "서론", "Findings", "결론"]))
            text += section + "\n\n" if section else ""
        start, sentences = len(text), []
        for one in draw(st.lists(sentence_texts(max_words), min_size=1, max_size=5)):
            begin = len(text) + (1 if sentences else 0)
            text += (" " if sentences else "") + one
            sentences.append(Sentence(begin, len(text)))
        role = draw(st.sampled_from([Role.BODY, Role.BODY, Role.LIST]))
        paragraphs.append(Paragraph(number, page, section, start, len(text), tuple(sentences), role))
        text += "\n\n"
        page += draw(st.integers(0, 1))
    language = draw(st.sampled_from(list(Language)))
    record = Record(key, Kind.REPORT, titles={language.value: f"제목 {key}"}, language=language, date="2025")
    body = text.rstrip("\n")
    return Document(content_id(body), body, tuple(paragraphs), language, record, "txt", pages=page)
