"""What an unknown file may be, and what it may cost.

`identify()` says which reader a file is for, by its first bytes and not by its name; `Archive` and
`parse_xml()` open the insides of DOCX and HWPX without trusting what they declare. Everything here
refuses with a `Reason`; nothing here reads a document. The details of the refusals are
`limit_mb`/`limit`, `found` (what the content is), `extension` (what the name says) and `member`.

The checks look at hostile bytes themselves, so `child` runs all but the cheapest in the child process.
"""

from __future__ import annotations

import re
import stat
import unicodedata
import zipfile
import zlib
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import Any, Final

from sources.errors import Reason, Refused

MIB: Final = 1 << 20


class Format(StrEnum):
    """The formats read here. The value is the name of the module in `sources.readers`."""

    PDF = "pdf"
    HWP = "hwp"
    HWPX = "hwpx"
    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "markdown"
    PLAIN = "plain"


@dataclass(frozen=True, slots=True)
class Limits:
    """What reading one file may cost. Sizes in bytes, times in seconds.

    `unpacked` bounds everything taken out of one archive, `member` a single part of it; `output`
    bounds what the child may hand back. `memory` is address space, so it stands well above what a
    reader touches.
    """

    size: int = 50 * MIB
    pages: int = 1500
    unpacked: int = 200 * MIB
    member: int = 64 * MIB
    members: int = 5000
    memory: int = 2048 * MIB
    cpu: int = 90
    wall: int = 240
    output: int = 256 * MIB


