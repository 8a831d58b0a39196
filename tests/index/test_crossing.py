"""Questions among texts of the other language: what the shipped map does to their vectors."""

from __future__ import annotations

import numpy as np
import pytest

from index.errors import ModelError, Trouble
from index.models.bundled import load_embedder
from index.models.crossing import FILE, Crossing, Map, shipped_crossing
from index.models.embed import question_vectors
from sources.document import Language

SIZE = 384
# Of each a question in Korean, one in English, and the sentences in both that answer.
ASKED = (
    (
        "집 없는 사람이 임대료를 못 내면 언제 내보내나요?",
        "When can a tenant be put out for rent that was not paid?",
        "임차인이 차임을 두 번 연체한 때에는 임대인은 계약을 해지할 수 있다.",
        "A landlord may end the lease where two rents in a row have not been paid.",
    ),
    (
        "아이를 돌보느라 일을 쉬면 얼마나 쉴 수 있나요?",
        "How long may I stay off work to look after my baby?",
        "육아휴직의 기간은 1년 이내로 한다.",
        "Parental leave shall last no longer than one year.",
    ),
    (
        "강아지를 데리고 탈 수 있나요?",
        "Can I bring my dog on board?",
        "여객은 애완동물을 동반하고 승선할 수 없다.",
        "Passengers shall not embark with pets.",
    ),
    (
        "벌금은 어디에 쓰이나요?",
        "What is the money from fines spent on?",
        "징수한 과징금은 환경개선기금에 귀속한다.",
        "The penalties collected accrue to the fund for the environment.",
    ),
    (
        "기준금리는 왜 내렸나요?",
        "Why was the interest rate cut?",
        "성장세가 약해질 것으로 보아 금융통화위원회는 기준금리를 인하하였다.",
        "As growth was expected to weaken, the Board lowered the Base Rate.",
    ),
    (
        "누가 위원장을 뽑나요?",
        "Who picks the head of the panel?",
        "위원장은 위원 중에서 호선한다.",
        "The chair shall be elected by the members from among themselves.",
    ),
)


@pytest.fixture(scope="module")
def embedder():
    return load_embedder()


def test_what_answers_in_the_other_language_comes_nearer_than_what_does_not(embedder):
    def lead(language: Language, moved: bool) -> float:
        """How far the answer is before the mean of the others, among texts of the other language."""
        place = 0 if language is Language.KO else 1
        texts = embedder.passages([row[3 - place] for row in ASKED])
        vectors = [question_vectors(embedder, row[place], language) for row in ASKED]
        cosines = np.stack([v[language.other if moved else language] for v in vectors]) @ texts.T
        others = cosines[~np.eye(len(ASKED), dtype=bool)].mean()
        return float((np.diag(cosines).mean() - others) / cosines.std())

    for language in Language:
        assert lead(language, moved=True) > lead(language, moved=False)


def drawn(rng: np.random.Generator, *shape: int) -> np.ndarray:
    return rng.normal(size=shape).astype(np.float32)


def test_among_its_own_language_no_vector_is_moved(embedder):
    found = question_vectors(embedder, "벌금은 얼마인가?", Language.KO)
    assert np.array_equal(found[Language.KO], embedder.query("벌금은 얼마인가?"))
    assert not np.allclose(found[Language.EN], found[Language.KO])


def test_maps_are_read_as_they_were_written(tmp_path):
    rng = np.random.default_rng(1)
    maps = {one: Map(drawn(rng, SIZE, SIZE) / 50, drawn(rng, SIZE), 0.5) for one in Language}
    Crossing(maps).write(tmp_path / "maps.safetensors")
    read = Crossing.read(tmp_path / "maps.safetensors")
    vector = drawn(rng, SIZE)
    for language, one in maps.items():
        moved = vector + vector @ one.turned + one.shift
        assert read(vector, language) == pytest.approx(moved / np.linalg.norm(moved) / 2, abs=1e-3)


@pytest.mark.parametrize("content", [b"", b"no tensors", FILE.read_bytes()[:400]])
def test_a_file_that_its_card_does_not_name_is_refused(tmp_path, content):
    (tmp_path / "maps.safetensors").write_bytes(content)
    (tmp_path / "maps.md").write_bytes(FILE.with_suffix(".md").read_bytes())
    with pytest.raises(ModelError) as refused:
        Crossing.read(tmp_path / "maps.safetensors")
    assert refused.value.code is Trouble.MODEL_DAMAGED


def test_a_missing_file_is_told(tmp_path):
    with pytest.raises(ModelError) as refused:
        Crossing.read(tmp_path / "maps.safetensors")
    assert refused.value.code is Trouble.MODEL_NOT_FOUND


def test_what_ships_fits_the_bundled_model(embedder):
    assert shipped_crossing()(embedder.query("x"), Language.EN).shape == (embedder.card.dimension,)
