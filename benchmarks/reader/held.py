"""Writes the questions that training did not see as sets that `benchmarks.calibrate --data` reads.

    python -m benchmarks.reader.held --data DIR [--sets DIR] --out DIR

Of every set two halves by article: NAME_a, to choose weights and thresholds on, and NAME_b, to report.
`--sets` adds the sets of that folder, Belebele's without the half that is trained on. A question that its
passage does not answer has no answers.
"""

from __future__ import annotations

import argparse
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

from benchmarks.reader.assemble import trained_on
from benchmarks.reader.data import Context, number_of, read_contexts, split

OLDER = ("korquad", "xquad_en", "bele_en2ko", "bele_ko2en")
Row = Mapping[str, Any]


def first_half(articles: Iterable[str]) -> set[str]:
    """Every other of `articles`, in the order of their hashes; Belebele's are the same in both languages."""

    def place(article: str) -> int:
        return number_of(article.replace("bele-ko", "bele").replace("bele-en", "bele"))

    return set(sorted(articles, key=place)[::2])


def of_contexts(contexts: Sequence[Context]) -> tuple[list[Row], list[Row]]:
    """(questions, passages) of one set's contexts."""
    articles = {name: n for n, name in enumerate(dict.fromkeys(c.article for c in contexts))}
    passages, questions = [], []
    for n, one in enumerate(contexts):
        pid = f"{one.set}-{articles[one.article]}-{n}"
        passages.append({"pid": pid, "text": one.text, "title": one.title, "lang": one.language})
        for k, asked in enumerate(one.asked):
            answers = [] if asked.span is None else [one.text[asked.span[0] : asked.span[1]]]
            questions.append(
                {
                    "qid": f"{pid}-{k}",
                    "question": asked.question,
                    "lang": one.language,
                    "answers": answers,
                    "gold_passage_ids": [pid],
                }
            )
    return questions, passages


def halves(questions: Iterable[Row], passages: Iterable[Row]) -> Iterable[tuple[str, list[Row], list[Row]]]:
    def article(pid: str) -> str:
        return pid if pid.startswith("bele") else pid.rsplit("-", 1)[0]

    questions, passages = list(questions), list(passages)
    first = first_half({article(p["pid"]) for p in passages})
    for half in ("a", "b"):
        own = [p for p in passages if (article(p["pid"]) in first) == (half == "a")]
        ids = {p["pid"] for p in own}
        yield half, [q for q in questions if set(q["gold_passage_ids"]) <= ids], own


def write(out: Path, name: str, rows: Iterable[Row]) -> int:
    lines = [json.dumps(row, ensure_ascii=False) for row in rows]
    (out / f"{name}.jsonl").write_text("\n".join(lines) + "\n", "utf-8")
    return len(lines)


def rows(file: Path) -> list[Row]:
    return [json.loads(line) for line in file.open(encoding="utf-8") if line.strip()]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--sets", type=Path)
    parser.add_argument("--out", type=Path, required=True)
    options = parser.parse_args(argv)
    options.out.mkdir(parents=True, exist_ok=True)
    _, held = split(read_contexts(options.data))
    sets = {
        name: of_contexts([c for c in held if c.set == name]) for name in dict.fromkeys(c.set for c in held)
    }
    for name in OLDER if options.sets else ():
        passages = rows(options.sets / f"{name}.passages.jsonl")
        asked = rows(options.sets / f"{name}.jsonl")
        if name.startswith("bele"):
            asked = [q for q in asked if not trained_on(q["gold_passage_ids"][0])]
        sets[name] = (asked, passages)
    for name, (asked, passages) in sets.items():
        for half, own, texts in halves(asked, passages):
            write(options.out, f"{name}_{half}.passages", texts)
            print(name, half, write(options.out, f"{name}_{half}", own), "questions", len(texts), "passages")


if __name__ == "__main__":
    main()
