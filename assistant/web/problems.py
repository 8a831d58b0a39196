"""Whatever went wrong, as one sentence in the user's language."""

from __future__ import annotations

import logging

from assistant.messages import say
from sources.document import Language

log = logging.getLogger(__name__)


def sentence(problem: Exception, language: Language) -> str:
    """What a room raised on purpose in its own words; anything else is logged and said to be our fault."""
    from assistant.explain import explain

    said = explain(problem, language)
    if said is not None:
        return said
    log.error("Unexpected", exc_info=problem)
    return say("web.unexpected", language)
