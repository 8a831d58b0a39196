"""Reading in a child process with limits on memory, processor time, wall time and output.

A hostile or damaged file can make a parser loop, allocate without end or crash. All of that happens
in a process of its own; the parent sees a `Reading` or a `Refused`, never a hang. The child is a fresh,
isolated interpreter that imports the one reader it needs, and answers in JSON: nothing it says is
executed or unpickled here. The same door serves other work on unknown files (`run`), such as drawing
a page.

On systems without POSIX limits (Windows) only wall time and output are bounded.
"""

from __future__ import annotations

import contextlib
import json
import mmap
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from dataclasses import asdict, fields
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import IO, Any, Final

from sources.blocks import Block, BlockKind, Cell, Reading, Table
from sources.door.guard import MIB, Limits, check_file, display_name
from sources.errors import Reason, Refused

ROOT: Final = Path(__file__).resolve().parent.parent.parent
WATCHED: Final = 0.02  # seconds between two looks at what a child takes
NEAR: Final = 0.75  # of the memory allowed: who dies having that much died of it
# What a child may be asked to run, by name: module and function, called with (path, limits, arguments).
TASKS: Final = {
    "read": ("sources.readers.guarded", "read"),
    "boxes": ("sources.readers.pdf.marks", "find_boxes"),
    "page": ("sources.readers.pdf.marks", "draw"),
}


def read_guarded(path: Path, limits: Limits = Limits(), *, ocr: bool = False) -> tuple[str, Reading]:
    """The format of the file at `path` and what its reader found. Raises Refused, and nothing else.

    `ocr` lets pages without text be recognised where Tesseract is installed, which takes seconds a
    page; the wall time is then ten times as long.
    """
    check_file(path, limits)
    answer = run("read", path, {"ocr": ocr}, limits, patience=10 if ocr else 1)
    try:
        return str(answer["format"]), decode(answer["reading"])
    except (KeyError, TypeError, ValueError) as error:
        raise Refused(Reason.CRASHED, display_name(path.name)) from error


def run(
    task: str, path: Path, arguments: Mapping[str, Any], limits: Limits = Limits(), *, patience: int = 1
) -> Any:
    """What `task` returns for the file at `path`, from a child process. Raises Refused."""
    name = display_name(path.name)
    order: dict[str, Any] = {
        "task": task,
        "path": str(path.absolute()),
        "arguments": dict(arguments),
        "limits": asdict(limits),
    }
    order["limits"]["cpu"] *= patience
    with tempfile.TemporaryFile() as answers, tempfile.TemporaryFile() as complaints:
        started = time.monotonic()
        process = subprocess.Popen(
            [sys.executable, "-I", "-c", START, str(ROOT)],
            stdin=subprocess.PIPE,
            stdout=answers,
            stderr=complaints,
            cwd=tempfile.gettempdir(),
            env=_environment(),
            start_new_session=os.name == "posix",
        )
        try:
            peak = _watched(process, json.dumps(order).encode("ascii"), started + limits.wall * patience)
        finally:
            _end(process)
        if time.monotonic() - started >= limits.wall * patience:
            raise Refused(Reason.TIMED_OUT, name, limit_s=limits.wall * patience)
        return _verdict(process.returncode, answers, complaints, name, limits, patience, peak)


# What the child is started with.
START: Final = "import sys; sys.path.insert(0, sys.argv[1]); from sources.door.child import main; main()"


def _watched(process: subprocess.Popen[bytes], order: bytes, until: float) -> int:
    """Hands the child its order and waits for its end, or until then; returns the most memory it was seen
    to have, in bytes of address space."""
    assert process.stdin is not None
    with contextlib.suppress(BrokenPipeError), process.stdin as told:
        told.write(order)
    peak = 0
    while (left := until - time.monotonic()) > 0:
        peak = max(peak, _address_space(process.pid))
        with contextlib.suppress(subprocess.TimeoutExpired):
            process.wait(min(WATCHED, left))
            break
    return peak


def _address_space(pid: int) -> int:
    """How much a process has reserved; 0 where the system does not tell."""
    try:
        return int(Path(f"/proc/{pid}/statm").read_bytes().split()[0]) * mmap.PAGESIZE
    except (OSError, ValueError, IndexError):
        return 0


def _environment() -> dict[str, str]:
    # Nothing of the parent's environment is the reader's business; Windows needs its system folder.
    kept = {
        key: os.environ[key] for key in ("PATH", "SYSTEMROOT", "TMPDIR", "TEMP", "TMP") if key in os.environ
    }
    return {**kept, "PYTHONUTF8": "1", "LANG": "C.UTF-8", "OMP_NUM_THREADS": "1", "OMP_THREAD_LIMIT": "1"}


def _end(process: subprocess.Popen[bytes]) -> None:
    """Kill the child and whatever it started, and collect it."""
    if process.poll() is None:
        if os.name == "posix":
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(process.pid, signal.SIGKILL)
        process.kill()
        process.wait()


