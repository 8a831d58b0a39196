"""A footnote opens while the library takes in documents, and while a draft is checked."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.web.steps import Tab, ask, attach, dismiss, go, open_quote

pytestmark = pytest.mark.browser


def _long(count: int) -> str:
    """As many sentences, no two alike: more than is done before the test says stop."""
    return "\n\n".join(
        f"바람골 포구의 제{n}호 관측소는 20{n % 90 + 10}년에 파고 {n}.{n % 10}미터를 기록했다고 한다."
        for n in range(count)
    )


def test_a_footnote_opens_while_documents_are_added(server: str, tab: Tab, tmp_path: Path) -> None:
    page = tab(server)
    answer = ask(page, "Which country is within sight of 5%?")
    file = tmp_path / "바람골 관측 기록.md"
    file.write_text(f"# 바람골 관측 기록\n\n{_long(1_000)}\n", "utf-8")
    attach(page, file)
    page.get_by_test_id("stChatInputSubmitButton").click()
    adding = page.locator(".st-key-adding")
    expect(adding).to_contain_text("색인하는 중")
    far = adding.get_by_role("progressbar").get_attribute("aria-valuenow")
    drawer = open_quote(page, answer, "Poland")
    expect(drawer.locator("mark.gj-mark")).to_contain_text("폴란드뿐이다")
    dismiss(page)
    expect(adding).to_contain_text("색인하는 중")  # the one document is still on its way, and further
    expect(adding.get_by_role("progressbar")).not_to_have_attribute("aria-valuenow", str(far))
    adding.get_by_role("button", name="멈추기").click()
    expect(page.locator(".st-key-added")).to_contain_text("멈췄습니다")


def test_a_footnote_opens_while_a_draft_is_checked(server: str, tab: Tab) -> None:
    page = tab(server)
    answer = ask(page, "Which country is within sight of 5%?")
    go(page, "원고 점검")
    page.get_by_label("원고 붙여넣기").fill(_long(800))
    page.get_by_role("button", name="점검하기").click()
    stop = page.get_by_role("button", name="여기까지만")
    expect(stop).to_be_visible()
    page.get_by_test_id("stSidebarNav").get_by_text("대화", exact=True).click()
    drawer = open_quote(page, answer, "Poland")
    expect(drawer.locator("mark.gj-mark")).to_contain_text("폴란드뿐이다")
    dismiss(page)
    go(page, "원고 점검")
    stop.click()  # it was still at work
    expect(page.locator("[class*=st-key-finding-]").first).to_be_visible()
