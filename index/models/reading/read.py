"""The reader: for a question and passages, how likely each span of a passage answers it.

Question and passage go through the network together. It tells for every token how likely the answer starts
and ends there, and at position 0 that the passage does not answer. A span's score is the log-odds that the
answer starts and ends in it against "not here", so any spans can be asked about: sentences, items of a list,
rows of a table.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass

import torch
from torch import Tensor

from index.hit import Span, ToRead
from index.models.reading.network import Upper, joined
from index.models.reading.pieces import PASSAGE_TOKENS, Piece, Texts

FLOOR, CEILING = -16.0, 16.0  # bounds of a score; the floor is also that of a span that was not read
ROOM = PASSAGE_TOKENS - 36  # tokens of a window that are left to its text beside prefix and head
KO_CHARACTERS, CHARACTERS = 1.7, 4.0  # a token, at least about
BATCH_TOKENS = 1400


@dataclass(frozen=True, slots=True)
class _Window:
    """A stretch of passage `passage` with the spans `spans` in it."""

    passage: int
    start: int
    spans: tuple[int, ...]
    piece: Piece


class NetworkReader:
    """The reader that ships. Safe to share between threads."""

    def __init__(self, texts: Texts, upper: Upper) -> None:
        self._texts = texts
        self._upper = upper.eval()

    @torch.inference_mode()
    def read(self, question: str, passages: Sequence[ToRead]) -> list[list[float]]:
        asked = self._texts.question(question)
        windows = [w for n, one in enumerate(passages) for w in self._windows(n, one)]
        scores = [[FLOOR] * len(one.spans) for one in passages]
        if not windows:
            return scores
        asked_states = self._texts.states([asked])[0]
        for group in _batches(windows):
            batch = joined(
                [asked_states] * len(group), self._texts.states([window.piece for window in group])
            )
            values = self._upper(batch.states, batch.asked, batch.present)
            for row, window in enumerate(group):
                spans = [passages[window.passage].spans[n] for n in window.spans]
                found = span_scores(values[row], len(asked.ids), window, spans)
                for n, score in zip(window.spans, found, strict=True):
                    scores[window.passage][n] = score
        return scores

    def _windows(self, number: int, one: ToRead) -> Iterator[_Window]:
        """The passage in stretches of whole spans that the network can take."""
        group: list[int] = []
        for n, (_, end) in enumerate(one.spans):
            if group and not self._fits(one.head, one.text[_start(one, group[0]) : end]):
                yield self._window(number, one, group)
                group = []
            group.append(n)
        if group:
            yield self._window(number, one, group)

    def _fits(self, head: str, text: str) -> bool:
        """Whether a window takes `text`: figures have far more tokens than their characters let expect."""
        return _tokens(text) <= ROOM and self._texts.fits(head, text)

    def _window(self, number: int, one: ToRead, group: Sequence[int]) -> _Window:
        start = _start(one, group[0])
        end = max(one.spans[n][1] for n in group)
        return _Window(number, start, tuple(group), self._texts.passage(one.head, one.text[start:end]))


def _start(one: ToRead, number: int) -> int:
    """Where a window starts whose first span is `number`: with what stands over it, such as a list's head."""
    return one.spans[number - 1][1] if number else 0


def span_scores(values: Tensor, shift: int, window: _Window, spans: Sequence[Span]) -> list[float]:
    """The score of each span from a pair's `values`, (length, 2), where the passage starts at `shift`."""
    start = window.start
    rows = [
        [
            shift + n
            for n, (s, e) in enumerate(window.piece.places)
            if s < e and s + start < b and a < e + start
        ]
        for a, b in spans
    ]
    null = float(values[0].sum())
    return [
        min(CEILING, max(FLOOR, float(values[own].logsumexp(0).sum()) - null)) if own else FLOOR
        for own in rows
    ]


def _tokens(text: str) -> float:
    hangul = len(re.findall(r"[가-힣]", text))
    return hangul / KO_CHARACTERS + (len(text) - hangul) / CHARACTERS


def _batches(windows: Sequence[_Window]) -> Iterator[list[_Window]]:
    """Windows of about one length together."""
    group: list[_Window] = []
    for window in sorted(windows, key=lambda w: len(w.piece.ids)):
        if group and (len(group) + 1) * len(window.piece.ids) > BATCH_TOKENS:
            yield group
            group = []
        group.append(window)
    if group:
        yield group


def quicker(network: Upper) -> None:
    """Lets the upper layers multiply in eight bits where torch can. The lower ones may not: a few of their
    values are far larger than the others, which eight bits for all of them drown (log-odds of right answers
    to questions that were trained on: 1.7 in single precision, 1.3 with the upper layers in eight bits, -1.6
    with the lower)."""
    import warnings

    try:
        from torch.ao.quantization import per_channel_dynamic_qconfig, quantize_dynamic
    except ImportError:
        return
    # A torch without an engine for it multiplies as before.
    with warnings.catch_warnings(), suppress(RuntimeError):
        warnings.simplefilter("ignore")
        network.layers = quantize_dynamic(  # type: ignore[no-untyped-call]
            network.layers, {torch.nn.Linear: per_channel_dynamic_qconfig}, dtype=torch.qint8
        )
