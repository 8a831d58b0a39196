"""A question on its way: asked in the background, drawn at once, and stopped by a button of the page's own.

The toolkit's own stop ends the script wherever it is and can leave a page blank. Here no script waits for an
answer: a small part of the page looks twice a second whether it is there.
"""

from __future__ import annotations

import threading
import time
from concurrent.futures import Future
from dataclasses import dataclass, field

import streamlit as st

from assistant.answer import Answer
from assistant.web import session
from assistant.web.plain import escaped, plain, printable
from assistant.web.problems import sentence
from assistant.web.session import t

ASKING = "asking"  # session key: the question on its way
PROBLEM = "asking_problem"  # session key: why the last one has no answer
LOOK_SECONDS = 0.5


@dataclass(slots=True)
class Asking:
    """One question. `conversation` is the one it was asked in, `documents` how many may answer it."""

    question: str
    conversation: str
    documents: int
    answer: Future[Answer]
    stopped: threading.Event
    began: float = field(default_factory=time.monotonic)


def begin(question: str) -> None:
    """Ask, unless a question is on its way already."""
    if current() is not None:
        return
    st.session_state.pop(PROBLEM, None)
    question, engine, stopped = printable(question), session.engine(), threading.Event()
    filters = session.filters()
    answer = engine.ask(question, session.answers(), session.language(), filters, stopped)
    documents = len(engine.library.entries(filters))
    st.session_state[ASKING] = Asking(question, session.conversation(), documents, answer, stopped)


def current() -> Asking | None:
    """The question on its way in this tab."""
    found: Asking | None = st.session_state.get(ASKING)
    return found


def settle() -> None:
    """Put the answer into its conversation, if it has come."""
    asking = current()
    if asking is None or not asking.answer.done():
        return
    del st.session_state[ASKING]
    try:
        session.keep(asking.answer.result(), asking.conversation)
    except Exception as problem:
        st.session_state[PROBLEM] = (asking.question, sentence(problem, session.language()))


def stop() -> None:
    """Drop the question on its way; its answer, should it still come, is kept nowhere."""
    asking = st.session_state.pop(ASKING, None)
    if asking is not None:
        asking.stopped.set()


@st.fragment(run_every=LOOK_SECONDS)
def searching() -> None:
    """What is being done, with a button to stop it; the page is drawn again when there is an answer."""
    asking = current()
    if asking is None or asking.answer.done():
        st.rerun()
    with st.container(horizontal=True, vertical_alignment="center", gap="small", key="searching"):
        seconds = int(time.monotonic() - asking.began)
        said = t("searching", count=asking.documents)
        spent = escaped(f" {t('seconds', count=seconds)}") if seconds >= 2 else ""
        # The seconds are to be seen; read out, they would drown everything else.
        counted = f'<span aria-hidden="true">{spent}</span>'
        st.html(f'<p class="gj-small" role="status">{escaped(said)}{counted}</p>')
        if st.button(t("stop_asking"), key="stop_asking", icon=":material/stop_circle:", type="tertiary"):
            stop()
            st.rerun()


def problem() -> tuple[str, str] | None:
    """The last question and why it has no answer, until the next one is asked."""
    found = st.session_state.get(PROBLEM)
    return None if found is None else (found[0], plain(found[1]))
