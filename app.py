"""The web chat. `gakju chat` serves it; `streamlit run app.py` works as well.

Imported by a server, this module offers `app`: the chat with its API routes and its security headers in
one process. Run by Streamlit as a script, it draws the page.
"""

from __future__ import annotations

import streamlit as st

if __name__ == "__main__":
    from assistant.web.shell import show

    show()
else:
    from assistant.web.serving import lifespan, middleware, routes

    app = st.App(__file__, routes=routes(), middleware=middleware(), lifespan=lifespan)
