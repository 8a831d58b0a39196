"""Which language a question is asked in, and which a document is written in.

Korean and English only; another language is named, so that the user hears which one was seen. Scripts
decide first. Where Hangul and Latin mix, grammar decides: English function words on one side, Korean
particles, endings and question words on the other. Acronyms and figures belong to both languages and
keep the fallback. Only longer Latin text goes to langdetect, in lower case (capitals mislead it) and with
a fixed seed.
"""

from __future__ import annotations

import re
import tomllib
import unicodedata
from collections import Counter
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Final

from sources.document import Language
from sources.text.scripts import HANGUL, count_scripts, foreign_script


@dataclass(frozen=True, slots=True)
class Detected:
    """`language` is None where the text is in an unsupported language, whose ISO 639 code is then
    `unsupported`, or where nothing shows a language and no fallback was given (`unsupported` is "")."""

    language: Language | None
    unsupported: str = ""


_ADDRESS: Final = re.compile(r"https?://\S+|www\.\S+|\S+@\S+\.\S+")
_QUOTED: Final = re.compile('[“"「『《]([^”"」』》]{2,})[”"」』》]')
_WORD: Final = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*", re.UNICODE)
# IP4, F-35, G7 and capitals up to six letters: written alike in both languages.
_SHARED: Final = re.compile(
    r"(?<![A-Za-zÀ-ɏ])(?:[A-Z]{1,6}(?:[-/&][A-Z]{1,6})*s?|[A-Za-z]{1,4}-?\d+[A-Za-z]?|\d[\d.,]*[A-Za-z]{1,3})"
    r"(?![A-Za-zÀ-ɏ])"
)

_ELIDED: Final = re.compile(r"(?:[cdjlmnst]|qu|dell|nell|sull|all|un)'")
_VERB_ENDING: Final = re.compile(
    r"(?:나요|가요|까요|니까|[어아여해했었았]요|에요|예요|줘|주세요|[했었았]어|[인는은한]가|[있없하했었았되]나|[지하]요|죠|니다|[있없하]다|뭐야)$"
)
_QUESTION_WORD: Final = re.compile(
    r"(?<![가-힣])(?:왜|누가|누구|뭐|뭔|무엇|무슨|어디|언제|어떻게|어떤|어느|얼마|몇|어째서|어찌|그럼|그러면|그리고|그래서|이건|그건|저건|여기서|거기서)"
)
_PARTICLE_ON_LATIN: Final = re.compile(
    r"[A-Za-z0-9%)\]\"”'’](?:은|는|이|가|을|를|의|에|에서|에게|으로|로|와|과|랑|이랑|도|만|까지|부터|이란|란|라는|이라는|보다|처럼|이나|나|측|식|급|하고|하는|한|해)(?![가-힣])"
)
_PARTICLE: Final = re.compile(
    r"[가-힣](?:은|는|을|를|의|에서|에게|으로|와|과|까지|부터|보다|처럼|라는|이라는)(?![가-힣])"
)
_ENDING: Final = re.compile(
    r"(?:다|요|까|니|나|냐|죠|지|가|줘|라|래|자|음|함|임|야|데|든|네|어|아|해|봐|은|는|란|도|중|점|것|등|쪽|뜻|의미|이유|차이|결과|내용|원인|배경|요약|설명|"
    r"정리|비교|번역|주세요|해주|줄래)[\s?!.~…ㅋㅎㅠㅜ]*$"
)


def detect_language(text: str, fallback: Language | None) -> Detected:
    """The language to answer `text` in. Where it shows none (figures, acronyms, emoji), `fallback`."""
    text = _ADDRESS.sub(" ", unicodedata.normalize("NFC", text[:20_000]))
    # A quotation says nothing of who quotes it.
    spoken = _QUOTED.sub(" ", text)
    if not _letters(_SHARED.sub(" ", spoken)):
        spoken = text
    counts = count_scripts(spoken)
    if not counts:
        return Detected(fallback)
    if code := foreign_script(spoken, counts):
        return Detected(None, code)
    if counts["hangul"]:
        return Detected(_mixed(spoken, counts))
    if counts["latin"]:
        return _latin(spoken, fallback)
    return Detected(fallback)


