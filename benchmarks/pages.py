"""How often the page of a paragraph in an HWP or HWPX file is the one its PDF prints it on.

    python -m benchmarks.pages FOLDER [--json]

FOLDER holds NAME.hwp or NAME.hwpx with the NAME.pdf that the word processor made of it. Counted are the
paragraphs whose first letters stand on exactly one page of the PDF; cells of tables count by their table.
"""

from __future__ import annotations

import argparse
import json
import re
import unicodedata
from pathlib import Path
from typing import Any

import pypdfium2

from sources.load import read_document

FIRST = 30  # letters a paragraph is looked for by
FEWEST = 12  # letters below which a paragraph is not looked for


def letters(text: str) -> str:
    """`text` without spaces and hyphens, which the two formats set differently."""
    return re.sub(r"[\s\-\u00ad\u2010]+", "", unicodedata.normalize("NFKC", text))


def measure(path: Path) -> dict[str, Any]:
    """One file's figures; `off` counts by how many pages."""
    document = read_document(path)
    pdf = pypdfium2.PdfDocument(path.with_suffix(".pdf"))
    pages = [letters(pdf[k].get_textpage().get_text_range()) for k in range(len(pdf))]
    off: dict[str, int] = {}
    for paragraph in document.paragraphs:
        first = letters(document.text[paragraph.start : paragraph.end])[:FIRST]
        found = [number for number, text in enumerate(pages, 1) if first in text]
        if len(first) >= FEWEST and len(found) == 1:
            key = "none" if paragraph.page is None else str(paragraph.page - found[0])
            off[key] = off.get(key, 0) + 1
    count = max(1, sum(off.values()))
    return {
        "file": path.name,
        "paragraphs": sum(off.values()),
        "exact": off.get("0", 0) / count,
        "within_one": sum(off.get(key, 0) for key in ("-1", "0", "1")) / count,
        "called_exact": document.pages_exact,
        "pages": document.pages,
        "pdf_pages": len(pages),
        "off": dict(sorted(off.items())),
    }


def main() -> None:
    """Measure every pair in a folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    files = sorted(p for p in asked.folder.iterdir() if p.suffix in (".hwp", ".hwpx"))
    told = [measure(path) for path in files if path.with_suffix(".pdf").exists()]
    if asked.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for one in told:
        print(
            f"{one['file']:<32}{one['paragraphs']:>5} paragraphs  exact {one['exact']:.3f}  within one "
            f"{one['within_one']:.3f}  pages {one['pages']} of {one['pdf_pages']}  "
            f"{'exact' if one['called_exact'] else 'estimated'}"
        )
    every = sum(one["paragraphs"] for one in told) or 1
    for name in ("exact", "within_one"):
        print(f"{name}: {sum(one[name] * one['paragraphs'] for one in told) / every:.3f} of {every}")


if __name__ == "__main__":
    main()
