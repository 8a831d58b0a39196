"""A report as Markdown with footnotes (`[^1]`), as pandoc, GitHub and Obsidian read them."""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence

from assistant.citing.exports.clean import markdown, receipts_json
from assistant.citing.exports.report import Block, BlockKind, Report, Span
from assistant.citing.template import Run
from assistant.messages import say

# An address that stands between "<" and ">" as it is, for every reader of Markdown.
_ADDRESS = re.compile(r"https?://[^\s<>\\`*|\[\]]+", re.I)
_REFERENCE = re.compile(r"&#?\w+;")


def write_markdown(report: Report, receipts: bool = False) -> bytes:
    """`receipts` shows them at the end; they are in a comment in any case."""
    addresses = _addresses(report)
    parts = [f"# {markdown(report.title)}"]
    parts += [_paragraph(blocks, report) for blocks in report.paragraphs]
    parts += [f"[^{note.number}]: {_note(note.runs, addresses)}" for note in report.notes]
    if report.entries:
        parts.append(f"## {say('citing.bibliography', report.language)}")
        parts.append("\n".join(f"- {runs_markdown(entry, addresses)}" for entry in report.entries))
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


def _addresses(report: Report) -> list[str]:
    """The records' own addresses that may become links, longest first; no text of a document is one."""
    found = {record.url for record in report.records}
    plain = [url for url in found if _ADDRESS.fullmatch(url) and not _REFERENCE.search(url)]
    return sorted(plain, key=len, reverse=True)


def _note(runs: Sequence[Run], addresses: Collection[str]) -> str:
    """A note of one word ("Ibid.") would be the address of a link to a reader that knows no footnotes."""
    text = runs_markdown(runs, addresses)
    return text if " " in text else f"{text} <!-- -->"


def runs_markdown(runs: Sequence[Run], addresses: Collection[str] = ()) -> str:
    """A footnote's runs on one line, those of `addresses` in it as links; small capitals have no Markdown."""
    return "".join(
        f"*{_linked(run.text, addresses)}*"
        if run.italic and run.text.strip() == run.text
        else _linked(run.text, addresses)
        for run in runs
    )


def _linked(text: str, addresses: Collection[str]) -> str:
    if not addresses:
        return markdown(text)
    # Only where the address ends there: nothing that follows it may be read as part of it.
    pattern = f"({'|'.join(map(re.escape, addresses))})(?![^\\s.,;)\\]」』”’])"
    pieces = re.split(pattern, text)
    return "".join(
        f"<{piece}>" if n % 2 else _beside(markdown(piece), n > 0, n < len(pieces) - 1)
        for n, piece in enumerate(pieces)
    )


def _beside(shown: str, after: bool, before: bool) -> str:
    """Escaped text after or before a link, where a space may be a plain one."""
    if after:
        shown = re.sub("^&#32;", " ", shown)
    return re.sub("&#32;$", " ", shown) if before else shown


def _paragraph(blocks: Sequence[Block], report: Report) -> str:
    """A list as lines of one paragraph: Markdown's own lists would number it anew or add bullets to its
    labels."""
    return "\\\n".join("&emsp;" * block.level + _block(block, report) for block in blocks)


def _block(block: Block, report: Report) -> str:
    match block.kind:
        case BlockKind.HEADING:
            return f"## {markdown(' '.join(block.spans[0].text.split()))}"
        case BlockKind.LEAD:
            return f"**{markdown(' '.join(block.spans[0].text.split()))}**"
        case BlockKind.QUOTE:
            return "\n".join(f"> {line}" for line in _spans(block.spans).split("\n"))
        case BlockKind.PAIRS | BlockKind.TABLE:
            heads = [markdown(" ".join(head.split())) for head in block.heads(report.language)]
            cells = [[_spans([span]).replace("\\\n", "<br>") for span in row] for row in block.rows]
            rows = [heads, ["---"] * len(heads), *cells]
            return "\n".join(f"| {' | '.join(row)} |" for row in rows)
        case _:
            return _spans(block.spans)


def _spans(spans: Sequence[Span]) -> str:
    return " ".join(markdown(span.text) + "".join(f"[^{n}]" for n in span.notes) for span in spans)
