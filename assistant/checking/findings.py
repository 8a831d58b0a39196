"""What a check finds, as data. The sentences a user reads are made in `messages/check.toml`."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from assistant.answer import Citation
from assistant.checking.drafts import Draft, DraftSentence
from sources.document import Language


class Verdict(StrEnum):
    """The result for one sentence."""

    CONFIRMED = "confirmed"  # the source says so, and the draft cites one or needs none
    DIFFERS = "differs"  # the source says something else
    NOT_IN_LIBRARY = "not_in_library"
    NEEDS_FOOTNOTE = "needs_footnote"  # the source says so, and the draft names none
    NOTHING = "nothing"  # nothing that can be checked

    @property
    def wrong(self) -> bool:
        """Whether the reader has to look at the sentence again."""
        return self in (Verdict.DIFFERS, Verdict.NOT_IN_LIBRARY)


class Subject(StrEnum):
    """What an issue is about."""

    QUOTE = "quote"
    FIGURE = "figure"
    NAME = "name"
    FOOTNOTE = "footnote"
    NEGATION = "negation"
    CLAIM = "claim"  # the sentence as a whole


class Outcome(StrEnum):
    """What became of one thing that was compared; each has a sentence in `messages/check.toml`."""

    SAME = "same"
    DIFFERS = "differs"
    ABSENT = "absent"
    UNCERTAIN = "uncertain"  # could not be compared: another language, no translation


@dataclass(frozen=True, slots=True)
class Item:
    """One thing in a sentence that was compared. `said` stands at `[start, end)` of the sentence's text;
    `source` is what the source says instead, "" where it says nothing. `reason` names a further message."""

    subject: Subject
    outcome: Outcome
    said: str
    start: int
    end: int
    source: str = ""
    reason: str = ""

    @property
    def wrong(self) -> bool:
        return self.outcome in (Outcome.DIFFERS, Outcome.ABSENT)


@dataclass(frozen=True, slots=True)
class Finding:
    """The result for one sentence. `citation` is where the library says it, or what comes closest."""

    sentence: DraftSentence
    verdict: Verdict
    items: tuple[Item, ...] = ()
    citation: Citation | None = None
    score: float = 0.0

    @property
    def issues(self) -> tuple[Item, ...]:
        return tuple(item for item in self.items if item.wrong)


@dataclass(frozen=True, slots=True)
class Findings:
    """The check of one draft. `language` is that of the report."""

    draft: Draft
    language: Language
    findings: tuple[Finding, ...]
    index_version: str = ""
    counts: Mapping[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        tally = Counter(finding.verdict.value for finding in self.findings)
        object.__setattr__(self, "counts", {verdict.value: tally[verdict.value] for verdict in Verdict})
