"""What asking costs as a library grows: the same documents many times over, each copy a little different.

    python -m benchmarks.scale [--chunks 12000 120000 300000] [--home DIR] [--json] [--vectors OUT.npy]

Some 600 generated documents, 12,000 chunks, are added as any others. A library of a wanted size holds them
again and again, under other keys, their vectors shaken so that no two chunks are alike, with new words as a
growing library has them (Heaps' law). Printed of each: opening, the first question, a new one (median), the
same again, one after an addition and after the removal, in milliseconds of processor time; megabytes on disk
and (at most) in memory; and the share of the ten nearest chunks that the index finds.
"""

from __future__ import annotations

import argparse
import json
import resource
import shutil
import sqlite3
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any, TypeVar
from unittest.mock import patch

import numpy as np

from assistant.adding.run import add_paths
from assistant.ask import Assistant
from benchmarks.generated import document, write_documents
from index.config import IndexConfig
from index.library import Library
from index.store import seals
from index.store.blocks import BLOCKS, put
from index.store.encoder_tables import DENSE
from index.store.halves import packed
from index.store.halves import unpacked as vectors_of
from index.store.postings import unpacked
from sources.document import Language
from sources.load import read_document

T = TypeVar("T")
DOCUMENTS, PARAGRAPHS = 605, 20
SHAKEN = 0.35  # length of what is added to a unit vector
HEAPS = 0.62  # distinct words grow with this power of the text
QUESTIONS = (
    "산업부는 탄소배출이 어떻게 되었다고 밝혔나?",
    "한국은행이 평가한 주택공급은 어느 수준인가?",
    "What did the ministry find about rail investment?",
    "세계은행은 2004년 출산율을 어떻게 전망했나?",
    "Which share did farm income fall by in 1999?",
    "환경부 측은 수산자원이 줄었다고 지적했나?",
    "How did power demand change over the past decade?",
    "서울시가 발표한 전력수요는 몇 퍼센트인가?",
)


def base(home: Path) -> None:
    """The library of the generated documents, made in `home` if it is not there."""
    if (home / "library.db").is_file():
        Library.open(home).close()  # an older version's tables are brought to this one's
        return
    with tempfile.TemporaryDirectory() as folder:
        write_documents(Path(folder), DOCUMENTS, PARAGRAPHS)
        library = Library.open(home)
        for _ in add_paths(library, [Path(folder)]):
            pass
        library.close()


