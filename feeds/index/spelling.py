"""Find what articles call the groups that they are in."""

from collections.abc import Sequence

from feeds.config import Settings
from feeds.core.kinds import ALL, OWN, PAIR, PROVIDER, TOPIC
from feeds.core.model import Group
from feeds.index.catalogue import Catalogue
from feeds.index.facets import facets


def spelling(group: Group, articles: Sequence[int], catalogue: Catalogue, settings: Settings) -> str | None:
    """Return what the first of a group's articles calls it.

    None is returned for a topic and a provider, which the site may name, and for a group that articles do not name.
    """
    if not articles or group.kind in (ALL, OWN, PAIR, PROVIDER, TOPIC):
        return None
    article = next(catalogue.articles(articles[:1]))
    place = catalogue.place(articles[0])
    return facets(article, place, settings.taxonomy, [group.kind], settings.site.language)[group.kind].get(group.key)
