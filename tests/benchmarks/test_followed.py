"""The page that follows a question through every stage shows what the stages do today."""

from __future__ import annotations

from assistant.ask import Assistant
from benchmarks.followed import PAGE, page
from index.library import Library


def test_the_page_shows_what_the_stages_do(shipped: Library):
    assert page(Assistant(shipped)) == PAGE.read_text("utf-8"), "run python -m benchmarks.followed"
