"""Read which folders a Hugo site mounts as its content, and which of their files it leaves out."""

from collections.abc import Iterable, Iterator
from typing import Any

from feeds.articles.conventions import Section
from feeds.core.text import some
from feeds.sites import globs
from feeds.sites.hugo_config import HugoConfig
from feeds.sites.hugo_globs import GlobBudget

MAX_LANGUAGES = 300
"""Languages of a site, and mounts of its content, at most."""

_HELD = "write fewer and shorter patterns, as all files are held back"


def mounted(config: HugoConfig) -> Iterator[tuple[str, str]]:
    """Yield the folders that are mounted as the content, and the language of each, empty for all."""
    for mount in _mounts(config):
        yield mount["source"], str(mount.get("lang") or "").lower()


def left_out(config: HugoConfig, budget: GlobBudget) -> Iterator[Section]:
    """Yield the parts of mounted folders that are not published, by patterns which Hugo compares whole paths with.

    Of `includeFiles` and `files` one must fit; `excludeFiles`, which counts where there is no `includeFiles`, and what
    begins with `! ` in `files` must not. Where one folder is mounted several times, what one takes in is published, and
    what several leave out in different ways is not. What has too many patterns is held back as a whole.
    """
    of_source: dict[str, list[dict[str, Any]]] = {}
    for mount in _mounts(config):
        of_source.setdefault(globs.path(mount["source"]), []).append(mount)

    if "module" in config.dropped:
        config.note(("module",), f"module is too much: {_HELD}", is_error=True)
        yield Section(is_published=False)
    held: list[str] = []
    for source, mounts in of_source.items():
        wanted, refused, is_all_wanted = _filters(mounts)
        kept, out = _apart(wanted, budget), _apart(refused, budget)
        if kept is None or out is None:
            held.append(source)
            yield Section(folder=source, is_published=False)
            continue
        if kept and not is_all_wanted:
            yield Section(folder=source, but=kept, is_published=False)
        if out:
            yield Section(folder=source, files=out, but=kept if is_all_wanted else (), is_published=False)
    if held:
        message = f"module.mounts has too many patterns, or too long ones for {some(held)}: {_HELD} there"
        config.note(("module", "mounts"), message, is_error=True)


def _filters(mounts: list[dict[str, Any]]) -> tuple[list[str], list[str], bool]:
    """Return what the mounts of one folder want and what they refuse, and whether one wants all but what it refuses."""
    wanted: list[str] = []
    refused: list[str] = []
    is_all_wanted = False
    for mount in mounts:
        files, included = _patterns(mount, "files"), _patterns(mount, "includefiles")
        own = included + [pattern for pattern in files if not pattern.startswith("! ")]
        out = [pattern.removeprefix("! ") for pattern in files if pattern.startswith("! ")]
        out += _patterns(mount, "excludefiles") if not included else []
        if not own and not out:
            return [], [], True
        wanted += own
        refused += out
        is_all_wanted = is_all_wanted or not own
    return wanted, refused, is_all_wanted


def _mounts(config: HugoConfig) -> list[dict[str, Any]]:
    listed = config.get("module", "mounts")
    found = [
        mount
        for mount in (listed if isinstance(listed, list) else ())
        if isinstance(mount, dict)
        and isinstance(mount.get("source"), str)
        and globs.path(str(mount.get("target"))).lower() == "content"
    ]
    if len(found) > MAX_LANGUAGES:
        message = (
            f"module.mounts has more than {MAX_LANGUAGES} of the content: what others leave out would be published"
        )
        config.refuse(("module", "mounts"), message)
    return found


def _patterns(mount: dict[str, Any], key: str) -> list[str]:
    """Return the patterns of a setting that is one or a list of them."""
    given = mount.get(key)
    listed = given if isinstance(given, list) else [given]
    return [pattern for pattern in listed if isinstance(pattern, str) and pattern.strip()]


def _apart(patterns: Iterable[str], budget: GlobBudget) -> tuple[str, ...] | None:
    """Return what patterns stand for, from the root of the folder on; None where that is too much."""
    found: dict[str, None] = {}
    for pattern in patterns:
        apart = budget.apart(pattern)
        if apart is None:
            return None
        found.update((f"/{one.removeprefix('/')}", None) for one in apart)
    globs_of_all = tuple(found)
    return globs_of_all if budget.take(globs_of_all) else None
