"""Which of a question's words a text has: by morpheme and stem, by synonym, in the other language, misspelt.

`Sought` is one content term of a question with all the ways it may be written; rarer terms weigh more.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache

from assistant.words.synonyms import near as synonyms
from index.words.capitals import countries, governments
from index.words.glossary import Entry, Glossary
from index.words.rarity import idf
from index.words.terms import Term, TermKind, content_terms, question_words, stop_words, tokens
from sources.document import Language

SYNONYM = 0.8  # share of a term that a word which says, or in the other language may say, the same is worth
# The share of a term, or whatever else says how likely something is so, from which it is so rather than not.
LIKELY = 0.5
KIND_WEIGHT = {TermKind.NAME: 1.3, TermKind.NUMBER: 1.3, TermKind.NOUN: 1.0, TermKind.VERB: 0.6}


Alternatives = tuple[tuple[Language, tuple[tuple[str, ...], ...]], ...]


@dataclass(frozen=True, slots=True)
class Sought:
    """A question's term. `forms[language]` are alternatives, each a run of tokens that stand together; `near`
    are synonyms of the same form, worth `SYNONYM`; `country` is the one it names, whose capital stands for
    it; `rendered`, for each of its words, tokens of the other language that may mean it, with how surely."""

    surface: str
    kind: TermKind
    language: Language
    forms: Alternatives
    near: Alternatives = ()
    country: Entry | None = None
    rendered: tuple[tuple[tuple[str, float], ...], ...] = ()

    def __hash__(self) -> int:
        return hash((self.surface, self.language))

    def alternatives(self, language: Language) -> tuple[tuple[str, ...], ...]:
        return next((found for own, found in self.forms if own is language), ())

    def synonyms(self, language: Language) -> tuple[tuple[str, ...], ...]:
        return next((found for own, found in self.near if own is language), ())


@lru_cache(maxsize=50_000)
def words(text: str, language: Language) -> frozenset[str]:
    """The tokens of `text`, once each."""
    return frozenset(tokens(text, language))


@lru_cache(maxsize=50_000)
def _joined(text: str) -> str:
    return "".join(text.lower().split())


@cache
def glossary() -> Glossary:
    return Glossary.load()


@lru_cache(maxsize=2_000)
def terms_of(question: str, language: Language) -> tuple[Term, ...]:
    return content_terms(question, language)


@lru_cache(maxsize=2_000)
def sought(question: str, language: Language) -> tuple[Sought, ...]:
    """The content terms of `question` as it may be meant: also by words that say the same, and a government
    by its capital. Each line of a question joined from several is read in the language it is written in."""
    found: dict[str, Sought] = {}
    for line in question.split("\n"):
        own = reading(line, language) if line == question else written_in(line)
        for term in stated(line, own):
            found.setdefault(term.surface.lower(), _meant(term, line, own))
    return tuple(found.values())


def written_in(text: str) -> Language:
    """Korean where there is any Hangul: a line of a conversation, whatever language the talk is in."""
    return Language.KO if any("가" <= letter <= "힣" for letter in text) else Language.EN


def reading(text: str, language: Language) -> Language:
    """The language to read a question in that is to be answered in `language`: a follow-up may take over the
    wording of one in the other."""
    letters = [c for c in text if c.isalpha()]
    korean = sum("가" <= c <= "힣" for c in letters) > 0.5 * len(letters)
    return Language.KO if korean else language


def _meant(term: Sought, text: str, language: Language) -> Sought:
    """`term` with its synonyms, and with the country it names or, as a capital, stands for."""
    near = (
        synonyms(term.alternatives(language), language) if term.kind in {TermKind.NOUN, TermKind.VERB} else {}
    )
    capital = next((g for g in governments(text, language) if text[g.start : g.end] == term.surface), None)
    if capital is not None:
        names = {one: tuple(_tokens(form, one) for form in capital.country.forms(one)) for one in Language}
        forms = tuple((one, _once([*term.alternatives(one), *names[one]])) for one in Language)
        return replace(term, kind=TermKind.NAME, forms=forms, country=capital.country)
    country = next((e for e in glossary().entries_of(term.surface, language) if e in countries()), None)
    return replace(term, near=tuple(near.items()), country=country)


@lru_cache(maxsize=2_000)
def stated(question: str, language: Language) -> tuple[Sought, ...]:
    """The content terms of `question`, or of a sentence, with the names the glossary has for them in both
    languages: what must be there word for word."""
    matches = glossary().matches(question, language)
    if language is Language.KO:  # a Latin word among Korean, such as AI, names what it does in English
        matches += glossary().matches(question, Language.EN)
    found = []
    for term in terms_of(question, language):
        # English among Korean, as in a follow-up to an English question, has its own empty words.
        if language is Language.KO and term.surface.lower() in _empty_english():
            continue
        own = [tuple(form.split()) for form in term.forms]
        other = [tuple(form.split()) for form in term.forms if form.isascii()]
        for match in matches:
            if match.start < term.end and term.start < match.end:
                whole = match.start <= term.start and term.end <= match.end
                if not whole and term.kind is TermKind.NUMBER:
                    continue
                own += [_tokens(form, language) for form in match.entry.forms(language)] if whole else []
                other += [_tokens(form, language.other) for form in match.entry.forms(language.other)]
        forms = ((language, _once(own)), (language.other, _once(other)))
        # A lower-case Latin word in a Korean question is a word of the other language, not a name.
        plain = language is Language.KO and term.surface.isascii() and term.surface.islower()
        kind = TermKind.NOUN if plain and term.kind is TermKind.NAME else term.kind
        found.append(Sought(term.surface, kind, language, forms))
    return tuple(found)


@cache
def _empty_english() -> frozenset[str]:
    return (
        stop_words(Language.EN)
        | question_words(Language.EN)
        | {"which", "what", "how", "who", "why", "did", "too"}
    )


def _tokens(form: str, language: Language) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tokens(form, language)))


def _once(forms: list[tuple[str, ...]]) -> tuple[tuple[str, ...], ...]:
    return tuple(dict.fromkeys(form for form in forms if form))


@lru_cache(maxsize=200_000)
def has(term: Sought, text: str, language: Language) -> float:
    """How much of `term` stands in `text` (in `language`): 1 for all of one alternative, a share of parts."""
    if not text:
        return 0.0
    there = words(text, language)
    best = 0.0
    for parts in term.alternatives(language):
        best = max(best, sum(part in there for part in parts) / len(parts))
    if best >= 1.0:
        return 1.0
    if term.country is not None and any(g.country == term.country for g in governments(text, language)):
        return 1.0
    surface = _joined(term.surface)
    written = len(surface) > 1 and not surface.isascii() and surface in _joined(text)
    if written and not _of_another_name(term, there, language):
        return 1.0
    if any(all(part in there for part in parts) for parts in term.synonyms(language)):
        return max(SYNONYM, 0.6 * best)
    if term.rendered and language is not term.language:
        likely = [
            max((sure for token, sure in word if token in there), default=0.0) for word in term.rendered
        ]
        return max(SYNONYM * sum(likely) / len(likely), 0.6 * best)
    return 0.6 * best


def there(term: Sought, texts: Iterable[tuple[str, Language]], *, likely: bool = False) -> bool:
    """Whether one of `texts` has all of `term`; where only `likely`, as texts of the other language are read,
    something that rather means it than not."""
    return any(has(term, text, language) >= (LIKELY if likely else 1.0) for text, language in texts)


def _of_another_name(term: Sought, there: frozenset[str], language: Language) -> bool:
    """Whether `term` is only part of a longer name among the words `there`: 인도 of 인도네시아."""
    return term.kind is TermKind.NAME and any(
        term.surface in word and glossary().entries_of(word, language) for word in there
    )


def render(terms: Sequence[Sought], renderings: Mapping[str, Mapping[str, float]]) -> tuple[Sought, ...]:
    """`terms` with what the library's own vocabulary has for their words in the other language. A figure is
    the same in both."""
    words_of = {word.lower(): tuple(found.items()) for word, found in renderings.items() if found}
    rendered = []
    for term in terms:
        written = tuple(term.surface.lower().replace("-", " ").split())
        # A compound has an alternative of its parts: each is a word of its own.
        ways = (
            term.alternatives(Language.KO)
            if term.language is Language.KO
            else ((term.surface.lower(),), written)
        )
        found = max(
            (tuple(words_of[part] for part in way if part in words_of) for way in ways), key=len, default=()
        )
        rendered.append(replace(term, rendered=found) if term.kind is not TermKind.NUMBER else term)
    return tuple(rendered)


def rarity(terms: Iterable[Sought], texts: Sequence[tuple[str, Language]]) -> dict[str, float]:
    """Weight of each term by how few of `texts` have it (Lucene's idf) and by its kind."""
    count = max(1, len(texts))
    weights = {}
    for term in terms:
        df = sum(has(term, text, language) >= 1.0 for text, language in texts)
        weights[term.surface] = KIND_WEIGHT[term.kind] * idf(count, df)
    return weights


def coverage(
    terms: Sequence[Sought], weights: dict[str, float], texts: Sequence[tuple[str, Language]]
) -> float:
    """The weighted share of `terms` found in any of `texts`; 0.5 for a question without terms."""
    total = sum(weights[t.surface] for t in terms)
    if total <= 0:
        return 0.5
    found = sum(
        weights[t.surface] * max((has(t, text, own) for text, own in texts), default=0.0) for t in terms
    )
    return found / total
