"""Which format a file is in, by its first bytes and not by its name.

The name only decides between kinds of text. What is recognised but not read here is named in the refusal:
`found` is what the content is, `extension` what the name says.
"""

from __future__ import annotations

import re
from enum import StrEnum
from pathlib import Path
from typing import Final

from sources.door.archive import Archive
from sources.door.guard import Limits, check_file, display_name, extension_of
from sources.door.packages import content_type, main_part
from sources.errors import Reason, Refused


class Format(StrEnum):
    """The formats read here. The value is the name of the module in `sources.readers`."""

    PDF = "pdf"
    HWP = "hwp"
    HWPX = "hwpx"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    HTML = "html"
    MARKDOWN = "markdown"
    CSV = "csv"
    PLAIN = "plain"


EXTENSIONS: Final[dict[Format, tuple[str, ...]]] = {
    Format.PDF: ("pdf",),
    Format.HWP: ("hwp",),
    Format.HWPX: ("hwpx",),
    Format.DOCX: ("docx", "docm"),
    Format.XLSX: ("xlsx", "xlsm"),
    Format.PPTX: ("pptx", "pptm", "ppsx"),
    Format.HTML: ("html", "htm", "xhtml"),
    Format.MARKDOWN: ("md", "markdown"),
    Format.CSV: ("csv", "tsv"),
    Format.PLAIN: ("txt", "text"),
}
BY_EXTENSION: Final = {extension: form for form, names in EXTENSIONS.items() for extension in names}

# Content that is recognised only to be named in a refusal.
OTHER_MAGIC: Final[tuple[tuple[bytes, str], ...]] = (
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"II*\0", "TIFF"),
    (b"MM\0*", "TIFF"),
    (b"MZ", "EXE"),
    (b"\x7fELF", "ELF"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
    (b"\x1f\x8b", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ", "xz"),
    (b"OggS", "Ogg"),
    (b"ID3", "MP3"),
    (b"RIFF", "RIFF"),
    (b"SQLite format 3\0", "SQLite"),
    (b"{\\rtf", "RTF"),
    (b"%!PS", "PostScript"),
    (b"<HWPML", "HWPML"),
)
OLE_MAGIC: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
HTML_START: Final = re.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.{0,2000}?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", re.I | re.S
)
HTML_TAG: Final = re.compile(rb"<(?:p|div|span|h[1-6]|table|ul|ol|article|main|br)\b[^>]*>", re.I)


def identify(path: Path, limits: Limits = Limits()) -> Format:
    """The format of the file at `path`, agreed between its content and its extension.

    A name without an extension is taken at its content's word. Raises Refused where content and
    extension disagree, where the content is something else, encrypted, or of an old format.
    """
    check_file(path, limits)
    name = display_name(path.name)
    extension = extension_of(path.name)
    try:
        with path.open("rb") as file:
            head = file.read(8192)
    except OSError:
        raise Refused(Reason.NOT_READABLE, name) from None
    if not head.strip(b"\0 \t\r\n"):
        raise Refused(Reason.EMPTY, name)
    found = _by_content(path, name, head, extension, limits)
    if extension and extension not in EXTENSIONS[found]:
        reason = (
            Reason.WRONG_TYPE if extension in BY_EXTENSION or found not in _TEXTS else Reason.UNKNOWN_TYPE
        )
        raise Refused(reason, name, extension=extension, found=found.value)
    return found


_TEXTS: Final = (Format.PLAIN, Format.MARKDOWN, Format.HTML, Format.CSV)


def _by_content(path: Path, name: str, head: bytes, extension: str, limits: Limits) -> Format:
    if b"%PDF-" in head[:1024]:
        return Format.PDF
    if head.startswith(OLE_MAGIC):
        return _inside_ole(path, name)
    if head.startswith(b"HWP Document File V"):
        raise Refused(Reason.OLD_FORMAT, name, found="HWP 3")
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(path, name, limits)
    for magic, what in OTHER_MAGIC:
        if head.startswith(magic):
            raise _not_ours(name, extension, what)
    if _is_binary(head):
        raise _not_ours(name, extension, "binary")
    if HTML_START.match(head.removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"")):
        return Format.HTML
    # Only between kinds of text does the name decide.
    claimed = BY_EXTENSION.get(extension)
    if claimed is Format.HTML and not HTML_TAG.search(head.replace(b"\0", b"")):
        return Format.PLAIN
    return claimed if claimed in _TEXTS else Format.PLAIN


def _not_ours(name: str, extension: str, found: str) -> Refused:
    reason = Reason.WRONG_TYPE if extension in BY_EXTENSION else Reason.UNKNOWN_TYPE
    return Refused(reason, name, extension=extension, found=found)


def _is_binary(head: bytes) -> bool:
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        return False
    # UTF-16 without a mark has its NULs on one side; other NULs and control bytes mean it is no text.
    zeros = (head[0::2].count(0), head[1::2].count(0))
    if max(zeros) > len(head) // 10 and min(zeros) * 20 < max(zeros):
        return False
    control = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return control > len(head) // 50 or b"\0\0\0\0" in head


def _inside_ole(path: Path, name: str) -> Format:
    import olefile

    try:
        with olefile.OleFileIO(str(path)) as ole:
            if ole.exists("FileHeader"):
                if ole.openstream("FileHeader").read(17) == b"HWP Document File":
                    return Format.HWP
            elif ole.exists("EncryptedPackage"):
                raise Refused(Reason.ENCRYPTED, name)
            for stream, what in (
                ("WordDocument", "DOC"),
                ("Workbook", "XLS"),
                ("PowerPoint Document", "PPT"),
            ):
                if ole.exists(stream):
                    raise Refused(Reason.OLD_FORMAT, name, found=what)
    except (OSError, ValueError, IndexError, TypeError, AttributeError, RecursionError) as error:
        raise Refused(Reason.DAMAGED, name) from error
    if extension_of(name) == "hwp":
        raise Refused(Reason.DAMAGED, name)
    raise _not_ours(name, extension_of(name), "OLE")


# What the content type of a package's main part says of its format.
PACKAGES: Final = (
    ("wordprocessingml", Format.DOCX),
    ("ms-word", Format.DOCX),
    ("spreadsheetml", Format.XLSX),
    ("ms-excel.sheet", Format.XLSX),
    ("presentationml", Format.PPTX),
    ("ms-powerpoint", Format.PPTX),
)


def _inside_zip(path: Path, name: str, limits: Limits) -> Format:
    with Archive(path, limits, name=name) as archive:
        names = set(archive.names)
        if found := _inside_package(archive, name):
            return found
        kind = archive.read("mimetype", 256) if "mimetype" in names else b""
        if b"hwp+zip" in kind or any(re.fullmatch(r"Contents/section\d+\.xml", n, re.I) for n in names):
            return Format.HWPX
    other = "EPUB" if "META-INF/container.xml" in names else "ZIP"
    if b"opendocument" in kind:
        other = "ODF"
    raise _not_ours(name, extension_of(name), other)


def _inside_package(archive: Archive, name: str) -> Format | None:
    """The format of an office package. Where it does not say which part is its document, the usual name of
    one counts."""
    part = main_part(archive, name)
    said = content_type(archive, part, name) if part else ""
    for word, form in PACKAGES:
        if word in said:
            return form
    usual = {"word/document.xml": Format.DOCX, "xl/workbook.xml": Format.XLSX}
    usual["ppt/presentation.xml"] = Format.PPTX
    return next((form for member, form in usual.items() if member in archive.names), None)
