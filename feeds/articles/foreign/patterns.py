"""Make the path of an article's page by a pattern such as `/:year/:month/:title/`, as each generator fills it in."""

import hashlib
import re
from collections.abc import Callable
from datetime import datetime
from typing import Any

from msgspec import Struct

from feeds.articles.conventions import Conventions
from feeds.articles.foreign import slugs
from feeds.articles.foreign.hexo_names import hexo_name
from feeds.articles.foreign.location import DATED_PATH, Location
from feeds.core.dates import DAYS
from feeds.core.limits import MAX_PATTERN, MAX_URL
from feeds.words.english import MONTH_NAMES

_PART = re.compile(r":(?P<name>[A-Za-z]\w*)(?P<slice>\[[^\]/]{0,20}\])?", re.ASCII)
_DAY_NAMES = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_EXPRESSION = re.compile(r"\{\{-?\s*([\w.]+(?:\s*\|\s*\w+)*)\s*-?\}\}")
_EXPRESSIONS = {
    "page.fileSlug": ":slug",
    "page.filePathStem": ":folders/:slug",
    "slug": ":slug",
    "title|slug": ":title",
    "title|slugify": ":title",
}
"""The template code of Eleventy's addresses that says no more than a part of a pattern."""


class UnknownPartError(ValueError):
    """A part of a pattern that has no meaning, or none for this article; the message names it."""


class Page(Struct, frozen=True):
    """What the address of an article is made of; `moment` is its date in the site's zone.

    `slug` is the one that it gives itself, and `data` its front matter. `is_ugly` is that of its section.
    """

    location: Location
    conventions: Conventions
    title: str
    moment: datetime | None = None
    slug: str | None = None
    categories: tuple[str, ...] = ()
    data: dict[str, Any] = {}
    is_ugly: bool = False


def parts() -> tuple[str, ...]:
    """Return the names of all parts that a pattern may have."""
    return (*_OF_DATE, *_OF_PAGE)


def filled(pattern: str, page: Page) -> str:
    """Return a pattern with its parts filled in. Raises UnknownPartError for one that cannot be."""
    if len(pattern) > MAX_PATTERN:
        if _PART.search(pattern) is None:
            return pattern
        raise UnknownPartError(f"the pattern of the address is longer than {MAX_PATTERN:,} characters")
    if "{{" in pattern:
        pattern = _EXPRESSION.sub(lambda code: _EXPRESSIONS.get("".join(code[1].split()), code[0]), pattern)
    made: dict[str, str] = {}
    length = 0

    def put(part: re.Match[str]) -> str:
        nonlocal length
        if part[0] not in made:
            made[part[0]] = _part(part["name"], part["slice"], page)
        length += len(made[part[0]])
        if length > MAX_URL:
            raise UnknownPartError(f"the address is longer than {MAX_URL:,} characters")
        return made[part[0]]

    return _PART.sub(put, pattern)


def _part(name: str, cut: str | None, page: Page) -> str:
    """Return what stands for a part; a name may end in `_`, and then in text of the pattern (Jekyll: `:title_x`)."""
    is_hexo = page.conventions.generator == "hexo"
    made_of = _OF_HEXO if is_hexo else _OF_PAGE
    for known in (name,) if is_hexo else _prefixes(name):
        if known in _OF_DATE:
            if page.moment is None:
                raise UnknownPartError(f":{known} needs a date")
            return _OF_DATE[known](page.moment) + name[len(known) :] + (cut or "")
        if known in made_of:
            made = made_of[known](page)
            return "/".join(_cut(made.split("/"), cut)) if cut else made + name[len(known) :]
    value = page.data.get(name, page.conventions.defaults.get(name))
    if is_hexo:
        value = _named_by_hexo(page).get(name, value)
    if isinstance(value, str | int) and not isinstance(value, bool):
        return str(value) + (cut or "")
    raise UnknownPartError(f":{name} is not known")


def _prefixes(name: str) -> list[str]:
    """Return a name, and what is left of it in front of each `_`, the longest first."""
    return [name, *(name[:position] for position in range(len(name) - 1, 0, -1) if name[position] == "_")]


def _cut(folders: list[str], cut: str) -> list[str]:
    """Return what Hugo's `[1:]`, `[0]`, `[last]` take of a list of folders."""
    first, colon, last = cut[1:-1].strip().lower().partition(":")
    size = len(folders)

    def number(text: str, default: int) -> int:
        if text.strip() == "last":
            return size - 1
        return int(text) if text.strip().isdecimal() else default

    start = number(first, 0)
    return folders[start : number(last, size) if colon else start + 1]


def _slug_of(page: Page) -> str:
    """Return the slug that an article gives itself, else its name without a date."""
    return page.slug or (page.location.called if page.conventions.keeps_dates else page.location.slug)


def _title(page: Page) -> str:
    generator = page.conventions.generator
    if generator in ("hugo", "eleventy", "astro"):
        return _hugo(page.title) if generator == "hugo" else slugs.github(page.title)
    return slugs.jekyll(_slug_of(page), "pretty", cased=True)


def _slug(page: Page) -> str:
    generator = page.conventions.generator
    if generator == "hugo":
        return _hugo(page.slug or page.title)
    if generator == "docusaurus":
        return page.slug or docusaurus_slug(page.location)
    if generator == "zola":
        return slugs.zola(_slug_of(page), page.conventions.slugs)
    if generator == "astro":
        return page.slug or _path(page)
    return _slug_of(page) if generator == "eleventy" else slugs.jekyll(_slug_of(page))


def docusaurus_slug(location: Location) -> str:
    """Return the slug that Docusaurus makes of the path of a file: a date in it becomes folders."""
    path = "/".join((*location.parents, location.called))
    found = DATED_PATH.fullmatch(path)
    if found is None:
        return path
    return f"{found['date'].replace('-', '/')}/{found['folder']}{found['text']}"


