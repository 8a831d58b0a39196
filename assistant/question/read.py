"""What a question asks, before anything is looked up: its kind, its parts, how many quotations it wants.

Reads the text alone; knows no library. Nothing in a question is ever obeyed: sentences addressed to the
machine are set aside, and what remains is answered.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace
from itertools import dropwhile

from assistant.question.cues import ASKED, QUESTION_WORD, QUOTES, REQUESTED, Asked
from assistant.question.requests import (
    Request,
    sentences_wanted,
    without_instructions,
    without_requests,
)
from assistant.words.phrases import number_in
from assistant.words.wording import reading, stated
from index.words.terms import TermKind, morphemes, question_words, stop_words
from sources.document import Language

MOST_PARTS = 4  # of a question: each is read by itself
CARRIED = 0.7  # of a sentence that is carried over to the next, at most
LONGEST = 2_000  # characters read of a question; the embedding model reads about as many

_TAG = re.compile(r"<[^<>\n]{0,400}>")
_PARTICLES = frozenset({"JKS", "JKO", "JX"})
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read. `text` is what is answered: cleaned, without sentences addressed to the machine.

    `instructed` tells that something was set aside, `asked` what kinds of thing are asked for, `parts`
    the single questions inside a multi-part one (empty for a plain one), `quotes` the number of quotations
    requested, `sentences` that of sentences, and `requests` what is to be done with the answer. `about` is
    the whole question of a part.
    """

    raw: str
    text: str
    language: Language
    asked: frozenset[Asked] = frozenset()
    parts: tuple[str, ...] = ()
    quotes: int | None = None
    instructed: bool = False
    about: str = ""
    requests: frozenset[Request] = frozenset()
    sentences: int | None = None

    @property
    def naming(self) -> str:
        """The text in which the documents are named: the whole question's for a part of it."""
        return self.about or self.text

    @property
    def usable(self) -> bool:
        """Whether there is anything in it to look up: one letter or digit at least."""
        return any(map(str.isalnum, self.text))

    def asks(self, *kinds: Asked) -> bool:
        return any(kind in self.asked for kind in kinds)


def clean(text: str) -> str:
    """NFC, one line, no markup and no control characters, at most `LONGEST` characters."""
    text = text[: LONGEST * 4]
    text = _TAG.sub(" ", _SCRIPT.sub(" ", text))
    text = unicodedata.normalize("NFC", text.encode("utf-8", "ignore").decode("utf-8"))
    text = "".join(
        " " if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Co"} and c != "\n" else c for c in text
    )
    return "\n".join(" ".join(line.split()) for line in text.split("\n")).strip()[:LONGEST]


def read_question(raw: str, language: Language) -> Question:
    """The question in `raw`, which was judged to be in `language`."""
    cleaned = clean(raw)
    text, instructed = without_instructions(cleaned)
    quotes, text = quotes_wanted(" ".join(text.split()))
    sentences = sentences_wanted(text)
    text, requests = without_requests(text)
    asked = asked_in(text)
    written = reading(text, language)
    return Question(
        raw=raw,
        text=text,
        language=language,
        asked=asked,
        parts=split_parts(text, written),
        quotes=quotes,
        instructed=instructed,
        requests=requests,
        sentences=sentences,
    )


def asked_in(text: str) -> frozenset[Asked]:
    """The kinds of thing `text` asks for."""
    return frozenset(kind for kind, pattern in ASKED.items() if pattern.search(text))


def quotes_wanted(text: str) -> tuple[int | None, str]:
    """The number of quotations the question asks for, None where it asks for none in particular, and the
    question without that request."""
    found = QUOTES.search(text)
    if found is None:
        return None, text
    rest = " ".join(f"{text[: found.start()]} {text[found.end() :]}".split())
    return number_in(found), rest or text


def singles(question: Question) -> tuple[Question, ...]:
    """The single questions inside a multi-part one, as questions of their own about the same."""
    return tuple(
        replace(question, text=part, asked=asked_in(part), parts=(), about=question.text)
        for part in question.parts
    )


_SENTENCES = re.compile(r"(?<=[?？])\s+")
# Where one clause of a question ends and the next begins.
_NEXT = {
    Language.KO: re.compile(
        r"(?:(?<=[고며])|(?<=인지)|(?<=이자)|(?<=는데)|(?<=지만))(?<![다라냐자려]고),?\s+(?=\S.{3})"
    ),
    Language.EN: re.compile(r";\s+|[,;]?\s+and\s+(?=(?:(?:by|for|to) )?(?:wh\w+|how)\b)", re.IGNORECASE),
}


def split_parts(text: str, language: Language) -> tuple[str, ...]:
    """The single questions inside a multi-part one, each once, `MOST_PARTS` at most; () where there is only
    one. What is said after a question and asks nothing ("by the rules of 2019") is no part of its own."""
    sentences = [one for one in _SENTENCES.split(text) if _asks(one, language)]
    if len(sentences) < 2:
        return _clauses(text, language)[:MOST_PARTS]
    first, *others = sentences
    topic = _topic(first, language).rstrip(" ?？")
    if QUESTION_WORD.search(topic) or len(topic) > CARRIED * len(first):
        topic = ""  # it asks, too, or is the question itself
    later = (one if _names(one, language) else f"{topic} {one}".strip() for one in others)
    parts = (part for one in (first, *later) for part in _clauses(one, language) or (one,))
    return tuple(dict.fromkeys(parts))[:MOST_PARTS]


def _asks(sentence: str, language: Language) -> bool:
    """Whether a sentence asks: by a question word, or for something it has a word of."""
    asking = sentence.endswith(("?", "？")) or REQUESTED.search(sentence)
    return bool(QUESTION_WORD.search(sentence) or (asking and stated(sentence, language)))


def _names(text: str, language: Language) -> bool:
    """Whether `text` says by a name what it is about."""
    return any(term.kind is TermKind.NAME for term in stated(text, language))


def _clauses(text: str, language: Language) -> tuple[str, ...]:
    """The questions that are clauses of one sentence."""
    for found in _NEXT[language].finditer(text):
        first, second = text[: found.start()], text[found.end() :]
        if QUESTION_WORD.search(first) and QUESTION_WORD.search(second):
            rest = _clauses(second, language) or (second,)
            return (first, *(f"{_topic(first, language)} {one}" for one in rest))
    return ()


def _topic(first: str, language: Language) -> str:
    """What the first part is about, to carry over to the next: of a Korean one what stands before its first
    particle, of an English one what follows its question word and verb."""
    if language is Language.KO:
        return first[: next((m.start for m in morphemes(first) if m.tag in _PARTICLES), None)].rstrip()
    framing = stop_words(language) | question_words(language)
    return " ".join(dropwhile(lambda word: word.lower() in framing, first.split()))
