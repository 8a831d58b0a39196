"""Which web addresses may be asked at all: http and https, and hosts that are public.

Every address a host resolves to must be public, and the one that was checked is the one to connect to; a
name that changes its mind in between gains nothing. Nothing is asked for here.
"""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

from sources.errors import Reason, Refused


def checked_host(url: str, name: str) -> str:
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


def site_of(host: str) -> str:
    """The host whose subdomains are one site."""
    return host.lower().removeprefix("www.")


def address_to_ask(scheme: str, host: str, port: int, name: str, private: bool) -> str | None:
    """The address of `host` to connect to, None where a proxy of the system does. Raises Refused
    (FORBIDDEN_ADDRESS, OFFLINE); `private` lets hosts of the local network be asked."""
    if _through_proxy(scheme, host):
        # The proxy resolves the name; what can be checked here is what the name itself says.
        _refuse_private(_literal(host), host, name, private)
        return None
    return _resolve(host, port, name, private)


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
