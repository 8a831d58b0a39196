"""The fits of `benchmarks.calibrate`: which sentence, which more, and how likely they answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.choosing.columns import SIGNALS
from assistant.choosing.extras import more_features
from assistant.choosing.score import ranked
from assistant.choosing.scored import Scored
from assistant.choosing.select import select
from assistant.choosing.weights import Linear, Weights, shipped
from assistant.judging.verdict import look
from benchmarks.cases import Case

# What is known of a signal beforehand keeps a few hundred questions from teaching its opposite.
_BETTER, _WORSE = (0.0, None), (None, 0.0)
_BOUNDS = {
    "place_missing": _WORSE,
    "figure_missing": _WORSE,
    "other_place": _WORSE,
    "other_year": _WORSE,
}
SIGNS = [_BOUNDS.get(name, _BETTER) for name in SIGNALS]
# What a question set counts beside one as asked: its unanswerable questions are answerable ones without their
# passage, which how far the first sentence leads gives away more than it does elsewhere.
OF_DATA = 0.3
PENALTY = {"rank": 0.01, "more": 1.0, "verdict": 0.2}


def fit_choice(
    groups: Sequence[tuple[NDArray[np.float64], NDArray[np.bool_]]],
    penalty: float,
    shares: NDArray[np.float64] | None = None,
    prior: NDArray[np.float64] | None = None,
) -> NDArray[np.float64]:
    """Weights that make what is right likeliest under a softmax over each group's candidates: a conditional
    logit (McFadden 1974) with an L2 penalty on their distance from `prior`, else from 0. A group is its
    candidates' features, (candidates, features), and which of them are right, at least one; `shares` is what
    each group counts, together 1."""
    own = np.full(len(groups), 1 / len(groups)) if shares is None else shares
    size = groups[0][0].shape[1]
    centre = np.zeros(size) if prior is None else prior

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        away = weights - centre
        value, slope = penalty * float(away @ away), 2 * penalty * away
        for count, (matrix, right) in zip(own, groups, strict=True):
            scores = matrix @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            held = share * right
            value -= count * float(np.log(held.sum() + 1e-12))
            slope = slope - count * ((held / held.sum()) @ matrix - share @ matrix)
        return value, slope

    found: NDArray[np.float64] = minimize(loss, centre, jac=True, method="L-BFGS-B").x
    return found


def fit_rank(cases: Sequence[Case], penalty: float = PENALTY["rank"]) -> Linear:
    """Weights that make the gold sentences likeliest among a question's candidates. What these questions say
    nothing of, such as what a named document counts, stays as it ships without the reader."""
    groups = [(one.asking.matrix, one.right) for one in cases if one.right.any()]
    prior = shipped(False).rank.values if groups and groups[0][0][:, -1].any() else None
    return Linear(fit_choice(groups, penalty, prior=prior))


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
    """What was chosen for a case, and what the verdict sees of it: its signals, (len(SIGNALS),), and whether
    it is `held` back from being told plainly whatever they say."""

    picked: list[Scored]
    row: NDArray[np.float64]
    held: bool


def seen(one: Case, weights: Weights) -> Seen:
    asking = ranked(one.asking, weights.rank)
    picked = select(asking, weights)
    sight = look(asking, picked)
    return Seen(picked, sight.row, sight.held)


def rows_of(sights: Sequence[Seen]) -> NDArray[np.float64]:
    """(len(sights), len(SIGNALS))"""
    return np.array([one.row for one in sights])


def told(one: Case, sight: Seen) -> bool:
    """Whether what was chosen answers the question: holds a right sentence, where these are known."""
    if not one.answerable or not (one.right.any() or one.gold["gold_quotes"]):
        return one.answerable
    spots = right_spots(one)
    return any(s.spot in spots for s in sight.picked)


def right_itself(one: Case, sight: Seen) -> bool:
    """Whether the best of what was chosen is right: those before and after it only stand beside it."""
    best = sorted(sight.picked, key=lambda s: -s.score)[:1]
    return told(one, replace(sight, picked=best))


def fit_verdict(cases: Sequence[Case], sights: Sequence[Seen]) -> Linear:
    """How likely the best sentence that was chosen answers: a right one beside it does not make a wrong one
    right. Every group weighs alike, a question set's a part, and within it the answerable and the
    unanswerable."""
    keys = [(c.group, c.answerable) for c in cases]
    counts = {key: keys.count(key) for key in set(keys)}
    size = len(cases) / len(counts)
    truth = np.array([right_itself(c, s) for c, s in zip(cases, sights, strict=True)])
    shares = np.array([size / counts[key] for key in keys])
    shares *= [OF_DATA if c.kind == "data" else 1.0 for c in cases]
    return fit_logistic(rows_of(sights), truth, PENALTY["verdict"], shares, SIGNS)
