"""A report that was exported, checked against the library it was made from: nothing to complain of."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from assistant.answer import Answer, Citation
from assistant.ask import Assistant
from assistant.check import check, read_draft
from assistant.checking.findings import Outcome, Subject, Verdict
from assistant.citing.exports import ExportFormat, export
from sources.document import Language
from tests.assistant.citing.cases import written
from tests.assistant.small_library import assistant_over
from tests.assistant.test_look_up import ACT, CLUB, REPORT

KO, EN = Language.KO, Language.EN
ASKED = {
    KO: [
        "규정 제2조",
        "규정 제2조의2",
        "표 2",
        "What does the harbour master keep?",
        "도서관 자료의 대출 기간은 며칠인가?",
    ],
    EN: ["Harbour Club Rules section 2.1", "What does the harbour master keep?", "규정 제2조"],
}
WRITTEN = [ExportFormat.MARKDOWN, ExportFormat.DOCX, ExportFormat.HWPX, ExportFormat.TEXT]


@pytest.fixture(scope="module")
def asking(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Assistant]:
    yield from assistant_over({"규정.md": ACT, "통계.md": REPORT, "club.md": CLUB}, tmp_path_factory)


@pytest.fixture(scope="module")
def answers(asking: Assistant) -> dict[Language, list[Answer]]:
    told = {language: [asking.ask(q, language=language) for q in asked] for language, asked in ASKED.items()}
    assert all(answer.claims for given in told.values() for answer in given)
    assert any(claim.quoted for answer in told[EN] for claim in answer.claims)
    assert any(claim.cells for answer in told[KO] for claim in answer.claims)
    return told


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("format", WRITTEN)
def test_a_report_of_ours_is_found_right(
    asking: Assistant,
    answers: dict[Language, list[Answer]],
    tmp_path: Path,
    format: ExportFormat,
    language: Language,
) -> None:
    data = export(answers[language], format, language=language)
    draft = read_draft(written(tmp_path, f"report{format.extension}", data), language)
    findings = check(asking.library, draft, language).findings
    wrong = [f for f in findings if f.verdict.wrong or f.verdict is Verdict.NEEDS_FOOTNOTE]
    assert [(f.verdict, f.sentence.text) for f in wrong] == []
    notes = [item for f in findings for item in f.items if item.subject is Subject.FOOTNOTE]
    assert len(draft.notes) == len({label for s in draft.sentences for label in s.notes})
    assert notes and all(note.outcome is Outcome.SAME and not note.reason for note in notes)


def test_the_footnote_to_add_names_the_article(asking: Assistant, tmp_path: Path) -> None:
    path = written(tmp_path, "초고.md", "잡지의 대출 기간은 3일로 한다.\n".encode())
    [finding] = check(asking.library, read_draft(path), KO).findings
    assert isinstance(finding.citation, Citation) and ("article", "제2조") in finding.citation.unit
