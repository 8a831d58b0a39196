"""Getting a document from an http(s) address without being led astray.

Every host, also after each redirect, must be one that `addresses` lets be asked, and the connection goes to
the very address that was checked. Redirects stay within the hosts allowed. Size, time and redirects are
bounded; no cookies, no credentials, nothing is executed.
"""

from __future__ import annotations

import logging
import re
import threading
import time
import zlib
from collections.abc import Callable, Iterable
from concurrent.futures import Future
from concurrent.futures import TimeoutError as FutureTimeout
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit

import httpx

from sources.door.addresses import address_to_ask, checked_host, site_of
from sources.door.charsets import web_encoding
from sources.door.guard import MIB, Limits, display_name, safe_name
from sources.errors import Reason, Refused

log = logging.getLogger(__name__)

USER_AGENT: Final = "Mozilla/5.0 (compatible; Gakju/0.1; personal document library)"
MAX_REDIRECTS: Final = 5
# Seconds: to connect, between two pieces of an answer, and for the whole of it.
CONNECT_TIME: Final = 10.0
READ_TIME: Final = 20.0
WHOLE_TIME: Final = 120.0
_ENDINGS: Final = {
    "text/html": ".html",
    "application/xhtml+xml": ".html",
    "text/markdown": ".md",
    "text/plain": ".txt",
    "application/pdf": ".pdf",
    "application/vnd.openxmlformats-officedocument.wordprocessingml.document": ".docx",
    "application/hwp+zip": ".hwpx",
    "application/vnd.hancom.hwpx": ".hwpx",
    "application/x-hwp": ".hwp",
    "application/haansofthwp": ".hwp",
}


@dataclass(frozen=True, slots=True)
class Download:
    """What an address gave. `url` is the final address, `name` a safe file name with an ending that fits the
    type the server named, or none."""

    url: str
    name: str
    data: bytes


def is_address(text: str) -> bool:
    """Whether `text` is meant as an address rather than a path: it has a scheme of more than one letter."""
    return bool(re.match(r"[A-Za-z][A-Za-z0-9+.-]+://", text))


def download(
    url: str,
    *,
    allowed_hosts: Iterable[str] | None = None,
    private_addresses: bool = False,
    limits: Limits = Limits(),
    whole_time: float = WHOLE_TIME,
) -> Download:
    """The document at `url`. `allowed_hosts` are where redirects may lead (with their subdomains); without
    them, the address's own site. `private_addresses` lets hosts of the local network be asked.

    Raises Refused: BAD_ADDRESS, FORBIDDEN_ADDRESS, OFFLINE, HTTP_STATUS, TOO_LARGE, TIMED_OUT, EMPTY.
    """
    name = display_name(url)
    timeout = httpx.Timeout(READ_TIME, connect=CONNECT_TIME)
    with httpx.Client(timeout=timeout, follow_redirects=False, headers=_HEADERS) as client:
        wanted = _Wanted(client, name, allowed_hosts, private_addresses, limits, whole_time)
        return within(whole_time, lambda: _follow(wanted, url), name)


def within(seconds: float, work: Callable[[], Download], name: str) -> Download:
    """What `work` returns, within `seconds` whatever it waits for: names to be resolved, headers that drip.
    Left behind, it ends when its connection is closed. Raises Refused, and nothing else."""
    done: Future[Download] = Future()

    def run() -> None:
        try:
            done.set_result(work())
        except BaseException as error:
            done.set_exception(error)

    threading.Thread(target=run, name="gakju-fetch", daemon=True).start()
    try:
        return done.result(seconds)
    except Refused:
        raise
    except FutureTimeout:
        raise Refused(Reason.TIMED_OUT, name, limit_s=int(seconds)) from None
    except Exception as error:
        log.exception("Fetching %r failed", name)
        raise Refused(Reason.DAMAGED, name) from error


@dataclass(frozen=True, slots=True)
class _Wanted:
    """What stays the same through all redirects of a download."""

    client: httpx.Client
    name: str
    allowed_hosts: Iterable[str] | None
    private: bool
    limits: Limits
    whole_time: float


def _follow(wanted: _Wanted, url: str) -> Download:
    name, allowed_hosts = wanted.name, wanted.allowed_hosts
    deadline = time.monotonic() + wanted.whole_time
    allowed = {site_of(host) for host in allowed_hosts} if allowed_hosts is not None else None
    here = url
    for _ in range(MAX_REDIRECTS + 1):
        host = checked_host(here, name)
        allowed = allowed or {site_of(host)}
        if not any(host == site or host.endswith(f".{site}") for site in allowed):
            raise Refused(Reason.FORBIDDEN_ADDRESS, name, host=host)
        answer = _ask(wanted.client, here, host, name, wanted.private, wanted.limits, deadline)
        if isinstance(answer, Download):
            return answer
        if here.startswith("https:") and answer.startswith("http:"):
            raise Refused(Reason.FORBIDDEN_ADDRESS, name, host=display_name(answer))
        here = answer
    raise Refused(Reason.BAD_ADDRESS, name)


