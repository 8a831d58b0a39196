"""Every hostile file ends in one refusal, within its limit, and the parent goes on as if nothing had been."""

from __future__ import annotations

import os
import time
import zipfile
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

import pytest

from sources.door import child
from sources.door.archive import member_name
from sources.door.child import read_guarded
from sources.door.guard import MIB, Limits, safe_name
from sources.errors import Reason, Refused
from sources.pagemap import page_image, quote_boxes
from tests import hostile
from tests.hostile_files import NAMED, TIGHT, Case
from tests.make_samples import Sample


def refusal(path: Path, limits: Limits = TIGHT) -> Refused:
    with pytest.raises(Refused) as caught:
        read_guarded(path, limits)
    return caught.value


def children() -> set[str]:
    """The processes that this one started and has not buried. Servers of other tests may be among them."""
    found = set()
    for path in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):  # it ended meanwhile
            if path.read_text().rpartition(")")[2].split()[1] == str(os.getpid()):
                found.add(path.parent.name)
    return found


@pytest.fixture(autouse=True)
def _parent_unharmed():
    """No child is left, not even unburied, and no limit of the parent's own has changed."""
    resource = pytest.importorskip("resource")
    kinds = (resource.RLIMIT_AS, resource.RLIMIT_CPU, resource.RLIMIT_FSIZE, resource.RLIMIT_NOFILE)

    def state() -> tuple[object, ...]:
        handles = list(Path("/proc/self/fd").iterdir()) if Path("/proc/self/fd").exists() else []
        return [resource.getrlimit(kind) for kind in kinds], Path.cwd(), len(handles), children()

    before = state()
    yield
    assert state() == before


@pytest.mark.parametrize("case", NAMED, ids=[case.name for case in NAMED])
def test_a_hostile_file_ends_in_the_refusal_it_deserves(tmp_path: Path, case: Case):
    path = case.write(tmp_path)
    started = time.monotonic()
    refused = refusal(path)
    assert refused.reason in case.wanted, refused
    assert refused.name == case.name
    assert time.monotonic() - started < TIGHT.wall + 5


@pytest.mark.parametrize("depth", [200, 5_000])
@pytest.mark.parametrize(("name", "nest"), [("x.html", ("<div><b>", "</b></div>")), ("x.md", ("> ", ""))])
def test_what_stands_too_deep_is_never_left_out_in_silence(
    tmp_path: Path, name: str, nest: tuple[str, str], depth: int
):
    path = tmp_path / name
    said = (
        "앞의 문장이다.\n\n" + nest[0] * depth + "깊은 문장이다." + nest[1] * depth + "\n\n뒤의 문장이다.\n"
    )
    path.write_text(said, "utf-8")
    assert refusal(path).reason is Reason.TOO_DEEP


def test_a_huge_page_is_drawn_small(tmp_path: Path):
    path = tmp_path / "huge.pdf"
    path.write_bytes(hostile.page_pdf(box=b"0 0 14400000 14400000"))
    png = page_image(path, 1, "A sentence that can be read", TIGHT)
    assert png.startswith(b"\x89PNG") and len(png) < 5 * MIB


def test_a_page_a_mile_wide_is_drawn_too(tmp_path: Path):
    path = tmp_path / "wide.pdf"
    path.write_bytes(hostile.page_pdf(box=b"0 0 9000000 1"))
    try:
        assert page_image(path, 1, None, TIGHT).startswith(b"\x89PNG")
    except Refused as refused:
        assert refused.reason in (Reason.DAMAGED, Reason.TOO_MUCH_MEMORY)


@pytest.mark.parametrize("share", [0.02, 0.3, 0.6, 0.9, 0.99])
@pytest.mark.parametrize("name", ["ko-one.pdf", "ko-notes.docx"])
def test_a_file_that_breaks_off_is_refused(
    samples: dict[str, Sample], tmp_path: Path, name: str, share: float
):
    data = samples[name].path.read_bytes()
    path = tmp_path / name
    path.write_bytes(data[: int(share * len(data))])
    assert refusal(path).reason is Reason.DAMAGED


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_an_hwp_that_breaks_off_is_refused(tmp_path: Path, share: float):
    data = hostile.Hwp().paragraph("".join(chr(0xAC00 + n * 7 % 11172) for n in range(20_000))).bytes()
    path = tmp_path / "half.hwp"
    path.write_bytes(data[: int(share * len(data))])
    assert refusal(path).reason is Reason.DAMAGED


