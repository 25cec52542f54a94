"""The feed readers that pages offer, and the addresses that subscribe in them."""

from pathlib import Path

import pytest

from feeds.config.file import Origin, ReaderTable
from feeds.config.readers import READERS, readers
from feeds.core.errors import ConfigError
from feeds.core.readers import Reader

FEED = "https://f.example/topics/a&b/rss.xml?x=1#y"
ESCAPED = "https%3A%2F%2Ff.example%2Ftopics%2Fa%26b%2Frss.xml%3Fx%3D1%23y"


def _origin(text: str = "") -> Origin:
    return Origin(Path("feeds.toml"), text)


def test_without_a_word_the_usual_readers_are_offered() -> None:
    """Each of them has the feed's address in its own, escaped as a part of it."""
    found = readers(None, _origin())
    assert found == READERS
    assert all(reader.subscribing(FEED).count(ESCAPED) == 1 for reader in found)
    assert (
        READERS[0].subscribing("https://f.example/a")
        == "https://feedly.com/i/subscription/feed%2Fhttps%3A%2F%2Ff.example%2Fa"
    )


def test_a_site_names_its_own() -> None:
    """What the configuration names goes before the usual ones, and an empty list offers none."""
    table = ReaderTable(name=" The  Nook ", url="HTTPS://Nook.example/add me?feed={url}")
    assert readers([table], _origin()) == (Reader("The Nook", "https://nook.example/add%20me?feed={url}"),)
    assert readers([], _origin()) == ()


@pytest.mark.parametrize(
    ("url", "said"),
    [
        ("https://nook.example/add", "needs {url} once"),
        ("https://nook.example/{url}?{url}", "needs {url} once"),
        ("javascript:alert({url})", "is not an http or https address"),
        ("/add?feed={url}", "is not an http or https address"),
    ],
)
def test_an_address_that_cannot_subscribe_is_named(url: str, said: str) -> None:
    """The mistake is named with its line, also in the second table."""
    text = f"[[readers]]\nname = 'A'\nurl = 'https://a.example/{{url}}'\n[[readers]]\nname = 'B'\nurl = '{url}'\n"
    tables = [ReaderTable(name="A", url="https://a.example/{url}"), ReaderTable(name="B", url=url)]
    with pytest.raises(ConfigError) as caught:
        readers(tables, _origin(text))
    assert str(caught.value).startswith("feeds.toml:6: readers.url: ")
    assert said in str(caught.value)
