"""The chat in a real Chromium: questions, footnotes, documents, and nothing that leaves the machine."""

from __future__ import annotations

import contextlib
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Locator, Page, expect

from tests.fakes import MARKUP, PARAGRAPHS
from tests.servers import Site, running_site
from tests.web.conftest import FAKE_PAGE, serving
from tests.web.steps import Tab, ask, attach, dismiss, go, open_quote

pytestmark = pytest.mark.browser
ADDED_TITLE = "한빛도 해상풍력 단지 타당성 보고"
ADDED_QUOTE = "한빛도 해상풍력 단지의 예상 발전 용량은 412메가와트로 추산된다."
ADDED_QUESTION = "한빛도 해상풍력 단지의 예상 발전 용량은 얼마인가요?"


def find_document(page: Page, words: str, title: str) -> Locator:
    """Search the library for `words` and return the card of `title`, the only one left. The list is drawn
    whole before it is narrowed down, and a press on a card that moves up meanwhile is lost."""
    field = page.get_by_label("제목·저자·날짜로 찾기")
    field.fill(words)
    field.press("Enter")
    cards = page.locator("[class*=st-key-document-]")
    expect(cards).to_have_count(1)
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    card = cards.filter(has_text=title)
    expect(card).to_have_count(1)
    return card


# Whether a chip stands beside the word before it, with nowhere for the line to break between the two.
ON_THE_LINE_OF_ITS_WORD = """(chip) => {
  const held = chip.parentElement;
  return getComputedStyle(held).whiteSpace === 'nowrap' && held.textContent.trim() !== chip.textContent; }"""


def test_a_korean_question_is_answered_with_an_open_footnote(server: str, tab: Tab) -> None:
    page = tab(server)
    answer = ask(page, "IP4 회원국 중 불참한 나라와 그 이유는?")
    for name in ("일본", "호주", "한국", "이란 핵시설 공습"):
        expect(answer.locator(".gj-claims")).to_contain_text(name)
    first = answer.locator(".gj-chip").first
    assert first.evaluate(ON_THE_LINE_OF_ITS_WORD), "the number stands on a line of its own"
    drawer = open_quote(page, answer, "이란 핵시설 공습")
    expect(drawer.locator("mark.gj-mark")).to_contain_text("이란 핵시설 공습")
    for place in ("4쪽", "IP4의 존재감 약화", "문단 17"):
        expect(drawer.locator(".gj-meta-line")).to_contain_text(place)
    expect(drawer.locator(".gj-next")).to_have_count(2)
    expect(drawer.locator(".gj-footnote")).to_contain_text("『아산정책연구원 이슈브리프』 2025-03(S)")
    dismiss(page)
    expect(page.locator(".gj-chip:focus")).to_have_count(1)


def test_an_english_question_shows_the_original_and_its_translation(server: str, tab: Tab) -> None:
    page = tab(server)
    answer = ask(page, "Which country is within sight of 5%?")
    expect(answer.locator(".gj-claims")).to_contain_text("Poland")
    drawer = open_quote(page, answer, "Poland")
    expect(drawer.locator("mark.gj-mark")).to_contain_text("폴란드뿐이다")
    expect(drawer.locator("mark.gj-soft")).to_contain_text("Poland is the only country")
    expect(drawer).to_contain_text("비공식 번역")


def test_a_link_opens_the_exact_sentence(server: str, tab: Tab) -> None:
    page = tab(server)
    drawer = open_quote(page, ask(page, "Which country is within sight of 5%?"), "Poland")
    drawer.get_by_text("링크와 증명 정보").click()
    address = drawer.get_by_test_id("stCode").first.inner_text().strip()
    other = tab(address)
    expect(other.get_by_role("dialog").locator("mark.gj-mark")).to_contain_text("폴란드뿐이다")
    damaged = tab(address[:-3] + "aaa")
    expect(damaged.get_by_text("지금 서재에 없습니다")).to_be_visible()


