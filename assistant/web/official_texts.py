"""Fetching the official texts that the library has digests of."""

from __future__ import annotations

import threading
from collections.abc import Sequence

import streamlit as st

from assistant.adding.added import AddResult
from assistant.adding.official import fetch_official, is_official
from assistant.web import session
from assistant.web.engine import Engine
from assistant.web.plain import plain, printable
from assistant.web.problems import sentence
from assistant.web.session import t
from sources.document import Language, Record
from sources.record.catalog import shipped_catalog

RUN = "fetch_run"


class FetchRun:
    """One fetch in a thread of its own. Without a network it ends at the first text: one word is enough."""

    def __init__(self, engine: Engine, keys: Sequence[str], language: Language) -> None:
        self.results: list[AddResult] = []
        self.problem: Exception | None = None
        self.total = len(keys)
        self._cancelled = threading.Event()
        self._thread = threading.Thread(
            target=self._run, args=(engine, keys, language), name="gakju-fetch", daemon=True
        )
        self._thread.start()

    @property
    def running(self) -> bool:
        return self._thread.is_alive()

    def cancel(self) -> None:
        self._cancelled.set()

    def _run(self, engine: Engine, keys: Sequence[str], language: Language) -> None:
        try:
            for result in fetch_official(
                engine.library,
                keys,
                language=language,
                private_addresses=engine.settings.private_addresses,
                cancelled=self._cancelled.is_set,
            ):
                self.results.append(result)
                if result.code == "offline":
                    return
        except Exception as problem:
            self.problem = problem


def official_texts() -> None:
    """What official texts are missing, and a button that fetches them."""
    run: FetchRun | None = st.session_state.get(RUN)
    if run is not None and run.running:
        _fetching()
        return
    if run is not None:
        _fetched(run)
    library, language = session.engine().library, session.language()
    missing = [record for record in shipped_catalog().official() if not is_official(library, record.key)]
    if not missing:
        return
    with st.expander(t("official_title", count=len(missing)), icon=":material/download:", key="official"):
        st.html(f'<p class="gj-small">{t("official_text")}</p>')
        titles = {record.key: _title(record, language) for record in missing}
        chosen = st.multiselect(
            t("official_which"),
            list(titles),
            format_func=lambda key: titles[key],
            placeholder=t("filter_all"),
            key="official_keys",
        )
        if st.button(t("official_fetch"), icon=":material/download:", key="official_go"):
            st.session_state[RUN] = FetchRun(session.engine(), chosen or list(titles), language)
            st.rerun()


def _forget() -> None:
    st.session_state.pop(RUN, None)


def _title(record: Record, language: Language) -> str:
    return printable(f"{record.title(language)} ({record.date})")


@st.fragment(run_every=0.6)
def _fetching() -> None:
    run: FetchRun = st.session_state[RUN]
    if not run.running:
        st.rerun()
    done = len(run.results)
    st.progress(done / max(1, run.total), text=t("official_fetching", done=done, total=run.total))
    if st.button(t("cancel"), key="official_cancel", icon=":material/close:", type="tertiary"):
        run.cancel()


def _fetched(run: FetchRun) -> None:
    language = session.language()
    if run.problem is not None:
        st.error(plain(sentence(run.problem, language)), icon=":material/error:")
    for result in run.results:
        refused = result.status == "refused"
        draw = st.warning if refused else st.success
        draw(
            plain(result.line(language)),
            icon=":material/cloud_off:" if refused else ":material/check_circle:",
        )
    st.button(
        t("dismiss"), key="official_dismiss", type="tertiary", icon=":material/check:", on_click=_forget
    )
