"""Template code in an article: resolved by the site's settings where they say what it means."""

from typing import Any, NamedTuple
from urllib.parse import urlsplit

from feeds.articles.outcome import Context
from feeds.core.model import Body
from feeds.frontmatter.source import Source
from feeds.markup.template_code import SiteValues, has_signs, resolve


class Templated(NamedTuple):
    """A text with its template code resolved, and where the first stands that cannot be: a position, or None."""

    body: Body
    position: int | None


def may_hold_code(source: Source) -> bool:
    """Say whether template code may stand in front matter."""
    return "{{" in source.block or "{%" in source.block


def in_fields(source: Source, context: Context) -> dict[str, Any]:
    """Return the fields of an article with their template code resolved as far as it can be."""
    site = _site(source.data, context)
    return {name: _resolved(value, site) for name, value in source.data.items()}


def in_body(body: Body, source: Source, context: Context) -> Templated:
    """Return a text with its template code resolved as far as it can be."""
    if not has_signs(body.text):
        return Templated(body, None)
    found = resolve(body.text, _site(source.data, context), markdown=body.format == "markdown")
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


def _resolved(value: object, site: SiteValues) -> object:
    """Return a value of front matter with the texts in it resolved, as deep as the fields of an article go."""
    if isinstance(value, str):
        return resolve(value, site, markdown=False).text if "{" in value else value
    if isinstance(value, list):
        return [_resolved_member(member, site) for member in value]
    return _resolved_member(value, site)


def _resolved_member(value: object, site: SiteValues) -> object:
    if isinstance(value, dict):
        return {key: _resolved(inner, site) if isinstance(inner, str) else inner for key, inner in value.items()}
    return _resolved(value, site) if isinstance(value, str) else value


def _site(data: dict[str, Any], context: Context) -> SiteValues:
    """Return what the settings of the site, and the article's own address, give for template code."""
    home = urlsplit(context.home_url)
    link = next((url for name in ("webUrl", "originalUrl") if isinstance(url := data.get(name), str)), "")
    is_own = context.home_url != "" and link.startswith(context.home_url)
    return SiteValues(
        url=f"{home.scheme}://{home.netloc}" if context.home_url else "",
        baseurl=home.path.rstrip("/"),
        page=f"/{link[len(context.home_url) :]}" if is_own else None,
        title=context.site_title,
    )
