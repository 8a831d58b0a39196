"""Which part of an HTML page is its text: what is shown, what stands beside it, where the prose is.

The main part is the one the page itself names (`main`, `article`); without one, the smallest that holds most
of the page's prose. What is hidden, and menus and the like around the text, are no part of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, Final

_DROPPED = (
    "script style noscript template iframe object embed svg canvas button select textarea input head nav "
    "footer aside dialog audio video map menu datalist progress meter area link meta title rt rp"
)
DROPPED: Final = frozenset(_DROPPED.split())
_INLINE = (
    "a abbr acronym b bdi bdo big cite code data del dfn em font i img ins kbd label mark q rb ruby s "
    "samp small span strike strong sub sup time tt u var wbr nobr o:p"
)
INLINE: Final = frozenset(_INLINE.split())
HEADINGS: Final = {f"h{n}": n for n in range(1, 7)}
ASIDE: Final = re.compile(
    r"(?:^|[\s_-])(?:nav|navbar|navigation|menu|gnb|lnb|snb|breadcrumbs?|sidebar|cookies?|consent|banner|share|sns|social|"
    r"related|recommend(?:ed|ation)?|comments?|pagination|paging|skip|popup|modal|advert|ads?|newsletter|subscribe|"
    r"footer|toolbar|sr-only|visually-hidden|screen-reader-text)(?:$|[\s_-])",
    re.I,
)
ROLES: Final = frozenset(("navigation", "search", "dialog", "complementary", "contentinfo", "menu"))
HIDING: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*(?:hidden|collapse)|(?<!-)opacity\s*:\s*0(?:\.0+)?\s*(?:;|!|$)|"
    r"font-size\s*:\s*0(?:px|pt|em|rem|%)?\s*(?:;|!|$)|clip\s*:\s*rect\(\s*0|text-indent\s*:\s*-\d{3,}",
    re.I,
)
TITLE: Final = 400  # characters, at most, of a title and what stands beside it
MAX_DEPTH: Final = 2000


def _hidden_names(root: Any) -> frozenset[str]:
    """The classes (".x") and ids ("#x") that the page's own style sheets hide by themselves."""
    found: set[str] = set()
    for sheet in root.iter("style"):
        text = re.sub(r"/\*.*?\*/", "", sheet.text or "", flags=re.S)[:500_000]
        text = re.sub(r"@media\s+print[^{]*\{(?:[^{}]*\{[^{}]*\})*[^{}]*\}", "", text, flags=re.I)
        for selectors, rules in re.findall(r"([^{}]{1,2000})\{([^{}]*)\}", text):
            if HIDING.search(rules):
                parts = (selector.strip() for selector in selectors.split(","))
                found.update(part for part in parts if re.fullmatch(r"[.#][\w-]+", part))
    return frozenset(found)


@dataclass(frozen=True, slots=True)
class Sight:
    """What of a page is shown: the names its style sheets hide, and how much text it has in all."""

    hidden: frozenset[str]
    length: int

    @classmethod
    def of(cls, root: Any) -> Sight:
        return cls(_hidden_names(root), len(root.text_content()))

    def skips(self, element: Any) -> bool:
        """Whether an element is hidden, or is a menu or the like around the text."""
        return self.hides(element) or self._is_aside(element)

    def hides(self, element: Any) -> bool:
        """Whether an element is not shown."""
        if element.get("hidden") is not None or HIDING.search(element.get("style") or ""):
            return True
        if element.get("aria-hidden") == "true" and element.tag not in ("span", "sup"):
            return True
        if not self.hidden:
            return False
        names = {f".{name}" for name in (element.get("class") or "").split()} | {
            f"#{element.get('id') or ''}"
        }
        return bool(names & self.hidden)

    def _is_aside(self, element: Any) -> bool:
        tag = element.tag
        if tag in ("html", "body", "main", "article"):
            return False
        names = f"{element.get('class') or ''} {element.get('id') or ''}"
        role = (element.get("role") or "").lower()
        named = tag in ("div", "ul", "section", "ol", "p", "span", "header") and ASIDE.search(names)
        running = tag == "div" and element.get("title") in ("header", "footer")
        bare = tag == "header" and element.find(".//h1") is None and element.find(".//p") is None
        if not (role in ROLES or tag == "form" or named or running or bare or _is_menu(element)):
            return False
        # A name is only a hint: what holds much of the text is not beside it.
        return len(element.text_content()) < 0.4 * self.length


def _is_menu(element: Any) -> bool:
    """Whether a list is one of short links."""
    if element.tag not in ("ul", "ol") or len(element) < 3:
        return False
    links = sum(len(link.text_content().strip()) for link in element.iter("a"))
    text = len(element.text_content().strip())
    return links > 0.85 * text and text < 40 * len(element)


def main_part(root: Any, sight: Sight) -> Any:
    """The element that holds the page's text."""
    body = root.find("body")
    body = body if body is not None else root
    total = _prose(body, sight)
    named = [
        element
        for element in body.iter("main", "article", "div", "section")
        if element.tag in ("main", "article")
        or element.get("role") == "main"
        or element.get("itemprop") == "articleBody"
    ]
    # Many small articles are a list of teasers; one that holds the prose is the page's text.
    named = [element for element in named if not sight.hides(element)]
    best = max(named, key=lambda element: _prose(element, sight), default=None)
    if best is not None and _prose(best, sight) > 0.5 * total:
        return best
    main, most = body, total
    while True:
        children = [e for e in main if isinstance(e.tag, str) and not sight.hides(e)]
        heir = max(children, key=lambda element: _prose(element, sight), default=None)
        if (
            heir is None
            or heir.tag in INLINE
            or heir.tag in HEADINGS
            or heir.tag in ("p", "table", "ul", "ol", "blockquote")
        ):
            return main
        if _prose(heir, sight) < 0.9 * most or not any(isinstance(e.tag, str) for e in heir):
            return main
        main, most = heir, _prose(heir, sight)


def title_above(heading: Any, main: Any, sight: Sight) -> Any:
    """The element with the page's title, and the few words beside it, where it is no part of `main`; None
    where there is none or `main` holds it."""
    if heading is None or any(above is main or sight.hides(above) for above in heading.iterancestors()):
        return None
    beside = heading.getparent()
    whole = len(beside.text_content()) < TITLE and all(beside is not above for above in main.iterancestors())
    return beside if whole and beside.tag not in DROPPED else heading


def _prose(element: Any, sight: Sight, depth: int = 0) -> int:
    """How many characters of text stand below an element outside links, menus and hidden parts."""
    if element.tag in DROPPED or element.tag == "a" or depth > MAX_DEPTH:
        return 0
    if depth and sight.skips(element):
        return 0
    count = len((element.text or "").strip())
    for part in element:
        if isinstance(part.tag, str):
            count += _prose(part, sight, depth + 1)
        count += len((part.tail or "").strip())
    return count
