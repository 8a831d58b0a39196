"""What a person does in the chat, step by step, each waited for."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Locator, Page, expect

Tab = Callable[..., Page]


def ask(page: Page, question: str) -> Locator:
    """Ask and return the new answer, finished."""
    answers = page.locator(".gj-answer")
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_visible()
    before = answers.count()
    box.fill(question)
    for _ in range(60):  # a press while a file is still sent is lost, so press again
        box.press("Enter")
        with suppress(AssertionError):
            expect(box).to_have_value("", timeout=2_000)
            break
    expect(answers).to_have_count(before + 1)
    expect(answers.last.locator(".gj-actions")).to_be_visible()
    return answers.last


def attach(page: Page, file: Path) -> None:
    """Put a file into the chat's input, to be added with what is sent next."""
    box = page.get_by_test_id("stChatInput")
    box.locator("input[type=file]").set_input_files(file)
    expect(box).to_contain_text(file.name, timeout=60_000)


def open_quote(page: Page, answer: Locator, words: str) -> Locator:
    """Open the footnote of the claim with `words` and return the drawer."""
    claim = answer.locator(".gj-claim", has_text=words).first
    claim.locator(".gj-chip").first.press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer.locator("mark.gj-mark")).to_be_visible()
    return drawer


def dismiss(page: Page) -> None:
    """Close the open dialog with the keyboard. A press while it still slides in is lost, so press again."""
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for _ in range(60):
        page.keyboard.press("Escape")
        with suppress(AssertionError):
            expect(dialog).to_have_count(0, timeout=1_000)
            break
    expect(dialog).to_have_count(0)


def go(page: Page, name: str) -> None:
    page.get_by_test_id("stSidebarNav").get_by_text(name, exact=True).click()
    expect(page.get_by_role("heading", name=name, exact=True)).to_be_visible()
