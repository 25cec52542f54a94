"""Read the configuration of a Docusaurus site, as far as it is plain, for the sake of its blog."""

from pathlib import Path
from urllib.parse import urljoin

from feeds.articles.conventions import Conventions
from feeds.core.model import Problem
from feeds.sites import globs, values
from feeds.sites.description import SiteDescription
from feeds.sites.names import script_of
from feeds.sites.people import people_in
from feeds.sites.script import Script


def read(root: Path, problems: list[Problem]) -> SiteDescription:
    """Return what the configuration in a site's root says in plain values; what is wrong is added to `problems`."""
    script = Script(script_of(root, "docusaurus"), problems)
    blog = globs.path(_named(script, "path") or "blog")
    route = globs.path(_named(script, "routeBasePath") or "blog")
    end = "/" if script.get("trailingSlash") is True else ""
    language = script.checked(values.language, "i18n", "defaultLocale")
    keys = tuple(f"{blog}/authors.{suffix}" for suffix in ("yml", "yaml", "json"))
    people, files = people_in(root, keys, problems)
    labels, tag_files = _labels(root, blog, problems)
    base = script.text("baseUrl")

    return SiteDescription(
        title=script.text("title"),
        home_url=script.checked(lambda url: values.address(urljoin(values.address(url), base or "")), "url"),
        description=values.sentence(script.text("tagline")),
        language=language,
        icon=script.text("favicon"),
        sources=(blog,),
        exclude=(f"{blog}/_*", f"{blog}/*/_*"),
        files=(script.path.name, *files, *tag_files),
        conventions=Conventions(
            generator="docusaurus",
            content=blog,
            permalink=f"{f'/{route}' if route else ''}/:slug{end}",
            id="link",
            people=people,
            labels=labels,
            language=language,
        ),
    )


def _labels(root: Path, blog: str, problems: list[Problem]) -> tuple[dict[str, str], tuple[str, ...]]:
    """Return what the tags of posts are called by the file of tags, and the name of that file."""
    tags, files = people_in(root, (f"{blog}/tags.yml",), problems)
    return {key: tag["label"] for key, tag in tags.items() if tag.get("label")}, files


def _named(script: Script, name: str) -> str | None:
    """Return an option of the blog, which a preset or a plugin sets."""
    value = script.get("blog", name)
    return value if isinstance(value, str) else None
