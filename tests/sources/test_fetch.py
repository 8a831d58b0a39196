"""Addresses: only the web, only public hosts, only where redirects may lead, only so much."""

from __future__ import annotations

import gzip
import socket
import time
import zlib
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler

import pytest

from sources.door import addresses, fetch
from sources.door.fetch import download, is_address
from sources.door.guard import Limits
from sources.errors import Reason, Refused
from tests.servers import Site, running_site


@pytest.fixture
def site() -> Iterator[Site]:
    with running_site() as found:
        yield found


def _refusal(url: str, **options) -> Refused:
    with pytest.raises(Refused) as refusal:
        download(url, **options)
    return refusal.value


def _resolving(monkeypatch: pytest.MonkeyPatch, names: dict[str, list[str]]) -> list[str]:
    """Makes names resolve as told; returns the list of what was looked up."""
    real = socket.getaddrinfo
    looked_up: list[str] = []

    def resolve(host, port, *rest, **options):
        looked_up.append(host)
        if host not in names:
            return real(host, port, *rest, **options)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in names[host]]

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    return looked_up


def test_a_page_comes_with_its_name_and_address(site: Site) -> None:
    url = site.page(
        "/글/선언?id=1".replace("글", "%EA%B8%80").replace("선언", "%EC%84%A0%EC%96%B8"), "<p>글</p>"
    )
    got = download(url, private_addresses=True)
    assert (got.url, got.name, got.data.decode("utf-8-sig")) == (url, "선언.html", "<p>글</p>")
    assert site.asked[0][0] == f"127.0.0.1:{site.port}"


@pytest.mark.parametrize(
    ("path", "kind", "extra", "name"),
    [
        ("/a/report.php", "application/pdf", {}, "report.pdf"),
        (
            "/download",
            "application/octet-stream",
            {"Content-Disposition": 'attachment; filename="b.hwp"'},
            "b.hwp",
        ),
        (
            "/x",
            "application/octet-stream",
            {"Content-Disposition": "attachment; filename*=UTF-8''%EB%B3%B4%EA%B3%A0.hwpx"},
            "보고.hwpx",
        ),
        ("/..%2f..%2fetc%2fpasswd", "text/plain", {}, "passwd.txt"),
        ("/", "text/html", {}, "127.0.0.1.html"),
    ],
)
def test_names(site: Site, path: str, kind: str, extra: dict[str, str], name: str) -> None:
    assert download(site.page(path, b"%PDF-1.7 x", kind, **extra), private_addresses=True).name == name


def test_an_encoding_only_the_server_names(site: Site) -> None:
    url = site.page("/a", "<p>한글 문서</p>".encode("cp949"), "text/html; charset=EUC-KR")
    assert download(url, private_addresses=True).data.decode("utf-8-sig") == "<p>한글 문서</p>"


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "javascript://x/",
        "http://",
        "http:///a",
        "http://user:pw@example.org/",
        "http://[::1",
        "http://example.org:99999/",
    ],
)
def test_other_schemes_and_broken_addresses(url: str) -> None:
    assert is_address(url) or url == "http://"
    assert _refusal(url).reason is Reason.BAD_ADDRESS


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "[::1]",
        "0.0.0.0",
        "10.1.2.3",
        "192.168.0.1",
        "172.16.0.1",
        "169.254.169.254",
        "[fe80::1]",
        "[::ffff:127.0.0.1]",
        "2130706433",
        "0x7f000001",
        "100.64.0.1",
    ],
)
def test_private_addresses_are_not_asked(site: Site, host: str) -> None:
    assert _refusal(site.url("/", host)).reason in (Reason.FORBIDDEN_ADDRESS, Reason.OFFLINE)
    assert site.asked == []


