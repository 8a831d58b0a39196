"""Text that is not ours, made safe for the places that read Markdown.

Document text, questions and answers are drawn by `st.text`, by escaped `st.html` or by our own component.
But labels of buttons, expanders and progress bars always read Markdown, and there an image would be
fetched from wherever it points. `plain` takes away every meaning but the letters.
"""

from __future__ import annotations

import html
import re

_SPECIAL = re.compile(r"([\\`*_{}\[\]()#+\-.!|~$<>&^=\"'/@:])")
# Shortcodes (":smile:", ":material/x:", ":red[…]"), schemes and "www." are recognised after unescaping, so an
# invisible word joiner parts them.
_SHORTCODE = re.compile(r":(?=[A-Za-z0-9_+/-])|(?i:ww(?=w\.))|@(?=[A-Za-z0-9])")
JOINER = "\u2060"


def plain(text: str) -> str:
    """`text` for a Markdown label: shown letter for letter, on one line."""
    line = " ".join(printable(text).split())
    parted = _SHORTCODE.sub(lambda match: match.group(0) + JOINER, line)
    return _SPECIAL.sub(r"\\\1", parted)


def printable(text: str) -> str:
    """`text` as the browser can take it: no NUL, no lone surrogate."""
    return text.replace("\0", "\ufffd").encode("utf-8", "replace").decode("utf-8")


def escaped(text: str) -> str:
    """`text` for the inside of an HTML element or a quoted attribute."""
    return html.escape(printable(text), quote=True)
