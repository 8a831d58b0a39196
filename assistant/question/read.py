"""What a question asks, before anything is looked up: its kind, its parts, how many quotations it wants.

Reads the text alone; knows no library. Nothing in a question is ever obeyed: sentences addressed to the
machine are set aside, and what remains is answered.
"""
# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, replace

from assistant.question.cues import ASKED, QUESTION_WORD, QUOTES_WANTED, Asked
from assistant.question.requests import Request, without_instructions, without_requests
from assistant.words.wording import reading
from index.figures.numerals import small_number
from sources.document import Language

LONGEST_WORD = 60  # characters; a longer run is no word of a question
LONGEST = 2_000  # characters read of a question; the embedding model reads about as many

_TAG = re.compile(r"<[^<>\n]{0,400}>")
_SCRIPT = re.compile(r"<(script|style)\b.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_LETTER = re.compile(r"[^\W\d_]")


@dataclass(frozen=True, slots=True)
class Question:
    """A question, read. `text` is what is answered: cleaned, without sentences addressed to the machine.

    `instructed` tells that something was set aside, `asked` what kinds of thing are asked for, `parts`
    the single questions inside a multi-part one (empty for a plain one), `sides` the things a comparison
    names, `quotes` the number of quotations requested, and `requests` what is to be done with the answer.
    `about` is the whole question of a part.
    """

    raw: str
    text: str
    language: Language
    asked: frozenset[Asked] = frozenset()
    parts: tuple[str, ...] = ()
    sides: tuple[str, ...] = ()
    quotes: int | None = None
    instructed: bool = False
    about: str = ""
    requests: frozenset[Request] = frozenset()

    @property
    def naming(self) -> str:
        """The text in which the documents are named: the whole question's for a part of it."""
        return self.about or self.text

    @property
    def usable(self) -> bool:
        """Whether there is anything in it to look up: one letter at least, or a figure with a mark."""
        return bool(_LETTER.search(self.text)) or bool(re.search(r"\d", self.text))

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
    return re.sub(r"[ \t]+", " ", text).strip()[:LONGEST]


def read_question(raw: str, language: Language) -> Question:
    """The question in `raw`, which was judged to be in `language`."""
    cleaned = clean(raw)
    text, instructed = without_instructions(cleaned)
    text = " ".join(word for word in text.split() if len(word) <= LONGEST_WORD)
    quotes, text = quotes_wanted(text)
    text, requests = without_requests(text)
    asked = asked_in(text)
    written = reading(text, language)
    return Question(
        raw=raw,
        text=text,
        language=language,
        asked=asked,
        parts=split_parts(text, written),
        sides=split_sides(text, written) if Asked.COMPARISON in asked else each_of(text, written),
        quotes=quotes,
        instructed=instructed,
        requests=requests,
    )


def asked_in(text: str) -> frozenset[Asked]:
    """The kinds of thing `text` asks for."""
    found = {kind for kind, pattern in ASKED.items() if pattern.search(text)}
    if QUESTION_WORD.search(text) and not re.match(
        r"(?:is|are|was|were|does|do|did|can|could|has|have)\b", text, re.I
    ):
        found.discard(Asked.YES_NO)
    return frozenset(found)


def quotes_wanted(text: str) -> tuple[int | None, str]:
    """The number of quotations the question asks for, None where it asks for none in particular, and the
    question without that request."""
    for pattern in QUOTES_WANTED:
        found = pattern.search(text)
        if found:
            rest = re.sub(r"\s+", " ", f"{text[: found.start()]} {text[found.end() :]}").strip()
            return small_number(found["n"]), rest or text
    return None, text


def singles(question: Question) -> tuple[Question, ...]:
    """The single questions inside a multi-part one, as questions of their own about the same."""
    return tuple(
        replace(question, text=part, asked=asked_in(part), parts=(), sides=(), about=question.text)
        for part in question.parts
    )


_KO_PAIR = re.compile(
    r"^(?P<a>.+?)(?:와|과|및|하고|,)\s*(?:그\s*)?(?P<b>이유|원인|배경|결과|방법|의미|효과|날짜|시기|장소|사유)(?P<rest>.*)$"
)
# Where one clause of a question ends and the next begins.
_KO_AND = re.compile(r"(?<=[가-힣])(?:고|며|인지|이자)(?<![다라냐자려]고)[,]?\s+(?=\S.{3})")
_EN_AND = re.compile(
    r";\s+|[,;]?\s+and\s+(?=(?:why|what|how|when|where|who|whom|which|by whom|for what|to what)\b)|\?\s+(?:and\s+)?(?=\w)",
    re.I,
)


def split_parts(text: str, language: Language) -> tuple[str, ...]:
    """The single questions inside a multi-part one; () where there is only one."""
    sentences = [s for s in re.split(r"(?<=[?？])\s+", text) if s.strip()]
    if len(sentences) > 1:
        return tuple(sentences)
    if language is Language.EN:
        pieces = [p.strip(" ?") for p in _EN_AND.split(text) if p and p.strip(" ?")]
        if len(pieces) > 1:
            return (pieces[0], *(f"{_topic_en(pieces[0])} {piece}" for piece in pieces[1:]))
        return ()
    turn = re.split(r"(?:는데|지만|으나|거니와)[,]\s+", text, maxsplit=1)
    if len(turn) == 2 and min(map(len, turn)) > 5:
        return (turn[0], turn[1])
    pair = _KO_PAIR.match(text)
    if pair and len(pair["a"]) > 3:
        topic = re.sub(r"\s*(?:나라|국가|것|사람|곳)$", "", pair["a"].strip())
        return (pair["a"].strip(), f"{topic} {pair['b']}{pair['rest']}")
    for found in _KO_AND.finditer(text):
        first, second = text[: found.end()].rstrip(" ,"), text[found.end() :]
        if QUESTION_WORD.search(first) and QUESTION_WORD.search(second):
            return (first, f"{_topic_ko(first)} {second}")
    return ()


def _topic_ko(first: str) -> str:
    """What the first part is about, to carry over: what stands before its first particle."""
    return re.split(r"(?:은|는|이|가|을|를)\s", first, maxsplit=1)[0]


def _topic_en(first: str) -> str:
    """The content of the first part without its question word, to carry over to the next."""
    return re.sub(
        r"^(?:what|which|who|when|where|why|how(?: many| much)?)\s+(?:(?:is|are|was|were|did|does|do|has|have)\b)?\s*",
        "",
        first,
        flags=re.I,
    )


_EACH = re.compile(r"각각|각자|\beach\b|\brespectively\b", re.IGNORECASE)


_EACH_OF = {
    Language.KO: re.compile(
        r"(?P<a>[가-힣A-Za-z0-9]+)(?:와|과|랑|·)\s?(?P<b>[가-힣A-Za-z0-9]+?)(?:은|는|을|를|의|이|가|에)?(?=\s|$)"
    ),
    Language.EN: re.compile(r"(?P<a>(?:[A-Z]\w+\s)*[A-Z]\w+) and (?P<b>(?:[A-Z]\w+\s)*[A-Z]\w+)"),
}


def each_of(text: str, language: Language) -> tuple[str, ...]:
    """The two names of "what did it say about each of A and B"; () where none are coordinated."""
    found = _EACH_OF[language].search(text) if _EACH.search(text) else None
    return (found["a"], found["b"]) if found else ()


_KO_JOINT = re.compile(
    r"(?<=[가-힣A-Za-z0-9)%])(?:와|과|랑|이랑|하고)\s+|\s+(?:vs\.?|대비|및)\s+", re.IGNORECASE
)
_EN_JOINT = re.compile(
    r"\s+(?:compared? (?:with|to)|in comparison (?:with|to)|versus|vs\.?|differs? from|different from|in contrast to)\s+",
    re.I,
)
_EN_BETWEEN = re.compile(r"\bbetween\s+(?:the\s+)?(?P<a>.+?)\s+and\s+(?:the\s+)?(?P<b>.+)$", re.IGNORECASE)
_EN_PAIR = re.compile(r"\s+and\s+(?:the\s+)?", re.IGNORECASE)
_KO_END = re.compile(r"[가-힣A-Za-z0-9)%]+(?:은|는|을|를|의|이|가|에서|간)[,?]?$")
_EN_END = re.compile(
    r"\s+(?:differ\w*|compare\w*|say|says|describe\w*|treat\w*|view\w*|on|about|regarding|in their|with respect)\b",
    re.I,
)


def split_sides(text: str, language: Language) -> tuple[str, ...]:
    """The two things a comparison names, as the question words them; () where none are found."""
    if language is Language.KO:
        joint = _KO_JOINT.search(text)
        if not joint:
            return ()
        right: list[str] = []
        for word in text[joint.end() :].split():
            right.append(word)
            if len(word) > 2 and _KO_END.match(word):
                break
        return (text[: joint.start()].strip(), " ".join(right).strip(" ?"))
    joint = _EN_JOINT.search(text)
    if joint:
        return (text[: joint.start()].strip(), text[joint.end() :].strip(" ?"))
    between = _EN_BETWEEN.search(text)
    if between:
        return (between["a"], _EN_END.split(between["b"])[0].strip(" ?"))
    joint = _EN_PAIR.search(text)
    if not joint:
        return ()
    return (text[: joint.start()].strip(), _EN_END.split(text[joint.end() :])[0].strip(" ?"))
