"""Which encodings a server or a page may name."""

from __future__ import annotations

import codecs
from typing import Final

# The Encoding Standard's, by Python's names.
_WEB: Final = frozenset(
    {
        *(
            "utf-8",
            "utf-16",
            "utf-16-le",
            "utf-16-be",
            "ascii",
            "koi8-r",
            "koi8-u",
            "mac-roman",
            "mac-cyrillic",
        ),
        *("cp866", "cp874", "cp932", "cp949", "gbk", "gb2312", "gb18030", "big5", "big5hkscs", "euc_jp"),
        *("iso2022_jp", "shift_jis", "euc_kr", "johab"),
        *(f"iso8859-{n}" for n in range(1, 17)),
        *(f"cp125{n}" for n in range(9)),
    }
)
_KOREAN: Final = ("euc-kr", "ks-c-5601-1987", "ksc5601", "ksc-5601", "korean", "windows-949", "cp949", "uhc")


def web_encoding(label: str) -> str:
    """Python's name of the encoding a server or page calls `label`, "" for one that the web does not have:
    Python knows more, and some of those take minutes for a megabyte (punycode, idna)."""
    plain = label.strip().lower().replace("_", "-")
    if plain in _KOREAN:
        return "cp949"
    try:
        known = codecs.lookup(plain).name
    except (LookupError, ValueError):
        return ""
    return known if known in _WEB else ""
