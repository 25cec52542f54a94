"""Warnings about odd values that are published all the same.

Both ways of reading an article ask here, so that they agree: the quick one whether there is anything to say.
"""

import re

from feeds.core import urls
from feeds.core.text import has_entity

# The beginning of an entity at the very end, or before the dots that stand for the rest. One letter is a name: Q&a.
_CUT = re.compile(r"&(?:#(?:[0-9]{0,7}|x[0-9a-f]{0,6})|([a-z]{2,6}))(?=\s*(?:…|\.{2,3}|\[(?:…|\.{3})\])?\Z)")
_ENTITIES = (
    *("&nbsp", "&amp", "&quot", "&apos", "&lt", "&gt", "&lsquo", "&rsquo", "&ldquo", "&rdquo", "&laquo", "&raquo"),
    *("&sbquo", "&bdquo", "&ndash", "&mdash", "&hellip", "&copy", "&reg", "&trade", "&bull", "&middot", "&euro"),
)
_PASSING_ON = (
    *("ampproject.org", "apple.news", "archive.org", "bit.ly", "buff.ly", "dlvr.it", "feedburner.com"),
    *("feedproxy.google.com", "feedsportal.com", "flip.it", "lnkd.in", "news.google.com", "ow.ly", "t.co"),
    *("tinyurl.com", "translate.goog", "trib.al"),
)
"""Hosts that redirect readers or show the content of others: caches, feed proxies, short links."""

_SECOND_LEVEL = frozenset({"ac", "co", "com", "edu", "gob", "gov", "govt", "net", "or", "org"})


NO_PLAYER = "is left out: it holds no player of a known host, such as YouTube or Vimeo"


def of_text(shown: str) -> str | None:
    """Return the warning about a plain text; None if there is none."""
    if has_entity(shown):
        return "is escaped twice: readers will see an HTML entity, such as &amp;"
    return None


def whole_entities(excerpt: str) -> str:
    """Return an excerpt without an HTML entity that was cut at its end (`at the pier&nbs...`)."""
    found = _CUT.search(excerpt) if "&" in excerpt else None
    if found is None or (found[1] and not any(name.startswith(found[0]) for name in _ENTITIES)):
        return excerpt
    return (excerpt[: found.start()].rstrip() + excerpt[found.end() :]).strip()


def is_own(url: str, home: str) -> bool:
    """Return whether a clean address belongs to the site itself."""
    return home != "" and urls.host(url) == urls.host(home)


def differ(web: str, original: str, provider: str, home: str) -> bool:
    """Return whether the two addresses of a story lead to unrelated sites.

    Hosts of one domain do, and what passes readers on, and a page about what the provider (a host) has published.
    """
    first, second = urls.host(web), urls.host(original)
    if first == second or _domain(second) in (_domain(first), _domain(provider)):
        return False
    if is_own(web, home) or is_own(original, home):
        return False
    return not any(f".{host}".endswith(f".{passing}") for host in (first, second) for passing in _PASSING_ON)


def _domain(host: str) -> str:
    """Return the registered domain of a host, as far as its form tells."""
    labels = host.split(".")
    is_country = len(labels) > 2 and len(labels[-1]) == 2 and labels[-2] in _SECOND_LEVEL
    return ".".join(labels[-3 if is_country else -2 :])
