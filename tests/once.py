"""What is costly to make and the same for every test of a run: made by the process that needs it first."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from filelock import FileLock


def made_once(folders: pytest.TempPathFactory, name: str, make: Callable[[Path], object]) -> Path:
    """The folder `name` of this run, which `make` filled; the other processes wait for it. Not to be changed,
    nor opened as a library, since that writes: ask for a `copy`."""
    base = folders.getbasetemp()
    root = base.parent if "PYTEST_XDIST_WORKER" in os.environ else base
    folder, ready = root / name, root / f"{name}.ready"
    with FileLock(root / f"{name}.lock"):
        if not ready.exists():
            shutil.rmtree(folder, ignore_errors=True)  # whoever began it failed
            folder.mkdir()
            make(folder)
            ready.touch()
    return folder


def copy(folder: Path, folders: pytest.TempPathFactory) -> Path:
    """A copy of `folder` that the caller may change."""
    return shutil.copytree(folder, folders.mktemp(folder.name) / "home")
