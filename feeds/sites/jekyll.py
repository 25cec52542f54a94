"""Read the configuration of a Jekyll site, `_config.yml`."""

import glob
import re
from collections.abc import Iterator, Sequence
from typing import Any

from feeds.articles.conventions import Conventions, IdStyle, Language, Section
from feeds.articles.foreign.held_back import shortened
from feeds.core.languages import tag_of
from feeds.sites import config_file, globs, jekyll_unread, values
from feeds.sites.config_file import ConfigFile
from feeds.sites.description import SiteDescription
from feeds.sites.files import SiteFiles
from feeds.sites.names import JEKYLL
from feeds.sites.people import people_in

POSTS = "_posts"
"""The folder beginning with `_` that is read in every site."""

_NEWS = "news"
"""What is no collection may have articles in our own vocabulary in its folder: they have their pages elsewhere."""

EXCLUDED = (
    *(".sass-cache", ".jekyll-cache", "gemfiles", "Gemfile", "Gemfile.lock", "node_modules"),
    *("vendor/bundle/", "vendor/cache/", "vendor/gems/", "vendor/ruby/"),
)
"""What no site of Jekyll 4 reads, whatever else it excludes (`DEFAULT_EXCLUDES` in lib/jekyll/configuration.rb)."""

MAX_INCLUDED = 500
"""Names in `include` at most; the first ones are kept."""

MAX_LANGUAGES = 100
"""Languages of a site at most; the first ones are kept."""

STYLES = {
    "none": "/:categories/:title:output_ext",
    "date": "/:categories/:year/:month/:day/:title:output_ext",
    "ordinal": "/:categories/:year/:y_day/:title:output_ext",
    "pretty": "/:categories/:year/:month/:day/:title/",
    "weekdate": "/:categories/:year/W:week/:short_day/:title:output_ext",
}
"""The built-in styles of addresses (lib/jekyll/configuration.rb of Jekyll 4.3)."""

LOCALIZED = "_i18n"
"""The folder in which jekyll-multiple-languages-plugin has the posts of each language."""

_TEXTS = (".md", ".markdown")
_OLD_TYPES = {"page": "pages", "post": "posts", "draft": "drafts"}
_FEED_PLUGIN = "jekyll-feed"
_PLUGIN_GROUP = re.compile(r"^[ \t]*group[ \t(]+:jekyll_plugins\b.*$((?:\n(?![ \t]*end\b).*)*)", re.MULTILINE)
_FEED_GEM = re.compile(r"^[ \t]*gem[ \t(]+[\"']jekyll-feed[\"']", re.MULTILINE)
_GROUPED_GEM = re.compile(r"^[ \t]*gem[ \t(]+[\"']jekyll-feed[\"'].*:jekyll_plugins\b", re.MULTILINE)


def read(files: SiteFiles) -> SiteDescription:
    """Return what the configuration in a site's root says.

    A setting that cannot be used is left out, and is a problem. Raises ConfigError if the file cannot be read.
    """
    root = files.root
    name = files.first(JEKYLL) or JEKYLL[0]
    config = config_file.read(files, root / name)
    config.require("defaults", "collections", "exclude")
    fields = config.fields

    base = (fields.text("baseurl") or "").strip("/")
    url = fields.text("url")
    source = globs.path(config.text("source") or "")
    zone = config.checked("timezone", fields.text("timezone"), values.zone)
    people, people_files = people_in(files, ("_data/authors.yml", "_data/authors.yaml", "_data/authors.json"))
    is_localized = files.has_folder(LOCALIZED)
    languages = tuple(_localized(config) if is_localized else _languages(config))
    has_news = files.has_folder(globs.path(f"{source}/_{_NEWS}"))
    language = _language(config) or (_first(config, languages) if is_localized else None)
    _refuse_limits(config)
    if fields.has("show_drafts") and fields.flag("show_drafts"):
        config.note("show_drafts is left alone: drafts are not published, for their dates change", "show_drafts")

    _note_included(files, config, source)

    site = SiteDescription(
        title=config.text("title", "name"),
        home_url=config.checked("url", f"{url.rstrip('/')}/{base}" if url else None, values.address),
        description=config.sentence("description", "tagline"),
        language=language,
        author=values.person(config.data.get("author")),
        zone=zone,
        icon=config.text("logo") if isinstance(config.data.get("logo"), str) else None,
        sources=(source,) if source else (),
        exclude=tuple(_excluded((*EXCLUDED, *config.patterns("exclude", _remark_on)), source)),
        unread=tuple(
            jekyll_unread.unread(
                source,
                globs.path(config.text("collections_dir") or ""),
                _labels(config),
                fields.names("include", MAX_INCLUDED),
                [LOCALIZED] if is_localized else [],
            )
        ),
        files=(name, *people_files),
        folders=frozenset({POSTS}).union(
            (f"_{label}" for label in (*_labels(config), *((_NEWS,) if has_news else ()))),
            fields.names("include", MAX_INCLUDED),
            (LOCALIZED,) if languages and is_localized else (),
        ),
        conventions=Conventions(
            generator="jekyll",
            content=globs.path(f"{source}/{config.text('collections_dir') or ''}"),
            mounts={source: ""} if source else {},
            sections=(
                *_sections(config, source),
                *((Section(type=_NEWS, is_published=False),) if has_news and _NEWS not in _labels(config) else ()),
            ),
            id=_id_style(files, config),
            people=people,
            language=language,
            languages=languages,
        ),
    )
    files.problems += config.problems()
    return site


