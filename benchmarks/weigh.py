"""Fits what each ranking counts when finding: the weights in index/finding/retrieve.py.

    python -m benchmarks.weigh --data DIR [--out DIR]

Scales each ranking of the public sets' questions as the product does and fits its weight by a conditional
logit over the chunks that stand high in any of them, a set counting as much as any other: once on the
choosing half of the questions and once on the other, to show how far the weights depend on the questions.
Weights are told over the embedding model's. --out is that of benchmarks.retrieval: what it made is used.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

import index.making.models as models_room
from benchmarks.fitting import fit_choice
from benchmarks.measure import Memo
from benchmarks.retrieval import Shelf, shelve
from benchmarks.sets import CROSS, SAME_LANGUAGE, Half, Question, Set, article_documents, in_half, load
from index.config import IndexConfig
from index.finding.retrieve import ACROSS, SAME, Retriever, Weights
from index.hit import Hit
from sources.document import Language

RANKINGS = ("dense", "words", "bigrams", "second")
HIGH = 15  # chunks looked at from the top of each ranking
PENALTY = 0.003
Group = tuple[NDArray[np.float64], NDArray[np.bool_]]


def alone(ranking: str, covered: float) -> Weights:
    """One ranking without the others."""
    return Weights(**{one.name: float(one.name == ranking) for one in fields(Weights)} | {"covered": covered})


class Rankings:
    """Each ranking of one library by itself."""

    def __init__(self, shelf: Shelf, config: IndexConfig) -> None:
        self._shelf = shelf
        self._alone = {
            name: Retriever(
                shelf.library.reader,
                config,
                weights={True: alone(name, SAME.covered), False: alone(name, ACROSS.covered)},
            )
            for name in RANKINGS
        }

    def group(self, question: Question, target: Language) -> Group:
        """The question's candidates in a language, as `fit_choice` takes them."""
        covered = (SAME if target is question.language else ACROSS).covered
        columns: dict[str, dict[int, float]] = {}
        hits: dict[int, Hit] = {}
        for name, retriever in self._alone.items():
            found = retriever.retrieve(self._shelf.library.embedder, question.text, question.language)
            ranked = found.lists[target]
            gate = min(1.0, found.coverage[target] / covered) if name == "words" else 1.0
            columns[name] = {hit.chunk.id: gate * hit.score for hit in ranked}
            hits |= {hit.chunk.id: hit for hit in ranked[:HIGH]}
        matrix = np.array([[columns[name].get(number, 0.0) for name in RANKINGS] for number in hits])
        gold = set(question.gold)
        right = [bool(gold & set(self._shelf.passages_of(hit))) for hit in hits.values()]
        return matrix.reshape(-1, len(RANKINGS)), np.array(right, bool)


def groups(
    sets: Sequence[Set], rankings: Mapping[str, Rankings], half: Half
) -> tuple[list[Group], NDArray[np.float64]]:
    """The groups of a half's questions that have a right candidate, and what each counts."""
    found: list[Group] = []
    shares: list[float] = []
    for one in sets:
        own = [rankings[shelf_name(one)].group(asked, one.target) for asked in in_half(one.questions, half)]
        own = [group for group in own if group[1].any()]
        found += own
        shares += [1 / len(sets) / len(own)] * len(own)
    return found, np.array(shares)


def shelf_name(one: Set) -> str:
    return f"{one.family}-{one.target}"


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "gakju-retrieval")
    options = parser.parse_args()
    config = IndexConfig()
    memo = Memo(config, options.out / "embeddings")
    models_room.load_embedder = lambda _: memo  # type: ignore[assignment,return-value]
    rankings: dict[str, Rankings] = {}
    for title, names, now in (
        ("own language", SAME_LANGUAGE, SAME),
        ("other language", CROSS, ACROSS),
    ):
        sets = [load(options.data, name) for name in names]
        for one in sets:
            name = shelf_name(one)
            if name not in rankings:
                made = article_documents(one.passages)
                rankings[name] = Rankings(shelve(*made, options.out / "libraries" / name, config), config)
                memo.save()
        used = [place for place, name in enumerate(RANKINGS) if getattr(now, name)]
        print(
            f"{title}, in use: "
            + told([RANKINGS[p] for p in used], [getattr(now, RANKINGS[p]) for p in used])
        )
        for half in (Half.CHOOSE, Half.REPORT):
            found, shares = groups(sets, rankings, half)
            for places in {tuple(used), tuple(range(len(RANKINGS)))}:
                fitted = fit_choice([(rows[:, places], right) for rows, right in found], PENALTY, shares)
                print(f"  fitted on half {half}: " + told([RANKINGS[p] for p in places], fitted / fitted[0]))


def told(names: Sequence[str], weights: Sequence[float] | NDArray[np.float64]) -> str:
    return ", ".join(f"{name} {weight:.2f}" for name, weight in zip(names, weights, strict=True))


if __name__ == "__main__":
    main()
