"""How well tables of PDFs are read: cell adjacency F1 beside other readers, in one run.

    python -m benchmarks.tables FOLDER [--python PYTHON] [--reader NAME ...] [--only STEM ...] [--json]

FOLDER holds PDFs with the cells people marked in them (NAME.pdf and NAME-str.xml, the form of the ICDAR 2013
table competition). The measure is that of M. Göbel, T. Hassan, E. Oro and G. Orsi, "A methodology for
evaluating algorithms for table understanding in PDF documents" (DocEng 2012): every cell with text is related
to its nearest neighbour with text to the right and below; a relation is found where both texts (but for white
space) and the direction agree. Precision and recall are taken for each document over all its tables and
averaged, as in the competition; the sums over all documents are printed too. Regions are not given: finding
the tables is part of it. PYTHON is an interpreter that has the other readers (`benchmarks/peers/tables.py`).
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import time
import unicodedata
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from lxml import etree

from sources.blocks import Table
from sources.door.child import read_guarded
from sources.errors import Refused

Cell = tuple[str, int, int, int, int]  # text, first row, first column, last row, last column
PEERS = ("pdfplumber", "camelot-lattice", "camelot-stream", "camelot-hybrid")


def plain(text: str) -> str:
    """A cell's text for comparing: compatibility forms resolved, no white space."""
    return re.sub(r"\s", "", unicodedata.normalize("NFKC", text))


def relations(cells: Sequence[Cell]) -> Counter[tuple[str, str, str]]:
    """(text, neighbour's text, direction) of every cell with text, each pair of cells once."""
    filled = [cell for cell in cells if plain(cell[0])]
    places = {
        (row, column): k
        for k, (_, top, left, bottom, right) in enumerate(filled)
        for row in range(top, bottom + 1)
        for column in range(left, right + 1)
    }
    rows = max((row for row, _ in places), default=0) + 1
    columns = max((column for _, column in places), default=0) + 1
    found: set[tuple[int, int, str]] = set()
    for k, (_, top, left, bottom, right) in enumerate(filled):
        for row in range(top, bottom + 1):
            beside = next((places[row, c] for c in range(right + 1, columns) if (row, c) in places), None)
            if beside is not None:
                found.add((k, beside, "right"))
        for column in range(left, right + 1):
            under = next((places[r, column] for r in range(bottom + 1, rows) if (r, column) in places), None)
            if under is not None:
                found.add((k, under, "below"))
    return Counter((plain(filled[a][0]), plain(filled[b][0]), way) for a, b, way in found)


def marked(path: Path) -> Counter[tuple[str, str, str]]:
    """The relations of the tables people marked."""
    out: Counter[tuple[str, str, str]] = Counter()
    for table in etree.parse(str(path)).iter("table"):
        cells: list[Cell] = []
        for region in table.iter("region"):
            down, across = (int(region.get(f"{way}-increment") or 0) for way in ("row", "col"))
            for cell in region.iter("cell"):
                row, column = int(cell.get("start-row")) + down, int(cell.get("start-col")) + across
                last_row = int(cell.get("end-row") or cell.get("start-row")) + down
                last_column = int(cell.get("end-col") or cell.get("start-col")) + across
                text = "".join(part.text or "" for part in cell.iter("content"))
                cells.append((text, row, column, last_row, last_column))
        out += relations(cells)
    return out


def own_cells(table: Table) -> list[Cell]:
    """The cells of a table as the reader hands it over."""
    return [
        (c.text, c.row, c.column, c.row + c.row_span - 1, c.column + c.column_span - 1)
        for row in table.rows
        for c in row
    ]


def peer_cells(rows: Sequence[Sequence[str | None]]) -> list[Cell]:
    """The cells of a table as another reader hands it over: places a merged cell covers are null or empty."""
    return [
        (text or "", r, c, r, c)
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text is not None
    ]


def own(paths: Iterable[Path]) -> tuple[dict[str, list[list[Cell]]], float]:
    """Every file's tables as Gakju reads them, and how many seconds that took."""
    out: dict[str, list[list[Cell]]] = {}
    started = time.perf_counter()
    for path in paths:
        try:
            reading = read_guarded(path)[1]
        except Refused:
            out[str(path)] = []
            continue
        out[str(path)] = [own_cells(block.table) for block in reading.blocks if block.table]
    return out, time.perf_counter() - started


def peer(name: str, python: str, paths: Sequence[Path]) -> tuple[dict[str, list[list[Cell]]], float]:
    """Every file's tables as the reader `name` reads them, and how many seconds that took."""
    script = Path(__file__).parent / "peers" / "tables.py"
    done = subprocess.run([python, str(script), name, *map(str, paths)], capture_output=True, check=True)
    said = json.loads(done.stdout)
    return {p: [peer_cells(t) for t in tables] for p, tables in said["tables"].items()}, said["seconds"]


def score(found: dict[str, list[list[Cell]]], paths: Sequence[Path]) -> dict[str, Any]:
    """Precision, recall and F1: averaged over documents, summed over all, and F1 of each document."""
    each, hits, given, told = [], 0, 0, 0
    for path in paths:
        truth = marked(path.with_name(f"{path.stem}-str.xml"))
        got: Counter[tuple[str, str, str]] = sum((relations(t) for t in found[str(path)]), Counter())
        right = (truth & got).total()
        each.append((path.stem, right / max(1, got.total()), right / max(1, truth.total())))
        hits, given, told = hits + right, given + truth.total(), told + got.total()
    precision, recall = (sum(item[k] for item in each) / len(each) for k in (1, 2))
    return {
        "precision": precision,
        "recall": recall,
        "f1": _f1(precision, recall),
        "f1_sum": _f1(hits / max(1, told), hits / max(1, given)),
        "documents": {stem: round(_f1(p, r), 3) for stem, p, r in each},
    }


def _f1(precision: float, recall: float) -> float:
    return 2 * precision * recall / (precision + recall) if precision + recall else 0.0


def main() -> None:
    """Measure all readers over one folder."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    parser.add_argument("--python", help="an interpreter that has the other readers")
    parser.add_argument("--reader", action="append", help=f"another reader (default: {', '.join(PEERS)})")
    parser.add_argument("--only", nargs="*", default=[], help="only these files, by name without .pdf")
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    paths = sorted(p for p in asked.folder.glob("*.pdf") if p.with_name(f"{p.stem}-str.xml").exists())
    paths = [path for path in paths if not asked.only or path.stem in asked.only]
    results = {}
    for name in ("gakju", *((asked.reader or PEERS) if asked.python else ())):
        found, seconds = own(paths) if name == "gakju" else peer(name, asked.python, paths)
        results[name] = {**score(found, paths), "seconds": seconds}
    if asked.json:
        print(json.dumps(results, ensure_ascii=False, indent=1))
        return
    print(f"{len(paths)} documents\n{'reader':<18}precision recall     F1  F1 of sums  seconds")
    for name, told in results.items():
        figures = (told[key] for key in ("precision", "recall", "f1", "f1_sum"))
        print(f"{name:<18}" + "".join(f"{value:8.3f} " for value in figures) + f"{told['seconds']:9.1f}")


if __name__ == "__main__":
    main()
