"""The columns of the learnt models, in the order of `weights.toml`: of a sentence's rank, of a further
sentence, and of the verdict."""

from __future__ import annotations

FEATURES = (
    "retrieved",
    "retrieved_own",
    "lexical",
    "lexical_paragraph",
    "names",
    "hard",
    "soft",
    "named",
    "unnamed",
    "author",
    "leans",
    "length",
    "plain",
    "lexical_before",
    "covers",
    "frame",
    "imprint",
    "lexical_document",
    "reader",
)
HAND = FEATURES[:-1]  # those that are had without the reader
MORE = (
    "gap",
    "share",
    "paragraph",
    "hard",
    "length",
    "parts",
    "ordinal",
    "reader",
    "reader_gap",
)
SIGNALS = (
    "reader",
    "share",
    "place_missing",
    "figure_missing",
    "other_place",
    "other_year",
)
