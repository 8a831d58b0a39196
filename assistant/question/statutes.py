"""The names of Korean laws in a question, whole or short: 채용절차법 for 채용절차의 공정화에 관한 법률."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Final

_ENDS: Final = tomllib.loads(Path(__file__).with_name("places.toml").read_text("utf-8"))["statute"]["ends"]
_STATUTE: Final = re.compile(
    rf"[「｢]?(?P<name>[가-힣·ㆍ]*(?:{'|'.join(_ENDS)}))[」｣]?(?:의|에서|에|은|는|이|가|을|를|상|중|대로(?:라면|는)?|으로|로)?"
)


def statutes(text: str) -> list[str]:
    """What may be the name of a statute in `text`, unspaced, the longest first: a word that ends as such
    names do, with up to three words before it."""
    found = []
    every = text.split()
    for place, word in enumerate(every):
        if ended := _STATUTE.fullmatch(word.rstrip("?.,!")):
            before = every[max(0, place - 3) : place]
            found += ["".join((*before[k:], ended["name"])) for k in range(len(before) + 1)]
    return sorted(found, key=len, reverse=True)


def shortens(name: str, title: str) -> bool:
    """Whether `name` is a short form of the unspaced `title`: letters of it in their order, its first one
    first."""
    letters = iter(title)
    return len(name) > 1 and title[:1] == name[:1] and all(letter in letters for letter in name)
