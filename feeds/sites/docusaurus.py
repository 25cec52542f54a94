"""Read the configuration of a Docusaurus site, as far as it is plain, for the sake of its blog."""

import re
from collections.abc import Iterator

from feeds.articles.conventions import Conventions, Language
from feeds.sites import globs, values
from feeds.sites.description import SiteDescription
from feeds.sites.files import SiteFiles
from feeds.sites.people import people_in
from feeds.sites.script import Script

TRANSLATIONS, BLOG = "i18n", "docusaurus-plugin-content-blog"
"""The folder of translations, and in that of each language the one that has those of the blog."""

MAX_LANGUAGES = 100
"""Languages of a site at most; the first ones are kept."""

_CODE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")


def read(files: SiteFiles) -> SiteDescription:
    """Return what the configuration in a site's root says in plain values. Raises ConfigError if it cannot be read."""
    script = Script.of_site(files, "docusaurus")
    blog = globs.path(_named(script, "path") or "blog")
    route = globs.path(_named(script, "routeBasePath") or "blog")
    end = "/" if script.get("trailingSlash") is True else ""
    language = script.checked(values.language, "i18n", "defaultLocale")
    keys = tuple(f"{blog}/authors.{suffix}" for suffix in ("yml", "yaml", "json"))
    people, people_files = people_in(files, keys)
    labels, tag_files = _labels(files, blog)
    base = script.text("baseUrl")
    languages = tuple(_languages(files, script, language))
    sources = (blog, *(one.content for one in languages if one.content))

    return SiteDescription(
        title=script.text("title"),
        home_url=script.checked(lambda url: values.below(url, base), "url"),
        description=values.sentence(script.text("tagline")),
        language=language,
        icon=script.text("favicon"),
        sources=sources,
        written=(TRANSLATIONS,),
        exclude=tuple(f"{source}/{hidden}" for source in sources for hidden in ("_*", "*/_*")),
        files=(script.path.name, *people_files, *tag_files),
        conventions=Conventions(
            generator="docusaurus",
            content=blog,
            permalink=f"{f'/{route}' if route else ''}/:slug{end}",
            id="link",
            people=people,
            labels=labels,
            language=language,
            languages=languages,
        ),
    )


def _languages(files: SiteFiles, script: Script, default: str | None) -> Iterator[Language]:
    """Yield the languages of a site with translations of posts, which lie below `i18n`; their pages do below the code.

    The list of languages is no plain value, but each of them is a text of the program.
    """
    names = [name for name in files.folders(TRANSLATIONS) if files.has_folder(f"{TRANSLATIONS}/{name}/{BLOG}")]
    codes = [name for name in names if name != default and _CODE.fullmatch(name) and script.says(name)]
    if codes and default:
        yield Language(default)
    for code in codes[:MAX_LANGUAGES]:
        yield Language(code, f"{TRANSLATIONS}/{code}/{BLOG}", code)


def _labels(files: SiteFiles, blog: str) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what the tags of posts are called by the file of tags, and the name of that file."""
    tags, found = people_in(files, (f"{blog}/tags.yml",))
    return {key: tag["label"] for key, tag in tags.items() if tag.get("label")}, found


def _named(script: Script, name: str) -> str | None:
    """Return an option of the blog, which a preset or a plugin sets."""
    value = script.get("blog", name)
    return value if isinstance(value, str) else None