def test_a_pdf_is_added_asked_shown_and_removed(server: str, tab: Tab, tmp_path: Path) -> None:
    page = tab(server)
    assert ADDED_QUOTE not in ask(page, ADDED_QUESTION).inner_text()
    file = write_pdf(tab("about:blank"), tmp_path)
    attach(page, file)
    page.get_by_test_id("stChatInputSubmitButton").click()
    expect(page.get_by_role("progressbar").or_(page.locator(".st-key-added")).first).to_be_visible()
    expect(page.locator(".st-key-added")).to_contain_text(ADDED_TITLE)

    answer = ask(page, ADDED_QUESTION)
    expect(answer.locator(".gj-claims")).to_contain_text("412메가와트")
    drawer = open_quote(page, answer, "412메가와트")
    expect(drawer.locator("mark.gj-mark")).to_have_text(ADDED_QUOTE)
    image = drawer.get_by_test_id("stImage").locator("img")
    expect(image).to_be_visible()
    assert marked_pixels(page, image) > 300
    dismiss(page)

    go(page, "서재")
    card = find_document(page, "한빛도", ADDED_TITLE)
    card.get_by_role("button", name="지우기").click()
    page.get_by_role("dialog").get_by_role("button", name="서재에서 지우기").click()
    expect(page.get_by_text("맞는 문서가 없습니다")).to_be_visible()
    expect(page.locator(".st-key-added")).to_have_count(0)  # it said that the document was added

    page.get_by_test_id("stSidebarNav").get_by_text("대화", exact=True).click()
    expect(page.locator(".gj-answer").last).to_be_visible()
    again = ask(page, ADDED_QUESTION)
    expect(again.locator(".gj-abstain")).to_be_visible()
    expect(again).not_to_contain_text("412메가와트")
    # What was cited before reads the same, and says that its document is gone.
    page.locator(".gj-answer").nth(1).locator(".gj-chip").first.click()
    expect(page.get_by_role("dialog")).to_contain_text("이제 서재에 없습니다")


def write_pdf(page: Page, folder: Path) -> Path:
    """A PDF that Chromium prints, with Korean text of two pages."""
    filler = "이 보고는 해양수산 현황과 주민 의견을 차례로 다룬다. " * 6
    page.set_content(
        f"<html lang=ko><head><title>{ADDED_TITLE}</title></head>"
        "<body style=\"font:12pt 'Noto Sans CJK KR'\">"
        f"<h1>{ADDED_TITLE}</h1><p>2031-04-02</p><h2>개요</h2><p>{filler}</p>"
        f"<div style='break-before:page'></div><h2>발전 용량</h2>"
        f"<p>조사단은 바람 자료 3년치를 분석했다. {ADDED_QUOTE} 공사는 2033년에 시작할 계획이다.</p>"
        "</body></html>"
    )
    path = folder / "hanbit-wind.pdf"
    page.pdf(path=str(path), format="A4")
    return path


def test_the_items_of_a_list_stand_in_lines_under_their_head(server: str, tab: Tab, tmp_path: Path) -> None:
    file = tmp_path / "솔섬 도서관 이용 규정.md"
    file.write_text(
        "# 솔섬 도서관 이용 규정\n\n##### 제8조 (출입)\n\n다음 각 호의 사람은 들어올 수 없다.\n\n"
        "  1\\. 큰 짐을 든 사람\n  2\\. 짐승을 데려온 사람\n",
        "utf-8",
    )
    page = tab(server)
    attach(page, file)
    lines = ask(page, "솔섬 도서관 이용 규정 제8조").locator(".gj-line")
    expect(lines).to_have_count(3)
    left = [lines.nth(n).locator(".gj-claim").bounding_box()["x"] for n in range(3)]
    assert left[0] < left[1] == left[2]


