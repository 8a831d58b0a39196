"""The chat over the fakes, as a script for `streamlit run`."""

from __future__ import annotations

import assistant.web.engine as engine
from tests.fakes import FakeAssistant, FakeLibrary


def _open(settings, opening, indexing):
    library = FakeLibrary(home=settings.home)
    return library, FakeAssistant(library)


engine.open_library = _open

from assistant.web.shell import show  # noqa: E402

show()
