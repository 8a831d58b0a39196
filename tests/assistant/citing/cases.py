"""Documents and citations for the tests of exports and receipts."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from unicodedata import normalize

from hypothesis import strategies as st

from assistant.answer import Answer, Citation, Claim, State
from assistant.citing.lookup import citation_in
from assistant.citing.sample import BRIEF, DECLARATION, DIGEST, ENGLISH
from sources.document import Document, Language, Paragraph, Record, Sentence, content_id
from sources.units.tree import Tree
from tests.strategies import STOCK

KO, EN = Language.KO, Language.EN


def document(record: Record, *texts: str, language: Language | None = None) -> Document:
    """A document of these paragraphs, one a page, each one sentence."""
    text, paragraphs = "", []
    for number, one in enumerate(texts, start=1):
        text += "\n\n" if text else ""
        start = len(text)
        text += one
        spans = (Sentence(start, len(text)),)
        paragraphs.append(Paragraph(number, number, "", start, len(text), spans, label=str(number)))
    spoken = language or record.language or KO
    return Document(content_id(text), text, tuple(paragraphs), spoken, record, "txt", pages=len(texts))


def quote_of(source: Document, paragraph: int, **changes: object) -> Citation:
    """The citation of a whole paragraph."""
    found = source.paragraphs[paragraph - 1]
    citation = citation_in(Tree(source), source.location(found, found.start, found.end), paragraph)
    return replace(citation, **changes)  # type: ignore[arg-type]


class Shelves:
    """Documents by key and by content id, as a library keeps them: the last of a key is current."""

    def __init__(self, *documents: Document) -> None:
        self.by_id = {one.id: one for one in documents}
        self.by_key = {one.key: one for one in documents}

    def document(self, key_or_id: str) -> Document:
        return self.by_key.get(key_or_id) or self.by_id[key_or_id]


KOREAN = document(BRIEF, "북극항로는 2030년에야 열린다.", "운임은 40% 내려간다.")
WESTERN = document(ENGLISH, "The “northern” route opens in 2030 — not before.", "Freight falls by 40%.")
OFFICIAL = document(DECLARATION, "We meet in Tromsø.", "We shall keep the sea open.")
SUMMARY = document(DIGEST, "The heads of government promise to keep the sea open.")


def answer() -> Answer:
    """A Korean answer of two claims, the second in translation."""
    first = quote_of(KOREAN, 1)
    second = replace(quote_of(WESTERN, 2, translation="운임은 40% 떨어진다."), number=2)
    claims = (Claim(first.quote, (1,)), Claim("운임은 40% 떨어진다.", (2, 1)))
    return Answer("북극항로는 언제 열리나?", KO, State.ANSWER, claims, (first, second))


LISTED = (
    ("① 선장은 다음 각 호의 일을 한다.", 0), ("다만, 정박 중에는 그러하지 아니하다.", None),
    ("1. 항로의 결정", 1), ("가. 겨울 항로", 2), ("나. 여름 항로", 2), ("2. 기록", 1),
    ("② 선원은 선장을 돕는다.", 0),
)  # fmt: skip
LIST_LINES = (
    "① 선장은 다음 각 호의 일을 한다. 다만, 정박 중에는 그러하지 아니하다.",
    *(text for text, _ in LISTED[2:]),
)


def list_answer() -> Answer:
    """A list told whole: a footnote a line, and the proviso in the line of its head."""
    source = document(BRIEF, *(text for text, _ in LISTED), language=KO)
    notes = [replace(quote_of(source, n), number=n) for n in range(1, len(LISTED) + 1)]
    claims = [Claim(text, (n,), level=level) for n, (text, level) in enumerate(LISTED, start=1)]
    return Answer("선장은 무엇을 하나?", KO, State.ANSWER, tuple(claims), tuple(notes))


NASTY = [
    "[x](http://evil.example/?q=1)", "![x](http://evil.example/p.png)", "<script>alert(1)</script>",
    "<!--", "-->", "[^1]", "[^1]: x", "| a | b |", "|", "`code`", "```", "~~~", "***", "---", "===",
    "# x", "1. x", "2) x", "+ x", "- x", "> x", ": x", "&lt;", "&#65;", "\\", "\\end{document}", "$x$",
    "{{x}}", "{", "}", "%", "#1", "@you", "_x_", "__x__", "~~x~~", "==x==", "%%x%%",
    "http://evil.example", "www.evil.example", "a@b.example", ":smile:", "\n", "\r\n", "\t", "  ",
    "\u2028", "\x0b", "\x00", "\x07", "\ud800", "\ufffe", "\u202e", "]]>", "<w:p/>", "=1+1", "ER  - ",
    "TY  - X", "@article{x,", " and ", ",", '"', "'",
]  # fmt: skip
PIECES = st.sampled_from([*STOCK, *NASTY])


@st.composite
def hostile_texts(draw: st.DrawFn) -> str:
    """Text a document may hold: words, markup of every format, control characters; not blank."""
    parts = draw(st.lists(PIECES, min_size=1, max_size=8))
    glue = draw(st.sampled_from(["", " "]))
    text = glue.join(parts) or "x"
    return normalize("NFC", text if text.strip() else f"{text}x")


@st.composite
def hostile_citations(draw: st.DrawFn) -> Citation:
    """A citation whose quote and record are hostile texts."""
    language = draw(st.sampled_from(Language))
    one = hostile_texts()
    record = Record(
        draw(one),
        titles={language: draw(one)},
        authors={language: tuple(draw(st.lists(one, max_size=4)))},
        series={language: draw(one)} if draw(st.booleans()) else {},
        publishers={language: draw(one)} if draw(st.booleans()) else {},
        language=language,
        number=draw(st.one_of(st.just(""), one)),
        date=draw(st.sampled_from(["", "2025", "2025-06", "2025-06-25", "봄호"])),
        pages=draw(st.sampled_from(["", "1-8", "12"])),
        kind=draw(st.sampled_from(list(BRIEF.kind.__class__))),
        url=draw(st.sampled_from(["", "https://example.org/a_b?c=%20&d#e"])),
    )
    quote = draw(one)
    translation = draw(st.one_of(st.none(), one))
    return replace(quote_of(document(record, quote, language=language), 1), translation=translation)


def written(folder: Path, name: str, data: bytes) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path
