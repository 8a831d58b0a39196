"""What other readers of PDF take for tables, as JSON on standard output. Run by `benchmarks.tables` with an
interpreter that has them: it imports nothing of Gakju.

    PYTHON benchmarks/peers/tables.py READER FILE [FILE ...]

READER is pdfplumber, pdfplumber-text, camelot-lattice, camelot-stream, camelot-hybrid or img2table. The
output holds, for each file, its tables as rows of cell texts (null for a place that a merged cell covers).
"""

from __future__ import annotations

import json
import sys
import time
import warnings


def pdfplumber(path: str, strategy: str | None) -> list:
    import pdfplumber as library

    settings = {"vertical_strategy": strategy, "horizontal_strategy": strategy} if strategy else {}
    with library.open(path) as document:
        return [table.extract() for page in document.pages for table in page.find_tables(settings)]


def camelot(path: str, flavor: str) -> list:
    import camelot as library

    return [table.data for table in library.read_pdf(path, pages="all", flavor=flavor)]


def img2table(path: str) -> list:
    from img2table.document import PDF

    found = PDF(path).extract_tables(borderless_tables=True, implicit_rows=True)
    out = []
    for tables in found.values():
        for table in tables:
            rows = []
            for cells in table.content.values():
                seen, row = set(), []
                for cell in cells:
                    box = (cell.bbox.x1, cell.bbox.y1, cell.bbox.x2, cell.bbox.y2)
                    row.append(None if box in seen else cell.value)
                    seen.add(box)
                rows.append(row)
            out.append(rows)
    return out


def main() -> None:
    """Read the files named on the command line."""
    warnings.simplefilter("ignore")
    name, library, _, kind = sys.argv[1], *sys.argv[1].partition("-")
    readers = {"pdfplumber": pdfplumber, "camelot": camelot}
    out = {}
    started = time.perf_counter()
    for path in sys.argv[2:]:
        try:
            if name == "img2table":
                out[path] = img2table(path)
            else:
                out[path] = readers[library](path, kind or None)
        except Exception as error:  # whatever it is, the file counts as one without tables
            print(f"{path}: {error!r}", file=sys.stderr)
            out[path] = []
    json.dump({"tables": out, "seconds": time.perf_counter() - started}, sys.stdout)


if __name__ == "__main__":
    main()
