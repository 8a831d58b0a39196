"""Columns: in which order the lines of a page are read when it has more than one.

A gutter is where few lines cross and both sides are filled as text fills them; the lines that do cross it
part the page into bands, and each side of a band may have a gutter of its own (a recursive cut after Nagy
and Seth, 1984). Pieces on one baseline that no gutter explains are cells, or a justified line whose spaces
are stretched.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise
from statistics import median

from sources.readers.pdf.baselines import ROW, in_rows, on_baselines, span, stretched, unstretch
from sources.readers.pdf.lines import Line, by_height
from sources.readers.pdf.white import crossings, longest_run


@dataclass(frozen=True, slots=True)
class Column:
    """The stretch of a page a line stands in: its edges in points, its place in the reading order, and how
    many lines it has."""

    page: int
    index: int
    left: float
    right: float
    lines: int


def usual_gutter(pages: Sequence[list[Line]], size: float) -> float | None:
    """Where most pages of a document have their gutter, or None. A page with little text in its second column
    cannot show it by itself."""
    full = [lines for lines in pages if len(lines) >= 10]
    found = sorted(x for lines in full if (x := gutter_of(by_height(lines), size)) is not None)
    if not found or 2 * len(found) < len(full):
        return None
    middle = median(found)
    return middle if sum(abs(x - middle) < 8 for x in found) > 0.6 * len(found) else None


def columns(lines: list[Line], size: float, usual: float | None = None, depth: int = 0) -> list[list[Line]]:
    """The lines in groups, each a stretch of one column from top to bottom, in reading order. `usual` is the
    document's gutter, for a page that has too little text to show one."""
    lines = by_height(lines)
    if depth and lines:
        lines = unstretch(lines)
    gutter = gutter_of(lines, size, depth)
    if gutter is None and usual is not None and not depth and _fits(lines, usual, size):
        gutter = usual
    if gutter is None:
        return [in_rows(lines)] if lines else []
    groups: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []

    def close() -> None:
        for side in (left, right):
            groups.extend(columns(side, size, None, depth + 1))
            side.clear()

    for line in lines:
        if line.box.right <= gutter + 2:
            left.append(line)
        elif line.box.left >= gutter - 2:
            right.append(line)
        else:
            close()
            if groups and groups[-1][-1].box.left < gutter - 2 and groups[-1][-1].box.right > gutter + 2:
                groups[-1].append(line)
            else:
                groups.append([line])
    close()
    return groups


def _fits(lines: list[Line], gutter: float, size: float) -> bool:
    crossing = sum(line.box.left < gutter - 2 and line.box.right > gutter + 2 for line in lines)
    right = [line.box.left for line in lines if line.box.left >= gutter - 2]
    return bool(right) and crossing <= 0.4 * len(lines) and min(right) < gutter + 4 * size


def gutter_of(lines: list[Line], size: float, depth: int = 0) -> float | None:
    """Where two columns of prose part, or None. Cells are parted too, but do not fill their columns."""
    if len(lines) < 6 or depth > 2:
        return None
    low, high = min(line.box.left for line in lines), max(line.box.right for line in lines)
    steps = [low + (high - low) * (0.15 + 0.7 * k / 120) for k in range(121)]
    crossed = crossings(lines, steps)
    fewest = min(crossed)
    if fewest > 0.4 * len(lines):
        return None
    best = longest_run([count == fewest for count in crossed])
    if steps[best[1]] - steps[best[0]] < 0.5 * size:
        return None
    x = (steps[best[0]] + steps[best[1]]) / 2
    left = [line for line in lines if line.box.right <= x + 2]
    right = [line for line in lines if line.box.left >= x - 2]
    if len(left) < 3 or len(right) < 3:
        return None
    prose = [
        (_is_prose(side) and _has_edge(side)) or gutter_of(side, size, depth + 1) is not None
        for side in (left, right)
    ]
    # A column may begin with a chart, and go on with text.
    parted = all(prose) or (any(prose) and all(_holds_text(side, size) for side in (left, right)))
    return x if parted and not _is_stretch(lines, x) else None


def _holds_text(lines: list[Line], size: float) -> bool:
    """Whether some lines that follow each other fill most of the width they stand in, and values as large as
    the text, which are cells beside it, are few."""
    width = max(line.box.right for line in lines) - min(line.box.left for line in lines)
    full = [line.box.width > 0.55 * width and len(line.text) > 8 for line in lines if line.size > 0.85 * size]
    short = [line for line in lines if line.size > 0.85 * size and len(line.text) < 9]
    values = sum(any(map(str.isdigit, line.text)) for line in short)
    return any(a and b for a, b in pairwise(full)) and values < 0.2 * len(lines)


def _has_edge(lines: list[Line]) -> bool:
    """Whether lines begin at a common left edge, as a column does and the words after a wide space do not."""
    lefts = [line.box.left for line in lines]
    return max(sum(abs(left - edge) < 1.5 for left in lefts) for edge in set(lefts)) >= 0.4 * len(lefts)


def _is_stretch(lines: list[Line], x: float) -> bool:
    """Whether a gutter only runs through the wide spaces of justified lines."""
    edges = span(lines)
    both = [
        pieces
        for pieces in on_baselines(lines)
        if pieces[0].box.right <= x + 2 and pieces[-1].box.left >= x - 2
    ]
    return sum(stretched(pieces, edges) is not None for pieces in both) > 0.5 * len(both)


def _is_prose(pieces: list[Line]) -> bool:
    """Whether lines fill the width they stand in, as text does and cells do not."""
    rows = in_rows(by_height(pieces))
    lines = [line for line in rows if line.kind != ROW]
    if len(lines) < 0.7 * len(rows):
        return False
    width = max(line.box.right for line in lines) - min(line.box.left for line in lines)
    return (
        median(line.box.width for line in lines) > 0.6 * width
        and median(len(line.text) for line in lines) > 8
    )


def in_columns(page: int, groups: list[list[Line]], size: float) -> list[tuple[Line, Column]]:
    """The lines with the edges of their column: those most of its lines reach. A group of few lines (a
    heading across the page, the rest of a band) takes the edges of a longer one that starts where it does."""
    edges = []
    for group in groups:
        prose = [line for line in group if line.kind != ROW] or group
        rights = sorted(line.box.right for line in prose)
        edges.append(
            (min(line.box.left for line in prose), rights[int(0.92 * (len(rights) - 1))], len(prose))
        )
    out = []
    for index, group in enumerate(groups):
        left, right, count = edges[index]
        if count < 4:
            mates = [edge for edge in edges if edge[2] >= 4 and abs(edge[0] - left) < 2.5 * size]
            left = min([left, *(edge[0] for edge in mates)])
            right = max([right, *(edge[1] for edge in mates)])
        out += [(line, Column(page, index, left, right, len(group))) for line in group]
    return out
