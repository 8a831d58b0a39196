"""The order in which the lines of PDF pages are read, and which of them are not body text.

Running heads and page numbers are told by their repetition at one height, footnotes by the rule above them
or their size and marks, tables by the lines drawn around their cells or by pieces that share a baseline,
columns by a gutter that few lines cross (a recursive cut after Nagy and Seth, 1984). What comes out is one
flow of lines a page, each with the column it stands in. This module joins nothing into paragraphs.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from itertools import pairwise
from statistics import median
from typing import Final

from sources.readers.pdf_page import Line, Page, Rect

PAGE_NUMBER: Final = re.compile(
    r"[-–—\[(<|·\s]*(?:(?:page|p\.|쪽|페이지)\s*)?(?:\d{1,4}|[ivxlc]{1,7})(?:\s*(?:/|of|쪽|페이지)\s*\d{0,4})?[-–—\])>|·\s]*",
    re.I,
)
NOTE_MARK: Final = re.compile(r"(?:\(?(\d{1,3})\)?|[*†‡§]{1,3})[.)]?\s*(?=\S)")
ROW: Final = "row"


@dataclass(frozen=True, slots=True)
class Column:
    """The stretch of a page a line stands in: its edges in points, and its place in the reading order."""

    page: int
    index: int
    left: float
    right: float


@dataclass(slots=True)
class Flow:
    """One page in reading order: its body lines with their columns, its footnote lines, its furniture."""

    page: Page
    body: list[tuple[Line, Column]] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)
    furniture: list[Line] = field(default_factory=list)


def lay_out(pages: Sequence[Page]) -> list[Flow]:
    """The flow of every page. `pages` should be all of a document, since what repeats is told by them all."""
    size = body_size(pages)
    running = _running(pages, size)
    flows = []
    for page in pages:
        flow = Flow(page, furniture=[line for line in page.lines if id(line) in running])
        lines = [line for line in page.lines if id(line) not in running]
        lines = _mend(lines)
        rows, lines = _ruled_tables(page, lines)
        flow.notes, lines = _notes_below_rule(page, lines, size)
        groups = [group for part in _around(rows, lines) for group in _columns(part, size)]
        flow.body = _in_columns(page.number, groups, size)
        if not flow.notes:
            flow.notes = _small_tail(flow, size)
        flows.append(flow)
    return flows


def body_size(pages: Iterable[Page]) -> float:
    """The font size, in points, that most characters of the document have."""
    sizes: Counter[float] = Counter()
    for page in pages:
        for line in page.lines:
            sizes[round(line.size, 1)] += len(line.text)
    return sizes.most_common(1)[0][0] if sizes else 10.0


# ── running heads ───────────────────────────────────────────────────────────────────────────────


def _running(pages: Sequence[Page], size: float) -> set[int]:
    """The ids of the lines that repeat, but for their figures, at one height on several pages, and of bare
    page numbers at the edges."""
    edge = [(page, line) for page in pages for line in page.lines if _at_edge(page, line)]
    seen: defaultdict[tuple[str, int], set[int]] = defaultdict(set)
    for page, line in edge:
        for step in (-1, 0, 1):
            seen[_shape(line), round(100 * line.base / page.height) + step].add(page.number)
    need = 2 if len(pages) <= 3 else 3
    found = set()
    for page, line in edge:
        repeats = len(seen[_shape(line), round(100 * line.base / page.height)]) >= need
        outermost = not any(_further_out(page, line, other) for other in page.lines)
        if repeats or (outermost and PAGE_NUMBER.fullmatch(line.text)):
            found.add(id(line))
    return found | _slots(pages, found, size)


def _at_edge(page: Page, line: Line) -> bool:
    return line.base > 0.88 * page.height or line.base < 0.12 * page.height


def _shape(line: Line) -> str:
    return re.sub(r"\d+", "#", "".join(line.text.split()))


def _further_out(page: Page, line: Line, other: Line) -> bool:
    if line.base > page.height / 2:
        return other.base > line.base + line.size
    return other.base < line.base - line.size


def _slots(pages: Sequence[Page], known: set[int], size: float) -> set[int]:
    """Running heads whose words change (a chapter's title): small lines that stand apart from the text at
    one height on most pages."""
    if len(pages) < 5:
        return set()
    slots: defaultdict[tuple[bool, int], list[Line]] = defaultdict(list)
    for page in pages:
        rest = sorted((line for line in page.lines if id(line) not in known), key=lambda line: -line.base)
        if len(rest) < 4:
            continue
        for line, inner in ((rest[0], rest[1]), (rest[-1], rest[-2])):
            apart = abs(line.base - inner.base) > 2.2 * max(size, line.size)
            if apart and line.size <= 1.05 * size and len(line.text) < 80 and _at_edge(page, line):
                slots[line.base > page.height / 2, round(line.base / 2)].append(line)
    return {id(line) for lines in slots.values() if len(lines) >= 0.6 * len(pages) for line in lines}


# ── lines and tables ────────────────────────────────────────────────────────────────────────────


def _mend(lines: list[Line]) -> list[Line]:
    """Pieces of one line that were drawn out of order, put together again from left to right."""
    out: list[Line] = []
    for line in sorted(lines, key=lambda line: (-round(line.base / 2), line.box.left)):
        mate = next((m for m in reversed(out[-4:]) if _adjoins(m, line)), None)
        if mate is None:
            out.append(line)
        else:
            gap = line.box.left - mate.box.right
            out[out.index(mate)] = join_pieces(
                [mate, line], " " if gap > 0.15 * mate.size or mate.trailing else ""
            )
    return out


def _adjoins(left: Line, right: Line) -> bool:
    em = max(left.size, right.size)
    gap = right.box.left - left.box.right
    return abs(left.base - right.base) < 0.25 * em and -0.2 * em < gap < 0.8 * em and not left.raised


def join_pieces(pieces: Sequence[Line], separator: str) -> Line:
    """One line made of several."""
    first, last = pieces[0], pieces[-1]
    boxes: list[Rect | None] | None = None
    raised: list[tuple[int, str]] = []
    text = ""
    for piece in pieces:
        if text:
            text += separator
        raised += [(len(text) + offset, mark) for offset, mark in piece.raised]
        text += piece.text
    if first.boxes is not None:
        boxes = []
        for piece in pieces:
            boxes += [None] * len(separator) if boxes else []
            boxes += piece.boxes or []
    return replace(
        first,
        text=text,
        box=_around_all([p.box for p in pieces]),
        trailing=last.trailing,
        raised=tuple(raised),
        boxes=boxes,
    )


def _around_all(boxes: Sequence[Rect]) -> Rect:
    return Rect(
        min(b.left for b in boxes),
        min(b.bottom for b in boxes),
        max(b.right for b in boxes),
        max(b.top for b in boxes),
    )


@dataclass(frozen=True, slots=True)
class _Grid:
    box: Rect
    xs: tuple[float, ...]
    ys: tuple[float, ...]  # from the top down


def _ruled_tables(page: Page, lines: list[Line]) -> tuple[list[list[Line]], list[Line]]:
    """Tables whose cells are drawn: each as rows (one line a row, cells parted by tabs), and what is left."""
    tables = []
    for grid in _grids(page.rules):
        inside = [line for line in lines if _within(line, grid.box)]
        cells: defaultdict[tuple[int, int], list[Line]] = defaultdict(list)
        for line in inside:
            x, y = (line.box.left + line.box.right) / 2, (line.box.bottom + line.box.top) / 2
            row = sum(y < edge for edge in grid.ys[1:-1])
            column = sum(x > edge for edge in grid.xs[1:-1])
            cells[row, column].append(line)
        if len(cells) < 2:
            continue
        rows = []
        for number in sorted({row for row, _ in cells}):
            parts = [
                join_pieces(_by_height(cells[number, c]), " ")
                for c in sorted(c for r, c in cells if r == number)
            ]
            rows.append(replace(join_pieces(parts, "\t"), kind=ROW))
        tables.append(rows)
        taken = {id(line) for line in inside}
        lines = [line for line in lines if id(line) not in taken]
    return tables, lines


def _within(line: Line, box: Rect) -> bool:
    x, y = (line.box.left + line.box.right) / 2, (line.box.bottom + line.box.top) / 2
    return box.left <= x <= box.right and box.bottom <= y <= box.top


def _by_height(lines: list[Line]) -> list[Line]:
    return sorted(lines, key=lambda line: (-line.base, line.box.left))


def _grids(rules: list[Rect]) -> list[_Grid]:
    """Drawn lines that touch each other and part a stretch of the page into two columns of cells or more."""
    if not 4 <= len(rules) <= 1500:
        return []
    groups: list[tuple[Rect, list[Rect]]] = []
    for rule in rules:
        reach = Rect(rule.left - 3, rule.bottom - 3, rule.right + 3, rule.top + 3)
        touching = [group for group in groups if _overlap(reach, group[0])]
        groups = [group for group in groups if not _overlap(reach, group[0])]
        members = [rule, *(member for group in touching for member in group[1])]
        groups.append((_around_all(members), members))
    grids = []
    for box, members in groups:
        xs = _positions([(m.left + m.right) / 2 for m in members if m.height > m.width], box.left, box.right)
        ys = _positions([(m.bottom + m.top) / 2 for m in members if m.width >= m.height], box.bottom, box.top)
        if len(xs) > 2 and len(ys) > 1 and box.width > 40 and box.height > 12:
            grids.append(_Grid(box, xs, ys[::-1]))
    return grids


def _overlap(a: Rect, b: Rect) -> bool:
    return a.left <= b.right and b.left <= a.right and a.bottom <= b.top and b.bottom <= a.top


def _positions(values: list[float], low: float, high: float) -> tuple[float, ...]:
    out: list[float] = []
    for value in sorted([low, *values, high]):
        if not out or value - out[-1] > 4:
            out.append(value)
    return tuple(out)


def _around(tables: list[list[Line]], lines: list[Line]) -> list[list[Line]]:
    """The lines above, between and below full-width tables, each table's rows a part of their own. A table
    that stands beside other text stays among the lines and is ordered with its column."""
    parts: list[list[Line]] = [lines]
    for table in sorted(tables, key=lambda rows: -rows[0].base):
        box = _around_all([row.box for row in table])
        beside = any(
            line.box.bottom < box.top and line.box.top > box.bottom and not _overlap(line.box, box)
            for line in parts[-1]
        )
        if beside:
            parts[-1] = [*parts[-1], *table]
            continue
        above = [line for line in parts[-1] if line.base >= box.top - 1]
        below = [line for line in parts[-1] if line.base < box.top - 1]
        parts[-1:] = [above, table, below]
    return [part for part in parts if part]


# ── columns ─────────────────────────────────────────────────────────────────────────────────────


def _columns(lines: list[Line], size: float, depth: int = 0) -> list[list[Line]]:
    """The lines in groups, each a stretch of one column from top to bottom, in reading order."""
    lines = _by_height(lines)
    if depth and lines:
        lines = _unstretch(lines)
    gutter = _gutter(lines, size, depth)
    if gutter is None:
        return [_rows(lines)] if lines else []
    groups: list[list[Line]] = []
    left: list[Line] = []
    right: list[Line] = []

    def close() -> None:
        for side in (left, right):
            groups.extend(_columns(side, size, depth + 1))
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


def _gutter(lines: list[Line], size: float, depth: int = 0) -> float | None:
    """Where two columns of prose part, or None. Cells of a table are parted too, but do not fill their
    columns."""
    if len(lines) < 6 or depth > 2:
        return None
    low, high = min(line.box.left for line in lines), max(line.box.right for line in lines)
    steps = [low + (high - low) * (0.15 + 0.7 * k / 120) for k in range(121)]
    crossed = [sum(line.box.left < x - 1 and line.box.right > x + 1 for line in lines) for x in steps]
    fewest = min(crossed)
    if fewest > 0.4 * len(lines):
        return None
    best = _longest_run([count == fewest for count in crossed])
    if steps[best[1]] - steps[best[0]] < 0.5 * size:
        return None
    x = (steps[best[0]] + steps[best[1]]) / 2
    left = [line for line in lines if line.box.right <= x + 2]
    right = [line for line in lines if line.box.left >= x - 2]
    if len(left) < 3 or len(right) < 3:
        return None
    columns = all(_is_prose(side) or _gutter(side, size, depth + 1) is not None for side in (left, right))
    return x if columns and not _is_stretch(lines, x) else None


def _is_stretch(lines: list[Line], x: float) -> bool:
    """Whether a gutter only runs through the wide spaces of justified lines."""
    edges = _edges(lines)
    both = [
        pieces for pieces in _level(lines) if pieces[0].box.right <= x + 2 and pieces[-1].box.left >= x - 2
    ]
    return sum(_stretched(pieces, edges) is not None for pieces in both) > 0.5 * len(both)


def _longest_run(flags: list[bool]) -> tuple[int, int]:
    best, start = (0, -1), None
    for k, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = k
        elif not flag and start is not None:
            if k - 1 - start > best[1] - best[0]:
                best = (start, k - 1)
            start = None
    return best


def _is_prose(pieces: list[Line]) -> bool:
    """Whether lines fill the width they stand in, as text does and cells do not."""
    rows = _rows(_by_height(pieces))
    lines = [line for line in rows if line.kind != ROW]
    if len(lines) < 0.7 * len(rows):
        return False
    width = max(line.box.right for line in lines) - min(line.box.left for line in lines)
    return (
        median(line.box.width for line in lines) > 0.6 * width
        and median(len(line.text) for line in lines) > 8
    )


def _rows(lines: list[Line]) -> list[Line]:
    """Pieces on one baseline that no gutter explains are the cells of a row without drawn lines."""
    edges = _edges(lines)
    return [
        pieces[0]
        if len(pieces) == 1
        else _stretched(pieces, edges) or replace(join_pieces(pieces, "\t"), kind=ROW)
        for pieces in _level(lines)
    ]


def _unstretch(lines: list[Line]) -> list[Line]:
    """The lines with those put together that are only stretched; pieces that may be cells stay apart."""
    edges = _edges(lines)
    out: list[Line] = []
    for pieces in _level(lines):
        whole = _stretched(pieces, edges) if len(pieces) > 1 else None
        out += [whole] if whole else pieces
    return out


def _edges(lines: list[Line]) -> tuple[float, float]:
    return min(line.box.left for line in lines), max(line.box.right for line in lines)


def _level(lines: list[Line]) -> list[list[Line]]:
    """The lines, which come from the top down, in groups that stand on one baseline, from left to right."""
    out: list[list[Line]] = []
    for line in lines:
        mate = out[-1][0] if out else None
        if mate and ROW not in (mate.kind, line.kind):
            together = abs(mate.base - line.base) < 0.3 * max(mate.size, line.size)
        else:
            together = False
        if together:
            out[-1].append(line)
        else:
            out.append([line])
    return [sorted(pieces, key=lambda piece: piece.box.left) for pieces in out]


def _stretched(pieces: list[Line], edges: tuple[float, float]) -> Line | None:
    """Pieces that are one line of justified text. In a narrow column its spaces can be wider than cells stand
    apart; but then they are all as wide, and the line reaches both edges of its column."""
    gaps = [right.box.left - left.box.right for left, right in pairwise(pieces)]
    gaps += [piece.space for piece in pieces if piece.space]
    em = pieces[0].size
    reaches = pieces[0].box.left - edges[0] < 4 * em and edges[1] - pieces[-1].box.right < em
    if reaches and max(gaps) < 5 * em and min(gaps) > 0.6 * max(gaps):
        return join_pieces(pieces, " ")
    return None


def _in_columns(page: int, groups: list[list[Line]], size: float) -> list[tuple[Line, Column]]:
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
        out += [(line, Column(page, index, left, right)) for line in group]
    return out


# ── footnotes ───────────────────────────────────────────────────────────────────────────────────


def _notes_below_rule(page: Page, lines: list[Line], size: float) -> tuple[list[Line], list[Line]]:
    """The lines below a short rule at the left edge of a column, and the others."""
    notes: list[Line] = []
    # From the right, so that the notes of one column are not taken for those of the column before.
    for rule in sorted(page.rules, key=lambda rule: (-rule.left, -rule.bottom)):
        if not (
            25 < rule.width < 0.45 * page.width and rule.height < 2.5 and rule.bottom < 0.75 * page.height
        ):
            continue
        if any(abs(line.base - rule.top) < 0.45 * line.size and _beside(line.box, rule) for line in lines):
            continue  # it underlines a word
        below = [line for line in lines if line.box.top < rule.top + 2 and line.box.left > rule.left - 6]
        # Body text below it, to its right, belongs to another column.
        others = [line for line in below if line.box.left > rule.right and line.size > 0.96 * size]
        if others:
            edge = min(line.box.left for line in others)
            below = [line for line in below if line.box.right < edge]
        if (
            not below
            or any(not _may_be_note(line, size) for line in below)
            or not NOTE_MARK.match(_by_height(below)[0].text)
        ):
            continue
        notes = [*_by_height(below), *notes]
        taken = {id(line) for line in below}
        lines = [line for line in lines if id(line) not in taken]
    return notes, lines


def _beside(a: Rect, b: Rect) -> bool:
    return a.left < b.right and b.left < a.right


def _may_be_note(line: Line, size: float) -> bool:
    return line.size < 0.97 * size or bool(NOTE_MARK.match(line.text))


def _small_tail(flow: Flow, size: float) -> list[Line]:
    """Footnotes without a rule: small lines at the end of a column that begin with a mark. Takes them out of
    the flow."""
    notes: list[Line] = []
    columns: defaultdict[int, list[Line]] = defaultdict(list)
    for line, column in flow.body:
        columns[column.index].append(line)
    for lines in columns.values():
        tail: list[Line] = []
        for line in reversed(lines):
            if line.size > 0.92 * size or line.kind == ROW or line.base > 0.6 * flow.page.height:
                break
            tail.insert(0, line)
        while tail and not (NOTE_MARK.match(tail[0].text) or (tail[0].raised and tail[0].raised[0][0] == 0)):
            tail.pop(0)
        notes += tail
    taken = {id(line) for line in notes}
    flow.body = [(line, column) for line, column in flow.body if id(line) not in taken]
    return notes
