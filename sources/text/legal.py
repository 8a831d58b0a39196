"""What a statute's text has besides its sentences: editorial notes, and provisos that belong to a sentence.

`<개정 2024.1.1>`, `[본조신설 2020.5.26]`, `(Added by Ord. No. 12, 2019)` are of the editors; "다만, …" limits
the sentence before it and cannot be read, or cited, without it (법제처, 법령 입안·심사 기준).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import Final

_DATES: Final = r"[\s\d.,·ㆍ~∼및년월일제호법률령규칙대통부의항조\u200b]*"
_DONE: Final = r"개정|신설|삭제|단서\s?(?:신설|개정|삭제|생략)|제목\s?개정|본조\s?신설|전문\s?개정"
EDITORIAL: Final = re.compile(
    rf"[<〈＜]\s?(?:{_DONE}){_DATES}[>〉＞]|\(\s?(?:{_DONE})\s?\d{_DATES}\)"
    rf"|[<〈＜]\s?\d{{4}}\s?\.{_DATES}[>〉＞]"
    rf"|[\[〔]\s?(?:본조\s?신설|전문\s?개정|제목\s?개정|본조\s?개정|종전|제\d+조(?:의\d+)?에서\s?이동|시행일)[^\]〕]{{0,120}}[\]〕]"
    rf"|[<〈＜]\s?단서\s?생략\s?[>〉＞]"
    rf"|\((?:Ord(?:ained|\.|inance)|Added|Amended|Enacted|Prior [Cc]ode)"
    rf"(?=[^()]*\b(?:Ord|Stats|Sec|Ch|No)\.|[^()]*§)[^()]{{0,160}}\)"
)
_THAT: Final = r"Provided,? (?:(?:however|always|further|also),? )?that\b"
_BUT: Final = r"(?:(?:다만|단)\s?,|다만(?=\s))"  # ordinances often leave the comma out
_PROVISO: Final = re.compile(
    rf"{_BUT}|이\s?경우(?:에는|에)?[\s,]|{_THAT}|In (?:such|that) case\b", re.IGNORECASE
)
_BY_ITSELF: Final = re.compile(_THAT, re.IGNORECASE)

# 단서 alone; "이 경우 …" is the 후단, which goes with its sentence and is no proviso.
_LIMITS: Final = re.compile(rf"(?<=[.다:;])\s+(?={_BUT}|{_THAT})", re.IGNORECASE)


def is_proviso(text: str) -> bool:
    """Whether a line of its own is an English proviso. A Korean one stands in its sentence's paragraph; a
    paragraph of a report may begin with 다만."""
    return _BY_ITSELF.match(text) is not None


def is_editorial(text: str) -> bool:
    """Whether `text` is an editorial note and nothing else."""
    return bool(text.strip()) and not EDITORIAL.sub("", text).strip(" .,")


def without_editorial(text: str, spans: Sequence[tuple[int, int]]) -> tuple[tuple[int, int], ...]:
    """`spans` of `text` less the editorial notes at their ends; a span of notes alone is left out."""
    if not spans:
        return ()
    notes = [match.span() for match in EDITORIAL.finditer(text, spans[0][0], spans[-1][1])]
    if not notes:
        return tuple(spans)
    found = []
    for start, end in spans:
        moved = True
        while moved and start < end:
            moved = False
            for a, b in notes:
                if a <= start < b:
                    start, moved = min(b, end), True
                elif a < end <= b:
                    end, moved = max(a, start), True
            while start < end and text[start].isspace():
                start, moved = start + 1, True
            while start < end and text[end - 1].isspace():
                end, moved = end - 1, True
        if text[start:end].strip(" .,"):
            found.append((start, end))
    return tuple(found)


def with_provisos(text: str, spans: Sequence[tuple[int, int]], *, legal: bool) -> tuple[tuple[int, int], ...]:
    """`spans` of `text` with each proviso in the span of the sentence that it limits. Outside `legal` texts
    only "Provided that" is one: a report's 다만 begins a sentence of its own."""
    return tuple(_joined(text, spans, _PROVISO if legal else _BY_ITSELF))


def proviso_at(text: str, start: int, end: int) -> int | None:
    """Where the proviso of the sentence `text[start:end]` begins, None where it has none."""
    found = _LIMITS.search(text, start, end)
    return found.end() if found else None


def _joined(
    text: str, spans: Sequence[tuple[int, int]], proviso: re.Pattern[str]
) -> Iterator[tuple[int, int]]:
    held: tuple[int, int] | None = None
    for start, end in spans:
        if held is not None and proviso.match(text, start):
            held = (held[0], end)
            continue
        if held is not None:
            yield held
        held = (start, end)
    if held is not None:
        yield held
