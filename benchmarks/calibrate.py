"""Learns the coefficients of the answering room and writes `assistant/data/weights.toml`.

    python -m benchmarks.calibrate GOLD.jsonl:shipped GOLD.jsonl:DOCUMENTS … [--data DIR] [--parts verdict] [--write]

Each gold file is asked of the library named after the colon: "shipped", or a folder of documents. `--data` adds
question sets whose answers are known (korquad, xquad_en): their passages make another library, asked once as
it is and once with the passage that answers left out. Run it again for another embedding model; `--model` names it.

Three models are fitted: `rank` by the likelihood of the gold sentences under a softmax over all candidates,
`more` and `verdict` by logistic regression, all with an L2 penalty; `--parts` leaves the others as they ship.
Figures are printed by leaving one set out.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Collection, Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.compare import named_keys
from assistant.evaluate import COVERED, _share
from assistant.extract import MORE, more_features, runs, select
from assistant.score import FEATURES, Scored
from assistant.verdict import SIGNALS, doubted, mended, missing_words, signals
from assistant.weights import FILE, Linear, Weights, shipped
from benchmarks.cases import Case, data_cases, gold_cases
from index.config import IndexConfig
from sources.document import Language

# What is known of a signal beforehand keeps a few hundred questions from teaching its opposite.
_WORSE = {
    "place_missing",
    "year_missing",
    "name_missing",
    "word_missing",
    "elsewhere",
    "figure_missing",
    "left_open",
    "unknown",
}
_EITHER = {"mark_asked", "foreign"}
SIGNS = [
    (None, None) if name in _EITHER else (None, 0.0) if name in _WORSE else (0.0, None) for name in SIGNALS
]
PENALTY = {"rank": 0.01, "more": 1.0, "verdict": 0.2}
PARTS = ("rank", "more", "verdict")


def fit_rank(cases: Sequence[Case], penalty: float = PENALTY["rank"]) -> Linear:
    """Weights that make the gold sentences likeliest under a softmax over a question's candidates."""
    told = [c for c in cases if c.right.any()]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = 0.0, np.zeros_like(weights)
        for one in told:
            scores = one.matrix @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            right = share * one.right
            value -= np.log(right.sum() + 1e-12)
            slope -= (right / right.sum()) @ one.matrix - share @ one.matrix
        return value / len(told) + penalty * weights @ weights, slope / len(told) + 2 * penalty * weights

    return Linear(minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x)


def fit_logistic(
    rows: NDArray[np.float64],
    truth: NDArray[np.bool_],
    penalty: float,
    weights: NDArray[np.float64] | None = None,
    signs: Sequence[tuple[float | None, float | None]] | None = None,
) -> Linear:
    """Logistic regression with an L2 penalty (the bias free). `signs` are bounds of the coefficients."""
    own = np.ones(len(rows)) if weights is None else weights
    whole = np.hstack([rows, np.ones((len(rows), 1))])
    sign = np.where(truth, 1.0, -1.0)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (whole @ values)
        pull = -sign * own / (1.0 + np.exp(np.clip(margin, -500, 500)))
        shrunk = np.append(values[:-1], 0.0)
        return float(
            own @ np.logaddexp(0.0, -margin) + 0.5 * penalty * shrunk @ shrunk
        ), whole.T @ pull + penalty * shrunk

    limits = [*(signs or [(None, None)] * rows.shape[1]), (None, None)]
    found = minimize(loss, np.zeros(whole.shape[1]), jac=True, method="L-BFGS-B", bounds=limits).x
    return Linear(found[:-1], float(found[-1]))


def ranked(one: Case, rank: Linear) -> list[Scored]:
    places = [(p, i) for p in one.passages for i in range(len(p.sentences))]
    found = [
        Scored(p, i, float(s), f)
        for (p, i), s, f in zip(places, one.matrix @ rank.values, one.matrix, strict=True)
    ]
    return sorted(found, key=lambda s: -s.score)


def right_spots(one: Case) -> set[tuple[str, int]]:
    places = [(p.document_id, s.start) for p in one.passages for s in p.sentences]
    return {spot for spot, right in zip(places, one.right, strict=True) if right}


