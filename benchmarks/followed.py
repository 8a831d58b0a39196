"""Writes docs/how-an-answer-is-made.md: a question of each language followed through every stage.

    python -m benchmarks.followed [--home DIR]

Every value on that page is what the stages hand on; a test makes the page anew and compares.
"""

from __future__ import annotations

import argparse
import tempfile
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from assistant.ask import Assistant
from assistant.choosing.asking import Asking, Wording
from assistant.choosing.columns import FEATURES, SIGNALS
from assistant.choosing.dated import with_dated
from assistant.choosing.score import measured, ranked
from assistant.choosing.scored import Scored
from assistant.choosing.select import select
from assistant.choosing.weights import shipped
from assistant.choosing.whole import behind
from assistant.citing.footnotes import footnote
from assistant.judging.verdict import judge
from assistant.question.follow_up import read_turn
from assistant.question.look_up import read_look_up
from assistant.question.read import read_question
from benchmarks.gold import library_of
from sources.document import Language

PAGE = Path(__file__).parents[1] / "docs" / "how-an-answer-is-made.md"
QUESTIONS = (
    (Language.KO, "5% 목표는 어떻게 나뉘나요?"),
    (Language.EN, "What share of GDP will allies spend on core defence by 2035?"),
)
SHOWN = 3  # passages and sentences of each list
HEAD = """# How an answer is made

One question of each language, followed through every stage over the documents that ship, with the values
that the stages hand on. Made by `python -m benchmarks.followed`; a test makes it anew and compares, so after
a change of weights or rules run that again. What a stage is for, its module says in its first lines.
"""


def page(assistant: Assistant) -> str:
    """The whole page."""
    parts = (followed(assistant, text, language) for language, text in QUESTIONS)
    return "\n".join((HEAD, *("\n".join(part) for part in parts)))


def followed(assistant: Assistant, text: str, language: Language) -> Iterator[str]:
    """The stages of one question, as lines of Markdown."""
    asked = read_question(text, language)
    turn = read_turn(asked.text, language, (), text)
    yield f"## {text}\n"
    yield from stage(
        "Read",
        "question/read.py",
        f"kinds asked for: {listed(sorted(asked.asked))}",
        f"single questions inside it: {listed(asked.parts)}",
        f"a place looked up: {said(read_look_up(text) is not None)}; a follow-up: {said(turn.follow_up)}",
    )
    asking = assistant.find(asked, turn)
    yield from stage(
        "Found",
        "ask.py, index/finding/",
        *worded(asking.whole),
        f"{len(asking.passages)} passages, the first:",
        *numbered(place(one.key, one.paragraph.number) for one in asking.passages[:SHOWN]),
    )
    asking = measured(with_dated(asking, assistant.library), assistant.library.read)
    weights = shipped(asking.read)
    asking = ranked(asking, weights.rank)
    yield from stage("Measured", "choosing/score.py, choosing/reading.py", *features(asking))
    scored = behind(asking)
    yield from stage("Ranked", "choosing/score.py", *sentences(scored[:SHOWN]))
    chosen = select(asking, weights)
    yield from stage("Chosen", "choosing/select.py", *sentences(chosen))
    verdict = judge(asking, chosen, weights)
    # Without values: several hang on the reader's, which differ a little with what is read beside.
    told = listed([name for name in SIGNALS if abs(verdict.signals[name]) >= 0.05])
    yield from stage(
        "Judged",
        "judging/verdict.py",
        f"signals: {told}",
        f"missing words: {listed(verdict.sight.missing)}",
        f"state: **{verdict.state}**",
    )
    answer = assistant.ask(text, language=language)
    yield from stage(
        "Written",
        "writing/write.py",
        *(f"“{c.text}” {listed(map(str, c.citations))}" for c in answer.claims),
        *numbered(footnote(c, None, language) for c in answer.citations),
    )


def stage(name: str, where: str, *lines: str) -> Iterator[str]:
    """One stage: its name, its module, a list of what it hands on."""
    yield f"**{name}** (`{where}`)\n"
    yield from (line if line.startswith("  ") else f"- {line}" for line in lines)
    yield ""


def worded(wording: Wording) -> Iterator[str]:
    """The terms of the question and the documents it names."""
    yield f"terms: {listed(f'{t.surface} ({t.kind})' for t in wording.terms)}"
    yield f"documents named: {listed(wording.keys)}"


def features(asking: Asking) -> Iterator[str]:
    """The features of the best sentence."""
    best = asking.scored[0]
    told = valued(zip(FEATURES, best.features.tolist(), strict=True))
    yield f"{len(asking.matrix)} sentences, {len(FEATURES)} features each; of the best: {told}"
    yield f"read by the reader: {said(asking.read)}"


def sentences(scored: Sequence[Scored]) -> Iterator[str]:
    """Sentences with their places."""
    for one in scored:
        where = place(one.passage.key, one.passage.paragraph.number)
        yield f"{where}: “{one.sentence.text}”"


def valued(pairs: Iterable[tuple[str, float]]) -> str:
    """What is not zero, to one digit; what the reader says without its value, which differs a little with the
    passages that are read beside."""
    kept = [(name, value) for name, value in pairs if abs(value) >= 0.05]
    return ", ".join(name if name.startswith("reader") else f"{name} {value:.1f}" for name, value in kept)


def numbered(lines: Iterable[str]) -> Iterator[str]:
    return (f"  {number}. {line}" for number, line in enumerate(lines, 1))


def said(so: bool) -> str:
    return "yes" if so else "no"


def place(key: str, paragraph: int) -> str:
    return f"`{key}` ¶{paragraph}"


def listed(values: Iterable[str]) -> str:
    return ", ".join(values) or "none"


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--home", type=Path, help="where the library is kept between runs")
    options = parser.parse_args(argv)
    home = options.home or Path(tempfile.mkdtemp(prefix="gakju-followed-"))
    PAGE.write_text(page(Assistant(library_of("shipped", home))), "utf-8")


if __name__ == "__main__":
    main()