_HEADERS: Final = {
    "User-Agent": USER_AGENT,
    "Accept": "text/html,application/xhtml+xml,application/pdf,text/plain,*/*;q=0.5",
    "Accept-Language": "en,ko;q=0.9",
    "Accept-Encoding": "gzip, deflate",
}


def _ask(
    client: httpx.Client, url: str, host: str, name: str, private: bool, limits: Limits, deadline: float
) -> Download | str:
    """One request: the document, or the address it redirects to."""
    scheme = urlsplit(url).scheme
    target = httpx.URL(url)
    extensions: dict[str, str] = {}
    port = target.port or (443 if scheme == "https" else 80)
    if (address := address_to_ask(scheme, host, port, name, private)) is not None:
        target = target.copy_with(host=address)
        extensions = {"sni_hostname": host}
    netloc = httpx.URL(url).netloc.decode("ascii")
    request = client.build_request("GET", target, headers={"Host": netloc}, extensions=extensions)
    try:
        response = client.send(request, stream=True)
        try:
            if response.status_code in (301, 302, 303, 307, 308) and "location" in response.headers:
                return urljoin(url, response.headers["location"])
            if response.status_code != 200:
                raise Refused(Reason.HTTP_STATUS, name, status=response.status_code)
            return received(response, url, name, limits, deadline)
        finally:
            response.close()
    except httpx.TimeoutException:
        raise Refused(Reason.TIMED_OUT, name, limit_s=int(READ_TIME)) from None
    except httpx.InvalidURL:
        raise Refused(Reason.BAD_ADDRESS, name) from None
    except httpx.HTTPError:
        raise Refused(Reason.OFFLINE, name, host=host) from None


def received(response: httpx.Response, url: str, name: str, limits: Limits, deadline: float) -> Download:
    """The body of a response, within its size and before `deadline`. Raises Refused."""
    length = response.headers.get("content-length", "")
    if length.isdigit() and int(length) > limits.size:
        raise _too_large(name, limits)
    body = bytearray()
    unpack = _unpacker(response.headers.get("content-encoding", ""), name)
    for piece in response.iter_raw():
        if time.monotonic() > deadline:
            raise Refused(Reason.TIMED_OUT, name, limit_s=int(WHOLE_TIME))
        try:
            body += unpack.decompress(piece, limits.size + 1 - len(body)) if unpack else piece
        except zlib.error:
            raise Refused(Reason.DAMAGED, name) from None
        if len(body) > limits.size or (unpack and unpack.unconsumed_tail):
            raise _too_large(name, limits)
    if not body:
        raise Refused(Reason.EMPTY, name)
    kind, charset = _content_type(response.headers.get("content-type", ""))
    data = _marked(bytes(body), charset) if kind.startswith("text/") or kind.endswith("xml") else bytes(body)
    return Download(url, _file_name(url, kind, response.headers.get("content-disposition", "")), data)


def _too_large(name: str, limits: Limits) -> Refused:
    return Refused(Reason.TOO_LARGE, name, limit_mb=limits.size // MIB, size_mb=limits.size // MIB)


def _unpacker(encoding: str, name: str) -> zlib._Decompress | None:
    match encoding.strip().lower():
        case "" | "identity":
            return None
        case "gzip" | "x-gzip":
            return zlib.decompressobj(zlib.MAX_WBITS | 16)
        case "deflate":
            return zlib.decompressobj()
        case _:
            raise Refused(Reason.UNKNOWN_ENCODING, name)


def _content_type(header: str) -> tuple[str, str]:
    kind, _, rest = header.partition(";")
    charset = re.search(r"charset\s*=\s*[\"']?([\w.:-]+)", rest, re.I)
    return kind.strip().lower(), charset[1] if charset else ""


def _marked(data: bytes, charset: str) -> bytes:
    """Text whose encoding only the server names, in UTF-8 with a mark that readers believe."""
    encoding = web_encoding(charset)
    if not encoding or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return data
    try:
        return b"\xef\xbb\xbf" + data.decode(encoding).encode("utf-8")
    except UnicodeError:
        return data


def _file_name(url: str, kind: str, disposition: str) -> str:
    """A name from the server's suggestion or the address, with an ending after the type it named."""
    suggested = re.search(r"filename\*\s*=\s*utf-8''([^;]+)", disposition, re.I)
    plain = re.search(r'filename\s*=\s*"?([^";]+)', disposition, re.I)
    path = urlsplit(url).path.rstrip("/").rpartition("/")[2]
    chosen = (
        unquote(suggested[1]) if suggested else plain[1] if plain else unquote(path) or urlsplit(url).hostname
    )
    name = safe_name(chosen or "document")
    ending = _ENDINGS.get(kind)
    if ending is None:
        return name
    stem = (
        name[: -len(ending)]
        if name.lower().endswith(ending)
        else re.sub(r"\.(?:s?html?|php|aspx?|jsp|do|cgi)$", "", name)
    )
    return f"{stem}{ending}"
