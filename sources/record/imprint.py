"""The lines under a title that say who published a document, when, and in which series.

"한빛연구원 이슈브리프 2025-31호 | 2025년 11월 17일 | 서윤재 연구위원": several facts on one line, parted by
strokes, dots or full stops. Each is a piece here, to be read as if it stood on a line of its own. A sentence
of the text is no imprint.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from sources.blocks import Block, BlockKind
from sources.record.dates import around_date

LONGEST: Final = 300  # characters of a line that may be an imprint
WORDS: Final = 4  # words in small letters from which on an English piece is a sentence
SENTENCE: Final = 80  # characters from which on a block that is no imprint is text
_STROKES: Final = re.compile(r"\s*[|│｜¦]\s*|\s+[·•∙/‧]\s+|;\s+")
# A full stop after a word of three letters or more, or after a bracket or figure: no initial, no "No.".
_STOP: Final = re.compile(r"(?<=[^\W\d_]{3})\.\s+(?=[A-Z가-힣])|(?<=[\d)호])\.\s+(?=[A-Z가-힣])")
_COMMA: Final = re.compile(r",\s+(?!(?:19|20)\d\d\b)")
_VERB: Final = re.compile(
    r"\b(?:is|are|was|were|has|have|had|will|would|can|could|must|shall|should|we|this|these|it|they)\b",
    re.I,
)
# A word in small letters that is no particle of a name or title: an imprint has few in a piece.
_PLAIN_WORD: Final = re.compile(
    r"(?<![\w’'-])(?!(?:of|the|and|to|in|on|by|at|for|a|an|from|with|de|la|van|von)\b)[a-z][a-z’'-]+"
)
_KO_SENTENCE: Final = re.compile(r"(?:다|까|오)[.?!”\"]*$")
_ISSUED: Final = re.compile(
    r"^(?i:issued|adopted|agreed|approved)\sby\s(?:the\s)?(?P<who>[A-Z].{2,100}?)"
    r"(?=,|\son\s\d|\son\s[A-Z][a-z]+\s\d|\sin\s[A-Z]|$)"
)
_REPORT_OF: Final = re.compile(r"^Report of the (?P<who>[A-Z][\w’' -]{2,60}?)(?=\sto\sthe\s|,|$)")


def is_imprint(line: str) -> bool:
    """Whether `line` may hold facts about the document rather than a sentence of it."""
    whole = line.strip()
    if not whole or len(whole) > LONGEST or _KO_SENTENCE.search(whole):
        return False
    return not _VERB.search(whole) and all(
        len(_PLAIN_WORD.findall(part)) < WORDS
        for piece in _STROKES.split(whole)
        for part in _STOP.split(piece)
    )


def imprint_blocks(opening: Sequence[Block]) -> list[Block]:
    """The first blocks up to the text: to a heading after what stands under the title, or to a sentence."""
    found: list[Block] = []
    under_title = False
    for block in opening:
        heading = block.kind is BlockKind.HEADING
        text = not heading and len(block.text) > SENTENCE and not is_imprint(block.text)
        if text or (heading and under_title):
            break
        under_title = under_title or not (heading or block.kind is BlockKind.FURNITURE)
        found.append(block)
    return found


def pieces(line: str) -> list[str]:
    """The facts of an imprint line, each by itself, in reading order; [] for a line that is none."""
    if not is_imprint(line):
        return []
    parts = (part for piece in _STROKES.split(line) for part in _STOP.split(piece))
    cut = (bare for part in parts for bare in (part, *around_date(part)))
    return [bare for part in cut if (bare := part.strip(" ,."))]


def dated(parts: Sequence[str]) -> list[str]:
    """The pieces and what commas part in them: a date of publication may stand in any."""
    return [piece for part in parts for piece in (part, *(p for p in _COMMA.split(part) if p != part))]


def issuer(parts: Sequence[str]) -> str:
    """Who issued or adopted the document, as it says itself; "" where it does not."""
    found = (match for part in parts if (match := _ISSUED.match(part) or _REPORT_OF.match(part)))
    return next((match["who"].strip() for match in found), "")


def joint_issuer(lines: Sequence[str]) -> str:
    """Several offices that issued together and name themselves so on a line of its own ("관계부처 합동")."""
    return next(
        (line.strip() for line in lines if re.fullmatch(r"관계\s?(?:부처|기관)\s?합동", line.strip())), ""
    )