def text_language(text: str) -> Language | str:
    """The language a document is written in: its main one, or the ISO 639 code of an unsupported one.

    Looks at samples from the whole text. Text without letters counts as Korean.
    """
    step = max(1, len(text) // 20)
    sample = (
        text if len(text) <= 20_000 else " ".join(text[at : at + 1000] for at in range(0, len(text), step))
    )
    counts = count_scripts(sample)
    if not counts:
        return Language.KO
    if code := foreign_script(sample, counts):
        return code
    plain = count_scripts(_SHARED.sub(" ", sample))
    # A syllable says about as much as three letters.
    if plain["hangul"] * 3 >= plain["latin"]:
        return Language.KO
    words = [word.lower() for word in _WORD.findall(sample)]
    found = _function_words(words)
    best = max(found, key=lambda code: (found[code], code == "en"))
    if best == "en" or found["en"] >= 0.15 * len(words):
        return Language.EN
    guess, probability = _guess(sample)
    return guess if guess != "en" and probability > 0.9 and found[best] >= 0.05 * len(words) else Language.EN


def _letters(text: str) -> bool:
    return any(char.isalpha() for char in text)


def _mixed(text: str, counts: Counter[str]) -> Language:
    """Korean or English, for text with Hangul in it."""
    if (frame := _frame(text)) is not None:
        return frame
    english = _english_words(text)
    if not english:
        return Language.KO
    korean = (
        len(_QUESTION_WORD.findall(text))
        + len(_PARTICLE_ON_LATIN.findall(text))
        + len(_PARTICLE.findall(text))
    )
    share = 2 * counts["hangul"] / (2 * counts["hangul"] + counts["latin"])
    last = (re.findall(r"\S+", re.sub(r"[\s?!.~…]+$", "", text)) or [""])[-1]
    if HANGUL.search(last) and _VERB_ENDING.search(last):
        return Language.KO
    if HANGUL.search(last) and _ENDING.search(last):
        korean += 1
    first = _WORD.search(text)
    if first and first[0].lower() in _words()["en"] and first[0].isascii() and english >= 2 and share < 0.75:
        # "What does 방위비 분담을 늘린다 mean?": the frame is English, whatever it frames.
        return Language.EN if english >= korean else Language.KO
    if korean:
        return Language.KO if korean >= english or share >= 0.5 else Language.EN
    return Language.KO if share >= 0.75 else Language.EN


def _english_words(text: str) -> int:
    words = [word.lower() for word in _WORD.findall(_SHARED.sub(" ", text)) if word.isascii()]
    return sum(word in _words()["en"] for word in words)


def _frame(text: str) -> Language | None:
    """The language of an instruction that stands before a colon, where what follows is its object."""
    order, colon, rest = text.partition(":")
    if not colon or not _letters(rest):
        return None
    english, korean = _english_words(order), bool(HANGUL.search(order))
    if korean == bool(english):
        return None
    return Language.KO if korean else Language.EN


def _latin(text: str, fallback: Language | None) -> Detected:
    bare = _SHARED.sub(" ", text)
    words = [word.lower().replace("’", "'") for word in _WORD.findall(bare)]
    words = [word for word in words if len(word) > 1 or word in "aiyoàéè"]
    if not any(len(word) > 1 and word not in ("vs", "no") for word in words):
        return Detected(fallback)
    found = _function_words(words)
    others = {code: n for code, n in found.items() if code != "en"}
    best = max(others, key=others.__getitem__)
    # A foreign name in an English question (Türkiye, Orbán) says nothing of the question.
    common = [word for word in _WORD.findall(bare) if word[0].islower()]
    accents = sum(not char.isascii() for char in "".join(common))
    if found["en"] and found["en"] >= others[best] and not (accents >= 2 and others[best] == found["en"]):
        return Detected(Language.EN)
    if not found["en"] and _romanised(words):
        return Detected(Language.KO)
    if others[best] >= 2 and others[best] > found["en"]:
        return Detected(None, _agreed(text, best, others))
    letters = sum(map(len, words))
    if letters < 12:
        return Detected(None, best) if others[best] and accents else Detected(Language.EN)
    guess, probability = _guess(text)
    if guess == "en" or found["en"] > others[best]:
        return Detected(Language.EN)
    if others.get(guess) or (accents and probability > 0.7) or (others[best] and accents):
        return Detected(None, guess if others.get(guess) or not others[best] else best)
    return Detected(Language.EN)


def _agreed(text: str, best: str, others: dict[str, int]) -> str:
    """Of related languages that share their small words, the one langdetect sees."""
    tied = [code for code, n in others.items() if n == others[best]]
    if len(tied) == 1:
        return best
    guess, _ = _guess(text)
    return guess if guess in tied else best


@cache
def _words() -> dict[str, frozenset[str]]:
    lists = tomllib.loads((Path(__file__).parent / "function_words.toml").read_text("utf-8"))
    return {code: frozenset(words.split()) for code, words in lists.items()}


def _function_words(words: list[str]) -> dict[str, int]:
    # l'objectif, dell'anno: an elided article is a word; the s of Macron's is none.
    parts = [part for word in words for part in (word.split("'") if _ELIDED.match(word) else [word])]
    return {code: sum(part in known for part in parts) for code, known in _words().items()}


def _guess(text: str) -> tuple[str, float]:
    """langdetect's best guess and its probability; ("en", 0.0) where it has none."""
    from langdetect import DetectorFactory, detect_langs
    from langdetect.lang_detect_exception import LangDetectException

    DetectorFactory.seed = 0
    try:
        best = detect_langs(text.lower())[0]
    except LangDetectException:
        return "en", 0.0
    return str(best.lang).partition("-")[0], float(best.prob)


# Revised Romanisation: whole words of Korean syllables with spellings that English and its neighbours lack.
_SYLLABLES: Final = re.compile(
    r"(?:(?:kk|tt|pp|ss|jj|ch|[gndrlmbsjkthp])?(?:yeo|yae|wae|eo|eu|ae|oe|wi|ui|wo|wa|we|ya|yo|yu|ye|[aeiou])"
    r"(?:ng|[nmlkgtpbsdrh](?![aeiouyw]))?){2,}"
)
_KOREAN_SPELLING: Final = re.compile(
    r"eo|eu|yae|wae|hae\b|haeyo|sseo|neun|reul|seyo|jwo|mwo|nn?ikka|jeong|hoeui|annyeong|hanguk|bangwi|gukbang"
)


def _romanised(words: list[str]) -> bool:
    """Whether words in small letters are Korean: at least half of the longer ones spell like it."""
    long = [word for word in words if len(word) >= 4]
    korean = [word for word in long if _SYLLABLES.fullmatch(word) and _KOREAN_SPELLING.search(word)]
    return bool(korean) and 2 * len(korean) >= len(long) and not any("europ" in word for word in korean)
