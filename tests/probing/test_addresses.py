"""Which addresses may be asked: the author of an article must not see into the network of the machine that builds."""

import socket

import pytest

from feeds.core import urls
from feeds.probing.addresses import ForbiddenAddressError, Guard, literal

PRIVATE = [
    "127.0.0.1",
    "127.8.9.1",
    "0.0.0.0",
    "10.0.0.1",
    "100.64.0.1",
    "169.254.169.254",
    "172.16.5.4",
    "192.0.0.8",
    "192.168.1.1",
    "192.88.99.1",
    "198.18.0.1",
    "224.0.0.1",
    "240.0.0.1",
    "255.255.255.255",
    "::",
    "::1",
    "::ffff:127.0.0.1",
    "::ffff:10.0.0.1",
    "::127.0.0.1",
    "64:ff9b::127.0.0.1",
    "64:ff9b::a00:1",
    "64:ff9b:1::1",
    "2002:7f00:1::",
    "2002:c0a8:101::1",
    "2001:0:7f00:1::",
    "fc00::1",
    "fd12:3456::1",
    "fe80::1",
    "fe80::1%eth0",
    "3fff:1::1",
    "fec0::1",
    "ff02::1",
]


@pytest.mark.parametrize("address", PRIVATE)
def test_refused(address: str) -> None:
    """This machine and private networks are refused in every way of writing them."""
    with pytest.raises(ForbiddenAddressError):
        Guard().require("a.example", address)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "2606:2800:21f:cb07::1", "64:ff9b::5db8:d822", "::ffff:93.184.216.34"]
)
def test_taken(address: str) -> None:
    """Public addresses are asked, also where those of IPv6 stand for them."""
    Guard().require("a.example", address)


@pytest.mark.parametrize(
    ("allowed", "host", "address"),
    [
        ("127.0.0.1", "a.example", "127.0.0.1"),
        ("10.0.0.0/8", "a.example", "10.2.3.4"),
        ("10.0.0.0/8", "a.example", "::ffff:10.2.3.4"),
        ("::1", "a.example", "::1"),
        ("[::1]", "a.example", "::1"),
        ("media.intranet", "media.intranet", "10.2.3.4"),
        ("Media.Intranet", "MEDIA.intranet", "10.2.3.4"),
    ],
)
def test_allowed(allowed: str, host: str, address: str) -> None:
    """What the site names may be asked: by the name of a host, by an address, or by a network."""
    Guard([allowed]).require(host, address)


def test_what_is_allowed_allows_nothing_else() -> None:
    """A name that is allowed is no reason to ask another one at the same address."""
    guard = Guard(["media.intranet", "10.0.0.0/8"])
    with pytest.raises(ForbiddenAddressError):
        guard.require("other.intranet", "192.168.1.1")
    with pytest.raises(ForbiddenAddressError):
        guard.require("media.intranet.example", "127.0.0.1")


def test_this_machine_under_a_public_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """A public address of a network card of this machine is this machine, too."""
    monkeypatch.setattr("feeds.probing.addresses._is_public", lambda address: True)
    with pytest.raises(ForbiddenAddressError):
        Guard().require("a.example", "127.0.0.1")


def test_a_connection_leads_only_to_an_address_that_was_checked() -> None:
    """However an address came there, no socket is opened for one that nobody has looked at."""
    guard = Guard(["127.0.0.1"])
    guard.require("a.example", "127.0.0.1")
    kind = (socket.AF_INET, socket.SOCK_STREAM, 0, "")
    guard.open_socket((*kind, ("127.0.0.1", 80))).close()
    with pytest.raises(ForbiddenAddressError):
        guard.open_socket((*kind, ("127.0.0.2", 80)))


@pytest.mark.parametrize(
    ("host", "expected"), [("127.0.0.1", "127.0.0.1"), ("[::1]", "::1"), ("a.example", None), ("127.1", None)]
)
def test_literal(host: str, expected: str | None) -> None:
    """A host that is an address is checked as it stands; everything else is looked up first."""
    assert literal(host) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("a.example", True),
        ("localhost", True),
        ("10.0.0.0/8", True),
        ("::1", True),
        ("fd00::/8", True),
        ("a.example/x", False),
        ("https://a.example", False),
        ("a b", False),
        ("10.0.0.0/99", False),
        ("", False),
    ],
)
def test_what_can_be_allowed(text: str, expected: bool) -> None:
    """A misspelled network is an error of the configuration, not one that allows nothing."""
    assert urls.is_network(text) is expected