def marked_pixels(page: Page, image: Locator) -> int:
    """How many pixels of the picture have the colour of the marker pen."""
    return image.evaluate(
        """async (image) => {
             await image.decode();
             const canvas = document.createElement('canvas');
             canvas.width = image.naturalWidth; canvas.height = image.naturalHeight;
             const pen = canvas.getContext('2d'); pen.drawImage(image, 0, 0);
             const data = pen.getImageData(0, 0, canvas.width, canvas.height).data;
             let found = 0;
             for (let i = 0; i < data.length; i += 4)
               if (data[i] > 240 && data[i + 1] > 200 && data[i + 1] < 240 && data[i + 2] < 90) found++;
             return found; }"""
    )


def test_a_table_is_drawn_and_its_cited_row_is_marked_in_the_source(
    server: str, tab: Tab, tmp_path: Path
) -> None:
    file = tmp_path / "솔섬 도서관 이용 통계.md"
    file.write_text(
        "# 솔섬 도서관 이용 통계\n\n표 7 분관별 이용자\n\n(단위: 명)\n\n"
        "| 분관 | 2023년 | 2024년 |\n|---|---|---|\n| 북촌 | 1,204 | 1,451 |\n| 남촌 | 310 | 298 |\n",
        "utf-8",
    )
    page = tab(server)
    attach(page, file)
    answer = ask(page, "솔섬 도서관 이용 통계 표 7")
    table = answer.locator(".gj-table table")
    expect(table.locator("caption")).to_have_text("표 7 분관별 이용자 (단위: 명)")
    expect(table.locator("th")).to_have_text(["분관", "2023년", "2024년", ""])
    row = table.locator("tr", has_text="남촌")
    expect(row.locator("td").nth(2)).to_have_text("298")
    row.locator(".gj-chip").press("Enter")
    drawer = page.get_by_role("dialog")
    expect(drawer.locator("td mark.gj-mark")).to_have_text(["남촌", "310", "298"])
    expect(drawer).to_contain_text("표 7, 남촌 행")


def test_a_record_is_corrected_and_a_newer_version_takes_its_place(
    server: str, tab: Tab, tmp_path: Path
) -> None:
    page = tab(f"{server}/library")
    file = tmp_path / "tides.md"
    file.write_text("# 바람골 조석표\n\n2030-05-01\n\n바람골 포구의 만조는 오전 6시 12분이다.\n", "utf-8")
    page.get_by_text("추가하기 전에 서지 정보 확인하기", exact=True).click()
    expect(page.get_by_role("checkbox", checked=True)).to_have_count(1)
    uploader = page.get_by_test_id("stFileUploaderDropzoneInput")
    uploader.set_input_files(file)
    expect(page.get_by_text("tides.md")).to_be_visible()
    title = page.get_by_label("제목 (한국어)")
    for _ in range(3):  # the name is there before the file is: a click in between finds none to add
        page.get_by_role("button", name="추가", exact=True).click()
        with contextlib.suppress(AssertionError):
            expect(title).to_have_value("바람골 조석표", timeout=30_000)
            break
    expect(title).to_have_value("바람골 조석표")
    title.fill("바람골 항구 조석표")
    page.get_by_test_id("stForm").get_by_role("button", name="추가").click()
    expect(page.locator(".st-key-added")).to_contain_text("바람골 항구 조석표")

    card = find_document(page, "항구 조석표", "바람골 항구 조석표")
    card.get_by_role("button", name="새 판으로 바꾸기").click()
    file.write_text("# 바람골 조석표\n\n바람골 포구의 만조는 오전 7시 45분이다.\n", "utf-8")
    dialog = page.get_by_role("dialog")
    dialog.get_by_test_id("stFileUploaderDropzoneInput").set_input_files(file)
    dialog.get_by_role("button", name="새 판으로 바꾸기").click()
    expect(page.locator(".st-key-added")).to_contain_text("새 판으로 바꿈")
    card.get_by_role("button", name="읽기").click()
    expect(page.get_by_role("dialog")).to_contain_text("7시 45분")
    expect(page.get_by_role("dialog")).not_to_contain_text("6시 12분")
    expect(page.get_by_role("dialog")).to_contain_text("바람골 항구 조석표")


