"""How many planted errors the check finds in a draft, and how many right sentences it flags.

    python -m benchmarks.check_drafts [--home DIR] [--json] [--all] [DRAFT.jsonl …]

A gold draft is JSON lines: `text` of one sentence, `paragraph` it belongs to, `planted` (figure, quote, name
or null), `right` (what the source says, where it says it). `documents` in a `.toml` file beside it names the
files it is about; without one it is about the shipped library.
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
import tomllib
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from assistant.check import check, draft_from_text
from assistant.checking.findings import Finding
from assistant.keeping.shipped import ensure_shipped
from index.library import Library
from sources.document import Language
from sources.load import read_document

DRAFTS = Path(__file__).parents[1] / "tests" / "gold" / "drafts"


@dataclass(frozen=True, slots=True)
class Line:
    """One sentence of a gold draft."""

    text: str
    paragraph: int
    planted: str | None
    right: str = ""


@dataclass(frozen=True, slots=True)
class Score:
    """The outcome for one draft. `flagged` are right sentences called wrong."""

    name: str
    planted: Counter[str]
    found: Counter[str]
    corrected: int
    correctable: int
    right: int
    flagged: int

    @property
    def recall(self) -> float:
        return self.found.total() / max(1, self.planted.total())

    @property
    def false_alarms(self) -> float:
        return self.flagged / max(1, self.right)

    def as_json(self) -> dict[str, object]:
        return {
            "draft": self.name, "planted": dict(self.planted), "found": dict(self.found),
            "recall": round(self.recall, 3), "corrected": f"{self.corrected}/{self.correctable}",
            "right": self.right, "flagged": self.flagged, "false_alarms": round(self.false_alarms, 3),
        }  # fmt: skip


def read_gold(path: Path) -> list[Line]:
    """The sentences of a gold draft."""
    rows = [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]
    return [Line(row["text"], row["paragraph"], row["planted"], row.get("right", "")) for row in rows]


def as_markdown(lines: Sequence[Line]) -> str:
    """The draft as a writer would hand it in."""
    paragraphs: dict[int, list[str]] = {}
    for line in lines:
        paragraphs.setdefault(line.paragraph, []).append(line.text)
    return "\n\n".join(" ".join(texts) for texts in paragraphs.values()) + "\n"


def score(name: str, lines: Sequence[Line], findings: Sequence[Finding]) -> Score:
    """Compare the findings with what was planted."""
    planted = Counter(line.planted for line in lines if line.planted)
    found: Counter[str] = Counter()
    corrected = correctable = flagged = 0
    for line, finding in zip(lines, findings, strict=True):
        wrong = finding.verdict.wrong
        if line.planted is None:
            flagged += wrong
            continue
        found[line.planted] += wrong
        if line.right:
            correctable += 1
            sources = [item.source for item in finding.issues if item.source]
            corrected += any(line.right in source or source in line.right for source in sources)
    right = sum(line.planted is None for line in lines)
    return Score(name, planted, found, corrected, correctable, right, flagged)


def library_for(path: Path, home: Path) -> Library:
    """The documents a gold draft is about, in a library at `home`."""
    library = Library.open(home)
    about = path.with_suffix(".toml")
    if not about.exists():
        ensure_shipped(library)
        return library
    for name in tomllib.loads(about.read_text("utf-8"))["documents"]:
        library.add(read_document(path.parent / name))
    return library


def run(path: Path, home: Path, show: bool) -> Score:
    lines = read_gold(path)
    library = library_for(path, home / path.stem)
    try:
        draft = draft_from_text(as_markdown(lines), path.stem)
        findings = check(library, draft, Language.EN).findings
    finally:
        library.close()
    for line, finding in zip(lines, findings, strict=True):
        missed = bool(line.planted) != finding.verdict.wrong
        if show or missed:
            print(f"{'MISS' if missed else 'ok  '} {line.planted or '-':6} {finding.verdict.value:15} "
                  f"{finding.score:.2f} {line.text}", file=sys.stderr)  # fmt: skip
            for item in finding.items:
                mark = f"{item.subject.value}:{item.outcome.value}"
                print(f"        {mark:18} {item.said} → {item.source} {item.reason}", file=sys.stderr)
            if finding.citation:
                place = finding.citation
                print(
                    f"        [{place.record.key} ¶{place.location.paragraph}] {place.quote}", file=sys.stderr
                )
    return score(path.stem, lines, findings)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("drafts", nargs="*", type=Path)
    parser.add_argument("--home", type=Path, help="keep the libraries here")
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--all", action="store_true", help="show every sentence, not only the misses")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        home = arguments.home or Path(temporary)
        for path in arguments.drafts or sorted(DRAFTS.glob("*.jsonl")):
            result = run(path, home, arguments.all)
            if arguments.json:
                print(json.dumps(result.as_json(), ensure_ascii=False))
            else:
                print(*(f"{key}={value}" for key, value in result.as_json().items()))


if __name__ == "__main__":
    main()
