"""The HTTP API: its description against what it does (schemathesis), its limits, and who is let in."""

from __future__ import annotations

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from schemathesis import GenerationMode
from schemathesis.specs.openapi.checks import ignored_auth, positive_data_acceptance
from starlette.testclient import TestClient

from assistant.ask import Assistant
from assistant.serving.service import Service
from index.library import Library
from tests.assistant.serving.conftest import KEY

HOME = {"host": "127.0.0.1", "authorization": f"Bearer {KEY.token}"}


@pytest.fixture
def client(service: Service) -> TestClient:
    return TestClient(service.app(), headers=HOME)


@pytest.fixture
def described(service: Service) -> schemathesis.BaseSchema:
    return schemathesis.openapi.from_asgi("/api/openapi.json", service.app(), headers=HOME)


OPERATIONS = [
    ("GET", "/api/ask"),
    ("POST", "/api/ask"),
    ("GET", "/api/search"),
    ("POST", "/api/search"),
    ("GET", "/api/passage"),
    ("GET", "/api/cite"),
    ("POST", "/api/check"),
]


@pytest.mark.parametrize("mode", list(GenerationMode))
@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_the_api_does_what_it_describes(
    described: schemathesis.BaseSchema, method: str, path: str, mode: GenerationMode
) -> None:
    operation = described[path][method]

    @given(operation.as_strategy(generation_mode=mode))
    @settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    def run(case: schemathesis.Case) -> None:
        # A generated document is none of the library's, and that is a 404 however well the request is formed.
        # The token comes with HOME, which that check does not take away: see the next test.
        case.call_and_validate(headers=HOME, excluded_checks=[positive_data_acceptance, ignored_auth])

    run()


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_no_operation_answers_without_the_token(service: Service, method: str, path: str) -> None:
    for held in ({}, {"authorization": "Bearer x"}, {"authorization": ""}, {"cookie": "gakju-80=x"}):
        reply = TestClient(service.app()).request(method, path, headers={"host": "127.0.0.1", **held})
        assert (reply.status_code, reply.json()["error"]["code"]) == (401, "no_token")


def test_every_operation_is_tested(described: schemathesis.BaseSchema) -> None:
    assert sorted(OPERATIONS) == sorted(
        (operation.ok().method.upper(), operation.ok().path) for operation in described.get_all_operations()
    )


def test_ask_by_query_and_by_body_agree(client: TestClient, small: Library) -> None:
    question = "심야버스 운영비는 한 해 얼마인가?"
    got = client.get("/api/ask", params={"question": question}).json()
    posted = client.post("/api/ask", json={"question": question}).json()
    assert got["sentences"] == posted["sentences"] and got["state"] == posted["state"] != "abstain"
    for citation in got["citations"]:
        document = small.document(citation["document_hash"])
        assert document.text[citation["start"] : citation["end"]] == citation["quote"]


def test_search_passage_cite_and_check(client: TestClient) -> None:
    hits = client.get("/api/search", params={"question": "grouper limit", "k": 2}).json()["hits"]
    assert hits[0]["document"] == "fisheries-accord-2016" and len(hits) == 2
    place = {"document": hits[0]["document"], "paragraph": hits[0]["paragraph"]}
    passage = client.get("/api/passage", params=place).json()
    assert passage["paragraphs"][0]["text"].startswith(hits[0]["text"][:20])
    cited = client.get("/api/cite", params={**place, "style": "chicago", "language": "en"}).json()
    assert "Port Ellis" in cited["footnote"]
    draft = {"text": "The ministers set a ceiling of 80,000 tonnes a year for skipjack.", "language": "en"}
    checked = client.post("/api/check", json=draft).json()
    assert checked["sentences"][0]["verdict"] == "differs"
    assert "60,000 tonnes" in checked["sentences"][0]["remarks"][0]


def test_lists_are_repeated_parameters(client: TestClient) -> None:
    only = client.get("/api/search?question=bus&documents=fisheries-accord-2016&documents=night-bus-2024")
    assert only.status_code == 200
    one = client.get("/api/search?question=bus&documents=fisheries-accord-2016").json()
    assert {hit["document"] for hit in one["hits"]} <= {"fisheries-accord-2016"}


