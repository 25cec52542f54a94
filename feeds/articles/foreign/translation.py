"""Translate front matter in the words of others into our own vocabulary, with what the path and the site tell."""

from collections.abc import Callable
from datetime import date, datetime
from functools import cached_property
from typing import Any

from feeds.articles.foreign import moments, slugs, titles
from feeds.articles.foreign.collected import Collected, Given, collected
from feeds.articles.foreign.counterparts import Told, shared_key, spoken, told
from feeds.articles.foreign.held_back import Held, held_back, truth
from feeds.articles.foreign.hugo_dates import HugoDates, dates_of, governing
from feeds.articles.foreign.location import Location
from feeds.articles.foreign.no_pages import is_locked, is_no_page
from feeds.articles.foreign.own_page import id_of, leads_away, own_page
from feeds.articles.foreign.patterns import Page, UnknownPartError
from feeds.articles.foreign.sections import Rules
from feeds.articles.foreign.site import site_of
from feeds.articles.foreign.spellings import FLAGS, MEDIA
from feeds.articles.foreign.translated import Translation
from feeds.articles.foreign.values import Placed, categories_of, people_of, pictures_of, topics_of, written
from feeds.articles.origins import Origins
from feeds.articles.outcome import DRAFT, PROTECTED, UNDECLARED, UNLISTED, Context
from feeds.core import urls
from feeds.core.limits import MAX_URL
from feeds.frontmatter.lines import KeyPath

_IDENTIFYING = frozenset({"publishedDateTime", "webUrl", "originalUrl"})
"""The fields by which a file is known to be in our own vocabulary."""

_SIMPLE = ("excerpt", "updatedDateTime", "expiryDate")
_KINDS: dict[str, tuple[type, ...]] = {
    **dict.fromkeys(("ampWebUrl", "type", "featuredContent"), (str,)),
    **dict.fromkeys(("quality", "heat"), (int,)),
    **dict.fromkeys(MEDIA, (str, dict, list)),
    "provider": (dict,),
}
"""The types of the fields that have one name: what is of another is something else in the words of others."""


def translate(data: dict[str, Any], text: str, context: Context, locate: Callable[[], Location]) -> Translation:
    """Return front matter in our own vocabulary. `text` is what stands below it; `locate` tells where its file is.

    What has the required fields under our names, and none under another, is returned as it is.
    """
    site = site_of(context.conventions)
    is_complete = ("webUrl" in data or "originalUrl" in data) and "publishedDateTime" in data and "title" in data
    is_alone = not site.conventions.languages and not site.sections.may_hold_back and not site.conventions.date_names
    is_ours = is_complete and is_alone and site.names.foreign.isdisjoint(data)
    if is_ours and held_back(data, site.conventions.generator) is None:
        return Translation(data)
    return _Translator(data, text, context, locate).translation()


