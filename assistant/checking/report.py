"""Findings as a reader takes them along: JSON, a table (Markdown, CSV), or comments in the Word draft."""

from __future__ import annotations

import csv
import io
import json
import re
from enum import StrEnum
from typing import Any

from assistant.checking.findings import Finding, Findings, Item, Outcome, Verdict
from assistant.citing.footnotes import footnote
from assistant.messages import say
from assistant.present import citation_json
from sources.document import Language

Json = dict[str, Any]


class Form(StrEnum):
    """What findings can be exported as; the value is the file's ending."""

    JSON = "json"
    MARKDOWN = "md"
    CSV = "csv"
    WORD = "docx"


class NotWord(Exception):
    """Comments were asked for, and the draft is no Word file."""

    def __init__(self, name: str) -> None:
        super().__init__(name)
        self.name = name


def export(findings: Findings, form: Form, style: str | None = None) -> bytes:
    """The findings as a file. Raises NotWord where comments cannot be written."""
    if form is Form.JSON:
        return (json.dumps(findings_json(findings, style), ensure_ascii=False, indent=1) + "\n").encode()
    if form is Form.MARKDOWN:
        return _markdown(findings, style).encode()
    if form is Form.CSV:
        return _csv(findings, style)
    return _word(findings, style)


def findings_json(findings: Findings, style: str | None = None) -> Json:
    """The findings as one JSON object; the layout is described in docs/check.md."""
    return {
        "draft": findings.draft.name,
        "language": findings.language.value,
        "index_version": findings.index_version,
        "counts": dict(findings.counts),
        "sentences": [finding_json(finding, findings.language, style) for finding in findings.findings],
    }


def finding_json(finding: Finding, language: Language, style: str | None = None) -> Json:
    sentence = finding.sentence
    return {
        "number": sentence.number,
        "paragraph": sentence.paragraph + 1,
        "text": sentence.text,
        "language": sentence.language.value,
        "verdict": finding.verdict.value,
        "wrong": finding.verdict.wrong,
        "result": say(f"check.{finding.verdict.value}", language),
        "remarks": remarks(finding, language),
        "items": [
            {
                "subject": item.subject.value,
                "outcome": item.outcome.value,
                "said": item.said,
                "start": item.start,
                "end": item.end,
                "source": item.source or None,
                "reason": item.reason or None,
            }
            for item in finding.items
        ],
        "citation": citation_json(finding.citation, language, style) if finding.citation else None,
        "score": finding.score,
    }


def remarks(finding: Finding, language: Language) -> list[str]:
    """A sentence for every item that is wrong, and for what could not be compared."""
    said = [_remark(item, language) for item in finding.items if item.wrong or item.reason]
    return list(dict.fromkeys(text for text in said if text))


def _remark(item: Item, language: Language) -> str:
    values = {"said": item.said, "source": item.source}
    if item.reason:
        return say(f"check.reason_{item.reason}", language, **values)
    subject = say(f"check.subject_{item.subject.value}", language)
    kind = "item_differs" if item.outcome is Outcome.DIFFERS and item.source else "item_absent"
    return say(f"check.{kind}", language, subject=subject, **values)


def summary(findings: Findings) -> str:
    """The tally in one sentence."""
    return say("check.summary", findings.language, total=len(findings.findings), **findings.counts)


def source_line(finding: Finding, language: Language, style: str | None = None) -> str:
    """Where the library says it, or the footnote to add; "" where there is none."""
    if finding.citation is None:
        return ""
    kind = {Verdict.NEEDS_FOOTNOTE: "add", Verdict.CONFIRMED: "where", Verdict.DIFFERS: "where"}
    text = footnote(finding.citation, style, language)
    return say(f"check.{kind.get(finding.verdict, 'closest')}", language, footnote=text)


_COLUMNS = ("number", "result", "sentence", "remarks", "source", "footnote")


def _rows(findings: Findings, style: str | None) -> list[list[str]]:
    language = findings.language
    rows = [[say(f"check.column_{column}", language) for column in _COLUMNS]]
    for finding in findings.findings:
        citation = finding.citation
        rows.append(
            [
                str(finding.sentence.number),
                say(f"check.{finding.verdict.value}", language),
                finding.sentence.text,
                " ".join(remarks(finding, language)),
                citation.quote if citation else "",
                footnote(citation, style, language) if citation else "",
            ]
        )
    return rows


def _markdown(findings: Findings, style: str | None) -> str:
    head, *body = [[_cell(value) for value in row] for row in _rows(findings, style)]
    lines = [f"# {_cell(findings.draft.name)}", "", summary(findings), ""]
    lines += ["| " + " | ".join(row) + " |" for row in (head, ["---"] * len(head), *body)]
    return "\n".join(lines) + "\n"


def _cell(text: str) -> str:
    """Text of documents and drafts as it stands, whatever Markdown or HTML would make of it."""
    flat = " ".join(text.split())
    return re.sub(r"([\\`*_\[\]<>|!#~])", r"\\\1", flat)


def _csv(findings: Findings, style: str | None) -> bytes:
    """CSV with a byte-order mark, so that Excel reads Hangul; no cell can become a formula."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    for row in _rows(findings, style):
        writer.writerow(
            ["'" + cell if cell[:1] in ("=", "+", "-", "@", "\t", "\r") else cell for cell in row]
        )
    return out.getvalue().encode("utf-8-sig")


def _word(findings: Findings, style: str | None) -> bytes:
    from assistant.checking.word import comment_on

    draft, language = findings.draft, findings.language
    if draft.format != "docx" or draft.path is None:
        raise NotWord(draft.name)
    comments = []
    for finding in findings.findings:
        if finding.verdict is Verdict.NOTHING:
            continue
        sentence = finding.sentence
        place = draft.paragraphs[sentence.paragraph].place
        comments.append((place, sentence.start, sentence.end, comment(finding, language, style)))
    return comment_on(draft.path, comments, say("check.comment_author", language))


def comment(finding: Finding, language: Language, style: str | None = None) -> str:
    """What a comment in the margin says of a sentence."""
    lines = [say(f"check.{finding.verdict.value}", language), *remarks(finding, language)]
    line = source_line(finding, language, style)
    if line:
        lines.append(line)
        if finding.citation is not None:
            lines.append(f"“{finding.citation.quote}”")
    return "\n".join(lines)
