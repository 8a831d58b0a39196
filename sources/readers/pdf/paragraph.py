"""A paragraph of a PDF on its way to a block."""

from __future__ import annotations

from dataclasses import dataclass, field
from statistics import median

from sources.blocks import BlockKind, Table
from sources.readers.pdf.geometry import Rect
from sources.readers.pdf.lines import Line


@dataclass(slots=True)
class Paragraph:
    """One block on its way: its text, where each character stands (only if lines kept their boxes), and the
    lines it came from."""

    kind: BlockKind
    lines: list[Line]
    text: str = ""
    label: str | None = None
    page_breaks: list[tuple[int, int]] = field(default_factory=list)
    places: list[tuple[int, Rect] | None] = field(default_factory=list)

    table: Table | None = None

    @property
    def page(self) -> int:
        return self.lines[0].page

    @property
    def size(self) -> float:
        return median(line.size for line in self.lines)

    @property
    def bold(self) -> bool:
        return sum(len(line.text) for line in self.lines if line.bold) > 0.7 * sum(
            len(line.text) for line in self.lines
        )
