"""The lock files: each package asked for, at a version that fits, with hashes, and no registry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PINNED = re.compile(
    r"^([A-Za-z0-9._-]+)==([^ ;\\]+)(?: ;[^\\]*)?(?: \\\n    --hash=sha256:[0-9a-f]{64})+$", re.MULTILINE
)


def _wanted(*extras: str) -> list[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    groups = [
        project["build-system"]["requires"],
        project["project"]["dependencies"],
        *(project["project"]["optional-dependencies"][extra] for extra in extras),
    ]
    return [Requirement(line) for group in groups for line in group]


@pytest.mark.parametrize(("name", "extras"), [("requirements.lock", ()), ("requirements-dev.lock", ("dev",))])
def test_the_lock_has_all_that_is_asked_for(name: str, extras: tuple[str, ...]) -> None:
    text = (ROOT / name).read_text("utf-8")
    found: dict[str, list[str]] = {}
    for match in PINNED.finditer(text):
        found.setdefault(match[1], []).append(match[2])
    for wanted in _wanted(*extras):
        versions = found.get(re.sub(r"[-_.]+", "-", wanted.name).lower(), [])
        assert versions, f"{wanted.name} is not locked: make lock"
        assert all(wanted.specifier.contains(version) for version in versions), (wanted, versions)
    assert "://" not in text
    left = [line for line in PINNED.sub("", text).splitlines() if line and not line.startswith("#")]
    assert left == []
