"""Office packages (ECMA-376 part 2, the Open Packaging Conventions): which part is the document, and which
parts belong to it. A part's name says nothing; its relationships and content types do.
"""

from __future__ import annotations

import posixpath
from typing import Any, Final

from sources.door.archive import Archive, parse_xml

RELATIONSHIPS: Final = "_rels/.rels"
TYPES: Final = "[Content_Types].xml"
MAIN: Final = "/officeDocument"


def relationships(archive: Archive, part: str, name: str) -> list[tuple[str, str, str]]:
    """What `part` ("" for the package itself) refers to inside the archive, as (id, the last word of the
    kind's address, name of the part), in order. `name` is the file's, for a refusal."""
    folder, base = posixpath.split(part)
    member = posixpath.join(folder, "_rels", f"{base}.rels") if part else RELATIONSHIPS
    if member not in archive.names:
        return []
    found = []
    for element in parse_xml(archive.read(member), name):
        if element.get("TargetMode") == "External" or not element.get("Target"):
            continue
        target = posixpath.normpath(posixpath.join("/", folder, element.get("Target"))).lstrip("/")
        if target in archive.names:
            kind = (element.get("Type") or "").rstrip("/").rpartition("/")[2]
            found.append((element.get("Id") or "", kind, target))
    return found


def main_part(archive: Archive, name: str) -> str | None:
    """The part that is the document, by the package's relationships; None where there is none."""
    return next(
        (target for _, kind, target in relationships(archive, "", name) if kind == MAIN.strip("/")), None
    )


def content_type(archive: Archive, part: str, name: str) -> str:
    """The content type the package gives a part; "" where it gives none."""
    if TYPES not in archive.names:
        return ""
    root: Any = parse_xml(archive.read(TYPES), name)
    named = {(e.get("PartName") or "").lstrip("/").lower(): e.get("ContentType") or "" for e in root}
    endings = {(e.get("Extension") or "").lower(): e.get("ContentType") or "" for e in root}
    ending = part.rpartition(".")[2].lower()
    return named.get(part.lower()) or endings.get(ending, "")
