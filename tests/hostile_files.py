"""Hostile and damaged files added as a user adds them, each of which must end in one sentence that is true.

    python -m tests.hostile_files [FOLDER]

Every file is added twice, for a Korean and for an English reader, through the child process that reads it, to
a library with a very small model. What is demanded of each: added, or one line in the reader's language that
names the file and the very reason it was made for. Files in FOLDER are added too; of those only a line is
demanded. `tests/sources/test_hostile.py` reads the `NAMED` ones.
"""

from __future__ import annotations

import os
import random
import re
import socket
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from pathlib import Path

from assistant.adding.added import AddResult, Options
from assistant.adding.items import find_items
from assistant.adding.run import add_items
from index.config import IndexConfig
from index.library import Library
from sources.document import Language
from sources.door.guard import MIB, Limits
from sources.errors import Reason
from tests import hostile
from tests.fuzz_readers import damage, seeds
from tests.index.tiny_model import tiny_model

TIGHT = Limits(memory=1024 * MIB, cpu=8, wall=20)
FIRST = 13  # the seed of the first flipped file
ADDED = "added"


@dataclass(frozen=True)
class Case:
    """A file and what must come of it: reasons, or ADDED. `make` gives its bytes, or makes it at a path."""

    name: str
    make: Callable[[], bytes] | Callable[[Path], None]
    wanted: frozenset[str]
    by_path: bool = False
    limits: Limits = TIGHT

    def write(self, folder: Path) -> Path:
        path = folder / self.name
        if self.by_path:
            self.make(path)  # type: ignore[call-arg]
        else:
            path.write_bytes(self.make())  # type: ignore[call-arg, arg-type]
        return path


def _case(name: str, make: Callable[[], bytes], *wanted: str) -> Case:
    return Case(name, make, frozenset(wanted))


