"""What is told of twenty who ask at once."""

from __future__ import annotations

from assistant.ask import Assistant
from benchmarks.crowd import crowd, figures
from index.library import Library


def test_the_slowest_twentieth_waits_longer() -> None:
    told = figures([float(n) for n in range(1, 101)], ["Late()"] * 2, wall=50.0, processor=80.0)
    assert (told["people"], told["errors"], told["first_s"], told["median_s"]) == (102, 2, 1.0, 50.5)
    assert (told["p95_s"], told["last_s"], told["busy"]) == (95.0, 100.0, 1.6)
    assert figures([], ["Full()"], wall=1.0, processor=0.1)["errors"] == 1


def test_an_error_is_counted_and_the_others_are_answered(shipped: Library, monkeypatch) -> None:
    asked = Assistant.ask

    def ask(self: Assistant, question: str, *rest, **named):
        if "(1)" in question:
            raise RuntimeError("out of order")
        return asked(self, question, *rest, **named)

    monkeypatch.setattr(Assistant, "ask", ask)
    waits, errors = crowd(Assistant(shipped), 3)
    assert len(waits) == 2 and waits == sorted(waits) and errors == ["RuntimeError('out of order')"]
