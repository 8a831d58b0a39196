"""Every error the rooms raise on purpose, as one sentence in the user's language."""

from __future__ import annotations

import errno

from assistant.checking.report import NotWord
from assistant.citing.errors import CitingError
from assistant.keeping.archive import BadArchive
from assistant.line import Full, Late
from assistant.messages import say
from assistant.messages.refusals import refusal_sentence
from assistant.settings import SettingsError
from index.errors import IndexingError
from index.words.glossary import GlossaryError
from sources.document import Language
from sources.errors import Refused


def explain(error: BaseException, language: Language) -> str | None:
    """The sentence for `error`, or None for one that nobody raised on purpose."""
    match error:
        case Full() | Late():
            return say("serve.busy" if isinstance(error, Full) else "serve.late", language)
        case Refused():
            return refusal_sentence(error, language)
        case IndexingError():
            return say(f"store.{error.code.value}", language, **error.details)
        case CitingError():
            return say(f"citing.{error.code}", language, **error.details)
        case NotWord():
            return say("check.not_word", language, name=error.name)
        case BadArchive():
            place = f" ({error.member})" if error.member else ""
            return say(f"keeping.archive_{error.fault.value}", language, path=error.path, place=place)
        case SettingsError():
            key = "cli.bad_setting" if error.place else "cli.bad_variable"
            problem = error.problem.text(language)
            return say(key, language, setting=error.setting, problem=problem, place=error.place)
        case GlossaryError():
            return say("cli.bad_glossary", language, path=error.path, line=error.line)
        case OSError() if error.errno in (errno.ENOSPC, errno.EDQUOT):
            return say("store.disk_full", language, path=error.filename or "")
        case OSError() if error.errno in (errno.EROFS, errno.EACCES, errno.EPERM):
            return say("store.read_only", language, path=error.filename or "")
        case _:
            return None
