"""Decide which addresses may be asked: none of this machine or of a private network, unless the site allows it."""

import socket
from collections.abc import Iterable
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network
from typing import Any

_NOT_PUBLIC = tuple(
    map(
        ip_network,
        (
            *("0.0.0.0/8", "100.64.0.0/10", "192.0.0.0/24", "192.88.99.0/24", "198.18.0.0/15"),
            *("64:ff9b:1::/48", "3fff::/20", "fec0::/10"),
        ),
    )
)
"""Networks that some versions of Python take for public ones (IANA's registries of special purposes)."""

_TRANSLATED = ip_network("64:ff9b::/96")
"""Addresses that stand for those of IPv4 in their last four bytes (RFC 6052)."""

AnyAddress = IPv4Address | IPv6Address


class ForbiddenAddressError(OSError):
    """An address belongs to this machine or to a private network, and is not asked."""


class Guard:
    """Says which addresses may be asked. `allowed` are hosts, addresses and networks that may be although private."""

    def __init__(self, allowed: Iterable[str] = ()) -> None:
        self._networks: list[IPv4Network | IPv6Network] = []
        self._hosts: set[str] = set()
        self._checked: set[str] = set()
        for given in allowed:
            try:
                self._networks.append(ip_network(given.strip("[]"), strict=False))
            except ValueError:
                self._hosts.add(given.lower())

    def require(self, host: str, address: str) -> None:
        """Raise ForbiddenAddressError if a host at an address may not be asked."""
        found = ip_address(_plain(address))
        every = (found, *_inner(found))
        is_allowed = host.lower().strip("[]") in self._hosts or any(map(self._is_allowed, every))
        if not is_allowed and (not all(map(_is_public, every)) or any(map(_is_own, every))):
            raise ForbiddenAddressError(f"{host} is in a private network, or on this machine")
        self._checked.add(_plain(address))

    def open_socket(self, info: tuple[Any, ...]) -> socket.socket:
        """Return a socket for a connection to an address, as `socket.getaddrinfo` describes it, that was found good.

        Raises ForbiddenAddressError for any other, whichever way it came here.
        """
        family, kind, protocol, _, place = info
        if _plain(place[0]) not in self._checked:
            raise ForbiddenAddressError(f"{place[0]} was not checked")
        return socket.socket(family, kind, protocol)

    def _is_allowed(self, address: AnyAddress) -> bool:
        return any(address in network for network in self._networks)


def _plain(address: str) -> str:
    """Return an address without the name of a network card (`fe80::1%eth0`)."""
    return address.partition("%")[0]


def literal(host: str) -> str | None:
    """Return the address that a host is written as; None for a name, which is looked up."""
    try:
        return str(ip_address(host.strip("[]")))
    except ValueError:
        return None


def _inner(address: AnyAddress) -> tuple[AnyAddress, ...]:
    """Return the addresses of IPv4 that one of IPv6 stands for."""
    if isinstance(address, IPv4Address):
        return ()
    teredo = address.teredo or ()
    found = (address.ipv4_mapped, address.sixtofour, *teredo)
    last = IPv4Address(int(address) & 0xFFFFFFFF)
    is_compatible = int(address) >> 32 == 0
    return tuple(one for one in (*found, last if address in _TRANSLATED or is_compatible else None) if one)


def _is_public(address: AnyAddress) -> bool:
    if isinstance(address, IPv6Address) and (address.ipv4_mapped or address in _TRANSLATED):
        return True  # the address within decides
    is_special = address.is_multicast or address.is_reserved or address.is_unspecified or not address.is_global
    return not is_special and not any(address in network for network in _NOT_PUBLIC)


def _is_own(address: AnyAddress) -> bool:
    """Say whether an address is one of this machine's: only of these a socket can be the local end."""
    family = socket.AF_INET if isinstance(address, IPv4Address) else socket.AF_INET6
    try:
        with socket.socket(family, socket.SOCK_DGRAM) as one:
            one.bind((str(address), 0))
    except OSError:
        return False
    return True
