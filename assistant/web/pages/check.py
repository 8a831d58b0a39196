"""The check of a draft: paste or upload it, and see sentence by sentence what the library says to it."""

from __future__ import annotations

from collections.abc import Sequence

import streamlit as st

from assistant.check import Findings
from assistant.checking.findings import Finding, Item, Verdict
from assistant.checking.report import remarks, summary
from assistant.messages import say
from assistant.web import session
from assistant.web.answer_view import label
from assistant.web.check_exports import check_exports
from assistant.web.checking import CheckRun
from assistant.web.plain import escaped, plain, printable
from assistant.web.problems import sentence
from assistant.web.session import t
from assistant.web.source_view import open_source

SHOWN = 60  # sentences drawn at once
ATTENTION = (Verdict.DIFFERS, Verdict.NOT_IN_LIBRARY, Verdict.NEEDS_FOOTNOTE)
DRAFT_ENDINGS = ("md", "txt", "docx", "hwpx")
LONGEST_DRAFT = 400_000
RUN = "check_run"


def check_page() -> None:
    """Take a draft, show how far its check is, then what it found."""
    st.title(t("page_check"), anchor=False)
    st.html(f'<p class="gj-lede">{t("check_text")}</p>')
    run: CheckRun | None = st.session_state.get(RUN)
    if run is not None and run.running:
        running()
        return
    take_draft()
    if run is None:
        return
    if run.problem is not None:
        st.error(plain(sentence(run.problem, session.language())), icon=":material/error:")
    elif run.findings is not None:
        results(run.findings)


def take_draft() -> None:
    """The two ways in: pasted text and a file."""
    pasted = st.text_area(
        t("check_paste"), height=180, max_chars=LONGEST_DRAFT, key="draft", persist_state="session"
    )
    file = st.file_uploader(t("check_upload"), type=list(DRAFT_ENDINGS), key="draft_file")
    if not st.button(t("check_start"), type="primary", icon=":material/fact_check:", key="check_start"):
        return
    if file is None and not pasted.strip():
        st.warning(t("check_empty"), icon=":material/edit:")
        return
    upload = (file.name, file.getvalue()) if file is not None else None
    st.session_state[RUN] = CheckRun(
        session.engine(), session.language(), text=printable(pasted), file=upload
    )
    st.rerun()


@st.fragment(run_every=0.5)
def running() -> None:
    """Progress of the check, and a way to end it with what there is."""
    run: CheckRun = st.session_state[RUN]
    if not run.running:
        st.rerun()
    share = run.done / run.total if run.total else 0.0
    st.progress(share, text=t("check_running", done=run.done, total=run.total))
    if st.button(t("check_stop"), icon=":material/stop:", key="check_stop"):
        run.cancel()


def results(findings: Findings) -> None:
    """The tally, the exports, and the sentences that were asked for."""
    counts = {verdict: findings.counts[verdict.value] for verdict in Verdict}
    st.subheader(t("check_found"), anchor=False)
    shown = st.pills(
        t("check_show"),
        [verdict for verdict in Verdict if counts[verdict]],
        selection_mode="multi",
        default=[verdict for verdict in ATTENTION if counts[verdict]],
        format_func=lambda verdict: f"{verdict_name(verdict)} {counts[verdict]}",
        key=f"verdicts-{id(findings)}",
    )
    st.html(f'<p class="gj-lede">{escaped(summary(findings))}</p>')
    check_exports(findings)
    chosen = [finding for finding in findings.findings if finding.verdict in shown]
    if not chosen:
        st.html(f'<p class="gj-lede">{t("check_nothing_chosen")}</p>')
        return
    pages = -(-len(chosen) // SHOWN)
    page = 1
    if pages > 1:
        page = int(st.number_input(t("check_page", pages=pages), 1, pages, 1, key="check_page"))
    for finding in chosen[(page - 1) * SHOWN : page * SHOWN]:
        draw_finding(finding)


def draw_finding(finding: Finding) -> None:
    """One sentence of the draft, what is wrong in it marked, and what the source says."""
    text = marked(finding.sentence.text, finding.issues)
    verdict = finding.verdict
    said = "".join(f"<li>{escaped(text)}</li>" for text in remarks(finding, session.language()))
    place = ""
    if finding.citation is not None:
        name = "check_says" if verdict is not Verdict.NEEDS_FOOTNOTE else "check_add"
        where = label(finding.citation, session.language(), session.engine().library)
        place = (
            f"<p class='gj-small'>{t(name)} {escaped(where)}</p>"
            f"<blockquote lang='{finding.citation.language}'>{escaped(finding.citation.quote)}</blockquote>"
        )
    with st.container(border=True, key=f"finding-{finding.sentence.number}"):
        st.html(
            f'<div class="gj-finding"><span class="gj-verdict gj-{verdict}">{verdict_name(verdict)}</span>'
            f'<p lang="{finding.sentence.language}"><span class="gj-number">{finding.sentence.number}</span>'
            f"{text}</p>{f'<ul>{said}</ul>' if said else ''}{place}</div>"
        )
        if finding.citation is not None and st.button(
            t("open_source"),
            key=f"source-{finding.sentence.number}",
            icon=":material/menu_book:",
            type="tertiary",
        ):
            open_source(finding.citation)


def marked(text: str, items: Sequence[Item]) -> str:
    """HTML of `text` with each item's span marked; overlapping spans are marked once."""
    out, at = [], 0
    for item in sorted(items, key=lambda item: item.start):
        if item.start < at or item.end > len(text) or item.start >= item.end:
            continue
        out.append(escaped(text[at : item.start]))
        out.append(f"<mark class='gj-wrong'>{escaped(text[item.start : item.end])}</mark>")
        at = item.end
    return "".join(out) + escaped(text[at:])


def verdict_name(verdict: Verdict) -> str:
    """The result for a sentence, in a word or two."""
    return say(f"check.{verdict}", session.language())
