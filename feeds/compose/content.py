"""The HTML of an item: its picture, its text, its player, and other outlets' coverage."""

from collections.abc import Iterator
from functools import cache
from html import escape
from typing import TYPE_CHECKING

from feeds.compose.sanitise import embed, sanitise
from feeds.core.model import Article, Body, Image, Related
from feeds.core.taxonomy import Taxonomy

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

PLAYER_WIDTH, PLAYER_HEIGHT = 800, 450
"""The size of a player in pixels: 16 to 9, as the hosts of urls.EMBED_HOSTS make theirs."""


def content(article: Article, home_url: str, taxonomy: Taxonomy) -> str:
    """Return the full content of an item as safe HTML with absolute links.

    The picture is left out where the body shows it itself. A story that has nothing to show has a link to itself:
    some readers show nothing at all for an item without content.
    """
    text = _text(article, home_url)
    parts = [_picture(image, article) for image in article.images[:1] if not _shows(text, image.url)]
    parts += [text, *_player(article, text), *_coverage(article.related, taxonomy)]
    return "\n".join(part for part in parts if part) or _link(article)


def _link(article: Article) -> str:
    return f'<p><a href="{_attribute(article.link)}">{_plain(article.title)}</a></p>'


def _text(article: Article, home_url: str) -> str:
    body = sanitise(_html(article.body), home_url, article.link) if article.body is not None else ""
    if body:
        return body
    return f"<p>{_plain(article.excerpt)}</p>" if article.excerpt else ""


def _html(body: Body) -> str:
    return body.text if body.format == "html" else str(_markdown().render(body.text))


@cache
def _markdown() -> "MarkdownIt":
    from markdown_it import MarkdownIt

    return MarkdownIt("commonmark").enable(["table", "strikethrough"])


def _shows(text: str, url: str) -> bool:
    """Say whether a picture or player stands in a text already."""
    return f'src="{_attribute(url)}"' in text


def _picture(image: Image, article: Article) -> str:
    size = f' width="{image.width}" height="{image.height}"' if image.width and image.height else ""
    picture = f'<img src="{_attribute(image.url)}" alt="{_attribute(image.title or article.title)}"{size}>'
    if article.embed:
        picture = f'<a href="{_attribute(article.link)}">{picture}</a>'
    credit = f"<br><small>{_plain(image.attribution)}</small>" if image.attribution else ""
    return f"<p>{picture}{credit}</p>"


def _player(article: Article, text: str) -> Iterator[str]:
    url = embed(article.embed) if article.embed else None
    if url and not _shows(text, url):
        size = f'width="{PLAYER_WIDTH}" height="{PLAYER_HEIGHT}"'
        title = _attribute(article.title)
        yield f'<iframe src="{_attribute(url)}" {size} title="{title}" allowfullscreen=""></iframe>'


def _coverage(related: tuple[Related, ...], taxonomy: Taxonomy) -> Iterator[str]:
    if related:
        yield "<h3>More coverage</h3>\n<ul>"
        for story in related:
            name = _plain(taxonomy.shown_name(story.provider))
            yield f'<li><a href="{_attribute(story.url)}">{_plain(story.title)}</a> – {name}</li>'
        yield "</ul>"


def _plain(text: str) -> str:
    return escape(text, quote=False)


def _attribute(text: str) -> str:
    return _plain(text).replace('"', "&quot;")
