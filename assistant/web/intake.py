"""Documents on their way into the library: the box that takes them, and how far they are.

The work is done by the adding queue in its own thread; a page only hands over files and draws snapshots.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

import streamlit as st

from assistant.adding.added import AddResult, Options
from assistant.adding.jobs import Job, JobState, options_for
from assistant.web import session
from assistant.web.plain import escaped, plain, printable
from assistant.web.problems import sentence
from assistant.web.record_form import edit_record
from assistant.web.review import review, take_for_review
from assistant.web.session import t
from sources.document import Record
from sources.door.formats import BY_EXTENSION

ENDINGS = tuple(sorted(BY_EXTENSION))
LINES = 12  # results listed by name; the rest are counted


class Upload(Protocol):
    """A file as the browser sent it."""

    @property
    def name(self) -> str: ...

    def getvalue(self) -> bytes: ...


def add_uploads(files: Sequence[Upload], records: Mapping[str, Record] | None = None) -> int | None:
    """Queue files that were dropped. `records` are by file name. The job's number, None where they could
    not be taken, which is said."""
    given = [(printable(file.name), file.getvalue()) for file in files]
    return add_files(given, records)


def add_files(files: Sequence[tuple[str, bytes]], records: Mapping[str, Record] | None = None) -> int | None:
    """The same for files by name and content."""
    try:
        return session.engine().queue.add_uploads(files, records, options())
    except OSError as problem:
        st.error(plain(sentence(problem, session.language())), icon=":material/error:")
        return None


def options() -> Options:
    """How documents are read for this user."""
    settings = session.engine().settings
    return options_for(
        session.language(),
        ocr=settings.ocr,
        private_addresses=settings.private_addresses,
        outside_links=settings.outside_links,
    )


def add_box() -> None:
    """Files, and addresses or folders by name. With the box ticked, records are shown before adding."""
    turn = st.session_state.setdefault("add_turn", 0)  # a new key empties the uploader
    with st.expander(t("add_title"), icon=":material/library_add:", expanded=True, key="add_box"):
        files = st.file_uploader(
            t("add_files"), type=list(ENDINGS), accept_multiple_files=True, key=f"add_files-{turn}"
        )
        places = st.text_area(
            t("add_places"), key=f"add_places-{turn}", height=70, max_chars=20_000, help=t("add_places_help")
        )
        first = st.checkbox(t("add_review"), key="add_review", help=t("add_review_help"))
        if not st.button(t("add"), type="primary", icon=":material/add:", key="add_go"):
            review(add_files)
            return
        lines = [line.strip() for line in printable(places).splitlines() if line.strip()]
        if not files and not lines:
            st.warning(t("add_nothing"), icon=":material/edit:")
            return
        if lines:
            session.engine().queue.add(lines, options=options())
        if files and first:
            take_for_review([(printable(file.name), file.getvalue()) for file in files])
        elif files:
            add_uploads(files)
        st.session_state.add_turn = turn + 1
        st.rerun()


def progress() -> None:
    """The jobs as they stand: how far, a way to stop, and what became of each file."""
    queue = session.engine().queue
    if queue.busy:
        _under_way()
        return
    jobs = queue.jobs()
    if not jobs:
        return
    with st.container(border=True, key="added", gap="small"):
        for job in jobs:
            finished(job)
        if st.button(t("dismiss"), key="dismiss", type="tertiary", icon=":material/check:"):
            queue.forget_finished()
            st.rerun()


def forget_results() -> None:
    """Take what became of the last files off the pages, once the reader has gone on to something else."""
    queue = session.engine().queue
    if not queue.busy:
        queue.forget_finished()


@st.fragment(run_every=0.6)
def _under_way() -> None:
    queue = session.engine().queue
    jobs = [job for job in queue.jobs() if not job.finished]
    if not jobs:
        st.rerun()
    with st.container(border=True, key="adding"):
        for job in jobs:
            share, text = state_of(job)
            st.progress(share, text=plain(text))
            label = t("cancel")
            if st.button(label, key=f"cancel-{job.id}", icon=":material/close:", type="tertiary"):
                queue.cancel(job.id)


def state_of(job: Job) -> tuple[float, str]:
    """How much of a job is done (0 to 1), and what it is doing."""
    event = job.event
    if job.state is JobState.WAITING or event is None:
        return 0.0, t("adding_waiting", count=len(job.items))
    doing = printable(event.line(session.language()))
    if event.total > 1:
        left = event.seconds_left
        key = "adding_count" if left is None else "adding_count_left"
        doing += " · " + t(key, done=event.done, total=event.total, left=duration(left or 0.0))
    return event.share, doing


def duration(seconds: float) -> str:
    """A rough span of time in words."""
    if seconds < 90:
        return t("seconds", count=max(1, round(seconds)))
    return t("minutes", count=round(seconds / 60))


def finished(job: Job) -> None:
    """What became of a job's files."""
    language = session.language()
    if job.problem is not None:
        st.error(plain(sentence(job.problem, language)), icon=":material/error:")
    if job.state is JobState.CANCELLED:
        st.html(f'<p class="gj-small">{t("adding_cancelled", count=len(job.results))}</p>')
    # What went wrong comes first: the rest went as wished.
    results = sorted(job.results, key=lambda result: result.status != "refused")
    for number, result in enumerate(results[:LINES]):
        _result(result, f"{job.id}-{number}")
    if len(results) > LINES:
        counts = {status: job.count(status) for status in ("added", "updated", "unchanged", "refused")}
        st.html(f'<p class="gj-small">{t("adding_summary", **counts)}</p>')


def _result(result: AddResult, key: str) -> None:
    refused = result.status == "refused"
    line = escaped(result.line(session.language())).replace("\n", "<br>")
    mark = "✗" if refused else "✓"
    st.html(f'<p class="gj-result{" gj-bad" if refused else ""}"><b aria-hidden="true">{mark}</b>{line}</p>')
    if result.status in ("added", "updated"):
        label = t("edit_record")
        if st.button(label, key=f"edit-added-{key}", icon=":material/edit:", type="tertiary"):
            edit_record(session.engine().library.document(result.document).record)
