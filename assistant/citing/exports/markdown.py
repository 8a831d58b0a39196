"""A report as Markdown with footnotes (`[^1]`), as pandoc, GitHub and Obsidian read them."""

from __future__ import annotations

from collections.abc import Sequence

from assistant.citing.exports.clean import markdown, receipts_json
from assistant.citing.exports.report import Block, BlockKind, Report, Span
from assistant.citing.template import Run
from assistant.messages import say


def write_markdown(report: Report, receipts: bool = False) -> bytes:
    """`receipts` shows them at the end; they are in a comment in any case."""
    parts = [f"# {markdown(report.title)}"]
    parts += [_block(block, report) for block in report.blocks]
    parts += [f"[^{note.number}]: {_note(note.runs)}" for note in report.notes]
    if report.entries:
        parts.append(f"## {say('citing.bibliography', report.language)}")
        parts.append("\n".join(f"- {runs_markdown(entry)}" for entry in report.entries))
    if receipts and report.notes:
        parts.append(f"## {say('citing.receipts', report.language)}")
        lines = [
            f"{note.number}\\. {markdown(r.link)}"
            for note, r in zip(report.notes, report.receipts, strict=True)
        ]
        parts.append("\\\n".join(lines))
    if report.notes:
        parts.append(f"<!-- gakju-receipts {receipts_json(report.receipts)} -->")
    return ("\n\n".join(parts) + "\n").encode("utf-8")


def _note(runs: Sequence[Run]) -> str:
    """A note of one word ("Ibid.") would be the address of a link to a reader that knows no footnotes."""
    text = runs_markdown(runs)
    return text if " " in text else f"{text} <!-- -->"


def runs_markdown(runs: Sequence[Run]) -> str:
    """A footnote's runs on one line; small capitals have no Markdown."""
    return "".join(
        f"*{markdown(run.text)}*" if run.italic and run.text.strip() == run.text else markdown(run.text)
        for run in runs
    )


def _block(block: Block, report: Report) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f"## {markdown(' '.join(block.spans[0].text.split()))}"
        case BlockKind.QUOTE:
            return "\n".join(f"> {line}" for line in _spans(block.spans).split("\n"))
        case BlockKind.PAIRS:
            heads = [say(f"citing.{key}", report.language) for key in ("original_text", "translated_text")]
            cells = [[_spans([span]).replace("\\\n", "<br>") for span in row] for row in block.rows]
            rows = [heads, ["---", "---"], *cells]
            return "\n".join(f"| {' | '.join(row)} |" for row in rows)
        case _:
            return _spans(block.spans)


def _spans(spans: Sequence[Span]) -> str:
    return " ".join(markdown(span.text) + "".join(f"[^{n}]" for n in span.notes) for span in spans)
