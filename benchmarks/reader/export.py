"""Writes a trained run as the file that ships, and its hash into the card.

python -m benchmarks.reader.export RUN [--mean-with OLDER.safetensors] [--to DIR]

`--mean-with` takes the mean of the run's weights and of exported ones from which it went on (Wortsman et al.
2022, "Model soups").
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch

from index.models.certified import certify
from index.models.reading.network import Upper
from index.models.reading.weights import CARD, FOLDER, WEIGHTS, packed, unpacked_upper


def main(argv: Sequence[str] | None = None) -> None:
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("run", type=Path)
    parser.add_argument("--mean-with", type=Path)
    parser.add_argument("--to", type=Path, default=FOLDER)
    options = parser.parse_args(argv)
    kept = torch.load(options.run / "last.pt")
    upper = Upper()
    state = kept["upper"]
    if options.mean_with:
        older = unpacked_upper(options.mean_with.read_bytes()).state_dict()
        state = {name: (value + older[name]) / 2 for name, value in state.items()}
    upper.load_state_dict(state)
    data = packed(upper)
    options.to.mkdir(parents=True, exist_ok=True)
    digest = certify(data, options.to / WEIGHTS, options.to / CARD)
    print(len(data), "bytes,", digest, kept["run"])


if __name__ == "__main__":
    main()
