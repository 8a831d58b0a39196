"""The scripts a text is written in, and the languages that a script alone gives away.

Hangul and Latin give nothing away here: between Korean, English and other languages in Latin letters it is
grammar that decides (`language`).
"""

from __future__ import annotations

import re
from collections import Counter
from typing import Final

HANGUL: Final = re.compile("[\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff\uffa1-\uffdc]")
_SCRIPTS: Final = {
    "hangul": HANGUL,
    "kana": re.compile("[\u3041-\u3096\u30a1-\u30fa\u31f0-\u31ff\uff66-\uff9d]"),
    "han": re.compile("[\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]"),
    "latin": re.compile(
        "[A-Za-z\u00aa\u00ba\u00c0-\u00d6\u00d8-\u00f6\u00f8-\u024f\u1e00-\u1eff\uff21-\uff5a]"
    ),
    "cyrillic": re.compile("[\u0400-\u052f]"),
    "arabic": re.compile("[\u0620-\u064a\u066e-\u06d3\u0750-\u077f\ufb50-\ufdff\ufe70-\ufefc]"),
    "greek": re.compile("[\u0370-\u03ff\u1f00-\u1fff]"),
    "hebrew": re.compile("[\u05d0-\u05ea]"),
    "thai": re.compile("[\u0e01-\u0e4e]"),
    "devanagari": re.compile("[\u0904-\u0963]"),
    "bengali": re.compile("[\u0985-\u09e3]"),
    "tamil": re.compile("[\u0b83-\u0bd7]"),
    "georgian": re.compile("[\u10a0-\u10ff]"),
    "armenian": re.compile("[\u0531-\u0587]"),
    "khmer": re.compile("[\u1780-\u17d3]"),
    "myanmar": re.compile("[\u1000-\u103f]"),
    "lao": re.compile("[\u0e81-\u0edf]"),
    "mongolian": re.compile("[\u1820-\u1878]"),
    "ethiopic": re.compile("[\u1200-\u135a]"),
}
_CODES: Final = {
    "greek": "el", "hebrew": "he", "thai": "th", "devanagari": "hi", "bengali": "bn", "tamil": "ta",
    "georgian": "ka", "armenian": "hy", "khmer": "km", "myanmar": "my", "lao": "lo",
    "mongolian": "mn", "ethiopic": "am",
}  # fmt: skip


def count_scripts(text: str) -> Counter[str]:
    """How many letters of each script ("hangul", "latin" …) the text has; those it has none of are absent."""
    return Counter({name: n for name, pattern in _SCRIPTS.items() if (n := len(pattern.findall(text)))})


def foreign_script(text: str, counts: Counter[str]) -> str:
    """The code of the language whose script outweighs Hangul and Latin, "" for none."""
    east = counts["kana"] + counts["han"]
    if counts["kana"] > 1 and east > counts["hangul"] and 2 * east > counts["latin"]:
        return "ja"
    if counts["han"] > 5 * counts["hangul"] and not counts["kana"] and 2 * counts["han"] > counts["latin"]:
        # A few Hanja alone may be a Korean's shorthand (美中, 北核); a sentence of them is Chinese.
        return "zh" if counts["han"] > 4 or (not counts["hangul"] and counts["han"] > 2) else ""
    others = {name: n for name, n in counts.items() if name not in ("hangul", "kana", "han", "latin")}
    if not others:
        return ""
    name = max(others, key=others.__getitem__)
    if others[name] <= counts["hangul"] or others[name] <= counts["latin"]:
        return ""
    if name == "cyrillic":
        signs = {"kk": "[әғқңұӘҒҚҢҰ]", "mn": "[өүӨҮ]", "uk": "[іїєґІЇЄҐ]", "sr": "[ђћџљњЂЋЏЉЊ]"}
        known = next((code for code, letters in signs.items() if re.search(letters, text)), "")
        return known or ("bg" if "ъ" in text and "ы" not in text else "ru")
    if name == "arabic":
        return "ur" if re.search("[ٹڈڑےں]", text) else "fa" if re.search("[پچژگک]", text) else "ar"
    return _CODES[name]
