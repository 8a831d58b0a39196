"""Follow-up questions: is this one about the question before, and what would it say if it stood alone?

A follow-up leans on what was asked before ("그럼 한국은?", "who proposed it?"). It is looked up twice, alone
and joined with the question it leans on, and the two scores are blended; a standalone question is left as it
is. The joined text begins with the topic that a chain of short questions goes back to, so that they keep
their subject, also when the language changes in between.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.answer import Answer
from assistant.question.read import clean
from assistant.question.requests import without_instructions
from assistant.question.spines import kind_tokens
from assistant.words.phrases import phrases
from assistant.words.wording import glossary, terms_of, words, written_in
from index.figures.read import FigureKind, figures
from index.words.capitals import countries
from index.words.glossary import Entry
from index.words.terms import TermKind
from sources.document import Language

_WORDS = Path(__file__).with_name("follow_up.toml")


@dataclass(frozen=True, slots=True)
class Turn:
    """A question in its conversation.

    `joined` is the standalone text of a follow-up, "" for a question that stands alone, its parts on lines:
    the topic, the turn before, this one. `text` is the question with "that country" named, `weight` the share
    the joined text has in the blend; `inherits` tells that even what is asked for is taken from before.
    """

    joined: str = ""
    text: str = ""
    weight: float = 0.0
    inherits: bool = False

    @property
    def follow_up(self) -> bool:
        return bool(self.joined)


def read_turn(text: str, language: Language, previous: Sequence[Answer | str], raw: str = "") -> Turn:
    """How `text` leans on `previous` (oldest first). `raw` is the text before openings were taken off."""
    before = _asked_before(previous)
    lean = leaning(text, language, raw or text) if before else 0.0
    if lean <= 0.0:
        return Turn()
    text = _resolved(text, language, previous[-1])
    topic, *between = before.split("\n")
    swapped = _swapped(topic if not between else between[-1], text, language, raw or text)
    if swapped:
        # The thing named takes the place of its like: "제1안의 요율은? – 제2안은요?" asks for 제2안's alone.
        return Turn("\n".join([topic, swapped] if between else [swapped]), text, lean, True)
    # Of a chain, the topic and the last turn are kept: what lies between would bury this question.
    joined = "\n".join([topic, *between[-1:], text])
    return Turn(joined, text, lean, _bare(text, language, raw or text))


def _resolved(text: str, language: Language, last: Answer | str) -> str:
    """`text` with "that country" as the one country that the answer before names and its question did not."""
    if not isinstance(last, Answer) or not phrases(_WORDS)["that_country"].search(text):
        return text
    asked = {m.entry for m in glossary().matches(last.question, written_in(last.question))}
    told = [claim.quoted or claim.text for claim in last.claims]
    # The first sentence that names any is the one that was the answer.
    named = next((found for one in told if (found := _countries_in(one) - asked)), set())
    if len(named) != 1:
        return text
    return phrases(_WORDS)["that_country"].sub(named.pop().forms(language)[0], text)


def _countries_in(text: str) -> set[Entry]:
    return {m.entry for m in glossary().matches(text, written_in(text)) if m.entry in countries()}


def _asked_before(previous: Sequence[Answer | str]) -> str:
    """What the last turn asked, standalone: where it was itself a follow-up its topic and its words, on
    lines. "" where none asked anything."""
    said = topic = ""
    for turn in reversed(previous):
        if isinstance(turn, Answer):
            asked, leans = turn.standalone or turn.question, False
        else:
            asked = " ".join(without_instructions(clean(turn))[0].split())
            leans = bool(asked) and leaning(asked, written_in(asked), turn) > 0.0
        topic = asked.split("\n")[0] or topic
        if not leans and asked:
            return f"{topic}\n{said}" if said else asked
        said = said or asked
    return f"{topic}\n{said}" if topic != said else said


def _bare(text: str, language: Language, raw: str) -> bool:
    """Whether the question only names another thing to ask the same of: "학생은요?", "and Japan?"."""
    terms = terms_of(text, language)
    if any(t.kind is TermKind.VERB for t in terms) or len(terms) > 2:
        return False
    return bool(phrases(_WORDS, language)["another"].match(raw.strip()))


def _swapped(asked: str, text: str, language: Language, raw: str) -> str:
    """`asked` with the thing `text` names in the place of its like: another number of the same series, or
    another place. "" where `text` names more than that, or `asked` has no one like it."""
    if not _bare(text, language, raw):
        return ""
    its = written_in(asked)
    named = [t for t in terms_of(text, language) if t.kind is not TermKind.VERB]
    places = [figure for figure in figures(text) if figure.kind is FigureKind.ORDINAL]
    if places and its is language and len(named) <= 2:
        new = places[0].text
        like = (f for f in figures(asked) if f.kind is FigureKind.ORDINAL and f.unit == places[0].unit)
        spans = [(figure.start, figure.end) for figure in like]
    else:
        match = glossary().matches(text, language)
        if len(match) != 1 or not _is_place(match[0].entry.english):
            return ""
        if any(t.start < match[0].start or t.end > match[0].end for t in named):
            return ""
        new = text[match[0].start : match[0].end] if its is language else match[0].entry.forms(its)[0]
        like_places = [m for m in glossary().matches(asked, its) if _is_place(m.entry.english)]
        spans = [(m.start, m.end) for m in like_places if not _names_a_text(asked[m.end :], its)]
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


def _names_a_text(rest: str, language: Language) -> bool:
    """Whether the place before `rest` only tells which meeting or document is meant."""
    following = rest.split(maxsplit=1)[:1]
    return bool(following) and bool(words(following[0], language) & kind_tokens(language))


def _is_place(english: Sequence[str]) -> bool:
    return any(word[:1].isupper() for word in english)


def leaning(text: str, language: Language, raw: str) -> float:
    """How much the question leans on the one before, 0 to 1: pointing words, openings, few content words."""
    terms = [t for t in terms_of(text, language) if t.kind is not TermKind.VERB]
    count = len(terms)
    said, start = phrases(_WORDS, language), raw.strip()
    pointer = bool(said["pointer"].search(said["no_pointer"].sub(" ", raw)))
    opening = bool(said["opening"].match(start) or said["another"].match(start))
    if count == 0:
        return 0.9
    # "Why did Japan not name China?" opens like a follow-up and leaves nothing out.
    if said["whole"].match(start) and not pointer and sum(t.kind is TermKind.NAME for t in terms) > 1:
        return 0.0
    if pointer and count <= 2:
        return 0.75
    if pointer and count <= 4:
        return 0.6
    if opening and count <= 2:
        return 0.7
    if count <= 1:
        return 0.7
    if opening and count <= 3:
        return 0.4
    if count <= 3 and said["contrast"].match(start):
        return 0.4
    named = any(t.kind in {TermKind.NAME, TermKind.NUMBER} for t in terms)
    return 0.3 if count <= 2 and not named else 0.0
