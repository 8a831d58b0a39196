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

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
# Mapped, compatible, translated (RFC 6052, RFC 2765): the IPv4 address is the last four bytes.
_LAST_FOUR_BYTES = tuple(
    ipaddress.IPv6Network(text) for text in ("::ffff:0:0/96", "::/96", "64:ff9b::/96", "::ffff:0:0:0/96")
)
_LOCAL_TRANSLATION = ipaddress.IPv6Network("64:ff9b:1::/48")
_ISATAP = (0x0000_5EFE, 0x0200_5EFE)


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
        refuse_private(_literal(host), host, name, private)
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
    refuse_private(addresses, host, name, private)
    # IPv4 first: an IPv6 address is often published where no route to it exists.
    return min(addresses, key=lambda address: ":" in address)


def refuse_private(addresses: Iterable[str], host: str, name: str, private: bool) -> None:
    """Raises Refused where one of the `addresses` of `host` is not public; `private` allows those of a local
    network, never those of many machines or none."""
    for address in addresses:
        ip = ipaddress.ip_address(address.partition("%")[0])
        for judged in embedded(ip) or (ip,):
            if judged.is_multicast or judged.is_unspecified or (not judged.is_global and not private):
                raise Refused(Reason.FORBIDDEN_ADDRESS, name, host=host)


def embedded(ip: Address) -> tuple[Address, ...]:
    """The IPv4 addresses that an IPv6 address leads to by a translator, a tunnel or a relay."""
    if isinstance(ip, ipaddress.IPv4Address):
        return ()
    last = ipaddress.IPv4Address(int(ip) & 0xFFFF_FFFF)
    if ip.teredo is not None:
        return ip.teredo
    if ip.sixtofour is not None:
        return (ip.sixtofour,)
    if any(ip in network for network in _LAST_FOUR_BYTES) or (int(ip) >> 32) & 0xFFFF_FFFF in _ISATAP:
        return (last,)
    if ip in _LOCAL_TRANSLATION:
        return (ipaddress.IPv4Address("127.0.0.1"),)  # where its bytes stand is the network's own choice
    return ()