def test_a_public_name_with_a_private_address_is_not_asked(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    _resolving(monkeypatch, {"docs.example.org": ["93.184.216.34", "127.0.0.1"]})
    assert _refusal(site.url("/", "docs.example.org")).reason is Reason.FORBIDDEN_ADDRESS
    assert site.asked == []


def test_the_address_asked_is_the_one_that_was_checked(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    """The second look-up of a name may say something else; there must be none."""
    looked_up = _resolving(monkeypatch, {"docs.example.org": ["127.0.0.1"]})
    site.page("/", "<p>글</p>")
    got = download(site.url("/", "docs.example.org"), private_addresses=True)
    assert got.data.endswith("글</p>".encode())
    assert looked_up.count("docs.example.org") == 1
    assert site.asked == [(f"docs.example.org:{site.port}", "/")]


def test_redirects_stay_in_their_site(site: Site) -> None:
    site.page("/b", "<p>글</p>")
    assert download(site.redirect("/a", "/b"), private_addresses=True).url == site.url("/b")
    away = site.redirect("/away", "http://elsewhere.example.org/")
    assert _refusal(away, private_addresses=True).reason is Reason.FORBIDDEN_ADDRESS
    assert (
        _refusal(site.redirect("/f", "file:///etc/passwd"), private_addresses=True).reason
        is Reason.BAD_ADDRESS
    )
    assert _refusal(site.redirect("/loop", "/loop"), private_addresses=True).reason is Reason.BAD_ADDRESS
    other = site.redirect("/other", site.url("/b", "localhost"))
    assert _refusal(other, private_addresses=True).reason is Reason.FORBIDDEN_ADDRESS
    assert download(other, allowed_hosts=["127.0.0.1", "localhost"], private_addresses=True).name == "b.html"


def test_a_redirect_into_the_local_network_is_not_followed(
    site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Public at first, private at the second hop: the first host passes here for a public one."""
    names = {"docs.example.org": ["127.0.0.1"], "www.docs.example.org": ["127.0.0.1"]}
    _resolving(monkeypatch, names)
    real = addresses.refuse_private

    def lenient_at_first(found, host, name, private):
        real(["1.1.1.1"] if host == "docs.example.org" else found, host, name, private)

    monkeypatch.setattr(addresses, "refuse_private", lenient_at_first)
    site.page("/b", "<p>글</p>")
    site.redirect("/a", site.url("/b", "www.docs.example.org"))
    assert _refusal(site.url("/a", "docs.example.org")).reason is Reason.FORBIDDEN_ADDRESS
    assert [path for _, path in site.asked] == ["/a"]


def test_sizes(site: Site) -> None:
    small = Limits(size=1000)
    fits = download(site.page("/fits", b"x" * 1000, "text/plain"), private_addresses=True, limits=small)
    assert len(fits.data) == 1000
    for path, data, extra in (
        ("/big", b"x" * 1001, {}),
        ("/said", b"x", {"Content-Length": "5000"}),
        ("/zip", gzip.compress(b"\0" * 10_000_000), {"Content-Encoding": "gzip"}),
        ("/deflate", zlib.compress(b"\0" * 10_000_000), {"Content-Encoding": "deflate"}),
    ):
        url = site.page(path, data, "text/plain", **extra)
        assert _refusal(url, private_addresses=True, limits=small).reason is Reason.TOO_LARGE, path
    packed = site.page("/ok", gzip.compress("글".encode()), "text/plain", **{"Content-Encoding": "gzip"})
    assert download(packed, private_addresses=True).data.decode("utf-8-sig") == "글"
    broken = site.page("/broken", b"not gzip", "text/plain", **{"Content-Encoding": "gzip"})
    assert _refusal(broken, private_addresses=True).reason is Reason.DAMAGED


def test_an_answer_that_never_ends_is_cut_off(site: Site) -> None:
    def drip(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.send_header("Content-Type", "text/plain")
        request.end_headers()
        for _ in range(100):
            try:
                request.wfile.write(b"x")
                request.wfile.flush()
            except OSError:
                return
            time.sleep(0.05)

    site.answers["/drip"] = drip
    assert _refusal(site.url("/drip"), private_addresses=True, whole_time=0.4).reason is Reason.TIMED_OUT


def test_a_silent_server_times_out(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(fetch, "READ_TIME", 0.3)
    site.answers["/silent"] = lambda request: time.sleep(1)
    assert _refusal(site.url("/silent"), private_addresses=True).reason is Reason.TIMED_OUT


def test_no_network_and_no_page(site: Site) -> None:
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    assert _refusal(f"http://127.0.0.1:{port}/", private_addresses=True).reason is Reason.OFFLINE
    assert _refusal("http://no-such-host.invalid/").reason is Reason.OFFLINE
    gone = _refusal(site.url("/gone"), private_addresses=True)
    assert (gone.reason, gone.details["status"]) == (Reason.HTTP_STATUS, 404)
    assert _refusal(site.page("/empty", b""), private_addresses=True).reason is Reason.EMPTY


@pytest.mark.parametrize("text", ["C:\\a.pdf", "/home/a.pdf", "보고서.pdf", "c:/a", "a:b", ""])
def test_paths_are_no_addresses(text: str) -> None:
    assert not is_address(text)


@pytest.mark.parametrize(
    "address",
    [
        "64:ff9b::7f00:1", "64:ff9b::10.0.0.1", "::127.0.0.1", "::10.0.0.1", "::ffff:127.0.0.1",
        "::ffff:0:127.0.0.1", "2002:7f00:1::", "2002:c0a8:101::1", "64:ff9b:1::808:808",
        "2001:0:7f00:1::1", "2001:0:808:808:0:0:3f57:fefe", "2606:4700::5efe:7f00:1",
        "2606:4700::200:5efe:a00:1",
        "fe80::1%eth0", "::1", "::",
    ],
)  # fmt: skip
def test_an_address_is_judged_by_the_one_in_it(monkeypatch: pytest.MonkeyPatch, address: str) -> None:
    _resolving(monkeypatch, {"public.example": [address]})
    assert _refusal("http://public.example/x").reason is Reason.FORBIDDEN_ADDRESS


@pytest.mark.parametrize("address", ["64:ff9b::8.8.8.8", "::ffff:8.8.8.8", "2002:808:808::", "2606:4700::1"])
def test_a_public_address_in_another_is_public(address: str) -> None:
    addresses.refuse_private([address], "public.example", "x", False)


@pytest.mark.parametrize(
    "label", ["punycode", "idna", "unicode_escape", "utf-7", "rot13", "hex", "base64", "zip", "x" * 500]
)
def test_only_the_webs_encodings_are_believed(site: Site, label: str) -> None:
    body = b"a" * 400_000 + "글".encode()
    url = site.page("/x", body, f"text/html; charset={label}")
    began = time.monotonic()
    assert download(url, private_addresses=True).data == body
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("label", ["euc-kr", "EUC_KR", "ks_c_5601-1987", "windows-949", "utf-8", "shift_jis"])
def test_the_webs_encodings_are(site: Site, label: str) -> None:
    text = "똠방각하 글" if label.lower() not in ("shift_jis",) else "かな"
    python = "cp949" if "5601" in label or "kr" in label.lower() or "949" in label else label
    url = site.page("/x", text.encode(python), f"text/plain; charset={label}")
    assert download(url, private_addresses=True).data.decode("utf-8-sig") == text


def test_a_page_may_not_name_any_encoding_either(tmp_path) -> None:
    from sources.load import read_document

    path = tmp_path / "page.html"
    path.write_bytes(b"<meta charset=punycode><body><p>" + b"The report is short. " * 20_000)
    began = time.monotonic()
    assert read_document(path).text.startswith("The report is short.")
    assert time.monotonic() - began < 20


def test_headers_that_drip_do_not_outlast_the_deadline() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        import threading

        def drip() -> None:
            connection, _ = server.accept()
            with connection:
                connection.recv(10_000)
                try:
                    connection.sendall(b"HTTP/1.1 200 OK\r\nX-A: ")
                    for _ in range(200):
                        connection.sendall(b"a")
                        time.sleep(0.05)
                except OSError:
                    pass

        threading.Thread(target=drip, daemon=True).start()
        began = time.monotonic()
        refusal = _refusal(
            f"http://127.0.0.1:{server.getsockname()[1]}/", private_addresses=True, whole_time=1.0
        )
    assert refusal.reason is Reason.TIMED_OUT
    assert time.monotonic() - began < 3


@pytest.mark.parametrize("error", [ValueError("x"), UnicodeError("x"), RuntimeError("x"), OSError("x")])
def test_every_failure_is_a_refusal(monkeypatch: pytest.MonkeyPatch, site: Site, error: Exception) -> None:
    def fail(*_: object, **__: object) -> None:
        raise error

    monkeypatch.setattr(fetch, "received", fail)
    assert _refusal(site.page("/x", "text"), private_addresses=True).reason is Reason.DAMAGED
