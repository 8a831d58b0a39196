"""An answer wears its own language, labels and footnotes alike, whatever the interface speaks."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest

from assistant.answer import Answer
from assistant.citing.footnotes import styles
from assistant.web.answer_view import answer_view, footnote_texts
from sources.document import Language
from tests.fakes import FakeAssistant, FakeLibrary

# What labels and footnotes say in each language: page, paragraph, the name of a translation, ibid.
WORDS = {
    Language.KO: re.compile(r"\d쪽|문단|비공식|위의 글|앞의"),
    Language.EN: re.compile(r"\bp\. ?\d|¶ ?\d|\bpara|unofficial|\bibid|\bn\. \d", re.IGNORECASE),
}
HANGUL = re.compile("[가-힣]")


def _translated(language: Language) -> Answer:
    """An answer in `language` of which each citation has a translation, labelled as its maker labelled it."""
    answer = FakeAssistant(FakeLibrary()).ask("언제 시작되었나?", language=language)
    cited = tuple(
        replace(citation, translation="Restoration began.", translation_label="비공식 번역")
        for citation in answer.citations
    )
    return replace(answer, citations=cited)


@pytest.mark.parametrize("interface", list(Language))
@pytest.mark.parametrize("language", list(Language))
def test_an_answer_wears_its_own_language(language: Language, interface: Language) -> None:
    view = answer_view(_translated(language), "x", interface=interface)
    for citation in view["citations"]:
        for text in (citation["label"], citation["footnote"]):
            assert WORDS[language].search(text) and not WORDS[language.other].search(text), text
    said = [*view["words"].values(), view["state_title"], view["state_text"], view["meta"]]
    if language is Language.EN:
        assert not any(HANGUL.search(word) for word in said), said


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("style", sorted(styles()))
def test_a_footnote_names_page_and_translation_in_one_language(style: str, language: Language) -> None:
    """A style may be of one language whatever the answer's, but then all of it is. (Some Korean styles write
    "p." by convention.)"""
    for text in footnote_texts(_translated(language).citations, style, language):
        assert not ("쪽" in text and "unofficial" in text), text
