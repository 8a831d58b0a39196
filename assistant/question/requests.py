"""What stands beside what a question asks: what is to be done with the answer, what is said to the machine.

The words of a request are no words to look for: "다섯 문장으로", "as a table", "각주와 함께", "translate it".
They are taken out before anything is looked up. What cannot be done is said, and the passages are shown as
they are.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path

from assistant.question.cues import ASKED, INSTRUCTION, OPENING
from assistant.words.phrases import number_in, phrases


class Request(StrEnum):
    """What is to be done. The first two cannot be: the sources are told in their own words only."""

    TRANSLATE = "translate"
    SUMMARISE = "summarise"
    LENGTH = "length"
    TABLE = "table"
    LIST = "list"
    FOOTNOTES = "footnotes"
    BIBLIOGRAPHY = "bibliography"


CANNOT = (Request.TRANSLATE, Request.SUMMARISE)

_WORDS = phrases(Path(__file__).with_name("requests.toml"))
_SENTENCES = re.compile(r"문장|줄|sentence|line", re.IGNORECASE)
_SPLIT = re.compile(r"(?<=[.?!。？！])\s+|\n+|(?<=[가-힣])[;；]\s*")


def without_requests(text: str) -> tuple[str, frozenset[Request]]:
    """`text` without what it wants done, and what that is. A text that is nothing else stays as it is."""
    found: set[Request] = set()
    rest = text
    for kind in Request:
        said = _WORDS[kind].search(rest)
        if said is None:
            continue
        please = _WORDS["please"].match(rest, said.end())
        left = f"{rest[: said.start()]} {rest[please.end() if please else said.end() :]}"
        if any(sum(map(str.isalpha, word)) > 1 for word in left.split()):
            found.add(kind)
            rest = re.sub(r"\s+([.,?!])", r"\1", " ".join(left.split())).strip(" ,")
    return (rest, frozenset(found)) if found else (text, frozenset())


def sentences_wanted(text: str) -> int | None:
    """In how many sentences the answer is to be told, None where nothing is said of it."""
    said = _WORDS[Request.LENGTH].search(text)
    return number_in(said) or None if said and _SENTENCES.search(said.group()) else None


def requested(text: str) -> frozenset[Request]:
    """What `text` wants done, also where it is nothing else."""
    return frozenset(kind for kind in Request if _WORDS[kind].search(text))


def without_instructions(text: str) -> tuple[str, bool]:
    """`text` without the sentences addressed to the machine, and whether there were any."""
    kept: list[str] = []
    found = False
    for sentence in _SPLIT.split(text):
        bare = OPENING.sub("", sentence.strip())
        if not bare:
            continue
        if not INSTRUCTION.search(bare):
            kept.append(bare)
            continue
        found = True
        rest = _after_instruction(bare)
        if rest:
            kept.append(rest)
    return " ".join(kept), found


def _after_instruction(sentence: str) -> str:
    """The question that follows an instruction within one sentence: "… 무시하고 IP4가 뭔지 알려줘"."""
    pieces = re.split(
        r"(?<=하고)[,]?\s+|(?<=말고)[,]?\s+|,\s*(?:and|then|but)\s+|\s+(?:and then|and)\s+|[,;:]\s+", sentence
    )
    rest = [p for p in pieces if p.strip() and not INSTRUCTION.search(p)]
    questions = [
        p for p in rest if any(pattern.search(p) for pattern in ASKED.values()) or p.rstrip().endswith("?")
    ]
    return " ".join(questions).strip() if len(pieces) > 1 else ""
