"""How well Gakju finds: its own retrieval over public question sets, beside plain dense and plain BM25.

    python -m benchmarks.retrieval --data DIR [--json] [--out DIR] [--half report|choose|all] [--ablations]

DIR holds NAME.jsonl (qid, question, lang, gold_passage_ids) and NAME.passages.jsonl (pid, text, title, lang)
for the sets in SETS. Passages become documents of a real Library, questions go through Library.retrieve, and
a passage ranks where the first of its chunks does. Weights were chosen on the "choose" half of the
questions; by default only the other half is reported. Embeddings are kept in --out, so that a second run
takes seconds; times are of whole questions, one thread, the embedding included.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

import index.making.models as models_room
from benchmarks.measure import Memo, interval, ndcg, plain_bm25, plain_dense
from benchmarks.parts import costs
from benchmarks.sets import CROSS, MIXED, SAME_LANGUAGE, Half, Set, article_documents, in_half, load, mixed
from index.config import IndexConfig
from index.finding.lexicon import Lexicon
from index.finding.retrieve import ACROSS, SAME, Retriever, Weights
from index.hit import Hit, Retrieval
from index.library import Library
from index.models.universal import second_encoder
from index.models.word_vectors import word_encoder
from index.words.dictionary import shared_dictionary
from sources.document import Document, Language


@dataclass(frozen=True, slots=True)
class Shelf:
    """A library of a set's passages, and where each paragraph's passage is."""

    library: Library
    passages: Mapping[tuple[str, int], str]

    def passages_of(self, hit: Hit) -> list[str]:
        """The passages a hit's chunk stands in."""
        return [self.passages[hit.chunk.key, number] for number in self._numbers(hit)]

    def _numbers(self, hit: Hit) -> list[int]:
        document = self.library.document(hit.chunk.key)
        start, end = hit.chunk.start, hit.chunk.end
        return [one.number for one in document.paragraphs if one.start < end and start < one.end]


def shelve(
    documents: Sequence[Document], passages: Mapping[tuple[str, int], str], home: Path, config: IndexConfig
) -> Shelf:
    """A library of `documents` in `home`; those that are there already are not added again."""
    library = Library.open(home, config)
    for count, document in enumerate(documents, 1):
        library.add(document)
        if count % 200 == 0:
            print(f"{home.name}: {count} of {len(documents)}", file=sys.stderr, flush=True)
    library.save()
    return Shelf(library, passages)


def ranking(shelf: Shelf, hits: Sequence[Hit]) -> list[str]:
    """Passages in the order of their first chunk."""
    return list(dict.fromkeys(passage for hit in hits for passage in shelf.passages_of(hit)))


Ask = Callable[[str, Language], Retrieval]


def asked(shelf: Shelf, retriever: Retriever | None = None) -> Ask:
    """The library's own retrieve, or the same with other weights."""
    if retriever is None:
        return lambda question, language: shelf.library.retrieve(question, language)
    return lambda question, language: retriever.retrieve(shelf.library.embedder, question, language)


def gains(shelf: Shelf, one: Set, half: Half, ask: Ask) -> tuple[np.ndarray, float]:
    """nDCG@10 of each question of the half, and the median ms a question took."""
    found, took = [], []
    for question in in_half(one.questions, half):
        start = time.perf_counter()
        retrieval = ask(question.text, question.language)
        took.append(1000 * (time.perf_counter() - start))
        ranked = ranking(shelf, retrieval.lists[one.target])
        found.append(ndcg(ranked, question.gold))
    return np.array(found), float(np.median(took))


def hits_at_six(shelf: Shelf, one: Set, half: Half, ask: Ask) -> dict[str, np.ndarray]:
    """In a mixed library: whether the gold passage is in one of six hits, by whose language it is in."""
    found: dict[str, list[float]] = {"same": [], "other": []}
    for question in in_half(one.questions, half):
        retrieval = ask(question.text, question.language)
        there = ranking(shelf, retrieval.hits)
        gold = next(pid for pid in question.gold if pid in one.passages)
        kind = "same" if one.passages[gold].language is question.language else "other"
        found[kind].append(float(gold in there))
    return {kind: np.array(values) for kind, values in found.items()}


