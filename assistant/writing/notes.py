"""What is said beside an answer, in its language: why it is no or a hedge, what is missing, what helps."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.answer import Citation, Claim, State
from assistant.judging.verdict import Verdict
from assistant.messages import say
from assistant.question.cues import Asked
from assistant.question.read import Question
from assistant.question.requests import CANNOT
from index.hit import Filters
from index.library import Library
from sources.document import Language

# What the kinds of mark a question may ask for are called in the messages.
_MARKS: tuple[tuple[str, frozenset[Asked]], ...] = (
    ("contact", frozenset({Asked.CONTACT})),
    ("number", frozenset({Asked.NUMBER, Asked.PERCENT, Asked.MONEY})),
    ("date", frozenset({Asked.WHEN, Asked.YEAR})),
    ("name", frozenset({Asked.WHO, Asked.NAMES})),
)


def declined(asked: Question, foreign: str, library: Library, filters: Filters) -> str:
    """Why a question is not looked up at all, "" where it is."""
    language = asked.language
    if foreign:
        return say("ask.romanised" if foreign.lower().startswith("ko") else "ask.other_language", language)
    if not asked.raw.strip():
        return say("ask.empty", language)
    if asked.instructed and not asked.usable:
        return say("ask.instruction", language)
    if not asked.usable:
        return say("ask.no_words", language)
    if not library.any(filters):
        return say("ask.empty_library" if filters.empty else "ask.nothing_allowed", language)
    return ""


def noted(
    asked: Question,
    verdict: Verdict,
    claims: Sequence[Claim],
    citations: Sequence[Citation],
    related: Sequence[Citation],
) -> tuple[str, ...]:
    """The notes of an answer, the most important first."""
    language = asked.language
    notes = []
    if verdict.state is not State.ANSWER:
        notes += _silence(asked, verdict, bool(related))
    if asked.instructed:
        notes.append(say("ask.instruction_set_aside", language))
    notes += [say(f"ask.cannot_{one}", language) for one in CANNOT if one in asked.requests]
    if asked.quotes and verdict.state is not State.ABSTAIN and len(citations) < asked.quotes:
        notes.append(say("ask.quotes_short", language, found=len(claims), wanted=asked.quotes))
    if any(c.quoted for c in claims):
        notes.append(say("ask.needs_model", language))
    if any(c.second_hand for c in citations):
        notes.append(say("ask.second_hand", language))
    return tuple(notes)


def _silence(asked: Question, verdict: Verdict, related: bool) -> list[str]:
    """What is missing, and what kind of document would help."""
    language = asked.language
    abstains = verdict.state is State.ABSTAIN
    notes = [say("ask.abstain" if abstains else "ask.hedge", language)]
    against = verdict.sight.against
    for slot in against:
        other = "ask.other_year" if slot.kind == "year" else "ask.other_thing"
        notes.append(say(other, language, told=slot.told, asked=slot.asked))
    said = {slot.asked for slot in against}
    words = quoted_words([word for word in verdict.sight.missing if word not in said], language)
    mark = "" if against else _unborne(asked, verdict)
    if words:
        notes.append(say("ask.missing", language, words=subject(words, language)))
    elif mark:
        notes.append(say(f"ask.no_mark_{mark}", language))
    if verdict.uncompared and not abstains:
        notes.append(say("ask.uncompared", language))
    if verdict.sight.adrift and verdict.sight.elsewhere and not abstains:
        away = quoted_words(verdict.sight.elsewhere, language)
        notes.append(say("ask.elsewhere", language, words=subject(away, language)))
    if verdict.sight.beside and not abstains:
        notes.append(say("ask.beside_the_point", language))
    if abstains and related:
        notes.append(say("ask.closest", language))
    if abstains:
        if words:
            notes.append(say("ask.help_words", language, words=words))
        elif mark in {"number", "date", "name"}:
            notes.append(say(f"ask.help_{mark}", language))
        else:
            notes.append(say("ask.help_subject", language))
    return notes


def _unborne(asked: Question, verdict: Verdict) -> str:
    """Which kind of mark the question asks for and the sentences lack, "" for none."""
    if not verdict.unborne:
        return ""
    return next((name for name, kinds in _MARKS if kinds & asked.asked), "")


def quoted_words(words: Sequence[str], language: Language) -> str:
    """At most four words in quotation marks, parted by commas."""
    left, right = ("‘", "’") if language is Language.KO else ("“", "”")
    return ", ".join(f"{left}{word}{right}" for word in words[:4])


def subject(words: str, language: Language) -> str:
    """The words with the Korean subject particle their last syllable asks for: ‘앙카라’가, ‘법률’이."""
    if language is not Language.KO:
        return words
    last = words.rstrip("’")[-1]
    code = ord(last) - 0xAC00
    if 0 <= code < 11_172:
        return words + ("이" if code % 28 else "가")
    # A figure or a Latin letter as it is read in Korean: 영 일 이 삼 …, 엘 엠 엔 알 close with a consonant.
    return words + ("이" if last in "013678lmnrLMNR" else "가")