def grow(source: Path, home: Path, chunks: int) -> None:
    """A library of at least `chunks` chunks in `home`, of copies of the one in `source`."""
    home.mkdir(parents=True)
    shutil.copy(source / "library.db", home / "library.db")
    with closing(sqlite3.connect(home / "library.db", isolation_level=None)) as db:
        for setting in ("journal_mode=off", "synchronous=off", "foreign_keys=off", "cache_size=-500000"):
            db.execute(f"pragma {setting}")
        seals.register(db)
        shake = np.random.default_rng(1)
        db.create_function("shaken", 1, lambda data: _shaken(data, shake))
        documents, held = db.execute("select max(n), (select max(id) from chunk) from document").fetchone()
        copies = -(-chunks // db.execute("select count(*) from chunk").fetchone()[0])
        db.execute("begin")
        db.execute("create temp table copy(i)")
        db.executemany("insert into copy values(?)", [(i,) for i in range(1, copies)])
        key = "key || '-' || i"
        record = f"json_set(record, '$.key', {key})"
        _copy(db, "document", {"n": f"n + i * {documents}", "key": key, "id": "id || i", "record": record})
        _copy(db, "chunk", {"id": f"id + i * {held}", "document": f"document + i * {documents}"})
        _copy(db, "chunk_vector", {"chunk": f"chunk + i * {held}", "data": "shaken(data)"})
        _postings(db, held, copies)
        db.execute(f"update term set df = df * {copies}")
        _copy(db, "log", {"seq": "null", "chunk": f"chunk + i * {held}"}, "op = 1")
        more = int(db.execute("select count(*) from key_vector").fetchone()[0] * (copies**HEAPS - 1))
        _new_words(db, more)
        db.execute("commit")


def _postings(db: sqlite3.Connection, held: int, copies: int) -> None:
    """What the copies' chunks have of each term, as the store keeps it."""
    table = []
    for place, data in db.execute("select place, data from posting").fetchall():
        found = unpacked([(place % BLOCKS, data)])
        pairs = zip(found.ids.tolist(), found.counts.tolist(), strict=True)
        table += [(place // BLOCKS, *pair) for pair in pairs]
    for i in range(1, copies):
        put(db, ((term, chunk + i * held, count) for term, chunk, count in table))


def _copy(db: sqlite3.Connection, table: str, changed: dict[str, str], where: str = "1") -> None:
    """Every row of a table once more for each copy, some of its columns changed."""
    columns = [row[1] for row in db.execute(f"pragma table_info({table})") if row[1] != "seal"]
    values = ", ".join(changed.get(column, f'"{column}"') for column in columns)
    names = ", ".join(f'"{column}"' for column in columns)
    rows = f"(select * from {table} where {where})"
    db.execute(f"insert into {table}({names}) select {values} from copy cross join {rows}")


def _shaken(data: bytes, shake: np.random.Generator) -> bytes:
    [vector] = vectors_of([data])
    noise = shake.standard_normal(len(vector)).astype(np.float32)
    moved = vector + SHAKEN * noise / np.linalg.norm(noise)
    return packed(moved / np.linalg.norm(moved))


def _new_words(db: sqlite3.Connection, count: int) -> None:
    """Words that no copy has, one in two Korean, each in one chunk."""
    words = db.execute("select encoder, data from key_vector limit 1000").fetchall()
    shake = np.random.default_rng(2)
    for n in range(count):
        encoder, data = words[n % len(words)]
        word = "".join(chr(0xAC00 + (n * 7919 // 97**place + 31 * place) % 11172) for place in range(3))
        key = f"ko {word}" if n % 2 else f"en w{np.base_repr(n, 36).lower()}"
        row = (encoder, key, _shaken(data, shake))
        db.execute("insert or ignore into key_vector(encoder, key, data) values(?, ?, ?)", row)
        language, token = key.split(" ")
        db.execute("insert or ignore into term(language, token, df) values(?, ?, 1)", (language, token))


def measure(home: Path) -> dict[str, float]:
    """The figures of one library, in this process."""
    config = IndexConfig(bulk_threads=1)
    figures: dict[str, float] = {}
    library, figures["open"] = timed(lambda: Library.open(home, config))
    library.embedder.query("준비")
    library.embedder.passages(["준비"])
    assistant = Assistant(library)
    _, figures["first"] = timed(lambda: assistant.ask(QUESTIONS[0]))
    embedding = [timed(lambda q=q: library.embedder.query(q))[1] for q in QUESTIONS]
    figures["embedding"] = statistics.median(embedding)
    new = [asked(assistant, question) for question in QUESTIONS[1:]]
    figures["new"] = statistics.median(whole for whole, _ in new)
    figures["of_it_reader"] = statistics.median(read for _, read in new)
    figures["new_without_reader"] = statistics.median(whole - read for whole, read in new)
    figures["again"] = statistics.median(timed(lambda q=q: assistant.ask(q))[1] for q in QUESTIONS)
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "one.txt"
        path.write_text(document(DOCUMENTS + 7, PARAGRAPHS), "utf-8")
        one = read_document(path)
    _, figures["add"] = timed(lambda: library.add(one))
    _, figures["after_add"] = timed(lambda: assistant.ask(QUESTIONS[-1]))
    _, figures["remove"] = timed(lambda: library.remove(one.key))
    _, figures["after_remove"] = timed(lambda: assistant.ask(QUESTIONS[-2]))
    library.save()
    figures["memory_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3  # before all vectors are
    figures["recall"] = recall(library)  # read for comparison
    figures["chunks"] = sum(len(library.reader.table(one).ids) for one in Language)
    figures["disk_mb"] = sum(p.stat().st_size for p in home.rglob("*") if p.is_file()) / 1e6
    library.close()
    return {name: round(value, 3) for name, value in figures.items()}


def timed(call: Callable[[], T]) -> tuple[T, float]:
    """What a call gives and its processor time in milliseconds."""
    began = time.process_time()
    given = call()
    return given, (time.process_time() - began) * 1000


def asked(assistant: Assistant, question: str) -> tuple[float, float]:
    """What a question costs, and what of it is the reader's."""
    read, took = assistant.library.read, [0.0]

    def timed_read(*given: Any, **named: Any) -> Any:
        found, spent = timed(lambda: read(*given, **named))
        took[0] += spent
        return found

    with patch.object(assistant.library, "read", timed_read):
        return timed(lambda: assistant.ask(question))[1], took[0]


def write_vectors(home: Path, count: int, out: Path) -> None:
    """The first `count` vectors of chunks in a library's database, for `benchmarks/peers/vectors.py`."""
    with closing(sqlite3.connect(home / "library.db")) as db:
        rows = db.execute(
            "select data from chunk_vector join encoder on encoder.id = encoder where name = ? limit ?",
            (DENSE, count),
        )
        np.save(out, vectors_of(data for (data,) in rows))


def recall(library: Library) -> float:
    """The share of the ten exactly nearest chunks of each question that the index finds among ten."""
    shares = []
    encoder = library.reader.encoders()[DENSE]
    for language in Language:
        rows = library.store.database.rows(
            "select chunk.id, data from chunk join chunk_vector on chunk = chunk.id "
            "where encoder = ? and language = ? and paragraph > 0",
            (encoder.id, language),
        )
        ids = np.array([number for number, _ in rows])
        table = vectors_of((data for _, data in rows), encoder.dimension)
        for question in QUESTIONS:
            vector = library.embedder.query(question)
            exact = set(ids[np.argsort(-(table @ vector), kind="stable")[:10]].tolist())
            found = library.reader.dense(vector, language, 10).ids.tolist()
            shares.append(len(exact & set(found)) / len(exact))
    return statistics.mean(shares)


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--chunks", type=int, nargs="+", default=[12_000, 120_000])
    parser.add_argument("--home", type=Path, help="where the libraries are kept between runs")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--vectors", type=Path, help="write 100,000 vectors of the last library here")
    parser.add_argument("--one", type=Path, help=argparse.SUPPRESS)
    options = parser.parse_args(argv)
    if options.one:
        print(json.dumps(measure(options.one)))
        return
    home = options.home or Path(tempfile.mkdtemp(prefix="gakju-scale-"))
    base(home / "base")
    for chunks in options.chunks:
        grown = home / str(chunks)
        if not grown.is_dir():
            grow(home / "base", grown, chunks)
        # A process each, so that memory is one library's.
        command = [sys.executable, "-m", "benchmarks.scale", "--one", str(grown)]
        line = subprocess.run(command, check=True, stdout=subprocess.PIPE, text=True).stdout
        told = line.strip() if options.json else "  ".join(f"{k} {v:g}" for k, v in json.loads(line).items())
        print(told, flush=True)
    if options.vectors:
        write_vectors(home / str(options.chunks[-1]), 100_000, options.vectors)


if __name__ == "__main__":
    main()
