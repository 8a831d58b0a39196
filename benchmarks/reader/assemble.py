"""All that the reader is trained on, as one list of examples in a fixed random order."""

from __future__ import annotations

import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from benchmarks.reader.asked import asked_examples
from benchmarks.reader.data import (
    Context,
    Example,
    near_windows,
    number_of,
    read_contexts,
    split,
    windows,
)
from benchmarks.reader.made import Made, of_document, of_text
from benchmarks.reader.mine import Near, Stretch, keys, near_miss, negated
from benchmarks.reader.rows import row_examples
from benchmarks.reader.sources import Sources
from benchmarks.reader.switch import switched
from sources.document import Document, Language
from sources.text.sentences import sentence_spans

SIZES = (48, 72, 104)  # tokens of a window, about
HEADED = 0.6  # share of the examples that show the title
NEGATIVES = {"tydi_ko": 1.0, "tydi_en": 0.6, "mlqa_en": 0.6, "squad2": 0.3}
SWITCHED = {"tydi_ko": 0.9, "tydi_en": 0.4, "mlqa_en": 0.4, "squad2": 0.3}
MISSED, NEGATED = 0.3, 0.04  # shares of the questions also asked with a slot changed, or negated
SAME_TEXT = 0.2  # share of the windows of an answering text, without the answer, that are shown
MADE = {"tydi_ko": 1, "tydi_en": 0.08, "mlqa_en": 0.2, "squad2": 0.2}  # made questions a context
# Of each kind, how many a run shows that goes on from another: most of what it sees are questions that people
# wrote on documents, and rows of tables.
AGAIN = {
    "tydi_ko": 800,
    "switched": 1200,
    "near": 1200,
    "missed": 500,
    "parallel": 900,
    "parallel not": 450,
    "made article": 150,
    "made definition": 84,
    "gold": 268,
    "gold not": 216,
    "tydi_en": 500,
    "squad2": 200,
    "same text": 300,
    "unanswerable": 400,
    "mlqa_en": 150,
    "negated": 120,
    "made korean": 100,
    "made english": 50,
}


class Builder:
    """Makes examples with one random generator; `near` finds stretches that come near."""

    def __init__(self, rng: random.Random, near: Near) -> None:
        self.rng = rng
        self.near = near
        self.names: list[str] = ["the council"]

    def public(self, one: Context) -> Iterator[Example]:
        """Of a context of a public set."""
        for asked in one.asked:
            found = list(near_windows(one.text, one.language, self.rng.choice(SIZES), asked.span))
            if asked.span is None:  # in the window that comes nearest
                own = keys(asked.question)
                found = [max(found, key=lambda pair: len(own & keys(pair[0])))]
            for text, span in found:
                if span is not None:
                    answer = text[span[0] : span[1]]
                    yield from self.answered(asked.question, text, (span,), one, answer, True)
                elif asked.span is None:
                    yield Example(asked.question, text, (), "unanswerable", one.title)
                elif self.rng.random() < SAME_TEXT:
                    answer = one.text[asked.span[0] : asked.span[1]]
                    if answer.lower() not in text.lower():
                        yield Example(asked.question, text, (), "same text", one.title)

    def answered(
        self,
        question: str,
        text: str,
        spans: tuple[tuple[int, int], ...],
        one: Context,
        answer: str,
        exact: bool,
    ) -> Iterator[Example]:
        """An answered question, and what is made of it: near ones, in words of the other language, missed."""
        rng, language = self.rng, one.language
        yield Example(question, text, spans, one.set, one.title, exact)
        other = switched(question, language, rng) if rng.random() < SWITCHED.get(one.set, 0.4) else None
        if other:
            yield Example(other, text, spans, "switched", one.title, exact)
        if rng.random() < NEGATIVES.get(one.set, 0.5):
            near = self.near.closest(question, answer if len(answer) < 40 else "", one.id, 3)
            if near:
                found = rng.choice(near)
                asked = other if other and rng.random() < 0.4 else question
                yield Example(asked, found.text, (), "near", found.head)
        if rng.random() < MISSED:
            missed = near_miss(question, f"{one.title} {text}", language, self.names, rng)
            if missed:
                asked = switched(missed, language, rng) if rng.random() < 0.2 else missed
                yield Example(asked or missed, text, (), "missed", one.title)
        if rng.random() < NEGATED and (no := negated(question, language)):
            yield Example(no, text, (), "negated", one.title)

    def made(self, one: Context, most: int) -> Iterator[Example]:
        """Of questions made of a text."""
        for start, end in windows(one.text, one.language, self.rng.choice(SIZES)):
            for made in of_text(one.text[start:end], one.language, self.rng, most):
                yield from self.of_made(made, one)

    def of_made(self, made: Made, one: Context) -> Iterator[Example]:
        answer = made.text[made.span[0] : made.span[1]]
        for example in self.answered(made.question, made.text, (made.span,), one, answer, made.exact):
            kind = f"made {made.kind}" if example.kind == one.set else example.kind
            yield Example(
                example.question,
                example.text,
                example.spans,
                kind,
                example.head,
                example.exact,
                example.weight,
            )


def document_contexts(documents: Sequence[Document], name: str) -> list[Context]:
    """Every paragraph of `documents` as a context without questions, headed by title and section."""
    found = []
    for document in documents:
        title = document.record.title(document.language) or document.record.key
        for p in document.paragraphs:
            text = document.text[p.start : p.end]
            if 25 <= len(text) <= 3000:
                head = " — ".join(part for part in (title, p.section) if part)
                found.append(
                    Context(f"{document.id}/{p.number}", name, f"{name}/{head}", document.language, text)
                )
    return found