def fit_more(cases: Sequence[Case], rank: Linear) -> Linear:
    rows, truth = [], []
    for one in cases:
        if not one.right.any():
            continue
        scored = ranked(one, rank)
        found, candidates = more_features(one.question, scored, scored[0])
        spots = right_spots(one)
        rows.append(found)
        truth += [candidate.spot in spots for candidate in candidates]
    return fit_logistic(np.vstack(rows), np.array(truth), PENALTY["more"])


def chosen(one: Case, weights: Weights) -> tuple[list[Scored], list[Scored]]:
    scored = ranked(one, weights.rank)
    return scored, select(
        one.question,
        scored,
        one.passages,
        one.assistant._books(),
        weights,
        one.assistant._parts(one.question),
    )


def verdict_row(one: Case, weights: Weights) -> NDArray[np.float64]:
    scored, picked = chosen(one, weights)
    terms = mended(one.question, one.passages)
    missing = missing_words(terms, one.retrieval, one.passages)
    anchor = one.assistant._anchors.nearness(one.retrieval.vector)
    return signals(
        one.question,
        terms,
        missing,
        scored,
        picked,
        anchor,
        one.retrieval,
        named_keys(one.question, one.assistant._books()),
    )


def held_back(one: Case, weights: Weights) -> bool:
    """Whether the wording alone keeps the chosen sentences from being an answer."""
    return doubted(one.question, mended(one.question, one.passages), chosen(one, weights)[1])


def fit_verdict(cases: Sequence[Case], rows: NDArray[np.float64]) -> Linear:
    """Every group weighs alike, and within it the answerable and the unanswerable."""
    truth = np.array([c.answerable for c in cases])
    keys = [(c.group, c.answerable) for c in cases]
    counts = {key: keys.count(key) for key in set(keys)}
    size = len(cases) / len(counts)
    return fit_logistic(
        rows, truth, PENALTY["verdict"], np.array([size / counts[key] for key in keys]), SIGNS
    )


def figures(cases: Sequence[Case], weights: Weights, likely: Sequence[float]) -> dict[str, float]:
    """full, tight, bluffed, silent, hedged over `cases`."""
    full, tight, bluffed, silent, hedged = [], [], [], [], []
    for one, probability in zip(cases, likely, strict=True):
        if not one.answerable:
            bluffed.append(probability >= weights.answer_at)
            continue
        silent.append(probability < weights.hedge_at)
        hedged.append(weights.hedge_at <= probability < weights.answer_at)
        _, picked = chosen(one, weights)
        quotes = [" ".join(s.sentence.text for s in run) for run in runs(picked)]
        if one.gold["gold_quotes"]:
            full.append(
                not silent[-1]
                and all(any(_share(g, q) >= COVERED for q in quotes) for g in one.gold["gold_quotes"])
            )
        spots = right_spots(one)
        right = [any(s.spot in spots for s in run) for run in runs(picked)]
        tight.append(
            sum(len(q) for q, good in zip(quotes, right, strict=True) if good) / sum(map(len, quotes))
        )
    named = {"full": full, "tight": tight, "bluffed": bluffed, "silent": silent, "hedged": hedged}
    return {
        name: round(float(np.mean(values)), 3) if values else float("nan") for name, values in named.items()
    }


def fit(cases: Sequence[Case], start: Weights, parts: Collection[str]) -> tuple[Weights, NDArray[np.float64]]:
    """The models among `parts` in their order, the others from `start`; and the verdict's rows of `cases`."""
    rank = fit_rank(cases) if "rank" in parts else start.rank
    more = fit_more(cases, rank) if "more" in parts else start.more
    weights = replace(start, rank=rank, more=more)
    rows = np.array([verdict_row(one, weights) for one in cases])
    return (replace(weights, verdict=fit_verdict(cases, rows)) if "verdict" in parts else weights), rows


