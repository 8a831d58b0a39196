"""Learns the coefficients of the answering room and writes `assistant/data/weights.toml`.

    python -m benchmarks.calibrate GOLD.jsonl:shipped GOLD.jsonl:DOCUMENTS … [--data DIR] [--write]

Each gold file is asked of the library named after the colon: "shipped", or a folder of documents. `--data` adds
question sets whose answers are known (korquad, xquad_en): their passages make another library, asked once as
it is and once with the passage that answers left out, which is how near-but-absent questions are had in number.
Run it again for another embedding model; `--model` names it.

Three models are fitted: `rank` by the likelihood of the gold sentences under a softmax over all candidates,
`more` and `verdict` by logistic regression, all with an L2 penalty. Figures are printed by leaving one set out.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize

from assistant.ask import Assistant
from assistant.compare import named_keys
from assistant.evaluate import COVERED, _share
from assistant.extract import MORE, more_features, runs, select
from assistant.follow_up import read_turn
from assistant.question import Question, read_question
from assistant.score import FEATURES, Scored, View, features
from assistant.verdict import SIGNALS, mended, missing_words, signals
from assistant.weights import FILE, Linear, Weights
from assistant.wording import glossary
from index.config import IndexConfig
from index.hit import Filters, Passage, Retrieval
from index.library import Library
from sources.assemble import assemble
from sources.blocks import Block, Reading
from sources.catalog import read_document, read_library
from sources.document import Language, Record

# What is known of a signal beforehand keeps a few hundred questions from teaching its opposite.
_WORSE = {
    "place_missing",
    "year_missing",
    "name_missing",
    "word_missing",
    "elsewhere",
    "figure_missing",
    "left_open",
    "unknown",
}
_EITHER = {"mark_asked", "foreign"}
SIGNS = [
    (None, None) if name in _EITHER else (None, 0.0) if name in _WORSE else (0.0, None) for name in SIGNALS
]
PENALTY = {"rank": 0.01, "more": 1.0, "verdict": 1.0}


@dataclass(frozen=True)
class Case:
    """One question as the assistant sees it. `right` tells which candidate sentences hold gold text."""

    group: str
    gold: dict[str, Any]
    question: Question
    retrieval: Retrieval
    views: tuple[View, ...]
    passages: tuple[Passage, ...]
    matrix: NDArray[np.float64]
    right: NDArray[np.bool_]
    assistant: Assistant

    @property
    def answerable(self) -> bool:
        return bool(self.gold["answerable"])


def holds(gold: Sequence[str], text: str) -> bool:
    return any(_share(quote, text) >= COVERED or _share(text, quote) >= COVERED for quote in gold)


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
    retrieval, views, passages = assistant._find(asked, turn, Filters())
    passages = tuple(p for p in passages if (p.key, p.paragraph.number) not in without)
    if not passages:
        return None
    total = sum(view.weight for view in views)
    matrix = np.sum([(v.weight / total) * features(v, passages, assistant._books()) for v in views], axis=0)
    texts = [s.text for p in passages for s in p.sentences]
    right = np.array([bool(gold["answerable"]) and holds(gold["gold_quotes"], text) for text in texts])
    asked = replace(asked, asked=views[-1].question.asked)
    whole = views[-1].question if turn.follow_up else asked
    return Case(group, gold, whole, retrieval, views, passages, matrix, right, assistant)


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
    """The cases of "FILE:LIBRARY"."""
    file, _, where = spec.partition(":")
    library = Library.open(home / re.sub(r"\W+", "_", where or "shipped"), config)
    if not library.entries():
        for document in (
            read_library() if where in {"", "shipped"} else map(read_document, sorted(Path(where).iterdir()))
        ):
            library.add(document)
    assistant = Assistant(library)
    lines = [json.loads(line) for line in Path(file).read_text("utf-8").splitlines() if line.strip()]
    group = Path(file).stem
    found = [c for gold in lines if (c := case(group, gold, assistant))]
    texts = " ".join(library.document(entry.key).text for entry in library.entries())
    wrong = [
        w
        for gold in lines
        if gold["answerable"] and not gold.get("prev")
        for w in wrong_premises(gold, texts)
    ]
    return found + [c for gold in wrong if (c := case(f"{group}*", gold, assistant))]


def data_cases(
    folder: Path, name: str, language: Language, count: int, home: Path, config: IndexConfig
) -> list[Case]:
    """Cases of a question set: as it is, and with the passage that answers left out."""
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
    found = []
    for item in asked:
        paragraphs = frozenset(place[pid] for pid in item["gold_passage_ids"])
        gold = {
            "id": item["qid"],
            "lang": language,
            "question": item["question"],
            "gold_quotes": [],
            "prev": None,
        }
        seen = case(name, gold | {"answerable": True}, assistant)
        absent = case(name, gold | {"answerable": False}, assistant, paragraphs)
        if seen is not None:
            places = [(p, s) for p in seen.passages for s in p.sentences]
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


def fit_rank(cases: Sequence[Case], penalty: float = PENALTY["rank"]) -> Linear:
    """Weights that make the gold sentences likeliest under a softmax over a question's candidates."""
    told = [c for c in cases if c.right.any()]

    def loss(weights: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        value, slope = 0.0, np.zeros_like(weights)
        for one in told:
            scores = one.matrix @ weights
            share = np.exp(scores - scores.max())
            share /= share.sum()
            right = share * one.right
            value -= np.log(right.sum() + 1e-12)
            slope -= (right / right.sum()) @ one.matrix - share @ one.matrix
        return value / len(told) + penalty * weights @ weights, slope / len(told) + 2 * penalty * weights

    return Linear(minimize(loss, np.zeros(len(FEATURES)), jac=True, method="L-BFGS-B").x)


def fit_logistic(
    rows: NDArray[np.float64],
    truth: NDArray[np.bool_],
    penalty: float,
    weights: NDArray[np.float64] | None = None,
    signs: Sequence[tuple[float | None, float | None]] | None = None,
) -> Linear:
    """Logistic regression with an L2 penalty (the bias free). `signs` are bounds of the coefficients."""
    own = np.ones(len(rows)) if weights is None else weights
    whole = np.hstack([rows, np.ones((len(rows), 1))])
    sign = np.where(truth, 1.0, -1.0)

    def loss(values: NDArray[np.float64]) -> tuple[float, NDArray[np.float64]]:
        margin = sign * (whole @ values)
        pull = -sign * own / (1.0 + np.exp(np.clip(margin, -500, 500)))
        shrunk = np.append(values[:-1], 0.0)
        return float(
            own @ np.logaddexp(0.0, -margin) + 0.5 * penalty * shrunk @ shrunk
        ), whole.T @ pull + penalty * shrunk

    limits = [*(signs or [(None, None)] * rows.shape[1]), (None, None)]
    found = minimize(loss, np.zeros(whole.shape[1]), jac=True, method="L-BFGS-B", bounds=limits).x
    return Linear(found[:-1], float(found[-1]))


def ranked(one: Case, rank: Linear) -> list[Scored]:
    places = [(p, i) for p in one.passages for i in range(len(p.sentences))]
    found = [
        Scored(p, i, float(s), f)
        for (p, i), s, f in zip(places, one.matrix @ rank.values, one.matrix, strict=True)
    ]
    return sorted(found, key=lambda s: -s.score)


def right_spots(one: Case) -> set[tuple[str, int]]:
    places = [(p.document_id, s.start) for p in one.passages for s in p.sentences]
    return {spot for spot, right in zip(places, one.right, strict=True) if right}


def fit_more(cases: Sequence[Case], rank: Linear) -> Linear:
    rows, truth = [], []
    for one in cases:
        if not one.right.any():
            continue
        scored = ranked(one, rank)
        found, candidates = more_features(one.question, scored, scored[0])
        spots = right_spots(one)
        rows.append(found)
        truth += [candidate.spot in spots for candidate in candidates]
    return fit_logistic(np.vstack(rows), np.array(truth), PENALTY["more"])


def chosen(one: Case, weights: Weights) -> tuple[list[Scored], list[Scored]]:
    scored = ranked(one, weights.rank)
    return scored, select(
        one.question,
        scored,
        one.passages,
        one.assistant._books(),
        weights,
        one.assistant._parts(one.question),
    )


def verdict_row(one: Case, weights: Weights) -> NDArray[np.float64]:
    scored, picked = chosen(one, weights)
    terms = mended(one.question, one.passages)
    missing = missing_words(terms, one.retrieval, one.passages)
    anchor = one.assistant._anchors.nearness(one.retrieval.vector)
    return signals(
        one.question,
        terms,
        missing,
        scored,
        picked,
        anchor,
        one.retrieval,
        named_keys(one.question, one.assistant._books()),
    )


def fit_verdict(cases: Sequence[Case], rows: NDArray[np.float64]) -> Linear:
    """Every group weighs alike, and within it the answerable and the unanswerable."""
    truth = np.array([c.answerable for c in cases])
    keys = [(c.group, c.answerable) for c in cases]
    counts = {key: keys.count(key) for key in set(keys)}
    size = len(cases) / len(counts)
    return fit_logistic(
        rows, truth, PENALTY["verdict"], np.array([size / counts[key] for key in keys]), SIGNS
    )


def figures(cases: Sequence[Case], weights: Weights, likely: Sequence[float]) -> dict[str, float]:
    """full, tight, bluffed, silent, hedged over `cases`."""
    full, tight, bluffed, silent, hedged = [], [], [], [], []
    for one, probability in zip(cases, likely, strict=True):
        if not one.answerable:
            bluffed.append(probability >= weights.answer_at)
            continue
        silent.append(probability < weights.hedge_at)
        hedged.append(weights.hedge_at <= probability < weights.answer_at)
        _, picked = chosen(one, weights)
        quotes = [" ".join(s.sentence.text for s in run) for run in runs(picked)]
        if one.gold["gold_quotes"]:
            full.append(
                not silent[-1]
                and all(any(_share(g, q) >= COVERED for q in quotes) for g in one.gold["gold_quotes"])
            )
        spots = right_spots(one)
        right = [any(s.spot in spots for s in run) for run in runs(picked)]
        tight.append(
            sum(len(q) for q, good in zip(quotes, right, strict=True) if good) / sum(map(len, quotes))
        )
    named = {"full": full, "tight": tight, "bluffed": bluffed, "silent": silent, "hedged": hedged}
    return {
        name: round(float(np.mean(values)), 3) if values else float("nan") for name, values in named.items()
    }


def fit(
    cases: Sequence[Case], add_at: float, join_at: float, answer_at: float, hedge_at: float
) -> tuple[Weights, NDArray[np.float64]]:
    """All three models, in their order, and the verdict's rows of `cases`."""
    rank = fit_rank(cases)
    more = fit_more(cases, rank)
    weights = Weights(rank, more, Linear(np.zeros(len(SIGNALS))), add_at, join_at, answer_at, hedge_at)
    rows = np.array([verdict_row(one, weights) for one in cases])
    return replace(weights, verdict=fit_verdict(cases, rows)), rows


def write(weights: Weights, path: Path, note: str) -> None:
    lines = [f"# Written by benchmarks/calibrate.py; do not edit by hand.\n# {note}\n"]
    for name, model, names in (
        ("rank", weights.rank, FEATURES),
        ("more", weights.more, MORE),
        ("verdict", weights.verdict, SIGNALS),
    ):
        lines.append(f"[{name}]")
        lines += [f"{key} = {value:.4f}" for key, value in zip(names, model.values, strict=True)]
        lines.append(f"bias = {model.bias:.4f}\n")
    lines += [
        "[thresholds]",
        f"add_at = {weights.add_at}",
        f"join_at = {weights.join_at}",
        f"answer_at = {weights.answer_at}",
        f"hedge_at = {weights.hedge_at}",
    ]
    path.write_text("\n".join(lines) + "\n", "utf-8")


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", metavar="GOLD.jsonl:LIBRARY")
    parser.add_argument("--data", type=Path, help="folder with korquad and xquad_en")
    parser.add_argument("--count", type=int, default=150, help="questions taken of each set in --data")
    parser.add_argument("--home", type=Path, help="where the libraries are kept between runs")
    parser.add_argument("--model", default="", help="another embedding model")
    parser.add_argument("--add-at", type=float, default=0.16)
    parser.add_argument("--join-at", type=float, default=0.12)
    parser.add_argument("--answer-at", type=float, default=0.5)
    parser.add_argument("--hedge-at", type=float, default=0.2)
    parser.add_argument("--write", action="store_true")
    options = parser.parse_args(argv)
    home = options.home or Path(tempfile.mkdtemp(prefix="gakju-calibrate-"))
    config = IndexConfig(model=options.model) if options.model else IndexConfig()
    cases = [c for spec in options.gold for c in gold_cases(spec, home, config)]
    if options.data:
        cases += data_cases(options.data, "korquad", Language.KO, options.count, home, config)
        cases += data_cases(options.data, "xquad_en", Language.EN, options.count, home, config)
    limits = (options.add_at, options.join_at, options.answer_at, options.hedge_at)
    groups = list(dict.fromkeys(c.group for c in cases))
    for group in groups:
        train = [c for c in cases if c.group != group]
        held = [c for c in cases if c.group == group]
        weights, _ = fit(train, *limits)
        likely = [float(weights.verdict.probability(verdict_row(one, weights))) for one in held]
        print(f"left out {group:14}", figures(held, weights, likely))
    weights, rows = fit(cases, *limits)
    likely = weights.verdict.probability(rows).tolist()
    for group in groups:
        here = [i for i, c in enumerate(cases) if c.group == group]
        print(f"fitted   {group:14}", figures([cases[i] for i in here], weights, [likely[i] for i in here]))
    if options.write:
        write(weights, FILE, f"fitted on {len(cases)} questions of {', '.join(groups)}")


if __name__ == "__main__":
    main()
