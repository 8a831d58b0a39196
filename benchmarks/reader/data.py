"""Questions with known answers in passages, from public sets: read, parted into windows, held out by article.

    contexts.jsonl   id, set, article, lang, text
    questions.jsonl  context, question, start, end (code points; -1 where the context does not answer), answer

Every article is either trained on or held out, by its name's hash; KorQuAD, whose licence allows no
derivatives, is held out whole.
"""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from sources.document import Language
from sources.text.sentences import sentence_spans

HELD_SETS = {"korquad"}
HELD_SHARE = 0.12
HELD_ARTICLES = {"squad2": 2}  # of a set with few articles, so many by the order of their hashes
CHARACTERS = {Language.KO: 1.9, Language.EN: 4.4}  # a token, about

Span = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Example:
    """A question beside a stretch of text. `spans` are where the answer stands, () for "not here"; with
    `exact` the answer is each of them from end to end, else it is somewhere in them. `head` is the text's
    title."""

    question: str
    text: str
    spans: tuple[Span, ...]
    kind: str
    head: str = ""
    exact: bool = True
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of a context: its answer's span, None where the context has none."""

    question: str
    span: Span | None


@dataclass(slots=True)
class Context:
    id: str
    set: str
    article: str
    language: Language
    text: str
    asked: list[Asked] = field(default_factory=list)

    @property
    def title(self) -> str:
        name = self.article.partition("/")[2].replace("_", " ")
        return "" if name.isdigit() else name


def number_of(name: str) -> int:
    return int(hashlib.sha256(name.encode()).hexdigest()[:12], 16)


def read_contexts(folder: Path) -> list[Context]:
    """The contexts of `folder` with their questions."""
    found: dict[str, Context] = {}
    for line in (folder / "contexts.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found[row["id"]] = Context(row["id"], row["set"], row["article"], Language(row["lang"]), row["text"])
    for line in (folder / "questions.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        span = (row["start"], row["end"]) if row["start"] >= 0 else None
        found[row["context"]].asked.append(Asked(row["question"].strip(), span))
    return list(found.values())


def split(contexts: Sequence[Context]) -> tuple[list[Context], list[Context]]:
    """(to train on, held out), by article."""
    articles: dict[str, set[str]] = defaultdict(set)
    for one in contexts:
        articles[one.set].add(one.article)
    held: set[str] = set()
    for name, members in articles.items():
        if name in HELD_SETS:
            held |= members
        elif name in HELD_ARTICLES:
            held |= set(sorted(members, key=number_of)[: HELD_ARTICLES[name]])
        else:
            held |= {a for a in members if number_of(a) % 1000 < HELD_SHARE * 1000}
    return [c for c in contexts if c.article not in held], [c for c in contexts if c.article in held]


def windows(text: str, language: Language, tokens: int) -> list[Span]:
    """`text` in stretches of whole sentences of about `tokens` tokens; a longer sentence is one of its
    own."""
    room = tokens * CHARACTERS[language]
    found: list[Span] = []
    for start, end in sentence_spans(text, language):
        if found and end - found[-1][0] <= room:
            found[-1] = (found[-1][0], end)
        else:
            found.append((start, end))
    return found


def near_windows(
    text: str, language: Language, tokens: int, span: Span | None
) -> Iterator[tuple[str, Span | None]]:
    """The windows of `text`, each with the span in it, None where it does not hold it whole."""
    for start, end in windows(text, language, tokens):
        inside = span is not None and start <= span[0] and span[1] <= end
        yield text[start:end], (span[0] - start, span[1] - start) if span and inside else None


def with_head(example: Example, head: str) -> Example:
    return replace(example, head=head)