def _name_of_hugo(page: Page) -> str:
    return _hugo(page.slug or page.location.called)


def _hugo(name: str) -> str:
    """Return a name as Hugo writes it in an address, within one folder."""
    return slugs.hugo(name.replace("/", "-"))


def _folders(page: Page) -> str:
    """Return the folders above an article, below the content folder."""
    folders = page.location.parents
    path = "/".join(folders)
    return slugs.hugo(path) if page.conventions.generator == "hugo" else path


def _path(page: Page) -> str:
    """Return the folders and the name of an article below the content folder, or its collection's folder."""
    location, generator = page.location, page.conventions.generator
    if generator == "jekyll":
        return "/".join((*location.above, *location.folders, location.name.rstrip(".")))
    folders = [*location.parents, location.called]
    return "/".join(map(slugs.github, folders)) if generator == "astro" else "/".join(folders)


def _sections(page: Page) -> str:
    """Return the folders that Hugo takes for sections: those of the first level, and those with an `_index.md`."""
    folders = page.location.parents
    root = page.location.path.split("/")[: -1 - len(page.location.folders)]
    length = next(
        (
            size
            for size in range(len(folders), 1, -1)
            if "/".join((*root, *folders[:size])) in page.conventions.branches
        ),
        min(1, len(folders)),
    )
    return slugs.hugo("/".join(folders[:length]))


def _distinct(names: list[str]) -> str:
    return "/".join(dict.fromkeys(names))


def _hexo_slug(page: Page) -> str:
    """Return the path of a post below the folder of posts, as its pattern of file names divides it."""
    path = "/".join((*page.location.folders, page.location.name))
    return _named_by_hexo(page).get("title") or slugs.hexo(path)


def _named_by_hexo(page: Page) -> dict[str, str]:
    """Return what the pattern of names of posts says of the path of one."""
    return hexo_name("/".join((*page.location.folders, page.location.name)), page.conventions.file_name)


def _hexo_hash(page: Page) -> str:
    if page.moment is None:
        raise UnknownPartError(":hash needs a date")
    text = f"{_hexo_slug(page)}{int(page.moment.timestamp())}"
    return hashlib.sha1(text.encode(), usedforsecurity=False).hexdigest()[:12]


def _hexo_category(page: Page) -> str:
    names = [page.conventions.terms.get(name, name) for name in page.categories]
    return "/".join(map(slugs.hexo, names)) or page.conventions.defaults.get("category", "uncategorized")


_OF_DATE: dict[str, Callable[[datetime], str]] = {
    "year": lambda moment: f"{moment.year:04}",
    "short_year": lambda moment: f"{moment.year % 100:02}",
    "month": lambda moment: f"{moment.month:02}",
    "i_month": lambda moment: str(moment.month),
    "short_month": lambda moment: MONTH_NAMES[moment.month - 1][:3],
    "long_month": lambda moment: MONTH_NAMES[moment.month - 1],
    "monthname": lambda moment: MONTH_NAMES[moment.month - 1],
    "day": lambda moment: f"{moment.day:02}",
    "i_day": lambda moment: str(moment.day),
    "y_day": lambda moment: f"{moment.timetuple().tm_yday:03}",
    "yearday": lambda moment: str(moment.timetuple().tm_yday),
    "week": lambda moment: f"{moment.isocalendar().week:02}",
    "w_year": lambda moment: f"{moment.isocalendar().year:04}",
    "w_day": lambda moment: str(moment.isoweekday()),
    "short_day": lambda moment: DAYS[moment.weekday()],
    "long_day": lambda moment: _DAY_NAMES[moment.weekday()],
    "weekday": lambda moment: str(moment.isoweekday() % 7),
    "weekdayname": lambda moment: _DAY_NAMES[moment.weekday()],
    "hour": lambda moment: f"{moment.hour:02}",
    "minute": lambda moment: f"{moment.minute:02}",
    "second": lambda moment: f"{moment.second:02}",
    "timestamp": lambda moment: str(int(moment.timestamp())),
}
"""The parts that are made of the date."""

_OF_PAGE: dict[str, Callable[[Page], str]] = {
    "title": _title,
    "slug": _slug,
    "name": lambda page: slugs.jekyll(page.location.called),
    "filename": lambda page: _hugo(page.location.called),
    "basename": lambda page: page.location.name,
    "contentbasename": lambda page: _hugo(page.location.called),
    "slugorfilename": _name_of_hugo,
    "slugorcontentbasename": _name_of_hugo,
    "path": _path,
    "folders": _folders,
    "section": lambda page: slugs.hugo("".join(page.location.parents[:1])),
    "sections": _sections,
    "categories": lambda page: _distinct([name.lower() for name in page.categories]),
    "slugified_categories": lambda page: _distinct([slugs.jekyll(name) for name in page.categories]),
    "category": lambda page: _distinct([slugs.jekyll(name) for name in page.categories[-1:]]),
    "collection": lambda page: page.location.collection or "",
    "output_ext": lambda page: ".txt" if page.location.suffix == "txt" else ".html",
    "lang": lambda page: page.location.language or "",
}
"""The parts that are made of the path and the fields."""

_OF_HEXO: dict[str, Callable[[Page], str]] = {
    "title": _hexo_slug,
    "slug": _hexo_slug,
    "name": lambda page: _hexo_slug(page).rpartition("/")[2],
    "post_title": lambda page: slugs.hexo(page.title, lower=True),
    "category": _hexo_category,
    "hash": _hexo_hash,
}
"""The parts of Hexo's patterns; any field of front matter may be one, too."""
