"""The learnt coefficients: read from `weights.toml`, written by `benchmarks/calibrate.py`;
`weights_plain.toml` has those for a library without the reader.

Names in the file must be exactly the names the code has: a file made for other features is refused.
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from assistant.choosing.columns import FEATURES, HAND, MORE, SIGNALS

FILE = Path(__file__).with_name("weights.toml")
PLAIN = Path(__file__).with_name("weights_plain.toml")


@dataclass(frozen=True, slots=True)
class Linear:
    """A linear model: `bias + features @ values`."""

    values: NDArray[np.float64]
    bias: float = 0.0

    def probability(self, features: NDArray[np.float64]) -> NDArray[np.float64]:
        """The logistic of the model's value, for one row of features or many."""
        found: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-(features @ self.values + self.bias)))
        return found


@dataclass(frozen=True, slots=True)
class Weights:
    """`rank` orders sentences, `first` does by what is had without the reader, `more` decides on further
    ones, `verdict` on the state. A sentence is added from `add_at` on; the answer is plain from a probability
    of `answer_at` on, and silence falls below `hedge_at`."""

    first: Linear
    rank: Linear
    more: Linear
    verdict: Linear
    add_at: float
    answer_at: float
    hedge_at: float


@cache
def shipped(read: bool = True) -> Weights:
    """The coefficients that ship, with the reader or without. Raises ValueError where they are for other
    features."""
    plain = tomllib.loads(PLAIN.read_text("utf-8"))
    data = tomllib.loads(FILE.read_text("utf-8")) if read else plain
    first = linear(plain["rank"], FEATURES)
    return Weights(
        first=Linear(first.values[: len(HAND)]),
        rank=linear(data["rank"], FEATURES),
        more=linear(data["more"], MORE),
        verdict=linear(data["verdict"], SIGNALS),
        add_at=float(data["thresholds"]["add_at"]),
        answer_at=float(data["thresholds"]["answer_at"]),
        hedge_at=float(data["thresholds"]["hedge_at"]),
    )


def linear(table: Mapping[str, float], names: Sequence[str]) -> Linear:
    """The model in one table of the file. Raises ValueError where its names are not `names`."""
    given = {name: float(value) for name, value in table.items() if name != "bias"}
    if given.keys() != set(names):
        raise ValueError(f"{FILE.name}: made for other features: {sorted(given.keys() ^ set(names))}")
    return Linear(np.array([given[name] for name in names]), float(table.get("bias", 0.0)))