def _verdict(
    code: int,
    answers: IO[bytes],
    complaints: IO[bytes],
    name: str,
    limits: Limits,
    patience: int,
    peak: int,
) -> Any:
    answers.seek(0)
    said = answers.read(limits.output + 1)
    if code == 0 and len(said) <= limits.output:
        try:
            answer = json.loads(said)
            if "refused" in answer:
                raise Refused(
                    Reason(answer["refused"]), str(answer.get("name") or name), **answer.get("details", {})
                )
            return answer["result"]
        except (ValueError, TypeError, KeyError, AttributeError, RecursionError) as error:
            raise Refused(Reason.CRASHED, name) from error
    if len(said) >= limits.output:
        raise Refused(Reason.TOO_MUCH_MEMORY, name, limit_mb=limits.output // MIB)
    complaints.seek(0, os.SEEK_END)
    complaints.seek(max(0, complaints.tell() - 4000))
    trace = complaints.read().decode("utf-8", "replace")
    if -code == getattr(signal, "SIGXCPU", 0):
        raise Refused(Reason.TIMED_OUT, name, limit_s=limits.cpu * patience)
    # A native library that is refused memory ends its process without a word.
    starved = code < 0 and peak > NEAR * limits.memory
    if starved or "MemoryError" in trace or "bad_alloc" in trace or "out of memory" in trace.lower():
        raise Refused(Reason.TOO_MUCH_MEMORY, name, limit_mb=limits.memory // MIB)
    raise Refused(Reason.CRASHED, name, code=code)


def encode(reading: Reading) -> dict[str, Any]:
    """`reading` as plain JSON values."""
    return {
        **{field.name: getattr(reading, field.name) for field in fields(reading) if field.name != "blocks"},
        "blocks": [
            [b.text, b.kind.value, b.page, b.page_breaks, b.label, b.level, b.table and asdict(b.table)]
            for b in reading.blocks
        ],
    }


def decode(data: Mapping[str, Any]) -> Reading:
    """The inverse of `encode`, checking types, since the child may have been taken over. Raises
    KeyError, TypeError or ValueError."""
    blocks = tuple(
        Block(
            _text(text),
            BlockKind(kind),
            None if page is None else int(page),
            tuple((int(offset), int(number)) for offset, number in breaks),
            None if label is None else _text(label),
            int(level),
            None if table is None else _table(table),
        )
        for text, kind, page, breaks, label, level, table in data["blocks"]
    )
    return Reading(
        blocks,
        pages=None if data["pages"] is None else int(data["pages"]),
        pages_exact=bool(data["pages_exact"]),
        ocr=bool(data["ocr"]),
        metadata={_text(key): _text(value) for key, value in dict(data["metadata"]).items()},
        notes=tuple((_text(code), dict(details)) for code, details in data["notes"]),
    )


def _table(data: Mapping[str, Any]) -> Table:
    return Table(
        tuple(tuple(_cell(cell) for cell in row) for row in data["rows"]),
        int(data["header_rows"]),
        _text(data["caption"]),
        _text(data["unit"]),
    )


def _cell(data: Mapping[str, Any]) -> Cell:
    row, column, rows, columns = (int(data[name]) for name in ("row", "column", "row_span", "column_span"))
    if min(row, column) < 0 or min(rows, columns) < 1:
        raise ValueError(f"not a place in a table: {row}, {column}, {rows}, {columns}")
    page = None if data["page"] is None else int(data["page"])
    text, lines = _text(data["text"]), tuple(int(at) for at in data["lines"])
    if lines and any(one >= after for one, after in pairwise((0, *lines, len(text)))):
        raise ValueError("the lines of a cell are not in order")
    return Cell(text, row, column, rows, columns, page, lines)


def _text(value: object) -> str:
    if not isinstance(value, str):
        raise TypeError(f"not a text: {type(value).__name__}")
    # A lone surrogate cannot be stored or printed.
    return value.encode("utf-8", "replace").decode("utf-8")


# ── in the child ────────────────────────────────────────────────────────────────────────────────


def main() -> None:
    """Carry out the order on standard input and answer on standard output."""
    order = json.loads(sys.stdin.buffer.read())
    limits = Limits(**order["limits"])
    _bind(limits)
    sys.setrecursionlimit(10_000)  # deeply nested tables and lists; their depth is bounded by the parsers
    module, function = TASKS[order["task"]]
    path = Path(order["path"])
    answer: dict[str, Any]
    try:
        work: Callable[..., Any] = getattr(import_module(module), function)
        answer = {"result": work(path, limits, **order["arguments"])}
    except Refused as refused:
        answer = {"refused": refused.reason.value, "name": refused.name, "details": refused.details}
    except MemoryError:
        answer = {"refused": Reason.TOO_MUCH_MEMORY.value, "details": {"limit_mb": limits.memory // MIB}}
    except RecursionError:
        answer = {"refused": Reason.TOO_DEEP.value}
    # ASCII, so that no lone surrogate can break the encoding.
    sys.stdout.write(json.dumps(answer, ensure_ascii=True))
    sys.stdout.flush()
    os._exit(0)  # a native library's clean-up of a hostile file is one more chance to hang


def _bind(limits: Limits) -> None:
    try:
        import resource
    except ImportError:
        return
    for what, soft, hard in (
        (resource.RLIMIT_AS, limits.memory, limits.memory),
        (resource.RLIMIT_CPU, limits.cpu, limits.cpu + 2),
        (resource.RLIMIT_FSIZE, limits.output, limits.output),
        (resource.RLIMIT_CORE, 0, 0),
        (resource.RLIMIT_NOFILE, 64, 64),
    ):
        # A system may allow less than asked (or, as macOS, not know the limit): then it stays as it is.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(what, (soft, hard))
