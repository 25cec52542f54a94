"""Read which fields a Hugo site takes its dates from (https://gohugo.io/configuration/front-matter/)."""

from collections.abc import Iterator

from feeds.articles.conventions import DateNames
from feeds.core.limits import MAX_SPELLINGS
from feeds.sites.hugo_config import HugoConfig

_USUAL: DateNames = {
    "date": ("date", "publishdate", "pubdate", "published", "lastmod", "modified"),
    "lastmod": (":git", "lastmod", "modified", "date", "publishdate", "pubdate", "published"),
    "publishdate": ("publishdate", "pubdate", "published", "date"),
    "expirydate": ("expirydate", "unpublishdate"),
}
"""What each date is taken from, the first that is there."""

_ALIASES = {"lastmod": ("modified",), "publishdate": ("pubdate", "published"), "expirydate": ("unpublishdate",)}
"""The names that count as well where a name is given, right behind it."""

_CHANGES = ("lastmod", "modified")
_OF_FILES = (":filemodtime", ":git")


def date_names(config: HugoConfig, default: str) -> dict[str, DateNames]:
    """Return where dates are from by language, with `""` for the default one and others that are as it is.

    As in Hugo, the table of a language stands in place of the general one. Raises ConfigError for what cannot be
    followed and might hold pages back.
    """
    found = {}
    own: tuple[str, ...] = ("languages", default, "frontmatter")
    ways: dict[str, tuple[str, ...]] = {"": own if config.table(*own) else ("frontmatter",)}
    for code in config.table("languages"):
        if code != default and config.table("languages", code, "frontmatter"):
            ways[code.casefold()] = ("languages", code, "frontmatter")
        elif code != default and ways[""] == own:
            ways[code.casefold()] = ("frontmatter",)
    for code, way in ways.items():
        said = config.table(*way)
        if code or any(name in said for name in _USUAL):
            found[code] = {date: _names(config, way, date) for date in _USUAL}
    return found


def all_names(names: dict[str, DateNames]) -> frozenset[str]:
    """Return the fields that the dates of any page may be from, as Hugo usually has them or the site says."""
    return frozenset(name for dates in (_USUAL, *names.values()) for fields in dates.values() for name in fields)


def changes(config: HugoConfig, default: str) -> dict[str, tuple[str, ...]]:
    """Return the fields that the time of the last change is in, as `Conventions.fields` has them."""
    own = ("languages", default, "frontmatter")
    way = own if config.table(*own) else ("frontmatter",)
    names = tuple(dict.fromkeys(map(str.lower, config.texts(*way, "lastmod"))))
    found = tuple(name for name in names if not name.startswith(":"))
    return {"updatedDateTime": found} if found else {}


def _names(config: HugoConfig, way: tuple[str, ...], date: str) -> tuple[str, ...]:
    """Return what a date is taken from, in order, without what feeds does not look at."""
    if date not in config.table(*way):
        return _USUAL[date]
    path = (*way, date)
    names = tuple(dict.fromkeys(_spelled(config.texts(*path), date)))
    if len(names) > MAX_SPELLINGS:
        message = f"{'.'.join(path)} has more than {MAX_SPELLINGS} names: some dates would not be seen"
        config.refuse(path, message)
    of_files = [name for name in names if _is_of_files(config, name)]
    if of_files and date == "expirydate":
        message = f"{'.'.join(path)} has {of_files[0]}, so that pages end when their files were changed: take it out"
        config.refuse(path, message)
    if of_files and date == "publishdate":
        config.note(path, f"{'.'.join(path)}: feeds does not follow {of_files[0]}, and takes the dates behind it")
    return names


def _is_of_files(config: HugoConfig, name: str) -> bool:
    return name in _OF_FILES and (name != ":git" or config.get("enablegitinfo") is True)


def _spelled(names: list[str], date: str) -> Iterator[str]:
    """Yield names with what else counts behind them.

    Where a site names no field, a page that has only been changed at some time is no news, as without `frontmatter`.
    """
    is_news = date != "date" or any(not name.startswith(":") for name in names)
    for name in map(str.lower, names):
        for one in _USUAL[date] if name == ":default" else (name,):
            if is_news or one not in _CHANGES:
                yield one
                yield from _ALIASES.get(one, ())
