"""A bounded fuzz target: damaged copies of good files, read in the child, for some seconds.

    python -m tests.fuzz_readers [SECONDS] [SEED] [FOLDER]

Whatever is done to a file, the answer is a Reading or a Refused, within the limits. Anything else is a
finding: the file is kept in FOLDER, its name and seed are printed, and the run fails. The seeds are files
made here, so that it runs anywhere; given FOLDER/seeds, the files in it are used as well.
"""

from __future__ import annotations

import io
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from sources.blocks import BlockKind, Reading
from sources.door.child import read_guarded
from sources.door.guard import MIB, Limits
from sources.errors import Reason, Refused
from tests import hostile
from tests.hwp_writer import Hwp, note

LIMITS = Limits(memory=1024 * MIB, cpu=10, wall=20)
MARKS = (
    b"\0",
    b"\xff" * 4,
    b"%PDF-",
    b"endobj",
    b"PK\x03\x04",
    b"<",
    b"]]>",
    b"\xd0\xcf\x11\xe0",
    b"9999999999",
    b"&#x0;",
)


def seeds() -> dict[str, bytes]:
    """One good file of each format."""
    hwp = Hwp().paragraph("제목", style=1, shape=2).paragraph("본문이다.", controls=(note("각주다."),))
    return {
        "a.pdf": hostile.page_pdf(),
        "b.pdf": hostile.many_pages(3),
        "a.docx": hostile.docx(hostile.document_xml("첫 문단이다.", "둘째 문단이다.")),
        "a.hwp": hwp.table((("가", "나"), ("다", "라"))).bytes(),
        "a.hwpx": hwpx(),
        "a.xlsx": xlsx(),
        "a.pptx": pptx(),
        "a.html": "<body><h1>제목</h1><ol><li>첫째.</li></ol><table><tr><td>가<td>나</table>".encode(),
        "a.md": "# 제목\n\n본문이다.\n\n| 가 | 나 |\n|---|---|\n| 1 | 2 |\n".encode(),
        "a.csv": '구분,2023,2024\n관람객,412,"1,350"\n'.encode("cp949"),
        "a.txt": "본문이다.\n\n둘째 문단이다.\n".encode("cp949"),
    }


def hwpx() -> bytes:
    """A small HWPX, by the library that writes them."""
    from hwpx import HwpxDocument

    document = HwpxDocument.new()
    document.add_paragraph("본문이다.")
    document.add_table(2, 2).set_cell_text(0, 0, "칸")
    return bytes(document.to_bytes())


def xlsx() -> bytes:
    """A small XLSX, by the library that writes them."""
    from openpyxl import Workbook

    book, out = Workbook(), io.BytesIO()
    book.active.append(["구분", "2023", "2024"])
    book.active.append(["관람객", 412, 0.5])
    book.active.merge_cells("A1:A2")
    book.save(out)
    return out.getvalue()


def pptx() -> bytes:
    """A small PPTX, by the library that writes them."""
    from pptx import Presentation

    show, out = Presentation(), io.BytesIO()
    slide = show.slides.add_slide(show.slide_layouts[1])
    slide.shapes.title.text, slide.placeholders[1].text = "제목", "본문이다."
    slide.notes_slide.notes_text_frame.text = "메모"
    show.save(out)
    return out.getvalue()


def damage(data: bytes, luck: random.Random) -> bytes:
    """A copy of `data` with something done to it."""
    out = bytearray(data)
    for _ in range(luck.choice((1, 1, 2, 5, 30))):
        at = luck.randrange(len(out)) if out else 0
        match luck.randrange(6):
            case 0:
                out[at : at + 1] = bytes([luck.randrange(256)])
            case 1:
                del out[at : at + luck.choice((1, 7, 100, 5000))]
            case 2:
                out[at:at] = luck.choice(MARKS) * luck.choice((1, 1, 3, 1000))
            case 3:
                end = luck.randrange(at, len(out) + 1) if out else 0
                out[at:at] = out[at : min(end, at + 5000)]
            case 4:
                out[at : at + 8] = luck.randbytes(8)
            case _:
                out = out[: max(1, at)]
    return bytes(out)


@dataclass
class Outcome:
    """What came of a run."""

    read: int = 0
    refused: dict[Reason, int] = field(default_factory=dict)
    findings: list[str] = field(default_factory=list)

    @property
    def total(self) -> int:
        return self.read + sum(self.refused.values()) + len(self.findings)


def check(path: Path, limits: Limits = LIMITS) -> Reading | Refused:
    """Read one file. Raises AssertionError, or whatever should not have come out."""
    started = time.monotonic()
    try:
        _, reading = read_guarded(path, limits)
    except Refused as refused:
        assert refused.reason is not Reason.CRASHED, f"the reader crashed: {refused.details}"
        return refused
    finally:
        assert time.monotonic() - started < limits.wall + 10, "over its time"
    for block in reading.blocks:
        block.text.encode("utf-8")
        assert all(0 <= offset <= len(block.text) for offset, _ in block.page_breaks)
        assert isinstance(block.kind, BlockKind)
    return reading


def fuzz(seconds: float, seed: int, folder: Path, more: dict[str, bytes] | None = None) -> Outcome:
    """Damage and read files for some seconds. Findings are kept in `folder`."""
    luck = random.Random(seed)
    outcome = Outcome()
    files = {**seeds(), **(more or {})}
    for number in _until(seconds):
        name = luck.choice(sorted(files))
        path = folder / f"{number}-{name}"
        path.write_bytes(damage(files[name], luck))
        try:
            result = check(path)
        except Exception as error:
            outcome.findings.append(f"{path}: {type(error).__name__}: {error}")
            continue
        if isinstance(result, Refused):
            outcome.refused[result.reason] = outcome.refused.get(result.reason, 0) + 1
        else:
            outcome.read += 1
        path.unlink()
    return outcome


def _until(seconds: float) -> Iterator[int]:
    end = time.monotonic() + seconds
    number = 0
    while time.monotonic() < end:
        yield number
        number += 1


def main() -> int:
    seconds = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    seed = int(sys.argv[2]) if len(sys.argv) > 2 else random.randrange(1 << 30)
    folder = Path(sys.argv[3]) if len(sys.argv) > 3 else Path(tempfile.mkdtemp(prefix="gakju-fuzz-"))
    folder.mkdir(parents=True, exist_ok=True)
    own = folder / "seeds"
    more = {p.name: p.read_bytes() for p in own.iterdir() if p.is_file()} if own.is_dir() else {}
    outcome = fuzz(seconds, seed, folder, more)
    print(f"seed {seed}: {outcome.total} files, {outcome.read} read, {sum(outcome.refused.values())} refused")
    for reason, count in sorted(outcome.refused.items()):
        print(f"  {reason.value}: {count}")
    for finding in outcome.findings:
        print(f"FINDING {finding}")
    return 1 if outcome.findings else 0


if __name__ == "__main__":
    sys.exit(main())