def test_a_draft_is_checked_and_the_findings_saved(server: str, tab: Tab) -> None:
    page = tab(f"{server}/check")
    box = page.get_by_label("원고 붙여넣기")
    expect(box).to_be_visible()
    title = page.get_by_role("heading", level=1)
    assert title.evaluate("(node) => parseFloat(getComputedStyle(node).fontSize)") > 24
    box.fill("현재 7% 달성이 가시권에 있는 국가는 폴란드뿐이다.\n\n오늘은 날씨가 좋다.")
    page.get_by_role("button", name="점검하기").click()
    finding = page.locator("[class*=st-key-finding-]").first
    expect(finding).to_contain_text("5%")
    expect(finding.locator("mark.gj-wrong")).to_contain_text("7%")
    with page.expect_download() as saved:
        page.get_by_role("button", name="표 (.md)").click()
    assert "폴란드뿐이다" in Path(saved.value.path()).read_text("utf-8")


def test_the_basket_collects_orders_and_exports(fake_server: str, tab: Tab) -> None:
    page = tab(fake_server)
    answer = ask(page, "복원 사업은 언제 시작되었나요?")
    answer.get_by_role("button", name="바구니에 담기").click()
    said = page.get_by_text("인용 바구니에 담았습니다")
    expect(said).to_be_visible()
    drawer = open_quote(page, answer, "340억 원")
    expect(said).to_have_count(0)  # the next one is then that of the quote
    drawer.get_by_role("button", name="바구니에 담기").click()
    expect(said).to_be_visible()
    dismiss(page)
    go(page, "인용 바구니")
    items = page.locator("[class*=st-key-item-]")
    expect(items).to_have_count(2)
    expect(items.first).to_contain_text("복원 사업은 언제")
    items.nth(1).get_by_role("button", name="위로").click()
    expect(items.nth(1)).to_contain_text("복원 사업은 언제")
    note = items.first.get_by_label("메모")
    expect(note).to_have_count(1)
    note.fill("첫머리에 쓸 것")
    note.press("Enter")
    expect(items.first.locator(".gj-own-note")).to_have_text("첫머리에 쓸 것")
    expect(page.get_by_test_id("stStatusWidget")).to_have_count(0)
    for name, start in (("Markdown (.md)", b""), ("Word (.docx)", b"PK"), ("한글 (.hwpx)", b"PK")):
        with page.expect_download() as saved:
            page.get_by_role("button", name=name).click()
        path = Path(saved.value.path())
        assert path.read_bytes().startswith(start)
        if not start:
            assert "340억 원이 들었다" in path.read_text("utf-8")
            assert "첫머리에 쓸 것" in path.read_text("utf-8")
        elif name.startswith("Word"):
            assert "word/footnotes.xml" in zipfile.ZipFile(path).namelist()


def test_text_that_looks_like_markup_stays_text(fake_server: str, tab: Tab) -> None:
    page = tab(fake_server)
    hostile = "<img src='http://203.0.113.9/q.png'> ![x](http://203.0.113.9/w.png) <b>굵게</b>"
    answer = ask(page, hostile)
    expect(page.get_by_test_id("stChatMessage").first).to_contain_text(hostile)
    expect(answer).to_contain_text("<script>alert(1)</script>")
    drawer = open_quote(page, answer, "글자로만 보인다")
    expect(drawer.locator("mark.gj-mark")).to_have_text(PARAGRAPHS[2])
    dismiss(page)
    assert page.locator("img[src*='203.0.113']").count() == 0
    assert page.locator(".gj-answer script, .gj-answer b, .gj-source b").count() == 0


