"""Learns the maps that bring a question among texts of the other language, and says what they are worth.

    python -m benchmarks.crossing --papers DIR … --held DIR … --kept DIR [--write]

Trained on the questions of `benchmarks/reader/questions.tsv` that are in the other language than their
document, over the documents of `--papers`; measured on those of `held.tsv` over `--held`, which it never
sees: how often what answers is the nearest of all in its language, and among the nearest 6 and 20, before
and after. Vectors are kept in `--kept`, a file a document, so that a run that was stopped goes on. For each
language a map W and a shift b are found that bring q + qW + b nearest to what answers: the softmax over all
sentences, and over all paragraphs, of the other language, with W and b held small. Ten minutes for the
vectors on two cores, three for the fit.
"""

from __future__ import annotations

import argparse
import hashlib
import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
import torch
from torch import Tensor
from torch.nn.functional import normalize

from benchmarks.reader.asked import FILE, Line, Read, lines_of
from benchmarks.reader.sources import Sources
from index.models.bundled import load_embedder
from index.models.crossing import Crossing, Map
from index.models.embed import Embedder
from sources.document import Document, Language

HELD = FILE.with_name("held.tsv")
SHOWN = 60  # of a document's other sentences and paragraphs to train on
LONGEST = 700  # characters of a text
TEMPERATURE, SMALL, RATE, STEPS = 0.02, 0.05, 1.5e-3, 50
AMONG = (1, 6, 20)


@dataclass(frozen=True, slots=True)
class Vectors:
    """Of a set of documents: questions (n, dim) of one language, texts (m, dim) of the other, and (n, m)
    which of these answer."""

    questions: Tensor
    texts: Tensor
    right: Tensor


@dataclass(frozen=True, slots=True)
class Kept:
    """Of one document: its questions in the other language, with (paragraph, sentence) of what answers, and
    its sentences and paragraphs, paragraphs with 0 for the sentence."""

    language: Language
    questions: np.ndarray
    answers: list[frozenset[tuple[int, int]]]
    places: list[tuple[int, int]]
    texts: np.ndarray


def kept_of(name: str, document: Document, lines: Sequence[Line], whole: bool, folder: Path) -> Kept:
    """The vectors of one document; `whole` takes all its texts, not some of those that answer nothing."""
    own = [x for x in lines if x.document == name and x.answered and x.language is not document.language]
    answers = [frozenset(place for n, s in x.refs for place in ((n, s), (n, 0))) for x in own]
    told = dict(_texts(document, frozenset().union(*answers), whole, random.Random(name)))
    marked = "\n".join((*told.values(), *(x.question for x in own)))
    file = folder / f"{name}-{hashlib.sha256(marked.encode()).hexdigest()[:12]}.npz"
    if not file.exists():
        embedder: Embedder = load_embedder()
        texts = embedder.passages(list(told.values()))
        questions = [embedder.query(x.question) for x in own]
        np.savez(file, texts=texts, questions=np.stack(questions) if questions else texts[:0])
    held = np.load(file)
    return Kept(document.language, held["questions"], answers, list(told), held["texts"])


def _texts(
    document: Document, answering: frozenset[tuple[int, int]], whole: bool, rng: random.Random
) -> Iterator[tuple[tuple[int, int], str]]:
    read = Read(document)
    share = SHOWN / max(SHOWN, len(read.numbers))
    for n in read.numbers:
        text, spans = read.shown(n)
        if whole or (n, 0) in answering or rng.random() < share:
            yield (n, 0), f"{read.head(n)}\n{text}"[:LONGEST]
        for s, (a, b) in enumerate(spans, 1):
            if whole or (n, s) in answering or rng.random() < share / max(1, len(spans)):
                yield (n, s), text[a:b][:LONGEST]


