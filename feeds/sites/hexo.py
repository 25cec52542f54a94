"""Read the configuration of a Hexo site, `_config.yml` (https://hexo.io/docs/configuration)."""

import re
from collections.abc import Iterator
from pathlib import PurePosixPath

from feeds.articles.conventions import Conventions
from feeds.articles.excluded import Unread
from feeds.articles.foreign.held_back import may_tell
from feeds.articles.foreign.hexo_names import parts_of
from feeds.articles.foreign.no_pages import tag_name
from feeds.core.limits import MAX_NAME
from feeds.sites import config_file, globs, node_globs, values
from feeds.sites.config_file import ConfigFile
from feeds.sites.description import SiteDescription
from feeds.sites.files import SiteFiles
from feeds.sites.names import JEKYLL

PERMALINK = ":year/:month/:day/:title/"
FILE_NAME = ":title.md"
"""The default patterns of addresses and of the names of posts."""

_OTHER_CASE = r"(?s:.*)\.(?!(?:md|markdown|mdx|html|txt)\Z)(?i:md|markdown|mdx|html|txt)\Z"
"""Paths of files that no renderer takes, as it knows their suffix in small letters alone."""

_ELSEWHERE = re.compile(r"(?!_posts/)\w[\w.-]*/[^|]*", re.ASCII)
"""A pattern that fits no post, whatever else is in it."""


def read(files: SiteFiles) -> SiteDescription:
    """Return what the configuration in a site's root says.

    A setting that cannot be used is left out, and is a problem. Raises ConfigError if the file cannot be read.
    """
    name = files.first(JEKYLL) or JEKYLL[0]
    config = config_file.read(files, files.root / name)
    config.require("encrypt", "skip_render", "ignore")
    source = globs.path(config.text("source_dir") or "source")
    posts = globs.path(f"{source}/_posts")
    language = _language(config)
    if told := [name for name in parts_of(config.text("new_post_name") or FILE_NAME) if may_tell(name, "hexo")]:
        message = f":{told[0]} in new_post_name may hold posts back by their names, which is not followed: take it out"
        config.refuse(message, "new_post_name")
    if config.data.get("render_drafts") is True:
        config.note("render_drafts is left alone: drafts are not published", "render_drafts")

    site = SiteDescription(
        title=config.text("title"),
        home_url=config.checked("url", config.text("url"), lambda url: values.below(url, config.text("root"))),
        description=config.sentence("description", "subtitle"),
        language=language,
        author=values.person(config.data.get("author")),
        zone=config.checked("timezone", config.text("timezone"), values.zone),
        sources=(posts,),
        written=(source,),
        exclude=(*(f"{posts}/_*", f"{posts}/*/_*"),),
        unread=tuple(_unread(config, source)),
        files=(name,),
        conventions=Conventions(
            generator="hexo",
            content=posts,
            permalink=_permalink(config),
            defaults=_defaults(config),
            terms=_parts(config, "category_map"),
            locked=frozenset(_locked(config)),
            file_name=config.text("new_post_name") or FILE_NAME,
            id="link",
            language=language,
        ),
    )
    files.problems += config.problems()
    return site


def _unread(config: ConfigFile, source: str) -> Iterator[Unread]:
    """Yield what is not read: whole paths of files and folders that `ignore` fits, and posts that `skip_render` does.

    `include` and `exclude` are not about posts. With `post_asset_folder` only files that are called like new posts are
    some, and not what lies beside them.
    """
    yield Unread(_OTHER_CASE, has_folders=False)
    if config.data.get("post_asset_folder"):
        suffix = PurePosixPath(config.text("new_post_name") or FILE_NAME).suffix
        yield Unread(rf"(?!.*{re.escape(suffix)}\Z)" if suffix else "", has_folders=False)
    ignored = config.patterns("ignore", node_globs.remark_on)
    if ignored:
        yield Unread(node_globs.joined(ignored, takes_dots=False), is_absolute=True)
    skipped = config.patterns(
        "skip_render", lambda one: None if _ELSEWHERE.fullmatch(one) else node_globs.remark_on(one)
    )
    skipped = [pattern for pattern in skipped if not _ELSEWHERE.fullmatch(pattern)]
    if skipped:
        below = node_globs.joined(skipped, takes_dots=False)
        yield Unread(f"{re.escape(source)}/(?:{below})", has_folders=False)


def _language(config: ConfigFile) -> str | None:
    """Return the language; the first one of a list."""
    given = config.data.get("language")
    first = given[0] if isinstance(given, list) and given else given
    return config.checked("language", first if isinstance(first, str) else None, values.language)


def _permalink(config: ConfigFile) -> str:
    pattern = config.text("permalink") or PERMALINK
    pretty = config.table("pretty_urls")
    if pretty.get("trailing_index") is False:
        pattern = pattern.removesuffix("index.html")
    if pretty.get("trailing_html") is False and not pattern.endswith("/index.html"):
        pattern = pattern.removesuffix(".html")
    return pattern


def _defaults(config: ConfigFile) -> dict[str, str]:
    """Return the values of parts of addresses of which a post says nothing."""
    category = config.text("default_category") or "uncategorized"
    return {"category": category, **_parts(config, "permalink_defaults")}


def _parts(config: ConfigFile, name: str) -> dict[str, str]:
    """Return the values of a mapping that can be parts of addresses."""
    found = {key: str(value) for key, value in config.table(name).items() if isinstance(value, str | int)}
    for key in [key for key, value in found.items() if len(value) > MAX_NAME]:
        message = f"a value of {name} is longer than {MAX_NAME} characters, and is left out"
        config.note(message, name, key if isinstance(key, str | int) else str(key))
        del found[key]
    return {str(key): value for key, value in found.items()}


def _locked(config: ConfigFile) -> Iterator[str]:
    """Yield the tags whose posts the plugin hexo-blog-encrypt puts behind a password, be it the empty one.

    It knows no setting that turns this off but `null`, or none, for the password.
    """
    listed = config.table("encrypt").get("tags")
    for tag in listed if isinstance(listed, list) else ():
        if isinstance(tag, dict) and tag.get("name") is not None and tag.get("password") is not None:
            yield tag_name(tag["name"])
