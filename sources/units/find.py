"""Finding a place by the name a reader gives it: article 25, paragraph 2; table 3; paragraph 12; page 5.

A path is of (what, which) pairs as in `names`; "step" is any numbered or lettered part, and "page" a page of
the file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from typing import Final

from sources.document import Role, Unit, UnitKind
from sources.units.names import number_of
from sources.units.tree import LEGAL, Tree

_STEPPED: Final = frozenset({UnitKind.PARAGRAPH, UnitKind.ITEM, UnitKind.SUBITEM})
_KINDS: Final = {
    "part": frozenset({UnitKind.PART}),
    "chapter": frozenset({UnitKind.CHAPTER}),
    "section": frozenset({UnitKind.SECTION, UnitKind.ARTICLE}),
    "subsection": frozenset({UnitKind.SUBSECTION}),
    "article": frozenset({UnitKind.ARTICLE, UnitKind.SECTION}),
    "paragraph": frozenset({UnitKind.PARAGRAPH}),
    "item": frozenset({UnitKind.ITEM}),
    "subitem": frozenset({UnitKind.SUBITEM}),
    "step": _STEPPED,
    "table": frozenset({UnitKind.TABLE}),
    "figure": frozenset({UnitKind.FIGURE}),
    "annex": frozenset({UnitKind.ANNEX}),
    "supplement": frozenset({UnitKind.SUPPLEMENT}),
}
_HEADED: Final = frozenset({"part", "chapter", "section"})  # what may be a numbered heading
_LEADING: Final = re.compile(r"(?:제\s?)?(\d{1,3}(?:\.\d{1,3})*|[IVXLC]+|[Ⅰ-Ⅻ])(?:\s?[장절편]|[.)])?(?=\s)")
_KOREAN_NUMBER: Final = re.compile(r"제(\d+)[조편부장절관](?:의(\d+))?$")
_ROMAN: Final = dict(zip("IVXLC", (1, 5, 10, 50, 100), strict=True))


def find_units(tree: Tree, path: Sequence[tuple[str, str]]) -> list[int]:
    """The places of the units that `path` names, in reading order; [] for none. Articles of supplementary
    provisions are meant only where the path says so."""
    if not path:
        return []
    what, which = path[0]
    if what == "page":
        return _on_page(tree, int(which))
    if what == "paragraph":
        return _numbered(tree, which)
    if what == "note":
        begins = re.compile(rf"[\[(]?{int(which)}[\])]?[\s.)]")
        notes = [p for p, unit in enumerate(tree.units) if unit.kind is UnitKind.NOTE]
        return [p for p in notes if begins.match(tree.text(p)) or tree.units[p].label == which]
    outer = [p for p, unit in enumerate(tree.units) if _is(tree, p, unit, what, which)]
    if not outer and what in ("table", "figure"):
        outer = _counted(tree, what, which)
    if not outer and what in _HEADED:
        outer = _headed(tree, which)
    if what not in ("supplement", "annex"):
        outer = [p for p in outer if tree.inside(p, {UnitKind.SUPPLEMENT}) < 0]
    if not outer and what in ("article", "section") and "." in which:
        whole, _, part = which.rpartition(".")
        return find_units(tree, [(what, whole), ("step", part), *path[1:]])
    for step in path[1:]:
        outer = [found for place in outer for found in _outermost(tree, list(_below(tree, place, *step)))]
    return outer


def outline(tree: Tree) -> list[int]:
    """The headings and divisions of a document, in reading order."""
    divisions = {UnitKind.PART, UnitKind.CHAPTER, UnitKind.SECTION, UnitKind.SUBSECTION, UnitKind.HEADING}
    kinds = divisions | {UnitKind.ARTICLE, UnitKind.SUPPLEMENT, UnitKind.ANNEX}
    return [
        p for p, unit in enumerate(tree.units) if unit.kind in kinds and not unit.paragraph and tree.text(p)
    ]


def _is(tree: Tree, place: int, unit: Unit, what: str, which: str) -> bool:
    if unit.kind not in _KINDS[what]:
        return False
    if not which:
        return True
    if what == "supplement":
        return which in unit.label
    if what == "section" and unit.kind is UnitKind.ARTICLE and unit.label.startswith("제"):
        return False  # an article is called a section in English alone
    if what in ("article", "part", "chapter", "section", "subsection"):
        return which.upper() in _numbers(unit.label)
    if what in ("table", "figure"):
        return _tail(unit.label) == which
    if what == "annex":
        return _tail(unit.label) == which
    return number_of(unit).casefold() == which.casefold()


def _numbers(label: str) -> set[str]:
    """The number of an article or a division in every way it may be asked for: 25, 4의2, 7.5, V and 5."""
    if found := _KOREAN_NUMBER.match(label):
        return {f"{int(found[1])}의{int(found[2])}" if found[2] else str(int(found[1]))}
    number = _tail(label)
    if number and set(number) <= set(_ROMAN):
        values = [_ROMAN[letter] for letter in number]
        pairs = zip(values, [*values[1:], 0], strict=True)
        return {number, str(sum(-now if now < after else now for now, after in pairs))}
    return {number}


def _headed(tree: Tree, which: str) -> list[int]:
    """The outermost headings that begin with the number, and parts numbered in steps: "4.1 Powers"."""
    found = []
    for place, unit in enumerate(tree.units):
        if unit.kind is UnitKind.HEADING:
            begun = _LEADING.match(tree.text(place))
            if begun and which.upper() in _numbers(unicodedata.normalize("NFKC", begun[1])):
                found.append(place)
        elif unit.kind in _STEPPED and "." in which and unit.label.rstrip(".") == which:
            found.append(place)
    return _outermost(tree, found)


def _outermost(tree: Tree, places: Sequence[int]) -> list[int]:
    """Those of `places` that are least deep in the tree."""
    depths = [len(tree.path(place)) for place in places]
    least = min(depths, default=0)
    return [place for place, depth in zip(places, depths, strict=True) if depth == least]


def _tail(label: str) -> str:
    """The number at the end of a label: "3" of 표 3, "2-1" of <표 2-1>, "7.5" of Article 7.5."""
    found = re.search(
        r"((?:[IVXLC]+|(?:[A-Z]{1,3}[.-]?)?\d+)(?:[-.–의]\d+)*(?:-?[a-zA-Z]{1,2})?|[A-Z])\s*$", label
    )
    return found[1].upper() if found else ""


def _counted(tree: Tree, what: str, which: str) -> list[int]:
    """The table or figure that is so manieth, in a document that numbers none of them."""
    every = [p for p, unit in enumerate(tree.units) if unit.kind in _KINDS[what]]
    holding = [
        p
        for p in every
        if what != "table" or any(tree.units[c].kind is UnitKind.CELL for c in tree.children(p))
    ]
    if any(tree.units[p].label for p in every) or not which.isdigit() or not 0 < int(which) <= len(holding):
        return []
    return [holding[int(which) - 1]]


def _below(tree: Tree, place: int, what: str, which: str) -> Iterator[int]:
    """The nearest units below `place` that the step names: not those inside another that it names."""
    for child in tree.children(place):
        if _is(tree, child, tree.units[child], what, which):
            yield child
        elif tree.units[child].kind not in _KINDS[what]:
            yield from _below(tree, child, what, which)


def _numbered(tree: Tree, which: str) -> list[int]:
    """Paragraph `which` by the number the document prints or, where it prints none, by counting."""

    def labelled(test: Callable[[Unit], bool]) -> list[int]:
        return [p for p, unit in enumerate(tree.units) if unit.paragraph and test(unit)]

    body = [p for p in tree.document.paragraphs if p.role in (Role.BODY, Role.LIST)]
    printed = {p.label: p.number for p in body if p.label and p.label.isdigit()}
    if which in printed:
        return labelled(lambda unit: unit.paragraph == printed[which])[:1]
    if printed or any(unit.kind in LEGAL for unit in tree.units):
        return []
    return labelled(lambda unit: str(unit.paragraph) == which)[:1]


def _on_page(tree: Tree, page: int) -> list[int]:
    numbers = {
        p.number
        for p in tree.document.paragraphs
        if p.page is not None and p.page <= page <= (p.page_at(max(p.start, p.end - 1)) or p.page)
    }
    seen: set[int] = set()
    found = []
    for place, unit in enumerate(tree.units):
        if unit.paragraph in numbers and unit.paragraph not in seen:
            seen.add(unit.paragraph)
            found.append(place)
    return found
