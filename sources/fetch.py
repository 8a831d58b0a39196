"""Getting a document from an http(s) address without being led astray.

Only http and https; every host, also after each redirect, must resolve to public addresses only, and the
connection goes to the very address that was checked (a name that changes its mind in between gains
nothing). Redirects stay within the hosts allowed. Size, time and redirects are bounded; no cookies, no
credentials, nothing is executed.
"""

from __future__ import annotations

import ipaddress
import re
import socket
import time
import zlib
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final
from urllib.parse import unquote, urljoin, urlsplit
from urllib.request import getproxies, proxy_bypass

import httpx

from sources.errors import Reason, Refused
from sources.guard import MIB, Limits, display_name, safe_name

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
    deadline = time.monotonic() + whole_time
    allowed = {_site(host) for host in allowed_hosts} if allowed_hosts is not None else None
    timeout = httpx.Timeout(READ_TIME, connect=CONNECT_TIME)
    here = url
    with httpx.Client(timeout=timeout, follow_redirects=False, headers=_HEADERS) as client:
        for _ in range(MAX_REDIRECTS + 1):
            host = _checked_host(here, name)
            allowed = allowed or {_site(host)}
            if not any(host == site or host.endswith(f".{site}") for site in allowed):
                raise Refused(Reason.FORBIDDEN_ADDRESS, name, host=host)
            answer = _ask(client, here, host, name, private_addresses, limits, deadline)
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


def _checked_host(url: str, name: str) -> str:
    """The host of an address that may be asked at all. Raises Refused (BAD_ADDRESS)."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        raise Refused(Reason.BAD_ADDRESS, name) from None
    if parts.scheme not in ("http", "https") or not host or parts.username is not None or port == 0:
        raise Refused(Reason.BAD_ADDRESS, name)
    try:
        return (
            host.encode("idna").decode("ascii").lower().rstrip(".")
            if not host.isascii()
            else host.rstrip(".")
        )
    except UnicodeError:
        raise Refused(Reason.BAD_ADDRESS, name) from None


def _site(host: str) -> str:
    return host.lower().removeprefix("www.")


def _ask(
    client: httpx.Client, url: str, host: str, name: str, private: bool, limits: Limits, deadline: float
) -> Download | str:
    """One request: the document, or the address it redirects to."""
    scheme = urlsplit(url).scheme
    target = httpx.URL(url)
    extensions: dict[str, str] = {}
    if _through_proxy(scheme, host):
        # The proxy resolves the name; what can be checked here is what the name itself says.
        _refuse_private(_literal(host), host, name, private)
    else:
        address = _resolve(host, target.port or (443 if scheme == "https" else 80), name, private)
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
            return _received(response, url, name, limits, deadline)
        finally:
            response.close()
    except httpx.TimeoutException:
        raise Refused(Reason.TIMED_OUT, name, limit_s=int(READ_TIME)) from None
    except httpx.InvalidURL:
        raise Refused(Reason.BAD_ADDRESS, name) from None
    except httpx.HTTPError:
        raise Refused(Reason.OFFLINE, name, host=host) from None


def _through_proxy(scheme: str, host: str) -> bool:
    proxies = getproxies()
    return bool(proxies.get(scheme) or proxies.get("all")) and not proxy_bypass(host)


def _literal(host: str) -> list[str]:
    if host == "localhost" or host.endswith((".localhost", ".local", ".internal")):
        return ["127.0.0.1"]
    try:
        return [str(ipaddress.ip_address(host.strip("[]")))]
    except ValueError:
        return []


def _resolve(host: str, port: int, name: str, private: bool) -> str:
    """An address of `host` that was found to be public, as all of its addresses must be."""
    try:
        found = socket.getaddrinfo(host.strip("[]"), port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Refused(Reason.OFFLINE, name, host=host) from None
    addresses = [str(entry[4][0]) for entry in found]
    _refuse_private(addresses, host, name, private)
    # IPv4 first: an IPv6 address is often published where no route to it exists.
    return min(addresses, key=lambda address: ":" in address)


def _refuse_private(addresses: Iterable[str], host: str, name: str, private: bool) -> None:
    for address in addresses:
        ip = ipaddress.ip_address(address.partition("%")[0])
        if isinstance(ip, ipaddress.IPv6Address):
            ip = ip.ipv4_mapped or ip.sixtofour or ip
        if ip.is_multicast or ip.is_unspecified or (not ip.is_global and not private):
            raise Refused(Reason.FORBIDDEN_ADDRESS, name, host=host)


def _received(response: httpx.Response, url: str, name: str, limits: Limits, deadline: float) -> Download:
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
    if not charset or data.startswith((b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")):
        return data
    try:
        return b"\xef\xbb\xbf" + data.decode("cp949" if "euc-kr" in charset.lower() else charset).encode(
            "utf-8"
        )
    except (LookupError, UnicodeError):
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
