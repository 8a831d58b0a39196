"""Scores answers against questions with known answers: the figures of `gakju eval`.

A gold line has `id`, `lang`, `question`, `answerable`, `gold_quotes` (verbatim, spaces free to differ),
`must_include` (groups of alternatives) and optionally `prev`. A gold quote counts as covered when it is
contained in a cited quote, or when at least 80 % of it stands there in one piece.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from difflib import SequenceMatcher
from typing import Any

from assistant.answer import Answer, State
from assistant.ask import Assistant
from sources.document import Language
from sources.text.normalise import matching_key

COVERED = 0.8
OVERLAPS = 0.5


def evaluate(
    assistant: Assistant,
    gold: Sequence[Mapping[str, Any]],
    progress: Callable[[int, int], None] | None = None,
) -> dict[str, float | int | None]:
    """Means over the questions each figure applies to, None where there is none. Answerable ones are
    `answered` plainly, `hedged` or `silent`; lower is better for `bluffed` and `silent`."""
    tally: dict[str, list[float]] = {
        name: []
        for name in (
            *("full", "any", "include", "tight", "answered", "hedged", "silent"),
            *("refused", "bluffed", "language", "cited"),
        )
    }
    for number, item in enumerate(gold, 1):
        previous = [item["prev"]] if item.get("prev") else []
        answer = assistant.ask(item["question"], previous=previous)
        for name, value in score(item, answer).items():
            tally[name].append(value)
        if progress is not None:
            progress(number, len(gold))
    means: dict[str, float | int | None] = {
        name: round(sum(values) / len(values), 3) if values else None for name, values in tally.items()
    }
    return means | {"questions": len(gold)}


def score(item: Mapping[str, Any], answer: Answer) -> dict[str, float]:
    """The figures of one answer, each 0 to 1; only those that apply to it."""
    if not item["answerable"]:
        return {
            "refused": float(answer.state is State.ABSTAIN),
            "bluffed": float(answer.state is State.ANSWER),
        }
    spoke = answer.state is not State.ABSTAIN
    quotes = [citation.quote for citation in answer.citations]
    claims = [claim.text for claim in answer.claims]
    everything = " ".join(claims + quotes).casefold()
    hits = [any(share(wanted, quote) >= COVERED for quote in quotes) for wanted in item["gold_quotes"]]
    groups = item.get("must_include", ())
    figures = {
        "full": float(spoke and bool(hits) and all(hits)),
        "any": float(spoke and any(hits)),
        "include": float(spoke and all(any(a.casefold() in everything for a in group) for group in groups)),
        "answered": float(answer.state is State.ANSWER),
        "hedged": float(answer.state is State.HEDGE),
        "silent": float(not spoke),
    }
    if spoke and quotes:
        figures["tight"] = _tight(item["gold_quotes"], quotes)
    if spoke and claims:
        wanted_language = Language.EN if item["lang"] == "en" else Language.KO
        figures["language"] = float(_written_in(" ".join(claims)) is wanted_language)
        figures["cited"] = sum(bool(claim.citations) for claim in answer.claims) / len(claims)
    return figures


def _tight(gold: Sequence[str], quotes: Sequence[str]) -> float:
    """The share of the cited characters that stand in quotes with gold text."""
    sizes = [len(matching_key(quote)) for quote in quotes]
    good = [
        size
        for size, quote in zip(sizes, quotes, strict=True)
        if any(share(wanted, quote, of_shorter=True) >= OVERLAPS for wanted in gold)
    ]
    return sum(good) / max(1, sum(sizes))


def share(wanted: str, quote: str, *, of_shorter: bool = False) -> float:
    """How much of `wanted` stands in `quote` as one block, spaces and quotation marks aside."""
    wanted, quote = matching_key(wanted), matching_key(quote)
    if not wanted or not quote:
        return 0.0
    block = SequenceMatcher(None, wanted, quote, autojunk=False).find_longest_match()
    return block.size / (min(len(wanted), len(quote)) if of_shorter else len(wanted))


def _written_in(text: str) -> Language:
    letters = [character for character in text if character.isalpha()]
    hangul = sum("가" <= character <= "힣" for character in letters)
    return Language.KO if hangul >= 0.5 * len(letters) else Language.EN
