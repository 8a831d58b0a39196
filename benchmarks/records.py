"""How right the guessed records are: title, year, and no person who is not the author.

    python -m benchmarks.records TRUTH.tsv [--json]

TRUTH.tsv is somebody's own reading of the files: a line each of path (relative to it), title, year, authors,
parted by tabs. Empty means that the document does not say; authors are parted by "; ". A title counts where
it reads the same up to spaces and marks, or one holds the other; a year counts where one is given; a year or
author where the document says none, or another, is wrong.
"""

from __future__ import annotations

import argparse
import csv
import json
import re
from pathlib import Path
from typing import Any

from sources.load import read_document
from sources.text.normalise import matching_key


def plain(text: str) -> str:
    """A title for comparing."""
    return re.sub(r"\W", "", matching_key(text))


def measure(path: Path, title: str, year: str, authors: str) -> dict[str, Any]:
    """One file's record beside somebody's reading of it."""
    record = read_document(path).record
    got_title = next(iter(record.titles.values()), "")
    got_authors = [name for names in record.authors.values() for name in names]
    known = {plain(name) for name in authors.split(";")}
    a, b = plain(got_title), plain(title)
    return {
        "file": path.name,
        "title": not title or (bool(a) and (a in b or b in a)),
        "year": record.date[:4] == year,
        "wrong_year": record.date[:4] not in ("", year),
        "wrong_authors": [name for name in got_authors if plain(name) not in known],
        "titled": bool(title),
        "dated": bool(year),
        "got": [got_title, record.date, "; ".join(got_authors), record.kind.value],
        "origins": dict(record.origins),
    }


def main() -> None:
    """Measure every file of a reading."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("truth", type=Path)
    parser.add_argument("--json", action="store_true")
    asked = parser.parse_args()
    with asked.truth.open(encoding="utf-8", newline="") as file:
        rows = [
            [*row, "", "", ""][:4] for row in csv.reader(file, delimiter="\t", quoting=csv.QUOTE_NONE) if row
        ]
    told = [measure(asked.truth.parent / path, *rest) for path, *rest in rows]
    if asked.json:
        print(json.dumps(told, ensure_ascii=False, indent=1))
        return
    for one in told:
        wrong = [name for name in ("title", "year") if not one[name]] + one["wrong_authors"]
        if wrong:
            print(f"{one['file']}: {', '.join(wrong)}: {one['got']}")
    for name, given in (("title", "titled"), ("year", "dated")):
        these = [one for one in told if one[given]]
        print(f"{name}: {sum(one[name] for one in these)} of {len(these)} given")
    print(
        f"years told where none or another is given: {sum(one['wrong_year'] for one in told)} of {len(told)}"
    )
    print(f"persons who are not the author: {sum(len(one['wrong_authors']) for one in told)}")


if __name__ == "__main__":
    main()
