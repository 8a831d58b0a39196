"""Makes the README's picture from the running chat: `python -m tests.web.screenshot ADDRESS`."""

from __future__ import annotations

import sys
from pathlib import Path

from PIL import Image
from playwright.sync_api import sync_playwright

from tests.web.conftest import ARGUMENTS, chromium

QUESTION = "5% 목표를 달성할 가능성이 있는 나라는 어디인가요?"
PICTURE = Path(__file__).parents[2] / "docs/images/chat.png"


def shoot(address: str, picture: Path = PICTURE) -> None:
    """Asks one question, opens its first footnote, and keeps the picture in 128 colours."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=ARGUMENTS)
        page = browser.new_page(viewport={"width": 1600, "height": 900}, locale="ko-KR")
        page.goto(address)
        box = page.get_by_test_id("stChatInputTextArea")
        box.wait_for(timeout=120_000)
        box.fill(QUESTION)
        box.press("Enter")
        page.locator(".gj-chip").first.click(timeout=120_000)
        page.get_by_role("button", name="각주 복사").wait_for()
        page.wait_for_timeout(1500)
        picture.parent.mkdir(parents=True, exist_ok=True)
        page.screenshot(path=str(picture))
        browser.close()
    Image.open(picture).convert("P", palette=Image.Palette.ADAPTIVE, colors=128).save(picture, optimize=True)


if __name__ == "__main__":
    shoot(sys.argv[1])
