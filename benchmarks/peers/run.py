"""Gakju beside its peers: the same model, passages and questions, each in an environment of its own.

    python -m benchmarks.peers.run --data DIR --out DIR [--passages 500] [--python PATH] [--peers NAME…]

Makes a virtual environment a peer below --out (once), indexes every set's passages with the peer's documented
default pipeline, asks the questions, and prints a table: nDCG@10, R@1, R@5, MRR, passages a second, ms a
question (median), peak memory. One thread for all, one process a library. Of a set with more than --passages
passages, a fixed sample is taken: those that answer a question, then others in the order of a hash. What
could not be run is told with its reason. Results already in --out are not made again.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from benchmarks.measure import ndcg
from benchmarks.sets import CROSS, SAME_LANGUAGE, Half, Passage, in_half, load
from index.config import IndexConfig
from index.models.unpacking import unpacked

HERE = Path(__file__).parent
TORCH = "torch>=2.6,<2.14"  # above it, pip brings several gigabytes of GPU libraries


@dataclass(frozen=True, slots=True)
class PeerSpec:
    """`packages` empty: runs in this environment. `python`: the least version it needs, where that is above
    ours."""

    title: str
    module: str
    packages: tuple[str, ...] = ()
    python: tuple[int, int] = (3, 11)


class CannotRun(Exception):
    """A peer that cannot be run here, and why."""


PEERS = {
    "gakju": PeerSpec("Gakju", "gakju_itself"),
    "langchain": PeerSpec(
        "LangChain + FAISS",
        "langchain_faiss",
        ("langchain-community", "langchain-huggingface", "langchain-text-splitters", "faiss-cpu"),
    ),
    "llamaindex": PeerSpec(
        "LlamaIndex", "llama_index_default", ("llama-index-core", "llama-index-embeddings-huggingface")
    ),
    "haystack": PeerSpec("Haystack", "haystack_memory", ("haystack-ai", "sentence-transformers-haystack")),
    "txtai": PeerSpec("txtai (hybrid)", "txtai_hybrid", ("txtai",)),
    "haiku.rag": PeerSpec(
        "haiku.rag", "haiku_default", ("haiku.rag-slim[docling]", "sentence-transformers<6"), python=(3, 12)
    ),
}


def environment(spec: PeerSpec, out: Path, newer: str) -> Path:
    """The interpreter of a peer's environment, made if it is not there. `newer`: an interpreter for peers
    that need a newer Python than ours. Raises CannotRun without one."""
    if not spec.packages:
        return Path(sys.executable)
    base = sys.executable if spec.python <= sys.version_info[:2] else newer
    if not base:
        version = ".".join(map(str, spec.python))
        raise CannotRun(f"It needs Python {version} or newer: name one with --python.")
    folder = out / "environments" / spec.module
    python = folder / "bin" / "python"
    done = folder / "complete"
    if not done.exists():
        subprocess.run([base, "-m", "venv", "--clear", str(folder)], check=True)
        command = [
            str(python),
            "-m",
            "pip",
            "install",
            "--quiet",
            TORCH,
            "sentence-transformers>=5",
            *spec.packages,
        ]
        subprocess.run(command, check=True)
        done.touch()
    return python


def sample(passages: Mapping[str, Passage], gold: set[str], most: int) -> list[Passage]:
    """At most `most` passages, those of `gold` first, in their own order; the choice depends on ids alone."""
    ordered = sorted(passages, key=lambda pid: (pid not in gold, hashlib.sha256(pid.encode()).digest()))
    kept = set(ordered[: most or None])
    return [passage for pid, passage in passages.items() if pid in kept]


def inputs(data: Path, half: Half, most: int, limit: int, names: Sequence[str]) -> dict[str, object]:
    """Families of passages with the questions of every set that is asked of them."""
    families: dict[str, dict[str, object]] = {}
    for name in names:
        one = load(data, name)
        questions = in_half(one.questions, half)[: limit or None]
        gold = {pid for question in questions for pid in question.gold}
        family = families.setdefault(
            f"{one.family}-{one.target}",
            {
                "language": one.target,
                "passages": [[p.pid, p.title, p.text] for p in sample(one.passages, gold, most)],
                "questions": {},
            },
        )
        family["questions"][name] = [[q.qid, q.language, q.text] for q in questions]  # type: ignore[index]
    return {"sets": families}


def figures(data: Path, result: dict[str, object]) -> dict[str, dict[str, float]]:
    """Set → its measures, of one family's result."""
    found = {}
    for name, held in result["sets"].items():  # type: ignore[attr-defined]
        gold = {question.qid: question.gold for question in load(data, name).questions}
        ranked = held["ranked"]
        firsts = [
            next((place for place, pid in enumerate(pids, 1) if pid in gold[qid]), 0)
            for qid, pids in ranked.items()
        ]
        found[name] = {
            "nDCG@10": float(np.mean([ndcg(pids, gold[qid]) for qid, pids in ranked.items()])),
            "R@1": float(np.mean([place == 1 for place in firsts])),
            "R@5": float(np.mean([0 < place <= 5 for place in firsts])),
            "MRR": float(np.mean([1 / place if place else 0.0 for place in firsts])),
            "passages/s": result["passages"] / result["seconds"],  # type: ignore[operator]
            "ms": held["ms"],
            "peak MB": result["peak_mb"],  # type: ignore[dict-item]
        }
    return found


