"""The insides of DOCX and HWPX: a zip of XML parts, opened without trusting what either declares.

`Archive` bounds what may be unpacked and refuses names that climb out of a folder; `parse_xml` builds a
tree without DTD, entities or network. Neither knows what the parts mean.
"""

from __future__ import annotations

import re
import zipfile
import zlib
from pathlib import Path
from typing import Any

from sources.door.guard import MIB, Limits, display_name
from sources.errors import Reason, Refused


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
        limited = getattr(error, "code", None) == etree.ErrorTypes.ERR_RESOURCE_LIMIT
        raise Refused(Reason.TOO_DEEP if limited else Reason.DAMAGED, name) from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Refused(Reason.UNSAFE_XML, name)
    return root
