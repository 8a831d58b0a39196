"""The reader's network: the first layers read question and passage apart, the others both together.

The lower layers are those of the bundled embedding model, unchanged: a text's state after them depends on the
text alone, and can be kept. The upper layers are trained. Each token gets two values, how likely the answer
starts and how likely it ends there; position 0, the question's first token, stands for "not here".
"""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

import torch
from torch import Tensor, nn

HIDDEN, HEADS, FEED_FORWARD = 384, 12, 1536
LOWER = 5  # layers that read the texts apart
UPPER = 6  # layers after them that read both together; the bundled model's last one is left out
EPSILON = 1e-12
M = TypeVar("M", bound=nn.Module)


class Layer(nn.Module):
    """One BERT layer. `forward` takes (batch, length, HIDDEN) and an additive mask (batch, 1, 1, length)."""

    def __init__(self) -> None:
        super().__init__()
        self.mixed = nn.Linear(HIDDEN, 3 * HIDDEN)
        self.out = nn.Linear(HIDDEN, HIDDEN)
        self.first_norm = nn.LayerNorm(HIDDEN, EPSILON)
        self.wide = nn.Linear(HIDDEN, FEED_FORWARD)
        self.narrow = nn.Linear(FEED_FORWARD, HIDDEN)
        self.last_norm = nn.LayerNorm(HIDDEN, EPSILON)

    def forward(self, states: Tensor, mask: Tensor | None) -> Tensor:
        batch, length, _ = states.shape
        split = self.mixed(states).view(batch, length, 3, HEADS, HIDDEN // HEADS)
        query, key, value = split.permute(2, 0, 3, 1, 4)
        seen = nn.functional.scaled_dot_product_attention(query, key, value, attn_mask=mask)
        states = self.first_norm(states + self.out(seen.transpose(1, 2).reshape(batch, length, HIDDEN)))
        grown = nn.functional.gelu(self.wide(states))
        normed: Tensor = self.last_norm(states + self.narrow(grown))
        return normed


class Upper(nn.Module):
    """The trained part: the upper layers, a mark on the question's tokens, and the two values of a token."""

    def __init__(self, layers: int = UPPER) -> None:
        super().__init__()
        self.layers = nn.ModuleList(Layer() for _ in range(layers))
        self.mark = nn.Parameter(torch.zeros(HIDDEN))
        self.head = nn.Linear(HIDDEN, 2)

    def forward(self, states: Tensor, asked: Tensor, present: Tensor) -> Tensor:
        """(batch, length, 2). `asked` marks the question's tokens, `present` all that are no padding."""
        states = states + self.mark * asked[..., None]
        mask = torch.zeros(present.shape).masked_fill(~present, -math.inf)[:, None, None, :]
        for layer in self.layers:
            states = layer(states, mask)
        values: Tensor = self.head(states)
        return values


class Lower(nn.Module):
    """The bundled model's embeddings and first layers, frozen."""

    def __init__(self, tensors: dict[str, Tensor], layers: int = LOWER) -> None:
        super().__init__()
        self.words = tensors["embeddings.word_embeddings.weight"]
        self.places = (
            tensors["embeddings.position_embeddings.weight"]
            + tensors["embeddings.token_type_embeddings.weight"][0]
        )
        self.norm = nn.LayerNorm(HIDDEN, EPSILON)
        self.norm.weight.data = tensors["embeddings.LayerNorm.weight"]
        self.norm.bias.data = tensors["embeddings.LayerNorm.bias"]
        self.layers = nn.ModuleList(bundled_layer(tensors, n) for n in range(layers))

    @torch.inference_mode()
    def forward(self, ids: Tensor, present: Tensor) -> Tensor:
        """(batch, length, HIDDEN) of padded token ids."""
        states: Tensor = self.norm(nn.functional.embedding(ids, self.words) + self.places[: ids.shape[1]])
        mask = torch.zeros(present.shape).masked_fill(~present, -math.inf)[:, None, None, :]
        for layer in self.layers:
            states = layer(states, mask)
        return states


def padded(rows: Sequence[Sequence[int]]) -> tuple[Tensor, Tensor]:
    """Token ids as a batch for `Lower`, (len(rows), longest), and which of its tokens are no padding."""
    lengths = torch.tensor([len(row) for row in rows])
    present = torch.arange(int(lengths.max())) < lengths[:, None]
    ids = torch.zeros(present.shape, dtype=torch.long)
    ids[present] = torch.tensor([one for row in rows for one in row])
    return ids, present


@torch.inference_mode()
def mean_vectors(states: Tensor, present: Tensor) -> Tensor:
    """(batch, HIDDEN) in single precision: each text's mean over its tokens, of unit length."""
    sums = (states.float() * present[..., None]).sum(1)  # points where the mean does
    return nn.functional.normalize(sums)


def bundled_layer(tensors: dict[str, Tensor], number: int) -> Layer:
    """Layer `number` of the bundled model."""
    at = f"encoder.layer.{number}."
    state = {}
    for part in ("weight", "bias"):
        three = [tensors[f"{at}attention.self.{name}.{part}"] for name in ("query", "key", "value")]
        state[f"mixed.{part}"] = torch.cat(three)
        state[f"out.{part}"] = tensors[f"{at}attention.output.dense.{part}"]
        state[f"first_norm.{part}"] = tensors[f"{at}attention.output.LayerNorm.{part}"]
        state[f"wide.{part}"] = tensors[f"{at}intermediate.dense.{part}"]
        state[f"narrow.{part}"] = tensors[f"{at}output.dense.{part}"]
        state[f"last_norm.{part}"] = tensors[f"{at}output.LayerNorm.{part}"]
    return filled(Layer, state)


def filled(made: Callable[[], M], state: dict[str, Tensor]) -> M:
    """What `made` gives with `state` for its weights: none are drawn at random first, or copied."""
    with torch.device("meta"):
        module = made()
    module.load_state_dict(state, assign=True)
    return module


def fresh_upper(tensors: dict[str, Tensor], layers: int = UPPER) -> Upper:
    """The upper part as the bundled model has it, with an untrained head."""
    upper = Upper(layers)
    nn.init.normal_(upper.head.weight, std=0.02)
    nn.init.zeros_(upper.head.bias)
    for n in range(layers):
        upper.layers[n].load_state_dict(bundled_layer(tensors, LOWER + n).state_dict())
    return upper


@dataclass(frozen=True, slots=True)
class Joined:
    """A padded batch: states (batch, length, HIDDEN), and which tokens are the question's and present."""

    states: Tensor
    asked: Tensor
    present: Tensor


def joined(questions: list[Tensor], passages: list[Tensor]) -> Joined:
    """Pairs of lower states, (length, HIDDEN) each, one after the other, padded at the end."""
    sizes = [len(q) + len(p) for q, p in zip(questions, passages, strict=True)]
    states = torch.zeros(len(sizes), max(sizes), HIDDEN)
    asked, present = torch.zeros(states.shape[:2]), torch.zeros(states.shape[:2], dtype=torch.bool)
    for row, (question, passage) in enumerate(zip(questions, passages, strict=True)):
        states[row, : len(question)] = question
        states[row, len(question) : sizes[row]] = passage
        asked[row, : len(question)] = 1.0
        present[row, : sizes[row]] = True
    return Joined(states, asked, present)
