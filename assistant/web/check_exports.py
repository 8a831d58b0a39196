"""The findings of a check as files."""

from __future__ import annotations

from assistant.check import Findings


def check_exports(findings: Findings) -> None:
    """Buttons for the files a check can be saved as."""
