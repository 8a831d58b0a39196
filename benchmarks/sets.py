"""Public question sets as documents: what benchmarks/retrieval.py and benchmarks/peers read."""

from __future__ import annotations

import hashlib
import json
import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path

from sources.document import Document, Language, Paragraph, Record, Sentence, content_id
from sources.text.sentences import sentence_spans

SAME_LANGUAGE = ("korquad", "bele_ko", "bele_en", "xquad_en")
CROSS = ("bele_en2ko", "bele_ko2en")
MIXED = ("bele_ko", "bele_en", "korquad", "xquad_en")


class Half(StrEnum):
    """Which questions: those that choices were made on, the others, or both."""

    CHOOSE = "choose"
    REPORT = "report"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Passage:
    pid: str
    text: str
    title: str
    language: Language


@dataclass(frozen=True, slots=True)
class Question:
    qid: str
    text: str
    language: Language
    gold: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Set:
    """`family` names its passages: the two Belebele libraries serve both directions."""

    name: str
    questions: tuple[Question, ...]
    passages: Mapping[str, Passage]

    @property
    def target(self) -> Language:
        return next(iter(self.passages.values())).language

    @property
    def family(self) -> str:
        return self.name.partition("_")[0]


def load(data: Path, name: str) -> Set:
    passages = {
        row["pid"]: Passage(
            row["pid"], _clean(row["text"]), _clean(row.get("title", "")), Language(row["lang"])
        )
        for row in _rows(data / f"{name}.passages.jsonl")
    }
    questions = tuple(
        Question(row["qid"], row["question"], Language(row["lang"]), tuple(row["gold_passage_ids"]))
        for row in _rows(data / f"{name}.jsonl")
    )
    return Set(name, questions, passages)


def _rows(path: Path) -> Iterable[dict[str, str]]:
    return (json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip())


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", text).strip()


def in_half(questions: Sequence[Question], half: Half) -> list[Question]:
    """The questions of a half. A question and its translation are in the same one."""
    if half is Half.ALL:
        return list(questions)
    return [one for one in questions if _choosing(one) is (half is Half.CHOOSE)]


def _choosing(question: Question) -> bool:
    name = re.sub(r">.*$", "", question.qid)
    name = name.replace("bele-en", "b").replace("bele-ko", "b")
    return int(hashlib.md5(name.encode()).hexdigest(), 16) % 2 == 0


def mixed(sets: Mapping[str, Set]) -> tuple[Set, Set]:
    """Korean and English questions over one library: every Belebele passage in one language only, turn by
    turn, among the passages of the other sets."""
    library: dict[str, Passage] = {}
    for name, one in sets.items():
        for pid, passage in one.passages.items():
            number = int(pid.rpartition("-")[2])
            kept = Language.KO if number % 2 == 0 else Language.EN
            if not name.startswith("bele") or passage.language is kept:
                library[pid] = passage
    return _asked(sets["bele_ko"], library), _asked(sets["bele_en"], library)


def _asked(one: Set, library: Mapping[str, Passage]) -> Set:
    both = {"bele-ko": "bele-en", "bele-en": "bele-ko"}
    questions = []
    for question in one.questions:
        pid = question.gold[0]
        twin = both[pid[:7]] + pid[7:]
        questions.append(Question(question.qid, question.text, question.language, (pid, twin)))
    return Set(f"mixed, {one.name}", tuple(questions), library)


def article_documents(
    passages: Mapping[str, Passage],
) -> tuple[list[Document], dict[tuple[str, int], str]]:
    """A document an article, a paragraph a passage; and which passage each paragraph is."""
    documents, places = [], {}
    ordered = sorted(passages.values(), key=_article)
    for name, group in groupby(ordered, key=_article):
        members = list(group)
        documents.append(_document(name, members))
        places |= {(name, number): one.pid for number, one in enumerate(members, 1)}
    return documents, places


def _article(passage: Passage) -> str:
    parts = passage.pid.split("-")
    return passage.pid if parts[0] == "bele" else "-".join(parts[:2])


def _document(key: str, members: Sequence[Passage]) -> Document:
    language, title = members[0].language, members[0].title
    paragraphs, at = [], 0
    for number, one in enumerate(members, 1):
        spans = sentence_spans(one.text, language)
        sentences = tuple(Sentence(at + start, at + end) for start, end in spans)
        paragraphs.append(Paragraph(number, None, "", at, at + len(one.text), sentences))
        at += len(one.text) + 2
    text = "\n\n".join(one.text for one in members)
    record = Record(key=key, titles={language: title} if title else {}, language=language)
    return Document(content_id(text), text, tuple(paragraphs), language, record, "txt")
