"""Real files, made by another program: the brief's blocks set in several layouts by LibreOffice.

    python -m tests.make_samples DIR

writes the sources (.fodt, .html) and what LibreOffice makes of them (PDF, DOCX, HTML) into DIR. Tests call
`make()` once a run. What the files must say is known beforehand: `blocks()` gives the headings and
paragraphs, `Sample` the footnotes, the tables and the running lines that were put around them.
"""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from dataclasses import dataclass, field
from pathlib import Path
from xml.sax.saxutils import escape

DOCUMENTS = Path(__file__).resolve().parent.parent / "sources" / "documents"

# The texts put around the brief are made up here, so that a test can know them.
FOOTNOTES = {
    "ko": (
        "이 각주는 첫째 각주로, 2024년 워싱턴 정상회의 선언과 비교하기 위한 것이다.",
        "국방비 통계는 2025년 6월 기준이며, 일부 국가는 추정치이다. "
        "자세한 내용은 NATO 연례보고서 제3장을 참조할 것.",
        "마르크 뤼터 사무총장의 기자회견(2025. 6. 25.) 참조.",
        "앞의 글, 12쪽.",
    ),
    "en": (
        "This first note is here for comparison with the Washington Summit Declaration of 2024.",
        "Figures for defence spending are as of June 2025, and some of them are estimates; for the details "
        "see chapter 3 of the annual report.",
        "Press conference of the Secretary General, 25 June 2025.",
        "Ibid., p. 12.",
    ),
}
TABLE = {
    "ko": (
        ("국가", "2014년", "2024년"),
        ("폴란드", "1.88%", "4.12%"),
        ("스페인", "0.92%", "1.28%"),
        ("독일", "1.19%", "2.12%"),
    ),
    "en": (
        ("Country", "2014", "2024"),
        ("Poland", "1.88%", "4.12%"),
        ("Spain", "0.92%", "1.28%"),
        ("Germany", "1.19%", "2.12%"),
    ),
}
HEADER = {"ko": "이슈브리프 2025-03", "en": "Issue Brief 2025-03"}
TITLE = {"ko": "2025년 정상회의 이후 NATO의 불확실한 미래", "en": "The Uneasy Future of an Alliance"}


@dataclass(frozen=True, slots=True)
class Text:
    """A heading or paragraph that a sample must give back."""

    text: str
    heading: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """How a sample is set."""

    name: str
    language: str
    columns: int = 1
    footnotes: bool = False
    table: bool = False
    running: bool = True
    indent: str = "0cm"
    below: str = "0.25cm"
    align: str = "justify"
    size: int = 11
    font: str = "Noto Serif CJK KR"
    width: str = "21cm"


LAYOUTS = tuple(
    layout
    for language in ("ko", "en")
    for layout in (
        Layout(f"{language}-one", language),
        Layout(f"{language}-two", language, columns=2, size=10),
        Layout(f"{language}-notes", language, footnotes=True, table=True),
        Layout(f"{language}-indent", language, indent="0.4cm", below="0cm", font="Noto Sans CJK KR"),
        Layout(f"{language}-ragged", language, align="start", running=False, size=12),
        Layout(
            f"{language}-two-notes", language, columns=2, footnotes=True, below="0cm", indent="0.35cm", size=9
        ),
    )
)
OFFICE = ("docx", "html")  # what a layout with a table is turned into beside a PDF


@dataclass(frozen=True, slots=True)
class Sample:
    """One made file and what it holds."""

    layout: Layout
    path: Path
    blocks: tuple[Text, ...]
    footnotes: tuple[str, ...] = ()
    table: tuple[tuple[str, ...], ...] = field(default=())


def blocks(language: str) -> tuple[Text, ...]:
    """The brief's headings and paragraphs, in order, unwrapped from the files that ship."""
    return _korean() if language == "ko" else _english()


def _english() -> tuple[Text, ...]:
    body = (DOCUMENTS / "asan-nato-hague-2025.en.md").read_text("utf-8").split("---", 2)[2]
    out = []
    for block in re.split(r"\n\s*\n", body.strip()):
        heading = block.startswith("# ")
        out.append(Text(re.sub(r"^\[¶\d+\]\s*|^# ", "", block.strip()), heading))
    return tuple(out)


def _korean() -> tuple[Text, ...]:
    """An empty line is a wrap, a line of blanks ends a paragraph, a leading blank begins a page."""
    out: list[str] = [""]
    for line in (DOCUMENTS / "asan-nato-hague-2025.ko.txt").read_text("utf-8").split("\n"):
        if line and not line.strip():
            out.append("")
        elif line.strip():
            if line.startswith(" ") and len(line.strip()) < 10:
                out += [line.strip(), ""]
                continue
            if line.startswith(" ") and re.search(r"[.?!]\s*$", out[-1]):
                out.append("")  # in this text no sentence ends at a page's end but with its paragraph
            out[-1] += line.lstrip() if line.rstrip() != line else line.strip()
    texts = [re.sub(r"\s+", " ", text).strip() for text in out]
    ends = re.compile(r"[.!?)]$")
    return tuple(Text(t, not ends.search(t)) for t in texts if t and t != "이슈브리프")


