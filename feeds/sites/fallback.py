"""Complete the description of a site by files that belong to no generator: `package.json`, and `CNAME`."""

import re

from msgspec.structs import replace

from feeds.core.errors import ConfigError
from feeds.core.model import Problem
from feeds.core.text import quoted
from feeds.sites import config_file, values
from feeds.sites.config_file import ConfigFile
from feeds.sites.description import SiteDescription
from feeds.sites.files import SiteFiles

_CNAMES = ("CNAME", "static/CNAME", "source/CNAME", "public/CNAME", "src/CNAME")
"""Where sites on GitHub Pages keep the name of their host, besides the branch that is served."""

PACKAGE = "package.json"
"""The file in which npm has what a package says of itself."""

_HOST = re.compile(r"[^\s/?#@:\[\]\\]+")


def completed(files: SiteFiles, description: SiteDescription) -> SiteDescription:
    """Return the description with the address, text and author that it lacks, as far as other files know them."""
    home, text, author = description.home_url, description.description, description.author
    home = home or _host_of(files)
    if home and text and author:
        return replace(description, home_url=home)
    package = _package(files)
    return replace(
        description,
        home_url=home or _address(package),
        description=text or values.sentence(_said(package, "description")),
        author=author or _person(package),
    )


def _host_of(files: SiteFiles) -> str | None:
    """Return the address of the host in the first file that names one; a file with anything else is a problem."""
    for name in _CNAMES:
        written = files.text(name).strip()
        if not written:
            continue
        try:
            if "." not in written or not _HOST.fullmatch(written):
                raise ValueError("is no host name")
            return values.address(f"https://{written}/")
        except ValueError:
            message = f"{quoted(written)} is not the name of a host, such as www.example.org: the file is passed over"
            files.problems.append(Problem(str(files.root / name), 1, "warning", message))
    return None


def _package(files: SiteFiles) -> ConfigFile | None:
    try:
        return config_file.read(files, files.root / PACKAGE) if files.has(PACKAGE) else None
    except ConfigError:  # npm's, and nothing that the feeds need
        return None


def _said(package: ConfigFile | None, name: str) -> str | None:
    value = package.data.get(name) if package else None
    return value if isinstance(value, str) else None


def _person(package: ConfigFile | None) -> str | None:
    """Return the name of a package's author, who is given as `Name <address> (site)` or as a mapping."""
    given = package.data.get("author") if package else None
    return values.person(re.split("[<(]", given)[0] if isinstance(given, str) else given)


def _address(package: ConfigFile | None) -> str | None:
    """Return the home page that a package names, unless that is the page of its repository."""
    written = _said(package, "homepage")
    try:
        url = values.address(written) if written else None
    except ValueError:
        return None
    return None if url and "://github.com/" in url else url
