"""Twenty people ask at once: does everybody get an answer, and how long does each wait?

    python -m benchmarks.crowd [--people 20] [--home DIR] [--json]

They stand in the line that the chat, the API and MCP share (`assistant/line.py`). Without --home, the shipped
library is indexed first, in a folder that is deleted again.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import statistics
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from assistant.ask import Assistant
from assistant.keeping.shipped import ensure_shipped
from assistant.line import Line
from assistant.settings import load_settings
from index.library import Library

QUESTIONS = (
    "헤이그 정상회의에 불참한 나라는?",
    "Which allies did not attend the Hague summit?",
    "국방비를 GDP의 몇 퍼센트로 늘리기로 했나?",
    "What does the declaration say about Ukraine?",
    "IP4는 무엇을 논의했나?",
)


def crowd(assistant: Assistant, people: int) -> tuple[list[float], list[str]]:
    """Seconds until each has an answer, the shortest first; and what those were told who got none."""
    line = Line()

    def ask(number: int) -> float | str:
        began = time.monotonic()
        try:
            with line.place():
                assistant.ask(f"{QUESTIONS[number % len(QUESTIONS)]} ({number})")
        except Exception as error:
            return repr(error)
        return time.monotonic() - began

    with ThreadPoolExecutor(people) as pool:
        told = list(pool.map(ask, range(people)))
    waits = sorted(one for one in told if isinstance(one, float))
    return waits, [one for one in told if isinstance(one, str)]


def figures(waits: list[float], errors: list[str], wall: float, processor: float) -> dict[str, object]:
    """What is printed. `wall` and `processor` are the seconds that all of them took together."""
    found: dict[str, object] = {"people": len(waits) + len(errors), "errors": len(errors)}
    if waits:
        found |= {
            "first_s": round(waits[0], 2),
            "median_s": round(statistics.median(waits), 2),
            "p95_s": round(waits[math.ceil(0.95 * len(waits)) - 1], 2),
            "last_s": round(waits[-1], 2),
        }
    # Where only one thread at a time may run, no more than one processor is busy.
    busy = {"processors": os.cpu_count(), "busy": round(processor / wall, 2)}
    return found | busy | {"processor_s_a_question": round(processor / max(1, len(waits)), 2)}


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--people", type=int, default=20)
    parser.add_argument("--home", type=Path)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory(prefix="gakju-crowd-") as place:
        home = options.home or Path(place)
        library = Library.open(home, load_settings(home).index_config())
        ensure_shipped(library)
        assistant = Assistant(library)
        assistant.ask(QUESTIONS[0])  # the model is loaded at the first question
        wall, processor = time.monotonic(), time.process_time()
        waits, errors = crowd(assistant, options.people)
        told = figures(waits, errors, time.monotonic() - wall, time.process_time() - processor)
        library.close()
    for error in dict.fromkeys(errors):
        print(error)
    print(json.dumps(told) if options.json else ", ".join(f"{name} {value}" for name, value in told.items()))


if __name__ == "__main__":
    main()
