"""Say where the page of an article is on its own site: as the article says it, else by the pattern of its part."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote_plus

from feeds.articles.conventions import Conventions
from feeds.articles.foreign import slugs
from feeds.articles.foreign.patterns import Page, filled
from feeds.core import urls

NAMES = ("permalink", "url", "path")
"""The fields that may hold the address of a page."""

_GIVING: dict[str | None, tuple[str, ...]] = {
    None: NAMES,
    "jekyll": ("permalink",),
    "hugo": ("url",),
    "eleventy": ("permalink",),
    "hexo": ("permalink",),
    "docusaurus": (),
    "zola": ("path",),
    "astro": (),
}
"""Those that do, by generator; a slug is a part of a pattern."""

_PATTERNS = {
    "hugo": "/:folders/:slugorcontentbasename/",
    "zola": "/:folders/:slug/",
    "eleventy": "/:path/",
    "hexo": "/:year/:month/:day/:title/",
    "docusaurus": "/blog/:slug",
}
"""The patterns of generators whose configuration gives none; Jekyll's depend on the collection."""


def given(fields: Mapping[str, Any], conventions: Conventions) -> str | None:
    """Return the name of the field in which an article says where its page is; None if it does not."""
    names = _GIVING[conventions.generator]
    return next((name for name in names if isinstance(fields.get(name), str) and fields[name].strip()), None)


def pattern_of(page: Page, of_section: str | None) -> str | None:
    """Return the pattern of an article's address, which its section may have; None where nothing says any."""
    conventions, location = page.conventions, page.location
    if conventions.generator == "jekyll" and location.collection is None and location.name == "index":
        return "/:folders/"
    if pattern := of_section or conventions.permalink:
        return pattern
    if conventions.generator == "jekyll":
        return _jekyll_pattern(page)
    return _PATTERNS.get(conventions.generator or "")


def _jekyll_pattern(page: Page) -> str:
    if page.location.collection == "posts":
        return "/:categories/:year/:month/:day/:title:output_ext"
    if page.location.collection:
        return "/:collection/:path:output_ext"
    return "/:path:output_ext"


def made(pattern: str, page: Page, home: str) -> str:
    """Return the address that a pattern makes. Raises UnknownPartError, or BadURLError if it is none."""
    path = filled(pattern, page)
    generator = page.conventions.generator
    if generator == "hugo":
        path = _of_hugo(path, pattern, page)
    if generator == "eleventy":
        path = _without_index(path)
    return below(_prefixed(path, page), home, is_jekyll=generator == "jekyll")


def _of_hugo(path: str, pattern: str, page: Page) -> str:
    """Return a path with what Hugo does to all that its patterns make; those of a site it reads as addresses first."""
    if pattern != _PATTERNS["hugo"]:
        path = slugs.hugo(unquote_plus(path))
    if page.conventions.drops_accents:
        path = slugs.without_marks(path)
    if not page.conventions.keeps_case:
        path = path.lower()
    return f"{path.rstrip('/')}{'.html' if page.is_ugly else '/'}"


def meant(address: str, page: Page, home: str) -> str:
    """Return the address that an article gives for its page. Raises as `made` does."""
    address = address.strip()
    if "://" in address.partition("?")[0]:
        return urls.clean(address)
    generator = page.conventions.generator
    if generator in ("jekyll", "hugo", "eleventy"):
        address = filled(address, page)
    if generator == "hugo":
        if "." not in address and not address.endswith("/"):
            address += "/"
        address = address if address.startswith("/") else _prefixed(address, page)
    if generator == "eleventy":
        address = _without_index(address)
    if generator == "jekyll":
        address = _prefixed(address, page)
    if generator == "zola" and not address.endswith("/"):
        address += "/"
    return below(address, home, is_jekyll=generator == "jekyll")


def below(path: str, home: str, *, is_jekyll: bool = False) -> str:
    """Return the clean address of a path below a site's home; no `..` in it leads out of there.

    Raises BadURLError for a path with template code, or if there is no home.
    """
    if not home:
        raise urls.BadURLError("the site has no home_url; set it below [site] in feeds.toml")
    if is_jekyll:
        path = f"/{path}".replace("..", "/").replace("./", "")
    path = path.replace("?", "%3F").replace("#", "%23")
    folders = [folder for folder in path.split("/") if folder and not _is_dots(folder)]
    end = "/" if folders and path.endswith("/") else ""
    return urls.clean(f"{home.rstrip('/')}/{'/'.join(folders)}{end}")


def _is_dots(folder: str) -> bool:
    """Say whether a part of a path is `.` or `..`, also encoded, as browsers read it."""
    return len(folder) <= 6 and folder.lower().replace("%2e", ".") in (".", "..")


def _prefixed(path: str, page: Page) -> str:
    prefix = page.location.prefix
    return f"/{prefix}/{path}" if prefix else path


def _without_index(path: str) -> str:
    return path.removesuffix("index.html") if path == "index.html" or path.endswith("/index.html") else path
