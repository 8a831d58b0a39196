"""The trained layers as they ship: eight-bit matrices with a scale a row, the rest in half precision.

`data/card.md` says what they were trained on and how well they read, and names the file's SHA-256: a file
that is not the one the card speaks of is refused.
"""

from __future__ import annotations

from pathlib import Path

import torch
from safetensors.torch import load, save
from torch import Tensor

from index.models.certified import certified
from index.models.reading.network import Upper, filled

FOLDER = Path(__file__).with_name("data")
WEIGHTS, CARD = "weights.safetensors", "card.md"
NAME = "gakju-reader"
_SCALE = ".scale"


def packed(upper: Upper) -> bytes:
    """The file's content for `upper`."""
    found: dict[str, Tensor] = {}
    for name, value in upper.state_dict().items():
        if value.dim() == 2:
            scale = (value.abs().amax(1, keepdim=True) / 127).clamp(min=1e-9)
            found[name] = (value / scale).round().to(torch.int8)
            found[name + _SCALE] = scale.to(torch.float32)
        else:
            found[name] = value.to(torch.float16)
    return save({name: value.contiguous() for name, value in found.items()})


def unpacked_upper(data: bytes) -> Upper:
    """The layers of a file's content, in single precision."""
    tensors = load(data)
    state = {
        name: value.to(torch.float32) * tensors.get(name + _SCALE, torch.ones(()))
        for name, value in tensors.items()
        if not name.endswith(_SCALE)
    }
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    return filled(lambda: Upper(layers), state)


def shipped_upper(folder: Path = FOLDER) -> Upper:
    """The layers that ship. Raises ModelError where the file is missing or is not the one its card names."""
    return unpacked_upper(certified(folder / WEIGHTS, folder / CARD, NAME))
