"""Both sides of a comparison, each document a question names, and who speaks in a quotation.

A brief that tells what a declaration says is second hand: its sentence is marked, and the declaration's own
sentence is found beside it where the library has it.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import replace

import numpy as np

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES
from assistant.choosing.scored import Scored, titles_of, views_of
from assistant.question.read import Question
from assistant.question.references import GROUPS, NAMED, Shelf
from assistant.words.wording import Sought, has, sought
from index.hit import Passage, PassageSentence
from index.words.terms import TermKind
from sources.document import Kind, Language

_COVERS = FEATURES.index("covers")
MOST_SIDES = 3
SUBJECT = 3.0  # score points a sentence gains by having all words of what is compared
SERVES = 3.0  # score points a sentence gains by having all words that tell one side from the other
OWN_WORDS_GAP = (
    2.0  # how far below the best the only named document's own sentence may score to be the answer
)
PLAIN_WORDS_GAP = 4.0  # the same where the question says that it means a text: "the declaration"
PLAIN_SHARE = 0.5
OWN_SHARE = 0.75  # of the question's words the best has, how many the named document's own sentence must
OWN_GAP = 8.0  # how far below the best a named document's own sentence may score
SECOND_HAND = 0.6  # strength with which a sentence must name another document to report it
FIRST_HAND = 0.9  # cosine from which another document's sentence says what was reported
SIDE_NAMED = 2.0  # score points for a document that the side's own words name
_COMPARING = frozenset(
    [
        "방식",
        "차이",
        "차이점",
        "공통점",
        "점",
        "입장",
        "태도",
        "관점",
        "면",
        "비교",
        "설명",
        "way",
        "ways",
        "respect",
        "difference",
        "differences",
        "similarity",
        "similarities",
        "treatment",
        "approach",
        "comparison",
        "check",
    ]
)
# What a text is called, and what it is said to do: only both together are a report of another's words.
_TEXT = re.compile(
    r"선언|성명|코뮈니케|커뮈니케|협정|조약|합의문|결의|전략개념|지침|백서|보고서|법안?|의정서|헌장"
    r"|\b(?:declaration|statement|communiqu[eé]|agreement|treaty|accord|resolution|concept|guideline|white paper"
    r"|report|act|law|protocol|charter|text|wording)s?\b",
    re.I,
)
_SAYS = re.compile(
    r"[“”\"‘’「」]|규정|명시|밝히|밝혔|천명|표명|언급|담[은았겼고]|적시|적었|지목|지적|강조|재확인|약속|촉구|규탄|요구|채택|발표"
    r"|\b(?:describ|defin|call|stat|say|said|says|nam|mention|express|pledg|promis|reaffirm|condemn|urg|demand|adopt|issu"
    r"|point|stress|commit|declar|announc)",
    re.I,
)
_PRIMARY = frozenset({Kind.DECLARATION, Kind.DIGEST})


def of_document(question: Question, named: Collection[str]) -> bool:
    """Whether the question asks what a document says: "the Hague declaration", not "the trip to The Hague"."""
    return bool(named) and any(pattern.search(question.text) for pattern in GROUPS.values())


def best_of_each(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """The best sentence, and the best for each side of a comparison and each of several documents named."""
    question, keys, shelf = asking.question, asking.whole.keys, asking.shelf
    # Documents that were spoken of before are not asked for one by one.
    if not question.sides and (len(keys) < 2 or "\n" in question.text):
        own = next((s for s in scored if s.passage.key in keys), scored[0])
        # Of a document that is named, its own words come before what another says of it.
        plainly = of_document(question, keys)
        near = own.score >= scored[0].score - (PLAIN_WORDS_GAP if plainly else OWN_WORDS_GAP)
        # … unless they say less of what is asked: a text that is only built upon is named, too.
        least = PLAIN_SHARE if plainly else OWN_SHARE
        says = own.features[_COVERS] >= least * scored[0].features[_COVERS]
        return [own] if near and says else [scored[0]]
    for_all = next((s for s in scored[:3] if _speaks_of_all(s, keys, shelf)), None)
    if for_all is not None and not question.sides and for_all.score >= scored[0].score - OWN_WORDS_GAP:
        return [for_all]
    ranked = by_subject(asking, scored)
    found = [ranked[0]]
    if question.sides:
        subject = subject_of(asking)
        for side, other in zip(question.sides, reversed(question.sides), strict=True):
            if any(_tells(question, side, other, known) and _speaks(known, subject) > 0.5 for known in found):
                continue
            best = _best_for_side(question, side, other, [s for s in ranked if s not in found], shelf)
            if best is not None:
                _add(best, found)
    if len(keys) > 1:
        for key in keys[:MOST_SIDES]:
            best = next((s for s in ranked if s.passage.key == key), None)
            if best is not None and best.score >= ranked[0].score - OWN_GAP:
                _add(best, found)
    return found[: MOST_SIDES + 1]


def _speaks_of_all(one: Scored, keys: Sequence[str], shelf: Shelf) -> bool:
    """Whether the sentence itself names, or belongs to, every one of the several documents `keys`."""
    named: set[str] = {one.passage.key}
    for text, own in views_of(one.passage, one.sentence):
        named |= {key for key, strength in shelf.named(text, own).items() if strength >= NAMED}
    return len(keys) > 1 and set(keys) <= named


def subject_of(asking: Asking) -> list[Sought]:
    """The terms that say in what respect the sides are compared."""
    question = asking.question
    sides = {t.surface for side in question.sides for t in sought(side, question.language)}
    return [
        t
        for t in asking.whole.terms
        if t.surface not in sides
        and t.kind is not TermKind.VERB
        and t.surface.lower() not in _COMPARING
        and not asking.shelf.refers(t, asking.whole.named, question.language)
    ]


def by_subject(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """`scored` with those ahead that speak of what is compared, not only of what it is compared between."""
    subject = subject_of(asking)
    if not subject:
        return list(scored)

    lifted = [replace(s, score=s.score + SUBJECT * _speaks(s, subject)) for s in scored]
    return sorted(lifted, key=lambda s: -s.score)


def _speaks(one: Scored, subject: Sequence[Sought]) -> float:
    """The share of the terms `subject` that the sentence has; 1 for none."""
    texts = views_of(one.passage, one.sentence)
    found = [max(has(t, text, own) for text, own in texts) for t in subject]
    return sum(found) / len(found) if found else 1.0


def _add(best: Scored, found: list[Scored]) -> None:
    if best.spot not in {s.spot for s in found}:
        found.append(best)


def _telling(question: Question, side: str, other: str) -> list[Sought]:
    """The words that tell `side` from the `other`."""
    shared = {t.surface.lower() for t in sought(other, question.language)}
    return [t for t in sought(side, question.language) if t.surface.lower() not in shared]


def _tells(question: Question, side: str, other: str, one: Scored) -> bool:
    """Whether the sentence itself has every word that tells the side."""
    telling = _telling(question, side, other)
    texts = views_of(one.passage, one.sentence)
    return bool(telling) and all(max(has(t, text, own) for text, own in texts) >= 0.99 for t in telling)


def _best_for_side(
    question: Question, side: str, other: str, scored: Sequence[Scored], shelf: Shelf
) -> Scored | None:
    """The best sentence that has, or whose document is named by, the words which tell `side` from the `other`;
    None where there is none."""
    telling = _telling(question, side, other)
    if not telling or not scored:
        return None

    def serves(candidate: Scored) -> float:
        texts = (*views_of(candidate.passage, candidate.sentence), *titles_of(candidate.passage))
        return sum(max(has(t, text, own) for text, own in texts) for t in telling) / len(telling)

    named = shelf.named(side, question.language)
    ranked = [(s, serves(s)) for s in scored[:60]]

    def worth(pair: tuple[Scored, float]) -> float:
        own = named.get(pair[0].passage.key, 0.0) >= NAMED
        return pair[0].score + SERVES * pair[1] + SIDE_NAMED * own

    best, served = max(ranked, key=worth)
    return best if served >= 0.5 else None


def reported(passage: Passage, place: int, shelf: Shelf) -> str:
    """The key of the document whose words or content the sentence reports, "" where it speaks for itself.

    Documents of record (declarations and digests of them) speak for themselves. A sentence reports when it
    speaks of a text ("선언문", "the communiqué") as saying something; that a summit or a place is named is not
    enough. One that only points back ("당시 …") reports what the sentence before it names.
    """
    if passage.record.kind in _PRIMARY:
        return ""
    for at in (place, place - 1):
        if at < 0:
            break
        sentence = passage.sentences[at]
        named = shelf.named(sentence.text, passage.language)
        others = {k: v for k, v in named.items() if k != passage.key and v >= SECOND_HAND}
        if others and _TEXT.search(sentence.text) and _SAYS.search(passage.sentences[place].text):
            return max(others, key=lambda k: others[k])
        if at == place and not _points_back(sentence.text):
            break
    return ""


def _points_back(text: str) -> bool:
    return text.startswith(
        (
            "당시",
            "이 선언",
            "선언은",
            "선언문은",
            "At that time",
            "That declaration",
            "The declaration",
            "It ",
        )
    )


def first_hand(
    claim: PassageSentence, language: Language, passages: Sequence[Passage], key: str
) -> tuple[Passage, int] | None:
    """The sentence of document `key` nearest to what `claim` (in `language`) reports of it; None where none
    is near. Compared within one language, through the aligned translations."""
    best: tuple[float, Passage, int] | None = None
    for passage in passages:
        if passage.key != key:
            continue
        for place, sentence in enumerate(passage.sentences):
            near = _likeness(claim, language, sentence, passage.language)
            if best is None or near > best[0]:
                best = (near, passage, place)
    return (best[1], best[2]) if best is not None and best[0] >= FIRST_HAND else None


def likeness(one: Scored, other: Scored) -> float:
    """The cosine of two sentences in a language they share; 0 where they share none."""
    return _likeness(one.sentence, one.passage.language, other.sentence, other.passage.language)


def _likeness(one: PassageSentence, own: Language, other: PassageSentence, its: Language) -> float:
    pairs = []
    if own is its:
        pairs.append((one.vector, other.vector))
    if one.translation_vector is not None and own is not its:
        pairs.append((one.translation_vector, other.vector))
    if other.translation_vector is not None and own is not its:
        pairs.append((one.vector, other.translation_vector))
    return max((float(np.dot(a, b)) for a, b in pairs), default=0.0)
