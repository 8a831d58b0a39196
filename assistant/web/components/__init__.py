"""The components of our own: an answer with its citation chips, a button that copies, the controls' words.

They draw with `textContent` only, so nothing a document or a person wrote can become markup.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import streamlit as st

from assistant.messages import catalogues, say
from sources.document import Language

_HERE = Path(__file__).parent


def _read(name: str) -> str:
    return (_HERE / name).read_text("utf-8")


def _nothing() -> None:
    """A component reports a value only where a callback is named for it."""


def draw_answer(view: Mapping[str, Any], key: str) -> Any:
    """Draw an answer as `answer_view` describes it.

    The result has `open` ({"list": "citations" | "related", "number": n}) after a press on a chip, a
    footnote or a passage, and `collect` after a press on "add to the basket"; else they are None.
    """
    component = st.components.v2.component(
        "gakju_answer",
        html='<div class="gj-answer"></div>',
        css=_read("answer.css"),
        js=_read("answer.js"),
        isolate_styles=False,
    )
    return component(data=dict(view), key=key, on_open_change=_nothing, on_collect_change=_nothing)


def own_words(language: Language) -> None:
    """Put Streamlit's own labels into `language`, and name that language to the browser."""
    component = st.components.v2.component("gakju_chrome", js=_read("chrome.js"), isolate_styles=False)
    # A button that is only a picture is read out by the picture's name.
    words = [["more_horiz icon", say("web.conversation_edit", language)]]
    if language is not Language.EN:  # English stands already
        pairs = [texts for key, texts in catalogues().items() if key.startswith("web.chrome_")]
        words += [[texts["en"], texts[language]] for texts in pairs]
    component(data={"language": language.value, "words": words}, key="chrome", height=1)


def copy_button(text: str, key: str, words: Callable[[str], str]) -> None:
    """A button that puts `text` on the clipboard. `words` says the interface's sentences."""
    component = st.components.v2.component(
        "gakju_copy",
        html=(
            '<button type="button" class="gj-copy"></button>'
            '<span class="gj-copy-status" role="status"></span>'
        ),
        css=_read("copy.css"),
        js=_read("copy.js"),
        isolate_styles=False,
    )
    names = ("copied", "not_copied")
    component(
        data={"text": text, "label": words("copy_footnote")} | {name: words(name) for name in names},
        key=key,
        width="content",
    )