def test_a_record_of_markup_stays_text_on_every_page(fake_server: str, tab: Tab) -> None:
    page = tab(fake_server)
    page.get_by_text("자료 범위").click()
    page.get_by_role("combobox", name="문서").click()
    expect(page.get_by_role("option").filter(has_text="203.0.113.9/t.png")).to_be_visible()
    page.keyboard.press("Escape")
    page.goto(f"{fake_server}/library")
    card = page.locator("[class*=st-key-document-]").filter(has_text=MARKUP)
    for name in ("서지 정보", "읽기", "지우기"):
        card.get_by_role("button", name=name).click()
        dismiss(page)
    assert page.locator("img[src*='203.0.113'], a[href*='203.0.113']").count() == 0


def test_a_question_is_shown_at_once_and_can_be_stopped(fake_server: str, tab: Tab) -> None:
    """Stopped early, late or between, and again and again, the page is never blank."""
    page = tab(fake_server)
    box = page.get_by_test_id("stChatInputTextArea")
    expect(box).to_be_visible()
    for turn in range(9):
        box.fill(f"slow 3 번째 {turn}")
        box.press("Enter")
        shown = page.locator("[class*=st-key-asked-now]").get_by_text(f"slow 3 번째 {turn}", exact=True)
        expect(shown).to_be_visible(timeout=10_000)
        expect(page.get_by_text("문서 2건에서 찾는 중")).to_be_visible()
        page.wait_for_timeout((150, 500, 900)[turn % 3])
        page.get_by_role("button", name="멈추기").click()
        expect(shown).to_have_count(0)
        expect(box).to_be_visible()
        expect(page.get_by_test_id("stSidebar")).to_be_visible()
    answer = ask(page, "복원 사업은 언제 시작되었나요?")
    expect(answer.locator(".gj-chip")).to_have_count(3)


def test_an_english_browser_starts_in_english(
    browser: Browser, tmp_path_factory: pytest.TempPathFactory
) -> None:
    with serving(FAKE_PAGE, tmp_path_factory.mktemp("english") / "home", interface="") as address:
        for locale, placeholder in (("en-GB", "Ask"), ("ko-KR", "물어보")):
            context = browser.new_context(locale=locale)
            page = context.new_page()
            page.goto(address)
            expect(page.get_by_test_id("stChatInputTextArea")).to_have_attribute(
                "placeholder", re.compile(placeholder)
            )
            context.close()


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as found:
        yield found


FOREIGN = """async (address) => {
  const found = [];
  for (const path of ['/', '/api/ask?question=x', '/api', '/library', '/_stcore/host-config']) {
    for (const mode of ['cors', 'no-cors']) {
      try {
        const reply = await fetch(address + path, {mode, credentials: 'include'});
        found.push(reply.type === 'opaque' ? 0 : reply.status);
      } catch (error) { found.push(0); }
    }
  }
  const socket = address.replace('http', 'ws') + '/_stcore/stream';
  found.push(await new Promise((done) => {
    const tried = new WebSocket(socket, ['streamlit']);
    tried.onopen = () => done('open');
    tried.onerror = () => done(0);
  }));
  return found; }"""


