"""The reader that ships, over real texts: spans, windows, heads, threads, and the file it is loaded from."""

from __future__ import annotations

import shutil
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import torch

from index.config import READER_OFF, IndexConfig
from index.errors import ModelError, Trouble
from index.hit import ToRead
from index.models.reading.choice import LazyReader
from index.models.reading.network import Upper, fresh_upper
from index.models.reading.pieces import Texts
from index.models.reading.read import FLOOR, NetworkReader
from index.models.reading.weights import CARD, FOLDER, WEIGHTS, packed, shipped_upper, unpacked_upper
from index.models.unpacking import unpacked
from sources.document import Language
from sources.text.sentences import sentence_spans

FERRY = (
    "The ferry carries 120 cars. It was built in Gdansk in 2019. The council paid 4 million euros for it. "
    "Passengers complained about the noise."
)
PORT = "항만공사는 2021년에 새 부두를 열었다. 부두의 길이는 600미터이다. 공사비로 430억 원이 들었다."


def passage(text: str, language: Language, head: str = "") -> ToRead:
    return ToRead(text, head, tuple(sentence_spans(text, language)))


@pytest.fixture(scope="module")
def reader() -> LazyReader:
    return LazyReader(IndexConfig())


@pytest.fixture(scope="module")
def exact() -> NetworkReader:
    """The same in single precision, where a batch does not change the rounding of its members."""
    return NetworkReader(Texts(unpacked(IndexConfig().cache_dir)), shipped_upper())


@pytest.mark.parametrize(
    ("question", "text", "language", "place"),
    [
        ("When was the ferry built?", FERRY, Language.EN, 1),
        ("How much did the council pay for the ferry?", FERRY, Language.EN, 2),
        ("새 부두는 언제 열었나요?", PORT, Language.KO, 0),
        ("공사비는 얼마였나요?", PORT, Language.KO, 2),
    ],
)
def test_the_sentence_that_answers_comes_first(
    reader: LazyReader, question: str, text: str, language: Language, place: int
) -> None:
    scores = reader.read(question, [passage(text, language)])[0]
    assert max(range(len(scores)), key=scores.__getitem__) == place


def test_what_answers_outweighs_what_does_not(reader: LazyReader) -> None:
    question = "When was the ferry built?"
    there, elsewhere = reader.read(
        question, [passage(FERRY, Language.EN), passage("Tax on rents rose by 2% in spring.", Language.EN)]
    )
    assert max(there) > max(elsewhere)


def test_any_spans_are_scored_and_what_is_empty_has_the_lowest_score(reader: LazyReader) -> None:
    spans = ((0, 27), (0, len(FERRY)), (30, 30), (28, 60))
    scores = reader.read("When was the ferry built?", [ToRead(FERRY, "", spans), ToRead("", "", ())])
    assert [len(row) for row in scores] == [4, 0]
    assert scores[0][2] == FLOOR
    # The answer lies in the whole at least as surely as in any part of it.
    assert scores[0][1] >= max(scores[0][0], scores[0][3])


def test_a_passage_reads_alike_in_any_company(exact: NetworkReader) -> None:
    question, own = "공사비는 얼마였나요?", passage(PORT, Language.KO, "나래항")
    alone = exact.read(question, [own])[0]
    long = passage(FERRY * 8, Language.EN)
    among = exact.read(question, [long, own, passage(FERRY, Language.EN)])[1]
    assert alone == pytest.approx(among, abs=1e-3)


def test_what_multiplies_in_eight_bits_reads_as_single_precision_does(
    reader: LazyReader, exact: NetworkReader
) -> None:
    for question, text, language in (
        ("When was the ferry built?", FERRY, Language.EN),
        ("Who pays for the noise?", FERRY, Language.EN),
        ("공사비는 얼마였나요?", PORT, Language.KO),
    ):
        one = [passage(text, language)]
        assert max(reader.read(question, one)[0]) == pytest.approx(max(exact.read(question, one)[0]), abs=1.5)


def test_a_long_passage_is_read_to_its_end(reader: LazyReader) -> None:
    filler = "The harbour board met again and put off its decision. " * 60
    one = passage(filler + "The new crane was made in Turku.", Language.EN)
    scores = reader.read("Where was the new crane made?", [one])[0]
    assert len(scores) == 61
    assert min(scores) > FLOOR
    assert scores[-1] == max(scores)


def test_a_passage_of_figures_is_read_to_its_end(reader: LazyReader) -> None:
    # A figure has a token for every digit or two, a word one for several letters.
    rows = [f"Port {n}: 1,{n}83,947.61; 2,{n}59,183.07; 3,{n}17,925.48; 8,{n}46,371.92." for n in range(9)]
    text = "\n".join(rows)
    spans = tuple((text.index(row), text.index(row) + len(row)) for row in rows)
    scores = reader.read("How much went through port 8?", [ToRead(text, "Ports", spans)])[0]
    assert min(scores) > FLOOR


def test_threads_read_the_same(reader: LazyReader) -> None:
    questions = ["When was the ferry built?", "Who paid for the ferry?", "How many cars does it carry?"] * 4
    one = [passage(FERRY, Language.EN)]
    expected = [reader.read(q, one)[0] for q in questions]
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda q: reader.read(q, one)[0], questions))
    assert found == expected


def test_eight_bits_keep_the_weights_close() -> None:
    upper = fresh_upper(Texts(unpacked(IndexConfig().cache_dir)).tensors)
    back = unpacked_upper(packed(upper))
    assert isinstance(back, Upper)
    for name, value in upper.state_dict().items():
        largest = value.abs().max().item()
        assert torch.allclose(value, back.state_dict()[name], atol=largest / 120 + 1e-3), name


def test_a_file_that_is_not_the_card_s_is_refused(tmp_path: Path) -> None:
    for name in (WEIGHTS, CARD):
        shutil.copy(FOLDER / name, tmp_path / name)
    assert isinstance(shipped_upper(tmp_path), Upper)
    data = bytearray((tmp_path / WEIGHTS).read_bytes())
    data[-1] ^= 1
    (tmp_path / WEIGHTS).write_bytes(bytes(data))
    with pytest.raises(ModelError) as refused:
        shipped_upper(tmp_path)
    assert refused.value.code is Trouble.MODEL_DAMAGED
    (tmp_path / WEIGHTS).unlink()
    with pytest.raises(ModelError) as gone:
        shipped_upper(tmp_path)
    assert gone.value.code is Trouble.MODEL_NOT_FOUND


def test_it_may_be_turned_off() -> None:
    assert not LazyReader(IndexConfig(reader=READER_OFF)).there
    assert LazyReader(IndexConfig(reader="some/cross-encoder")).there
