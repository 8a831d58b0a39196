"""The chat: questions and footnoted answers, and files dropped into the conversation."""

from __future__ import annotations

import time

import streamlit as st
from streamlit.elements.widgets.chat import ChatInputValue

from assistant.answer import Answer
from assistant.messages import say
from assistant.web import collecting, deep_link, intake, session
from assistant.web.answer_view import answer_view
from assistant.web.components import draw_answer
from assistant.web.plain import plain, printable
from assistant.web.problems import sentence
from assistant.web.session import t
from assistant.web.source_view import open_source

SHOWN = 20  # exchanges drawn at once; older ones on request
EXAMPLES = 3
LONGEST_QUESTION = 20_000
POLL_SECONDS = 0.05


def chat_page() -> None:
    """Draw the conversation of this tab and take the next question."""
    answers = session.answers()
    asked = start_page() if not answers and "waiting_question" not in st.session_state else None
    earlier(answers)
    first = max(0, len(answers) - SHOWN * (1 + st.session_state.earlier))
    for number in range(first, len(answers)):
        exchange(number)
    waiting_bubble()
    intake.progress()
    given = st.chat_input(
        t("ask_here"),
        key="question",
        accept_file="multiple",
        file_type=list(intake.ENDINGS),
        submit_mode="stop",
        max_chars=LONGEST_QUESTION,
    )
    if given:
        asked = take(given)
    if asked := asked or waiting_question():
        ask(asked)
    deep_link.follow()


def take(given: ChatInputValue) -> str | None:
    """What came from the input box: the question, if it can be asked now. Files go to the library, and a
    question that came with them waits until they are there."""
    if given.files:
        job = intake.add_uploads(given.files)
        if given.text.strip() and job is not None:
            st.session_state.waiting_question = (job, given.text)
        st.rerun()
    if not given.text.strip():
        st.toast(t("empty_question"), icon=":material/edit:")
        return None
    intake.forget_results()
    return given.text


def waiting_question() -> str | None:
    """A question whose files are in the library by now."""
    number, question = st.session_state.get("waiting_question", (0, None))
    job = session.engine().queue.job(number)
    if question is None or (job is not None and not job.finished):
        return None
    del st.session_state.waiting_question
    return str(question)


def waiting_bubble() -> None:
    """A question that waits for its files, so that it is seen to have been taken."""
    _, question = st.session_state.get("waiting_question", (0, None))
    if question is not None and session.engine().queue.busy:
        question_bubble(str(question), "waiting")
        st.html(f'<p class="gj-small">{t("question_waits")}</p>')


def start_page() -> str | None:
    """What Gakju is, and questions to begin with. Returns the one that was pressed."""
    st.html(f'<div class="gj-hello"><h1>{t("name")}</h1><p>{t("what_it_is")}</p></div>')
    entries = session.engine().library.entries()
    if not entries:
        st.info(t("empty_library"), icon=":material/library_add:")
        return None
    pressed = None
    if any(entry.shipped for entry in entries):
        st.html(f'<p class="gj-heading">{t("examples")}</p>')
        first = session.language()
        for number in range(1, EXAMPLES + 1):
            for column, language in zip(st.columns(2), (first, first.other), strict=True):
                question = say(f"web.example_{number}", language)
                if column.button(question, key=f"example-{language}-{number}", width="stretch", wrap=True):
                    pressed = question
    st.html(f'<p class="gj-small">{t("library_holds", count=len(entries))}</p>')
    return pressed


def earlier(answers: list[Answer]) -> None:
    """A button for exchanges that are not drawn."""
    hidden = len(answers) - SHOWN * (1 + st.session_state.earlier)
    if hidden > 0 and st.button(t("show_earlier", count=hidden), type="tertiary", key="earlier"):
        st.session_state.earlier += 1
        st.rerun()


@st.fragment
def exchange(place: int) -> None:
    """One question with its answer. A press on a chip redraws only this."""
    answers = session.answers()
    if place >= len(answers):
        return
    answer = answers[place]
    question_bubble(answer.question, place)
    with st.chat_message("assistant", avatar=":material/format_quote:"):
        id = f"{session.conversation()}-{place}"
        view = answer_view(
            answer,
            id,
            interface=session.language(),
            style=session.style(),
            newest=place == len(answers) - 1,
            library=session.engine().library,
        )
        pressed = draw_answer(view, key=f"answer-{id}")
        if pressed.open:
            number = pressed.open["number"]
            cited = pressed.open["list"] == "citations"
            open_source(answer.citation(number) if cited else answer.related[number], answer.language)
        if pressed.collect:
            collecting.collect(answer)


def question_bubble(question: str, number: int | str) -> None:
    """The question as it was typed."""
    with st.chat_message("user", avatar=":material/person:"), st.container(key=f"asked-{number}"):
        st.text(printable(question))


def ask(question: str) -> None:
    """Ask, showing that something happens; a press on stop drops the question."""
    question = printable(question)
    engine, place = session.engine(), st.empty()
    with place.container():
        question_bubble(question, "now")
        shown = st.chat_message("assistant", avatar=":material/format_quote:")
    with shown:
        waiting = engine.ask(question, session.answers(), session.language(), session.filters())
        with st.spinner(t("looking")):
            ticks = st.empty()
            while not waiting.done():
                time.sleep(POLL_SECONDS)
                ticks.empty()  # the moment at which a stop takes hold
        try:
            answer = waiting.result()
        except Exception as problem:
            st.error(plain(sentence(problem, session.language())), icon=":material/error:")
            return
    session.keep(answer)
    place.empty()  # or both would stand below the answer until the page is drawn again
    st.rerun()
