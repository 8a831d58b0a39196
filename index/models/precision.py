"""In which precision many texts are embedded: bfloat16 where this processor is made for it, else float32.

AMX and AVX512-BF16 multiply bfloat16 twice as fast and more; without them it is slower than float32. No flag
tells that of every processor, so the model is timed once, and what was found is kept beside the unpacked
models. Vectors of both live together: their cosine is above .9999 (tests/index/test_precision.py).
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import logging
import os
import platform
import time
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path

log = logging.getLogger(__name__)

KEPT = "precision.json"  # in the cache directory: processor and library → precision
GAIN = 1.2  # times as fast as float32 that bfloat16 must be
ROUNDS = 3
HOPELESS = 2  # times as slow as float32 in a first round: not tried again
CPUINFO = Path("/proc/cpuinfo")


class Precision(StrEnum):
    FLOAT32 = "float32"
    BFLOAT16 = "bfloat16"


def chosen(cache: Path, encode: Callable[[Precision], object]) -> Precision:
    """The precision for this processor: the one kept in `cache`, or found now by timing `encode` in both."""
    file, name = cache / KEPT, _processor()
    with contextlib.suppress(OSError, ValueError, AttributeError):
        return Precision(json.loads(file.read_text("utf-8")).get(name))
    found = timed(encode)
    try:
        part = file.with_name(f"{KEPT}.{os.getpid()}")
        part.write_text(json.dumps({name: found}), "utf-8")
        part.replace(file)
    except OSError as error:  # asked again at the next start
        log.info("Which precision is faster could not be kept: %s", error)
    return found


def timed(encode: Callable[[Precision], object], clock: Callable[[], float] = time.perf_counter) -> Precision:
    """The one in which `encode` is faster, each in turn, the best of at most ROUNDS."""
    best = dict.fromkeys(Precision, float("inf"))
    try:
        for _ in range(ROUNDS):
            for precision in Precision:
                start = clock()
                encode(precision)
                best[precision] = min(best[precision], clock() - start)
            if best[Precision.BFLOAT16] > HOPELESS * best[Precision.FLOAT32]:
                break
    except RuntimeError as error:  # torch has no such kernel for this processor
        log.info("bfloat16 cannot be had here: %s", error)
        return Precision.FLOAT32
    faster = best[Precision.BFLOAT16] * GAIN <= best[Precision.FLOAT32]
    return Precision.BFLOAT16 if faster else Precision.FLOAT32


def _processor() -> str:
    """Names what the time depends on: a cache may be carried to another machine."""
    import torch

    try:
        lines = CPUINFO.read_text("utf-8", "replace").split("\n\n")[0].splitlines()
        told = [line for line in lines if line.startswith(("model name", "flags", "Features"))]
    except OSError:
        told = []
    about = [platform.machine(), platform.processor(), torch.__version__, *told]
    return hashlib.sha256("\n".join(about).encode()).hexdigest()[:16]
