"""Follow-up questions: is this one about the question before, and what would it say if it stood alone?

A follow-up leans on what was asked before ("그럼 한국은?", "who proposed it?"). It is looked up twice, alone
and joined with the question it leans on, and the two scores are blended; a standalone question is left as it
is. The joined text is the question's topic from up to `DEPTH` turns back, so that a chain of short
questions keeps its subject, also when the language changes in between.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from assistant.answer import Answer
from assistant.question.read import clean
from assistant.question.requests import without_instructions
from assistant.words.wording import glossary, terms_of, written_in
from index.words.capitals import countries
from index.words.glossary import Entry
from index.words.terms import TermKind
from sources.document import Language

DEPTH = 5

_KO_POINTER = re.compile(
    r"(?<![가-힣])(?:그럼|그러면|그렇다면|그건|그것|그게|그거|그들|그녀|그는|그의|그가|그를|그에|이건|이것|이게|이거|이걸|그걸|거기|저건|이들"
    r"|그때|그곳|그렇게|그런|그\s[가-힣]+|이\s(?:나라|사람|제도|안|결정|점|기금|계획|목표|때)|해당|앞의|위의|나머지|다른\s?(?:안|나라|하나|쪽|것|국가)"
    r"|반대로|방금|아까|둘|셋|전자|후자|각각)"
)
_KO_OPEN = re.compile(
    r"^(?:그럼|그러면|그렇다면|그리고|그런데|근데|또|왜|언제|누가|어디서|얼마나|구체적으로|자세히|더|예를 들)"
)
_KO_TAIL = re.compile(
    r"^(?:[^\s]+\s){0,2}[^\s]+(?:은요|는요|은|는|도|도요|이랑은|하고는|의 경우는|에서는|에는|쪽은)\s*\?*$"
)
# "In X, who …": X set against what was spoken of before.
_KO_CONTRAST = re.compile(r"^[가-힣A-Za-z]+\s?(?:에서는|에게는|측은|쪽은|의 경우)\s")
_EN_POINTER = re.compile(
    r"\b(?:it|its|they|them|their|theirs|that|those|these|he|she|his|her|hers|him|there|one|ones|the same|the others?|the rest"
    r"|former|latter|both|such|else|this|in (?:response|return|reply|turn))\b",
    re.IGNORECASE,
)
_EN_THIS_DOCUMENT = re.compile(
    r"\b(?:this|that|these|those) (?:brief|document|report|paper|text|declaration|statement)\b", re.I
)
_EN_RELATIVE = re.compile(
    r"\b(?:[a-z]+)\s+(?:that|those|one)\b(?=\s+[a-z]+)|\bthere (?:is|are|was|were|be|any)\b|\bsuch as\b", re.I
)
_EN_OPEN = re.compile(
    r"^(?:and|what about|how about|why|why not|so|then|but|also|when|who|where|how come|which one|really|more|tell me more|elaborate"
    r"|go on|for example|since when|by whom|how so|how much|how many)\b",
    re.IGNORECASE,
)
_WHOLE = re.compile(
    r"^(?:why|when|who|where|how(?: \w+)?) (?:did|does|do|is|are|was|were|has|have|had|will|would|can|could|should)\b|^(?:왜|언제|어디서)\s",
    re.IGNORECASE,
)
_ABOUT = re.compile(
    r"^(?:and|so|then|but|or)?\s*(?:what about|how about|and|on|about)\s+(?P<x>.+?)\??$", re.IGNORECASE
)


@dataclass(frozen=True, slots=True)
class Turn:
    """A question in its conversation. `joined` is the standalone text of a follow-up, "" for a question
    that stands alone, its parts on lines: the topic, the turn before, this one; `text` is the question with "that
    country" named. `weight` is the share the
    joined text has in the blend; `inherits` tells that even what is asked for is taken from before."""

    joined: str = ""
    text: str = ""
    weight: float = 0.0
    inherits: bool = False

    @property
    def follow_up(self) -> bool:
        return bool(self.joined)


def read_turn(text: str, language: Language, previous: Sequence[Answer | str], raw: str = "") -> Turn:
    """How `text` leans on `previous` (oldest first). `raw` is the text before openings were taken off."""
    before = [q for q in (_standalone(previous[-DEPTH:], at) for at in range(len(previous[-DEPTH:]))) if q]
    if not before:
        return Turn()
    lean = leaning(text, language, raw or text)
    if lean <= 0.0:
        return Turn()
    text = _resolved(text, language, previous[-1])
    topic, *between = before[-1].split("\n")
    swapped = _swapped(topic if not between else between[-1], text, language, raw or text)
    if swapped:
        # The thing named takes the place of its like: "제1안의 요율은? – 제2안은요?" asks for 제2안's alone.
        return Turn("\n".join([topic, swapped] if between else [swapped]), text, lean, True)
    # Of a chain, the topic and the last turn are kept: what lies between would bury this question.
    joined = "\n".join([topic, *between[-1:], text])
    return Turn(joined, text, lean, _bare(text, language, raw or text))


_THAT_COUNTRY = re.compile(r"그\s(?:나라|국가)|\b(?:that|the same) (?:country|state|nation)\b", re.IGNORECASE)


def _resolved(text: str, language: Language, last: Answer | str) -> str:
    """`text` with "that country" as the one country that the answer before names and its question did not."""
    if not isinstance(last, Answer) or not _THAT_COUNTRY.search(text):
        return text
    asked = {m.entry for m in glossary().matches(last.question, written_in(last.question))}
    told = [claim.quoted or claim.text for claim in last.claims]
    # The first sentence that names any is the one that was the answer.
    named = next((found for one in told if (found := _countries_in(one) - asked)), set())
    if len(named) != 1:
        return text
    return _THAT_COUNTRY.sub(named.pop().forms(language)[0], text)


def _countries_in(text: str) -> set[Entry]:
    return {m.entry for m in glossary().matches(text, written_in(text)) if m.entry in countries()}


def _standalone(previous: Sequence[Answer | str], at: int) -> str:
    """What an earlier turn asked, standalone where it was itself a follow-up, its parts on lines."""
    turn = previous[at]
    if isinstance(turn, Answer):
        return turn.standalone or turn.question
    text = " ".join(without_instructions(clean(turn))[0].split())
    if at and text and leaning(text, written_in(text), turn) > 0.0:
        topic = _standalone(previous, at - 1).split("\n")[0]
        return f"{topic}\n{text}" if topic else text
    return text


def _bare(text: str, language: Language, raw: str) -> bool:
    """Whether the question only names another thing to ask the same of: "학생은요?", "and Japan?"."""
    terms = terms_of(text, language)
    if any(t.kind is TermKind.VERB for t in terms) or len(terms) > 2:
        return False
    return bool((_KO_TAIL if language is Language.KO else _ABOUT).match(raw.strip()))


def _swapped(asked: str, text: str, language: Language, raw: str) -> str:
    """`asked` with the thing `text` names in the place of its like: one of the same shape but for its figures,
    or another place. "" where `text` names more than that, or `asked` has no one like it."""
    if not _bare(text, language, raw):
        return ""
    its = written_in(asked)
    named = [t for t in terms_of(text, language) if t.kind is not TermKind.VERB]
    labels: list[str] = _LABEL.findall(text)
    if labels and its is language and len(named) <= 2:
        shape = re.sub(r"\d+", "#", labels[0])
        like = [found for found in _LABEL.finditer(asked) if re.sub(r"\d+", "#", found.group()) == shape]
        spans, new = [found.span() for found in like], labels[0]
    else:
        match = glossary().matches(text, language)
        if len(match) != 1 or not _is_place(match[0].entry.english):
            return ""
        if any(t.start < match[0].start or t.end > match[0].end for t in named):
            return ""
        new = text[match[0].start : match[0].end] if its is language else match[0].entry.forms(its)[0]
        like_places = [m for m in glossary().matches(asked, its) if _is_place(m.entry.english)]
        spans = [(m.start, m.end) for m in like_places if _KIND_AFTER.match(asked[m.end :]) is None]
    if len(spans) != 1:
        return ""
    start, end = spans[0]
    return asked[:start] + new + _fitted(new, asked[end:])


_PAIRS = {"은": "는", "이": "가", "을": "를", "과": "와"}


def _fitted(word: str, rest: str) -> str:
    """`rest` with the particle it opens with as `word` asks for: 중국을 – 러시아를."""
    code = ord(word[-1]) - 0xAC00
    if not rest or not 0 <= code < 11_172 or (len(rest) > 1 and rest[1:2].isalpha()):
        return rest
    closed = code % 28 != 0
    swap = {b: a for a, b in _PAIRS.items()} if closed else _PAIRS
    return swap.get(rest[0], rest[0]) + rest[1:]


_LABEL = re.compile(r"제\s?\d+[가-힣]?|\b(?:option|plan|article|paragraph|phase) \d+\b", re.IGNORECASE)
# A place before one of these names a meeting or a document, and is no like of a country.
_KIND_AFTER = re.compile(
    r"\s?(?:정상회의|선언|성명|협약|협정|조약|회의|회담)|\s(?:summit|declaration|communiqu|accord|treaty|agreement|meeting)",
    re.I,
)


def _is_place(english: Sequence[str]) -> bool:
    return any(word[:1].isupper() for word in english)


def leaning(text: str, language: Language, raw: str) -> float:
    """How much the question leans on the one before, 0 to 1: pointing words, openings, few content words."""
    terms = [t for t in terms_of(text, language) if t.kind is not TermKind.VERB]
    count = len(terms)
    if language is Language.KO:
        pointer, opening = bool(_KO_POINTER.search(raw)), bool(_KO_OPEN.match(raw.strip()))
        tail = bool(_KO_TAIL.match(raw.strip()))
    else:
        bare = _EN_RELATIVE.sub(" ", _EN_THIS_DOCUMENT.sub(" ", raw))
        pointer, opening = bool(_EN_POINTER.search(bare)), bool(_EN_OPEN.match(raw.strip()))
        tail = bool(_ABOUT.match(raw.strip()))
    if count == 0:
        return 0.9
    # "Why did Japan not name China?" opens like a follow-up and leaves nothing out.
    if _WHOLE.match(raw.strip()) and not pointer and sum(t.kind is TermKind.NAME for t in terms) > 1:
        return 0.0
    if pointer and count <= 2:
        return 0.75
    if pointer and count <= 4:
        return 0.6
    if (opening or tail) and count <= 2:
        return 0.7
    if count <= 1:
        return 0.7
    if (opening or tail) and count <= 3:
        return 0.4
    if language is Language.KO and count <= 3 and _KO_CONTRAST.match(raw.strip()):
        return 0.4
    named = any(t.kind in {TermKind.NAME, TermKind.NUMBER} for t in terms)
    return 0.3 if count <= 2 and not named else 0.0
