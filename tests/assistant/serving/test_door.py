"""Who is let in: the person who typed the address, programs with the token, nobody else."""

from __future__ import annotations

import stat
import threading
import time

import pytest
from click.testing import CliRunner
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.responses import PlainTextResponse
from starlette.routing import Route, WebSocketRoute
from starlette.testclient import TestClient
from starlette.websockets import WebSocket, WebSocketDisconnect

from assistant.cli import main
from assistant.line import Full, Late, Line
from assistant.serving.door import Door
from assistant.serving.key import Key, key_of
from assistant.serving.requests import AskRequest
from assistant.serving.service import Service
from tests.assistant.serving.conftest import KEY

HERE = "127.0.0.1:8501"
COOKIE = f"gakju-8501={KEY.cookie}"
TYPED = {"sec-fetch-site": "none", "sec-fetch-mode": "navigate", "sec-fetch-dest": "document"}


async def _page(request) -> PlainTextResponse:
    return PlainTextResponse("secret titles")


async def _stream(socket: WebSocket) -> None:
    await socket.accept()
    await socket.send_text("secret titles")
    await socket.close()


def client(key: Key = KEY) -> TestClient:
    routes = [
        *(Route(path, _page) for path in ("/", "/library", "/api", "/api/ask", "/mcp", "/_stcore/health")),
        WebSocketRoute("/_stcore/stream", _stream),
    ]
    app = Starlette(routes=routes, middleware=[Middleware(Door, key=key)])
    return TestClient(app, base_url=f"http://{HERE}", follow_redirects=False)


def test_the_typed_address_goes_on_working_by_itself() -> None:
    browser = client()
    first = browser.get("/", headers=TYPED)
    assert first.text == "secret titles"
    cookie = first.headers["set-cookie"]
    assert "HttpOnly" in cookie and "SameSite=Strict" in cookie
    assert KEY.token not in cookie
    own = {"origin": f"http://{HERE}", "sec-fetch-site": "same-origin"}
    assert browser.get("/api", headers=own).status_code == 200
    with browser.websocket_connect(
        "/_stcore/stream", headers={"host": HERE, "origin": f"http://{HERE}", "cookie": cookie.split(";")[0]}
    ) as socket:
        assert socket.receive_text() == "secret titles"


@pytest.mark.parametrize("with_cookie", [False, True])
@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "http://127.0.0.1:9999"},  # a page of another local server
        {"origin": "http://localhost:8501"},
        {"origin": "https://127.0.0.1:8501"},
        {"origin": "http://evil.example"},
        {"origin": "null"},
        {"sec-fetch-site": "same-site", "sec-fetch-mode": "cors"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image"},
        {"sec-fetch-site": "cross-site", "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe"},
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example:8501"},
    ],
)
@pytest.mark.parametrize("path", ["/", "/api/ask", "/api", "/mcp", "/library"])
def test_a_foreign_page_gets_nothing(path: str, headers: dict[str, str], with_cookie: bool) -> None:
    browser = client()
    if with_cookie:
        browser.get("/", headers=TYPED)
    reply = browser.get(path, headers=headers)
    assert reply.status_code == 403
    assert "secret" not in reply.text and "set-cookie" not in reply.headers
    held = {"host": HERE, **headers, **({"cookie": COOKIE} if with_cookie else {})}
    with pytest.raises(WebSocketDisconnect), browser.websocket_connect("/_stcore/stream", headers=held):
        pass


def test_a_link_of_another_page_is_answered_with_a_sentence_and_no_cookie() -> None:
    reply = client().get("/", headers={**TYPED, "sec-fetch-site": "cross-site"})
    assert reply.status_code == 401 and "set-cookie" not in reply.headers
    assert "주소 창" in reply.text and "address bar" in reply.text and HERE in reply.text


def test_a_program_needs_the_token() -> None:
    program = client()
    for path in ("/api/ask", "/mcp"):
        reply = program.get(path)
        assert reply.status_code == 401 and "gakju token" in reply.json()["error"]["message"]
        assert program.get(path, headers={"authorization": "Bearer wrong"}).status_code == 401
        assert program.get(path, headers={"authorization": f"Bearer {KEY.token}"}).text == "secret titles"
    with (
        pytest.raises(WebSocketDisconnect),
        program.websocket_connect("/_stcore/stream", headers={"host": HERE}),
    ):
        pass
    assert program.get("/_stcore/health").status_code == 200


def test_where_several_people_work_the_address_holds_the_token() -> None:
    browser = client(Key(KEY.token, required=True))
    assert browser.get("/", headers=TYPED).status_code == 401
    assert browser.get("/?token=wrong", headers=TYPED).status_code == 401
    reply = browser.get(f"/library?token={KEY.token}&at=x", headers=TYPED)
    assert (reply.status_code, reply.headers["location"]) == (303, "/library?at=x")
    assert browser.get("/library", headers=TYPED).text == "secret titles"


def test_the_token_is_kept_in_the_home_for_its_owner_alone(tmp_path) -> None:
    key = key_of(tmp_path / "home")
    assert key_of(tmp_path / "home") == key
    assert len(key.token) >= 32
    assert stat.S_IMODE((tmp_path / "home" / "token").stat().st_mode) == 0o600
    assert stat.S_IMODE((tmp_path / "home").stat().st_mode) == 0o700
    done = CliRunner().invoke(main, ["--home", str(tmp_path / "home"), "token"])
    assert done.output.strip() == key.token


def test_a_line_is_served_in_order_and_never_more_at_once_than_may_be() -> None:
    line, served, at_once, most = Line(2, waiting=20), [], 0, 0
    lock = threading.Lock()

    def ask(number: int, coming: threading.Event) -> None:
        nonlocal at_once, most
        coming.set()
        with line.place():
            with lock:
                at_once += 1
                most = max(most, at_once)
                served.append(number)
            time.sleep(0.06)
            with lock:
                at_once -= 1

    threads = []
    for number in range(20):
        # On a busy machine a thread may come late: the next sets out when it is at the line.
        coming = threading.Event()
        threads.append(threading.Thread(target=ask, args=(number, coming)))
        threads[-1].start()
        coming.wait()
        time.sleep(0.02)
    for thread in threads:
        thread.join()
    # Two are served at once: either may write itself down first.
    assert sorted(served) == list(range(20))
    assert all(abs(place - number) < 2 for place, number in enumerate(served))
    assert most == 2


def test_whoever_comes_to_a_full_line_or_waits_too_long_is_told() -> None:
    line = Line(1, waiting=1, patience=0.2)
    with line.place():

        def wait() -> None:
            with pytest.raises(Late), line.place():
                pass

        waiting = threading.Thread(target=wait)
        waiting.start()
        time.sleep(0.05)
        with pytest.raises(Full), line.place():
            pass
        waiting.join()
    with line.place():
        pass


def test_the_api_says_so_when_too_many_ask(opened) -> None:
    line = Line(1, waiting=0)
    service = Service(lambda: opened, key=KEY, line=line)
    asking = TestClient(service.app(), headers={"host": HERE, "authorization": f"Bearer {KEY.token}"})
    with line.place():
        reply = asking.get("/api/ask", params={"question": "심야버스는?"})
        assert (reply.status_code, reply.json()["error"]["code"]) == (429, "busy")
        assert int(reply.headers["retry-after"]) > 0
        assert asking.get("/api/cite", params={"document": "fisheries-accord-2016"}).status_code == 200
    assert asking.get("/api/ask", params={"question": "심야버스는?"}).status_code == 200
    assert service.desk.ask(AskRequest(question="심야버스는?"))["state"]