def _note_included(files: SiteFiles, config: ConfigFile, source: str) -> None:
    """Warn of folders that are included but are not read: drafts, and hidden ones with texts."""
    for name in config.fields.names("include", MAX_INCLUDED):
        folder = globs.path(f"{source}/{name}")
        is_hidden = name.startswith(".") and files.has_folder(folder)
        has_texts = is_hidden and any(
            one.endswith(_TEXTS) for _, _, names in files.walk(files.root / folder) for one in names
        )
        if has_texts or name.strip("/") == "_drafts":
            config.note(f"include has {name}, which is left alone: drafts and hidden folders are not read", "include")


def _refuse_limits(config: ConfigFile) -> None:
    """Raise ConfigError for what publishes only some of the posts, or nothing at all."""
    if config.data.get("limit_posts") not in (None, 0, False):
        config.refuse("limit_posts is not followed: older posts would be published; take it out", "limit_posts")
    excluded = config.data.get("exclude")
    for position, pattern in enumerate(excluded if isinstance(excluded, list) else [excluded]):
        if isinstance(pattern, str) and not pattern.strip("/"):
            path = ("exclude", position) if isinstance(excluded, list) else ("exclude",)
            config.refuse("an empty pattern of exclude leaves out the whole site; take it out", *path)


def _excluded(patterns: Sequence[str], source: str) -> Iterator[str]:
    """Yield shell patterns for what is excluded: as in Ruby, or as the beginning of a path."""
    below = f"{glob.escape(source)}/" if source else ""
    for written in patterns:
        pattern = written.lstrip("/")
        if pattern.startswith("./"):  # which fits nothing in Jekyll
            continue
        if any(sign in pattern for sign in "*?["):
            yield below + pattern.replace("[^", "[!")
        yield f"{below}{glob.escape(pattern)}*"


def _language(config: ConfigFile) -> str | None:
    """Return the language, which plugins and themes call by several names; `lang` may also be a list of them."""
    name = next(
        (name for name in ("locale", "lang", "language", "default_lang") if isinstance(config.data.get(name), str)),
        None,
    )
    return config.checked(name, config.fields.text(name), values.language) if name else None


def _first(config: ConfigFile, languages: Sequence[Language]) -> str | None:
    """Return the code of the first language, if it is the tag of one."""
    code = languages[0].code if languages else None
    if code is None or tag_of(code):
        return code
    config.note(values.no_language(code), "languages")
    return None


def _languages(config: ConfigFile) -> Iterator[Language]:
    """Yield the languages of a site with the plugin jekyll-polyglot: the pages of all but one are below their code."""
    default, listed = config.data.get("default_lang"), config.data.get("languages")
    if isinstance(default, str) and isinstance(listed, list):
        for code in listed[:MAX_LANGUAGES]:
            if isinstance(code, str):
                yield Language(code.replace("_", "-"), prefix="" if code == default else code)


def _localized(config: ConfigFile) -> Iterator[Language]:
    """Yield the languages of a site with the plugin jekyll-multiple-languages-plugin: the first one is the default."""
    listed = config.data.get("languages")
    codes = [code for code in listed if isinstance(code, str)] if isinstance(listed, list) else []
    for code in codes[:MAX_LANGUAGES]:
        is_at_root = code == codes[0] and config.data.get("default_locale_in_subfolder") is not True
        yield Language(code.replace("_", "-"), globs.path(f"{LOCALIZED}/{code}"), "" if is_at_root else code)


