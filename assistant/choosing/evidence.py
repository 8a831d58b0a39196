"""Whether a sentence holds the kind of thing a question asks for: a figure, a date, a name, a reason.

What the question already says is no evidence: asked for the year of the 5% target, "5%" answers nothing.
Works on the sentence's text in either language; knows no document.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from pathlib import Path

from assistant.choosing.figures import KINDS, figures_for, narrowest
from assistant.question.cues import POSTS, TITLES, Asked
from assistant.words.phrases import any_of, phrases
from assistant.words.wording import glossary, words
from index.words.glossary import Entry
from index.words.terms import morphemes
from sources.document import Language

_PHRASES = phrases(Path(__file__).with_name("marks.toml"))
_NAMES = frozenset({"NNP", "SL"})  # Kiwi's tags of a proper name and of a word in Latin letters
# Three things named one after the other.
_ENUMERATED = re.compile(
    r"(?:[^,;·.]{2,}[,;]\s){2,}[^,;]{2,}|(?:[가-힣A-Za-z]{2,}[·‧ㆍ]){2,}[가-힣A-Za-z]{2,}|[^,;.]{2,},\s[^,;.]{2,}\s(?:and|or|및)\s[^,;.]{2,}"
)
_CONTACT = re.compile(r"[\w.+-]+@[\w-]+\.\w+|(?<!\d)\d{2,4}-\d{3,4}-\d{4}(?!\d)|\+\d{1,3}[\s-]\d")
_TITLE = any_of(TITLES)
_EN_NAME = re.compile(
    r"(?<![.!?:“\"'] )(?<!^)\b[A-Z][\w’'-]+(?:\s(?:of|the|de|van|von|and|for)?\s?[A-Z][\w’'-]+)*"
    r"|\b[A-Z]{2,}\b"
)


@lru_cache(maxsize=20_000)
def names_in(text: str, language: Language) -> frozenset[str]:
    """The proper names of `text`, lower case: Kiwi's NNP and Latin words in Korean, capitals in English."""
    if language is Language.EN:
        return frozenset(w.lower() for m in _EN_NAME.findall(text) for w in m.split() if w[0].isupper())
    return frozenset(m.form.lower() for m in morphemes(text) if m.tag in _NAMES and len(m.form) > 1)


_SOFT_KINDS = (
    Asked.WHY,
    Asked.DEFINITION,
    Asked.COMPARISON,
    Asked.RECOMMENDATION,
    Asked.PARTS,
    Asked.EFFECT,
    Asked.NEXT,
)
_MARKS: dict[Asked, re.Pattern[str]] = {
    Asked.CONTACT: _CONTACT,
    Asked.LIST: _ENUMERATED,
    **{kind: _PHRASES["reason" if kind is Asked.WHY else kind.value] for kind in _SOFT_KINDS},
}


def holds(kind: Asked, text: str, question: str, language: Language) -> bool:
    """Whether `text` holds a thing of `kind` that `question` does not name."""
    if kind in KINDS:
        return bool(figures_for(kind, text, question))
    if kind in _MARKS:
        return bool(_MARKS[kind].search(text)) or (
            kind is Asked.DEFINITION and _glossed(text, question, language)
        )
    if kind is Asked.WHERE:
        return _new_place(text, question, language)
    if kind in {Asked.WHO, Asked.NAMES}:
        return _new_name(kind, text, question, language)
    return False


COMPOUND = 4  # letters of a term that is looked for as it is written
_GLOSS = re.compile(r"\W*([^:：\n]{2,30}?)\s?[:：](?=(?:[^가-힣A-Za-z]*[가-힣A-Za-z]){8})")


def _glossed(text: str, question: str, language: Language) -> bool:
    """Whether `text` says after a colon what a word of the question is: "창업기업: 사업자등록을 마친 …"."""
    if not (label := _GLOSS.match(text)):
        return False
    if len(label[1]) >= COMPOUND and re.search(rf"(?<!\w){re.escape(label[1])}", question):
        return True  # morphemes of a compound may be parted otherwise within quotation marks
    named = words(label[1], language)
    return bool(named) and named <= words(question, language)


# What a place stands before in Korean: a particle, or what kind of place it is.
_AT = frozenset({"에서", "에", "으로", "로", "시", "도", "군", "구", "항", "섬", "주"})
_EN_PLACE = re.compile(r"\b(?:in|at|to|from|near|is|are)\s(?:the\s)?([A-Z][\w’'-]+)")