def test_a_page_of_another_local_server_gets_nothing(server: str, browser: Browser, site: Site) -> None:
    """The browser holds the cookie, and every request still comes to nothing."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(server)
    expect(page.get_by_test_id("stChatInputTextArea")).to_be_visible()
    foreign = context.new_page()
    foreign.goto(site.page("/", "<p>another page</p>"))
    assert set(foreign.evaluate(FOREIGN, server)) == {0}
    foreign.set_content(f"<iframe src='{server}'></iframe><a href='{server}/'>link</a>")
    foreign.wait_for_timeout(1000)
    assert not any(frame.locator("textarea").count() for frame in foreign.frames)
    # A page without the cookie, led here by a link, is told how to come in.
    stranger = browser.new_context().new_page()
    stranger.goto(site.page("/link", f"<a href='{server.replace('127.0.0.1', 'localhost')}/'>link</a>"))
    stranger.get_by_text("link").click()
    expect(stranger.get_by_text("주소 창")).to_be_visible()
    context.close()


def test_the_language_switch_turns_the_whole_interface(fake_server: str, tab: Tab) -> None:
    page = tab(fake_server)
    expect(page.get_by_text("문서에 없는 것은 없다고")).to_be_visible()
    expect(page.locator("html[lang=ko]")).to_have_count(1)
    page.get_by_text("English", exact=True).click()
    expect(page.get_by_text("Nothing leaves this computer")).to_be_visible()
    expect(page.get_by_role("button", name="Send message")).to_be_visible()
    expect(page.locator("html[lang=en]")).to_have_count(1)
    hangul = re.compile("[가-힣]")
    left = [text for text in visible_texts(page) if hangul.search(text)]
    # The switch names Korean in Korean; examples and titles of conversations are not the interface.
    assert [text for text in left if text not in ("한국어", "각주 Gakju")] == example_questions()
    page.get_by_text("한국어", exact=True).click()
    expect(page.get_by_role("button", name="질문 보내기")).to_be_visible()


def visible_texts(page: Page) -> list[str]:
    return page.evaluate(
        """() => [...document.querySelectorAll('body *')]
             .filter((e) => e.checkVisibility() && !e.closest('[class*=st-key-open-]'))
             .flatMap((e) => [...e.childNodes].filter((n) => n.nodeType === 3).map((n) => n.nodeValue.trim()))
             .filter(Boolean)"""
    )


def example_questions() -> list[str]:
    return []  # the fake library is not the shipped one


def test_history_survives_a_reload(fake_server: str, tab: Tab) -> None:
    page = tab(fake_server)
    ask(page, "다시 보고 싶은 질문입니다")
    page.reload()
    page.get_by_role("button", name="다시 보고 싶은 질문입니다").click()
    expect(page.locator(".gj-answer .gj-chip")).to_have_count(3)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [1280, 390])
def test_accessible_in_light_and_dark_wide_and_narrow(
    fake_server: str, tab: Tab, scheme: str, width: int
) -> None:
    page = tab(fake_server, color_scheme=scheme, viewport={"width": width, "height": 844})
    ask(page, "hedge")
    ask(page, "abstain")
    problems = violations(page)
    page.locator(".gj-chip").first.click()
    expect(page.get_by_role("dialog").get_by_role("button", name="각주 복사")).to_be_visible()
    problems += violations(page)
    assert problems == []
    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert wide <= 0, "the page scrolls sideways"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("name", ["library", "basket", "check"])
def test_the_other_pages_are_accessible(fake_server: str, tab: Tab, name: str, scheme: str) -> None:
    page = tab(f"{fake_server}/{name}", color_scheme=scheme)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    assert violations(page) == []


def violations(page: Page) -> list[str]:
    """What axe finds against WCAG 2.1 A and AA."""
    options = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]}}
    found = Axe().run(page, options=options).response["violations"]
    return [f"{v['id']}: {node['html'][:300]} {node['failureSummary']}" for v in found for node in v["nodes"]]


def test_every_reply_carries_the_security_headers(server: str, tab: Tab) -> None:
    page = tab("about:blank")
    typed = {"Sec-Fetch-Site": "none", "Sec-Fetch-Mode": "navigate", "Sec-Fetch-Dest": "document"}
    refused = page.request.get(server)  # before the cookie is there
    shown = page.request.get(server, headers=typed)
    headers = shown.headers
    assert (shown.status, refused.status) == (200, 401)
    assert refused.headers["content-security-policy"] == headers["content-security-policy"]
    policy = headers["content-security-policy"]
    assert "default-src 'self'" in policy
    assert "http:" not in policy.replace("http://127", "")
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-content-type-options"] == "nosniff"
    assert page.request.get(server, headers={"Host": "evil.example"}).status in (400, 403)
