"""Lines of a PDF joined into headings, paragraphs, lists, table rows and footnotes.

`pdf_breaks` says where a paragraph ends, `pdf_join` how two lines join; here the lines become blocks, each
with its kind and its pages, and a page's footnotes find their place.
"""

from __future__ import annotations

from collections.abc import Sequence

from sources.blocks import BlockKind, Cell, Table
from sources.readers.grid import table_of
from sources.readers.office import SUPERSCRIPTS
from sources.readers.pdf.baselines import ROW
from sources.readers.pdf.breaks import ENDED, Style, breaks, usual_style
from sources.readers.pdf.cell_lines import settled
from sources.readers.pdf.columns import Column
from sources.readers.pdf.kinds import name_kinds
from sources.readers.pdf.layout import Flow, body_size
from sources.readers.pdf.lines import Line
from sources.readers.pdf.notes import follows, mark_of, without_mark
from sources.readers.pdf.paragraph import Paragraph
from sources.readers.pdf.tables import joined


def paragraphs(flows: Sequence[Flow]) -> list[Paragraph]:
    """Every block of the document in reading order; a page's footnotes follow the last block that begins on
    it, its furniture follows them."""
    style = usual_style(flows, body_size(flows))
    out: list[Paragraph] = []
    waiting: list[Flow] = []
    now: list[Line] = []
    last: tuple[Line, Column] | None = None

    def close() -> None:
        nonlocal now
        if now and now[0].kind == ROW:
            _add_table(_build(BlockKind.TABLE, now, style), out)
        elif now:
            out.append(_build(BlockKind.BODY, now, style))
        now = []
        while waiting:
            out.extend(_apart(waiting.pop(0), style, out))

    for flow in flows:
        for line, column in flow.body:
            if last is None or not now or breaks(last, (line, column), style):
                close()
            now.append(line)
            last = line, column
        waiting.append(flow)
    close()
    _settle_marks(out)
    name_kinds(out, style)
    return out


def _build(kind: BlockKind, lines: Sequence[Line], style: Style, label: str | None = None) -> Paragraph:
    lines = [settled(line, style.joiner) for line in lines]
    made = Paragraph(kind, lines, label=label)
    last: Line | None = None
    for line in lines:
        separator = ""
        if last is not None:
            drop, separator = (
                (0, "\n") if line.kind == ROW else style.joiner.join(made.text, line.text, last.trailing)
            )
            if drop:
                made.text = made.text[:-drop]
                made.places = made.places[:-drop]
        if last is not None and line.page != last.page:
            made.page_breaks.append((len(made.text) + len(separator), line.page))
        if line.boxes is not None:
            made.places += [None] * len(separator)
            made.places += [None if box is None else (line.page, box) for box in line.boxes]
        made.text += separator + line.text
        last = line
    return made


def _add_table(made: Paragraph, out: list[Paragraph]) -> None:
    """Put a table behind what is there, or to the table of the page before that it goes on with."""
    made.table = made.lines[0].table or _by_tabs(made)
    before = next((p for p in reversed(out) if p.kind not in (BlockKind.FOOTNOTE, BlockKind.FURNITURE)), None)
    whole = None
    if before is not None and before.table is not None and before.lines[-1].page == made.page - 1:
        whole = joined(before.table, made.table)
    if whole is None or before is None or before.table is None:
        out.append(made)
        return
    kept = "\n".join(
        made.text.split("\n")[len(made.table.rows) - (len(whole.rows) - len(before.table.rows)) :]
    )
    before.page_breaks.append((len(before.text) + 1, made.page))
    before.places += [None, *made.places[len(made.text) - len(kept) :]] if made.places else []
    before.text, before.table = f"{before.text}\n{kept}", whole
    before.lines += made.lines


def _by_tabs(made: Paragraph) -> Table:
    """The table of lines whose cells tabs part."""
    rows = [line.split("\t") for line in made.text.split("\n")]
    return table_of(Cell(t, r, c, page=made.page) for r, row in enumerate(rows) for c, t in enumerate(row))


# ── footnotes and furniture ─────────────────────────────────────────────────────────────────────


def _apart(flow: Flow, style: Style, before: Sequence[Paragraph]) -> list[Paragraph]:
    """The footnotes of a page, and its running lines. What stands before its first mark goes on with the last
    note of the page before."""
    out: list[Paragraph] = []
    now: list[Line] = []
    label: str | None = None
    notes = _continued(flow, style, before)
    for line in notes:
        mark = mark_of(line)
        if mark and (not now or follows(label, mark)):
            if now:
                out.append(_build(BlockKind.FOOTNOTE, now, style, label))
            label, now = mark, [without_mark(line)]
        else:
            now.append(line)
    if now:
        out.append(_build(BlockKind.FOOTNOTE, now, style, label))
    for line in flow.furniture:
        out.append(_build(BlockKind.FURNITURE, [line], style))
    return out


def _continued(flow: Flow, style: Style, before: Sequence[Paragraph]) -> list[Line]:
    """Give the lines before the first mark to the note they continue; the lines that are left."""
    first = next((k for k, line in enumerate(flow.notes) if mark_of(line)), len(flow.notes))
    last = next((made for made in reversed(before) if made.kind is BlockKind.FOOTNOTE), None)
    if not first or last is None or last.lines[-1].page != flow.page.number - 1 or ENDED.search(last.text):
        return flow.notes
    whole = _build(BlockKind.FOOTNOTE, [*last.lines, *flow.notes[:first]], style, last.label)
    last.lines, last.text, last.places, last.page_breaks = (
        whole.lines,
        whole.text,
        whole.places,
        whole.page_breaks,
    )
    return flow.notes[first:]


def _settle_marks(made: Sequence[Paragraph]) -> None:
    """Raised figures that are no footnote's mark (10⁶, m²) go back into the text, raised."""
    known = {p.label for p in made if p.kind is BlockKind.FOOTNOTE}
    for paragraph in made:
        at = 0
        for line in paragraph.lines:
            start = paragraph.text.find(line.text, at)
            at = max(at, start)
            shift = 0
            for offset, mark in line.raised:
                here = start + offset + shift
                digits = mark.strip("),")
                base = paragraph.text[here - 1 : here] if start >= 0 else ""
                if (
                    digits in known
                    or not digits.isdigit()
                    or not (base.isdigit() or base in {"m", "㎝", "x", "n"})
                ):
                    continue
                raised = digits.translate(SUPERSCRIPTS)
                paragraph.text = paragraph.text[:here] + raised + paragraph.text[here:]
                if paragraph.places:
                    paragraph.places[here:here] = [None] * len(raised)
                paragraph.page_breaks = [
                    (o + len(raised) if o > here else o, page) for o, page in paragraph.page_breaks
                ]
                shift += len(raised)