class Ablated(Lexicon):
    """The lexicon without some of its sources."""

    def __init__(self, shelf: Shelf, config: IndexConfig, without: set[str]) -> None:
        words = None if "dictionary" in without else shared_dictionary(config.cache_dir)
        super().__init__(shelf.library.reader, word_encoder(config, second_encoder(config)), words)
        self._without = without

    def sounding(self, word: str, language: Language) -> list[tuple[str, float]]:
        return [] if "sounds" in self._without else super().sounding(word, language)

    def _from_glossary(self, question, language, glossary):
        return {} if "glossary" in self._without else super()._from_glossary(question, language, glossary)

    def nearest(self, words, language):
        if "induced" in self._without:
            return [{} for _ in words]
        return super().nearest(words, language)


def ablations(shelf: Shelf, config: IndexConfig) -> dict[str, Ask]:
    """Name → the same retrieval without one of its parts."""

    def without(name: str, change: Callable[[Weights], Weights]) -> tuple[str, Ask]:
        weights = {True: change(SAME), False: change(ACROSS)}
        return name, asked(shelf, Retriever(shelf.library.reader, config, weights=weights))

    def bare(*sources: str) -> Ask:
        lexicon = Ablated(shelf, config, set(sources))
        return asked(shelf, Retriever(shelf.library.reader, config, lexicon=lexicon))

    parts = dict(
        [
            without("without bigrams", lambda one: replace(one, bigrams=0.0)),
            without("without the second encoder", lambda one: replace(one, second=0.0)),
            without("without words (BM25)", lambda one: replace(one, words=0.0, bigrams=0.0)),
            without("without the embedding model", lambda one: replace(one, dense=0.0)),
        ]
    )
    parts["without the induced lexicon"] = bare("induced")
    parts["without the dictionary"] = bare("dictionary")
    parts["without the glossary"] = bare("glossary")
    parts["without names by sound"] = bare("sounds")
    parts["words written alike only"] = bare("induced", "dictionary", "glossary", "sounds")
    return parts


def run(data: Path, out: Path, half: Half, ablate: bool) -> dict[str, object]:
    """Every figure of the benchmark, as what --json prints."""
    config = IndexConfig()
    memo = Memo(config, out / "embeddings")
    models_room.load_embedder = lambda _: memo  # type: ignore[assignment,return-value]
    report: dict[str, object] = {"half": half.value}
    shelves: dict[str, Shelf] = {}
    table: dict[str, dict[str, object]] = {}
    for name in (*SAME_LANGUAGE, *CROSS):
        one = load(data, name)
        home = f"{one.family}-{one.target}"
        if home not in shelves:
            shelves[home] = shelve(*article_documents(one.passages), out / "libraries" / home, config)
            memo.save()
        shelf = shelves[home]
        scores, ms = gains(shelf, one, half, asked(shelf))
        row: dict[str, object] = {"questions": len(scores), "nDCG@10": interval(scores), "ms": round(ms, 1)}
        row["plain dense"] = interval(plain_dense(memo, one, half))
        row["plain BM25"] = interval(plain_bm25(one, half))
        if ablate:
            row["ablations"] = {
                title: interval(gains(shelf, one, half, ask)[0])
                for title, ask in ablations(shelf, config).items()
            }
        table[name] = row
        memo.save()
        print(line(name, row), file=sys.stderr, flush=True)
    report["sets"] = table
    report["macro"] = {
        kind: {column: macro(table, names, column) for column in ("nDCG@10", "plain dense", "plain BM25")}
        for kind, names in (("same language", SAME_LANGUAGE), ("across languages", CROSS))
    }
    if ablate:
        report["ablations"] = {
            title: {
                kind: mean([value_of(table[name]["ablations"][title]) for name in names])  # type: ignore[index]
                for kind, names in (("same language", SAME_LANGUAGE), ("across languages", CROSS))
            }
            for title in table[CROSS[0]]["ablations"]  # type: ignore[union-attr]
        }
    report["mixed"], report["ms of each part"] = run_mixed(data, out, half, config)
    memo.save()
    return report


