"""The check of a draft: sentence by sentence against the library. It finds, shows and changes nothing.

    draft → sentence → footnotes resolved → witnesses gathered → quotations, figures, names compared → verdict

A sentence is right where its figures, names and quotations are what its nearest source sentences say. Each
step has its own module in `assistant.checking`; this one knows only the order and the verdict.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Protocol

from assistant.answer import Citation
from assistant.checking.amounts import compare_figures
from assistant.checking.citations import cite
from assistant.checking.draft import read_draft
from assistant.checking.drafts import Draft, DraftSentence
from assistant.checking.findings import Finding, Findings, Item, Outcome, Subject, Verdict
from assistant.checking.footnotes import Note, resolve
from assistant.checking.markdown import draft_from_text
from assistant.checking.named import compare_names
from assistant.checking.pointers import compare_pointers
from assistant.checking.quoted import compare_quotes
from assistant.checking.witnesses import Evidence, gather
from assistant.checking.witnesses import Library as Finder
from index.catalogue import Entry
from sources.document import Language
from sources.units.tree import Tree

__all__ = ["Draft", "Findings", "check", "draft_from_text", "read_draft"]

_SAYS = 0.6  # nearness from which a source says what a sentence without figures or quotations says
_FAR = 0.30  # nearness below which nothing in the library is about the sentence


class Library(Finder, Protocol):
    """`index.library.Library`, as far as it is used here."""

    def entries(self) -> tuple[Entry, ...]: ...


def check(
    library: Library,
    draft: Draft,
    language: Language,
    *,
    progress: Callable[[int, int], None] | None = None,
    cancelled: Callable[[], bool] | None = None,
) -> Findings:
    """Check `draft` against `library`; `language` is that of the report. `progress` gets (sentences done,
    sentences). A cancelled check returns what it has found so far."""
    notes = resolve(draft.notes, library.entries(), library)
    tree_of = cache(lambda document_id: Tree(library.document(document_id)))
    found: list[Finding] = []
    for sentence in draft.sentences:
        if cancelled is not None and cancelled():
            break
        found.append(_check_sentence(library, sentence, notes, language, tree_of))
        if progress is not None:
            progress(len(found), len(draft.sentences))
    return Findings(draft, language, tuple(_covered(found, notes)), library.version)


def _check_sentence(
    library: Library,
    sentence: DraftSentence,
    notes: Mapping[str, Note],
    language: Language,
    tree_of: Callable[[str], Tree],
) -> Finding:
    if not sentence.claims or not any(c.isalpha() for c in sentence.text):
        return Finding(sentence, Verdict.NOTHING)
    own = [notes[label] for label in sentence.notes if label in notes]
    evidence, items = _compared(library, sentence, own)
    verdict = _verdict(evidence, items, own)
    best = evidence.best
    citation: Citation | None = None
    if best is not None and verdict is not Verdict.NOTHING and (evidence.near >= _FAR or _any_same(items)):
        citation = cite(best, tree_of(best.passage.document_id), language)
    return Finding(sentence, verdict, items, citation, round(evidence.near, 3))


def _compared(
    library: Library, sentence: DraftSentence, notes: Sequence[Note]
) -> tuple[Evidence, tuple[Item, ...]]:
    """The evidence and the items, from the documents the footnotes name; from the whole library where those
    do not say it and it does."""
    evidence = gather(library, sentence)
    items = _items(library, sentence, evidence)
    keys = tuple(dict.fromkeys(key for note in notes for key in note.keys))
    if keys:
        named = gather(library, sentence, keys)
        from_named = _items(library, sentence, named)
        if _wrong(from_named) <= _wrong(items) or named.near >= evidence.near - 0.05:
            evidence, items = named, from_named
    return evidence, items + compare_pointers(library, evidence, notes)


def _items(library: Library, sentence: DraftSentence, evidence: Evidence) -> tuple[Item, ...]:
    quoted = compare_quotes(library, evidence)
    inside = [(item.start, item.end) for item in quoted]
    rest = (*compare_figures(evidence), *compare_names(evidence))
    # What stands in a quotation is judged with it.
    free = [item for item in rest if not any(a <= item.start and item.end <= b for a, b in inside)]
    return tuple(sorted((*quoted, *free), key=lambda item: item.start))


def _verdict(evidence: Evidence, items: Sequence[Item], notes: Sequence[Note]) -> Verdict:
    if any(item.outcome is Outcome.DIFFERS for item in items):
        return Verdict.DIFFERS
    if any(item.outcome is Outcome.ABSENT for item in items):
        return Verdict.NOT_IN_LIBRARY
    hard = [item for item in items if item.subject in (Subject.FIGURE, Subject.QUOTE)]
    if (
        hard
        and evidence.near < _FAR
        and not any(i.subject is Subject.QUOTE and i.outcome is Outcome.SAME for i in hard)
    ):
        return Verdict.NOT_IN_LIBRARY
    if evidence.near < _SAYS and not any(item.outcome is Outcome.SAME for item in hard):
        return Verdict.NOTHING
    return Verdict.CONFIRMED if any(note.resolved for note in notes) else Verdict.NEEDS_FOOTNOTE


def _covered(found: Sequence[Finding], notes: Mapping[str, Note]) -> list[Finding]:
    """A footnote at the end of a paragraph stands for the sentences before it that rest on its document."""
    covered: list[Finding] = []
    for position, finding in enumerate(found):
        if finding.verdict is Verdict.NEEDS_FOOTNOTE and finding.citation is not None:
            key = finding.citation.record.key
            later = (f for f in found[position + 1 :] if f.sentence.paragraph == finding.sentence.paragraph)
            labels = [label for other in later for label in other.sentence.notes]
            if any(key in notes[label].keys for label in labels if label in notes):
                finding = replace(finding, verdict=Verdict.CONFIRMED)
        covered.append(finding)
    return covered


def _wrong(items: Sequence[Item]) -> int:
    return sum(item.wrong for item in items)


def _any_same(items: Sequence[Item]) -> bool:
    return any(item.outcome is Outcome.SAME and item.subject is not Subject.NAME for item in items)
