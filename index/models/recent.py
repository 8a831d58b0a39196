"""The vectors of texts that were asked for last: the sentences of a paragraph come up again and again while a
draft is checked."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.models.embed import Embedder

HELD = 4096


class Recent:
    """Embeds what it does not hold. Safe to use from several threads."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._held: OrderedDict[tuple[str, str], NDArray[np.float32]] = OrderedDict()

    def of(self, texts: Sequence[str], embedder: Embedder) -> NDArray[np.float32]:
        """The vectors of `texts` by `embedder`, (len(texts), dimension), unit rows."""
        model = embedder.card.digest
        with self._lock:
            found = {text: self._held[model, text] for text in texts if (model, text) in self._held}
        missing = [text for text in dict.fromkeys(texts) if text not in found]
        found |= dict(zip(missing, embedder.passages(missing), strict=True))
        with self._lock:
            for text in texts:
                self._held[model, text] = found[text].copy()  # a row of a batch would keep all of it
                self._held.move_to_end((model, text))
            while len(self._held) > HELD:
                self._held.popitem(last=False)
        rows = np.array([found[text] for text in texts], np.float32)
        return rows.reshape(len(texts), embedder.card.dimension)
