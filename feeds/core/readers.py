"""Describe a feed reader on the web, and the address at which it subscribes to a feed."""

from urllib.parse import quote

from msgspec import Struct


class Reader(Struct, frozen=True):
    """A feed reader on the web. `{url}` in its address stands for the address of the feed to subscribe to."""

    name: str
    url: str

    def subscribing(self, feed_url: str) -> str:
        """Return the address that subscribes to a feed in this reader."""
        return self.url.replace("{url}", quote(feed_url, safe=""))
