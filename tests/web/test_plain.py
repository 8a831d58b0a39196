"""Text of others stays text, in Markdown labels and in HTML; the served settings leave nothing open."""

from __future__ import annotations

import html
import re
import tomllib
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from assistant.messages import catalogues
from assistant.web.plain import JOINER, escaped, plain, printable
from assistant.web.serving import POLICY

ROOT = Path(__file__).parents[2]
HOSTILE = (
    "![x](http://203.0.113.9/x.png)",
    "[x](javascript:alert(1))",
    "<img src=x onerror=alert(1)>",
    "http://203.0.113.9/ www.example.com a@b.example",
    ":material/home: :red[x] :smile: $x^2$ `code` **b** ~~s~~",
    "# 제목",
    "1. 목록",
    "- 목록",
    "> 인용",
    "    들여쓰기",
    "a\n\n---\nb",
    "&lt;b&gt; &amp;",
    "[^1]: 각주",
    "|a|b|\n|-|-|",
)


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("[]()!<>*_`:#|&\\~$-+.1 \n"))))
@example(HOSTILE[0])
@example(HOSTILE[4])
def test_a_label_is_read_as_its_letters(text: str) -> None:
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parseInline(plain(text))[0].children or []
    assert {token.type for token in tokens} <= {"text", "text_special"}
    shown = "".join(token.content for token in tokens).replace(JOINER, "")
    assert shown == " ".join(printable(text).replace(JOINER, "").split())


@pytest.mark.parametrize("text", HOSTILE)
def test_a_label_is_one_paragraph_without_shortcodes(text: str) -> None:
    blocks = MarkdownIt("gfm-like", {"linkify": False}).parse(plain(text))
    assert [block.type for block in blocks] == ["paragraph_open", "inline", "paragraph_close"]
    shown = "".join(token.content for token in blocks[1].children or [])
    assert not re.search(r":[a-z_+/-]+[:\[]|://|www\.|@[a-z]", shown)


@given(st.text(alphabet=st.characters(codec=None)))
def test_escaped_html_reads_back(text: str) -> None:
    safe = escaped(text)
    assert not set("<>\"'") & set(safe)
    assert html.unescape(safe) == printable(text)
    safe.encode("utf-8")


def test_the_installed_settings_are_those_of_the_checkout() -> None:
    checkout = (ROOT / ".streamlit/config.toml").read_text("utf-8")
    assert (ROOT / "assistant/web/config.toml").read_text("utf-8") == checkout


def test_the_chat_is_served_to_this_machine_alone() -> None:
    settings = tomllib.loads((ROOT / ".streamlit/config.toml").read_text("utf-8"))
    assert settings["server"]["address"] == "127.0.0.1"
    assert settings["server"]["enableXsrfProtection"] is True
    assert settings["server"]["maxUploadSize"] <= 50
    assert settings["browser"]["gatherUsageStats"] is False
    assert settings["client"]["showErrorDetails"] == "none"
    assert "http" not in str(settings["theme"]) and "fontFaces" not in settings["theme"]


def test_the_policy_names_no_other_host() -> None:
    sources = re.findall(r"(?:https?|wss?)://[^ ;]+", POLICY)
    assert all(source.startswith(("ws://127.0.0.1:", "ws://localhost:")) for source in sources)
    assert not re.search(r" \*| https?:(?!//)", POLICY)


def test_our_own_texts_and_scripts_name_no_address() -> None:
    for file in (ROOT / "assistant/web").rglob("*"):
        if file.suffix in (".js", ".css"):
            assert not re.search(r"https?://|innerHTML|outerHTML|insertAdjacent", file.read_text("utf-8")), (
                file
            )


def test_streamlits_own_words_are_patterns_that_hold() -> None:
    for key, texts in catalogues().items():
        if key.startswith("web.chrome_"):
            pattern = re.compile(texts["en"])
            assert len(re.findall(r"\$\d", texts["ko"])) <= pattern.groups
