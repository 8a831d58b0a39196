"""Numbered citations and claims of one answer, every quote verified against its document."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from itertools import groupby

from assistant.answer import Citation, Claim
from assistant.choosing.order import runs
from assistant.choosing.scored import Scored
from assistant.choosing.second_hand import first_hand, reported
from assistant.choosing.whole import Trees
from assistant.question.references import Shelf
from assistant.writing.compose import cite, claims_of, grouped, place, titled
from assistant.writing.lines import Spot, levels
from assistant.writing.rows import row_claims
from index.hit import Passage
from sources.document import Language, Role
from sources.units.tree import Tree


class CitationList:
    """The citations of one answer as they are numbered: one number a quote, however often it is cited."""

    def __init__(self, trees: Trees, language: Language) -> None:
        self._trees = trees
        self._language = language
        self.citations: list[Citation] = []

    def cite(self, passage: Passage, places: Sequence[int], *, second_hand: bool = False) -> Citation:
        """The citation of the sentences at `places`, under its number. Raises QuoteMismatch."""
        sentences = [passage.sentences[place] for place in places]
        for known in self.citations:
            here = (known.location.document_id, known.location.start, known.location.end)
            if here == (passage.document_id, sentences[0].start, sentences[-1].end):
                return known
        made = self._made(passage, places)
        made = replace(made, number=len(self.citations) + 1, second_hand=second_hand)
        self.citations.append(made)
        return made

    def show(self, scored: Sequence[Scored]) -> tuple[Citation, ...]:
        """Citations to be shown beside the answer: numbered among themselves, not part of it."""
        return tuple(
            replace(self._made(one.passage, [one.place]), number=number)
            for number, one in enumerate(scored, 1)
        )

    def mark(self, citation: Citation, first: int) -> None:
        """Notes on a second-hand citation which citation is the first-hand one."""
        at = next(i for i, known in enumerate(self.citations) if known.number == citation.number)
        self.citations[at] = replace(self.citations[at], first_hand=first)

    def tree(self, passage: Passage) -> Tree:
        """The tree of the passage's document."""
        return self._trees.of(passage.document_id)

    def _made(self, passage: Passage, places: Sequence[int]) -> Citation:
        sentences = [passage.sentences[place] for place in places]
        return cite(0, passage, sentences, self._language, self.tree(passage))


def write_claims(
    cited: CitationList,
    language: Language,
    chosen: Sequence[Scored],
    passages: Sequence[Passage],
    shelf: Shelf,
    own_words: Collection[str] | None,
) -> tuple[Claim, ...]:
    """One claim a sentence, led by its document where there are several; sentences that follow one another
    share a footnote, but for those that report another document: their quote is marked, and that document's
    own words are cited beside it where `own_words` holds its key (None: any)."""
    parted = [(key, list(part)) for run in runs(chosen) for key, part in groupby(run, _reporting(shelf))]
    groups = [group for _, group in parted]
    leads = grouped([group[0] for group in groups], lambda record: titled(record, language))
    lines = levels([_unit(cited, group[0]) for group in groups])
    claims: list[Claim] = []
    framed: set[str] = set()
    for (about, group), level in zip(parted, lines, strict=True):
        passage, places = group[0].passage, [one.place for one in group]
        citation = cited.cite(passage, places, second_hand=bool(about))
        also: dict[int, int] = {}
        for one in group if about and (own_words is None or about in own_words) else ():
            own = first_hand(one.sentence, passage.language, passages, about)
            if own is not None:
                also[one.sentence.start] = cited.cite(own[0], [own[1]]).number
        if also:
            cited.mark(citation, next(iter(also.values())))
        sentences = [one.sentence for one in group]
        made = claims_of(citation, sentences, language, lead=leads.get(group[0].spot, ""), also=also)
        made[0] = replace(made[0], level=level)
        if passage.paragraph.role is Role.TABLE and passage.language is language:
            made = row_claims(made, cited.tree(passage), sentences)
        if passage.key in framed:
            # Said once of a document: what follows names its place alone.
            made = [replace(c, text=f"{place(citation, language)}:") if c.quoted else c for c in made]
        if any(claim.quoted for claim in made):
            framed.add(passage.key)
        claims += made
    return tuple(claims)


def _reporting(shelf: Shelf) -> Callable[[Scored], str]:
    """Tells which document a sentence reports, "" for none."""
    return lambda one: reported(one.passage, one.place, shelf)


def _unit(cited: CitationList, one: Scored) -> Spot:
    """The unit a sentence is told from."""
    tree = cited.tree(one.passage)
    return tree, tree.at(one.sentence.start)
