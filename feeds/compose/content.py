"""The HTML of an item: its picture, its text, its player, and other outlets' coverage."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from itertools import chain, islice
from typing import NamedTuple

from msgspec.structs import replace

from feeds.core import urls
from feeds.core.images import nearest_to_thumbnail, type_of
from feeds.core.model import Article, Image, Related
from feeds.core.spread import OF_IMAGE, size_of
from feeds.core.taxonomy import Taxonomy
from feeds.markup.escaping import as_attribute, as_text
from feeds.markup.first_paragraph import first_paragraph
from feeds.markup.markdown import as_html
from feeds.markup.players import PLAYER_HEIGHT, PLAYER_WIDTH, frame, page_of
from feeds.markup.sanitise import SafeHTML, sanitise
from feeds.words import Words
from feeds.words.tags import direction, way

_MOST_SIZES = 200
"""Sizes of a picture in a text that are looked at; pages name about ten."""

_CODE = re.compile(r"(?<!<pre>)<(?:code|kbd|pre|samp)\b(?![^>]*\bdir=)")


class Content(NamedTuple):
    """The content of an item as safe HTML with absolute links, its text alone, and its summary as plain text.

    `images` are those of the article, with the sizes in which the text has them.
    """

    html: str
    text: str
    summary: str
    images: tuple[Image, ...] = ()


def content(article: Article, taxonomy: Taxonomy, words: Words, room: int) -> Content:
    """Return the content of an item, and its excerpt, for which the first paragraph of the text stands if need be.

    `room` is how many bytes other sizes of the pictures may take in the documents of a feed. The picture is left out
    where the body shows it itself. A story that has nothing to show has a link to itself: some readers show nothing at
    all for an item without content.
    """
    body = _body(article, words)
    parts = [_picture(image, article) for image in article.images[:1] if not _shows(body, image)]
    parts.append(body.html or _excerpt(article))
    if article.player and page_of(article.player) not in body.shown:
        parts.append(frame(article.player, title=article.title, width=PLAYER_WIDTH, height=PLAYER_HEIGHT))
        if not article.images:
            parts.append(_link(page_of(article.player), article))
    parts += _coverage(article.related, taxonomy, words)
    html = "\n".join(part for part in parts if part) or _link(article.link, article)
    return Content(
        html, body.html, article.excerpt or first_paragraph(body.html), _all_sized(article.images, body, room)
    )


def summary(article: Article, words: Words) -> Content:
    """Return what a feed of summaries shows of an article: its excerpt, or its first paragraph, and no text.

    An article that has neither shows a link to itself.
    """
    shown = article.excerpt or first_paragraph(_body(article, words).html)
    return Content("" if shown else _link(article.link, article), "", shown, article.images)


def directed(shown: Content, language: str | None) -> Content:
    """Return content that says which way it is written, where a reader would take it for the other one.

    Code runs from left to right in every language.
    """
    if not shown.html or direction(language) == "ltr":
        return shown
    html, text = (_CODE.sub(r'\g<0> dir="ltr"', one) for one in (shown.html, shown.text))
    return shown._replace(html=f'<div dir="rtl">\n{html}\n</div>', text=text)


def _body(article: Article, words: Words) -> SafeHTML:
    if article.body is None:
        return SafeHTML("")
    return sanitise(as_html(article.body), article.link, key=article.id, words=words)


def _shows(body: SafeHTML, image: Image) -> bool:
    """Say whether a text shows a picture, in whatever variant."""
    return bool(body.shown) and urls.picture_key(image.url) in map(urls.picture_key, body.shown)


def _all_sized(images: tuple[Image, ...], body: SafeHTML, room: int) -> tuple[Image, ...]:
    """Return pictures with other sizes of them that the text names, as far as there is room."""
    if not body.sizes or not images:
        return images
    of_key: dict[str, list[Mapping[str, int]]] = {}
    naming: dict[str, list[Mapping[str, int]]] = {}
    for shown, found in body.sizes.items():
        of_key.setdefault(urls.picture_key(shown), []).append(found)
        for url in found:
            naming.setdefault(url, []).append(found)
    sized = []
    for image in images:
        named = [*of_key.get(urls.picture_key(image.url), ()), *naming.get(image.url, ())]
        others = _others(image, named)
        size = size_of(OF_IMAGE, [one.url for one in others])
        is_fitting = 0 < size <= room
        room -= size if is_fitting else 0
        sized.append(replace(image, variants=(*image.variants, *others)) if is_fitting else image)
    return tuple(sized)


def _others(image: Image, named: Iterable[Mapping[str, int]]) -> Sequence[Image]:
    """Return two of the sizes that are named for a picture, if it has none of them: the largest, and that of lists."""
    known = {image.url, *(one.url for one in image.variants)}
    found = dict(islice(chain.from_iterable(map(Mapping.items, named)), _MOST_SIZES))
    sizes = [Image(url, width=width, type=type_of(url)) for url, width in found.items() if url not in known]
    if not sizes:
        return ()
    chosen = {one.url: one for one in (max(sizes, key=lambda one: one.width or 0), nearest_to_thumbnail(sizes))}
    return tuple(chosen.values())


def _excerpt(article: Article) -> str:
    return f"<p>{as_text(article.excerpt)}</p>" if article.excerpt else ""


def _link(url: str, article: Article) -> str:
    return f'<p><a href="{as_attribute(url)}">{as_text(article.title)}</a></p>'


def _picture(image: Image, article: Article) -> str:
    size = f' width="{image.width}" height="{image.height}"' if image.width and image.height else ""
    picture = (
        f'<img src="{as_attribute(image.url)}" alt="{as_attribute(image.alt or image.title or article.title)}"{size}>'
    )
    if article.player:
        picture = f'<a href="{as_attribute(article.link)}">{picture}</a>'
    below = [image.caption, image.attribution, image.copyright]
    lines = "".join(f"<br><small>{as_text(text)}</small>" for text in below if text)
    return f"<p>{picture}{lines}</p>"


def _coverage(related: tuple[Related, ...], taxonomy: Taxonomy, words: Words) -> Iterator[str]:
    if related:
        yield f"<h3>{as_text(words.gettext('More coverage'))}</h3>\n<ul>"
        is_rtl = words.direction == "rtl"
        for story in related:
            name = as_text(taxonomy.shown_name(story.provider))
            own_way = f' dir="{way(story.title)}"' if is_rtl else ""
            yield f'<li><a{own_way} href="{as_attribute(story.url)}">{as_text(story.title)}</a> – {name}</li>'
        yield "</ul>"