def run_peer(
    spec: PeerSpec, data: Path, out: Path, source: Path, model: Path, newer: str
) -> dict[str, dict[str, float]]:
    python = environment(spec, out, newer)
    found: dict[str, dict[str, float]] = {}
    for family in json.loads(source.read_text("utf-8"))["sets"]:
        target = out / "results" / f"{spec.module}-{family}.json"
        if not target.exists():
            print(f"{spec.title}: {family}", file=sys.stderr, flush=True)
            target.parent.mkdir(parents=True, exist_ok=True)
            part = target.with_suffix(".part")
            offline = {"HF_HUB_OFFLINE": "1", "TOKENIZERS_PARALLELISM": "false", "OMP_NUM_THREADS": "1"}
            command = [
                str(python),
                str(HERE / "harness.py"),
                spec.module,
                str(model),
                str(source),
                str(part),
                family,
            ]
            subprocess.run(command, check=True, env={**os.environ, **offline, "PYTHONPATH": ""})
            part.replace(target)
        found |= figures(data, json.loads(target.read_text("utf-8")))
    return found


def table(rows: dict[str, dict[str, dict[str, float]]], failed: dict[str, str]) -> str:
    columns = ("nDCG@10", "R@1", "R@5", "MRR", "passages/s", "ms", "peak MB")
    lines = []
    for name in (*SAME_LANGUAGE, *CROSS):
        if not any(name in sets for sets in rows.values()):
            continue
        lines += [f"### {name}", "", "| | " + " | ".join(columns) + " |", "|---" * 8 + "|"]
        for title, sets in rows.items():
            if name in sets:
                cells = [f"{sets[name][c]:.3f}" for c in columns[:4]] + [
                    f"{sets[name][c]:.1f}" for c in columns[4:]
                ]
                lines.append(f"| {title} | " + " | ".join(cells) + " |")
        lines.append("")
    lines += [f"{title}: not run. {reason}" for title, reason in failed.items()]
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--peers", nargs="*", default=list(PEERS), choices=list(PEERS))
    parser.add_argument("--half", type=Half, default=Half.REPORT, choices=list(Half))
    every = [*SAME_LANGUAGE, *CROSS]
    parser.add_argument("--sets", nargs="*", default=every, choices=every)
    parser.add_argument("--passages", type=int, default=0, help="passages a set at most; 0: all")
    parser.add_argument("--limit", type=int, default=0, help="questions a set; 0: all of the half")
    parser.add_argument("--python", default="", help="Python 3.12 or newer, for peers that need it")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    source = options.out / "input.json"
    asked = inputs(options.data, options.half, options.passages, options.limit, options.sets)
    source.write_text(json.dumps(asked, ensure_ascii=False), "utf-8")
    model = unpacked(IndexConfig().cache_dir)
    rows: dict[str, dict[str, dict[str, float]]] = {}
    failed: dict[str, str] = {}
    for name in options.peers:
        spec = PEERS[name]
        try:
            rows[spec.title] = run_peer(spec, options.data, options.out, source, model, options.python)
        except CannotRun as error:
            failed[spec.title] = str(error)
        except subprocess.CalledProcessError as error:
            failed[spec.title] = f"Its process ended with {error.returncode}."
        print(
            f"{spec.title}: {'done' if spec.title in rows else failed[spec.title]}",
            file=sys.stderr,
            flush=True,
        )
    print(table(rows, failed))


if __name__ == "__main__":
    main()
