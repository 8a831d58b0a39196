"""The findings of a check as files."""

from __future__ import annotations

import streamlit as st

from assistant.check import Findings
from assistant.checking.report import Form, export
from assistant.web import session
from assistant.web.session import t

MIMES = {
    Form.WORD: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Form.MARKDOWN: "text/markdown",
    Form.CSV: "text/csv",
    Form.JSON: "application/json",
}


def check_exports(findings: Findings) -> None:
    """Buttons for the files a check can be saved as; comments can only be written into a Word draft."""
    style = session.style()
    stem = findings.draft.name.rpartition(".")[0] or findings.draft.name
    with st.container(horizontal=True, gap="small"):
        for form, mime in MIMES.items():
            if form is Form.WORD and findings.draft.format != "docx":
                continue
            st.download_button(
                t(f"findings_{form.value}"),
                data=lambda form=form: export(findings, form, style),  # type: ignore[misc]
                file_name=f"{stem}.gakju.{form.value}",
                mime=mime,
                on_click="ignore",
                key=f"findings-{form.value}",
            )
