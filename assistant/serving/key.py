"""The key of a home: who holds it is its owner, or a program of his."""

from __future__ import annotations

import hashlib
import hmac
import secrets
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from index.durable import own_folder, write_durably

FILE: Final = "token"  # in the home


@dataclass(frozen=True, slots=True)
class Key:
    """A token for programs and addresses; `cookie` is made from it and does not tell it. `required` demands
    the token in the address before a page is shown."""

    token: str
    required: bool = False

    @property
    def cookie(self) -> str:
        return hashlib.sha256(f"cookie {self.token}".encode()).hexdigest()

    def fits(self, token: str) -> bool:
        return hmac.compare_digest(token.encode("utf-8", "replace"), self.token.encode())


def key_of(home: Path, *, required: bool = False) -> Key:
    """The key of a home, made at first. In a home that can only be read it lasts as long as the process."""
    path = home / FILE
    with suppress(OSError, UnicodeDecodeError):
        held = path.read_text("ascii").strip()
        if len(held) >= 32:
            return Key(held, required)
    token = secrets.token_urlsafe(32)
    with suppress(OSError):
        own_folder(home)
        write_durably(path, token.encode())
    return Key(token, required)
