"""Scores gold questions with the product, as `gakju eval` does, each file on the library named after it.

    python -m benchmarks.gold GOLD.jsonl:shipped GOLD.jsonl:DOCUMENTS … [--home DIR]

A library is "shipped" or a folder of documents. Prints one line a file.
"""

from __future__ import annotations

import argparse
import json
import re
import tempfile
from collections.abc import Sequence
from pathlib import Path

from assistant.ask import Assistant
from assistant.commands.evaluate import evaluate
from assistant.keeping.shipped import ensure_shipped
from index.library import Library
from sources.load import read_document


def library_of(where: str, home: Path) -> Library:
    """The library "shipped", or one of the documents in a folder, kept below `home`."""
    library = Library.open(home / re.sub(r"\W+", "_", where))
    if where == "shipped":
        ensure_shipped(library)
    elif not library.entries():
        for path in sorted(Path(where).iterdir()):
            library.add(read_document(path))
    return library


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("gold", nargs="+", metavar="GOLD.jsonl:LIBRARY")
    parser.add_argument("--home", type=Path, help="where the libraries are kept between runs")
    options = parser.parse_args(argv)
    home = options.home or Path(tempfile.mkdtemp(prefix="gakju-gold-"))
    for spec in options.gold:
        file, _, where = spec.partition(":")
        lines = [json.loads(line) for line in Path(file).read_text("utf-8").splitlines() if line.strip()]
        found = evaluate(Assistant(library_of(where or "shipped", home)), lines)
        print(Path(file).name, json.dumps(found, ensure_ascii=False))


if __name__ == "__main__":
    main()
