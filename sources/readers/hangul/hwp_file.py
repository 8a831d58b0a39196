"""The container of an HWP 5 file: OLE streams as they were before they were compressed and encrypted.

Documents "for distribution" carry their key with them and are opened; those with a password, and older
formats, are refused. What the streams say is no concern of this module.
"""

from __future__ import annotations

import re
import struct
import zlib
from typing import Any, Final

from sources.door.guard import MIB, Limits
from sources.errors import Reason, Refused

DISTRIBUTION: Final = 28  # the tag of the record that holds the key
# The flags of the header.
COMPRESSED, PASSWORD, FOR_DISTRIBUTION, DRM = 1, 2, 4, 16


class HwpFile:
    """An HWP 5 file opened with olefile. Raises Refused (OLD_FORMAT, ENCRYPTED, TOO_LARGE, ZIP_BOMB, DAMAGED)
    and whatever olefile, struct and zlib raise on bytes that are none."""

    def __init__(self, ole: Any, name: str, limits: Limits) -> None:
        self.ole, self.name, self.limits = ole, name, limits
        self.left = limits.unpacked
        header = ole.openstream("FileHeader").read(256)
        self.flags = struct.unpack_from("<I", header, 36)[0]
        if header[35] < 5:
            raise Refused(Reason.OLD_FORMAT, name, found=f"HWP {header[35]}")
        if self.flags & (PASSWORD | DRM):
            raise Refused(Reason.ENCRYPTED, name)

    def sections(self) -> list[list[str]]:
        """The streams of the document's text, in order."""
        root = "ViewText" if self.flags & FOR_DISTRIBUTION else "BodyText"
        found = sorted(
            (
                entry
                for entry in self.ole.listdir()
                if len(entry) == 2 and entry[0] == root and re.fullmatch(r"Section\d+", entry[1])
            ),
            key=lambda entry: int(entry[1][7:]),
        )
        if not found:
            raise Refused(Reason.DAMAGED, self.name)
        return found

    def stream(self, entry: list[str]) -> bytes:
        """A stream as it was before it was compressed and, for distribution, encrypted."""
        if self.ole.get_size(entry) > self.limits.member:
            raise Refused(Reason.TOO_LARGE, self.name, limit_mb=self.limits.member // MIB)
        raw: bytes = self.ole.openstream(entry).read()
        if entry[0] == "ViewText":
            raw = _unlock(raw)
        if not self.flags & COMPRESSED:
            return raw
        unpacker = zlib.decompressobj(-15)
        cap = min(self.limits.member, self.left)
        out = unpacker.decompress(raw, cap)
        if unpacker.unconsumed_tail:
            raise Refused(Reason.ZIP_BOMB, self.name, limit_mb=self.limits.unpacked // MIB)
        if not unpacker.eof and entry[0] != "ViewText":
            # It breaks off: the text that is there is not the whole.
            raise Refused(Reason.DAMAGED, self.name)
        self.left -= len(out)
        return out

    def summary(self) -> tuple[dict[str, str], int]:
        """What the file says of itself, and how many pages it says it printed to (0 where it does not)."""
        try:
            properties = self.ole.getproperties("\x05HwpSummaryInformation", convert_time=True)
        except (OSError, ValueError, KeyError, IndexError, TypeError, struct.error):
            return {}, 0
        out = {}
        for key, what in ((2, "title"), (3, "subject"), (4, "author"), (20, "date_text")):
            value = properties.get(key)
            text = value.decode("utf-8", "replace") if isinstance(value, bytes) else value
            # What follows a text's end are the properties after it.
            if isinstance(text, str) and (text := text.partition("\0")[0].strip()):
                out[what] = text
        date = re.match(r"(\d{4})년 (\d{1,2})월 (\d{1,2})일", out.pop("date_text", ""))
        if date:
            out["date"] = f"{date[1]}-{int(date[2]):02d}-{int(date[3]):02d}"
        pages = properties.get(14)
        return out, pages if isinstance(pages, int) and 0 < pages < 100_000 else 0


def _unlock(raw: bytes) -> bytes:
    """A stream "for distribution": its first record holds the key, hidden under a pseudo-random mask; the
    rest is AES-128 in ECB mode."""
    from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

    head = struct.unpack_from("<I", raw, 0)[0]
    if head & 0x3FF != DISTRIBUTION or len(raw) < 260:
        return raw
    data = bytearray(raw[4:260])
    seed = state = struct.unpack_from("<I", data, 0)[0]

    def random() -> int:
        nonlocal state
        state = (state * 214013 + 2531011) & 0xFFFFFFFF
        return int(state >> 16) & 0x7FFF

    run = mask = 0
    for at in range(256):
        if run == 0:
            mask = random() & 0xFF
            run = (random() & 0xF) + 1
        if at >= 4:
            data[at] ^= mask
        run -= 1
    start = 4 + (seed & 0xF)
    cipher = Cipher(algorithms.AES(bytes(data[start : start + 16])), modes.ECB()).decryptor()
    body = raw[260:]
    return cipher.update(body[: len(body) // 16 * 16]) + cipher.finalize()
