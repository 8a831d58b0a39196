"""Which documents a question that names a place means: those it names, those it describes, those spoken of.

Where it does neither, every document is looked in that the question may be asked of, as far as `SEARCHED`.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial

from assistant.answer import Answer
from assistant.choosing.whole import Trees
from assistant.question.look_up import LookUp, own_words
from assistant.question.read import Question
from assistant.question.references import Shelf, plainest
from assistant.question.statutes import shortens, statutes
from assistant.writing.standing import places
from index.figures.read import years_in
from index.hit import Filters
from index.library import Library

WHOLLY = 0.75  # how plainly a document is named from which no other may be meant
SEARCHED = 60  # documents looked through where none is named


@dataclass(frozen=True, slots=True)
class Meant:
    """The documents to look in. `plain`: that they are meant is plain, by name or by the talk so far.
    `described`: only what the question says of them tells which is meant, which may be another than those
    there. `searched` of `held`: how many were looked through where none is named."""

    trees: Trees
    keys: tuple[str, ...]
    plain: bool = False
    described: bool = False
    searched: int = 0
    held: int = 0


def documents_meant(
    trees: Trees,
    shelf: Shelf,
    asked: Question,
    wanted: LookUp,
    previous: Sequence[Answer | str],
    filters: Filters,
) -> Meant:
    """The documents in which the place that `asked` names is to be looked for."""
    library = trees.library
    allowed = library.keys(filters)
    having = partial(_having, trees, wanted, allowed)
    described = bool(own_words(wanted.before, asked.language) or own_words(wanted.after, asked.language))
    strengths = shelf.named(asked.text, asked.language)
    spoken = plainest(strengths)
    if described and not having(spoken):
        # "The harbour report" is not the library's only report, which has no such place and no such word.
        spoken = tuple(key for key in spoken if shelf.naming(key, asked.text, {}, asked.language))
    hardly = spoken and max(strengths.values()) < WHOLLY and not having(spoken)
    renderings: Mapping[str, Mapping[str, float]] = {}
    if described and (hardly or not spoken):
        # What it hardly names has no such place, or it names none: another language's words may name another.
        renderings = library.renderings(asked.text, asked.language)
        across = having(plainest(shelf.called(asked.text, renderings, asked.language)))
        if hardly and across:
            return Meant(trees, across, described=True)
        spoken = spoken or across
    named = tuple(key for key in (*_by_short_name(wanted, shelf), *spoken) if key in allowed)
    if named:
        return Meant(trees, _of_its_year(named, shelf, asked), plain=True)
    searched, held = allowed[:SEARCHED], len(allowed)
    if described:
        there = having(searched)
        if len(there) == 1 and held == len(searched):
            only = bool(shelf.naming(there[0], asked.text, renderings, asked.language))
            return Meant(trees, there, plain=only, described=not only, searched=held, held=held)
        words = replace(asked, text=f"{wanted.before} {wanted.after}".strip())
        within = replace(filters, keys=there)
        near = _nearest(library, shelf, words, renderings, within) if there else ()
        return Meant(trees, near, described=True, searched=len(searched), held=held)
    last = next((one for one in reversed(previous) if isinstance(one, Answer)), None)
    cited = tuple(dict.fromkeys(c.record.key for c in last.citations)) if last else ()
    if len(cited) == 1 and cited[0] in allowed:
        return Meant(trees, cited, plain=True)
    return Meant(trees, searched, plain=held == 1, searched=len(searched), held=held)


def _having(trees: Trees, wanted: LookUp, allowed: Collection[str], keys: Iterable[str]) -> tuple[str, ...]:
    """Those of `keys` that may be looked in and have the place."""
    return tuple(key for key in keys if key in allowed and places(wanted, trees.named(key)))


def _of_its_year(keys: Sequence[str], shelf: Shelf, asked: Question) -> tuple[str, ...]:
    """Those of `keys` from a year that the question names, else all, each once."""
    years = {str(year) for year in years_in(asked.text)}
    dated = tuple(key for key in keys if shelf.records[key].year in years)
    return tuple(dict.fromkeys(dated or keys))


def _by_short_name(wanted: LookUp, shelf: Shelf) -> list[str]:
    """The documents named by their key, else those whose title a name in the question shortens, as Korean
    laws are called."""
    around = f"{wanted.before} {wanted.after}"
    named = [key for key in shelf.records if len(key) > 3 and key in around]
    if named:
        return named
    titles = {
        key: ["".join(title.split()) for title in record.titles.values()]
        for key, record in shelf.records.items()
    }
    for name in statutes(around):
        if found := [key for key, own in titles.items() if any(shortens(name, title) for title in own)]:
            return found
    return []


def _nearest(
    library: Library,
    shelf: Shelf,
    asked: Question,
    renderings: Mapping[str, Mapping[str, float]],
    filters: Filters,
) -> tuple[str, ...]:
    """The documents of `filters`, the one first that `asked` most likely describes: by its title, where that
    shares a word with it, and by the passages nearest to it, the two orders fused (Cormack et al. 2009,
    reciprocal ranks)."""
    text, language = asked.text, asked.language
    hits = library.retrieve(text, language, filters=filters).hits
    by_passage = dict.fromkeys(hit.chunk.translation_of or hit.chunk.key for hit in hits)
    embedded = library.embedder.query
    vector = embedded(text)
    titles = {key: [title for title in shelf.records[key].titles.values() if title] for key in filters.keys}
    close = {
        key: max((float(vector @ embedded(title)) for title in own), default=0.0)
        for key, own in titles.items()
        if shelf.naming(key, text, renderings, language)
    }
    by_title = sorted(close, key=lambda key: -close[key])
    score = dict.fromkeys(filters.keys, 0.0)
    score |= {key: 1.0 / (1 + rank) for rank, key in enumerate(by_title)}
    for rank, key in enumerate(by_passage):
        score[key] = score.get(key, 0.0) + 1.0 / (1 + rank)
    return tuple(sorted(score, key=lambda key: -score[key]))
