"""Texts as the reader's network takes them: token ids with the characters they stand for, and their lower
states."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor

from index.models.reading.network import Lower, padded
from index.models.unpacking import tensors, tokenizer

QUESTION_TOKENS = 48
PASSAGE_TOKENS = 176
HEAD_CHARACTERS = 80
BATCH = 16  # texts that go through the lower layers together


@dataclass(frozen=True, slots=True)
class Piece:
    """A tokenised text. `places` are the characters of the text that each token stands for, (0, 0) for those
    of the prefix, the head and the marks at both ends."""

    ids: tuple[int, ...]
    places: tuple[tuple[int, int], ...]


class Texts:
    """Tokenises, and keeps the lower states of the `held` texts seen last, in half precision. Safe to share
    between threads."""

    def __init__(self, folder: Path, held: int = 400) -> None:
        """`folder` is the bundled model's, as unpacked."""
        self._tokenizer = tokenizer(folder)
        self.tensors = tensors(folder)
        self.lower = Lower(self.tensors).eval()
        self._held = held
        self._states: OrderedDict[tuple[int, ...], Tensor] = OrderedDict()
        self._lock = threading.Lock()

    def question(self, text: str) -> Piece:
        return self._piece("query: ", text, QUESTION_TOKENS)

    def passage(self, head: str, text: str) -> Piece:
        """`head` is what the text stands under: its document's title and section; "" for none."""
        return self._piece(_under(head), text, PASSAGE_TOKENS)

    def fits(self, head: str, text: str) -> bool:
        """Whether nothing of a passage's text is cut away."""
        return len(self._tokenizer.encode(_under(head) + text).ids) <= PASSAGE_TOKENS

    def _piece(self, before: str, text: str, most: int) -> Piece:
        coded = self._tokenizer.encode(before + text)
        ids, places = list(coded.ids), []
        for start, end in coded.offsets:
            inside = end > len(before)
            places.append((max(0, start - len(before)), end - len(before)) if inside else (0, 0))
        if len(ids) > most:
            ids, places = [*ids[: most - 1], ids[-1]], [*places[: most - 1], places[-1]]
        return Piece(tuple(ids), tuple(places))

    def states(self, pieces: Sequence[Piece]) -> list[Tensor]:
        """Their lower states, (length, HIDDEN) each."""
        with self._lock:
            known = {p.ids: self._states[p.ids] for p in pieces if p.ids in self._states}
        new = sorted({p.ids for p in pieces} - known.keys(), key=lambda ids: (len(ids), ids))
        for at in range(0, len(new), BATCH):
            known |= self._through(new[at : at + BATCH])
        with self._lock:
            for piece in pieces:
                self._states[piece.ids] = known[piece.ids]
                self._states.move_to_end(piece.ids)
            while len(self._states) > self._held:
                self._states.popitem(last=False)
        return [known[p.ids].to(torch.float32) for p in pieces]

    def _through(self, group: Sequence[tuple[int, ...]]) -> dict[tuple[int, ...], Tensor]:
        """The lower states of a few texts of about one length."""
        ids, present = padded(group)
        found = self.lower(ids, present)
        return {own: found[row, : len(own)].to(torch.float16).clone() for row, own in enumerate(group)}


def _under(head: str) -> str:
    return f"passage: {head[:HEAD_CHARACTERS]}: " if head else "passage: "
