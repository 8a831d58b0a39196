"""Questions with known answers, as the answering room sees them: what `benchmarks.calibrate` learns from.

A gold file is asked of a library of documents. A question set of passages makes a library of its own and is asked
twice: as it is, and with the passage that answers left out, which is how questions that come near and are not
answered are had in number.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from assistant.ask import Assistant
from assistant.choosing.asking import Asking
from assistant.choosing.score import measured
from assistant.commands.evaluate import COVERED, share
from assistant.judging.homeland import with_homes
from assistant.question.follow_up import read_turn
from assistant.question.read import read_question
from assistant.words.wording import glossary
from benchmarks.reader.asked import lines_of
from index.config import IndexConfig
from index.library import Library
from sources.blocks import Block, Reading
from sources.document import Document, Language, Record
from sources.load import read_document, read_library
from sources.units.assemble import assemble


@dataclass(frozen=True)
class Case:
    """One question as the assistant sees it. `right` tells which candidate sentences hold gold text. A question
    made of another by a wrong premise has the group of its set with a star."""

    group: str
    gold: dict[str, Any]
    asking: Asking
    right: NDArray[np.bool_]

    @property
    def origin(self) -> str:
        """The set it comes from: what must be left out together."""
        return self.group.rstrip("*").removesuffix("-o")

    @property
    def kind(self) -> str:
        """ "gold" as asked, "wrong" with a wrong premise, "data" of a question set."""
        if not self.gold["gold_quotes"] and "must_include" not in self.gold:
            return "data"
        return "wrong" if self.group.endswith("*") else "gold"

    @property
    def answerable(self) -> bool:
        return bool(self.gold["answerable"])


def holds(gold: Sequence[str], text: str) -> bool:
    return any(share(quote, text) >= COVERED or share(text, quote) >= COVERED for quote in gold)


def case(
    group: str, gold: dict[str, Any], assistant: Assistant, without: frozenset[tuple[str, int]] = frozenset()
) -> Case | None:
    """The case of one gold line; None for one that is declined before anything is looked up. `without`
    names paragraphs (key, number) that are left out."""
    language = Language.EN if gold["lang"] == "en" else Language.KO
    asked = read_question(gold["question"], language)
    if not asked.usable:
        return None
    turn = read_turn(asked.text, language, [gold["prev"]] if gold.get("prev") else [], gold["question"])
    asking = assistant.find(asked, turn)
    passages = tuple(p for p in asking.passages if (p.key, p.paragraph.number) not in without)
    if not passages:
        return None
    asking = measured(replace(asking, passages=passages), assistant.library.read)
    asking = with_homes(asking, {p.document_id for p in passages}, assistant.library)
    texts = [s.text for p in passages for s in p.sentences]
    right = np.array([bool(gold["answerable"]) and holds(gold["gold_quotes"], text) for text in texts])
    return Case(group, gold, asking, right)


# Places that stand in for the one a question names, to make a question with a wrong premise.
ELSEWHERE = (("포르투갈", "Portugal"), ("케냐", "Kenya"), ("베트남", "Vietnam"), ("칠레", "Chile"))


def wrong_premises(gold: dict[str, Any], texts: str) -> list[dict[str, Any]]:
    """The answerable question of `gold` with another country or another figure in it: one that the documents,
    whose words are `texts`, no longer answer."""
    question, found = gold["question"], []
    language = Language.EN if gold["lang"] == "en" else Language.KO
    for match in glossary().matches(question, language):
        if any(word[:1].isupper() for word in match.entry.english):
            other = next(pair for pair in ELSEWHERE if pair[0] not in texts and pair[1] not in texts)
            found.append(question[: match.start] + other[language is Language.EN] + question[match.end :])
            break
    for figure in re.finditer(r"(?<![A-Za-z\d.])\d+(?:\.\d+)?(?![\d.])", question):
        value = figure.group()
        others = (_shifted(value, by) for by in range(3, 90))
        free = next((v for v in others if not re.search(rf"(?<![\d.]){re.escape(v)}(?![\d.])", texts)), None)
        if free is not None:
            found.append(question[: figure.start()] + free + question[figure.end() :])
        break
    return [
        gold
        | {
            "id": f"{gold['id']}*{n}",
            "question": q,
            "answerable": False,
            "gold_quotes": [],
            "must_include": [],
        }
        for n, q in enumerate(found)
    ]


def _shifted(value: str, by: int) -> str:
    return f"{float(value) + by:.{len(value.partition('.')[2])}f}"


def gold_cases(spec: str, home: Path, config: IndexConfig) -> list[Case]:
    """The cases of "FILE:LIBRARY": a folder, "shipped", or "originals", the shipped ones untranslated."""
    file, _, where = spec.partition(":")
    library = Library.open(home / re.sub(r"\W+", "_", where or "shipped"), config)
    if not library.entries():
        for document in _documents(where):
            library.add(document)
    assistant = Assistant(library)
    lines = _lines(Path(file), where)
    group = f"{Path(file).stem}{'-o' if where == 'originals' else ''}"
    found = [c for gold in lines if (c := case(group, gold, assistant))]
    texts = " ".join(library.document(entry.key).text for entry in library.entries())
    wrong = [
        w
        for gold in lines
        if gold["answerable"] and not gold.get("prev")
        for w in wrong_premises(gold, texts)
    ]
    return found + [c for gold in wrong if (c := case(f"{group}*", gold, assistant))]


def _lines(file: Path, where: str) -> list[dict[str, Any]]:
    """The lines of a gold file, or of one that names the places of the answers (`benchmarks.reader.asked`)."""
    if file.suffix != ".tsv":
        return [json.loads(line) for line in file.read_text("utf-8").splitlines() if line.strip()]
    found = []
    for number, line in enumerate(lines_of(file), 1):
        document = _read(Path(where) / line.document)
        sentences = {p.number: p.sentences for p in document.paragraphs}
        spans = [sentences[paragraph][place - 1] for paragraph, place in line.refs]
        quotes = [document.text[span.start : span.end] for span in spans] if line.answered else []
        found.append(
            {
                "id": str(number),
                "lang": line.language,
                "question": line.question,
                "answerable": line.answered,
                "gold_quotes": quotes,
                "must_include": [],
                "prev": None,
            }
        )
    return found


@cache
def _read(path: Path) -> Document:
    return read_document(path)


def _documents(where: str) -> list[Document]:
    if where in {"", "shipped"}:
        return read_library()
    if where == "originals":
        return [document for document in read_library() if not document.translation_of]
    return [_read(path) for path in sorted(Path(where).iterdir())]


def data_cases(
    folder: Path, name: str, language: Language, count: int, home: Path, config: IndexConfig
) -> list[Case]:
    """Cases of a question set with passages in `language`: as it is, and with the passage that answers left
    out, unless the set has questions of its own that are not answered. Where its answers are no words of the
    passages, no sentence is known as the right one."""
    passages = [json.loads(line) for line in (folder / f"{name}.passages.jsonl").open(encoding="utf-8")]
    asked = [json.loads(line) for line in (folder / f"{name}.jsonl").open(encoding="utf-8")]
    asked = asked[:: max(1, len(asked) // count)][:count]
    needed = {pid.rsplit("-", 1)[0] for gold in asked for pid in gold["gold_passage_ids"]}
    articles: dict[str, list[dict[str, str]]] = {}
    for passage in passages:
        articles.setdefault(passage["pid"].rsplit("-", 1)[0], []).append(passage)
    library = Library.open(home / f"data_{name}_{count}", config)
    place: dict[str, tuple[str, int]] = {}
    for article in sorted(needed):
        blocks = tuple(Block(re.sub(r"\s+", " ", p["text"]).strip()) for p in articles[article])
        document = assemble(Reading(blocks), Record(article), "txt", language)
        library.add(document)
        place |= {p["pid"]: (article, number) for number, p in enumerate(articles[article], 1)}
    assistant = Assistant(library)
    both = all(item["answers"] for item in asked)
    found = []
    for item in asked:
        paragraphs = frozenset(place[pid] for pid in item["gold_passage_ids"])
        gold = {
            "id": item["qid"],
            "lang": item["lang"],
            "question": item["question"],
            "gold_quotes": [],
            "prev": None,
        }
        seen = case(name, gold | {"answerable": True}, assistant) if item["answers"] else None
        without = paragraphs if both else frozenset()
        asked_absent = both or not item["answers"]
        absent = case(name, gold | {"answerable": False}, assistant, without) if asked_absent else None
        if seen is not None:
            places = [(p, s) for p in seen.asking.passages for s in p.sentences]
            right = np.array(
                [
                    (p.key, p.paragraph.number) in paragraphs and any(a in s.text for a in item["answers"])
                    for p, s in places
                ]
            )
            found.append(replace(seen, right=right))
        if absent is not None:
            found.append(absent)
    return found