# ── composing ───────────────────────────────────────────────────────────────────────────────────

_TEMPLATE = Path(__file__).resolve().parent / "samples" / "layout.fodt"


def fodt(layout: Layout) -> str:
    """The sample as a flat OpenDocument text."""
    language = layout.language
    running = ""
    if layout.running:
        number = '- <text:page-number text:select-page="current"/> -'
        running = f"<style:header>{_p('Standard', HEADER[language])}</style:header>"
        running += f"<style:footer>{_p('Standard', number)}</style:footer>"
    return _TEMPLATE.read_text("utf-8").format(
        title=TITLE[language],
        language=language,
        country="KR" if language == "ko" else "GB",
        font=layout.font,
        size=layout.size,
        big=layout.size + 3,
        small=layout.size - 2,
        indent=layout.indent,
        below=layout.below,
        align=layout.align,
        width=layout.width,
        columns=layout.columns,
        running=running,
        body="\n".join(_body(layout)),
    )


def _p(style: str, inside: str) -> str:
    return f'<text:p text:style-name="{style}">{inside}</text:p>'


def _body(layout: Layout) -> list[str]:
    out, paragraphs, notes = [], 0, list(FOOTNOTES[layout.language]) if layout.footnotes else []
    for block in blocks(layout.language):
        if block.heading:
            out.append(
                f'<text:h text:style-name="Heading_20_1" text:outline-level="1">{escape(block.text)}</text:h>'
            )
            continue
        paragraphs += 1
        text = escape(block.text)
        if notes and paragraphs % 4 == 2:
            number = len(FOOTNOTES[layout.language]) - len(notes) + 1
            text += (
                f'<text:note text:id="n{number}" text:note-class="footnote">'
                f"<text:note-citation>{number}</text:note-citation>"
                f"<text:note-body>{_p('Footnote', escape(notes.pop(0)))}</text:note-body></text:note>"
            )
        out.append(_p("Body", text))
        if layout.table and paragraphs == 7:
            out.append(_table(layout.language))
    return out


def _table(language: str) -> str:
    rows = TABLE[language]
    out = f'<table:table-column table:number-columns-repeated="{len(rows[0])}"/>'
    for row in rows:
        cells = [
            f'<table:table-cell table:style-name="C">{_p("Standard", escape(cell))}</table:table-cell>'
            for cell in row
        ]
        out += f"<table:table-row>{''.join(cells)}</table:table-row>"
    return f'<table:table table:style-name="T">{out}</table:table>'


# ── converting ──────────────────────────────────────────────────────────────────────────────────


def soffice() -> str | None:
    """The LibreOffice program, or None where there is none."""
    return shutil.which("soffice") or shutil.which("libreoffice")


def convert(sources: list[Path], to: str, folder: Path) -> list[Path]:
    """`sources` turned into files of type `to` (an extension, with LibreOffice's filter where it needs one)
    in `folder`, in one run of the program."""
    program = soffice()
    if program is None:
        raise FileNotFoundError("LibreOffice (soffice) is not installed")
    profile = folder / "profile"
    subprocess.run(
        [
            program,
            f"-env:UserInstallation={profile.as_uri()}",
            "--headless",
            "--convert-to",
            to,
            "--outdir",
            str(folder),
            *map(str, sources),
        ],
        check=True,
        capture_output=True,
        timeout=240,
    )
    made = [folder / f"{source.stem}.{to.split(':')[0]}" for source in sources]
    for path in made:
        if not path.exists():
            raise FileNotFoundError(path)
    return made


def make(folder: Path, layouts: tuple[Layout, ...] = LAYOUTS) -> None:
    """Writes every layout as PDF into `folder`; the layouts with a table as DOCX and HTML too."""
    folder.mkdir(parents=True, exist_ok=True)
    sources = {layout: folder / f"{layout.name}.fodt" for layout in layouts}
    for layout, path in sources.items():
        path.write_text(fodt(layout), "utf-8")
    convert(list(sources.values()), "pdf", folder)
    for to in OFFICE:
        convert([path for layout, path in sources.items() if layout.table], to, folder)


def made_in(folder: Path, layouts: tuple[Layout, ...] = LAYOUTS) -> list[Sample]:
    """What `make` wrote into `folder` for the same layouts."""
    kinds = [(layout, "pdf") for layout in layouts]
    kinds += [(layout, to) for to in OFFICE for layout in layouts if layout.table]
    return [
        Sample(
            layout,
            folder / f"{layout.name}.{to}",
            blocks(layout.language),
            FOOTNOTES[layout.language] if layout.footnotes else (),
            TABLE[layout.language] if layout.table else (),
        )
        for layout, to in kinds
    ]


if __name__ == "__main__":
    make(Path(sys.argv[1]))
    for sample in made_in(Path(sys.argv[1])):
        print(sample.path)
