"""Many texts are embedded in the faster precision, found once for a processor; vectors stay alike."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from index.config import IndexConfig
from index.models import embed, precision
from index.models.bundled import BundledEmbedder
from index.models.embed import describe
from index.models.precision import KEPT, Precision, chosen, timed
from index.models.unpacking import unpacked
from tests.index.test_embed import SENTENCES

BF16, FP32 = Precision.BFLOAT16, Precision.FLOAT32


class Processor:
    """One that takes so many seconds in each precision."""

    def __init__(self, **seconds: float) -> None:
        self.seconds, self.now, self.asked = seconds, 0.0, 0

    def __call__(self, in_which: Precision) -> None:
        self.asked += 1
        self.now += self.seconds[in_which]

    def clock(self) -> float:
        return self.now


@pytest.mark.parametrize(
    ("bfloat16", "float32", "expected"),
    [(1.0, 2.0, BF16), (2.0, 1.0, FP32), (1.0, 1.1, FP32), (1.0, 1.2, BF16), (1.0, 1.0, FP32)],
)
def test_the_faster_one_is_taken_where_it_is_clearly_faster(bfloat16, float32, expected) -> None:
    processor = Processor(bfloat16=bfloat16, float32=float32)
    assert timed(processor, processor.clock) is expected


def test_a_processor_not_made_for_it_is_asked_once() -> None:
    processor = Processor(bfloat16=9.0, float32=1.0)
    assert timed(processor, processor.clock) is FP32
    assert processor.asked == 2


def test_no_such_kernel_is_float32() -> None:
    def encode(in_which: Precision) -> None:
        if in_which is BF16:
            raise RuntimeError("not implemented for 'BFloat16'")

    assert timed(encode) is FP32


@pytest.fixture
def fast(monkeypatch) -> Callable[[Precision], None]:
    processor = Processor(bfloat16=1.0, float32=3.0)
    monkeypatch.setattr(precision.timed, "__defaults__", (processor.clock,))
    return processor


def test_it_is_found_once_for_a_processor(tmp_path: Path, fast, monkeypatch) -> None:
    assert chosen(tmp_path, fast) is BF16
    asked = fast.asked
    assert chosen(tmp_path, fast) is BF16
    assert fast.asked == asked
    monkeypatch.setattr(precision, "CPUINFO", tmp_path / "another machine")
    assert chosen(tmp_path, fast) is BF16
    assert fast.asked > asked


@pytest.mark.parametrize("content", ["", "[]", '{"x": 1}', "garbled"])
def test_what_is_kept_may_be_garbled(tmp_path: Path, fast, content: str) -> None:
    (tmp_path / KEPT).write_text(content)
    assert chosen(tmp_path, fast) is BF16
    assert list(json.loads((tmp_path / KEPT).read_text()).values()) == [BF16]


def test_a_cache_that_cannot_be_written_hinders_nothing(tmp_path: Path, fast) -> None:
    assert chosen(tmp_path / "missing" / "folder", fast) is BF16


def test_vectors_of_both_are_alike(tmp_path: Path, monkeypatch) -> None:
    folder = unpacked(IndexConfig().cache_dir)
    made = {}
    for one in Precision:
        monkeypatch.setattr(embed, "chosen", lambda cache, encode, one=one: one)
        embedder = BundledEmbedder(folder, describe(), cache=tmp_path)
        assert embedder.made_in == frozenset()
        made[one] = embedder.passages(SENTENCES)
        assert embedder.made_in == {one}
    assert np.abs(made[BF16] - made[FP32]).max() > 0
    assert (made[BF16] * made[FP32]).sum(1).min() > 0.9999


def test_a_library_remembers_what_its_vectors_were_made_in(library, monkeypatch) -> None:
    from tests.index.test_library import KOREAN

    assert library.precisions == ()
    library.add(KOREAN)
    first = library.precisions
    assert len(first) == 1
    [other] = set(Precision) - set(first)
    monkeypatch.setattr(type(library.embedder), "made_in", property(lambda _: frozenset({other})))
    library.remove("ko")
    library.add(KOREAN)
    assert set(library.precisions) == set(Precision)