def _labels(config: ConfigFile) -> list[str]:
    """Return the names of a site's collections, which are a list or the keys of a mapping."""
    declared = config.data.get("collections")
    listed = declared if isinstance(declared, dict | list) else ()
    return [str(label) for label in listed if isinstance(label, str | int)]


def _sections(config: ConfigFile, source: str) -> Iterator[Section]:
    """Yield the parts of a site: its posts, pages and collections, and what its defaults name."""
    style = config.text("permalink") or "date"
    collections = config.table("collections")
    posts = config.table("collections", "posts").get("permalink")
    pattern = posts if isinstance(posts, str) else STYLES.get(style, style)
    yield Section(type="posts", permalink=pattern)
    yield Section(type="pages", permalink=_suffixed("/:path", style))

    for label in dict.fromkeys(label for label in _labels(config) if label != "posts"):
        said = collections.get(label)
        said = said if isinstance(said, dict) else {}
        given = said.get("permalink")
        yield Section(
            type=label,
            permalink=given if isinstance(given, str) else _suffixed("/:collection/:path", style),
            is_published=said.get("output") is True,
        )
    yield from _defaults(config, source)


def _suffixed(pattern: str, style: str) -> str:
    """Return a pattern with the end that a site's style gives to all addresses (`add_permalink_suffix` of Jekyll)."""
    if style in ("date", "ordinal", "none") or style.endswith(":output_ext"):
        return f"{pattern}:output_ext"
    return f"{pattern}/" if style == "pretty" or style.endswith("/") else pattern


def _defaults(config: ConfigFile, source: str) -> Iterator[Section]:
    """Yield what the `defaults` of a site say of the front matter of its parts, of each part once: the last counts."""
    found: dict[tuple[str, str | None], dict[str, Any]] = {}
    listed = config.data.get("defaults")
    for position, entry in enumerate(listed if isinstance(listed, list) else ()):
        said = entry.get("values") if isinstance(entry, dict) else None
        if not isinstance(said, dict):
            config.note(f"defaults[{position + 1}] has no group of values, and is passed over", "defaults", position)
            continue
        scope = entry.get("scope")
        scope = scope if isinstance(scope, dict) else {}
        try:
            defaults: dict[str, Any] = config_file.copied(said)
        except ValueError as error:
            message = f"defaults[{position + 1}] {error}: only what holds articles back counts"
            config.note(message, "defaults", position)
            defaults = shortened(said, "jekyll")
        path, kind = scope.get("path"), scope.get("type")
        kind = _OLD_TYPES.get(kind, kind) if isinstance(kind, str) else None
        for one in _paths(path, config, position) if isinstance(path, str) else ("",):
            found.setdefault((_below_collections(one, config), kind), {}).update(defaults)
    for (folder, kind), defaults in found.items():
        yield Section(folder=globs.path(f"{source}/{folder}") if folder else "", type=kind, defaults=defaults)


def _paths(path: str, config: ConfigFile, position: int) -> tuple[str, ...]:
    """Return what the path of a scope stands for: one with `*` may have choices between braces, as in `Dir.glob`."""
    if "*" not in path:
        return (path,)
    remark = _remark_on(path)
    if remark:
        config.refuse(f"the path of defaults[{position + 1}] {remark}", "defaults", position)
    found = globs.alternatives(path)
    if any("?" in one and "*" not in one for one in found):
        config.refuse(
            f"the path of defaults[{position + 1}] has a choice with `?` and without `*`", "defaults", position
        )
    return found


def _below_collections(path: str, config: ConfigFile) -> str:
    """Return a scope's path relative to the root; the folder that holds all collections may be left out of it."""
    above = config.data.get("collections_dir")
    return path.strip("/").removeprefix(f"{above}/" if isinstance(above, str) and above else "")


def _id_style(files: SiteFiles, config: ConfigFile) -> IdStyle:
    """Return "jekyll-feed" for a site whose feed is that plugin's: subscribers know its items by these ids."""
    named = [config.data.get("plugins"), config.data.get("gems")]
    if any(isinstance(plugins, list) and _FEED_PLUGIN in plugins for plugins in named):
        return "jekyll-feed"
    gems = files.text("Gemfile")
    grouped = any(_FEED_GEM.search(group) for group in _PLUGIN_GROUP.findall(gems))
    return "jekyll-feed" if grouped or _GROUPED_GEM.search(gems) else "story"


def _remark_on(pattern: str) -> str | None:
    """Return why a pattern cannot be followed, as the end of a sentence; None if it can."""
    return "has a backslash in it, which is not followed" if "\\" in pattern else config_file.beyond(pattern)