@pytest.mark.parametrize(
    ("method", "path", "body", "status", "code"),
    [
        ("GET", "/api/ask", None, 422, "invalid"),
        ("GET", "/api/ask?question=%20", None, 422, "invalid"),
        ("GET", "/api/ask?question=a&question=b", None, 422, "invalid"),
        ("GET", "/api/ask?question=a&nonsense=1", None, 422, "invalid"),
        ("GET", "/api/ask?question=" + "가" * 2001, None, 422, "invalid"),
        ("GET", "/api/search?question=a&k=0", None, 422, "invalid"),
        ("GET", "/api/search?question=a&documents=nowhere", None, 404, "unknown_document"),
        ("GET", "/api/cite?document=nowhere", None, 404, "unknown_document"),
        ("GET", "/api/cite?document=fisheries-accord-2016&paragraph=999", None, 404, "unknown_place"),
        ("GET", "/api/cite?document=fisheries-accord-2016&style=/etc/x.toml", None, 422, "unknown_style"),
        ("POST", "/api/ask", b"{", 400, "not_json"),
        ("POST", "/api/ask", b"[1]", 422, "invalid"),
        ("POST", "/api/ask", b"\xff\xfe", 400, "not_json"),
        ("POST", "/api/ask", b"[" * 100_000, 400, "not_json"),
        ("POST", "/api/ask", b" " * ((1 << 20) + 1), 413, "too_long"),
        ("POST", "/api/check", b'{"text": ""}', 422, "invalid"),
        ("DELETE", "/api/ask", None, 405, "method"),
        ("POST", "/api/cite", b"{}", 405, "method"),
    ],
)  # fmt: skip
def test_bad_requests_get_one_clear_sentence(client, method, path, body, status, code) -> None:
    response = client.request(method, path, content=body)
    error = response.json()["error"]
    assert (response.status_code, error["code"]) == (status, code)
    assert error["message"] and "Traceback" not in response.text


@pytest.mark.parametrize(
    "headers",
    [
        {"host": "evil.example"},
        {"host": "127.0.0.1.evil.example"},
        {"host": ""},
        {"host": "127.0.0.1", "origin": "https://evil.example"},
        {"host": "127.0.0.1", "origin": "null"},
        {"host": "127.0.0.1", "origin": "http://[bad"},
    ],
)
def test_other_machines_and_sites_are_turned_away(service: Service, headers: dict[str, str]) -> None:
    for path in ("/api/search?question=a", "/mcp", "/api"):
        response = TestClient(service.app()).get(path, headers=headers)
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "forbidden_host"


@pytest.mark.parametrize("host", ["127.0.0.1:8501", "localhost", "LOCALHOST:1", "[::1]:8501"])
def test_this_machine_is_welcome(service: Service, host: str) -> None:
    headers = {**HOME, "host": host, "origin": f"http://{host}"}
    assert TestClient(service.app()).get("/api/openapi.json", headers=headers).status_code == 200


def test_replies_carry_a_policy_that_loads_nothing(client: TestClient) -> None:
    for path in ("/api", "/api/openapi.json", "/api/ask", "/api/search?question=a"):
        headers = client.get(path).headers
        assert "default-src 'none'" in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff" and headers["cache-control"] == "no-store"


def test_the_page_names_every_operation_and_loads_nothing(client: TestClient) -> None:
    page = client.get("/api").text
    for name in ("ask", "search", "passage", "cite", "check"):
        assert f"/api/{name}" in page
    assert "<script" not in page and "http://" not in page and "https://" not in page


def test_while_the_library_opens_it_says_so() -> None:
    client = TestClient(Service(lambda: None, key=KEY).app(), headers=HOME)
    response = client.get("/api/ask", params={"question": "?"})
    assert response.status_code == 503 and response.json()["error"]["code"] == "starting"


def test_a_failure_inside_is_one_sentence(
    opened: tuple[Library, Assistant], monkeypatch: pytest.MonkeyPatch
) -> None:
    service = Service(lambda: opened, key=KEY)

    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("secret path /home/someone")

    monkeypatch.setattr(opened[1], "ask", broken, raising=False)
    response = TestClient(service.app(), headers=HOME).get("/api/ask", params={"question": "a"})
    assert response.status_code == 500 and "secret" not in response.text


def test_the_description_is_valid_json_and_closed(client: TestClient) -> None:
    described = client.get("/api/openapi.json").json()
    text = json.dumps(described)
    names = set(described["components"]["schemas"])
    used = {part.split('"')[0] for part in text.split("#/components/schemas/")[1:]}
    assert used <= names
