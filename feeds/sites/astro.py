"""Read the configuration of an Astro site, as far as it is plain."""

from feeds.articles.conventions import Conventions
from feeds.sites import globs, values
from feeds.sites.description import SiteDescription
from feeds.sites.files import SiteFiles
from feeds.sites.script import Script

_FOLDERS = ("content", "data", "pages")
"""Folders of the sources that may hold the articles; the first that is there does."""


def read(files: SiteFiles) -> SiteDescription:
    """Return what the configuration in a site's root says in plain values. Raises ConfigError if it cannot be read."""
    script = Script.of_site(files, "astro")
    folder = globs.path(script.text("srcDir") or "src")
    content = next((name for part in _FOLDERS if files.has_folder(name := globs.path(f"{folder}/{part}"))), folder)
    base = globs.path(script.text("base") or "")
    language = script.checked(values.language, "i18n", "defaultLocale")
    end = "" if script.get("trailingSlash") == "never" or script.get("build", "format") == "file" else "/"

    return SiteDescription(
        home_url=script.checked(lambda url: values.below(url, base), "site"),
        language=language,
        sources=(content,),
        written=(folder,),
        exclude=(f"{content}/_*", f"{content}/*/_*"),
        files=(script.path.name,),
        conventions=Conventions(
            generator="astro",
            content=content,
            permalink=f"/:path{end}",
            id="link",
            language=language,
        ),
    )
