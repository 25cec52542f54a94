"""Read what the path of an article's file tells: its folders, its name, and a date and a language in them."""

import re
from datetime import date

from msgspec import Struct

from feeds.articles.conventions import Conventions
from feeds.articles.foreign.hexo_names import hexo_name
from feeds.articles.foreign.values import language_of
from feeds.core.patterns import lazy

_DATED = lazy(
    r"(?P<year>\d{4}|\d{2})-(?P<month>\d{1,2})-(?P<day>\d{1,2})"
    r"(?:T\d{2}:\d{2}:\d{2}(?:\.\d+)?(?:Z|[+-]\d{2}:\d{2}))?(?:[-_ ]+(?P<rest>.+))?",
    re.ASCII | re.DOTALL,
)
DATED_PATH = lazy(r"(?P<folder>.*)(?P<date>\d{4}[-/]\d{1,2}[-/]\d{1,2})[-/]?(?P<text>.*?)", re.ASCII | re.DOTALL)
"""A path with a date in it, in one name or over several, as Docusaurus divides it."""

_DATED_FOLDERS = lazy(r"(?:^|/)(\d{4})/(\d{1,2})/(\d{1,2})/", re.ASCII)
_DATED_OVER_FOLDERS = lazy(r"(?:^|/)(\d{4})/(\d{2})[-/](\d{2})(?=[-_ ]|\Z)[^/]*\Z", re.ASCII)
_NUMBER = lazy(r"\d{1,4}", re.ASCII)
_LANGUAGE = lazy(r"[a-z]{2}(?:-[A-Za-z]{2,4})?")
INDEX = "index"


class Location(Struct, frozen=True):
    """Where the file of an article is in its site.

    `path` is its path below the root. `folders` are those above it, from the content folder on, without that of its
    language, whose addresses begin with `prefix`; `name` is its name, without its suffix and its language. `is_bundle`
    says that the last folder is all the article's own, whose name is the article's. `collection` is the folder with `_`
    that it is in, without the `_`, and `above` the folders above that; of such a file, `folders` begin below it.
    `suffix` is that of the file in lower case, without a dot.
    """

    path: str
    folders: tuple[str, ...]
    name: str
    language: str | None = None
    prefix: str = ""
    collection: str | None = None
    above: tuple[str, ...] = ()
    is_bundle: bool = False
    suffix: str = "md"

    @property
    def called(self) -> str:
        """The name of the article: that of its file, or of its folder."""
        return self.folders[-1] if self.is_bundle else self.name

    @property
    def parents(self) -> tuple[str, ...]:
        """The folders above the article, without its own."""
        return self.folders[:-1] if self.is_bundle else self.folders

    @property
    def slug(self) -> str:
        """The name of the article without a date in front."""
        return dated(self.called)[1]

    def date_over_folders(self) -> date | None:
        """Return the date that folders begin and the name ends: `2021/05-03-owls.md` or `2021/05/03-owls.md`."""
        found = _DATED_OVER_FOLDERS.search("/".join((*self.parents[-2:], self.called)))
        return _date(*map(int, found.groups())) if found else None

    def date(self) -> date | None:
        """Return the date that is in front of the name, or that the folders above are called by."""
        found = dated(self.called)[0]
        if found is not None:
            return found
        numbers = self.parents[-3:]
        if len(numbers) == 3 and len(numbers[0]) == 4 and all(map(_NUMBER.fullmatch, numbers)):
            return _date(*map(int, numbers))
        return None


def dated(name: str) -> tuple[date | None, str]:
    """Return the date that a name begins with, if it does so, and the rest, which is never empty."""
    found = _DATED.fullmatch(name) if name[:1].isdigit() else None
    if found is None:
        return None, name
    year = int(found["year"])
    if year < 100:
        year += 2000 if year < 69 else 1900  # as Ruby reads it
    day = _date(year, int(found["month"]), int(found["day"]))
    return (day, found["rest"] or name) if day else (None, name)


def day_within(path: str) -> date | None:
    """Return the date in a path, as Docusaurus finds it."""
    found = DATED_PATH.fullmatch(path)
    return _date(*map(int, found["date"].replace("/", "-").split("-"))) if found else None


def day_of(address: str) -> date | None:
    """Return the date that folders of an address are called by: `blog/2021/05/03/owls`."""
    found = _DATED_FOLDERS.search(address)
    return _date(*map(int, found.groups())) if found else None


def location_of(path: str, conventions: Conventions) -> Location:
    """Return what the path of a file below the root of its site tells."""
    below, language, prefix = _content(path, conventions)
    *folders, file = below.split("/")
    name = file.rpartition(".")[0] or file
    stem, dot, code = name.rpartition(".")
    if dot and (not language or conventions.generator == "hugo") and _is_language(stem, code, conventions):
        name, language = stem, code if conventions.languages or not conventions.codes else None
        prefix = next((known.prefix for known in conventions.languages if known.code.lower() == code.lower()), prefix)
    if conventions.generator == "hexo" and not language and ":lang" in (conventions.file_name or ""):
        language = language_of(hexo_name("/".join((*folders, name)), conventions.file_name).get("lang"))
    collection: str | None = None
    above: tuple[str, ...] = ()
    if conventions.generator in ("jekyll", None):
        position = next((number for number, folder in enumerate(folders) if folder.startswith("_")), None)
        if position is not None:
            collection, above = folders[position][1:], tuple(folders[:position])
            folders = folders[position + 1 :]
    is_index = (
        name == INDEX
        or (conventions.generator == "hugo" and name.lower() == INDEX)
        or (conventions.generator == "eleventy" and folders[-1:] == [name])
    )
    is_bundle = is_index and bool(folders) and conventions.generator not in ("jekyll", "hexo")
    return Location(
        path=path,
        folders=tuple(folders),
        name=name,
        language=language or conventions.language,
        prefix=prefix,
        collection=collection,
        above=above,
        is_bundle=is_bundle,
        suffix=file.rpartition(".")[2].lower(),
    )


def _content(path: str, conventions: Conventions) -> tuple[str, str | None, str]:
    """Return the path of a file below its content folder, and the language and prefix of that."""
    for language in conventions.languages:
        if language.content and path.startswith(f"{language.content}/"):
            return path[len(language.content) + 1 :], language.code, language.prefix
    for folder in (conventions.content, *conventions.mounts):
        if folder and path.startswith(f"{folder}/") and not _is_beside_collections(path, folder, conventions):
            code = conventions.mounts.get(folder) if folder != conventions.content else None
            known = ((one.code, one.prefix) for one in conventions.languages if one.code == code)
            return path[len(folder) + 1 :], *next(known, (None, conventions.prefix))
    return path, None, conventions.prefix


def _is_beside_collections(path: str, folder: str, conventions: Conventions) -> bool:
    """Say whether a file is a page in the folder of Jekyll's collections, whose address has that folder in it."""
    is_of_collections = conventions.generator == "jekyll" and folder not in conventions.mounts
    return is_of_collections and "/_" not in path[len(folder) :]


def _is_language(stem: str, code: str, conventions: Conventions) -> bool:
    """Say whether what stands in front of a suffix is a language: a known one; of no known site, any of an index."""
    if conventions.generator in ("docusaurus", "jekyll"):
        return False
    if conventions.languages or conventions.generator:
        codes = {known.code.lower() for known in conventions.languages} | {(conventions.language or "").lower()}
        return code != "" and code.lower() in codes | conventions.codes
    return stem == INDEX and _LANGUAGE.fullmatch(code) is not None


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