def gathered(kept: Sequence[Kept], asked: Language, sentences: bool) -> Vectors:
    """Questions in `asked` over the sentences, or the paragraphs, of all documents in the other language."""
    own = [one for one in kept if one.language is asked.other]
    rows = [[i for i, place in enumerate(one.places) if bool(place[1]) is sentences] for one in own]
    texts = torch.tensor(np.concatenate([one.texts[at] for one, at in zip(own, rows, strict=True)]))
    questions = torch.tensor(np.concatenate([one.questions for one in own]))
    right = torch.zeros(len(questions), len(texts), dtype=torch.bool)
    row = start = 0
    for one, at in zip(own, rows, strict=True):
        for answer in one.answers:
            right[row, start : start + len(at)] = torch.tensor([one.places[i] in answer for i in at])
            row += 1
        start += len(at)
    answered = right.any(1)
    return Vectors(questions[answered], texts, right[answered])


def fitted(parts: Sequence[Vectors], own: Tensor) -> Map:
    """The map of one direction; `own` are texts in the language of the questions."""
    size = parts[0].questions.shape[1]
    turned, shift = torch.zeros(size, size, requires_grad=True), torch.zeros(size, requires_grad=True)
    optimiser = torch.optim.Adam([turned, shift], lr=RATE)
    for _ in range(STEPS):
        loss = SMALL * (turned.pow(2).sum() + shift.pow(2).sum())
        for one in parts:
            moved = normalize(one.questions + one.questions @ turned + shift, dim=1)
            scores = moved @ one.texts.T / TEMPERATURE
            answering = scores.masked_fill(~one.right, -torch.inf).logsumexp(1)
            loss = loss + (scores.logsumexp(1) - answering).mean()
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    found = Map(turned.detach().numpy(), shift.detach().numpy())
    questions = torch.cat([one.questions for one in parts])
    moved = torch.tensor(np.stack([found(q) for q in questions.numpy()]))
    there = torch.cat([one.texts for one in parts])
    return replace(found, long=_apart(questions, own) / _apart(moved, there))


def _apart(questions: Tensor, texts: Tensor) -> float:
    """How far apart a question's products with texts lie: their standard deviation, mean over questions."""
    return float((questions @ texts.T).std(1).mean())


def among(one: Vectors, questions: Tensor) -> list[float]:
    """How often what answers is among the nearest so many."""
    order = torch.argsort(-(questions @ one.texts.T), dim=1)
    ranks = one.right.gather(1, order).float().argmax(1)
    return [round(float((ranks < most).float().mean()), 3) for most in AMONG]


def kept_in(folders: Sequence[Path], file: Path, kept: Path, whole: bool) -> list[Kept]:
    documents = Sources(Path(), tuple(folders)).named_documents()
    lines = [line for line in lines_of(file) if line.document in documents]
    names = dict.fromkeys(line.document for line in lines)
    kept.mkdir(parents=True, exist_ok=True)
    return [kept_of(name, documents[name], lines, whole, kept) for name in names]


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--papers", type=Path, nargs="+", required=True)
    parser.add_argument("--held", type=Path, nargs="+", required=True)
    parser.add_argument("--kept", type=Path, required=True)
    parser.add_argument("--write", action="store_true", help="into the package")
    options = parser.parse_args(argv)
    torch.manual_seed(0)
    papers = kept_in(options.papers, FILE, options.kept / "papers", False)
    held = kept_in(options.held, HELD, options.kept / "held", True)
    maps = {}
    for asked in Language:
        parts = [gathered(papers, asked, sentences) for sentences in (True, False)]
        own = np.concatenate([one.texts for one in papers if one.language is asked])
        maps[asked] = fitted(parts, torch.tensor(own))
        print(asked, len(parts[0].questions), "questions,", sum(len(p.texts) for p in parts), "texts")
    crossing = Crossing(maps)
    for asked in Language:
        for sentences in (True, False):
            one = gathered(held, asked, sentences)
            moved = torch.tensor(np.stack([crossing(q, asked) for q in one.questions.numpy()]))
            what = "sentences" if sentences else "paragraphs"
            print(asked, what, len(one.questions), among(one, one.questions), "→", among(one, moved))
    if options.write:
        crossing.write()


if __name__ == "__main__":
    main()