def gold_examples(file: Path, documents: Sequence[Document], builder: Builder) -> Iterator[Example]:
    """Questions of a gold file over its documents: the window with gold text, or not here in the nearest."""
    contexts = document_contexts(documents, "gold")
    for line in file.read_text("utf-8").splitlines():
        gold = json.loads(line)
        if gold["prev"]:
            continue
        if not gold["answerable"]:
            for near in builder.near.closest(gold["question"], "", "", 2):
                yield Example(gold["question"], near.text, (), "gold not", near.head, weight=1.5)
        for one in contexts:
            for start, end in windows(one.text, one.language, 104):
                text = one.text[start:end]
                spans = [(at, at + len(q)) for q in gold["gold_quotes"] if (at := text.find(q)) >= 0]
                if spans:
                    yield Example(gold["question"], text, tuple(spans), "gold", one.title, False, 1.5)


def parallel_examples(folder: Path, builder: Builder) -> Iterator[Example]:
    """Belebele: passages and questions that stand in both languages, the half that is trained on. The
    sentence with most of the answer's words answers; in the other language the one at its place."""
    rows = {
        n: [json.loads(x) for x in (folder / f"bele_{n}.jsonl").open(encoding="utf-8")] for n in ("ko", "en")
    }
    texts = {}
    for n in ("ko", "en"):
        for line in (folder / f"bele_{n}.passages.jsonl").open(encoding="utf-8"):
            row = json.loads(line)
            texts[row["pid"]] = re.sub(r"\s+", " ", row["text"]).strip()
    for ko, en in zip(rows["ko"], rows["en"], strict=True):
        ids = ko["gold_passage_ids"][0], en["gold_passage_ids"][0]
        if ids[0][8:] != ids[1][8:] or not trained_on(ids[0]):
            continue
        spans = [
            sentence_spans(texts[pid], lang)
            for pid, lang in zip(ids, (Language.KO, Language.EN), strict=True)
        ]
        places = [_best(row, texts[pid], own) for row, pid, own in zip((ko, en), ids, spans, strict=True)]
        for side, (pid, own) in enumerate(zip(ids, spans, strict=True)):
            place = places[1] if len(spans[0]) == len(spans[1]) else None
            gold = (own[place],) if place is not None else ((0, len(texts[pid])),)
            for asked in (ko, en):
                yield Example(asked["question"], texts[pid], gold, "parallel", "", False)
            asked = (ko, en)[1 - side]
            near = builder.near.closest((ko, en)[side]["question"], "", pid, 2)
            yield Example(asked["question"], builder.rng.choice(near).text, (), "parallel not")


def trained_on(pid: str) -> bool:
    """Whether Belebele's passage is of the half that is trained on."""
    return number_of(pid.rpartition("-")[2]) % 2 == 0


def _best(row: dict[str, list[str]], text: str, spans: Sequence[tuple[int, int]]) -> int:
    words = set(re.findall(r"\w{3,}", " ".join(row["answers"]).lower()))
    asked = set(re.findall(r"\w{4,}", str(row["question"]).lower()))
    shares = []
    for start, end in spans:
        there = set(re.findall(r"\w{3,}", text[start:end].lower()))
        shares.append(len(words & there) + 0.4 * len(asked & there))
    return max(range(len(spans)), key=shares.__getitem__)


def assembled(options: Sources) -> list[Example]:
    """Everything, shuffled."""
    rng = random.Random(options.seed)
    train, _ = split(read_contexts(options.data))
    outside = options.outside_texts()
    train = [c for c in train if c.text not in outside]
    papers = document_contexts(options.documents(), "real")
    own = [c for _, documents in options.gold() for c in document_contexts(documents, "gold")]
    stretches = [
        Stretch(c.id, c.article, c.title, c.text[a:b])
        for c in (*train, *papers, *own)
        for a, b in windows(c.text, c.language, rng.choice(SIZES))
    ]
    builder = Builder(rng, Near(stretches))
    builder.names = [w for c in train for w in re.findall(r"(?<=[a-z] )[A-Z][a-z]+ [A-Z][a-z]+", c.text)]
    found: list[Example] = []
    for one in train:
        found += builder.public(one)
        if rng.random() < MADE.get(one.set, 0):
            found += builder.made(one, 2)
    for one in (*papers, *own):
        found += builder.made(one, 2)
    found += of_papers(options, builder)
    found = [e if rng.random() < HEADED else replace(e, head="") for e in found]
    rng.shuffle(found)
    print(len(found), "examples:", dict(Counter(e.kind if e.spans else f"- {e.kind}" for e in found)))
    return found


def again(examples: Sequence[Example], options: Sources) -> list[Example]:
    """What a run that goes on is shown: some of each kind of `examples`, the questions of `questions.tsv` on
    the papers, and questions on the rows of their tables."""
    rng, left = random.Random(options.seed + 1), Counter(AGAIN)
    kept = []
    for one in rng.sample(examples, len(examples)):
        if left[one.kind] > 0:
            left[one.kind] -= 1
            kept.append(one)
    documents = options.named_documents()
    rows = row_examples(list(documents.values()), rng)
    found = [*kept, *asked_examples(documents, rng), *rows]
    rng.shuffle(found)
    return found


def of_papers(options: Sources, builder: Builder) -> Iterator[Example]:
    """What documents define and lay down, the gold files twice each, and the parallel questions."""
    for document in options.documents():
        name = f"real/{document.record.key}"
        for made in of_document(document, builder.rng):
            context = Context(document.id, "real", name, document.language, made.text)
            yield from builder.of_made(made, context)
    for file, documents in options.gold():
        for example in gold_examples(file, documents, builder):
            yield from (example, example)
    if options.parallel:
        yield from parallel_examples(options.parallel, builder)
