"""Pieces of lines on one baseline: a list's mark and its text, a line of justified text whose spaces are
stretched, or the cells of a row."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final

from sources.readers.header_rows import is_figure
from sources.readers.pdf.lines import Line, join_pieces
from sources.units.marks import caption_label, is_source

ROW: Final = "row"
BESIDE: Final = "beside"  # a line beside others that it has nothing to do with
# A sign or a number that stands for itself, as before an item of a list.
_MARK: Final = re.compile(r"[^\w\s]|\(?(?:\d{1,2}|[a-zA-Z]|[ivxIVX]{2,4}|[가-하])[.)]")
# Punctuation that heads no item: a sign of a font of symbols that tells nothing of it, or a picture.
_NO_SIGN: Final = re.compile(r"[!\"$%&',./:;<=?@\\^_`{|}\ufffd]")
PICTURE: Final = 1.5  # times as large as the text beside it
NAMED: Final = 6  # characters, at least, of a title beside others
HANGING: Final = 5.0  # ems, at most, between a list's mark and its text


def in_rows(lines: list[Line]) -> list[Line]:
    """Pieces on one baseline that no gutter explains are the cells of a row without drawn lines, or a line
    of justified text whose spaces are stretched."""
    edges = span(lines)
    groups = on_baselines(lines)
    out = []
    for k, pieces in enumerate(groups):
        near = [other for other in (groups[k - 1 : k] if k else []) + groups[k + 1 : k + 2] if len(other) > 1]
        if len(pieces) == 1:
            out.append(pieces[0])
        elif is_item(pieces):
            out.append(_item(*pieces))
        elif len(titles := _titles(pieces)) > 1:
            out += titles
        elif whole := stretched(pieces, edges, near):
            out.append(whole)
        elif _stand_apart(pieces, near):
            out += [replace(piece, kind=BESIDE) for piece in pieces]
        else:
            out.append(replace(join_pieces(pieces, "\t"), kind=ROW))
    return out


def _titles(pieces: Sequence[Line]) -> list[Line]:
    """The titles of tables or charts beside each other, or their sources, each with its unit; [] where the
    pieces do not begin with one."""
    if not _is_title(pieces[0]):
        return []
    groups: list[list[Line]] = []
    for piece in pieces:
        if _is_title(piece):
            groups.append([])
        groups[-1].append(piece)
    return [replace(join_pieces(group, " "), kind=BESIDE) for group in groups]


def _stand_apart(pieces: Sequence[Line], near: Sequence[Sequence[Line]]) -> bool:
    """Whether the pieces on one baseline, near which no rows are but of titles, are lines of their own:
    names, and no values."""
    texts = [piece.text for piece in pieces]
    long = all(len(text) >= NAMED and not text.endswith((":", "：")) for text in texts)
    counts = any(3 * sum(map(str.isdigit, text)) > len(text) for text in texts)
    return long and not counts and all(_is_title(piece) for row in near for piece in row)


def _is_title(piece: Line) -> bool:
    return caption_label(piece.text) is not None or is_source(piece.text)


def is_item(pieces: Sequence[Line]) -> bool:
    """Whether the pieces on one baseline are a list's mark and the text it stands before."""
    if len(pieces) != 2 or not _MARK.fullmatch(pieces[0].text):
        return False
    mark, text = pieces
    near = text.box.left - mark.box.right < HANGING * text.size
    return near and not is_figure(text.text) and bool(re.search(r"[^\W\d_]{2}", text.text))


def _item(mark: Line, text: Line) -> Line:
    """A list's mark and its text as one line, set as the text is."""
    if _NO_SIGN.fullmatch(mark.text):
        if mark.size > PICTURE * text.size:
            return text
        mark = replace(mark, text="•")  # what it is in nearly every text
    whole = join_pieces([mark, text], " ")
    return replace(whole, size=text.size, base=text.base, bold=text.bold, space=text.space)


def with_items(lines: list[Line]) -> list[Line]:
    """The lines, which come from the top down, a list's marks put to their texts."""
    pieces = on_baselines(lines)
    return [line for group in pieces for line in ([_item(*group)] if is_item(group) else group)]


def unstretch(lines: list[Line]) -> list[Line]:
    """The lines with those put together that are only stretched; pieces that may be cells stay apart."""
    edges = span(lines)
    out: list[Line] = []
    for pieces in on_baselines(lines):
        whole = stretched(pieces, edges) if len(pieces) > 1 else None
        out += [whole] if whole else pieces
    return out


def span(lines: list[Line]) -> tuple[float, float]:
    """The left and the right edge of the lines, in points."""
    return min(line.box.left for line in lines), max(line.box.right for line in lines)


def on_baselines(lines: list[Line]) -> list[list[Line]]:
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


def stretched(
    pieces: list[Line], edges: tuple[float, float], near: list[list[Line]] | None = None
) -> Line | None:
    """Pieces that are one line of justified text. In a narrow column its spaces can be wider than cells stand
    apart; but the line reaches both edges of its column, and its spaces are all as wide or, given the lines
    `near` it that are in pieces too, do not stand where theirs do."""
    gaps = [right.box.left - left.box.right for left, right in pairwise(pieces)]
    gaps += [piece.space for piece in pieces if piece.space]
    em = pieces[0].size
    if pieces[0].box.left - edges[0] > 4 * em or edges[1] - pieces[-1].box.right > em:
        return None
    even = max(gaps) < 5 * em and min(gaps) > 0.6 * max(gaps)
    alone = near is not None and max(gaps) < 8 * em and not any(_aligned(pieces, other) for other in near)
    return join_pieces(pieces, " ") if even or alone else None


def _aligned(pieces: list[Line], others: list[Line]) -> bool:
    """Whether two rows have a cell's edge in common, other than those of the column."""
    lefts = any(abs(a.box.left - b.box.left) < 1.5 for a in pieces[1:] for b in others[1:])
    return lefts or any(abs(a.box.right - b.box.right) < 1.5 for a in pieces[:-1] for b in others[:-1])
