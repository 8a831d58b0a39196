"""Questions of one command, answered by the chat that runs over the home or by this process."""

from __future__ import annotations

import re
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assistant.commands.base import Refusal, Session
from assistant.serving.running import running_chat
from sources.document import Language

if TYPE_CHECKING:
    from index.hit import Filters

# The rest is imported where it is used: what a running chat answers needs none of it.


class Asked:
    """Answers questions as JSON, all with the same options: by the chat that runs over this home, and where
    none does, or it refuses, by this process."""

    def __init__(
        self, session: Session, language: str, style: str | None, basket: bool, options: dict[str, Any]
    ) -> None:
        self._session = session
        self._language = None if language == "auto" else Language(language)
        self._style = style
        self._basket = basket
        self._options = options
        # The basket takes answers, not what is printed of them.
        self._chat = None if basket else running_chat(session.settings)

    def answer(self, question: str, previous: list[str]) -> dict[str, Any]:
        """The answer as docs/json.md has it. Raises Refusal where the options cannot be used."""
        return self._asked_of_chat(question, previous) or self._answered_here(question, previous)

    def _asked_of_chat(self, question: str, previous: list[str]) -> dict[str, Any] | None:
        if self._chat is None:
            return None
        fields = {"question": question, "previous": previous, "language": self._language}
        return self._chat.ask(
            {
                name: value
                for name, value in (fields | {"style": self._style} | self._options).items()
                if value
            }
        )

    def _answered_here(self, question: str, previous: list[str]) -> dict[str, Any]:
        from assistant.answer import State
        from assistant.present import answer_json

        answer = self._session.assistant.ask(
            question,
            previous=previous,
            language=self._language,
            interface=self._session.language,
            filters=self._filters,
        )
        if self._basket and answer.state is not State.ABSTAIN:
            self._session.basket.add(answer)
        return answer_json(answer, style=self._style)

    @cached_property
    def _filters(self) -> Filters:
        return make_filters(self._session, self._options)


def make_filters(session: Session, options: dict[str, Any]) -> Filters:
    """Filters from the options; a document that is not in the library is refused by name."""
    from index.hit import Filters

    known = {entry.record.key for entry in session.library.entries()}
    for date in filter(None, (options["date_from"], options["date_to"])):
        if not re.fullmatch(r"\d{4}(-\d\d(-\d\d)?)?", date):
            raise Refusal(session.say("cli.bad_date", date=date))
    for key in options["documents"]:
        if key not in known:
            raise Refusal(session.say("cli.no_document", id=key))
    return Filters(
        keys=options["documents"],
        kinds=options["kinds"],
        languages=tuple(Language(value) for value in options["source_languages"]),
        date_from=options["date_from"],
        date_to=options["date_to"],
        tags=options["tags"],
        collections=options["collections"],
    )
