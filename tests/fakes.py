"""Stand-ins for the library and the assistant, where a test needs answers nobody's documents give:
text that looks like markup, an assistant that fails or is slow, each of the three states."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from assistant.answer import Answer, Citation, Claim, State
from index.hit import Filters
from index.store.store import missing
from sources.document import Document, Kind, Language, Paragraph, Record, Sentence, content_id

SECTION = "갯벌 복원의 현황"
PARAGRAPHS = (
    "순천만 갯벌은 2003년 습지보호지역으로 지정되었다. 그 뒤 겨울철새의 수가 꾸준히 늘었다.",
    "복원 사업은 2015년에 시작되었다. 제방 1.2km를 허물어 바닷물을 다시 들였고, 사업비는 340억 원이 "
    "들었다. 주민 참여가 성패를 갈랐다는 평가가 나온다.",
    "<img src='http://203.0.113.9/x.png'> ![그림](http://203.0.113.9/y.png) **굵게** "
    "<script>alert(1)</script> 라는 글자도 글자로만 보인다.",
)
ENGLISH = (
    "The Suncheon Bay tidal flat was designated a protected wetland in 2003.",
    "Restoration began in 2015. A dyke of 1.2 km was opened to let the sea back in, "
    "at a cost of 34 billion won.",
    "Letters that look like markup are shown as letters.",
)


MARKUP = "![x](http://203.0.113.9/t.png) <img src=http://203.0.113.9/u.png> [y](http://203.0.113.9/) :red[z]"


def hostile_document() -> Document:
    """A document whose whole record is markup."""
    document = tidal_document("hostile", MARKUP, PARAGRAPHS[::-1])
    said = {"ko": MARKUP, "en": MARKUP}
    record = replace(
        document.record, titles=said, series=said, issuers=said, authors={"ko": (MARKUP,)},
        publishers=said, tags=(MARKUP,), collection=MARKUP, number=MARKUP,
    )  # fmt: skip
    return replace(document, record=record)


def tidal_document(
    key: str = "tidal-flats", title: str = "갯벌 복원 사업의 10년", paragraphs_of: Sequence[str] = PARAGRAPHS
) -> Document:
    """A small Korean report of three paragraphs, one of which is full of markup."""
    text, paragraphs, start = "", [], 0
    for number, body in enumerate(paragraphs_of, 1):
        text += ("\n\n" if text else "") + body
        start = len(text) - len(body)
        ends = [start + match.end() for match in re.finditer(r"\.(?= |$)", body)]
        starts = [start, *(end + 1 for end in ends[:-1])]
        sentences = tuple(Sentence(a, b) for a, b in zip(starts, ends, strict=True))
        paragraphs.append(Paragraph(number, number, SECTION, start, len(text), sentences))
    record = Record(
        key,
        Kind.REPORT,
        {"ko": title, "en": "Ten years of tidal flat restoration"},
        {"ko": ("박하늘",), "en": ("Park Haneul",)},
        publishers={"ko": "습지연구소", "en": "Wetlands Institute"},
        language=Language.KO,
        date="2025-03",
    )
    return Document(content_id(text), text, tuple(paragraphs), Language.KO, record, "md", pages=3)


def cite(document: Document, paragraph: int, sentence: int, number: int, **extra: object) -> Citation:
    """A citation of one sentence."""
    block = document.paragraphs[paragraph - 1]
    span = block.sentences[sentence]
    quote = document.text[span.start : span.end]
    place = document.location(block, span.start, span.end)
    return Citation(number, quote, place, document.record, document.language, **extra)  # type: ignore[arg-type]


@dataclass(frozen=True)
class FakeEntry:
    record: Record
    document_id: str
    language: Language = Language.KO
    format: str = "md"
    pages: int | None = 3
    paragraphs: int = 3
    chunks: int = 3
    added_at: str = "2026-01-02T03:04:05+00:00"
    shipped: bool = False
    translations: tuple[str, ...] = ()


@dataclass
class FakeLibrary:
    """Holds one document and finds nothing."""

    home: Path = Path()
    read_only: bool = False
    documents: dict[str, Document] = field(
        default_factory=lambda: {d.key: d for d in (tidal_document(), hostile_document())}
    )

    def entries(self, filters: Filters = Filters()) -> tuple[FakeEntry, ...]:
        return tuple(FakeEntry(d.record, d.id) for d in self.documents.values())

    def document(self, key_or_id: str) -> Document:
        for key, document in self.documents.items():
            if key_or_id in (key, document.id):
                return document
        raise missing(key_or_id)

    def file(self, document_id: str) -> Path | None:
        return None

    def translation(self, key: str, language: Language) -> Document | None:
        return None

    def remove(self, key: str) -> bool:
        return self.documents.pop(key, None) is not None

    def finish(self, *, cancelled: Callable[[], bool] | None = None) -> None:
        pass

    def close(self) -> None:
        pass


class FakeAssistant:
    """Answers by what the question holds: "hedge", "abstain", "fail", "slow"; else a full answer."""

    def __init__(self, library: FakeLibrary) -> None:
        self.document = next(iter(library.documents.values()))

    def ask(
        self,
        question: str,
        *,
        previous: Sequence[Answer | str] = (),
        language: Language | None = None,
        interface: Language = Language.KO,
        filters: Filters = Filters(),
    ) -> Answer:
        if "fail" in question:
            raise RuntimeError("the model fell over")
        if "slow" in question:
            # "slow 3" takes three seconds.
            time.sleep(next((int(word) for word in question.split() if word.isdigit()), 30))
        document, language = self.document, language or interface
        english = ENGLISH[1].split(". ", 1)[1] if language is Language.EN else None
        first = cite(document, 2, 1, 1, translation=english)
        second = cite(document, 1, 0, 2, second_hand=True)
        hostile = cite(document, 3, 0, 3)
        if "abstain" in question:
            return Answer(question, language, State.ABSTAIN, (), (), (first, hostile), ("앙카라", "<b>x</b>"),
                          ("지방정부의 통계 자료가 있으면 답할 수 있습니다.",), elapsed_ms=81.0)  # fmt: skip
        claims = (
            Claim(first.translation or first.quote, (1,)),
            Claim(second.quote, (2,), lead="「갯벌 복원 사업의 10년」(2025-03):"),
            Claim(hostile.quote, (3,), checked="<i>figures match</i>"),
        )
        state = State.HEDGE if "hedge" in question else State.ANSWER
        related = (cite(document, 2, 0, 1),)
        return Answer(question, language, state, claims, (first, second, hostile), related, elapsed_ms=123.0)