def run_mixed(
    data: Path, out: Path, half: Half, config: IndexConfig
) -> tuple[dict[str, object], dict[str, float]]:
    """Hits among six in the mixed library, and what each part of finding costs a question there."""
    sets = mixed({name: load(data, name) for name in MIXED})
    shelf = shelve(*article_documents(sets[0].passages), out / "libraries" / "mixed", config)
    found: dict[str, list[np.ndarray]] = {"same": [], "other": []}
    result: dict[str, object] = {"passages": len(sets[0].passages)}
    for one in sets:
        parts = hits_at_six(shelf, one, half, asked(shelf))
        for kind, values in parts.items():
            found[kind].append(values)
            result[f"{one.name}, answer in the {kind} language"] = interval(values)
    for kind, arrays in found.items():
        result[f"hit@6 {kind}"] = interval(np.concatenate(arrays))
    asking = [question for one in sets for question in in_half(one.questions, half)[:60]]
    return result, costs(shelf.library, asking, config)


def value_of(cell: object) -> float:
    assert isinstance(cell, dict)
    return float(cell["value"])


def mean(values: Sequence[float]) -> float:
    return round(float(np.mean(values)), 4)


def macro(table: Mapping[str, Mapping[str, object]], names: Sequence[str], column: str) -> float:
    return mean([value_of(table[name][column]) for name in names])


def line(name: str, row: Mapping[str, object]) -> str:
    cells = [f"{column} {shown(row[column])}" for column in ("nDCG@10", "plain dense", "plain BM25")]
    return f"{name:12s} " + "  ".join(cells) + f"  {row['ms']} ms  n={row['questions']}"


def shown(cell: object) -> str:
    assert isinstance(cell, dict)
    return f"{cell['value']:.3f} [{cell['low']:.3f}, {cell['high']:.3f}]"


def show(report: Mapping[str, object]) -> None:
    sets, totals, mix = report["sets"], report["macro"], report["mixed"]
    assert isinstance(sets, dict) and isinstance(totals, dict) and isinstance(mix, dict)
    print(f"nDCG@10 with 95% bootstrap intervals; questions: the {report['half']} half")
    for name, row in sets.items():
        print(line(name, row))
    for kind, row in totals.items():
        print(f"macro {kind}: " + "  ".join(f"{column} {value:.4f}" for column, value in row.items()))
    for title, row in report.get("ablations", {}).items():  # type: ignore[attr-defined]
        values = [value_of(held["ablations"][title]) for held in sets.values()]
        print(f"  {title:32s} " + " ".join(f"{value:.3f}" for value in values), end="  ")
        print("  ".join(f"{kind} {value:.4f}" for kind, value in row.items()))
    parts = report["ms of each part"]
    assert isinstance(parts, dict)
    print("milliseconds a question in the mixed library: " + ", ".join(f"{k} {v}" for k, v in parts.items()))
    print(f"mixed library of {mix['passages']} passages")
    for name, cell in mix.items():
        if name != "passages":
            print(f"  {name:48s} {shown(cell)}")


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--out", type=Path, default=Path(tempfile.gettempdir()) / "gakju-retrieval")
    parser.add_argument("--half", type=Half, default=Half.REPORT, choices=list(Half))
    parser.add_argument("--ablations", action="store_true")
    options = parser.parse_args()
    report = run(options.data, options.out, options.half, options.ablations)
    if options.json:
        print(json.dumps(report, ensure_ascii=False))
    else:
        show(report)


if __name__ == "__main__":
    main()
