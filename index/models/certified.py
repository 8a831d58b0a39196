"""Weights that ship in the package, each with a card that names their SHA-256: others are refused."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from index.errors import ModelError, Trouble

_HASH = re.compile(r"(SHA-256[^\n]*?)([0-9a-f]{64})")


def certified(file: Path, card: Path, name: str) -> bytes:
    """The content of `file`, the weights of the model `name`. Raises ModelError where it or its card is
    missing, or it is not the file that the card names."""
    try:
        data = file.read_bytes()
        named = _HASH.search(card.read_text("utf-8"))
    except OSError as error:
        raise ModelError(Trouble.MODEL_NOT_FOUND, model=name, path=str(file), reason=str(error)) from error
    if named is None or hashlib.sha256(data).hexdigest() != named[2]:
        raise ModelError(Trouble.MODEL_DAMAGED, model=name, path=str(file))
    return data


def certify(data: bytes, file: Path, card: Path) -> str:
    """Writes `data` to `file` and its hash, which is returned, into the card."""
    digest = hashlib.sha256(data).hexdigest()
    file.write_bytes(data)
    text = card.read_text("utf-8") if card.exists() else f"SHA-256 of {file.name}: {'0' * 64}\n"
    card.write_text(_HASH.sub(rf"\g<1>{digest}", text), "utf-8")
    return digest
