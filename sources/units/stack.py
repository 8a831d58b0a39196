"""What is open while a document's tree is built: the divisions, heads and items that hold what comes next."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Final

from sources.units.marks import ARTICLE, LOOSE, SUPPLEMENT

# A text that ends so, or says so, announces what comes after it.
_ANNOUNCES: Final = re.compile(
    r"[:：—–]\s*$|다음\s?(?:각\s?(?:호|목)|과\s?같|의\s?(?:사항|사람|경우|각))|아래와\s?같"
    r"|(?:as follows|the following[^.]{0,80})[.:]?\s*$",
    re.IGNORECASE,
)


def announces(text: str) -> bool:
    """Whether what stands after `text` belongs to it: a list's head."""
    return bool(_ANNOUNCES.search(text.strip()))


@dataclass(slots=True)
class Open:
    """The place of a unit that is open, its rank (lower is further out), its series, how deep its format says
    that it stands (0: not at all), and whether it announces what comes after it."""

    unit: int
    rank: int
    series: str
    level: int = 0
    announces: bool = False


@dataclass(slots=True)
class Stack:
    """What is open, outermost first."""

    open: list[Open] = field(default_factory=list)

    def add(self, one: Open) -> None:
        self.open.append(one)

    def container(self) -> int:
        """The place of the unit that holds what comes next, -1 for none."""
        return self.open[-1].unit if self.open else -1

    def close(self, rank: int) -> None:
        """Close all of `rank` and further in."""
        while self.open and self.open[-1].rank >= rank:
            self.open.pop()

    def legal(self) -> bool:
        """Whether a division of a statute is open."""
        return any(SUPPLEMENT <= one.rank <= ARTICLE for one in self.open)

    def loose(self, series: str, level: int) -> int:
        """The rank of an item of `series`, with what it does not stand in closed: where the format says how
        deep it stands, those as deep and what stands in them, else those of its series."""
        if level and any(one.level for one in self.open):
            if not self._announced(series, level):
                while any(one.level >= level for one in self.open):
                    self.open.pop()
        elif any(one.series == series and one.rank >= LOOSE for one in self.open):
            while self.open and self.open[-1].series != series:
                self.open.pop()
            self.open.pop()
        return max(LOOSE, self.open[-1].rank + 1 if self.open else 0)

    def _announced(self, series: str, level: int) -> bool:
        """Whether an item goes into one that announces it though both stand as deep: "2. 다음과 같다." before
        bullets of a list of their own. What stands beside it in that one is closed."""
        for place in range(len(self.open) - 1, -1, -1):
            one = self.open[place]
            if one.level != level:
                return False
            if one.series != series:
                if one.announces:
                    del self.open[place + 1 :]
                return one.announces
        return False
