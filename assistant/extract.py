"""Which sentences make the answer: one right sentence where one will do, up to four where the question needs them.

From sentences scored by `score`, best first. Another is added only for a reason: the question has sides or
parts, it names several documents, the answer is a list told in ordinals, or a small learnt model finds it
likely that the sentence belongs to the answer too (it goes on from the first, it has the figure the first
lacks, the scores cannot tell the two apart). The first is the answer; the rest follow in reading order.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from types import MappingProxyType

import numpy as np
from numpy.typing import NDArray

from assistant.compare import best_of_each, likeness, named_keys
from assistant.cues import ASKED, Asked
from assistant.drawn import drawn
from assistant.evidence import HARD, figures_in, holds, labelled
from assistant.question import Question, asked_in
from assistant.references import Shelf
from assistant.score import FEATURES, LEANS, Scored, View, features, introduces_author, views_of
from assistant.weights import Weights
from assistant.wording import SYNONYM, Sought, glossary, has, sought
from index.capitals import countries
from index.hit import Passage, Vector
from index.terms import TermKind

MOST = 4  # sentences of an answer
CONSIDERED = 9  # sentences, best first, that may be added
SAME = 0.955  # cosine from which two sentences of one document say the same
PART_GAP = 3.0  # how far below the best a part's own sentence may score
ON_A_PAR = 0.8  # how far below the first a sentence may score that the scores cannot tell from it
SEVERAL_GAP = 1.5  # the same where a list, a comparison or several things are asked for
BOTH_AUTHORS = 0.9  # how far below the best what is said of another author may score; SAME_TALK is more
LIKE = 2.0  # score points a sentence loses that tells of other things of the kind
POINT_GAP = 6.0  # the same for a point of a list told in ordinals

MORE = (
    "gap",
    "share",
    "next",
    "previous",
    "paragraph",
    "leans",
    "why",
    "why_paragraph",
    "soft",
    "hard",
    "hard_lack",
    "document",
    "list",
    "length",
    "parts",
    "comparison",
    "alike",
)
_LEXICAL = FEATURES.index("lexical")
_HARD = FEATURES.index("hard")
_SOFT = FEATURES.index("soft")
_COVERS = FEATURES.index("covers")
FIGURES = frozenset({Asked.PERCENT, Asked.MONEY, Asked.NUMBER, Asked.YEAR, Asked.WHEN})
_LENGTH = FEATURES.index("length")
_CONSEQUENCE = re.compile(
    r"따라서|이에 따라|그래서|이 때문에|이로 인해|그 결과|이를 위해|이런 이유로|\b(?:therefore|thus|hence|consequently|accordingly|as a result)\b",
    re.IGNORECASE,
)
_ORDINAL = re.compile(
    r"^(?:첫째|둘째|셋째|넷째|다섯째|첫 번째|두 번째|세 번째|우선|먼저|끝으로|마지막으로|First(?:ly)?|Second(?:ly)?|Third(?:ly)?"
    r"|Fourth(?:ly)?|Finally|Lastly)(?![가-힣A-Za-z])"
)


def shares(scored: Sequence[Scored]) -> NDArray[np.float64]:
    """The softmax over the scores: how likely each sentence is to be the answer, as the weights were learnt."""
    values = np.array([s.score for s in scored])
    grown = np.exp(values - values.max())
    whole: NDArray[np.float64] = grown / grown.sum()
    return whole


def select(
    question: Question,
    scored: Sequence[Scored],
    passages: Sequence[Passage],
    shelf: Shelf,
    weights: Weights,
    part_vectors: Mapping[str, Vector] = MappingProxyType({}),
) -> list[Scored]:
    """The sentences of the answer, first the answer, then the rest in reading order; [] for no sentence."""
    if not scored:
        return []
    if question.quotes:
        return quotations(question, scored)
    scored = _of_the_thing(question, scored)
    chosen = _authors(question, scored, shelf) or _next_one(question, scored, shelf)
    if chosen:
        return chosen
    scored = _asked_now(question, scored)
    chosen = _advised(question, scored, best_of_each(question, scored, shelf))
    if question.asks(Asked.COMPARISON):
        chosen = drawn(question, scored, named_keys(question, shelf), shelf) or chosen
    if len(chosen) == 1 and question.asks(Asked.LIST, Asked.RECOMMENDATION):
        chosen = _points(scored) or chosen
    if len(chosen) == 1:
        chosen = _labelled(question, scored, chosen[0]) or _country(question, scored, chosen[0]) or chosen
    extras = [
        *_announced(scored, chosen[0]),
        *_read_with(question, scored, chosen[0]),
        *_reason_before(question, scored, chosen[0]),
        *_parts(question, scored, passages, shelf, weights, part_vectors),
        *_evidence(question, scored, chosen),
        *_likely(question, scored, chosen, weights, named_keys(question, shelf)),
    ]
    for extra in extras:
        if len(chosen) < MOST and not _repeats(extra, chosen):
            chosen.append(extra)
    told = {s.spot for s in chosen}
    behind = [after for one in chosen[1:] for after in _announced(scored, one) if after.spot not in told]
    return _ordered([*chosen, *behind[:1]])


_WHEN_WORDS = frozenset(
    {"처음", "최초", "먼저", "나중", "마지막", "이전", "first", "last", "earlier", "later"}
)


def _asked_now(question: Question, scored: Sequence[Scored]) -> Sequence[Scored]:
    """For a follow-up, a sentence that has all of its own words first, among those as good as the best."""
    own = own_terms(question) if "\n" in question.text else ()
    own = tuple(t for t in own if t.kind is not TermKind.VERB and t.surface not in _WHEN_WORDS)
    if not own:
        return scored
    level = [s for s in scored if s.score >= scored[0].score - ON_A_PAR]
    whole = (s for s in level if all(_worth(s, t) >= SYNONYM for t in own))
    first = next(whole, level[0])
    return [first, *(s for s in scored if s.spot != first.spot)]


# A sentence about things of the same kind, and a question that asks about those.
_ITS_LIKE = re.compile(
    r"(?:같은|비슷한|유사한)\s(?:종류|성격|유형)의|\bof (?:the same|a similar) (?:kind|sort|type)\b",
    re.IGNORECASE,
)
_ASKS_LIKE = re.compile(
    r"같은|비슷|유사|다른|역시|[가-힣]도\s|\b(?:too|also|other|others|another|similar|same|like)\b", re.I
)


def _of_the_thing(question: Question, scored: Sequence[Scored]) -> Sequence[Scored]:
    """`scored` with those behind that tell of other things of the kind asked about ("… of the same kind")."""
    if _ASKS_LIKE.search(question.text):
        return scored
    marked = [
        replace(s, score=s.score - LIKE)
        if any(_ITS_LIKE.search(text) for text, _ in views_of(s.passage, s.sentence))
        else s
        for s in scored
    ]
    return sorted(marked, key=lambda s: -s.score)


def _authors(question: Question, scored: Sequence[Scored], shelf: Shelf) -> list[Scored]:
    """Asked who the author is, without saying of what: the sentence that names one, for each document; [] where
    fewer than two documents are meant."""
    if question.asks(Asked.RECOMMENDATION, Asked.WHY) or named_keys(question, shelf):
        return []
    if "\n" in question.text:
        return _of_each_author(question, scored)
    if not question.asks(Asked.AUTHOR) or not question.asks(Asked.WHO, Asked.NAMES):
        return []
    found: dict[str, Scored] = {}
    for one in scored:
        names = [n for given in one.passage.record.authors.values() for n in given if n]
        if any(n in text for n in names for text, _ in views_of(one.passage, one.sentence)):
            found.setdefault(one.passage.key, one)
    return list(found.values())[:MOST] if len(found) > 1 else []


def _of_each_author(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """Where authors were spoken of and something is asked of them, the sentence of each that says it."""
    own = [t for t in own_terms(question) if t.kind is not TermKind.VERB]
    if not own or not ASKED[Asked.AUTHOR].search(question.text.split("\n")[0]):
        return []
    found: dict[str, Scored] = {}
    for one in scored:
        if one.score < scored[0].score - BOTH_AUTHORS or not introduces_author(one.passage):
            continue
        if all(_worth(one, t) >= SYNONYM for t in own):
            found.setdefault(one.passage.key, one)
    return list(found.values())[:MOST] if len(found) > 1 else []


def _advised(question: Question, scored: Sequence[Scored], chosen: list[Scored]) -> list[Scored]:
    """Asked what is recommended, a sentence that recommends comes before one that only stands near."""
    if not question.asks(Asked.RECOMMENDATION) or len(chosen) > 1 or _advises(chosen[0], question):
        return chosen
    better = (s for s in scored[:12] if _advises(s, question) and s.score >= scored[0].score - PART_GAP)
    return list(better)[:1] or chosen


def _advises(one: Scored, question: Question) -> bool:
    return any(
        holds(Asked.RECOMMENDATION, text, question.text, own)
        for text, own in views_of(one.passage, one.sentence)
    )


_ANNOUNCES = re.compile(
    r"(?:두|세|네|다섯|여섯|\d+)\s?(?:개의?\s)?(?:가지|부분|갈래|단계|요소|축|항목)(?:로|으로|가|이)\s?(?:나뉜다|나뉘었다|구분된다|이루어진다|있다)\.?$"
    r"|(?:다음과 같다|아래와 같다)\.?$"
    r"|\b(?:divided|split|falls?|broken down) into (?:two|three|four|five|six) (?:\w+ )?(?:parts|kinds|groups|stages|pillars)\.$|\bas follows[.:]$",
    re.IGNORECASE,
)


def _announced(scored: Sequence[Scored], first: Scored) -> Iterable[Scored]:
    """What a sentence announces ("… falls into two parts.") stands in the one after it."""
    if not any(_ANNOUNCES.search(text.strip()) for text, _ in views_of(first.passage, first.sentence)):
        return ()
    return (s for s in scored if _paragraph(s) == _paragraph(first) and s.place == first.place + 1)


def _read_with(question: Question, scored: Sequence[Scored], first: Scored) -> Iterable[Scored]:
    """The sentence that `first` points back to, where it names what is asked about and `first` does not."""
    if not first.place or not LEANS.match(first.sentence.text):
        return ()
    before = [s for s in scored if _paragraph(s) == _paragraph(first) and s.place == first.place - 1]
    lacking = [
        t
        for t in sought(question.text, question.language)
        if t.kind in {TermKind.NAME, TermKind.NUMBER} and not _has([first], t)
    ]
    return before if any(_has(before, t) for t in lacking) else ()


def _next_one(question: Question, scored: Sequence[Scored], shelf: Shelf) -> list[Scored]:
    """Asked for the next of a series without saying after which: what the latest document says of a next one."""
    if not question.asks(Asked.NEXT) or named_keys(question, shelf) or figures_in(question.text):
        return []
    told = [
        s
        for s in scored[:CONSIDERED]
        if s.score >= scored[0].score - PART_GAP
        and any(holds(Asked.NEXT, text, question.text, own) for text, own in views_of(s.passage, s.sentence))
    ]
    return [max(told, key=lambda s: (s.passage.record.date, s.score))] if told else []


def quotations(question: Question, scored: Sequence[Scored]) -> list[Scored]:
    """As many sentences as were asked for, but only such as speak of what was named, best first."""
    wanted = question.quotes or MOST
    top = scored[0]
    names = [t for t in sought(question.text, question.language) if t.kind is TermKind.NAME]
    found = [top]
    for other in scored[1:]:
        texts = views_of(other.passage, other.sentence)
        if names:
            on_topic = all(max(has(t, text, own) for text, own in texts) >= 0.99 for t in names)
        else:
            on_topic = other.features[_LEXICAL] >= 0.6 * top.features[_LEXICAL]
        if on_topic and not _repeats(other, found) and len(found) < wanted:
            found.append(other)
    return found


def _points(scored: Sequence[Scored]) -> list[Scored]:
    """The points of a list told in ordinals in one section, where one of the best sentences is such a point."""
    top = next((s for s in scored[:3] if _ORDINAL.match(s.sentence.text)), None)
    if top is None:
        return []
    section = (top.passage.key, top.passage.paragraph.section)
    points = [
        s
        for s in scored
        if (s.passage.key, s.passage.paragraph.section) == section
        and _ORDINAL.match(s.sentence.text)
        and s.score > scored[0].score - POINT_GAP
    ]
    points.sort(key=lambda s: s.sentence.start)
    return points[:MOST] if len(points) > 1 else []


def _reason_before(question: Question, scored: Sequence[Scored], first: Scored) -> Iterable[Scored]:
    """Asked why, a sentence that draws a consequence ("… is therefore reserved") has its reason before it."""
    if not question.asks(Asked.WHY) or not first.place or not _CONSEQUENCE.search(first.sentence.text[:60]):
        return ()
    return (s for s in scored if _paragraph(s) == _paragraph(first) and s.place == first.place - 1)


def _parts(
    question: Question,
    scored: Sequence[Scored],
    passages: Sequence[Passage],
    shelf: Shelf,
    weights: Weights,
    part_vectors: Mapping[str, Vector],
) -> Iterable[Scored]:
    """The best sentence for each single question inside a multi-part one."""
    by_spot = {s.spot: s for s in scored}
    places = [(p, i) for p in passages for i in range(len(p.sentences))]
    for part in question.parts:
        if part not in part_vectors:
            continue
        asked = replace(question, text=part, asked=asked_in(part), parts=(), sides=(), about=question.text)
        values = features(View(asked, part_vectors[part]), passages, shelf) @ weights.rank.values
        passage, place = places[int(np.argmax(values))]
        best = by_spot[(passage.document_id, passage.sentences[place].start)]
        if best.score >= scored[0].score - PART_GAP:
            yield best


def _labelled(question: Question, scored: Sequence[Scored], first: Scored) -> list[Scored]:
    """Asked which one of a kind, the sentence of the same document that says which, where `first` does not."""
    if labelled(first.sentence.text, question.text, first.passage.language) is not False:
        return []
    near = (s for s in scored if s.passage.key == first.passage.key and s.score >= first.score - POINT_GAP)
    return [s for s in near if labelled(s.sentence.text, question.text, s.passage.language)][:1]


def _evidence(question: Question, scored: Sequence[Scored], chosen: Sequence[Scored]) -> Iterable[Scored]:
    """A sentence near the top, or next to the first, with the mark asked for, where none chosen has it; asked
    why, one that names a reason as such."""
    if question.asks(Asked.WHY) and not any(s.features[_SOFT] > 0.9 for s in chosen):
        named = (s for s in scored[:6] if s.features[_SOFT] > 0.9 and s.score >= scored[0].score - PART_GAP)
        yield from list(named)[:1]
    if not question.asked & (HARD - {Asked.WHERE}) or any(s.features[_HARD] > 0.5 for s in chosen):
        return
    for candidate in scored[:12]:
        near = candidate in scored[:4] or _adjacent(candidate, chosen[0])
        if near and candidate.features[_HARD] > 0.5 and candidate.score >= scored[0].score - PART_GAP:
            yield candidate
            return


_COUNTRY = re.compile(
    r"나라|국가|회원국|\bcountr(?:y|ies)\b|\bstates?\b|\bnations?\b|\bmembers?\b|\ball(?:y|ies)\b",
    re.IGNORECASE,
)
_WHICH_COUNTRY = re.compile(
    r"(?:나라|국가|회원국)(?:들)?(?:은|는|이|가)?\s?(?:어디|누구|\?|$)|어느\s?(?:나라|국가)|\b(?:which|what) (?:\w+ )?(?:country|countries|states?|nations?)\b",
    re.IGNORECASE,
)


def _country(question: Question, scored: Sequence[Scored], first: Scored) -> list[Scored]:
    """Asked which country, the best sentence that names one and calls it a country, where `first` names none."""
    if not question.asks(Asked.WHERE) or not _WHICH_COUNTRY.search(question.text.rsplit("\n", 1)[-1]):
        return []
    if _countries_new(first, question):
        return []
    near = (s for s in scored[:CONSIDERED] if s.score >= first.score - PART_GAP)
    return [s for s in near if _countries_new(s, question) and _COUNTRY.search(s.sentence.text)][:1]


def _countries_new(one: Scored, question: Question) -> bool:
    """Whether the sentence names a country that the question does not."""
    known = {m.entry for m in glossary().matches(question.text, question.language)}
    return any(
        match.entry in countries() and match.entry not in known
        for text, own in views_of(one.passage, one.sentence)
        for match in glossary().matches(text, own)
    )


def _likely(
    question: Question,
    scored: Sequence[Scored],
    chosen: Sequence[Scored],
    weights: Weights,
    named: Collection[str],
) -> Iterable[Scored]:
    """Sentences that probably belong to the answer too, the likeliest first."""
    rows, candidates = more_features(question, scored, chosen[0])
    if not candidates:
        return []
    likely = weights.more.probability(rows)
    order = np.argsort(-likely, kind="stable")
    return [
        candidates[i]
        for i in order
        if likely[i] >= (weights.join_at if _adjacent(candidates[i], chosen[0]) else weights.add_at)
        and _adds(question, candidates[i], chosen, named)
    ]


def _adds(question: Question, other: Scored, chosen: Sequence[Scored], named: Collection[str]) -> bool:
    """Whether `other` brings what the chosen sentences lack: what is asked for, a word of the question, what
    a sentence that leans on its neighbour is read with. Standing near the answer is not enough."""
    first = chosen[0]
    if question.asks(Asked.RECOMMENDATION):
        if not _advises(other, question):
            return False
        if _adjacent(other, first):
            return True
    strange = first.passage.key in named and other.passage.key not in named  # of a document not asked about
    # On a par with the first by what was spoken of before, and silent on what is asked now.
    beside = own_terms(question) if "\n" in question.text else ()
    silent = bool(beside) and not any(_has([other], t) for t in beside)
    # Another figure, with fewer of the question's words, is the figure of something else.
    astray = (
        bool(question.asked & FIGURES)
        and first.features[_HARD] > 0.5
        and other.features[_COVERS] < first.features[_COVERS] - 0.01
        and not _figures(other, question) & _figures(first, question)
    )
    if other.score >= first.score - ON_A_PAR and not (strange or silent or astray):
        return True
    if other.features[_HARD] > max(s.features[_HARD] for s in chosen):
        return True
    if question.asks(Asked.PARTS, Asked.EFFECT) and other.features[_SOFT] > first.features[_SOFT] + 0.4:
        return True
    if question.asks(Asked.WHY) and (_paragraph(other) == _paragraph(first) or other.features[_SOFT] > 0.9):
        return True
    several = question.asks(Asked.LIST, Asked.COMPARISON) or bool(question.parts)
    if several and other.score >= first.score - SEVERAL_GAP:
        return True
    if _adjacent(other, first):
        later = other if other.place > first.place else first
        if LEANS.match(later.sentence.text) or (question.parts and LEANS.match(other.sentence.text)):
            return True
    lacking = [t for t in own_terms(question) if not _has(chosen, t)]
    return any(_has([other], t) for t in lacking)


def _figures(one: Scored, question: Question) -> set[str]:
    """The figures of the sentence that the question does not have."""
    return set(figures_in(one.sentence.text)) - figures_in(question.text)


def own_terms(question: Question) -> tuple[Sought, ...]:
    """The terms of the question itself, without those taken over from before; all where it has none."""
    return sought(question.text.rsplit("\n", 1)[-1], question.language) or sought(
        question.text, question.language
    )


def _worth(one: Scored, term: Sought) -> float:
    return max(has(term, text, own) for text, own in views_of(one.passage, one.sentence))


def _has(told: Sequence[Scored], term: Sought) -> bool:
    """Whether one of the sentences has all of `term`."""
    return any(
        has(term, text, own) >= 0.99 for one in told for text, own in views_of(one.passage, one.sentence)
    )


def more_features(
    question: Question, scored: Sequence[Scored], first: Scored
) -> tuple[NDArray[np.float64], list[Scored]]:
    """For each sentence that may join `first`: its features, in the order of `MORE`, and the sentence."""
    share = float(shares(scored)[0])
    where = _paragraph(first)
    candidates = [s for s in scored[:CONSIDERED] if s.spot != first.spot]
    seen = {s.spot for s in candidates}
    for other in scored:
        if _paragraph(other) == where and abs(other.place - first.place) == 1 and other.spot not in seen:
            candidates.append(other)
    why = question.asks(Asked.WHY)
    wants_mark = bool(question.asked & HARD)
    rows = []
    for other in candidates:
        same = _paragraph(other) == where
        follows, precedes = same and other.place == first.place + 1, same and other.place == first.place - 1
        leans = (follows and LEANS.match(other.sentence.text)) or (
            precedes and LEANS.match(first.sentence.text)
        )
        rows.append(
            (
                max(-6.0, other.score - first.score),
                share,
                follows,
                precedes,
                same,
                bool(leans),
                why,
                why and same,
                other.features[_SOFT] - first.features[_SOFT],
                other.features[_HARD] - first.features[_HARD],
                wants_mark and first.features[_HARD] < 0.5 < other.features[_HARD],
                other.passage.key == first.passage.key,
                question.asks(Asked.LIST),
                first.features[_LENGTH],
                bool(question.parts),
                question.asks(Asked.COMPARISON) and same,
                _alike(first, other),
            )
        )
    return np.array(rows, float).reshape(len(rows), len(MORE)), candidates


def _alike(first: Scored, other: Scored) -> float:
    """How far another document says the same, in units of 0.05 cosine above 0.85; 0 within one document."""
    if first.passage.key == other.passage.key:
        return 0.0
    return max(0.0, likeness(first, other) - 0.85) / 0.05


def _paragraph(scored: Scored) -> tuple[str, int]:
    return (scored.passage.document_id, scored.passage.paragraph.number)


def _repeats(extra: Scored, chosen: Sequence[Scored]) -> bool:
    """Already chosen, or all but the same sentence of the same document."""
    return any(
        extra.spot == s.spot
        or (extra.passage.key == s.passage.key and float(extra.sentence.vector @ s.sentence.vector) > SAME)
        for s in chosen
    )


def _ordered(chosen: Sequence[Scored]) -> list[Scored]:
    """The run of adjacent sentences that holds the first, then the others by document in order of choice;
    all in reading order."""
    run = [chosen[0]]
    rest = sorted(chosen[1:], key=lambda s: s.sentence.start)
    for one in [*rest, *reversed(rest)]:
        if one not in run and any(_adjacent(one, member) for member in run):
            run.append(one)
    run.sort(key=lambda s: s.place)
    documents = list(dict.fromkeys(s.passage.key for s in chosen))
    rest = [s for s in rest if s.spot not in {member.spot for member in run}]
    return [*run, *sorted(rest, key=lambda s: (documents.index(s.passage.key), s.sentence.start))]


def _adjacent(one: Scored, other: Scored) -> bool:
    return _paragraph(one) == _paragraph(other) and abs(one.place - other.place) == 1


def runs(chosen: Sequence[Scored]) -> list[list[Scored]]:
    """`chosen` in runs of sentences that follow one another in a paragraph: one footnote each."""
    found: list[list[Scored]] = []
    for one in chosen:
        last = found[-1][-1] if found else None
        if last is not None and _paragraph(last) == _paragraph(one) and one.place == last.place + 1:
            found[-1].append(one)
        else:
            found.append([one])
    return found
