"""What runs inside each peer's own virtual environment: index the passages, ask the questions, time both.

Only the standard library is used here, so that the file imports in any of the environments. A peer is a
module with `Peer(model)`, `add(passages)` and `ask(question, k)`; `ask` returns passage ids, best first, each
once. What comes in and goes out is JSON: {"sets": {family: {"passages": [[pid, title, text]…], "questions":
{set: [[qid, language, text]…]}}}} and {family: {"seconds": …, "peak_mb": …, "sets": {set: {"ms": …, "ranked":
{qid: [pid…]}}}}}.
"""

from __future__ import annotations

import importlib
import json
import resource
import statistics
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Protocol

DEPTH = 10


class Peer(Protocol):
    """One library of passages."""

    def add(self, passages: Sequence[tuple[str, str, str]]) -> None:
        """Indexes (id, title, text) triples."""

    def ask(self, question: str, language: str, target: str, k: int) -> list[str]:
        """The ids of the best `k` passages. `target`: the language the passages are in."""


def measure(
    peer: Peer, passages: Sequence[Sequence[str]], questions: dict[str, list[list[str]]], target: str
):
    start = time.perf_counter()
    peer.add([(pid, title, text) for pid, title, text in passages])
    seconds = time.perf_counter() - start
    sets = {}
    for name, asked in questions.items():
        peer.ask(asked[0][2], asked[0][1], target, DEPTH)  # loads whatever is loaded at the first question
        took, ranked = [], {}
        for qid, language, text in asked:
            begin = time.perf_counter()
            ranked[qid] = peer.ask(text, language, target, DEPTH)
            took.append(1000 * (time.perf_counter() - begin))
        sets[name] = {"ms": round(statistics.median(took), 1), "ranked": ranked}
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"seconds": round(seconds, 2), "peak_mb": round(peak), "passages": len(passages), "sets": sets}


def main() -> None:
    """python harness.py MODULE MODEL_DIRECTORY IN.json OUT.json FAMILY"""
    module, model, source, target, family = sys.argv[1:6]
    sys.path.insert(0, str(Path(__file__).parent))
    import torch

    torch.set_num_threads(1)  # the same for all
    data: dict[str, Any] = json.loads(Path(source).read_text("utf-8"))["sets"][family]
    peer = importlib.import_module(module).Peer(model)
    result = measure(peer, data["passages"], data["questions"], data["language"])
    Path(target).write_text(json.dumps(result, ensure_ascii=False), "utf-8")


if __name__ == "__main__":
    main()
