"""The fits of `benchmarks.calibrate`: which sentence, which more, and how likely they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.choosing.columns import SIGNALS
from assistant.choosing.extras import more_features
from assistant.choosing.score import ranked
from assistant.choosing.scored import Scored
from assistant.choosing.select import select
from assistant.choosing.weights import Linear, Weights
from assistant.judging.signals import signals
from assistant.judging.verdict import Grounds, grounds, missing_words, telling
from benchmarks.cases import Case

# What is known of a signal beforehand keeps a few hundred questions from teaching its opposite.
_WORSE = {
    "place_missing",
    "year_missing",
    "name_missing",
    "word_missing_home",
    "elsewhere",
    "figure_missing",
    "left_open",
    "unknown",
}
_EITHER = {"mark_asked", "foreign", "missing_abroad", "reader_abroad"}
SIGNS = [
    (None, None) if name in _EITHER else (None, 0.0) if name in _WORSE else (0.0, None) for name in SIGNALS
]
PENALTY = {"rank": 0.003, "more": 1.0, "verdict": 0.2}


def fit_choice(
    groups: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]],
    penalty: float,
    shares: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Weights that make what is right likeliest under a softmax over each group's candidates: a conditional
    logit (McFadden 1974) with an L2 penalty. A group is its candidates' features, (candidates, features),
    and which of them are right, at least one; `shares` is what each group counts, together 1."""
    own = np.full(len(groups), 1 / len(groups)) if shares is None else shares

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = penalty * float(weights @ weights), 2 * penalty * weights
        for count, (matrix, right) in zip(own, groups, strict=True):
            scores = matrix @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            held = share * right
            value -= count * float(np.log(held.sum() + 1e-12))
            slope = slope - count * ((held / held.sum()) @ matrix - share @ matrix)
        return value, slope

    size = groups[0][0].shape[1]
    found: NDArray[np.float64] = minimize(loss, np.zeros(size), jac=True, method="L-BFGS-B").x
    return found


def fit_rank(cases: Sequence[Case], penalty: float = PENALTY["rank"]) -> Linear:
    """Weights that make the gold sentences likeliest among a question's candidates."""
    return Linear(fit_choice([(one.asking.matrix, one.right) for one in cases if one.right.any()], penalty))


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


def right_spots(one: Case) -> set[tuple[str, int]]:
    places = [(p.document_id, s.start) for p in one.asking.passages for s in p.sentences]
    return {spot for spot, right in zip(places, one.right, strict=True) if right}


def fit_more(cases: Sequence[Case], rank: Linear) -> Linear:
    rows, truth = [], []
    for one in cases:
        if not one.right.any():
            continue
        scored = ranked(one.asking, rank).scored
        found, candidates = more_features(one.asking.question, scored, scored[0])
        spots = right_spots(one)
        rows.append(found)
        truth += [candidate.spot in spots for candidate in candidates]
    return fit_logistic(np.vstack(rows), np.array(truth), PENALTY["more"])


@dataclass(frozen=True)
class Seen:
    """What was chosen for a case, and what the verdict sees of it: its signals, (len(SIGNALS),)."""

    picked: list[Scored]
    row: NDArray[np.float64]
    against: Grounds


def seen(one: Case, weights: Weights) -> Seen:
    asking = ranked(one.asking, weights.rank)
    picked = select(asking, weights)
    terms = telling(asking.judged)
    row = signals(asking, picked, terms, missing_words(asking, terms))
    return Seen(picked, row, grounds(asking.judged.question, terms, picked))


def rows_of(sights: Sequence[Seen]) -> NDArray[np.float64]:
    """(len(sights), len(SIGNALS))"""
    return np.array([one.row for one in sights])


def fit_verdict(cases: Sequence[Case], rows: NDArray[np.float64]) -> Linear:
    """Every group weighs alike, and within it the answerable and the unanswerable."""
    truth = np.array([c.answerable for c in cases])
    keys = [(c.group, c.answerable) for c in cases]
    counts = {key: keys.count(key) for key in set(keys)}
    size = len(cases) / len(counts)
    return fit_logistic(
        rows, truth, PENALTY["verdict"], np.array([size / counts[key] for key in keys]), SIGNS
    )