def test_a_damaged_pdf_says_how_much_was_readable(tmp_path: Path):
    data = hostile.many_pages(20)
    path = tmp_path / "cut.pdf"
    path.write_bytes(data[: data.rfind(b"startxref")])
    refused = refusal(path)
    assert refused.reason is Reason.DAMAGED
    assert refused.details == {"readable": 20, "pages": 20}


def test_too_large_a_file_is_never_opened(tmp_path: Path):
    path = tmp_path / "large.pdf"
    with path.open("wb") as file:
        file.truncate(51 * MIB)
    refused = refusal(path)
    assert refused.reason is Reason.TOO_LARGE
    assert refused.details["limit_mb"] == 50
    assert refusal(path, Limits(size=52 * MIB)).reason is Reason.EMPTY


# ── names ───────────────────────────────────────────────────────────────────────────────────────


def test_names_that_no_system_takes(tmp_path: Path):
    for name in ("x" * 10_000 + ".pdf", "a\0b.pdf"):
        assert refusal(tmp_path / name).reason is Reason.NOT_READABLE
    assert refusal(tmp_path / "없다.pdf").reason is Reason.NOT_FOUND
    assert len(refusal(tmp_path / ("긴" * 10_000)).name) <= 120


def test_what_is_no_ordinary_file(tmp_path: Path):
    os.mkfifo(tmp_path / "pipe.pdf")
    (tmp_path / "folder.pdf").mkdir()
    for path in (tmp_path / "pipe.pdf", tmp_path / "folder.pdf", Path("/dev/zero")):
        assert refusal(path).reason is Reason.NOT_READABLE


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("../../etc/passwd", "passwd"),
        ("..\\..\\보고서.pdf", "보고서.pdf"),
        ("/etc/../x/방위비.hwp", "방위비.hwp"),
        ("a\0b.pdf", "ab.pdf"),
        ("\u202efdp.exe", "fdp.exe"),
        ("방\u200b위\u2066비.pdf", "방위비.pdf"),
        ("  .htaccess. ", "htaccess"),
        ("<img src=x onerror=1>.pdf", "_img src=x onerror=1_.pdf"),
        ("CON.pdf", "_CON.pdf"),
        ("...", "document"),
        ("", "document"),
        ("\u1107\u1161\u11bc.pdf", "방.pdf"),
    ],
)
def test_a_safe_name(given: str, kept: str):
    assert safe_name(given) == kept


def test_a_safe_name_is_short_and_keeps_its_extension():
    name = safe_name("가" * 10_000 + ".docx")
    assert name.endswith("가.docx") and len(name.encode()) <= 180


def test_cp949_names_are_shown_as_they_were_meant(tmp_path: Path):
    for encoding in ("cp949", "utf-8"):
        path = tmp_path / f"{encoding}.zip"
        path.write_bytes(hostile.korean_names(encoding))
        with zipfile.ZipFile(path) as archive:
            assert [member_name(info) for info in archive.infolist()] == ["보고서/첫째 문서.txt"]


# ── limits ──────────────────────────────────────────────────────────────────────────────────────


def test_wall_time(tmp_path: Path):
    path = tmp_path / "tree.pdf"
    path.write_bytes(hostile.form_tree())
    started = time.monotonic()
    refused = refusal(path, replace(TIGHT, wall=1))
    assert refused.reason is Reason.TIMED_OUT
    assert time.monotonic() - started < 10


def test_processor_time(tmp_path: Path):
    path = tmp_path / "tree.pdf"
    path.write_bytes(hostile.form_tree())
    assert refusal(path, replace(TIGHT, cpu=1)).reason is Reason.TIMED_OUT


def test_memory(tmp_path: Path):
    path = tmp_path / "many.txt"
    path.write_text("문단이다. 그리고 또 하나.\n\n" * 1_000_000, "utf-8")
    assert refusal(path, replace(TIGHT, memory=220 * MIB)).reason is Reason.TOO_MUCH_MEMORY


