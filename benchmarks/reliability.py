"""A reliability diagram (Murphy and Winkler 1977): how much was right of what was told with a probability."""

from __future__ import annotations

from collections.abc import Sequence

BINS = 10
SIDE, EDGE = 320, 48  # of the square, and of the margin around it, in pixels


def binned(probabilities: Sequence[float], right: Sequence[bool]) -> list[tuple[float, float, int]]:
    """(mean probability, share right, how many) of each tenth that has any."""
    found = []
    for n in range(BINS):
        own = [(p, r) for p, r in zip(probabilities, right, strict=True) if min(BINS - 1, int(p * BINS)) == n]
        if own:
            found.append((sum(p for p, _ in own) / len(own), sum(r for _, r in own) / len(own), len(own)))
    return found


def error(bins: Sequence[tuple[float, float, int]]) -> float:
    """The expected calibration error: the mean distance between probability and share, by numbers."""
    return sum(abs(p - share) * count for p, share, count in bins) / sum(count for *_, count in bins)


def diagram(probabilities: Sequence[float], right: Sequence[bool], marks: dict[str, float]) -> str:
    """The diagram as SVG; `marks` are thresholds by name. A point's area is the number of its questions."""
    bins = binned(probabilities, right)
    most = max(count for *_, count in bins)

    def at(x: float, y: float) -> tuple[float, float]:
        return round(EDGE + x * SIDE, 1), round(EDGE + (1 - y) * SIDE, 1)

    (x0, y0), (x1, y1) = at(0, 0), at(1, 1)
    size = SIDE + 2 * EDGE
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {size} {size}" width="{size}" height="{size}" '
        'font-family="sans-serif" font-size="12">',
        f'<rect width="{size}" height="{size}" fill="#fff"/>',
        f'<rect x="{x0}" y="{y1}" width="{SIDE}" height="{SIDE}" fill="none" stroke="#888"/>',
        f'<line x1="{x0}" y1="{y0}" x2="{x1}" y2="{y1}" stroke="#bbb" stroke-dasharray="4"/>',
    ]
    for name, value in marks.items():
        x, _ = at(value, 0)
        lines.append(f'<line x1="{x}" y1="{y0}" x2="{x}" y2="{y1}" stroke="#c60"/>')
        lines.append(f'<text x="{x + 3}" y="{y1 + 14}" fill="#c60">{name} {value}</text>')
    for p, share, count in bins:
        x, y = at(p, share)
        lines.append(f'<circle cx="{x}" cy="{y}" r="{3 + 9 * (count / most) ** 0.5:.1f}" fill="#246" />')
        lines.append(f'<text x="{x + 10}" y="{y + 16}" fill="#555">{count}</text>')
    lines.append(f'<text x="{x0}" y="{y0 + 30}">probability told (0 to 1) — right (0 to 1, upwards)</text>')
    return "\n".join([*lines, "</svg>"]) + "\n"