NAMED = (
    _case("bomb.docx", hostile.zip_bomb, Reason.ZIP_BOMB),
    _case("forged.docx", hostile.forged_zip, Reason.DAMAGED),
    _case("members.docx", hostile.many_members, Reason.ZIP_BOMB),
    _case("spread.docx", hostile.spread_bomb, Reason.ZIP_BOMB),
    _case("climbing.docx", hostile.climbing_zip, Reason.UNSAFE_ARCHIVE),
    _case("doubled.docx", hostile.doubled_part, Reason.UNSAFE_ARCHIVE),
    _case("korean.docx", hostile.korean_names, Reason.WRONG_TYPE),
    _case("locked.docx", hostile.locked_zip, Reason.ENCRYPTED),
    _case("entities.docx", hostile.entity_bomb, Reason.UNSAFE_XML),
    _case("entities16.docx", lambda: hostile.entity_bomb("utf-16"), Reason.UNSAFE_XML),
    _case("outside.docx", hostile.outside_entity, Reason.UNSAFE_XML),
    _case("deep.docx", hostile.deep_xml, Reason.TOO_DEEP),
    _case("deep.html", hostile.deep_html, Reason.TOO_DEEP),
    _case("loop.pdf", hostile.looping_pages, Reason.TOO_MANY_PAGES),
    _case("tree.pdf", hostile.form_tree, Reason.TOO_MUCH_MEMORY),
    _case("form.pdf", hostile.looping_form, Reason.TOO_MUCH_MEMORY),
    _case("flate.pdf", hostile.flate_bomb, Reason.TOO_MUCH_MEMORY),
    _case("pages.pdf", hostile.many_pages, Reason.TOO_MANY_PAGES),
    _case("locked.pdf", hostile.locked_pdf, Reason.ENCRYPTED),
    _case("scan.pdf", hostile.scanned_pdf, Reason.SCANNED),
    _case("header.pdf", lambda: b"%PDF-1.7\n", Reason.DAMAGED),
    _case("bomb.hwp", hostile.hwp_bomb, Reason.ZIP_BOMB),
    _case("locked.hwp", hostile.locked_hwp, Reason.ENCRYPTED),
    _case("loop.hwp", hostile.looping_ole, Reason.DAMAGED),
    _case("locked.hwpx", hostile.locked_hwpx, Reason.ENCRYPTED),
    _case("office.docx", hostile.locked_office, Reason.ENCRYPTED),
    _case("office.xlsx", hostile.locked_office, Reason.ENCRYPTED),
    _case("office.pptx", hostile.locked_office, Reason.ENCRYPTED),
    _case("old.doc", hostile.old_word, Reason.OLD_FORMAT),
    _case("old.hwp", lambda: b"HWP Document File V3.00 \x1a" + bytes(200), Reason.OLD_FORMAT),
    _case("image.pdf", lambda: b"\x89PNG\r\n\x1a\n" + bytes(200), Reason.WRONG_TYPE),
    _case("program.docx", lambda: b"MZ" + bytes(200), Reason.WRONG_TYPE),
    _case("page.pdf.txt", hostile.page_pdf, Reason.WRONG_TYPE),
    _case("text.pdf", lambda: "그냥 글이다.".encode(), Reason.WRONG_TYPE),
    _case("word.hwp", hostile.docx, Reason.WRONG_TYPE),
    _case("book.xlsx", lambda: hostile.zipped({"xl/workbook.xml": "<x/>"}), Reason.DAMAGED),
    _case("photo.jpg", lambda: b"\xff\xd8\xff\xe0" + bytes(200), Reason.UNKNOWN_TYPE),
    _case("huge.png", lambda: hostile.huge_image(), Reason.UNKNOWN_TYPE),
    _case("script.py", lambda: b"import os\n", Reason.UNKNOWN_TYPE),
    _case("noise.txt", lambda: bytes(range(256)) * 20, Reason.WRONG_TYPE),
    _case("nothing.txt", lambda: b"", Reason.EMPTY),
    _case("blank.txt", lambda: b" \r\n\t\n" * 100, Reason.EMPTY),
    _case("zip.docx", lambda: b"PK\x05\x06" + bytes(18), Reason.WRONG_TYPE),
    _case("stub.docx", lambda: b"PK\x03\x04", Reason.DAMAGED),
)
ODD = (
    _case("nested.docx", lambda: hostile.docx(**{"word/media/in.zip": hostile.zip_bomb(50)}), ADDED),
    _case("picture.docx", lambda: hostile.docx(**{"word/media/image1.png": hostile.huge_image()}), ADDED),
    _case("wide.pdf", lambda: hostile.page_pdf(box=b"0 0 14400000 14400000"), ADDED),
    _case("punycode.html", lambda: _page("punycode"), ADDED),
    _case("idna.html", lambda: _page("idna"), ADDED),
    _case("utf7.html", lambda: _page("utf-7"), ADDED),
    _case("escape.html", lambda: _page("unicode_escape"), ADDED),
    _case("lies.html", lambda: _page("utf-16"), ADDED),
    _case("cp949.txt", lambda: "순천만 갯벌은 2003년 지정되었다.".encode("cp949"), ADDED),
    _case("utf16.txt", lambda: "순천만 갯벌은 2003년 지정되었다.".encode("utf-16"), ADDED),
    _case("utf16le.txt", lambda: "The tidal flat was designated in 2003.".encode("utf-16-le"), ADDED),
    _case("marks.txt", lambda: "\ufeff순천만\u202e 갯벌은\u200b 지정되었다.".encode(), ADDED),
    _case("surrogate.txt", lambda: "갯벌은 지정되었다.".encode() + b"\xed\xa0\x80", Reason.UNKNOWN_ENCODING),
    _case("long.txt", lambda: ("갯" * 3_000_000).encode(), ADDED),
    _case("tongue.txt", lambda: ("首脳会議に欠席した国はどこ。" * 20).encode(), Reason.UNSUPPORTED_LANGUAGE),
    _case("deep.md", lambda: b"> " * 20_000 + b"x\n", Reason.TOO_DEEP),
    _case("stars.md", lambda: b"*" * 50_000 + b"x\n", ADDED),
    _case("yaml.md", lambda: _yaml_bomb(), ADDED),
    _case("endless.csv", lambda: b'a,b\n1,"' + b"x" * 300_000, Reason.DAMAGED),
    _case("cells.csv", lambda: b"1,2,3,4,5,6,7,8\n" * 70_000, Reason.TOO_MANY_CELLS),
    Case(
        "large.txt",
        lambda: "문단이다. 그리고 또 하나.\n\n".encode() * 1_000_000,
        frozenset({Reason.TOO_MUCH_MEMORY}),
        limits=replace(TIGHT, memory=220 * MIB),
    ),
    Case(
        "slow.txt",
        lambda: "문단이다. 그리고 또 하나.\n\n".encode() * 1_000_000,
        frozenset({Reason.TIMED_OUT}),
        limits=replace(TIGHT, cpu=1),
    ),
)  # fmt: skip


def _page(charset: str) -> bytes:
    body = "순천만 갯벌은 2003년 습지보호지역으로 지정되었다. " * 40
    head = f"<head><meta charset={charset}><title>갯벌</title></head>"
    return f"<html>{head}<body><p>{body}</p></body></html>".encode()


def _yaml_bomb() -> bytes:
    """Front matter that would be 10^9 words if it were written out."""
    lines = ["a0: &a0 [하하하하]", *(f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10))]
    return ("---\n" + "\n".join(lines) + "\n---\n\n# 제목\n\n갯벌은 지정되었다.\n").encode()


def disguised() -> Iterator[Case]:
    """Each binary format under the name of each other format."""
    files = {name.partition(".")[2]: data for name, data in seeds().items() if name.startswith("a.")}
    for real in ("pdf", "docx", "hwp", "hwpx", "xlsx", "pptx"):
        for said in files:
            if said != real:
                yield Case(f"{real}-as.{said}", _given(files[real]), frozenset({Reason.WRONG_TYPE}))


