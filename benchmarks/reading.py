"""How well files made by LibreOffice are read back, and what reading costs.

    python -m benchmarks.reading [--random N] [--seed S] [--json]

Sets the brief's 42 blocks in the layouts of the tests and in N random ones (columns, sizes, fonts, indents,
gaps, alignment, footnotes, tables), has LibreOffice make PDFs of them, and reads those. A block counts where
its text, but for spaces, and its kind (heading or not) come back as one block. Random layouts of three
columns are counted apart: a third of a page in a large size is set worse than any publisher would.
"""

from __future__ import annotations

import argparse
import json
import random
import re
import resource
import tempfile
import time
from pathlib import Path

from sources.blocks import BlockKind
from sources.door.child import read_guarded
from tests.make_samples import LAYOUTS, Layout, Sample, made_in, make


def random_layouts(count: int, seed: int) -> tuple[Layout, ...]:
    """Layouts a publisher might choose. Paragraphs are always told apart by an indent or a gap."""
    luck = random.Random(seed)
    out = []
    while len(out) < count:
        language = luck.choice(("ko", "en"))
        layout = Layout(
            f"{language}-random-{len(out)}",
            language,
            columns=luck.choice((1, 1, 2, 2, 3)),
            footnotes=luck.random() < 0.5,
            table=luck.random() < 0.4,
            running=luck.random() < 0.8,
            indent=luck.choice(("0cm", "0.3cm", "0.6cm")),
            below=luck.choice(("0cm", "0.1cm", "0.2cm", "0.35cm")),
            align=luck.choice(("justify", "start")),
            size=luck.choice((8, 9, 10, 11, 12, 13)),
            font=luck.choice(("Noto Serif CJK KR", "Noto Sans CJK KR")),
            width=luck.choice(("21cm", "18cm", "25cm")),
        )
        if layout.indent != "0cm" or layout.below != "0cm":
            out.append(layout)
    return tuple(out)


def key(text: str) -> str:
    return re.sub(r"\s+", "", text)


def spaces(text: str) -> set[int]:
    """After how many letters the spaces stand."""
    return {len(key(text[: match.start()])) for match in re.finditer(r"\s+", text)}


def measure(sample: Sample) -> dict[str, object]:
    """One sample's figures."""
    started = time.perf_counter()
    _, reading = read_guarded(sample.path)
    seconds = time.perf_counter() - started
    got = {key(block.text): block for block in reading.blocks}
    pairs = [(b, got[key(b.text)]) for b in sample.blocks if key(b.text) in got]
    right = [(b, found) for b, found in pairs if (found.kind is BlockKind.HEADING) == b.heading]
    notes = {key(b.text) for b in reading.blocks if b.kind is BlockKind.FOOTNOTE}
    return {
        "file": sample.path.name,
        "columns": sample.layout.columns,
        "blocks": len(right),
        "of": len(sample.blocks),
        "spaces_wrong": sum(len(spaces(b.text) ^ spaces(found.text)) for b, found in right),
        "spaces": sum(len(spaces(b.text)) for b, _ in right),
        "notes": sum(key(note) in notes for note in sample.footnotes),
        "notes_of": len(sample.footnotes),
        "pages": reading.pages,
        "ms": round(1000 * seconds),
    }


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--random", type=int, default=24)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        layouts = (*LAYOUTS, *random_layouts(options.random, options.seed))
        make(Path(folder), layouts)
        rows = [measure(sample) for sample in made_in(Path(folder), layouts)]
    groups = {
        "the tests' layouts": [r for r in rows if "random" not in str(r["file"])],
        "random, one or two columns": [r for r in rows if "random" in str(r["file"]) and r["columns"] != 3],
        "random, three columns": [r for r in rows if "random" in str(r["file"]) and r["columns"] == 3],
    }
    if options.json:
        print(json.dumps(rows, ensure_ascii=False, indent=1))
        return
    line = "{file:24} {blocks}/{of}  spaces wrong {spaces_wrong}/{spaces}  notes {notes}/{notes_of}  {ms} ms"
    for row in rows:
        print(line.format(**row))
    for name, group in groups.items():
        if group:
            enough = sum(int(str(r["blocks"])) >= 40 for r in group)
            blocks = sum(int(str(r["blocks"])) for r in group) / sum(int(str(r["of"])) for r in group)
            print(
                f"{name}: {enough} of {len(group)} files with at least 40 of 42 blocks; {blocks:.1%} in all"
            )
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024
    print(f"largest child: {peak} MB")


if __name__ == "__main__":
    main()
