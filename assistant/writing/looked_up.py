"""An answer by place: what stands at "제25조 제2항", "Article 7.5", "표 3", "5쪽"; the outline of a document.

Nothing is judged here: the place is there or it is not. A question that asks more than what stands at a place
is not answered here.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Answer, Citation, Claim, State
from assistant.choosing.whole import MOST_ITEMS, Trees
from assistant.citing.lookup import citation_in
from assistant.messages import say
from assistant.question.cues import SUBJECT
from assistant.question.look_up import LookUp, asks_more, names_one, read_look_up
from assistant.question.read import Question
from assistant.question.references import Shelf
from assistant.question.spines import SEVERAL
from assistant.writing.compose import titled
from assistant.writing.lines import depths
from assistant.writing.meant import Meant, documents_meant
from assistant.writing.standing import passages_at, places, standing
from assistant.writing.write import CitationList, write_claims
from index.hit import Filters, Passage
from index.library import Library
from sources.document import Language, Location, Record, UnitKind
from sources.units.tree import Tree


def looked_up(
    library: Library, shelf: Shelf, asked: Question, previous: Sequence[Answer | str], filters: Filters
) -> Answer | None:
    """The answer to a question that asks for a place and nothing else; None for any other."""
    wanted = read_look_up(asked.text)
    if wanted is None or asks_more(wanted, asked.language):
        return None
    where = documents_meant(Trees(library), shelf, asked, wanted, previous, filters)
    answer = _from(where, shelf, asked, wanted)
    return _with_unread(answer, where, asked.language) if answer is not None else None


def asked_of_place(
    library: Library, shelf: Shelf, asked: Question, previous: Sequence[Answer | str], filters: Filters
) -> tuple[Question, tuple[Passage, ...]]:
    """A question that asks something of one place in a document that is plainly meant, without the place, and
    what stands there: where it is to be answered from. Any other question as it is, and ()."""
    wanted = read_look_up(asked.text)
    if wanted is None or not asks_more(wanted, asked.language) or wanted.outline or not names_one(wanted):
        return asked, ()
    where = documents_meant(Trees(library), shelf, asked, wanted, previous, filters)
    found: tuple[Passage, ...] = ()
    for key in where.keys if where.plain else ():
        tree = where.trees.named(key)
        found += passages_at(library, tree, places(wanted, tree))
    rest = f"{wanted.before} {wanted.after}".strip()
    return (replace(asked, text=rest), found) if found and rest else (asked, ())


def _from(where: Meant, shelf: Shelf, asked: Question, wanted: LookUp) -> Answer | None:
    """What stands at the place in the documents meant; None for a question that may be of another kind."""
    trees = where.trees
    found = [(tree, at) for key in where.keys if (at := places(wanted, tree := trees.named(key)))]
    if not found:
        # What looks like the name of a place may be a question of another kind: only a named document's
        # silence, or a statute's, is worth saying.
        return _nothing(asked, wanted) if where.plain or wanted.what == "article" else None
    if where.described:
        told = _at(asked, shelf, trees, wanted, found[:1])
        return _hedged(asked, wanted, found[0][0].document.record, told)
    # A bare number of a page or a paragraph is in every document: it says nothing by itself.
    everywhere = len(found) > 1 and wanted.what in ("page", "paragraph")
    if everywhere or len(found) > SEVERAL:
        return _which(asked, wanted, [tree.document.record for tree, _ in found])
    return _at(asked, shelf, trees, wanted, found)


def _with_unread(answer: Answer, where: Meant, language: Language) -> Answer:
    """The answer, which says where there are documents it knows nothing of."""
    if where.searched == where.held:
        return answer
    note = say("ask.looked_through", language, count=where.searched, total=where.held)
    state = State.HEDGE if answer.state is State.ANSWER else answer.state
    return replace(answer, state=state, notes=(*answer.notes, note))


def _hedged(asked: Question, wanted: LookUp, record: Record, told: Answer) -> Answer:
    """What stands there in the document nearest to the question's description: nobody named that one."""
    note = say("ask.described", asked.language, place=wanted.printed, title=record.title(asked.language))
    return replace(told, state=State.HEDGE, notes=(note, *told.notes)) if told.claims else told


