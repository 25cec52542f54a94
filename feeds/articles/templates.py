"""Resolve template code in an article by the site's settings, where these say what it means."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from feeds.articles.outcome import Context
from feeds.core.limits import MAX_EXCERPT, MAX_IMAGES, MAX_URL
from feeds.core.model import Body
from feeds.frontmatter.source import Source
from feeds.markup.template_code import SiteValues, has_signs, resolve

_TEXTS = ("title", "excerpt", "webUrl", "originalUrl", "ampWebUrl", "featuredContent")
_LISTS = {
    "images": ("url", "title", "attribution", "alt", "caption", "credit", "copyright"),
    "related": ("title", "webUrl", "originalUrl"),
}
"""The fields in which template code is resolved, and those of the members of lists."""


class Templated(NamedTuple):
    """A text with its template code resolved, and where the first stands that cannot be: a position, or None."""

    body: Body
    position: int | None


def may_hold_code(source: Source) -> bool:
    """Say whether template code may stand in front matter; a single character is found sooner than two."""
    return "{" in source.block and ("{{" in source.block or "{%" in source.block)


def in_fields(source: Source, context: Context) -> dict[str, Any]:
    """Return the fields of an article with the template code in their texts and addresses resolved as far as it can be.

    No more is looked at than an article may hold: what is there may be an alias of the same thousands of times.
    """
    site = _site(source.data, context)
    data = source.data | _texts(source.data, _TEXTS, site)
    data |= {name: _members(data[name], texts, site) for name, texts in _LISTS.items() if name in data}
    provider = data.get("provider")
    if isinstance(provider, dict) and "images" in provider:
        data["provider"] = provider | {"images": _members(provider["images"], _LISTS["images"], site)}
    return data


def in_body(body: Body, source: Source, context: Context) -> Templated:
    """Return a text with its template code resolved as far as it can be."""
    is_markdown = body.format == "markdown"
    if not has_signs(body.text, markdown=is_markdown):
        return Templated(body, None)
    found = resolve(body.text, _site(source.data, context), markdown=is_markdown)
    return Templated(body if found.text == body.text else Body(found.text, body.format), found.position)


def has_code(text: str) -> bool:
    """Say whether a text of front matter holds template code, after what could be resolved was."""
    return resolve(text, SiteValues(), markdown=False).position is not None


def line_of(raw: bytes, source: Source, text: str, position: int) -> int:
    """Return the line of the file on which a position of its text is, counted from 1."""
    lines = raw.splitlines()
    first = source.body_line - 1
    while first < len(lines) and not lines[first].strip():  # the text begins with its first line that is not blank
        first += 1
    return first + 1 + text.count("\n", 0, position)


def _members(value: object, texts: tuple[str, ...], site: SiteValues) -> object:
    """Return a list of mappings, or a single one, with these texts of theirs resolved."""
    if isinstance(value, dict):
        return value | _texts(value, texts, site)
    if not isinstance(value, list):
        return value
    few = (one | _texts(one, texts, site) if isinstance(one, dict) else one for one in value[:MAX_IMAGES])
    return [*few, *value[MAX_IMAGES:]]


def _texts(data: dict[str, Any], names: tuple[str, ...], site: SiteValues) -> dict[str, Any]:
    """Return those of the texts of a mapping that hold template code, resolved."""
    found = ((name, data.get(name)) for name in names)
    return {
        name: resolve(text, site, markdown=False, most=MAX_EXCERPT).text
        for name, text in found
        if isinstance(text, str) and "{" in text and len(text) <= MAX_EXCERPT
    }


def _site(data: dict[str, Any], context: Context) -> SiteValues:
    """Return what the settings of the site, and the article's own address, give for template code."""
    home = urlsplit(context.home_url)
    link = next((url for name in ("webUrl", "originalUrl") if isinstance(url := data.get(name), str)), "")
    is_own = context.home_url != "" and link.startswith(context.home_url) and len(link) <= MAX_URL
    return SiteValues(
        url=f"{home.scheme}://{home.netloc}" if context.home_url else "",
        baseurl=home.path.rstrip("/"),
        page=f"/{link[len(context.home_url) :]}" if is_own else None,
        title=context.site_title,
    )