def write(weights: Weights, path: Path, note: str) -> None:
    lines = [f"# Written by benchmarks/calibrate.py; do not edit by hand.\n# {note}\n"]
    for name, model, names in (
        ("rank", weights.rank, FEATURES),
        ("more", weights.more, MORE),
        ("verdict", weights.verdict, SIGNALS),
    ):
        lines.append(f"[{name}]")
        lines += [f"{key} = {value:.4f}" for key, value in zip(names, model.values, strict=True)]
        lines.append(f"bias = {model.bias:.4f}\n")
    lines += [
        "[thresholds]",
        f"add_at = {weights.add_at}",
        f"join_at = {weights.join_at}",
        f"answer_at = {weights.answer_at}",
        f"hedge_at = {weights.hedge_at}",
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", metavar="GOLD.jsonl:LIBRARY")
    parser.add_argument("--data", type=Path, help="folder with korquad and xquad_en")
    parser.add_argument("--count", type=int, default=150, help="questions taken of each set in --data")
    parser.add_argument("--home", type=Path, help="where the libraries are kept between runs")
    parser.add_argument("--model", default="", help="another embedding model")
    parser.add_argument("--add-at", type=float, default=shipped().add_at)
    parser.add_argument("--join-at", type=float, default=shipped().join_at)
    parser.add_argument("--answer-at", type=float, default=shipped().answer_at)
    parser.add_argument("--hedge-at", type=float, default=shipped().hedge_at)
    parser.add_argument("--parts", nargs="+", choices=PARTS, default=PARTS, help="the models to learn")
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(argv)
    home = options.home or Path(tempfile.mkdtemp(prefix="gakju-calibrate-"))
    config = IndexConfig(model=options.model) if options.model else IndexConfig()
    cases = [c for spec in options.gold for c in gold_cases(spec, home, config)]
    if options.data:
        cases += data_cases(options.data, "korquad", Language.KO, options.count, home, config)
        cases += data_cases(options.data, "xquad_en", Language.EN, options.count, home, config)
    start = replace(
        shipped(),
        add_at=options.add_at,
        join_at=options.join_at,
        answer_at=options.answer_at,
        hedge_at=options.hedge_at,
    )
    weights, rows = fit(cases, start, options.parts)
    left_out(cases, rows, start, options.parts)
    report("fitted", cases, weights, weights.verdict.probability(rows))
    if options.write:
        sets = ", ".join(dict.fromkeys(one.group for one in cases))
        write(weights, FILE, f"fitted on {len(cases)} questions of {sets}")


def left_out(
    cases: Sequence[Case], rows: NDArray[np.float64], start: Weights, parts: Collection[str]
) -> None:
    """Print the figures of each set under models that never saw it. `rows` hold as they are where only the
    verdict is learnt."""
    likely = np.zeros(len(cases))
    for name in dict.fromkeys(one.origin for one in cases):
        train = [one for one in cases if one.origin != name]
        held = [one for one in cases if one.origin == name]
        inside = np.array([one.origin == name for one in cases])
        if set(parts) == {"verdict"}:
            weights = replace(start, verdict=fit_verdict(train, rows[~inside]))
            likely[inside] = weights.verdict.probability(rows[inside])
        else:
            weights, _ = fit(train, start, parts)
            likely[inside] = weights.verdict.probability(
                np.array([verdict_row(one, weights) for one in held])
            )
        report("left out", held, weights, likely[inside])
    plain = np.where([held_back(one, start) for one in cases], 0.0, likely)
    for answer_at in (0.6, 0.65, 0.7, 0.75, 0.8, 0.85):
        print(f"answer_at {answer_at}", rates(cases, plain, answer_at))
    for hedge_at in (0.03, 0.05, 0.075, 0.1, 0.15, 0.2):
        print(f"hedge_at {hedge_at}", rates(cases, likely, hedge_at))


def rates(cases: Sequence[Case], likely: NDArray[np.float64], limit: float) -> dict[str, float]:
    """The share of each kind of question at or above `limit`: gold ones as asked, and those of question sets."""
    found = {}
    for kind in ("gold", "data"):
        for answerable in (True, False):
            over = [
                float(p >= limit)
                for one, p in zip(cases, likely, strict=True)
                if one.kind == kind and one.answerable is answerable
            ]
            found[f"{kind} {'answerable' if answerable else 'not'}"] = (
                round(float(np.mean(over)), 3) if over else float("nan")
            )
    return found


def report(title: str, cases: Sequence[Case], weights: Weights, likely: NDArray[np.float64]) -> None:
    for group in dict.fromkeys(one.group for one in cases):
        here = [i for i, one in enumerate(cases) if one.group == group]
        print(
            f"{title:9}{group:14}",
            figures([cases[i] for i in here], weights, [float(likely[i]) for i in here]),
            flush=True,
        )


if __name__ == "__main__":
    main()
