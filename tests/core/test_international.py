"""International host names are encoded as browsers encode them."""

import pytest

from feeds.core.international import LONGEST_HOST, HostNames, as_ascii, written_host
from feeds.core.limits import MAX_HOSTS


@pytest.mark.parametrize(
    ("name", "encoded"),
    [
        ("bücher.example", "xn--bcher-kva.example"),
        ("BÜCHER.example", "xn--bcher-kva.example"),
        ("☃.example", "xn--n3h.example"),
        ("a..é", ""),
        ("é" * 70 + ".example", ""),
        (".".join(["é" * 30] * 9), ""),
        (".".join("é" * LONGEST_HOST), ""),
        ("ﷺ.example", ""),
        ("ﷺ." * 20, ""),
        ("℀.example", ""),
    ],
)
def test_names(name: str, encoded: str) -> None:
    """A name is encoded, by the older rules where the newer ones lack a character; empty is one that cannot be."""
    assert as_ascii(name) == encoded


def test_what_is_too_long_is_not_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name beyond the limit costs nothing, however often it is in a text, and no name is encoded twice."""
    import idna

    looked_at: list[str] = []
    encode = idna.encode

    def look_at(name: str, *, uts46: bool) -> bytes:
        looked_at.append(name)
        return encode(name, uts46=uts46)

    monkeypatch.setattr("idna.encode", look_at)
    as_ascii.cache_clear()
    for _ in range(3):
        assert as_ascii("é." * LONGEST_HOST) == as_ascii("ﷺ." * 13) == ""
        assert as_ascii("zwölf.example") == "xn--zwlf-6qa.example"
    assert looked_at == ["zwölf.example"]


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://zwölf.example/é", "zwölf.example"),
        ("//zwölf.example:80?é", "zwölf.example:80"),
        ("https:/\t\r\n\t\t\t\t\t\t\t\t\t/zwölf.example#é", "zwölf.example"),
        ("https://a.example/é//ü.example", ""),
        ("/é.html", ""),
        ("https://a.example//b", ""),
        ("mailto:zwölf@zwölf.example", ""),
    ],
)
def test_the_international_host_of_an_address(url: str, host: str) -> None:
    """Only a host costs time, and it is found whatever line ends an address has that parsers remove."""
    assert written_host(url) == host


def test_a_text_has_room_for_so_many_characters_of_host_names() -> None:
    """Each name counts once, one in ASCII not at all; beyond the limit only names that were seen have room."""
    hosts, first = HostNames(), "https://zwölf.example/"
    assert all(hosts.have_room(first) for _ in range(MAX_HOSTS))
    names = [f"https://ä{number:09}/" for number in range(MAX_HOSTS // 10)]
    room = sum(map(hosts.have_room, names))
    assert room == (MAX_HOSTS - len("zwölf.example")) // 10
    assert hosts.have_room(first)
    assert hosts.have_room("https://a.example/é")
    assert not hosts.have_room("https://ö.example/")