class _Translator:
    """The translation of one file's front matter."""

    def __init__(self, data: dict[str, Any], text: str, context: Context, locate: Callable[[], Location]) -> None:
        self.source = data
        self.text = text
        self.site = site = site_of(context.conventions)
        self.conventions = site.conventions
        self.generator = site.conventions.generator
        self.context = context
        self.locate = locate
        self.is_ours = not _IDENTIFYING.isdisjoint(data)
        self.has_address = "webUrl" in data or "originalUrl" in data
        self.is_complete = self.has_address and "title" in data and "publishedDateTime" in data
        self.found: Collected = collected(data, site.names, {} if self.is_complete else self.rules.defaults)
        self.dates_of_file = moments.of_files(self.found.get("publishedDateTime", ()), self.generator)
        self.data: dict[str, Any] = {}
        self.names: dict[KeyPath, KeyPath | str] = {}
        self.failures: list[tuple[str, str]] = []

    @cached_property
    def location(self) -> Location:
        """Where the file is."""
        return self.locate()

    @cached_property
    def rules(self) -> Rules:
        """What the parts of the site say of the file."""
        return self.site.rules(self.source, lambda: self.location)

    def translation(self) -> Translation:
        """Return the translation."""
        if skipped := self.why_unlisted():
            return Translation({}, skipped=skipped)
        if self.is_ours:
            self.data.update(self.source)
        else:
            self.take_own()
        for name in FLAGS:
            self.flag(name)
        for field in _SIMPLE:
            self.take(field)
        self.updated()
        self.expiry()
        moment = self.date()
        self.title()
        self.lists()
        self.explicit_id()
        has_page, identifier = (False, None) if self.has_address else self.address(moment)
        if self.told.origin not in (None, ("language",)):
            self.names[("language",)] = self.told.origin
        return Translation(
            self.data,
            Origins(self.names),
            self.told.language,
            self.translation_key(),
            has_page,
            identifier,
            is_draft=self.held is not None,
            failures=tuple(self.failures),
            is_ours=self.is_ours,
            remark=self.told.remark,
            date_of_file=str(self.dates_of_file[0].value) if self.dates_of_file else None,
        )

    def why_unlisted(self) -> str | None:
        """Return why the page is not published, or in no list of the site, whatever is missing in it."""
        if self.held is not None and self.held.reason != DRAFT:
            return self.held.reason
        if is_locked(self.source, self.conventions.locked):
            return PROTECTED
        if not self.rules.is_published and not (self.is_complete and self.generator == "jekyll"):
            return UNDECLARED
        if self.is_complete:
            return None
        kind = self.first("type")
        return UNLISTED if (kind and kind.value == "collection") or is_no_page(self.location, self.generator) else None

    @cached_property
    def held(self) -> Held | None:
        """Why the article is held back by what it says of itself, or by what the site says of its folder."""
        return held_back(self.source, self.generator, self.rules.defaults)

    def first(self, field: str) -> Given | None:
        """Return the value of a field that counts first; None if there is none."""
        given = self.found.get(field)
        return given[0] if given else None

    def put(self, field: str, value: Any, path: KeyPath | str) -> None:
        """Fill in a field, and note where its value comes from."""
        self.data[field] = value
        if path != (field,):
            self.names[(field,)] = path

    def take(self, field: str) -> None:
        """Fill in a field with the value that counts first, if there is one."""
        given = self.first(field)
        if given is not None:
            self.put(field, given.value, given.path)

    def take_own(self) -> None:
        """Fill in the fields of ours that have one name only, where they are of the type that we mean."""
        for field, kinds in _KINDS.items():
            given = self.first(field)
            if given is not None and isinstance(given.value, kinds) and not isinstance(given.value, bool):
                self.put(field, given.value, given.path)
        stories = self.first("related")
        if stories and isinstance(stories.value, list) and any(isinstance(one, dict) for one in stories.value[:1]):
            self.put("related", stories.value, stories.path)

    def flag(self, name: str) -> None:
        """Fill in a flag; text that says true or false is a flag in the sites of others."""
        given = self.first(name)
        if given is None:
            return
        value = given.value
        if not self.is_ours and isinstance(value, str | int):
            known = truth(value)
            value = value if known is None else known
        if name == "published" and moments.is_moment(value):
            self.data.pop(name, None)
            self.found.setdefault("publishedDateTime", []).append(given)
        else:
            self.put(name, value, given.path)

    def updated(self) -> None:
        """Correct the time of the last change; a group of fields of Docusaurus may not have it."""
        value = self.data.get("updatedDateTime")
        if isinstance(value, dict):
            del self.data["updatedDateTime"]
        elif ("updatedDateTime",) in self.names:
            self.data["updatedDateTime"] = moments.zoned(value, self.generator)

    @cached_property
    def own_dates(self) -> HugoDates | None:
        """The dates of a page in a Hugo site that says where they are."""
        return dates_of(self.source, lambda: self.rules.defaults, self.conventions, lambda: self.location)

    def kept(self, field: str) -> Given | None:
        """Return the value of a date in our own vocabulary, or in the words of `feeds.toml`; None if there is none."""
        return self.first(field) if self.is_ours or field in self.conventions.fields else None

    def expiry(self) -> None:
        """Correct the time after which the article is gone in a Hugo site that says where that is."""
        if own := self.own_dates:
            self.data.pop("expiryDate", None)
            self.names.pop(("expiryDate",), None)
            if end := governing(own.expires, self.kept("expiryDate"), self.context.zone, is_end=True):
                self.put("expiryDate", end.value, end.path)

    def date(self) -> datetime | None:
        """Fill in the time of publication, and return the date of the address, in the site's zone."""
        generator = self.generator
        given = [one for one in self.found.get("publishedDateTime", ()) if one not in self.dates_of_file]
        meant = moments.first_published(given, self.conventions, lambda: self.rules.defaults)
        if own := self.own_dates:
            held = governing(own.published, self.kept("publishedDateTime"), self.context.zone, is_end=False)
            meant = held or own.date or meant
        if meant is not None:
            is_own = meant.path == ("publishedDateTime",)
            self.put("publishedDateTime", meant.value if is_own else moments.zoned(meant.value, generator), meant.path)
        elif not self.is_complete and (found := moments.of_path(self.location, self.found, generator)):
            self.put("publishedDateTime", moments.zoned(found[0], generator), found[1])
        if self.has_address or not self.data.get("publishedDateTime"):
            return None
        filed = own.date.value if own and own.date else moments.filed(given, self.conventions)
        value = self.data["publishedDateTime"] if filed is None else moments.zoned(filed, generator)
        return moments.of_address(value, generator, self.context.zone)

    def title(self) -> None:
        """Fill in the title, or what stands for one that is missing."""
        given, is_article = self.first("title"), not self.is_ours and "publishedDateTime" in self.data
        if given is not None:
            value = given.value
            is_number = isinstance(value, int | date) and not isinstance(value, bool | datetime)
            self.put("title", str(value) if is_number and not self.is_ours else value, given.path)
        elif found := titles.missing(self.text, self.generator, is_article=is_article):
            self.put("title", *found)
        elif self.generator is not None and not self.is_ours:
            self.put("title", slugs.titleized(self.location.slug), moments.FILE_NAME)

    def lists(self) -> None:
        """Fill in topics, authors and pictures."""
        if not (self.is_ours and "topics" in self.source):
            given = [one for one in self.found.get("topics", ()) if not self.is_ours or one.path != ("category",)]
            folders = self.location.above if self.generator == "jekyll" and not self.is_complete else ()
            self.put_members("topics", topics_of(given, self.conventions, folders))
        if not self.is_ours:
            self.put_members("authors", people_of(self.found.get("authors", ()), self.conventions.people))
        if not (self.is_ours and "images" in self.source) and (given := self.found.get("images", [])):
            is_bundle = not self.is_complete and self.location.is_bundle
            self.put_members("images", pictures_of(given, self.conventions, is_bundle=is_bundle))

    def put_members(self, field: str, members: list[Placed]) -> None:
        """Fill in a list, and note where each member comes from."""
        if members:
            self.data[field] = [value for value, _ in members]
            self.names |= {
                (field, position): path for position, (_, path) in enumerate(members) if path != (field, position)
            }

    def explicit_id(self) -> None:
        """Fill in the id that an article gives, unless the site's own feed has others."""
        if self.is_ours or self.conventions.id == "story":
            self.take("id")

    def address(self, moment: datetime | None) -> tuple[bool, str | None]:
        """Fill in the page of the article on the site, and one elsewhere; return whether it has one, and its id."""
        page = Page(
            spoken(self.location, self.told.language, self.conventions),
            self.conventions,
            title=written(self.data.get("title"))[:MAX_URL],
            moment=moment,
            slug=self.slug(),
            categories=categories_of(self.found.get("topics", ()), self.conventions, self.location.above),
            data=self.source,
            is_ugly=self.rules.is_ugly,
        )
        home = self.context.home_url
        try:
            own = own_page(self.found, page, self.rules.permalink, home)
        except (UnknownPartError, urls.BadURLError) as error:
            self.failures.append(("webUrl", f"cannot be made: {error}"))
            return False, None
        if (elsewhere := self.first("originalUrl")) and (own is None or leads_away(elsewhere.value, home)):
            self.put("originalUrl", elsewhere.value, elsewhere.path)
        if own is None:
            return False, None
        self.put("webUrl", own.link, own.path)
        return True, id_of(self.conventions.id, own.link, page, home)

    def slug(self) -> str | None:
        """Return the slug that the article gives itself, or that Hugo takes from the name, with the date."""
        said = slugs.said(self.first("slug"))
        return said if said is not None or not self.own_dates else self.own_dates.slug or None

    @cached_property
    def told(self) -> Told:
        """The language of the article, as it says or its path tells."""
        locate = (lambda: self.location) if not self.is_complete or self.conventions.languages else None
        return told(self.first("language"), locate, self.conventions)

    def translation_key(self) -> str | None:
        """Return what the article shares with its translations."""
        given, link = self.first("translationKey"), written(self.data.get("webUrl"))
        return shared_key(given, self.told.language, link, lambda: self.location, self.conventions)
