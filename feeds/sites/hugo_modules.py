"""Find what the themes and modules of a Hugo site mount as its content, as far as they lie in the site."""

from collections.abc import Iterator
from typing import Any

from feeds.articles.foreign.held_back import truth
from feeds.sites import config_file, globs
from feeds.sites.files import SiteFiles
from feeds.sites.hugo_config import SUFFIXES, HugoConfig

MAX_MODULES = 200
"""Themes and modules of a site at most, those of others among them."""

_CONTENT = {"source": "content", "target": "content"}
"""What a module mounts that says nothing of it."""

_Mounts = tuple[str, dict[str, Any]]
"""The folder of a module, and one of its mounts."""


def content_path(mount: Any) -> str | None:
    """Return the path below the content at which a mount puts its source; None if that is no content."""
    if not isinstance(mount, dict) or not isinstance(mount.get("source"), str):
        return None
    target = globs.path(str(mount.get("target")))
    return target[len("content/") :] if f"{target.lower()}/".startswith("content/") else None


def module_mounts(config: HugoConfig, files: SiteFiles) -> Iterator[_Mounts]:
    """Yield the mounts of themes and modules, those of their own configurations and of what these import, too.

    Raises ConfigError if there are too many, or a configuration cannot be read.
    """
    themes = config.text(("themesdir",)) or "themes"
    replaced = _replaced(config)
    waiting = list(_imported(config.data))
    known = {name for name, _ in waiting}
    while waiting:
        name, mounts = waiting.pop(0)
        places = [f"{themes}/{name}", f"_vendor/{name}"]
        places += (place for other in replaced.get(name, ()) for place in (other, f"{themes}/{other}"))
        for folder in filter(files.has_folder, dict.fromkeys(map(globs.path, places))):
            yield from ((folder, mount) for mount in (_CONTENT, *mounts))
            for said in _configurations(files, folder):
                module = said.get("module")
                yield from ((folder, mount) for mount in _tables(module.get("mounts") if module else None))
                waiting += ((other, more) for other, more in _imported(said) if other not in known)
                known.update(other for other, _ in waiting)
        if len(known) > MAX_MODULES:
            message = f"the site has more than {MAX_MODULES} themes and modules, whose content might hold back pages"
            config.refuse(("module",) if config.get("module") else ("theme",), message)


def _imported(said: dict[str, Any]) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Yield the themes and modules that a configuration names, each once, with the mounts that it gives them."""
    themes = said.get("theme")
    listed = themes.split() if isinstance(themes, str) else themes if isinstance(themes, list) else ()
    yield from ((name, []) for name in dict.fromkeys(one for one in listed if isinstance(one, str)))
    module = said.get("module")
    for one in _tables(module.get("imports") if isinstance(module, dict) else None):
        if isinstance(one.get("path"), str) and truth(one.get("disable")) is not True:
            yield one["path"], _tables(one.get("mounts"))


def _configurations(files: SiteFiles, folder: str) -> Iterator[dict[str, Any]]:
    """Yield what the files of a module's configuration say."""
    names = [f"{folder}/{stem}{suffix}" for stem in ("hugo", "config") for suffix in SUFFIXES]
    inner = [f"{folder}/config/_default/{stem}{suffix}" for stem in ("hugo", "config", "module") for suffix in SUFFIXES]
    for name in filter(files.has, (*filter(None, [files.first(names)]), *inner)):
        data = config_file.read(files, files.root / name, any_case=True).data
        is_part = name.startswith(f"{folder}/config/_default/module.") and "module" not in data
        said = {"module": data} if is_part else data
        yield said if isinstance(said.get("module"), dict) else said | {"module": {}}


def _replaced(config: HugoConfig) -> dict[str, list[str]]:
    """Return the folders that stand for modules by `replacements`, which are `PATH -> FOLDER`."""
    found: dict[str, list[str]] = {}
    said = config.get("module", "replacements")
    for one in said.split(",") if isinstance(said, str) else said if isinstance(said, list) else ():
        name, arrow, folder = str(one).partition("->")
        if arrow:
            found.setdefault(name.strip(), []).append(folder.strip())
    return found


def _tables(value: Any) -> list[dict[str, Any]]:
    return [one for one in value if isinstance(one, dict)] if isinstance(value, list) else []
