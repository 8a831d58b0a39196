"""What is read of the passages found, and what becomes of the reader's scores."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest

from assistant.answer import State
from assistant.ask import Assistant
from assistant.choosing.columns import FEATURES, HAND
from assistant.choosing.reading import UNREAD, readings, to_read
from assistant.choosing.scored import MOST
from assistant.choosing.weights import shipped as shipped_weights
from assistant.question.read import read_question
from index.config import READER_OFF, IndexConfig
from index.hit import Passage, ToRead
from index.library import Library
from sources.document import Language, Role
from tests.assistant.small_library import library_of


@pytest.fixture(scope="module")
def passages(shipped: Library) -> tuple[Passage, ...]:
    found = shipped.retrieve("국방비 목표는 몇 퍼센트인가요?", Language.KO, k=20)
    return shipped.passages(found.hits)


def test_a_passage_is_read_in_the_question_s_language(passages: tuple[Passage, ...]) -> None:
    translated = next(p for p in passages if p.translation and p.language is Language.KO)
    for language in Language:
        one = to_read(translated, language, range(len(translated.sentences)))
        told = [one.text[a:b] for a, b in one.spans]
        own = language is Language.KO
        wanted = [s.text if own else s.translation or s.text for s in translated.sentences]
        assert told == wanted
        assert translated.record.title(language) in one.head


def test_the_best_passages_are_read_and_the_others_not(passages: tuple[Passage, ...]) -> None:
    seen: list[Sequence[ToRead]] = []

    def length(question: str, texts: Sequence[ToRead]) -> list[list[float]]:
        seen.append(texts)
        return [[(b - a) / 100 for a, b in one.spans] for one in texts]

    count = sum(len(p.sentences) for p in passages)
    first = np.linspace(0.0, 1.0, count)  # the last passages are the likeliest
    asked = read_question("국방비\n목표는?", Language.KO)
    found = readings(length, asked, passages, first)
    assert found is not None
    assert found.shape == (count,)
    assert len(seen[0]) == min(MOST, len(passages))
    assert to_read(passages[-1], Language.KO, range(len(passages[-1].sentences))) in seen[0]
    read = sum(len(one.spans) for one in seen[0])
    assert int((found == UNREAD).sum()) == count - read


def test_of_a_table_the_likeliest_rows_are_read_each_under_its_head(tmp_path: Path) -> None:
    lines = ["# Cargo", "", "Table 1. Cargo of ports", "", "| Port | Tonnes |", "|---|---|"]
    lines += [f"| Port {n} | 5{n} |" for n in range(7)]
    (tmp_path / "cargo.md").write_text("\n".join(lines), "utf-8")
    library_of([tmp_path / "cargo.md"])(tmp_path / "home")
    seen: list[Sequence[ToRead]] = []

    def ones(question: str, texts: Sequence[ToRead]) -> list[list[float]]:
        seen.append(texts)
        return [[1.0] * len(one.spans) for one in texts]

    with closing(Library.open(tmp_path / "home")) as library:
        (table,) = (p for p in library.passages_at("cargo", range(1, 9)) if p.paragraph.role is Role.TABLE)
    first = np.array([0.1, 0.5, 0.2, 0.9, 0.3, 0.4, 0.0])
    found = readings(ones, read_question("How much cargo?", Language.EN), [table], first)
    assert found is not None
    assert found.tolist() == [UNREAD, 1.0, UNREAD, 1.0, UNREAD, 1.0, UNREAD]
    told = [one.text for one in seen[0]]
    assert [text.count("Port: Port") for text in told] == [1, 1, 1]
    assert all("Cargo of ports" in text for text in told)
    assert ["Port 3" in text for text in told] == [True, False, False]


def test_there_are_coefficients_with_a_reader_and_without() -> None:
    at = FEATURES.index("reader")
    assert shipped_weights(True).rank.values[at] > 0
    assert shipped_weights(False).rank.values[at] == 0
    for weights in (shipped_weights(True), shipped_weights(False)):
        assert len(weights.first.values) == len(HAND)


def test_without_a_reader_questions_are_answered_as_before_it(shipped_copy: Path) -> None:
    with closing(Library.open(shipped_copy, IndexConfig(reader=READER_OFF))) as library:
        answer = Assistant(library).ask("5% 목표는 어떻게 나뉘나요?")
    assert answer.state is not State.ABSTAIN
    assert "3.5%" in " ".join(citation.quote for citation in answer.citations)
    assert answer.signals["reader"] == 0.0
