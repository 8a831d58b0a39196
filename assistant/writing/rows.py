"""A table's row as a claim: its cells under what their columns are called, verbatim."""

from __future__ import annotations

from dataclasses import replace

from assistant.answer import Claim
from index.hit import PassageSentence
from sources.document import UnitKind
from sources.units.grid import grid_of
from sources.units.tree import Tree


def row_claim(claim: Claim, tree: Tree, sentence: PassageSentence) -> Claim:
    """`claim`, which tells the row `sentence`, with the row's cells and the table's caption; as it is where
    the sentence is no row."""
    place = tree.at(sentence.start)
    if place < 0 or tree.units[place].kind is not UnitKind.CELL:
        return claim
    grid = grid_of(tree, tree.units[place].parent)
    row = tree.units[place].row
    line = grid.line(row)
    cells = tuple((header, words) for header, words in line)
    told = "; ".join(f"{header}: {words}" if header else words for header, words in line if words)
    caption = " ".join(" ".join(text.split()) for text in grid.captions)
    return replace(claim, text=told or claim.text, cells=cells, caption=caption)
