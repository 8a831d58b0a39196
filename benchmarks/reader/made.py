"""Questions made of documents by rule, with varied wordings: a figure or date of a sentence asked for in its
own words, what a term means, what an article lays down, why something was done, what a table's row has in a
column."""

# ruff: noqa: E501  (long words and patterns)

from __future__ import annotations

import random
import re
from collections.abc import Iterator
from dataclasses import dataclass

from sources.document import Document, Language
from sources.text.sentences import sentence_spans


@dataclass(frozen=True, slots=True)
class Made:
    """A question whose answer is `span` of `text`."""

    question: str
    text: str
    span: tuple[int, int]
    kind: str
    exact: bool = True


_KO_FIGURES = (
    (re.compile(r"\d[\d,.]*\s?(?:%p|%포인트|%|퍼센트)"), ("몇 %", "몇 퍼센트", "얼마")),
    (re.compile(r"(?:19|20)\d\d년(?:\s?\d{1,2}월(?:\s?\d{1,2}일)?)?"), ("언제", "몇 년")),
    (re.compile(r"\d{1,2}월\s?\d{1,2}일"), ("언제", "며칠", "몇 월 며칠")),
    (re.compile(r"\d[\d,.]*\s?(?:조|억|만|천)*\s?(?:원|달러|유로|위안|엔)"), ("얼마", "얼마의 돈")),
    (re.compile(r"\d[\d,.]*\s?(?:만|천)?\s?(명|개|건|곳|대|척|회|차례|톤|가구|세|일|개월|주|시간)(?![가-힣]{2})"), ("몇 {}",)),
)  # fmt: skip
_EN_FIGURES = (
    (re.compile(r"\d[\d,.]*\s?(?:%|per ?cent|percentage points?)"), ("what percentage", "what share", "how many per cent")),
    (re.compile(r"(?:on |in |by )?(?:\d{1,2} )?(?:January|February|March|April|May|June|July|August|September|October|November|December)(?: \d{1,2},?)? (?:19|20)\d\d"), ("when", "what date")),
    (re.compile(r"in (?:19|20)\d\d"), ("when", "in what year")),
    (re.compile(r"[$€£]\s?\d[\d,.]*(?: (?:million|billion|trillion))?"), ("how much", "how much money")),
    (re.compile(r"(?<![\d.])\d[\d,.]* (?=[a-z]{3,})"), ("how many ",)),
)  # fmt: skip
_EN_SMALL = frozenset(
    [
        "the",
        "a",
        "an",
        "of",
        "to",
        "in",
        "on",
        "at",
        "by",
        "for",
        "and",
        "or",
        "that",
        "which",
        "with",
        "as",
        "from",
        "its",
        "their",
        "his",
        "her",
        "this",
    ]
)
_DEFINED = re.compile(r"[\"“]([^\"“”]{2,40})[\"”](?:이?란|라 함은)\s*")
_BECAUSE = re.compile(r"\s((?:[^\s,]+\s){2,9}?[^\s,]+(?: 때문에|기 위해서?|기 위하여| 탓에| 덕분에))\s")
PRESENT, PAST = 4, 20  # final consonants of 한다 and 했다
_BECAUSE_EN = re.compile(r"(?<=[a-z]),? ((?:because|in order to|due to|since) [^.;]{15,})")


def of_text(text: str, language: Language, rng: random.Random, most: int = 3) -> list[Made]:
    """Up to `most` questions that `text`, a window, answers."""
    found: list[Made] = []
    for start, end in sentence_spans(text, language):
        sentence = text[start:end]
        if 20 <= len(sentence) <= 260:
            rules = (_korean, _korean_why) if language is Language.KO else (_english, _english_why)
            for rule in rules:
                for question, a, b in rule(sentence, rng):
                    found.append(Made(question, text, (start + a, start + b), rule.__name__.strip("_")))
    rng.shuffle(found)
    return found[:most]


def _asking(rest: str, rng: random.Random) -> str:
    """A Korean sentence as a question: another ending, and parts of the start left out at times."""
    polite = rng.choice(("나요?", "습니까?", "는가?", "지?", "어?"))
    stem = re.sub(r"[.\s]+$", "", rest)
    if match := re.search(r"([가-힣])다$", stem):
        head = stem[:-1]
        final = (ord(match[1]) - 0xAC00) % 28
        if final == PRESENT and polite != "지?":  # 한다: 하나요, 하는가
            head = head[:-1] + chr(ord(match[1]) - PRESENT)
        return head + polite.replace("어?", "나?").replace("습니까?" if final != PAST else "", "나?")
    return stem + "?"


