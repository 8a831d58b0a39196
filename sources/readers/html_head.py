"""What an HTML file says of itself: its encoding, and its title, author, date and address."""

from __future__ import annotations

import codecs
import re
from typing import Any, Final

from sources.readers.plain import decode

_PARTS: Final = re.compile(r"\s*[|–—:·›»>]+\s*|\s+-\s+")  # of a page's title


def tidy(text: str) -> str:
    """White space as a browser shows it: runs are one space, only a break is a new line."""
    lines = (re.sub(r"\s+", " ", line).strip() for line in text.split("\v"))
    return "\n".join(line for line in lines if line)


def decoded(data: bytes, name: str) -> tuple[str, str]:
    """The text of the file, by its mark, by UTF-8 if it is that, by what it declares, else by guess."""
    declared = re.search(
        rb"<(?:meta|\?xml)[^>]*?(?:charset|encoding)\s*=\s*[\"']?\s*([\w-]+)", data[:4096], re.I
    )
    if declared and not data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        label = declared.group(1).decode("ascii", "replace").lower()
        label = "cp949" if label in ("euc-kr", "ks_c_5601-1987", "ksc5601", "euckr", "ksc_5601") else label
        try:
            # A page saved as UTF-8 by another program often keeps its old declaration.
            return data.decode("utf-8"), "utf-8"
        except UnicodeDecodeError:
            pass
        try:
            if codecs.lookup(label).name not in ("utf-7", "idna", "punycode"):
                return data.decode(label), label
        except (LookupError, TypeError, ValueError):
            pass
    return decode(data, name)


def title_heading(root: Any) -> Any:
    """The heading that the page's title names beside the site and the way to the page ("Site | Laws > The
    Act"), None for none. The name of the site is a link, or stands in the page's header."""
    element = root.find(".//title")
    title = tidy(element.text_content()) if element is not None else ""
    parts = {part for part in _PARTS.split(title[:1000]) if len(part) > 1}
    for heading in root.iter("h1", "h2", "h3"):
        text = tidy(heading.text_content())
        linked = any(tidy(link.text_content()) == text for link in heading.iter("a"))
        linked = linked or any(above.tag in ("a", "header") for above in heading.iterancestors())
        if text in parts and not linked:
            return heading
    return None


def metadata_of(root: Any, heading: Any) -> dict[str, str]:
    """What the page says of itself: title, author, publisher, date, address, language. `heading` is its
    `title_heading`."""
    out: dict[str, str] = {}
    wanted = {
        "citation_title": "title", "og:title": "title", "dc.title": "title",
        "citation_author": "author", "author": "author", "dc.creator": "author", "article:author": "author",
        "og:site_name": "publisher", "citation_publisher": "publisher", "dc.publisher": "publisher",
        "citation_publication_date": "date", "article:published_time": "date", "dc.date": "date",
        "date": "date",
        "description": "subject", "og:url": "url",
    }  # fmt: skip
    for meta in root.iter("meta"):
        name = (meta.get("name") or meta.get("property") or "").lower()
        value = tidy(meta.get("content") or "")[:1000]
        if name in wanted and value:
            out.setdefault(wanted[name], value)
    title = heading if heading is not None else root.find(".//title")
    if title is not None and (text := tidy(title.text_content())[:1000]):
        out.setdefault("title", text)
    for link in root.iter("link"):
        if link.get("rel") == "canonical" and link.get("href"):
            out.setdefault("url", link.get("href"))
    moment = root.find(".//time[@datetime]")
    if moment is not None:
        out.setdefault("date", moment.get("datetime"))
    if re.match(r"\d{4}-\d{2}-\d{2}", out.get("date", "")):
        out["date"] = out["date"][:10]
    if language := (root.get("lang") or "")[:2].lower():
        out["language"] = language
    return out
