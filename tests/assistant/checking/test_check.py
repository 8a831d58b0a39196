"""The whole check: planted errors found, right sentences left alone, footnotes resolved, exports."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import docx
import pytest

from assistant.check import check, draft_from_text, read_draft
from assistant.checking.amounts import bears_out
from assistant.checking.drafts import Draft
from assistant.checking.findings import Finding, Findings, Outcome, Subject, Verdict
from assistant.checking.report import Form, NotWord, export
from assistant.citing.footnotes import footnote
from assistant.citing.lookup import citation_of
from assistant.citing.receipt import link_of
from benchmarks.check_drafts import DRAFTS, as_markdown, read_gold, score
from index.figures.read import figures
from index.library import Library
from sources.document import Language


@pytest.mark.parametrize("name", ["summits", "elsewhere"])
def test_planted_errors_are_found_and_right_sentences_left_alone(
    name: str, request: pytest.FixtureRequest
) -> None:
    library = request.getfixturevalue("shipped" if name == "summits" else "fields")
    lines = read_gold(DRAFTS / f"{name}.jsonl")
    draft = draft_from_text(as_markdown(lines), name)
    result = score(name, lines, check(library, draft, Language.KO).findings)
    assert len(lines) >= 60 and result.planted.total() >= 25
    assert result.recall >= 0.95
    assert result.false_alarms <= 0.05


def only(library: Library, text: str, language: Language = Language.KO) -> Finding:
    """The finding for the first sentence of a draft."""
    return check(library, draft_from_text(text), language).findings[0]


def test_what_the_source_says_is_told(fields: Library) -> None:
    finding = only(fields, "참여 병원에서는 환자의 재원 기간이 7.0일 짧아졌다.")
    assert finding.verdict is Verdict.DIFFERS
    assert [(item.said, item.source) for item in finding.issues] == [("7.0일", "0.7일")]
    assert finding.citation is not None and "0.7일" in finding.citation.quote


def test_a_right_sentence_without_a_footnote_is_given_one(fields: Library) -> None:
    finding = only(fields, "영국은 개발사에 해마다 정액을 지급하는 구독형 구매 제도를 도입했다.")
    assert finding.verdict is Verdict.NEEDS_FOOTNOTE
    assert finding.citation is not None and finding.citation.record.key == "antibiotics-2023"
    place = finding.citation.location
    assert fields.document(place.document_id).text[place.start : place.end] == finding.citation.quote


def test_what_no_document_speaks_of_is_not_in_the_library(fields: Library) -> None:
    finding = only(fields, "달 탐사선 다누리는 2022년 8월 5일 발사되어 145일 만에 궤도에 들어섰다.")
    assert finding.verdict is Verdict.NOT_IN_LIBRARY


@pytest.mark.parametrize(
    "text", ["이 문제는 깊이 생각해 볼 만하다.", "This deserves a closer look.", "…", "?!"]
)
def test_sentences_with_nothing_to_check(fields: Library, text: str) -> None:
    assert only(fields, text).verdict is Verdict.NOTHING


@pytest.mark.parametrize("country", ["독일", "스페인", "에스토니아"])
def test_a_name_from_the_next_sentence_is_not_taken_for_the_right_one(shipped: Library, country: str) -> None:
    finding = only(shipped, f"현재 5% 달성이 가시권에 있는 국가는 {country}뿐이다.")
    assert [(item.said, item.source) for item in finding.issues] == [(country, "폴란드")]


def test_a_count_of_other_things_is_no_correction_and_no_support(shipped: Library) -> None:
    """Ships are not the number of a paragraph, and not so many pieces of something else."""
    alone = only(shipped, "이란은 6척을 증강했다.")
    assert alone.verdict is Verdict.NOT_IN_LIBRARY
    assert [(item.said, item.outcome) for item in alone.issues] == [("6척", Outcome.ABSENT)]
    pieces = only(shipped, "헤이그 선언은 7개 항으로 되어 있다.")
    assert [(item.said, item.source) for item in pieces.issues] == [("7개", "다섯 개")]


@pytest.mark.parametrize(
    ("mine", "source", "alike"),
    [
        ("6척을", "6개를", False),
        ("6척을", "여섯 척을", True),
        ("6척을", "6 ships", True),
        ("200여 발을", "200명을", False),
        ("3대 과제", "3개 과제", True),
        ("5곳", "5개", True),
        ("6 ships", "paragraph 6", False),
    ],
)
def test_counters_tell_what_is_counted(mine: str, source: str, alike: bool) -> None:
    (one,), (other,) = figures(mine), figures(source)
    assert bears_out(one, other) is alike


def test_a_date_that_the_source_writes_less_fully_is_not_called_wrong(shipped: Library) -> None:
    finding = only(shipped, "The Hague summit was held in The Hague on 24–25 June 2025.")
    assert not finding.verdict.wrong
    wrong = only(shipped, "The joint statement was issued on 24 June 2025 by Mark Rutte and the IP4.")
    assert [(item.said, item.source) for item in wrong.issues] == [("24 June 2025", "25 June 2025")]


NOTED = "스웨덴은 1995년부터 지역 협의체 스트라마를 운영해 왔다.[^1]\n\n[^1]: {note}\n"


@pytest.mark.parametrize(
    ("note", "verdict", "reason"),
    [
        ("배상훈, 「항생제 내성 관리의 현황과 개선 방향」 (미래보건정책센터, 2023).", Verdict.CONFIRMED, ""),
        ("배상훈(2023), 항생제 내성 관리의 현황과 개선방향, 9문단.", Verdict.CONFIRMED, ""),
        (
            "문태경·이서린, 「국민연금 개혁안 비교와 세대 간 형평」, 2025.",
            Verdict.DIFFERS,
            "note_other_document",
        ),
        ("홍길동, 「세상에 없는 보고서」, 2020, 3쪽.", Verdict.NEEDS_FOOTNOTE, "note_unknown"),
        ("gakju:aaaaaaaaaaaaaaaaaaaaaaaaaa", Verdict.DIFFERS, "link_broken"),
    ],
)
def test_footnotes_are_resolved(fields: Library, note: str, verdict: Verdict, reason: str) -> None:
    finding = only(fields, NOTED.format(note=note))
    assert finding.verdict is verdict
    footnotes = [item for item in finding.items if item.subject is Subject.FOOTNOTE]
    assert [item.reason for item in footnotes] == [reason]


def test_a_link_of_ours_proves_itself(fields: Library) -> None:
    document = fields.document("antibiotics-2023")
    link = link_of(citation_of(document, None, 9))
    assert only(fields, NOTED.format(note=f"배상훈, 앞의 글. {link}")).verdict is Verdict.CONFIRMED


def test_a_footnote_of_ours_on_the_wrong_page_is_told(shipped: Library) -> None:
    document = shipped.document("asan-nato-hague-2025")
    right = next(p for p in document.paragraphs if "2.32%" in document.text[p.start : p.end])
    note = footnote(citation_of(document, None, right.number), "korean", Language.KO)
    text = "한국은 GDP 대비 2.32%를 국방비로 지출한다.[^1]\n\n[^1]: " + note
    assert only(shipped, text).verdict is Verdict.CONFIRMED
    assert right.page is not None
    wrong = only(shipped, text.replace(f"{right.page}쪽", f"{right.page + 2}쪽"))
    assert wrong.verdict is Verdict.DIFFERS
    assert [i.source for i in wrong.issues if i.subject is Subject.FOOTNOTE] == [str(right.page)]


def test_ibid_and_a_footnote_at_the_end_of_the_paragraph(fields: Library) -> None:
    text = (
        "시범사업에는 병원 43곳이 참여했다. 요양병원은 한 곳도 포함되지 않았다.[^1] "
        "스웨덴의 외래 항생제 처방은 1992년 이후 40% 넘게 줄었다.[^2]\n\n"
        "[^1]: 배상훈, 「항생제 내성 관리의 현황과 개선 방향」, 2023.\n[^2]: 위의 글.\n"
    )
    findings = check(fields, draft_from_text(text), Language.KO).findings
    assert [finding.verdict for finding in findings] == [Verdict.CONFIRMED] * 3


def test_a_quotation_of_a_text_that_is_only_in_the_other_language_is_not_called_wrong(
    fields: Library,
) -> None:
    finding = only(fields, "저자들은 국가의 지급 보장을 “a state guarantee in law”로 적어야 한다고 본다.")
    assert all(item.outcome is not Outcome.DIFFERS for item in finding.items if item.subject is Subject.QUOTE)


def test_an_acronym_or_a_figure_is_a_quotation_in_any_language(fields: Library) -> None:
    finding = only(fields, "저자들은 국가의 지급 보장을 “2050-2070” 안에 적어야 한다고 본다.")
    [quote] = [item for item in finding.items if item.subject is Subject.QUOTE]
    assert quote.reason != "quote_other_language"


@pytest.fixture(scope="module")
def findings(fields: Library) -> Findings:
    text = "참여 병원에서는 재원 기간이 7.0일 짧아졌다. 시범사업에는 병원 43곳이 참여했다. =1+1|<b>는 글자다."
    return check(fields, draft_from_text("# 제목\n\n" + text, "초고"), Language.KO)


def test_exports_hold_every_sentence(findings: Findings) -> None:
    data = json.loads(export(findings, Form.JSON))
    assert [s["number"] for s in data["sentences"]] == [1, 2, 3, 4]
    assert sum(data["counts"].values()) == 4
    rows = list(csv.reader(io.StringIO(export(findings, Form.CSV).decode("utf-8-sig"))))
    assert len(rows) == 5 and all(len(row) == 6 for row in rows)
    assert not any(cell.startswith(("=", "+", "-", "@")) for row in rows[1:] for cell in row)
    table = export(findings, Form.MARKDOWN).decode()
    assert "0.7일" in table and "<b>" not in table.replace("\\<b\\>", "")
    with pytest.raises(NotWord):
        export(findings, Form.WORD)


def test_word_findings_are_comments_on_the_sentences(fields: Library, tmp_path: Path) -> None:
    path = tmp_path / "draft.docx"
    document = docx.Document()
    document.add_paragraph("참여 병원에서는 재원 기간이 7.0일 짧아졌다. 시범사업에는 병원 43곳이 참여했다.")
    document.save(str(path))
    before = path.read_bytes()
    draft: Draft = read_draft(path)
    data = export(check(fields, draft, Language.EN), Form.WORD)
    assert path.read_bytes() == before
    commented = docx.Document(io.BytesIO(data))
    texts = [comment.text for comment in commented.comments]
    assert len(texts) == 2 and "0.7일" in texts[0] and texts[1].startswith("needs a footnote")
    assert [p.text for p in commented.paragraphs] == [p.text for p in docx.Document(str(path)).paragraphs]


def test_a_cancelled_check_keeps_what_it_has(fields: Library) -> None:
    steps: list[tuple[int, int]] = []
    draft = draft_from_text("첫 문장이다. 둘째 문장이다. 셋째 문장이다.")
    found = check(
        fields,
        draft,
        Language.KO,
        progress=lambda *step: steps.append(step),
        cancelled=lambda: len(steps) == 2,
    )
    assert len(found.findings) == 2 and steps == [(1, 3), (2, 3)]


@pytest.mark.parametrize(
    ("draft", "said", "source"),
    [
        (
            "2025년 헤이그 정상회의의 가장 큰 성과는 국방·안보 지출을 GDP의 5%로 늘리기로 한 것이다.",
            "2025년",
            None,
        ),
        ("회원국들은 2030년까지 국방·안보에 GDP의 5%를 투자하기로 했다.", "2030년", "2035년"),
        ("2026년 NATO 정상회의에서 5% 합의가 이루어졌다.", "2026년", "2025"),
    ],
)
def test_a_date_is_corrected_by_one_that_does_the_same(
    shipped: Library, draft: str, said: str, source: str | None
) -> None:
    """When the summit was is no correction of by when the money is to be spent."""
    [finding] = check(shipped, draft_from_text(draft, fallback=Language.KO), Language.KO).findings
    [item] = [item for item in finding.items if item.said == said]
    assert (item.source if item.wrong else None) == source
