"""Click's own words in the interface language.

Click takes its messages from gettext as `_` and `ngettext` of its modules, for a domain and a language that
belong to the whole process. Here the same two names are given our catalogue, which like every other one is
text that can be read and tested; where Click has other words than it knows, they stay as they are.
"""

from __future__ import annotations

import sys

from assistant.messages import catalogues
from sources.document import Language

_AREA = "click."


def _words(language: Language) -> dict[str, str]:
    """What Click says → what is said instead."""
    found = {key: texts for key, texts in catalogues().items() if key.startswith(_AREA)}
    return {texts[Language.EN]: texts[language] for texts in found.values()}


def speak(language: Language) -> None:
    """Make Click, in this process, say its own words in `language`."""
    words = _words(language)

    def one(message: str) -> str:
        return words.get(message, message)

    def some(singular: str, plural: str, count: int) -> str:
        return one(singular if count == 1 else plural)

    for name, module in list(sys.modules.items()):
        if name.startswith("click.") and module is not None:
            for own, said in (("_", one), ("ngettext", some)):
                if callable(getattr(module, own, None)):
                    setattr(module, own, said)
