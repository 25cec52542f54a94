"""The XML namespaces of feeds."""

from feeds.core.xmlns import ATOM as ATOM
from feeds.core.xmlns import CONTENT as CONTENT
from feeds.core.xmlns import DC as DC
from feeds.core.xmlns import MEDIA as MEDIA
from feeds.core.xmlns import XML as XML

SVG = "http://www.w3.org/2000/svg"
XHTML = "http://www.w3.org/1999/xhtml"
RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RSS_10, RSS_090 = "http://purl.org/rss/1.0/", "http://my.netscape.com/rdf/simple/0.9/"
RSS_11 = "http://purl.org/net/rss1.1#"
APP = "http://www.w3.org/2007/app"
APP_DRAFT = "http://purl.org/atom/app#"
MEDIA_BARE = "http://search.yahoo.com/mrss"
ITUNES, ITUNES_CASE = "http://www.itunes.com/dtds/podcast-1.0.dtd", "http://www.itunes.com/DTDs/Podcast-1.0.dtd"
DCTERMS = "http://purl.org/dc/terms/"
SYNDICATION = "http://purl.org/rss/1.0/modules/syndication/"
SLASH = "http://purl.org/rss/1.0/modules/slash/"
WFW = "http://wellformedweb.org/CommentAPI/"
ADMIN = "http://webns.net/mvcb/"
TRACKBACK = "http://madskills.com/public/xml/rss/module/trackback/"
CREATIVE_COMMONS = "http://backend.userland.com/creativeCommonsRssModule"
GEOURL, ICBM = "http://geourl.org/rss/module/", "http://postneo.com/icbm"
CC = "http://web.resource.org/cc/"
BLOG_CHANNEL = "http://backend.userland.com/blogChannelModule"
GEO = "http://www.w3.org/2003/01/geo/wgs84_pos#"
GEORSS, GML = "http://www.georss.org/georss", "http://www.opengis.net/gml"
THREAD = "http://purl.org/syndication/thread/1.0"
HISTORY = "http://purl.org/syndication/history/1.0"
OPENSEARCH = "http://a9.com/-/spec/opensearch/1.1/"
OPENSEARCH_10 = "http://a9.com/-/spec/opensearchrss/1.0/"

OLD_ATOM = frozenset(
    {
        "http://purl.org/atom/ns#",
        "http://purl.org/net/atom/ns#",
        "http://purl.org/atom/app#",
        "http://example.com/newformat#",
    }
)
"""Namespaces of drafts that came before Atom 1.0."""

AS_RSS = frozenset(
    {
        "http://backend.userland.com/rss",
        "http://backend.userland.com/rss2",
        "http://backend.userland.com/RSS2",
        "http://blogs.law.harvard.edu/tech/rss",
        "http://cyber.law.harvard.edu/rss/rss.html",
    }
)
"""Namespaces that some once put the elements of RSS 2.0 in, which has none."""

PREFIXES = {
    "atom": ATOM,
    "media": MEDIA,
    "itunes": ITUNES,
    "dc": DC,
    "dcterms": DCTERMS,
    "content": CONTENT,
    "sy": SYNDICATION,
    "slash": SLASH,
    "wfw": WFW,
    "georss": GEORSS,
    "geo": GEO,
    "thr": THREAD,
    "fh": HISTORY,
    "xhtml": XHTML,
}
"""The prefixes that people and simple readers know namespaces by."""


def comparable(namespace: str) -> str:
    """Return what is left of a namespace when what people confuse in it is taken away."""
    bare = namespace.lower().removeprefix("https://").removeprefix("http://").removeprefix("www.")
    return bare.rstrip("/#")
