"""`kill -9` at a random moment of adding 200 documents, twenty times over; or of whatever changes a home.

    nice python -m benchmarks.kill [--rounds 20] [--documents 200] [--json]
    nice python -m benchmarks.kill --mixed [--rounds 20] [--documents 60] [--json]

Every round runs `gakju add FOLDER --json`, kills it, and looks at what is there: each document the command
had reported is there completely, citable and found; none is there by half; the FAISS files agree with the
store. At the end the same command finishes the job.

With `--mixed` each round kills one of `add`, `remove`, `rebuild`, `backup` and `restore`: what was reported
and not taken out again is there, a removal took out whole documents or nothing, a restored home is the one
before or the one of the backup, and every original that was ever there and not removed still lies somewhere
in the home.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path

from assistant.keeping.archive import opened
from assistant.keeping.backup import read_manifest
from assistant.keeping.restore import finish
from assistant.settings import load_settings
from benchmarks.generated import write_documents
from index.library import Library
from index.store.encoder_tables import DENSE
from sources.document import content_id


def opened_library(home: Path) -> Library:
    """With the model the commands use. GAKJU_MODEL__NAME may name a small one: what is killed is the same."""
    return Library.open(home, load_settings(home).index_config())


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
    library = opened_library(home)
    try:
        problems = library.check()
        assert problems == [], problems
        present = {entry.key: entry for entry in library.entries() if not entry.shipped}
        serving = library.store.encoders.serving()
        if DENSE not in serving:  # killed before the first document
            assert not present
            assert not known
            return 0
        assert not library.store.encoders.without_vectors(serving[DENSE].id)
        for key, entry in present.items():
            document = library.document(key)
            assert content_id(document.text) == document.id == entry.document_id
            path = library.file(document.id)
            assert path is not None
            assert path.stat().st_size > 0
            n = library.store.current(key)
            assert n is not None
            assert library.store.encoders.spans(n), key
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


@dataclass
class Mixed:
    """A home under mixed rounds. `held` are the keys that must be there, `kept` those of the last backup
    that was made, `originals` the hashes of every file that nobody removed."""

    home: Path
    folder: Path
    target: Path
    rng: random.Random
    held: set[str] = field(default_factory=set)
    kept: set[str] | None = None
    originals: set[str] = field(default_factory=set)

    def round(self) -> str:
        """One command, killed; what was done, for the report. Raises AssertionError for anything lost."""
        choices = ["add", "add"] + (["remove", "rebuild", "backup"] if self.held else [])
        done = self.rng.choice(choices + (["restore"] * 2 if self.kept is not None else []))
        getattr(self, f"_{done}")()
        self.originals |= marks(self.home / "files")
        lost = self.originals - marks(self.home)
        assert not lost, f"{len(lost)} originals gone after {done}"
        return done

    def _present(self) -> set[str]:
        finish(self.home)
        examine(self.home, {}, self.rng)
        library = opened_library(self.home)
        try:
            return {entry.key for entry in library.entries() if not entry.shipped}
        finally:
            library.close()

    def _run(self, *arguments: str, longest: float) -> bool:
        """A command, killed within `longest` seconds unless it ended before; whether it had ended well."""
        start = [sys.executable, "-c", "from assistant.cli import main; main()", "--home", str(self.home)]
        with subprocess.Popen(
            [*start, *arguments], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
        ) as process:
            try:
                return process.wait(self.rng.uniform(0.2 * longest, longest)) == 0
            except subprocess.TimeoutExpired:
                process.kill()
                return False

    def _add(self) -> None:
        told = set(killed(self.home, self.folder, self.rng).values())
        present = self._present()
        assert self.held | told <= present, (self.held | told) - present
        self.held = present

    def _remove(self) -> None:
        going = set(self.rng.sample(sorted(self.held), min(3, len(self.held))))
        library = opened_library(self.home)
        paths = [library.file(library.document(key).id) for key in going]
        library.close()
        going_marks = {mark(path) for path in paths if path is not None}
        ended = self._run("remove", *going, longest=12)
        present = self._present()
        assert self.held - going <= present <= self.held
        assert not (ended and going & present)
        self.held = present
        self.originals -= going_marks

    def _rebuild(self) -> None:
        self._run("rebuild", longest=20)
        assert self._present() == self.held

    def _backup(self) -> None:
        before = mark(self.target) if self.target.exists() else ""
        ended = self._run("backup", str(self.target), longest=10)
        after = mark(self.target) if self.target.exists() else ""
        assert after or not before, "a backup that was there is gone"
        if after and (ended or after != before):
            with opened(self.target, 10**12) as archive:
                read_manifest(archive, self.target)
            self.kept = set(self.held)
        assert not list(self.target.parent.glob(f".{self.target.name}*")), "half a backup"
        assert self._present() == self.held

    def _restore(self) -> None:
        ended = self._run("restore", str(self.target), "--yes", longest=10)
        present = self._present()
        assert self.kept is not None
        assert present in (self.held, self.kept)
        assert not ended or present == self.kept
        self.held = present


def mark(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def marks(folder: Path) -> set[str]:
    return {mark(path) for path in folder.rglob("*") if path.is_file()} if folder.is_dir() else set()


def mixed(options: argparse.Namespace) -> None:
    """Rounds of every command that changes a home or reads it whole."""
    rng = random.Random(options.seed)
    with tempfile.TemporaryDirectory(prefix="gakju-kill-") as place:
        home, folder = Path(place, "home"), Path(place, "files")
        write_documents(folder, options.documents, 3)
        state = Mixed(home, folder, Path(place, "backup.zip"), rng)
        counts: Counter[str] = Counter()
        for number in range(1, options.rounds + 1):
            done = state.round()
            counts[done] += 1
            print(f"round {number:2}: {done}, {len(state.held)} there", file=sys.stderr, flush=True)
    told = {"rounds": options.rounds, **counts, "originals": len(state.originals), "lost": 0}
    print(json.dumps(told) if options.json else ", ".join(f"{name} {value}" for name, value in told.items()))


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=20)
    parser.add_argument("--documents", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--mixed", action="store_true")
    options = parser.parse_args()
    if options.mixed:
        mixed(options)
        return
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
