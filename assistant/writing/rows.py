"""A table's row as a claim: its cells under what their columns are called, verbatim."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from assistant.answer import Claim
from index.hit import PassageSentence
from sources.document import UnitKind
from sources.units.grid import grid_of
from sources.units.tree import Tree


def row_claims(claims: Sequence[Claim], tree: Tree, sentences: Sequence[PassageSentence]) -> list[Claim]:
    """One claim for `claims`, which tell `sentences`, a row or lines of its cells that follow one another:
    the row's cells and the table's caption, of cells told in part what is told of them under the row's names.
    As they are where the sentences are of no table."""
    start, end = sentences[0].start, sentences[-1].end
    place = tree.at(start)
    if place < 0 or tree.units[place].kind is not UnitKind.CELL:
        return list(claims)
    grid = grid_of(tree, tree.units[place].parent)
    cells = tuple(grid.line(tree.units[place].row, (start, end)))
    told = "; ".join(f"{header}: {words}" if header else words for header, words in cells if words)
    caption = " ".join(" ".join(text.split()) for text in grid.captions)
    cited = tuple(dict.fromkeys(number for claim in claims for number in claim.citations))
    return [replace(claims[0], text=told or claims[0].text, citations=cited, cells=cells, caption=caption)]
