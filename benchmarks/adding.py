"""How fast documents are added, where the time goes, and that an interrupted run goes on.

    nice python -m benchmarks.adding [--documents 1000] [--paragraphs 21] [--json]
    python -m benchmarks.adding --beside CHECKOUT [--rounds 3] [--documents 40]

A folder of generated text files is added to a new library by a process that is killed after a third of
them, and by a second one that finishes. Reading, cutting, tokens, embedding, the second encoder and storing
are all in the time; the share of the models is what their calls took. On a machine that does other work the
shares of processor time (`_cpu`) say more than those of the clock; words are read and the second encoder
works beside the embedding model, so that the processor time of either has the other's in it. `findable` is
when every document can be found and answered from, `seconds` when a checkout that embeds sentences apart is
done with these too.

`--beside` adds the same files by this code and by that of another checkout in turn, as often as asked, and
prints medians and their ratios.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

HERE = Path(__file__).resolve().parents[1]


def child(home: Path, folder: Path) -> None:
    """Adds the folder and prints a line for each file, and at the end what it took."""
    from assistant.adding.run import add_paths
    from index.config import IndexConfig
    from index.library import Library
    from index.models.universal import UniversalEncoder

    library = Library.open(home, IndexConfig())
    embedder = library.embedder
    library.embedder.query("준비")
    embedder.passages(["준비"])  # loads what it is made with
    spent = {"embedding": 0.0, "second": 0.0, "embedding_cpu": 0.0, "second_cpu": 0.0}

    def timed(name, call):
        def run(*values, **options):
            start, processor = time.perf_counter(), time.process_time()
            try:
                return call(*values, **options)
            finally:
                spent[name] += time.perf_counter() - start
                spent[f"{name}_cpu"] += time.process_time() - processor

        return run

    bare, texts = embedder.passages, []

    def kept(given, **options):
        texts.extend(given)
        return bare(given, **options)

    embedder.passages = timed("embedding", kept)
    UniversalEncoder.encode = timed("second", UniversalEncoder.encode)
    start, processor = time.perf_counter(), time.process_time()
    added = unchanged = paragraphs = chunks = 0
    for result in add_paths(library, [folder]):
        told = result.json()
        assert told["status"] != "refused", told
        added += told["status"] == "added"
        unchanged += told["status"] == "unchanged"
        paragraphs += told["paragraphs"] or 0
        chunks += told["chunks"] or 0
        print(json.dumps({"done": added + unchanged}), flush=True)
    reading = sum(resource.getrusage(resource.RUSAGE_CHILDREN)[:2])
    spent |= {"findable": time.perf_counter() - start, "findable_cpu": time.process_time() - processor}
    spent |= {"chunks_cpu": spent["embedding_cpu"], "second_encoder_cpu": spent["second_cpu"]}
    chunk_texts = list(texts)
    if hasattr(library, "finish"):
        library.finish()
    spent |= {"seconds": time.perf_counter() - start, "seconds_cpu": time.process_time() - processor}
    spent |= {"reading_cpu": reading, "sentences_cpu": spent["embedding_cpu"] - spent["chunks_cpu"]}
    processor = time.process_time()
    bare(chunk_texts)
    spent["bare_cpu"] = time.process_time() - processor
    library.close()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3
    size = sum(path.stat().st_size for path in home.rglob("*") if path.is_file()) / 1e6
    told = {"added": added, "unchanged": unchanged, "paragraphs": paragraphs, "chunks": chunks}
    print(json.dumps(told | spent | {"peak_mb": peak, "library_mb": size}), flush=True)


def run(home: Path, folder: Path, stop_after: int | None, code: Path = HERE) -> dict[str, float]:
    """One process over the folder by the checkout `code`, killed once it has told of `stop_after` files; its
    last line."""
    command = [sys.executable, __file__, "--child", str(home), str(folder)]
    last: dict[str, float] = {}
    where = {"cwd": code, "env": os.environ | {"PYTHONPATH": str(code)}}
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True, **where) as process:
        assert process.stdout is not None
        for line in process.stdout:
            last = json.loads(line)
            if last.get("done") == stop_after:
                process.kill()
    return last


def beside(other: Path, folder: Path, rounds: int) -> None:
    """Prints the medians of this code and of `other`, run in turn, and the ratios of their speeds."""
    told: dict[Path, list[dict[str, float]]] = {HERE: [], other: []}
    for _ in range(rounds):
        for code, found in told.items():
            with tempfile.TemporaryDirectory(prefix="gakju-adding-") as home:
                found.append(run(Path(home), folder, None, code))
    names = [name for name in told[HERE][0] if name.endswith("_cpu") or name in ("findable", "seconds")]
    print(f"{'medians of ' + str(rounds):22} {'this':>9} {'other':>9}  times as fast")
    for name in names:
        here, there = (median(one[name] for one in found) for found in told.values())
        print(f"{name:22} {here:9.2f} {there:9.2f} {there / here if here else 0:9.2f}")


def main() -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--documents", type=int, default=1000)
    parser.add_argument("--paragraphs", type=int, default=21)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--beside", type=Path, metavar="CHECKOUT", help="other code to run in turn")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--child", nargs=2, type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.child:
        child(*options.child)
        return
    from benchmarks.generated import write_documents

    with tempfile.TemporaryDirectory(prefix="gakju-adding-") as place:
        home, folder = Path(place, "home"), Path(place, "files")
        write_documents(folder, options.documents, options.paragraphs)
        if options.beside:
            beside(options.beside.resolve(), folder, options.rounds)
            return
        killed = run(home, folder, max(1, options.documents // 3))
        told = run(home, folder, None)
    assert told["added"] + told["unchanged"] == options.documents, told
    told["killed_after"] = killed["done"]
    told["documents_per_second"] = told["added"] / told["seconds"]
    told["embedding_share"] = told["embedding"] / told["seconds"]
    told["embedding_share_cpu"] = told["embedding_cpu"] / told["seconds_cpu"]
    told["models_share"] = (told["embedding"] + told["second"]) / told["seconds"]
    if options.json:
        print(json.dumps(told))
        return
    for name, value in told.items():
        print(f"{name:22} {value:.3f}" if isinstance(value, float) else f"{name:22} {value}")


if __name__ == "__main__":
    main()
