"""Recognising scanned pages with Tesseract: an option, off unless asked for.

Recognised text is never called verbatim: the reading it becomes part of is marked `ocr`. It needs the
`ocr` extra (pytesseract) and the tesseract program with the `kor` language. Runs in the child process,
with what draws the page.
"""

from __future__ import annotations

import shutil
import subprocess
from typing import Any, Final

from sources.blocks import Block, BlockKind
from sources.errors import Reason, Refused
from sources.readers.pdf.file import picture

DPI: Final = 300
MAX_PIXELS: Final = 40_000_000
SECONDS_A_PAGE: Final = 60
# Tesseract's ways to see a page: with columns and all, then as one block, since on a page with little text
# the first may find nothing.
LAYOUTS: Final = (3, 6)
LANGUAGES: Final = ("kor", "eng")


def available() -> str | None:
    """What Tesseract would recognise here ("kor+eng", "eng"), or None where it cannot be run."""
    program = shutil.which("tesseract")
    if program is None:
        return None
    try:
        import pytesseract  # noqa: F401

        said = subprocess.run([program, "--list-langs"], capture_output=True, timeout=20, check=False)
    except (ImportError, OSError, subprocess.TimeoutExpired):
        return None
    known = said.stdout.decode("utf-8", "replace").split()
    return "+".join(language for language in LANGUAGES if language in known) or None


def recognise_page(document: Any, number: int, name: str) -> list[Block]:
    """The paragraphs recognised on page `number` (from 1) of a raw pdfium document. Raises Refused
    (SCANNED, with `ocr` "missing") where Tesseract cannot be run, TIMED_OUT where a page takes too long."""
    languages = available()
    if languages is None:
        raise Refused(Reason.SCANNED, name, ocr="missing")
    import pytesseract

    image = picture(document, number, DPI / 72, MAX_PIXELS)
    for layout in LAYOUTS:
        try:
            found = pytesseract.image_to_data(
                image,
                lang=languages,
                timeout=SECONDS_A_PAGE,
                config=f"--psm {layout}",
                output_type=pytesseract.Output.DICT,
            )
        except RuntimeError as error:  # pytesseract's word for a time-out
            raise Refused(Reason.TIMED_OUT, name, limit_s=SECONDS_A_PAGE) from error
        if blocks := _blocks(found, number):
            return blocks
    return []


def _blocks(found: dict[str, list[Any]], number: int) -> list[Block]:
    """Tesseract's words, gathered by the paragraphs it saw. Words it is unsure of are kept: leaving them out
    would change what the page says."""
    texts: dict[tuple[int, int], list[str]] = {}
    for block, paragraph, word in zip(found["block_num"], found["par_num"], found["text"], strict=True):
        if str(word).strip():
            texts.setdefault((int(block), int(paragraph)), []).append(str(word).strip())
    return [Block(" ".join(words), BlockKind.BODY, number) for words in texts.values()]
