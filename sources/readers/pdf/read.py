"""PDF, read with pdfium.

A page gives lines (`pdf_page`), the pages' lines a reading order (`pdf_layout`), the lines paragraphs
(`pdf_paragraphs`). pdfium is not safe in threads and can hang on a hostile file, so this runs in a child
process (`sources.door.child`).
"""

from __future__ import annotations

import ctypes
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

import pypdfium2.raw as pdfium

from sources.blocks import Block, BlockKind, Reading
from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused
from sources.readers.pdf.file import opened
from sources.readers.pdf.kinds import blocks
from sources.readers.pdf.layout import lay_out
from sources.readers.pdf.page import Page, read_page
from sources.readers.pdf.paragraph import Paragraph
from sources.readers.pdf.paragraphs import paragraphs

TEXT_OF_A_PAGE: Final = 10  # fewer characters than this are a page number or a stamp, not text


def read(path: Path, *, limits: Limits = Limits(), ocr: bool = False) -> Reading:
    """The blocks of the PDF at `path`. Raises Refused: ENCRYPTED, DAMAGED, TOO_MANY_PAGES, and SCANNED where
    no page has text (unless `ocr`). Pages without text among others are named in the notes."""
    with opened(path, limits) as document:
        count = pdfium.FPDF_GetPageCount(document)
        pages, broken = _pages(document, range(count), boxes=True)
        _refuse_truncated(path, count - len(broken), count)
        metadata = _metadata(document)
        if len(broken) == count:
            raise Refused(Reason.DAMAGED, display_name(path.name), readable=0, pages=count)
        empty = [page.number for page in pages if sum(len(line.text) for line in page.lines) < TEXT_OF_A_PAGE]
        scanned = [p.number for p in pages if p.number in empty and (p.picture > 0.3 or not p.legible)]
        recognised: list[Block] = []
        if scanned and ocr:
            recognised = _recognise(document, scanned, path)
    made = blocks(paragraphs(lay_out(pages)))
    if not recognised and len(empty) == len(pages):
        raise _unread(pages, scanned, display_name(path.name), count)
    offset = _printed_offset(made)
    if offset is not None:
        metadata["page_offset"] = str(offset)
    ghost = sum(page.ghost > 0.5 for page in pages) > 0.5 * (len(pages) - len(empty))
    notes: list[tuple[str, dict[str, str | int]]] = []
    if scanned and not recognised:
        notes.append(("scanned_pages", {"pages": ranges(scanned), "count": len(scanned)}))
    unknown = [page.number for page in pages if page.unknown]
    if unknown:
        notes.append(
            ("unmapped_text", {"pages": ranges(unknown), "count": sum(page.unknown for page in pages)})
        )
    if broken:
        notes.append(("unreadable_pages", {"pages": ranges(broken), "count": len(broken)}))
    if ghost or recognised:
        notes.append(("ocr_text", {"pages": ranges(scanned) or f"1-{count}"}))
    every = sorted([*made, *recognised], key=lambda block: block.page or 0) if recognised else made
    return Reading(
        tuple(every), pages=count, ocr=bool(ghost or recognised), metadata=metadata, notes=tuple(notes)
    )


def _unread(pages: Sequence[Page], scanned: Sequence[int], name: str, count: int) -> Refused:
    """The refusal of a file none of whose pages has text that can be read."""
    if not scanned:
        return Refused(Reason.NO_TEXT, name, pages=count)
    shows = any(page.picture > 0.3 for page in pages)
    return Refused(Reason.SCANNED, name, pages=count, **({} if shows else {"why": "unmapped"}))


def read_paragraphs(document: Any, numbers: Sequence[int]) -> list[Paragraph]:
    """The paragraphs of some pages (counted from 0), each character with its place."""
    pages, _ = _pages(document, numbers, boxes=True)
    return paragraphs(lay_out(pages))


def _pages(document: Any, numbers: Sequence[int], *, boxes: bool = False) -> tuple[list[Page], list[int]]:
    """The pages that could be read, and the numbers (from 1) of those that could not."""
    pages: list[Page] = []
    broken: list[int] = []
    for number in numbers:
        page = pdfium.FPDF_LoadPage(document, number)
        text = pdfium.FPDFText_LoadPage(page) if page else None
        if not page or not text:
            broken.append(number + 1)
            continue
        try:
            pages.append(read_page(page, text, number + 1, boxes=boxes))
        except ValueError:
            broken.append(number + 1)
        finally:
            pdfium.FPDFText_ClosePage(text)
            pdfium.FPDF_ClosePage(page)
    return pages, broken


def _refuse_truncated(path: Path, readable: int, count: int) -> None:
    """pdfium mends a file that breaks off and shows the pages it still finds. A document that is silently
    half there is worse than none."""
    size = path.stat().st_size
    with path.open("rb") as file:
        head = file.read(2048)
        file.seek(max(0, size - 65536))
        tail = file.read()
    length = re.search(rb"/Linearized\b[^>]*?/L\s+(\d+)", head)
    cut = length is not None and int(length.group(1)) > size + 8
    if cut or b"startxref" not in tail:
        raise Refused(Reason.DAMAGED, display_name(path.name), readable=readable, pages=count)


def _metadata(document: Any) -> dict[str, str]:
    """What the file says of itself: title, author, subject, keywords, creator, date, language."""
    out = {}
    for key, name in (
        ("Title", "title"),
        ("Author", "author"),
        ("Subject", "subject"),
        ("Keywords", "keywords"),
        ("Creator", "creator"),
        ("Producer", "producer"),
    ):
        if value := _tag(document, key):
            out[name] = value
    date = re.match(r"D:(\d{4})(\d{2})?(\d{2})?", _tag(document, "CreationDate"))
    if date:
        out["date"] = "-".join(part for part in date.groups() if part)
    return out


def _tag(document: Any, key: str) -> str:
    size = pdfium.FPDF_GetMetaText(document, key.encode(), None, 0)
    if not 2 < size < 20_000:
        return ""
    buffer = ctypes.create_string_buffer(size)
    pdfium.FPDF_GetMetaText(document, key.encode(), buffer, size)
    return buffer.raw[: size - 2].decode("utf-16-le", "replace").strip("\0 ")


def _printed_offset(made: Sequence[Block]) -> int | None:
    """The printed page number minus the page of the file, where the running lines agree on one."""
    offsets: list[int] = []
    for block in made:
        if block.kind is BlockKind.FURNITURE and block.page is not None:
            found = re.fullmatch(r"\D{0,3}(\d{1,4})\D{0,3}(?:\d{1,4}\D?)?", block.text)
            if found:
                offsets.append(int(found.group(1)) - block.page)
    best = max(set(offsets), key=offsets.count, default=None)
    return best if best is not None and offsets.count(best) >= max(2, 0.6 * len(offsets)) else None


def _recognise(document: Any, numbers: Sequence[int], path: Path) -> list[Block]:
    from sources.readers.pdf.ocr import recognise_page

    return [
        block for number in numbers for block in recognise_page(document, number, display_name(path.name))
    ]


def ranges(numbers: Sequence[int]) -> str:
    """Page numbers for a message: 1, 3-5, 9."""
    runs: list[list[int]] = []
    for number in sorted(numbers):
        if runs and number == runs[-1][-1] + 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(str(run[0]) if len(run) == 1 else f"{run[0]}-{run[-1]}" for run in runs)