def test_output(tmp_path: Path):
    path = tmp_path / "long.txt"
    path.write_text("문단이다.\n\n" * 5000, "utf-8")
    assert refusal(path, replace(TIGHT, output=10_000)).reason is Reason.TOO_MUCH_MEMORY


def test_what_a_child_says_is_only_data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    """A child that was taken over can answer anything; nothing but a Reading or a refusal comes of it."""
    path = tmp_path / "x.txt"
    path.write_text("본문이다.", "utf-8")
    good = (
        '{"result": {"format": "plain", "reading": {"blocks": [%s], "pages": null, "pages_exact": true,'
        ' "ocr": false, "metadata": {}, "notes": []}}}'
    )
    for said in ("", "[]", "{}", "null", '{"result": 5}', "[" * 100_000, '{"refused": "no such reason"}',
                 good % '[5, "body", null, [], null, 1, null]',
                 good % '["x", "evil", null, [], null, 1, null]',
                 good % '["x"]', good % '["x", "table", null, [], null, 1, {"rows": [[{"text": 5}]]}]',
                 good % json_block('{"rows": [[{"text": "a", "row": -1, "column": 0, "row_span": 1,'
                                   ' "column_span": 1, "page": null}]], "header_rows": 0, "caption": "",'
                                   ' "unit": ""}')):  # fmt: skip
        monkeypatch.setattr(child, "START", f"import sys; sys.stdout.write({said!r})")
        assert refusal(path).reason is Reason.CRASHED, said
    monkeypatch.setattr(child, "START", f"print({good % json_block()!r})")
    assert read_guarded(path)[1].blocks[0].text == "x?"


def json_block(table: str = "null") -> str:
    return f'["x\\ud800", "body", null, [], null, 1, {table}]'


@pytest.mark.parametrize(
    ("start", "reason"),
    [
        ("import os; os.kill(os.getpid(), 11)", Reason.CRASHED),
        ("import os; os.abort()", Reason.CRASHED),
        ("raise SystemExit(3)", Reason.CRASHED),
        ("1/0", Reason.CRASHED),
        ("x = []\nwhile True: x.append('x' * 10**7)", Reason.TOO_MUCH_MEMORY),
    ],
)
def test_a_crash_is_one_refusal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, start: str, reason: Reason):
    path = tmp_path / "x.txt"
    path.write_text("본문이다.", "utf-8")
    limit = "import resource; resource.setrlimit(resource.RLIMIT_AS, (1 << 29, 1 << 29))\n"
    monkeypatch.setattr(child, "START", limit + start)
    assert refusal(path).reason is reason


def test_grandchildren_die_with_the_child(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    path, mark = tmp_path / "x.txt", tmp_path / "pid"
    path.write_text("본문이다.", "utf-8")
    start = (
        "import subprocess, time, pathlib; p = subprocess.Popen(['sleep', '600']); "
        f"pathlib.Path({str(mark)!r}).write_text(str(p.pid)); time.sleep(600)"
    )
    monkeypatch.setattr(child, "START", start)
    assert refusal(path, replace(TIGHT, wall=2)).reason is Reason.TIMED_OUT
    pid = int(mark.read_text())
    for _ in range(50):
        state = Path(f"/proc/{pid}/stat")
        if not state.exists() or state.read_text().rpartition(")")[2].split()[0] == "Z":
            return
        time.sleep(0.1)
    pytest.fail("the grandchild lives on")


def test_pagemap_refuses_what_is_no_pdf(tmp_path: Path):
    path = tmp_path / "x.docx"
    path.write_bytes(hostile.docx())
    for ask in (lambda: quote_boxes(path, 1, "본문"), lambda: page_image(path, 1)):
        with pytest.raises(Refused) as caught:
            ask()
        assert caught.value.reason is Reason.WRONG_TYPE
    page = tmp_path / "x.pdf"
    page.write_bytes(hostile.page_pdf())
    with pytest.raises(Refused) as caught:
        page_image(page, 7)
    assert caught.value.reason is Reason.NOT_READABLE
