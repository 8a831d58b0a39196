"""The ten nearest of real vectors, by the index that Gakju uses and by other stores, each at its least work
for a recall: python benchmarks/peers/vectors.py VECTORS.npy [--store NAME …] [--questions 200] [--recall .99]

Run with an interpreter that has numpy, faiss-cpu, hnswlib, usearch, sqlite-vec, lancedb and chromadb; it
imports nothing of Gakju. VECTORS.npy is (vectors, dimension) in single precision, of unit length, as
`benchmarks.scale --vectors` writes it. Questions are stored vectors shaken by a third of their length. One
thread, a process a store. Printed of each: seconds of building, the setting that reached the recall, the
recall, milliseconds a question (median), megabytes in memory beyond the vectors, megabytes on disk.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

os.environ.setdefault("OMP_NUM_THREADS", "1")

import numpy as np

K = 10
SHAKEN = 0.33
EFFORTS = (16, 32, 64, 128, 256, 512, 1024)
Search = Callable[[np.ndarray], Any]
Built = Iterator[tuple[str, Search]]  # the settings to try, cheapest first


def gakju_exact(table: np.ndarray, folder: Path) -> Built:
    import faiss

    faiss.omp_set_num_threads(1)
    flat = faiss.IndexScalarQuantizer(
        table.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    )
    flat.add(table)
    faiss.write_index(flat, str(folder / "index"))
    yield "all compared", lambda one: flat.search(one[None], K)[1][0]


def gakju_lists(table: np.ndarray, folder: Path) -> Built:
    import faiss

    faiss.omp_set_num_threads(1)
    lists = int(2 * len(table) ** 0.5)
    half, product = faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
    coarse = faiss.IndexFlatIP(table.shape[1])
    index = faiss.IndexIVFScalarQuantizer(coarse, table.shape[1], lists, half, product, False)
    index.cp.niter = 8
    index.train(table[np.random.default_rng(1).permutation(len(table))[: lists * 50]])
    index.add(table)
    faiss.write_index(index, str(folder / "index"))
    for probed in (2, 4, 8, 16, lists // 16, lists // 8):

        def search(one: np.ndarray, probed: int = probed) -> Any:
            index.nprobe = probed
            return index.search(one[None], K)[1][0]

        yield f"{probed} of {lists} lists", search


def hnswlib(table: np.ndarray, folder: Path) -> Built:
    import hnswlib as library

    index = library.Index(space="ip", dim=table.shape[1])
    index.init_index(max_elements=len(table), M=16, ef_construction=200)
    index.add_items(table, num_threads=1)
    index.save_index(str(folder / "index"))
    for effort in EFFORTS:

        def search(one: np.ndarray, effort: int = effort) -> Any:
            index.set_ef(effort)
            return index.knn_query(one[None], k=K, num_threads=1)[0][0]

        yield f"ef {effort}", search


def usearch(table: np.ndarray, folder: Path) -> Built:
    from usearch.index import Index

    index = Index(ndim=table.shape[1], metric="ip", dtype="f16")
    index.add(np.arange(len(table)), table, threads=1)
    index.save(str(folder / "index"))
    for effort in EFFORTS:

        def search(one: np.ndarray, effort: int = effort) -> Any:
            index.expansion_search = effort
            return index.search(one, K, threads=1).keys

        yield f"expansion {effort}", search


def sqlite_vec(table: np.ndarray, folder: Path) -> Built:
    import sqlite3

    import sqlite_vec as library

    db = sqlite3.connect(folder / "index")
    db.enable_load_extension(True)
    library.load(db)
    db.execute(f"create virtual table held using vec0(data float[{table.shape[1]}])")
    with db:
        rows = ((n, row.tobytes()) for n, row in enumerate(table))
        db.executemany("insert into held(rowid, data) values(?, ?)", rows)
    query = "select rowid from held where data match ? and k = ? order by distance"
    yield "all compared", lambda one: [row for (row,) in db.execute(query, (one.tobytes(), K))]


def lancedb(table: np.ndarray, folder: Path) -> Built:
    import lancedb as library
    import pyarrow as pa

    values = pa.FixedSizeListArray.from_arrays(pa.array(table.ravel()), table.shape[1])
    rows = pa.table({"id": np.arange(len(table)), "vector": values})
    held = library.connect(folder).create_table("held", rows)
    held.create_index(metric="dot", index_type="IVF_HNSW_SQ", vector_column_name="vector")
    for probed in (4, 16, 64, 256):

        def search(one: np.ndarray, probed: int = probed) -> Any:
            asked = held.search(one).distance_type("dot").nprobes(probed).refine_factor(4).limit(K)
            return asked.select(["id"]).to_arrow()["id"].to_pylist()

        yield f"{probed} probes, refined", search


def chroma(table: np.ndarray, folder: Path) -> Built:
    import chromadb

    # How far it searches is fixed when a collection is made.
    settings = {"hnsw": {"space": "ip", "ef_search": 256, "num_threads": 1}}
    held = chromadb.PersistentClient(str(folder)).create_collection("held", configuration=settings)
    for start in range(0, len(table), 5000):
        part = table[start : start + 5000]
        held.add(ids=[str(start + n) for n in range(len(part))], embeddings=part)

    def search(one: np.ndarray) -> Any:
        found = held.query(query_embeddings=[one], n_results=K, include=[])["ids"][0]
        return [int(number) for number in found]

    yield "ef 256", search


STORES = (gakju_exact, gakju_lists, hnswlib, usearch, sqlite_vec, lancedb, chroma)


def memory() -> float:
    """Megabytes of this process now."""
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 1e6


def measure(name: str, path: Path, questions: int, wanted: float) -> dict[str, Any]:
    table = np.load(path)
    rng = np.random.default_rng(0)
    asked = table[rng.choice(len(table), questions, replace=False)]
    noise = rng.standard_normal(asked.shape).astype(np.float32)
    asked = asked + SHAKEN * noise / np.linalg.norm(noise, axis=1, keepdims=True)
    asked /= np.linalg.norm(asked, axis=1, keepdims=True)
    exact = np.argsort(-(asked @ table.T), axis=1)[:, :K]
    [build] = [store for store in STORES if store.__name__ == name]
    with tempfile.TemporaryDirectory() as folder:
        before, began = memory(), time.perf_counter()
        told: dict[str, Any] = {"store": name}
        for setting, search in build(table, Path(folder)):
            told.setdefault("build_s", round(time.perf_counter() - began, 1))
            shares, took = [], []
            for one, nearest in zip(asked, exact, strict=True):
                start = time.perf_counter()
                found = search(one)
                took.append(time.perf_counter() - start)
                shares.append(len(set(map(int, found)) & set(nearest.tolist())) / K)
            told |= {"setting": setting, "recall": round(statistics.mean(shares), 4)}
            told["ms"] = round(1000 * statistics.median(took), 2)
            if told["recall"] >= wanted:
                break
        told["memory_mb"] = round(memory() - before)
        told["disk_mb"] = round(sum(p.stat().st_size for p in Path(folder).rglob("*") if p.is_file()) / 1e6)
    return told


def main() -> None:
    """Measure the stores named on the command line, or all."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("vectors", type=Path)
    parser.add_argument("--store", nargs="+", default=[store.__name__ for store in STORES])
    parser.add_argument("--questions", type=int, default=200)
    parser.add_argument("--recall", type=float, default=0.99)
    parser.add_argument("--one", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        print(json.dumps(measure(options.store[0], options.vectors, options.questions, options.recall)))
        return
    for name in options.store:
        command = [sys.executable, __file__, str(options.vectors), "--one", "--store", name]
        command += ["--questions", str(options.questions), "--recall", str(options.recall)]
        print(subprocess.run(command, stdout=subprocess.PIPE, text=True).stdout.strip(), flush=True)


if __name__ == "__main__":
    main()
