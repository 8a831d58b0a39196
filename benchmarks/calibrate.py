"""Learns the coefficients of the answering room and writes `assistant/choosing/weights.toml`.

    python -m benchmarks.calibrate GOLD.jsonl:shipped GOLD.jsonl:DOCUMENTS … [--data DIR --half _a] [--write]

Each gold file is asked of the library named after the colon: "shipped", or a folder of documents. `--data` adds
question sets whose answers are known: their passages make another library, asked once as
it is and once with the passage that answers left out. Run it again for another embedding model; `--model` names it.

Three models are fitted: `rank` by the likelihood of the gold sentences under a softmax over all candidates,
`more` and `verdict` by logistic regression, all with an L2 penalty; `--parts` leaves the others as they ship.
Figures are printed by leaving one set out.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np

from assistant.answer import State
from assistant.choosing.columns import FEATURES, MORE, SIGNALS
from assistant.choosing.order import runs
from assistant.choosing.weights import FILE, PLAIN, Weights, shipped
from assistant.commands.evaluate import COVERED, share
from assistant.judging.verdict import state_of
from benchmarks.cases import Case, data_cases, gold_cases
from benchmarks.fitting import Seen, fit_more, fit_rank, fit_verdict, right_itself, right_spots, seen, told
from benchmarks.reliability import diagram
from index.config import DEFAULT_MODEL, READER_OFF, IndexConfig
from sources.document import Language

PARTS = ("rank", "more", "verdict")
THRESHOLDS = ("add_at", "answer_at", "hedge_at")
BLUFFED, WRONG, SILENT = 0.075, 0.04, 0.05  # shares that the thresholds allow of questions on sets left out


def sets_in(folder: Path, ending: str) -> dict[str, Language]:
    """The question sets of `folder` whose names end with `ending`, with the language of their passages."""
    found = {}
    for file in sorted(folder.glob(f"*{ending}.passages.jsonl")):
        with file.open(encoding="utf-8") as lines:
            if first := lines.readline().strip():
                found[file.name.removesuffix(".passages.jsonl")] = Language(json.loads(first)["lang"])
    return found


def figures(cases: Sequence[Case], weights: Weights, sights: Sequence[Seen]) -> dict[str, float]:
    """full, tight, bluffed, refused, silent and hedged over `cases`; `plain`, told plainly and right, `wrong`,
    told plainly and not."""
    found: dict[str, list[float]] = defaultdict(list)
    for one, sight in zip(cases, sights, strict=True):
        state = verdict(sight, weights)
        if not one.answerable:
            found["bluffed"].append(state is State.ANSWER)
            found["refused"].append(state is State.ABSTAIN)
            continue
        right = told(one, sight)
        found["plain"].append(state is State.ANSWER and right)
        found["wrong"].append(state is State.ANSWER and not right)
        found["silent"].append(state is State.ABSTAIN)
        found["hedged"].append(state is State.HEDGE)
        quotes = [" ".join(s.sentence.text for s in run) for run in runs(sight.picked)]
        if one.gold["gold_quotes"]:
            whole = all(any(share(g, q) >= COVERED for q in quotes) for g in one.gold["gold_quotes"])
            found["full"].append(whole and state is not State.ABSTAIN)
        spots = right_spots(one)
        holding = [any(s.spot in spots for s in run) for run in runs(sight.picked)]
        if spots or one.gold["gold_quotes"]:
            good = sum(len(q) for q, holds in zip(quotes, holding, strict=True) if holds)
            found["tight"].append(good / sum(map(len, quotes)))
    return {name: round(float(np.mean(values)), 3) for name, values in found.items()}


def verdict(sight: Seen, weights: Weights) -> State:
    return state_of(float(weights.verdict.probability(sight.row)), weights, held=sight.held)


def fit(cases: Sequence[Case], start: Weights, parts: Collection[str]) -> tuple[Weights, list[Seen]]:
    """The models among `parts` in their order, the others from `start`; and what the verdict saw of `cases`."""
    rank = fit_rank(cases) if "rank" in parts else start.rank
    more = fit_more(cases, rank) if "more" in parts else start.more
    weights = replace(start, rank=rank, more=more)
    sights = [seen(one, weights) for one in cases]
    if "verdict" in parts:
        weights = replace(weights, verdict=fit_verdict(cases, sights))
    return weights, sights


def left_out(
    cases: Sequence[Case], sights: Sequence[Seen], start: Weights, parts: Collection[str]
) -> list[tuple[Case, Seen, Weights]]:
    """Each case under models that never saw its set. `sights` hold as they are where only the verdict is
    learnt."""
    unseen: list[tuple[Case, Seen, Weights]] = []
    for name in dict.fromkeys(one.origin for one in cases):
        train = [(c, s) for c, s in zip(cases, sights, strict=True) if c.origin != name]
        held = [(c, s) for c, s in zip(cases, sights, strict=True) if c.origin == name]
        if set(parts) == {"verdict"}:
            weights = replace(start, verdict=fit_verdict([c for c, _ in train], [s for _, s in train]))
            fresh = [s for _, s in held]
        else:
            weights, _ = fit([c for c, _ in train], start, parts)
            fresh = [seen(c, weights) for c, _ in held]
        unseen += [(c, s, weights) for (c, _), s in zip(held, fresh, strict=True)]
    return unseen


def thresholds(unseen: Sequence[tuple[Case, Seen, Weights]]) -> dict[str, float]:
    """The lowest probability from which an answer is plain with at most BLUFFED of the unanswerable questions
    told so and WRONG of the others told so and wrongly, and the highest below which at most SILENT of those
    that were answered rightly fall: of questions as people ask them, every set counting alike."""
    unseen = [one for one in unseen if one[0].kind != "data"]
    values = [float(w.verdict.probability(s.row)) for _, s, w in unseen]
    right = [told(c, s) for c, s, _ in unseen]
    groups = [c.group for c, _, _ in unseen]
    absent = [i for i, (c, _, _) in enumerate(unseen) if not c.answerable]
    grid = [n / 100 for n in range(1, 96)]
    plainly = [0.0 if s.held else value for (_, s, _), value in zip(unseen, values, strict=True)]
    asked = [i for i, (c, _, _) in enumerate(unseen) if c.answerable]
    wrongly = [0.0 if right[i] else value for i, value in enumerate(plainly)]
    plain = next(
        at
        for at in grid
        if _share_from(at, absent, plainly, groups) <= BLUFFED
        and _share_from(at, asked, wrongly, groups) <= WRONG
    )
    answered = [i for i, one in enumerate(right) if one]
    silent = max(
        at for at in grid if 1 - _share_from(at, answered, values, groups) <= SILENT or at == grid[0]
    )
    return {"answer_at": plain, "hedge_at": min(silent, plain)}


def _share_from(at: float, places: Sequence[int], values: Sequence[float], groups: Sequence[str]) -> float:
    """The share of `places` whose value reaches `at`, the mean over their groups."""
    by: dict[str, list[bool]] = defaultdict(list)
    for i in places:
        by[groups[i]].append(values[i] >= at)
    return float(np.mean([np.mean(own) for own in by.values()]))


def rates(cases: Sequence[tuple[Case, Seen, Weights]]) -> list[str]:
    """For questions of each kind (as asked, and of question sets): how many are answered, and declined."""
    found = []
    for kind in ("gold", "data"):
        for answerable in (True, False):
            states = [verdict(s, w) for c, s, w in cases if c.kind == kind and c.answerable is answerable]
            shares = [states.count(state) / max(1, len(states)) for state in (State.ANSWER, State.ABSTAIN)]
            title = f"{kind} {'answerable' if answerable else 'not'}"
            found.append(f"{title}: {shares[0]:.3f} answered {shares[1]:.3f} declined;")
    return found


def reliability(unseen: Sequence[tuple[Case, Seen, Weights]], weights: Weights) -> str:
    """The diagram of questions as people ask them, under models that never saw their set."""
    own = [one for one in unseen if one[0].kind != "data"]
    values = [float(w.verdict.probability(s.row)) for _, s, w in own]
    marks = {"hedge": weights.hedge_at, "answer": weights.answer_at}
    return diagram(values, [right_itself(c, s) for c, s, _ in own], marks)


def report(title: str, cases: Sequence[Case], weights: Weights, sights: Sequence[Seen]) -> None:
    for group in dict.fromkeys(one.group for one in cases):
        here = [i for i, one in enumerate(cases) if one.group == group]
        found = figures([cases[i] for i in here], weights, [sights[i] for i in here])
        print(f"{title:9}{group:14}", found, flush=True)


def write(weights: Weights, path: Path, parts: Collection[str], note: str) -> None:
    """Writes `weights`, of which `parts` were learnt as `note` says; what is said of the others stays."""
    kept = re.findall(r"^# (\w+): (.+)$", path.read_text("utf-8"), re.M)
    notes = dict(kept) | dict.fromkeys(parts, note)
    lines = ["# Written by benchmarks/calibrate.py; do not edit by hand."]
    lines += [*(f"# {part}: {notes[part]}" for part in PARTS if part in notes), ""]
    for name, model, names in (
        ("rank", weights.rank, FEATURES),
        ("more", weights.more, MORE),
        ("verdict", weights.verdict, SIGNALS),
    ):
        lines.append(f"[{name}]")
        lines += [f"{key} = {value:.4f}" for key, value in zip(names, model.values, strict=True)]
        lines.append(f"bias = {model.bias:.4f}\n")
    lines += ["[thresholds]", *(f"{name} = {getattr(weights, name)}" for name in THRESHOLDS)]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="*", metavar="GOLD.jsonl:LIBRARY")
    parser.add_argument("--data", type=Path, help="folder of question sets with passages")
    parser.add_argument("--half", default="", help='only the sets whose names end so ("_a")')
    parser.add_argument("--reader", default="", help='another reader; "off" learns what ships without one')
    parser.add_argument("--count", type=int, default=150, help="questions taken of each set in --data")
    parser.add_argument("--home", type=Path, help="where the libraries are kept between runs")
    parser.add_argument("--model", default="", help="another embedding model")
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="the models to learn")
    parser.add_argument("--write", action="store_true")
    parser.add_argument("--measure", action="store_true", help="measure what ships and learn nothing")
    parser.add_argument(
        "--diagram", type=Path, help="where a reliability diagram of the sets left out is put"
    )
    options = parser.parse_args(argv)
    home = options.home or Path(tempfile.mkdtemp(prefix="gakju-calibrate-"))
    config = IndexConfig(model=options.model or DEFAULT_MODEL, reader=options.reader)
    read = options.reader != READER_OFF
    cases = [c for spec in options.gold for c in gold_cases(spec, home, config)]
    if options.data:
        for name, language in sets_in(options.data, options.half).items():
            cases += data_cases(options.data, name, language, options.count, home, config)
    if options.measure:
        report("shipped", cases, shipped(read), [seen(one, shipped(read)) for one in cases])
        return
    weights, sights = fit(cases, shipped(read), options.parts)
    unseen = left_out(cases, sights, weights, options.parts)
    found = thresholds(unseen)
    weights = replace(weights, **found)
    unseen = [(c, s, replace(w, **found)) for c, s, w in unseen]
    report("fitted", cases, weights, sights)
    for name in dict.fromkeys(c.origin for c, _, _ in unseen):
        own = [one for one in unseen if one[0].origin == name]
        report("left out", [c for c, _, _ in own], own[0][2], [s for _, s, _ in own])
    print(*rates(unseen))
    if options.diagram:
        options.diagram.write_text(reliability(unseen, weights), "utf-8")
    if options.write:
        sets = ", ".join(dict.fromkeys(one.group for one in cases))
        write(weights, FILE if read else PLAIN, options.parts, f"fitted on {len(cases)} questions of {sets}")


if __name__ == "__main__":
    main()
