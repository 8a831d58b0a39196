"""How well the reader reads questions that training did not see, alone, over the answering text and those
nearest.

    python -m benchmarks.reader.measure --data DIR [--run RUN] [--count 100] [--near 5] [--exact]

For each set of `--data` (see `held`): the share of answerable questions whose best-scored sentence holds the
answer; AUROC of the best score, answerable against the same question without its text (or questions that have
no answer); processor time a question. `--run` measures a training's checkpoint, else what ships is read;
`--exact` multiplies in single precision instead of eight bits. Intervals are 95% by bootstrap.
"""

from __future__ import annotations

import argparse
import json
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray

from benchmarks.reader.mine import Near, Stretch
from index.config import IndexConfig
from index.hit import ToRead
from index.models.reading.network import Upper
from index.models.reading.pieces import Texts
from index.models.reading.read import NetworkReader, quicker
from index.models.reading.weights import shipped_upper
from index.models.unpacking import unpacked
from sources.document import Language
from sources.text.sentences import sentence_spans


def loaded(run: Path | None, exact: bool) -> NetworkReader:
    texts = Texts(unpacked(IndexConfig().cache_dir))
    if run is None:
        upper = shipped_upper()
    else:
        upper = Upper()
        upper.load_state_dict(torch.load(run / "last.pt")["upper"])
    if not exact:
        quicker(upper)
    return NetworkReader(texts, upper)


def auroc(positive: Sequence[float], negative: Sequence[float]) -> float:
    """How likely a positive one scores above a negative one."""
    a, b = np.array(positive)[:, None], np.array(negative)[None, :]
    return float(((a > b) + 0.5 * (a == b)).mean()) if a.size and b.size else float("nan")


def interval(values: NDArray[np.float64]) -> tuple[float, float]:
    rng = np.random.default_rng(0)
    means = values[rng.integers(0, len(values), (1000, len(values)))].mean(1)
    return round(float(np.quantile(means, 0.025)), 3), round(float(np.quantile(means, 0.975)), 3)


class Texted:
    """The passages of a set, each to be read, and which come near a question."""

    def __init__(self, passages: Sequence[dict[str, Any]]) -> None:
        self.read = {}
        for p in passages:
            spans = tuple(sentence_spans(p["text"], Language(p["lang"])))
            self.read[p["pid"]] = ToRead(p["text"], p.get("title", ""), spans)
        self._near = Near([Stretch(p["pid"], p["pid"], "", p["text"]) for p in passages])

    def nearest(self, question: str, gold: str, count: int) -> list[str]:
        found = [one.context for one in self._near.closest(question, "", gold, count)]
        return [pid for pid in found if pid != gold]


def measured(reader: NetworkReader, folder: Path, name: str, count: int, near: int) -> dict[str, Any]:
    """The figures of one set."""
    asked = [json.loads(line) for line in (folder / f"{name}.jsonl").open(encoding="utf-8")]
    texts = Texted([json.loads(line) for line in (folder / f"{name}.passages.jsonl").open(encoding="utf-8")])
    own_absent = any(not q["answers"] for q in asked)
    first, there, absent = [], [], []
    began, done = time.process_time(), 0
    for item in asked[:: max(1, len(asked) // count)][:count]:
        gold = item["gold_passage_ids"][0]
        others = texts.nearest(item["question"], gold, near)
        scores = reader.read(item["question"], [texts.read[pid] for pid in (gold, *others)])
        done += 1
        best = max(max(row, default=-99.0) for row in scores)
        if not item["answers"]:
            absent.append(best)
            continue
        there.append(best)
        one = texts.read[gold]
        hits = [any(a in one.text[s:e] for a in item["answers"]) for s, e in one.spans]
        if any(hits):
            first.append(any(h and v >= best for h, v in zip(hits, scores[0], strict=True)))
        if not own_absent and others:
            absent.append(max(max(row, default=-99.0) for row in scores[1:]))
    right = np.array(first, float)
    spent = (time.process_time() - began) / max(1, done)
    return {
        "first": round(float(right.mean()), 3) if len(right) else None,
        "interval": interval(right) if len(right) else None,
        "auroc": round(auroc(there, absent), 3),
        "questions": done,
        "ms": round(1000 * spent),
    }


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--run", type=Path)
    parser.add_argument("--only", nargs="*", default=[])
    parser.add_argument("--count", type=int, default=100)
    parser.add_argument("--near", type=int, default=5)
    parser.add_argument("--exact", action="store_true")
    options = parser.parse_args(argv)
    torch.set_num_threads(1)
    reader = loaded(options.run, options.exact)
    names = sorted(p.stem for p in options.data.glob("*.jsonl") if ".passages" not in p.name)
    for name in options.only or names:
        print(name, measured(reader, options.data, name, options.count, options.near), flush=True)


if __name__ == "__main__":
    main()