EXTENSIONS: Final[dict[Format, tuple[str, ...]]] = {
    Format.PDF: ("pdf",),
    Format.HWP: ("hwp",),
    Format.HWPX: ("hwpx",),
    Format.DOCX: ("docx",),
    Format.HTML: ("html", "htm", "xhtml"),
    Format.MARKDOWN: ("md", "markdown"),
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


def check_file(path: Path, limits: Limits = Limits()) -> None:
    """Whether `path` is an ordinary file of an allowed size. Reads nothing."""
    name = display_name(path.name)
    try:
        status = path.stat()
    except (FileNotFoundError, NotADirectoryError):
        raise Refused(Reason.NOT_FOUND, name) from None
    except (OSError, ValueError):  # a name too long for the system, or with a NUL in it
        raise Refused(Reason.NOT_READABLE, name) from None
    if not stat.S_ISREG(status.st_mode):
        raise Refused(Reason.NOT_READABLE, name)
    if status.st_size == 0:
        raise Refused(Reason.EMPTY, name)
    if status.st_size > limits.size:
        raise Refused(Reason.TOO_LARGE, name, limit_mb=limits.size // MIB, size_mb=status.st_size // MIB)


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


_TEXTS: Final = (Format.PLAIN, Format.MARKDOWN, Format.HTML)


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


def _inside_zip(path: Path, name: str, limits: Limits) -> Format:
    with Archive(path, limits, name=name) as archive:
        names = set(archive.names)
        if "word/document.xml" in names:
            return Format.DOCX
        kind = archive.read("mimetype", 256) if "mimetype" in names else b""
        if b"hwp+zip" in kind or any(re.fullmatch(r"Contents/section\d+\.xml", n, re.I) for n in names):
            return Format.HWPX
    office = {"xl/workbook.xml": "XLSX", "ppt/presentation.xml": "PPTX", "META-INF/container.xml": "EPUB"}
    found = next((what for part, what in office.items() if part in names), "ZIP")
    if b"opendocument" in kind:
        found = "ODF"
    raise _not_ours(name, extension_of(name), found)


class Archive:
    """A zip whose declared sizes are not believed: every read is streamed with a cap, and the total over
    all reads has one too. Use as a context manager. Raises Refused (ZIP_BOMB, UNSAFE_ARCHIVE, ENCRYPTED,
    DAMAGED)."""

    def __init__(self, path: Path, limits: Limits = Limits(), *, name: str | None = None) -> None:
        self._name = name or display_name(path.name)
        self._limits = limits
        self._left = limits.unpacked
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, OverflowError) as error:
            raise Refused(Reason.DAMAGED, self._name) from error
        try:
            self._check()
        except Refused:
            self._zip.close()
            raise
        self.names: tuple[str, ...] = tuple(self._zip.namelist())

    def __enter__(self) -> Archive:
        return self

    def __exit__(self, *_: object) -> None:
        self._zip.close()

    def _check(self) -> None:
        infos = self._zip.infolist()
        if len(infos) > self._limits.members:
            raise Refused(Reason.ZIP_BOMB, self._name, limit=self._limits.members)
        if len({info.filename for info in infos}) != len(infos):
            # Two parts of one name: what one program checks is not what another reads.
            raise Refused(Reason.UNSAFE_ARCHIVE, self._name, member=_shown_member(infos[0]))
        for info in infos:
            if info.flag_bits & 1:
                raise Refused(Reason.ENCRYPTED, self._name)
            parts = re.split(r"[\\/]", info.filename)
            if (
                info.filename.startswith(("/", "\\"))
                or ".." in parts
                or re.match(r"[A-Za-z]:", info.filename)
            ):
                raise Refused(Reason.UNSAFE_ARCHIVE, self._name, member=_shown_member(info))
            if info.file_size > 8 * MIB and info.file_size > 200 * max(info.compress_size, 1):
                raise Refused(Reason.ZIP_BOMB, self._name, limit_mb=self._limits.unpacked // MIB)
        if sum(info.file_size for info in infos) > 2 * self._limits.unpacked:
            raise Refused(Reason.ZIP_BOMB, self._name, limit_mb=self._limits.unpacked // MIB)

    def read(self, member: str, cap: int | None = None) -> bytes:
        """The bytes of one part. KeyError where there is none of that name."""
        info = self._zip.getinfo(member)
        cap = min(cap or self._limits.member, self._left)
        out = bytearray()
        try:
            with self._zip.open(info) as stream:
                while piece := stream.read(1 << 16):
                    out += piece
                    if len(out) > cap:
                        raise Refused(Reason.ZIP_BOMB, self._name, limit_mb=self._limits.unpacked // MIB)
        except Refused:
            raise
        except (zipfile.BadZipFile, zlib.error, OSError, EOFError, ValueError, NotImplementedError) as error:
            raise Refused(Reason.DAMAGED, self._name, member=_shown_member(info)) from error
        except RuntimeError as error:  # what zipfile raises for a password it has not
            raise Refused(Reason.ENCRYPTED, self._name) from error
        self._left -= len(out)
        return bytes(out)


def member_name(info: zipfile.ZipInfo) -> str:
    """The name of a zip member as its maker saw it: Korean programs store CP949 without saying so."""
    if info.flag_bits & 0x800:
        return info.filename
    try:
        raw = info.filename.encode("cp437")
    except UnicodeEncodeError:
        return info.filename
    for encoding in ("utf-8", "cp949"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return info.filename


def _shown_member(info: zipfile.ZipInfo) -> str:
    return display_name(member_name(info), 80)


def parse_xml(data: bytes, name: str) -> Any:
    """The root element of `data`. No DTD, no entities, no network, libxml2's own limits on depth and size."""
    from lxml import etree

    text = data
    if data[:4].count(0) or data.startswith((b"\xff\xfe", b"\xfe\xff")):
        encoding = "utf-16-be" if data.startswith((b"\xfe\xff", b"\0")) else "utf-16-le"
        text = data.decode(encoding, "replace").encode("utf-8", "replace")
    if re.search(rb"<!\s*(?:DOCTYPE|ENTITY)", text, re.I):
        raise Refused(Reason.UNSAFE_XML, name)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False
    )
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Refused(Reason.DAMAGED, name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(Reason.UNSAFE_XML, name)
    return root


def extension_of(name: str) -> str:
    """The extension in lower case without its dot; "" where what follows the last dot is none ("v1.2")."""
    extension = unicodedata.normalize("NFC", name).rpartition(".")[2].lower() if "." in name else ""
    return extension if re.fullmatch(r"[a-z][a-z0-9]{0,7}", extension) else ""


# Names Windows keeps for devices.
RESERVED: Final = frozenset(
    {"con", "prn", "aux", "nul", *(f"{d}{n}" for d in ("com", "lpt") for n in range(1, 10))}
)


def safe_name(name: str, limit: int = 180) -> str:
    """A file name that can be stored anywhere: no folders, no invisible or bidirectional marks, nothing a
    shell or Windows minds, at most `limit` bytes of UTF-8 with its extension kept. Never empty."""
    name = unicodedata.normalize("NFC", name).replace("\\", "/").rpartition("/")[2]
    name = "".join(c for c in name if unicodedata.category(c)[0] != "C" and c not in "\u2028\u2029")
    name = re.sub(r'[<>:"|?*]', "_", name).strip(" .")
    stem, dot, extension = name.rpartition(".")
    if not dot or not stem or len(extension) > 8:
        stem, extension = name, ""
    if stem.lower() in RESERVED:
        stem = f"_{stem}"
    room = limit - len(extension.encode()) - 1
    stem = stem.encode()[:room].decode("utf-8", "ignore").rstrip(" .")
    return (f"{stem}.{extension}" if extension else stem) or "document"


def display_name(name: str, limit: int = 120) -> str:
    """`name` for a message: visible characters only, shortened in the middle."""
    shown = "".join(
        c for c in unicodedata.normalize("NFC", name) if unicodedata.category(c)[0] not in "CZ" or c == " "
    )
    return shown if len(shown) <= limit else f"{shown[: limit - 20]}…{shown[-19:]}"
