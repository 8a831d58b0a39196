"""A table's row as a claim: its cells under what their columns are called, verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Claim
from assistant.writing.compose import plain
from index.hit import PassageSentence
from sources.document import UnitKind
from sources.units.grid import grid_of
from sources.units.tree import Tree

Cells = tuple[tuple[str, str], ...]  # of a row: the words over the column, the words of the cell


def row_claims(claims: Sequence[Claim], tree: Tree, sentences: Sequence[PassageSentence]) -> list[Claim]:
    """Claims for `claims`, which tell `sentences`, a row or lines of its cells that follow one another: one a
    line, of a row told whole one, with its cells and the table's caption. The row's names stand before the
    first line alone. As they are where the sentences are of no table."""
    place = tree.at(sentences[0].start)
    if place < 0 or tree.units[place].kind is not UnitKind.CELL:
        return list(claims)
    grid, row = grid_of(tree, tree.units[place].parent), tree.units[place].row
    caption = " ".join(map(plain, grid.captions))
    cited = {claim.text: claim.citations for claim in claims}
    all_cited = tuple(dict.fromkeys(number for claim in claims for number in claim.citations))
    whole = (sentences[0].start, sentences[-1].end)
    if grid.holds(whole, row):
        return [_drawn(claims[0], tuple(grid.line(row, whole)), caption, all_cited)]
    made = [
        _drawn(
            claims[0],
            tuple(grid.line(row, (one.start, one.end), names=one is sentences[0])),
            caption,
            cited.get(plain(one.text), all_cited),
        )
        for one in sentences
    ]
    return [made[0], *(replace(claim, lead="") for claim in made[1:])]


def _drawn(claim: Claim, cells: Cells, caption: str, cited: tuple[int, ...]) -> Claim:
    told = "; ".join(f"{head}: {words}" if head else words for head, words in cells if words)
    return replace(claim, text=told or claim.text, citations=cited, cells=cells, caption=caption)
