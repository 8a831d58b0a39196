"""A table's row as a claim: its cells under what their columns are called, verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Claim
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
    caption = " ".join(" ".join(text.split()) for text in grid.captions)
    cited = tuple(dict.fromkeys(number for claim in claims for number in claim.citations))
    whole = (sentences[0].start, sentences[-1].end)
    parts = [whole] if grid.holds(whole, row) else [(one.start, one.end) for one in sentences]
    made: list[Claim] = []
    said: Cells = ()
    for part in parts:
        cells = tuple(grid.line(row, part))
        drawn = tuple((head, "" if (head, words) in said else words) for head, words in cells)
        told = "; ".join(f"{head}: {words}" if head else words for head, words in drawn if words)
        made.append(
            replace(claims[0], text=told or claims[0].text, citations=cited, cells=drawn, caption=caption)
        )
        said = cells
    return [made[0], *(replace(claim, lead="", level=None) for claim in made[1:])]
