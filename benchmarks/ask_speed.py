"""How long an answer takes beside embedding its question alone: `make bench`.

Fifty questions about the shipped documents and those in `tests/gold`, each answered whole and embedded alone,
in turn, in one process, after a warm-up on others; the machine's drift falls on both. Prints medians in
milliseconds and the ratio of the medians.
"""

from __future__ import annotations

import argparse
import json
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from assistant.adding.run import add_paths
from assistant.ask import Assistant
from assistant.keeping.shipped import ensure_shipped
from index.config import IndexConfig
from index.library import Library

GOLD = Path(__file__).parents[1] / "tests" / "gold"
WARM_UP = 10
QUESTIONS = 50


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--json", action="store_true", help="print the figures as one JSON object")
    parser.add_argument("--rounds", type=int, default=3, help="times each question is asked")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), args.rounds)
    if args.json:
        print(json.dumps(figures))
    else:
        print("warm answers, median of {questions} questions: {ask_ms} ms an answer,".format(**figures))
        print("{embed_ms} ms embedding the question alone: {ratio} times that".format(**figures))


def measure(home: Path, rounds: int) -> dict[str, float]:
    library = Library.open(home, IndexConfig())
    ensure_shipped(library)
    for result in add_paths(library, [GOLD / "documents"]):
        assert result.status in ("added", "unchanged"), result
    assistant = Assistant(library)
    warm_up, asked = questions()
    for question in warm_up:
        assistant.ask(question)
        library.embedder.query(question)
    answers, embeddings = [], []
    for _ in range(rounds):
        for question in asked:
            embeddings.append(timed(lambda q=question: library.embedder.query(q)))
            answers.append(timed(lambda q=question: assistant.ask(q)))
    library.close()
    ask, embed = statistics.median(answers), statistics.median(embeddings)
    return {
        "questions": len(asked),
        "ask_ms": round(ask, 1),
        "embed_ms": round(embed, 1),
        "ratio": round(ask / embed, 2),
    }


def questions() -> tuple[list[str], list[str]]:
    """Questions to warm up with, and fifty others, Korean and English in the proportion they come in."""
    lines = [line for name in ("calibration", "heldout") for line in _lines(name)]
    alone = [item["question"] for item in lines if not item.get("prev")]
    korean = [q for q in alone if any("가" <= c <= "힣" for c in q)]
    english = [q for q in alone if q not in set(korean)]
    mixed = [q for pair in zip(korean, english, strict=False) for q in pair]
    return mixed[:WARM_UP], mixed[WARM_UP : WARM_UP + QUESTIONS]


def _lines(name: str) -> list[dict[str, str]]:
    text = (GOLD / f"{name}.jsonl").read_text("utf-8")
    return [json.loads(line) for line in text.splitlines() if line.strip()]


def timed(call: Callable[[], object]) -> float:
    """Milliseconds of one call."""
    began = time.perf_counter()
    call()
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
