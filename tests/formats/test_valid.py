"""Unusual values that an article may have: no document with them breaks a rule of its format."""

from typing import Any

import pytest

from feeds.publish.build import Request
from feeds.validation.runner import Served, validate
from tests.support import BASE_URL, NOW, Site

HOSTS = ["[::1]", "[2001:db8::1]:8080", "127.0.0.1", "_x.example", "xn--bcher-kva.example", "a-.b.example", "localhost"]
IDS = [
    42,
    "0",
    "two words",
    "urn:x",
    "tag:x",
    "https://",
    "mailto:",
    "x:y",
    "a#b#c",
    "ü",
    "%zz",
    "C:\\x",
    "<b>",
    "[::1]",
]


def check(site: Site, request: Request | None = None) -> None:
    """See that every document of a site is valid, and that all formats agree."""
    site.build(request=request)
    outcome = validate([site.output], NOW, [Served(site.output, BASE_URL)])
    assert [str(found) for found in outcome.findings if found.severity == "error"] == []
    assert outcome.documents > 0


@pytest.mark.parametrize("host", HOSTS)
@pytest.mark.parametrize("provider", [None, {"domain": "HOST"}, {"name": "N", "domain": "https://HOST/"}])
def test_any_host(site: Site, host: str, provider: dict[str, str] | None) -> None:
    """Whatever a link's or a provider's host is, its address, its folder and its self link are possible."""
    given = provider and {name: value.replace("HOST", host) for name, value in provider.items()}
    site.write(webUrl=f"http://{host}/x", provider=given)
    site.write("b.md", webUrl="https://b.example/", related=[{"title": "t", "webUrl": f"http://{host}/y"}])
    check(site)


@pytest.mark.parametrize("host", ["999.1.1.1", "1234", "1.2.3", "[::g]"])
def test_an_impossible_host(site: Site, host: str) -> None:
    """A link to a host that cannot be is named, and the other articles are published."""
    site.write("bad.md", webUrl=f"http://{host}/x")
    site.write(images=[{"url": f"http://{host}/a.png", "width": 1, "height": 1}])
    check(site)
    assert len(site.titles()) == 1


@pytest.mark.parametrize("first", IDS)
def test_any_id(site: Site, first: Any) -> None:
    """RSS and JSON Feed have an id as it is; Atom has it too, or a tag made of it, and nothing else changes it."""
    site.write(id=first)
    site.write("b.md", id=f"{first}!", webUrl="https://b.example/")
    check(site)
    ids = {item["id"] for item in site.json("all")["items"]}
    assert ids == {str(first), f"{first}!"}
    assert {entry.id for entry in site.parsed("all", "rss.xml").entries} == ids
    before = {entry.id for entry in site.parsed("all", "atom.xml").entries}

    site.build(base_url="https://moved.example/")
    assert {entry.id for entry in site.parsed("all", "atom.xml").entries} == before


def test_no_articles_at_all(site: Site) -> None:
    """The list of feeds is valid before there is any feed."""
    check(site)


def test_no_articles_any_more(site: Site) -> None:
    """So it is when all of them are gone."""
    path = site.write()
    site.build()
    path.unlink()
    check(site, Request(allow_loss=True))


def test_who_wrote_it(site: Site) -> None:
    """Every format names all people and no outlet before them; RSS does in one element, since readers show one."""
    people = ["Ada Lind", {"name": "Bo Ek", "url": "https://bo.example/", "avatar": "https://bo.example/a.png"}]
    site.write(authors=people, provider={"name": "Lamps", "domain": "lamps.example"})
    check(site)
    (rss,), (atom,) = (site.parsed("all", name).entries for name in ("rss.xml", "atom.xml"))
    assert (rss.author, rss.source.title) == ("Ada Lind, Bo Ek", "Lamps")
    assert rss.source.href == f"{BASE_URL}providers/lamps.example/rss.xml"
    assert [dict(person) for person in atom.authors] == [
        {"name": "Ada Lind"},
        {"name": "Bo Ek", "href": "https://bo.example/"},
    ]
    assert site.json("all")["items"][0]["authors"] == [{"name": "Ada Lind"}, people[1]]
