"""Compose the last item of a feed that has ended. Pure."""

from datetime import datetime, tzinfo
from html import escape

from feeds.core import ids, urls
from feeds.core.model import Group, Item, Person, Provider, Publisher
from feeds.words import Words


def last_item(group: Group, site: Publisher, words: Words, date: datetime, zone: tzinfo) -> Item:
    """Return the item that says that the feed of a group has ended, of a date that is not the clock's."""
    text = words.gettext("There will be nothing new in this feed, and you can unsubscribe from it.")
    link = f'<a href="{escape(site.feeds_url)}">{escape(words.gettext("All feeds"))}</a>'
    return Item(
        id=ids.ended(group.folder),
        title=words.gettext("This feed has ended"),
        url=site.url,
        published=date,
        updated=date,
        content=f"<p>{escape(text, quote=False)}</p>\n<p>{link}</p>",
        provider=Provider(urls.host(site.url), site.title),
        summary=text,
        authors=(Person(site.author or site.title),),
        day=date.astimezone(zone).date(),
        words=words,
    )
