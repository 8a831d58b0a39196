"""What is remembered of a model."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class ModelCard:
    """What an index must remember of the model that made its vectors. `digest` is the hash of the
    model's own files: two models of one name but other weights differ in it."""

    name: str
    digest: str
    dimension: int
    query_prefix: str
    passage_prefix: str
    max_tokens: int
    revision: str = ""
