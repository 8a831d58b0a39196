"""A report as plain text: "[1]" in the text, the notes and the bibliography at its end."""

from __future__ import annotations

from unicodedata import east_asian_width

from assistant.citing.exports.clean import lines_of, one_line
from assistant.citing.exports.report import Block, BlockKind, Report
from assistant.messages import say

_RULES = {BlockKind.HEADING: "-", BlockKind.LEAD: "~"}


def write_plain(report: Report, receipts: bool = False) -> bytes:
    """UTF-8 without a byte order mark, lines ended by "\\n"."""
    parts = [_headed(one_line(report.title), "=")]
    for blocks in report.paragraphs:
        parts.append("\n".join("  " * block.level + _block(block, report) for block in blocks))
    if report.notes:
        notes = [f"[{note.number}] {one_line(note.text)}" for note in report.notes]
        parts += [_headed(say("citing.footnotes", report.language)), "\n".join(notes)]
    if report.entries:
        entries = [one_line("".join(run.text for run in entry)) for entry in report.entries]
        parts += [_headed(say("citing.bibliography", report.language)), "\n".join(entries)]
    if receipts and report.notes:
        links = [f"[{n}] {receipt.link}" for n, receipt in enumerate(report.receipts, start=1)]
        parts += [_headed(say("citing.receipts", report.language)), "\n".join(links)]
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _headed(text: str, rule: str = "-") -> str:
    """A heading, underlined: by its look alone it would be a sentence without an end."""
    wide = sum(2 if east_asian_width(sign) in "WF" else 1 for sign in text)
    return f"{text}\n{rule * max(3, wide)}"


def _block(block: Block, report: Report) -> str:
    texts = [
        "\n".join(one_line(line) for line in lines_of(span.text)) + "".join(f"[{n}]" for n in span.notes)
        for span in block.spans
    ]
    heads = block.heads(report.language)
    if block.kind is BlockKind.PAIRS:
        return "\n".join(f"{heads[i % len(heads)]}: {text}" for i, text in enumerate(texts))
    if block.kind is BlockKind.TABLE:
        rows = [texts[i : i + len(heads)] for i in range(0, len(texts), len(heads))]
        return "\n".join(f"| {' | '.join(row)} |" for row in [heads, ["---"] * len(heads), *rows])
    shown = " ".join(texts)
    return _headed(shown, _RULES[block.kind]) if block.kind in _RULES else shown
