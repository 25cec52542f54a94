"""Where a picture has to stand so that readers show it, and show it once: docs/readers.md has the answer."""

import re
from pathlib import Path

import pytest
from lxml import etree

from tests.interop.clients import stories, table
from tests.interop.clients.base import Client, Entry
from tests.interop.clients.newsboat import Newsboat
from tests.interop.clients.rss2email import Rss2email
from tests.interop.clients.server import Server

pytestmark = pytest.mark.slow

# Where the pictures of a document are, in the terms of XPath.
PLACES = {
    "text": "//content:encoded | //atom:content",
    "enclosure": "//enclosure | //atom:link[@rel='enclosure']",
    "Media RSS": "//media:*",
}
NAMESPACES = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "media": "http://search.yahoo.com/mrss/",
}
WHERE = table.rows("Where the picture is")
KINDS = {(0, 0): "not at all", (0, 1): "as a link", (1, 0): "once", (1, 1): "once, and as a link"}


@pytest.mark.parametrize("name", ["rss.xml", "atom.xml"])
@pytest.mark.parametrize("client", [Newsboat, Rss2email], ids=lambda client: client.name)
def test_what_a_client_shows_of_each_place(client: type[Client], name: str, server: Server, tmp_path: Path) -> None:
    """With the picture in one place only, or in all as it is written, the client shows it as the page says."""
    client.version(tmp_path / "version")
    site = stories.site_in(tmp_path / "site")
    stories.build(site, server)
    written = site.output / "all" / name
    variants = {
        "text only": _only({"text"}, written),
        "enclosure only": _only({"enclosure"}, written),
        "Media RSS only": _only({"Media RSS"}, written),
        "text, and Media RSS without types": _untyped(_only({"text", "Media RSS"}, written)),
        "all three, as feeds writes it": written.read_bytes(),
    }
    found = {}
    for number, (variant, document) in enumerate(variants.items()):
        path = tmp_path / f"{number}.xml"
        path.write_bytes(document)
        found[variant] = _shown(client, tmp_path / str(number), server.address(path))
    assert found == {place: cells[client.name] for place, cells in WHERE.items()}


def _only(places: set[str], document: Path) -> bytes:
    """Return a document with pictures in some places only."""
    root = etree.parse(document)
    for other in PLACES.keys() - places:
        for element in root.xpath(PLACES[other], namespaces=NAMESPACES):
            if other == "text":
                element.text = re.sub(r"<img\b[^>]*>", "", element.text)
            else:
                element.getparent().remove(element)
    return bytes(etree.tostring(root, encoding="UTF-8"))


def _untyped(document: bytes) -> bytes:
    """Return a document whose Media RSS does not tell the types of pictures."""
    root = etree.fromstring(document)
    for element in root.xpath("//media:content", namespaces=NAMESPACES):
        element.attrib.pop("type", None)
    return bytes(etree.tostring(root, encoding="UTF-8"))


def _shown(client: type[Client], folder: Path, url: str) -> str:
    """Return how often a client shows the picture of the first item."""
    reader = client(folder, url)
    reader.poll()
    first: Entry = reader.entries()[0]
    return KINDS[len(first.pictures), len(first.enclosures)]
