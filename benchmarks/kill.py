"""`kill -9` at a random moment of adding 200 documents, twenty times over.

    nice python -m benchmarks.kill [--rounds 20] [--documents 200] [--json]

Every round runs `gakju add FOLDER --json`, kills it, and looks at what is there: each document the command
had reported is there completely, citable and found; none is there by half; the FAISS files agree with the
store. At the end the same command finishes the job.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.generated import write_documents
from index.config import IndexConfig
from index.library import Library
from index.store.encoder_tables import DENSE
from sources.document import content_id


def add(home: Path, folder: Path) -> subprocess.Popen[str]:
    start = [sys.executable, "-c", "from assistant.cli import main; main()"]
    command = [*start, "--home", str(home), "add", str(folder), "--json"]
    return subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True)


def killed(home: Path, folder: Path, rng: random.Random) -> dict[str, str]:
    """A run that is killed: the documents it reported, by path. In one round of four the moment is taken from
    the start of the process, in the others some documents later, at any point of the next one or two."""
    told: dict[str, str] = {}
    with add(home, folder) as process:
        assert process.stdout is not None
        os.set_blocking(process.stdout.fileno(), True)
        if rng.random() < 0.25:
            time.sleep(rng.uniform(0, 12))
        else:
            coming = rng.randint(1, 10)
            while coming:
                line = process.stdout.readline()
                if not line:
                    break  # all of them are there
                told |= reported(line)
                coming -= json.loads(line)["status"] == "added"
            time.sleep(rng.uniform(0, 2))
        process.kill()
        for line in process.stdout.read().split("\n")[:-1]:
            told |= reported(line)
    return told


def reported(line: str) -> dict[str, str]:
    if not line.strip():
        return {}
    told = json.loads(line)
    assert told["status"] in ("added", "unchanged"), told
    return {told["path"]: told["document"]}


def examine(home: Path, known: dict[str, str], rng: random.Random) -> int:
    """Raises AssertionError for anything lost or there by half; returns the number of documents."""
    library = Library.open(home, IndexConfig())
    try:
        problems = library.check()
        assert problems == [], problems
        present = {entry.key: entry for entry in library.entries() if not entry.shipped}
        serving = library.store.encoders.serving()
        if DENSE not in serving:  # killed before the first document
            assert not present
            assert not known
            return 0
        encoder = serving[DENSE].id
        for key, entry in present.items():
            document = library.document(key)
            assert content_id(document.text) == document.id == entry.document_id
            path = library.file(document.id)
            assert path is not None
            assert path.stat().st_size > 0
            n = library.store.current(key)
            assert n is not None
            vectors = library.store.encoders.sentences(n, encoder)
            counts = {p.number: len(p.sentences) for p in document.paragraphs if p.sentences}
            assert {number: len(table) for number, table in vectors.items()} == counts, key
        assert set(known.values()) <= set(present), set(known.values()) - set(present)
        for key in rng.sample(sorted(present), min(3, len(present))):
            document = library.document(key)
            sentence = document.paragraphs[0].sentences[0]
            quote = document.text[sentence.start : sentence.end]
            found = library.passages(library.retrieve(quote, document.language).hits)
            assert key in {passage.key for passage in found}, (key, quote)
        return len(present)
    finally:
        library.close()


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="gakju-kill-") as place:
        home, folder = Path(place, "home"), Path(place, "files")
        write_documents(folder, options.documents, 3)
        known: dict[str, str] = {}
        rounds = []
        for number in range(1, options.rounds + 1):
            known |= killed(home, folder, rng)
            there = examine(home, known, rng)
            rounds.append((len(known), there))
            print(f"round {number:2}: {len(known)} reported, {there} there", file=sys.stderr, flush=True)
        with add(home, folder) as process:
            assert process.stdout is not None
            for line in process.stdout:
                known |= reported(line)
        assert process.returncode == 0
        total = examine(home, known, rng)
    assert total == options.documents == len(known), (total, len(known))
    assert len({reported for reported, _ in rounds}) > options.rounds // 2, "most rounds added nothing"
    told = {"rounds": options.rounds, "documents": total, "lost": 0, "by_half": 0, "reported": rounds[-1][0]}
    print(json.dumps(told) if options.json else ", ".join(f"{name} {value}" for name, value in told.items()))


if __name__ == "__main__":
    main()
