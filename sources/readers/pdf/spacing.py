"""Whether a Korean line was broken inside a word, judged by the morphemes its two pieces make.

Programs that break Korean between any two syllables (Chromium, LibreOffice, 한글) often draw nothing at a
line's end that would tell a space from none. Kiwi, a morphological analyser, gives both readings a score: a
space inside a morpheme costs, one between two words costs nothing (docs/decisions/0206).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from functools import cache
from typing import Any, Final

# Differences of the two scores (log-probabilities): broken words reach 3.4 and more, breaks at a space 0.
SURE: Final = 1.0
_WORDS = 3  # of each line, read together
_LONGEST = 60  # characters of each line: text without spaces is no reason to read a page of it
_MOST = 6_000  # seams of one document: from then on the document's own counts know enough

log = logging.getLogger(__name__)
Judge = Callable[[str, str], float | None]


def spacing_judge() -> Judge | None:
    """A judge for one document; None where Kiwi cannot be had. Its answer for a line's text and the next
    one's: above SURE one word, 0 or less two words, None once it has been asked too often."""
    kiwi = _kiwi()
    if kiwi is None:
        return None
    known: dict[tuple[str, str], float] = {}

    def judge(upper: str, lower: str) -> float | None:
        left = " ".join(upper.split(" ")[-_WORDS:])[-_LONGEST:]
        right = " ".join(lower.split(" ")[:_WORDS])[:_LONGEST]
        if (left, right) not in known:
            if len(known) >= _MOST:
                return None
            known[left, right] = _score(kiwi, left + right) - _score(kiwi, f"{left} {right}")
        return known[left, right]

    return judge


def _score(kiwi: Any, text: str) -> float:
    return float(kiwi.analyze(text)[0][1])


@cache
def _kiwi() -> Any:
    try:
        from kiwipiepy import Kiwi

        # Without the long names of its second dictionary it starts in a third of the time, and judges alike.
        return Kiwi(num_workers=1, load_multi_dict=False)
    except Exception as error:  # its native part raises what it likes where memory is short
        log.warning("Korean lines are joined without morphemes: %s", error)
        return None
