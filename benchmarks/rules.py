"""What each rule of choosing and judging is worth: switched off in turn, what changes.

    python -m benchmarks.rules --read GOLD.jsonl:LIBRARY … --unread GOLD.jsonl:LIBRARY … [--home DIR]
    python -m benchmarks.rules --count

Prints, for the questions that were read while rules were made and for those that were not: `full`, `tight`,
the share of answerable ones answered plainly, `bluffed`, and how many choices and states a rule changes. The
weights stay as they ship: they were learnt with the rules in place. A rule that gives nothing on unread
questions goes.
"""

from __future__ import annotations

import argparse
import json
import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType
from typing import Any
from unittest.mock import patch

from assistant.ask import Assistant
from assistant.choosing import select
from assistant.choosing.weights import Weights, shipped
from benchmarks.calibrate import figures
from benchmarks.calibrate import verdict as state
from benchmarks.cases import Case, case
from benchmarks.fitting import Seen, seen
from benchmarks.gold import library_of
from benchmarks.rule_count import counted

COLUMNS = ("full", "tight", "answered", "bluffed")


@dataclass(frozen=True, slots=True)
class Rule:
    """A function `name` of `module`, and what stands in for it where the rule is off."""

    name: str
    module: ModuleType
    off: Callable[..., Any]


def _none(*_: object) -> list[object]:
    return []


def _as_it_is(_: object, scored: Any) -> Any:
    return scored


def _best(_: object, scored: Any) -> Any:
    return [scored[0]]


LEARNT = "likely_more"  # no rule but a model, shown beside them
CHOOSING = (
    Rule("of_the_text", select, _as_it_is),
    Rule("best_of_each", select, _best),
    *(Rule(name, select, _none) for name in ("counted_points", "announced", "before", "for_parts", LEARNT)),
)


def asked(spec: str, home: Path) -> Iterator[Case]:
    """The questions of "FILE:LIBRARY" as the assistant sees them."""
    file, _, where = spec.partition(":")
    assistant = Assistant(library_of(where or "shipped", home))
    for line in Path(file).read_text("utf-8").splitlines():
        if line.strip() and (found := case(Path(file).stem, json.loads(line), assistant)):
            yield found


@contextmanager
def without(rules: Sequence[Rule]) -> Iterator[None]:
    """The rooms with these rules off."""
    with ExitStack() as stack:
        for rule in rules:
            stack.enter_context(patch.object(rule.module, rule.name, rule.off))
        yield


def told(cases: Sequence[Case], weights: Weights, sights: Sequence[Seen]) -> list[float]:
    """The figures of `COLUMNS`."""
    found = figures(cases, weights, sights)
    return [*(found[name] for name in COLUMNS[:2]), 1 - found["hedged"] - found["silent"], found["bluffed"]]


def compared(cases: Sequence[Case], weights: Weights) -> Iterator[tuple[str, list[float], int, int]]:
    """With nothing off, each rule and all: its name, the figures, and the choices and states changed."""
    base = [seen(one, weights) for one in cases]
    yield "as it is", told(cases, weights, base), 0, 0
    alone = [(rule.name, (rule,)) for rule in CHOOSING]
    kept = [rule for rule in CHOOSING if rule.name != LEARNT]
    for name, off in (*alone, ("all rules", kept)):
        with without(off):
            now = [seen(one, weights) for one in cases]
        pairs = list(zip(base, now, strict=True))
        picks = sum([s.spot for s in a.picked] != [s.spot for s in b.picked] for a, b in pairs)
        states = sum(state(a, weights) is not state(b, weights) for a, b in pairs)
        yield name, told(cases, weights, now), picks, states


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--read", nargs="*", default=[], metavar="GOLD.jsonl:LIBRARY")
    parser.add_argument("--unread", nargs="*", default=[], metavar="GOLD.jsonl:LIBRARY")
    parser.add_argument("--home", type=Path, help="where the libraries are kept between runs")
    parser.add_argument("--count", action="store_true", help="count the patterns and constants, ask nothing")
    options = parser.parse_args(argv)
    if options.count:
        print(counted(Path(__file__).parents[1]))
        return
    home = options.home or Path(tempfile.mkdtemp(prefix="gakju-rules-"))
    for title, specs in (("unread", options.unread), ("read", options.read)):
        cases = [one for spec in specs for one in asked(spec, home)]
        if not cases:
            continue
        print(f"{title}: {len(cases)} questions")
        print(f"{'off':30}", *(f"{column:>9}" for column in COLUMNS), "   picks  states")
        for name, row, picks, states in compared(cases, shipped()):
            print(f"{name:30}", *(f"{value:9.3f}" for value in row), f"{picks:8}{states:8}", flush=True)


if __name__ == "__main__":
    main()
