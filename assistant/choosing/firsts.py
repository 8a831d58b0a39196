"""Which sentence comes first, where the scores alone do not settle it: a rule for each thing asked.

The next of a series, a country by name, the thing itself and not its like, each of several authors, what a
follow-up itself says, so many quotations. Each rule only chooses among sentences that score nearly as well
as the best.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from assistant.choosing.asking import Asking
from assistant.choosing.columns import FEATURES
from assistant.choosing.evidence import holds
from assistant.choosing.order import repeats
from assistant.choosing.said import advises, worth
from assistant.choosing.score import introduces_author
from assistant.choosing.scored import Scored, untranslated, views_of
from assistant.question.cues import ASKED, Asked
from assistant.question.read import Question
from assistant.words.wording import SYNONYM, glossary, has
from index.figures.read import figures
from index.words.capitals import countries
from index.words.terms import TermKind

MOST = 6  # sentences of an answer that is no list
CONSIDERED = 9  # sentences, best first, that may be added
PART_GAP = 3.0  # how far below the best a part's own sentence may score
ON_A_PAR = 0.8  # how far below the first a sentence may score that the scores cannot tell from it
NO_ADVICE = 4.0  # score points a sentence loses that recommends nothing
FOREIGN = 0.2  # score points a sentence loses that does not exist in the question's language
LIKE = 4.0  # score points a sentence loses that tells of other things of the kind
BOTH_AUTHORS = 0.9  # how far below the best what is said of another author may score; SAME_TALK is more
_LEXICAL = FEATURES.index("lexical")
_IMPRINT = FEATURES.index("imprint")
_WHEN_WORDS = frozenset(
    {"처음", "최초", "먼저", "나중", "마지막", "이전", "first", "last", "earlier", "later"}
)


def asked_now(asking: Asking, scored: Sequence[Scored]) -> Sequence[Scored]:
    """For a follow-up, a sentence that has all of its own words first, among those as good as the best."""
    own = asking.whole.own or asking.whole.terms if "\n" in asking.question.text else ()
    own = tuple(t for t in own if t.kind is not TermKind.VERB and t.surface not in _WHEN_WORDS)
    if not own:
        return scored
    level = [s for s in scored if s.score >= scored[0].score - ON_A_PAR]
    whole = (s for s in level if all(worth(s, t) >= SYNONYM for t in own))
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


def of_the_thing(question: Question, scored: Sequence[Scored]) -> Sequence[Scored]:
    """`scored` with those behind that tell of other things of the kind asked about ("… of the same kind")."""
    if _ASKS_LIKE.search(question.text):
        return scored
    its_like = [any(_ITS_LIKE.search(text) for text, _ in views_of(s.passage, s.sentence)) for s in scored]
    return _behind(scored, its_like, LIKE)


def _behind(scored: Sequence[Scored], losing: Sequence[bool], points: float) -> list[Scored]:
    """`scored` where each that is `losing` has lost `points`, best first."""
    marked = [
        replace(s, score=s.score - points) if loses else s for s, loses in zip(scored, losing, strict=True)
    ]
    return sorted(marked, key=lambda s: -s.score)


def advised(question: Question, scored: Sequence[Scored]) -> Sequence[Scored]:
    """Asked what is recommended, `scored` with those behind that recommend nothing or tell who the author is;
    of "the author", only documents that have one."""
    if not question.asks(Asked.RECOMMENDATION):
        return scored
    if question.asks(Asked.AUTHOR):
        scored = [s for s in scored if any(s.passage.record.authors.values())] or scored
    silent = [not advises(s, question) or introduces_author(s.passage) for s in scored]
    return _behind(scored, silent, NO_ADVICE)


_ASKS_IMPRINT = re.compile(
    r"발행|발간|펴낸|펴냈|(?:언제|누가)\s?(?:나온|나왔|쓴|썼|작성)|몇\s?호|\bpublish|\bissued?\b|\bwritten\b|\bwho (?:wrote|prepared)\b"
    r"|\bdated?\b|\bnumber of the (?:brief|report)",
    re.IGNORECASE,
)


def of_the_text(question: Question, scored: Sequence[Scored]) -> Sequence[Scored]:
    """`scored` without the lines under a title, unless the question is about who published it and when."""
    if _ASKS_IMPRINT.search(question.text):
        return scored
    return [s for s in scored if s.features[_IMPRINT] <= 0] or scored


def in_own_language(question: Question, scored: Sequence[Scored]) -> Sequence[Scored]:
    """`scored` with those behind that the reader would have to translate: between equals the other comes first."""
    return _behind(scored, [untranslated(s.passage, question.language) for s in scored], FOREIGN)


def each_author(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """Asked who the author is, without saying of what: the sentence that names one, for each document; []
    where fewer than two documents are meant."""
    question = asking.question
    if question.asks(Asked.RECOMMENDATION, Asked.WHY) or asking.whole.keys:
        return []
    if "\n" in question.text:
        return _of_each_author(asking, scored)
    if not question.asks(Asked.AUTHOR) or not question.asks(Asked.WHO, Asked.NAMES):
        return []
    found: dict[str, Scored] = {}
    for one in scored:
        names = [n for given in one.passage.record.authors.values() for n in given if n]
        if any(n in text for n in names for text, _ in views_of(one.passage, one.sentence)):
            found.setdefault(one.passage.key, one)
    return list(found.values())[:MOST] if len(found) > 1 else []


def _of_each_author(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """Where authors were spoken of and something is asked of them, the sentence of each that says it."""
    question = asking.question
    own = [t for t in asking.whole.own or asking.whole.terms if t.kind is not TermKind.VERB]
    if not own or not ASKED[Asked.AUTHOR].search(question.text.split("\n")[0]):
        return []
    found: dict[str, Scored] = {}
    for one in scored:
        if one.score < scored[0].score - BOTH_AUTHORS or not introduces_author(one.passage):
            continue
        if all(worth(one, t) >= SYNONYM for t in own):
            found.setdefault(one.passage.key, one)
    return list(found.values())[:MOST] if len(found) > 1 else []


def next_one(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """Asked for the next of a series without saying after which: what the latest document says of one."""
    question = asking.question
    if not question.asks(Asked.NEXT) or asking.whole.keys or figures(question.text):
        return []
    told = [
        s
        for s in scored[:CONSIDERED]
        if s.score >= scored[0].score - PART_GAP
        and any(holds(Asked.NEXT, text, question.text, own) for text, own in views_of(s.passage, s.sentence))
    ]
    return [max(told, key=lambda s: (s.passage.record.date, s.score))] if told else []


def quotations(asking: Asking, scored: Sequence[Scored]) -> list[Scored]:
    """As many sentences as were asked for, but only such as speak of what was named, best first."""
    wanted = asking.question.quotes or MOST
    top = scored[0]
    names = [t for t in asking.whole.terms if t.kind is TermKind.NAME]
    found = [top]
    for other in scored[1:]:
        texts = views_of(other.passage, other.sentence)
        if names:
            on_topic = all(max(has(t, text, own) for text, own in texts) >= 0.99 for t in names)
        else:
            on_topic = other.features[_LEXICAL] >= 0.6 * top.features[_LEXICAL]
        if on_topic and not repeats(other, found) and len(found) < wanted:
            found.append(other)
    return found


_COUNTRY = re.compile(
    r"나라|국가|회원국|\bcountr(?:y|ies)\b|\bstates?\b|\bnations?\b|\bmembers?\b|\ball(?:y|ies)\b",
    re.IGNORECASE,
)


_WHICH_COUNTRY = re.compile(
    r"(?:나라|국가|회원국)(?:들)?(?:은|는|이|가)?\s?(?:어디|누구|\?|$)|어느\s?(?:나라|국가)|\b(?:which|what) (?:\w+ )?(?:country|countries|states?|nations?)\b",
    re.IGNORECASE,
)


def country_named(question: Question, scored: Sequence[Scored], first: Scored) -> list[Scored]:
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
