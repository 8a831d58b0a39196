"""The template language: what is missing leaves no trace, and punctuation is never doubled."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assistant.citing.footnotes import footnote
from assistant.citing.sample import samples
from assistant.citing.style import style_names
from assistant.citing.template import Line, Run, TemplateError, fill
from sources.document import Kind, Language, Record

TITLE = {"title": "제목", "author": "", "year": "2025"}


def filled(template, values=TITLE, inside: bool = False) -> str:
    line = Line(inside)
    fill(line, template, values, ", ")
    return line.text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("「{title}」", "「제목」"),
        ("{author}: {title}", ""),
        ("[{author}: ]{title}", "제목"),
        ("[?author by {author}][!author anonymous ]{title}", "anonymous 제목"),
        (["{author}", "「{title}」", "({year})"], "「제목」, (2025)"),
        (["{author}", ["{author}", "{author}"]], ""),
        (r"\[{title}\]", "[제목]"),
        ("<i>{title}</i>", "제목"),
    ],
)
def test_templates(template, text: str) -> None:
    assert filled(template) == text


@pytest.mark.parametrize("template", ["[", "]", "<i>", "</i>", "[<i>]</i>", "[{title}"])
def test_unclosed_templates_are_refused(template: str) -> None:
    with pytest.raises(TemplateError):
        filled(template)


def test_values_are_never_read_as_templates() -> None:
    assert filled("{title}", {"title": "[{year}] <i>x</i> \\"}) == "[{year}] <i>x</i> \\"


def test_american_punctuation_goes_inside_quotation_marks() -> None:
    assert filled(["“{title}”", "{year}"], inside=True) == "“제목,” 2025"
    assert filled(["“{title}”", "{year}"]) == "“제목”, 2025"


@pytest.mark.parametrize("title", ["Why?", "Now!", "Inc."])
def test_a_full_stop_is_not_doubled(title: str) -> None:
    line = Line()
    fill(line, "“{title}”", {"title": title}, "")
    line.literal(Run("."))
    assert line.text == f"“{title}”"


FIELDS = st.fixed_dictionaries(
    {
        "titles": st.sampled_from([{}, {"ko": "제목"}, {"en": "Title"}]),
        "authors": st.sampled_from([{}, {"ko": ("홍길동",)}, {"en": ("Jane Smith", "Ann Lee")}]),
        "publishers": st.sampled_from([{}, {"ko": "한빛정책연구원"}]),
        "issuers": st.sampled_from([{}, {"en": "Northern Council"}]),
        "series": st.sampled_from([{}, {"ko": "한빛 이슈브리프"}]),
        "number": st.sampled_from(["", "12"]),
        "date": st.sampled_from(["", "2024", "2024-05", "2024-05-20"]),
        "pages": st.sampled_from(["", "1-9"]),
        "url": st.sampled_from(["", "https://example.org/a"]),
        "kind": st.sampled_from(Kind),
    }
)
TRACES = re.compile(r"\(\)|\[\]|「」|『』|“”|,\s*,|\.\s*\.|\(\s|\s\)|\s,|  |,\s*\.|^\W*[,.]|\{|\}|None")


@given(FIELDS, st.sampled_from(style_names()), st.sampled_from(Language), st.sampled_from(samples()))
def test_a_missing_field_leaves_no_trace(fields, style: str, language: Language, sample) -> None:
    record = Record("key", **fields)
    cited = replace(sample.citation, record=record)
    first = footnote(cited, style, language)
    again = footnote(cited, style, language, [cited])
    for text in (first, again):
        assert text and not TRACES.search(text), text
