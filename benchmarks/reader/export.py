"""Writes a trained run as the file that ships, and its hash into the card.

python -m benchmarks.reader.export RUN [--to DIR]
"""

from __future__ import annotations

import argparse
import hashlib
import re
from collections.abc import Sequence
from pathlib import Path

import torch

from index.models.reading.network import Upper
from index.models.reading.weights import CARD, FOLDER, WEIGHTS, packed


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", type=Path)
    parser.add_argument("--to", type=Path, default=FOLDER)
    options = parser.parse_args(argv)
    kept = torch.load(options.run / "last.pt")
    upper = Upper()
    upper.load_state_dict(kept["upper"])
    data = packed(upper)
    digest = hashlib.sha256(data).hexdigest()
    options.to.mkdir(parents=True, exist_ok=True)
    (options.to / WEIGHTS).write_bytes(data)
    card = options.to / CARD
    text = card.read_text("utf-8") if card.exists() else f"SHA-256 of {WEIGHTS}: {'0' * 64}\n"
    card.write_text(re.sub(r"(SHA-256[^\n]*?)[0-9a-f]{64}", rf"\g<1>{digest}", text), "utf-8")
    print(len(data), "bytes,", digest, kept["run"])


if __name__ == "__main__":
    main()