def _new_place(text: str, question: str, language: Language) -> bool:
    """A place by name that the question does not have: a country or region, or a name after a preposition or
    before a particle of place."""
    lowered = question.lower()
    known = (text[m.start : m.end] for m in glossary().matches(text, language) if _is_place(m.entry))
    return any(name.lower() not in lowered for name in (*known, *_at_places(text, language)))


def _at_places(text: str, language: Language) -> list[str]:
    """The names of `text` that stand where a place does."""
    if language is Language.EN:
        return [name for name in _EN_PLACE.findall(text) if name.lower() in names_in(text, language)]
    return [one.form for one, after in pairwise(morphemes(text)) if one.tag in _NAMES and after.form in _AT]


@lru_cache(maxsize=5_000)
def _is_place(entry: Entry) -> bool:
    return any(word[:1].isupper() for word in entry.english)


def _new_name(kind: Asked, text: str, question: str, language: Language) -> bool:
    """A proper name the question does not have; where a post is named, one right beside the post."""
    known = words(question, language)
    lowered = question.lower()
    fresh = {name for name in names_in(text, language) if name not in lowered and name not in known}
    post = next((group for group in POSTS if any(words(word, language) <= known for word in group)), None)
    if post is not None:
        return any(_beside(name, word, text.lower()) for name in fresh for word in post)
    if kind is Asked.WHO:
        return bool(fresh) and (bool(_TITLE.search(text)) or _names_actor(text, question, language))
    return bool(fresh)


def _names_actor(text: str, question: str, language: Language) -> bool:
    """A country or body that may act, by a name the question does not have."""
    spans = (text[m.start : m.end] for m in glossary().matches(text, language) if _is_place(m.entry))
    return any(span.lower() not in question.lower() for span in spans)


def _beside(name: str, post: str, text: str) -> bool:
    """Whether a name stands next to a post: "럭슨 총리", "Prime Minister Luxon", "Luxon, prime minister"."""
    gap = r"(?:\s[^\s,.]+)?[\s,]{0,2}"
    pair = (re.escape(name), re.escape(post))
    return any(re.search(rf"{one}{gap}{other}", text) for one, other in (pair, pair[::-1]))


CHECKED = (
    Asked.CONTACT,
    Asked.MONEY,
    Asked.PERCENT,
    Asked.YEAR,
    Asked.WHEN,
    Asked.NUMBER,
    Asked.NAMES,
    Asked.WHO,
    Asked.WHERE,
    Asked.WHY,
    Asked.RECOMMENDATION,
    Asked.DEFINITION,
    Asked.COMPARISON,
    Asked.PARTS,
    Asked.EFFECT,
    Asked.NEXT,
)
SOFT = frozenset(_MARKS) - {Asked.CONTACT}
_HARD = frozenset(CHECKED) - SOFT


def borne_out(asked: frozenset[Asked], text: str, question: str, language: Language) -> tuple[float, float]:
    """(hard, soft): the shares of the asked kinds that `text` bears out, 0.5 where nothing was asked.

    Hard kinds leave a plain mark in a sentence (a figure, a date, a name); soft ones only a likely one.
    """
    kinds = _specific(asked)
    hard = [holds(k, text, question, language) for k in CHECKED if k in kinds and k in _HARD]
    soft = [_soft(k, text, question, language) for k in CHECKED if k in kinds and k not in _HARD]
    share = _share(hard)
    if share == 1.0 and Asked.LIST in asked and kinds & _COUNTED:
        # "into which shares, and for what each": one figure is half an answer.
        share = 0.5 + 0.5 * (len(figures_for(Asked.NUMBER, text, question)) > 1)
    return share, _share(soft)


_COUNTED = frozenset({Asked.PERCENT, Asked.MONEY, Asked.NUMBER})


def _specific(asked: frozenset[Asked]) -> frozenset[Asked]:
    """`asked` without a kind that a narrower one in it makes superfluous."""
    drop: set[Asked] = set()
    if Asked.NAMES in asked:
        drop.add(Asked.WHO)
    if asked & {Asked.PARTS, Asked.EFFECT, Asked.NEXT}:
        drop.add(Asked.DEFINITION)
    return narrowest(asked) - drop


def _soft(kind: Asked, text: str, question: str, language: Language) -> float:
    """1 for a likely mark, 0 for none; a reason that is not called one counts half."""
    if kind is Asked.WHY and not _PHRASES["reason_named"].search(text):
        return 0.5 * holds(kind, text, question, language)
    return float(holds(kind, text, question, language))


def _share(values: Sequence[float]) -> float:
    return sum(values) / len(values) if values else 0.5
