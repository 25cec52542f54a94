"""What feed readers show of who wrote an article: docs/readers.md says it."""

from pathlib import Path

import pytest

from tests.interop.clients import table
from tests.interop.clients.base import Client
from tests.interop.clients.server import Server
from tests.interop.test_texts import CLIENTS
from tests.support import Site

pytestmark = pytest.mark.slow

SHOWN = table.rows("Who wrote it")
OUTLET = "The Harbour Daily"


def test_the_page_tells_of_these_clients() -> None:
    """The table has a row for each client that is tested, and for no other."""
    assert list(SHOWN) == [client.name for client in CLIENTS]


@pytest.mark.parametrize("client", CLIENTS, ids=lambda client: client.name)
def test_who_wrote_it(client: type[Client], server: Server, tmp_path: Path) -> None:
    """In RSS and in Atom the client shows, or returns, the authors and the outlet that the page says."""
    client.version(tmp_path / "version")
    site = Site(tmp_path / "site")
    (site.folder / "feeds.toml").touch()
    site.write("a.md", authors=["Ada Lind", "Bo Ek"], provider={"name": OUTLET, "domain": "harbourdaily.example"})
    site.build(config=site.folder / "feeds.toml", base_url=f"{server.address(site.output)}/")
    found, sources = {}, {}
    for form, name in (("RSS", "rss.xml"), ("Atom", "atom.xml")):
        reader = client(tmp_path / name, server.address(site.output / "all" / name))
        assert reader.poll() == 1
        (entry,) = reader.entries()
        found[form], sources[form] = entry.author, entry.source
    assert found | {"`source`": "yes" if OUTLET in sources["RSS"] else "no"} == SHOWN[client.name]
