"""The web chat. `gakju chat` serves it; `streamlit run app.py` works as well.

Imported by a server, this module offers `app`: the pages, the API and MCP in one process, under one set of
security headers. Run by Streamlit as a script, it draws the page.
"""

from __future__ import annotations

import streamlit as st

if __name__ == "__main__":
    from assistant.web.shell import show

    show()
else:
    from assistant.web.serving import Beside

    beside = Beside()
    app = st.App(__file__, routes=beside.routes(), middleware=beside.middleware(), lifespan=beside.lifespan)
