"""The data the reader learns from: held out by article, in whole sentences, with answers where it says so."""

from __future__ import annotations

import json
import random
from pathlib import Path

from benchmarks.reader.data import Example, near_windows, read_contexts, split, windows
from benchmarks.reader.made import of_text
from benchmarks.reader.mine import Near, Stretch, near_miss
from benchmarks.reader.switch import switched
from benchmarks.reader.train import pair_of
from index.config import IndexConfig
from index.models.reading.pieces import Texts
from index.models.unpacking import unpacked
from sources.document import Language

TEXT = "시의회는 2021년 3월 조례를 고쳤다. 요금은 12% 올랐다. 버스는 340대로 늘었다."


def test_an_article_is_trained_on_or_held_out_whole(tmp_path: Path) -> None:
    rows = [
        {"id": f"{name}-{n}-{k}", "set": name, "article": f"{name}/{n}", "lang": "en", "text": "A b."}
        for name in ("tydi_en", "korquad")
        for n in range(100)
        for k in range(2)
    ]
    (tmp_path / "contexts.jsonl").write_text("\n".join(map(json.dumps, rows)), "utf-8")
    (tmp_path / "questions.jsonl").write_text("", "utf-8")
    train, held = split(read_contexts(tmp_path))
    names = {c.article for c in train}, {c.article for c in held}
    assert not names[0] & names[1]
    assert {c.set for c in train} == {"tydi_en"}
    assert 2 <= len({c.article for c in held if c.set == "tydi_en"}) <= 30


def test_windows_are_whole_sentences_that_hold_all() -> None:
    found = windows(TEXT * 3, Language.KO, 20)
    assert len(found) > 1
    assert "".join((TEXT * 3)[a:b].replace(" ", "") for a, b in found) == (TEXT * 3).replace(" ", "")


def test_the_answer_is_where_the_window_says() -> None:
    span = (TEXT.index("12%"), TEXT.index("12%") + 3)
    held = [(text, own) for text, own in near_windows(TEXT, Language.KO, 12, span) if own]
    assert [text[own[0] : own[1]] for text, own in held] == ["12%"]


def test_made_questions_ask_for_what_they_leave_out() -> None:
    made = [m for seed in range(12) for m in of_text(TEXT, Language.KO, random.Random(seed))]
    assert made
    for one in made:
        answer = TEXT[one.span[0] : one.span[1]]
        assert answer not in one.question
        assert answer[0].isdigit()


def test_a_near_miss_asks_for_what_the_text_has_not() -> None:
    missed = near_miss("2021년 조례는 무엇을 고쳤나요?", TEXT, Language.KO, ["x"], random.Random(2))
    assert missed is not None
    assert "2021" not in missed
    assert near_miss("요금은요?", TEXT, Language.KO, ["x"], random.Random(2)) is None


def test_the_nearest_stretch_does_not_answer() -> None:
    texts = [TEXT, "버스 요금 조례는 시의회가 고친다.", "감자는 서늘한 곳에서 자란다."]
    near = Near([Stretch(str(n), str(n), "", text) for n, text in enumerate(texts)])
    found = near.closest("시의회는 버스 요금 조례를 언제 고쳤나요?", "2021년 3월", "0", 2)
    assert [one.context for one in found][:1] == ["1"]
    assert all("2021년 3월" not in one.text for one in found)


def test_words_are_switched_by_the_list_that_ships() -> None:
    found = switched("대통령은 언제 조약에 서명했나요?", Language.KO, random.Random(1))
    assert found is not None
    assert "president" in found
    assert "when" in found


def test_a_pair_points_at_the_answer_s_tokens() -> None:
    texts = Texts(unpacked(IndexConfig().cache_dir))
    span = (TEXT.index("12%"), TEXT.index("12%") + 3)
    pair = pair_of(Example("요금은 몇 % 올랐나요?", TEXT, (span,), "test", "버스"), texts)
    assert pair is not None
    shift = len(pair.question.ids)
    start, end = pair.passage.places[pair.starts[0] - shift], pair.passage.places[pair.ends[0] - shift]
    assert start[0] <= span[0] < start[1]
    assert end[0] < span[1] <= end[1]
    assert pair_of(Example("요금은?", TEXT, (), "test"), texts).starts == (0,)
    beyond = "가나다라 마바사. " * 300
    assert pair_of(Example("끝?", beyond, ((len(beyond) - 4, len(beyond)),), "test"), texts) is None
