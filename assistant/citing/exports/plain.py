"""A report as plain text: "[1]" in the text, the notes and the bibliography at its end."""

from __future__ import annotations

from assistant.citing.exports.clean import lines_of, one_line
from assistant.citing.exports.report import Block, BlockKind, Report
from assistant.messages import say


def write_plain(report: Report, receipts: bool = False) -> bytes:
    """UTF-8 without a byte order mark, lines ended by "\\n"."""
    parts = [one_line(report.title)]
    led = ""
    for blocks in report.paragraphs:
        shown = led + "\n".join("  " * block.level + _block(block, report) for block in blocks)
        if blocks[0].kind is BlockKind.LEAD:
            led = f"{shown}\n"
        else:
            parts.append(shown)
            led = ""
    if report.notes:
        notes = [f"[{note.number}] {one_line(note.text)}" for note in report.notes]
        parts.append("\n".join([say("citing.footnotes", report.language), *notes]))
    if report.entries:
        entries = [one_line("".join(run.text for run in entry)) for entry in report.entries]
        parts.append("\n".join([say("citing.bibliography", report.language), *entries]))
    if receipts and report.notes:
        links = [f"[{n}] {receipt.link}" for n, receipt in enumerate(report.receipts, start=1)]
        parts.append("\n".join([say("citing.receipts", report.language), *links]))
    return ("\n\n".join(parts) + "\n").encode("utf-8", "replace")


def _block(block: Block, report: Report) -> str:
    texts = [
        "\n".join(one_line(line) for line in lines_of(span.text)) + "".join(f"[{n}]" for n in span.notes)
        for span in block.spans
    ]
    if block.tabular:
        heads = block.heads(report.language)
        cells = [
            f"{heads[i % len(heads)]}: {text}" if heads[i % len(heads)] else text
            for i, text in enumerate(texts)
        ]
        rows = [cells[i : i + len(heads)] for i in range(0, len(cells), len(heads))]
        return "\n".join(("\n" if block.kind is BlockKind.PAIRS else "; ").join(row) for row in rows)
    return " ".join(texts)