def cut() -> Iterator[Case]:
    """Files that break off. A text that does is a shorter text, unless it breaks within a letter."""
    for name, data in seeds().items():
        packed = not name.endswith((".txt", ".md", ".html", ".csv"))
        for share in (0.3, 0.6, 0.9, 0.98):
            wanted = {Reason.DAMAGED} if packed else {ADDED, Reason.UNKNOWN_ENCODING}
            yield Case(f"cut-{share}-{name}", _given(data[: int(share * len(data))]), frozenset(wanted))
        yield Case(f"none-{name}", _given(b""), frozenset({Reason.EMPTY}))


def flipped(count: int = 8) -> Iterator[Case]:
    """Files with bits and pieces changed: whatever they are now, reading them never fails by accident."""
    honest = frozenset({ADDED, *Reason}) - {Reason.CRASHED, Reason.TIMED_OUT, Reason.TOO_MUCH_MEMORY}
    for name, data in seeds().items():
        for number in range(count):
            yield Case(f"flip-{number}-{name}", _given(damage(data, random.Random(FIRST + number))), honest)


def places() -> Iterator[Case]:
    """What stands where a file should."""

    def link(to: str) -> Callable[[Path], None]:
        return lambda path: path.symlink_to(to)

    def listening(path: Path) -> None:
        with closing(socket.socket(socket.AF_UNIX)) as one:
            one.bind(str(path))

    def sparse(path: Path) -> None:
        with path.open("wb") as file:
            file.truncate(51 * MIB)

    for name, make, reason in (
        ("pipe.pdf", os.mkfifo, Reason.NOT_READABLE),
        ("socket.pdf", listening, Reason.NOT_READABLE),
        ("device.pdf", link("/dev/zero"), Reason.NOT_READABLE),
        ("circle.pdf", link("circle.pdf"), Reason.NOT_READABLE),
        ("dangling.pdf", link("nowhere.pdf"), Reason.NOT_FOUND),
        ("sparse.pdf", sparse, Reason.TOO_LARGE),
        ("folder.pdf", Path.mkdir, Reason.EMPTY),
    ):
        yield Case(name, make, frozenset({reason}), by_path=True)


def _given(data: bytes) -> Callable[[], bytes]:
    return lambda: data


def cases() -> list[Case]:
    return [*NAMED, *ODD, *disguised(), *cut(), *flipped(), *places()]


def add(library: Library, path: Path, language: Language, limits: Limits = TIGHT) -> AddResult:
    """What became of the file at `path`, told in `language`."""
    options = Options(language, limits=limits)
    [result] = add_items(library, find_items([path]), options)
    return result


def faults(result: AddResult, wanted: frozenset[str], language: Language, name: str) -> list[str]:
    """What is wrong with what was said, nothing where it is as it should be."""
    came = ADDED if result.status in ("added", "updated", "unchanged") else result.code
    found = [] if came in wanted else [f"came to {came}, made to come to {', '.join(sorted(wanted))}"]
    if came == ADDED:
        return found
    line = result.line(language)
    if "\n" in line or "Traceback" in line or "Errno" in line:
        found.append(f"is no single sentence: {line!r}")
    if name not in line:
        found.append(f"does not name the file: {line!r}")
    hangul = bool(re.search("[가-힣]", line.replace(name, "")))
    if hangul != (language is Language.KO):
        found.append(f"is not in {language.value}: {line!r}")
    return found


def main() -> int:
    began, wrong, reasons = time.monotonic(), [], Counter[str]()
    every = cases()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        if len(sys.argv) > 1:
            given = [path for path in sorted(Path(sys.argv[1]).iterdir()) if path.is_file()]
            every += [
                Case(path.name, _given(path.read_bytes()), frozenset({ADDED, *Reason})) for path in given
            ]
        config = IndexConfig(model=str(tiny_model(folder / "model")), second=False)
        with closing(Library.open(folder / "home", config)) as library:
            for number, case in enumerate(every):
                (folder / str(number)).mkdir()
                path = case.write(folder / str(number))
                for language in Language:
                    result = add(library, path, language, case.limits)
                    reasons[result.code or ADDED] += 1
                    wrong += [
                        f"{case.name} {fault}" for fault in faults(result, case.wanted, language, case.name)
                    ]
            problems = library.check()
    print(f"{len(every)} files, each in two languages, {time.monotonic() - began:.0f} s")
    for code, count in reasons.most_common():
        print(f"  {code}: {count}")
    for line in [*wrong, *map(str, problems)]:
        print(f"WRONG {line}")
    return 1 if wrong or problems else 0


if __name__ == "__main__":
    sys.exit(main())
