"""The white of a page between its columns."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from itertools import accumulate

from sources.readers.pdf.lines import Line


def crossings(lines: list[Line], steps: list[float]) -> list[int]:
    """How many lines run across each of the ascending places `steps`."""
    changes = [0] * (len(steps) + 1)
    for line in lines:
        first, end = bisect_right(steps, line.box.left + 1), bisect_left(steps, line.box.right - 1)
        if first < end:
            changes[first] += 1
            changes[end] -= 1
    return list(accumulate(changes[:-1]))


def longest_run(flags: list[bool]) -> tuple[int, int]:
    """The first and last place of the longest stretch of true ones; (0, -1) without any."""
    best, start = (0, -1), None
    for k, flag in enumerate([*flags, False]):
        if flag and start is None:
            start = k
        elif not flag and start is not None:
            if k - 1 - start > best[1] - best[0]:
                best = (start, k - 1)
            start = None
    return best
