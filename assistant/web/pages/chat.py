"""The chat: questions and footnoted answers, and files dropped into the conversation."""

from __future__ import annotations

import streamlit as st

from assistant.answer import Answer
from assistant.messages import say
from assistant.web import asking, collecting, deep_link, intake, session
from assistant.web.answer_view import answer_view
from assistant.web.components import draw_answer
from assistant.web.plain import printable
from assistant.web.session import t
from assistant.web.source_view import open_source

SHOWN = 20  # exchanges drawn at once; older ones on request
EXAMPLES = 3
LONGEST_QUESTION = 20_000


def chat_page() -> None:
    """Draw the conversation of this tab and take the next question."""
    waiting_question()
    asking.settle()
    answers = session.answers()
    if not answers and "waiting_question" not in st.session_state and asking.current() is None:
        start_page()
    earlier(answers)
    first = max(0, len(answers) - SHOWN * (1 + st.session_state.earlier_shown))
    for number in range(first, len(answers)):
        exchange(number)
    waiting_bubble()
    pending()
    intake.progress()
    st.chat_input(
        t("ask_here"),
        key="question",
        accept_file="multiple",
        file_type=list(intake.ENDINGS),
        max_chars=LONGEST_QUESTION,
        on_submit=submitted,
    )
    deep_link.follow()


def pending() -> None:
    """The question on its way, or the one that has no answer and why."""
    on_its_way = asking.current()
    if on_its_way is not None and on_its_way.conversation == session.conversation():
        question_bubble(on_its_way.question, "now")
        with st.chat_message("assistant", avatar=":material/format_quote:"):
            asking.searching()
    elif (failed := asking.problem()) is not None:
        question_bubble(failed[0], "now")
        with st.chat_message("assistant", avatar=":material/format_quote:"):
            st.error(failed[1], icon=":material/error:")


def submitted() -> None:
    """What came from the input box, before the page is drawn with it. Files go to the library, and a question
    that came with them waits until they are there."""
    given = st.session_state.question
    if given is None:
        return
    if given.files:
        job = intake.add_uploads(given.files)
        if given.text.strip() and job is not None:
            st.session_state.waiting_question = (job, given.text)
    elif not given.text.strip():
        st.toast(t("empty_question"), icon=":material/edit:")
    else:
        intake.forget_results()
        asking.begin(given.text)


def waiting_question() -> None:
    """Ask the question whose files are in the library by now."""
    number, question = st.session_state.get("waiting_question", (0, None))
    job = session.engine().queue.job(number)
    if question is None or (job is not None and not job.finished):
        return
    del st.session_state.waiting_question
    asking.begin(str(question))


def waiting_bubble() -> None:
    """A question that waits for its files, so that it is seen to have been taken."""
    _, question = st.session_state.get("waiting_question", (0, None))
    if question is not None and session.engine().queue.busy:
        question_bubble(str(question), "waiting")
        st.html(f'<p class="gj-small">{t("question_waits")}</p>')


def start_page() -> None:
    """What Gakju is, and questions to begin with."""
    st.html(f'<div class="gj-hello"><h1>{t("name")}</h1><p>{t("what_it_is")}</p></div>')
    entries = session.engine().library.entries()
    if not entries:
        st.info(t("empty_library"), icon=":material/library_add:")
        return
    if any(entry.shipped for entry in entries):
        st.html(f'<p class="gj-heading">{t("examples")}</p>')
        first = session.language()
        for number in range(1, EXAMPLES + 1):
            for column, language in zip(st.columns(2), (first, first.other), strict=True):
                question = say(f"web.example_{number}", language)
                key = f"example-{language}-{number}"
                column.button(
                    question, key=key, width="stretch", wrap=True, on_click=asking.begin, args=(question,)
                )
    st.html(f'<p class="gj-small">{t("library_holds", count=len(entries))}</p>')


def earlier(answers: list[Answer]) -> None:
    """A button for exchanges that are not drawn."""
    hidden = len(answers) - SHOWN * (1 + st.session_state.earlier_shown)
    if hidden > 0:
        # The button has a key of its own: the toolkit lets nobody else write under a button's.
        st.button(t("show_earlier", count=hidden), type="tertiary", key="earlier", on_click=_show_earlier)


def _show_earlier() -> None:
    st.session_state.earlier_shown += 1


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
