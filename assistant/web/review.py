"""Records shown for correction before the documents are added."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from assistant.web import session
from assistant.web.plain import escaped, plain
from assistant.web.problems import sentence
from assistant.web.record_form import record_form
from assistant.web.session import t
from sources.document import Record
from sources.door.guard import safe_name
from sources.errors import Refused
from sources.load import read_document

WAITING = "waiting_for_review"
AddFiles = Callable[[Sequence[tuple[str, bytes]], Mapping[str, Record]], object]


@dataclass(frozen=True, slots=True)
class Candidate:
    """A file that was read but not added: its record as it was guessed, or why it cannot be read."""

    name: str
    data: bytes
    record: Record | None = None
    problem: Refused | None = None


def take_for_review(files: Sequence[tuple[str, bytes]]) -> None:
    """Read the files, so that their records can be shown."""
    waiting: list[Candidate] = st.session_state.setdefault(WAITING, [])
    with st.spinner(t("review_reading")), tempfile.TemporaryDirectory(prefix="gakju-review-") as folder:
        for name, data in files:
            path = Path(folder) / safe_name(name)
            path.write_bytes(data)
            try:
                waiting.append(Candidate(name, data, read_document(path).record))
            except Refused as problem:
                waiting.append(Candidate(name, data, problem=problem))


def review(add: AddFiles) -> None:
    """Draw the first record that waits; submitting its form adds the document with it."""
    waiting: list[Candidate] = st.session_state.get(WAITING, [])
    if not waiting:
        return
    candidate = waiting[0]
    heading = t("review_title", count=len(waiting))
    st.html(f'<p class="gj-heading">{heading}</p><p class="gj-small">{escaped(candidate.name)}</p>')
    if candidate.problem is not None:
        st.error(plain(sentence(candidate.problem, session.language())), icon=":material/error:")
    elif candidate.record is not None:
        corrected = record_form(candidate.record, f"review-{len(waiting)}-{candidate.record.key}", t("add"))
        if corrected is not None:
            del waiting[0]
            add([(candidate.name, candidate.data)], {candidate.name: corrected})
            st.rerun()
    if st.button(t("review_skip"), type="tertiary", key="review_skip"):
        del waiting[0]
        st.rerun()