def _at(
    asked: Question, shelf: Shelf, trees: Trees, wanted: LookUp, found: Sequence[tuple[Tree, list[int]]]
) -> Answer:
    """What stands at the places found, or their headings where the outline is asked for."""
    return _outlined(asked, found) if wanted.outline else _told(asked, shelf, trees, wanted, found)


def _told(
    asked: Question, shelf: Shelf, trees: Trees, wanted: LookUp, found: Sequence[tuple[Tree, list[int]]]
) -> Answer:
    cited = CitationList(trees, asked.language)
    chosen = [one for tree, at in found for one in standing(trees.library, tree, at, wanted)]
    # Of an annex that is a file beside the text only the title is there.
    by_title = not chosen or SUBJECT.search(asked.text)
    titles = [title for tree, at in found if by_title for title in _titles(tree, at)]
    if not chosen and not titles:
        return _nothing(asked, wanted)
    named = tuple(_named(tree, place, cited.citations) for tree, place in titles)
    claims = (*named, *write_claims(cited, asked.language, chosen, (), shelf, ()))
    return Answer(asked.raw, asked.language, State.ANSWER, claims, tuple(cited.citations))


def _titles(tree: Tree, at: Sequence[int]) -> list[tuple[Tree, int]]:
    """What the first of the places at `at` is called: its heading, or the caption of a table or a figure."""
    place = at[0]
    unit = tree.units[place]
    if unit.kind in (UnitKind.TABLE, UnitKind.FIGURE):
        captions = [child for child in tree.children(place) if tree.units[child].kind is UnitKind.CAPTION]
        return [(tree, captions[0])] if captions else []
    return [] if unit.paragraph or not tree.text(place).strip() else [(tree, place)]


def _named(
    tree: Tree, place: int, citations: list[Citation], lead: str = "", level: int | None = None
) -> Claim:
    """A heading or a caption as a claim, its citation put to `citations`."""
    document, unit = tree.document, tree.units[place]
    after = bisect_left(document.paragraphs, unit.start, key=lambda paragraph: paragraph.start)
    under = document.paragraphs[min(after, len(document.paragraphs) - 1)]
    page = unit.page or under.page
    location = Location(document.id, page, under.section, under.number, unit.start, unit.end)
    # The paragraph under a heading has a number of its own, which is not the heading's.
    citation = replace(citation_in(tree, location, len(citations) + 1), label=None)
    citations.append(citation)
    return Claim(" ".join(citation.quote.split()), (citation.number,), lead, level=level)


def _outlined(asked: Question, found: Sequence[tuple[Tree, list[int]]]) -> Answer:
    """The headings of each document, each with the place it stands at."""
    claims: list[Claim] = []
    citations: list[Citation] = []
    for tree, at in found:
        shown = at[:MOST_ITEMS]
        deep = depths([(tree, place) for place in shown])
        for position, (place, level) in enumerate(zip(shown, deep, strict=True)):
            lead = titled(tree.document.record, asked.language) if not position and len(found) > 1 else ""
            claims.append(_named(tree, place, citations, lead, level))
    return Answer(asked.raw, asked.language, State.ANSWER, tuple(claims), tuple(citations))


def _which(asked: Question, wanted: LookUp, records: Sequence[Record]) -> Answer:
    titles = ", ".join(
        f"{title} ({record.year})" if record.year else title
        for record in records[:8]
        if (title := record.title(asked.language))
    )
    note = say("ask.which_document", asked.language, place=wanted.printed, titles=titles)
    return Answer(asked.raw, asked.language, State.ABSTAIN, (), (), notes=(note,))


def _nothing(asked: Question, wanted: LookUp) -> Answer:
    note = say("ask.no_such_place", asked.language, place=wanted.printed)
    return Answer(asked.raw, asked.language, State.ABSTAIN, (), (), notes=(note,))
