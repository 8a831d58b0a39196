"""What pdfium does to a file: open it, and draw a page. Runs in the child process."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import pypdfium2.raw as pdfium

from sources.door.guard import Limits, display_name
from sources.errors import Reason, Refused

ERRORS: Final = {pdfium.FPDF_ERR_PASSWORD: Reason.ENCRYPTED, pdfium.FPDF_ERR_SECURITY: Reason.ENCRYPTED}


@contextmanager
def opened(path: Path, limits: Limits = Limits()) -> Iterator[Any]:
    """The PDF at `path` as a raw pdfium handle. Raises Refused."""
    name = display_name(path.name)
    pdfium.FPDF_InitLibrary()
    document = pdfium.FPDF_LoadDocument(str(path).encode() + b"\0", None)
    if not document:
        raise Refused(ERRORS.get(pdfium.FPDF_GetLastError(), Reason.DAMAGED), name)
    try:
        count = pdfium.FPDF_GetPageCount(document)
        if count > limits.pages:
            raise Refused(Reason.TOO_MANY_PAGES, name, pages=count, limit=limits.pages)
        if count < 1:
            raise Refused(Reason.DAMAGED, name)
        yield document
    finally:
        pdfium.FPDF_CloseDocument(document)


def picture(document: Any, number: int, scale: float, most: int) -> Any:
    """Page `number` (from 1) drawn at `scale` pixels a point, or smaller: never more than `most` pixels."""
    from PIL import Image

    page = pdfium.FPDF_LoadPage(document, number - 1)
    if not page:
        raise Refused(Reason.DAMAGED, "", page=number)
    try:
        wide, high = pdfium.FPDF_GetPageWidthF(page), pdfium.FPDF_GetPageHeightF(page)
        scale = min(scale, (most / max(1.0, wide * high)) ** 0.5)
        width, height = max(1, round(wide * scale)), max(1, round(high * scale))
        # A page a mile wide and a hair high keeps within the limit too.
        width, height = min(width, 20_000), min(height, 20_000)
        bitmap = pdfium.FPDFBitmap_Create(width, height, 0)
        if not bitmap:
            raise MemoryError
        pdfium.FPDFBitmap_FillRect(bitmap, 0, 0, width, height, 0xFFFFFFFF)
        pdfium.FPDF_RenderPageBitmap(
            bitmap, page, 0, 0, width, height, 0, pdfium.FPDF_LCD_TEXT | pdfium.FPDF_ANNOT
        )
        stride = pdfium.FPDFBitmap_GetStride(bitmap)
        raw = ctypes.string_at(pdfium.FPDFBitmap_GetBuffer(bitmap), stride * height)
        pdfium.FPDFBitmap_Destroy(bitmap)
    finally:
        pdfium.FPDF_ClosePage(page)
    return Image.frombuffer("RGB", (width, height), raw, "raw", "BGRX", stride, 1)