def _korean(sentence: str, rng: random.Random) -> Iterator[tuple[str, int, int]]:
    for pattern, asked in _KO_FIGURES:
        for match in pattern.finditer(sentence):
            word = rng.choice(asked).format(match[1] if pattern.groups else "")
            before, after = sentence[: match.start()], sentence[match.end() :]
            clauses = re.split(r"(?<=[며고서만]),?\s|,\s", after)
            if len(clauses) > 1 and len(clauses[0]) > 6 and rng.random() < 0.6:
                after = clauses[0]  # the clause with the figure alone
            before = before.split(", ")[-1] if len(before) > 60 else before
            style = rng.random()
            if style < 0.25:
                yield " ".join((before + " " + word).split()[-7:]) + "?", *match.span()
            elif len((before + after).strip()) > 8:
                yield _asking(before + word + after, rng), *match.span()
            break


def _korean_why(sentence: str, rng: random.Random) -> Iterator[tuple[str, int, int]]:
    if match := _BECAUSE.search(sentence):
        yield _asking(sentence[: match.start()] + " 왜 " + sentence[match.end() :], rng), *match.span(1)


def _english(sentence: str, rng: random.Random) -> Iterator[tuple[str, int, int]]:
    for pattern, asked in _EN_FIGURES:
        if match := pattern.search(sentence):
            word = rng.choice(asked)
            words = re.findall(r"[\w'’-]+", sentence[: match.start()])[-9:]
            after = re.findall(r"[\w'’-]+", sentence[match.end() :])[:7]
            content = [w for w in (*words, *after) if w.lower() not in _EN_SMALL]
            style = rng.random()
            if len(content) < 3:
                continue
            if style < 0.35:
                yield f"{' '.join(words)} {word} {' '.join(after)}?", *match.span()
            elif style < 0.7:
                yield f"{word.capitalize().strip()} {' '.join(after)} {' '.join(words[-6:])}?", *match.span()
            else:
                yield f"{word.strip()} {' '.join(content[:7])}", *match.span()


def _english_why(sentence: str, rng: random.Random) -> Iterator[tuple[str, int, int]]:
    if match := _BECAUSE_EN.search(sentence):
        rest = sentence[: match.start()].strip()
        if 20 < len(rest) < 160:
            yield f"Why {rest[0].lower()}{rest[1:]}?", *match.span(1)


def of_document(document: Document, rng: random.Random) -> list[Made]:
    """Questions on the terms a document defines, and on its articles by their headings."""
    found: list[Made] = []
    for paragraph in document.paragraphs:
        text = document.text[paragraph.start : paragraph.end]
        for match in _DEFINED.finditer(text):
            stop = text.find(".", match.end())
            term, end = match[1], stop if stop > 0 else len(text)
            for question in rng.sample(_DEFINITIONS, 2):
                found.append(Made(question.format(term), text, (match.start(), end), "definition", False))
        heading = re.search(r"\(([가-힣ㆍ·\s]{2,30})\)", paragraph.section)
        if heading and len(text) > 30:
            number = re.search(r"제\d+조(?:의\d+)?", paragraph.section)
            forms = _ARTICLES if number else _ARTICLES[:3]
            question = rng.choice(forms).format(heading[1].strip(), number.group() if number else "")
            found.append(Made(question, text, (0, len(text)), "article", False))
    return found


_DEFINITIONS = ("{}이란 무엇인가요?", "{}의 뜻은?", "{}을(를) 어떻게 정의하나요?", "'{}' 정의", "{}(이)라는 말의 의미는 무엇입니까?", "법에서 말하는 {}은?")  # fmt: skip
_ARTICLES = ("{}에 대해 어떻게 정하고 있나요?", "{}에 관한 규정은?", "{}은(는) 어떻게 하도록 되어 있습니까?", "{1}는 무엇을 정하고 있나요?", "{1} {0}의 내용은?")  # fmt: skip
