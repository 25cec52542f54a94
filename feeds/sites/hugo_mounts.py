"""Read which folders a Hugo site mounts as its content, and which of their files it leaves out."""

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from feeds.articles.conventions import Section
from feeds.articles.foreign.held_back import truth
from feeds.core.text import some
from feeds.sites import globs
from feeds.sites.files import SiteFiles
from feeds.sites.hugo_config import HugoConfig
from feeds.sites.hugo_globs import GlobBudget, fits

MAX_LANGUAGES = 300
"""Languages of a site, and mounts of its content, at most."""

_HELD = "write fewer and shorter patterns, as all files are held back"


def disabled(config: HugoConfig) -> frozenset[str]:
    """Return the codes of the languages that have no pages; each of them is looked up, so they are found once."""
    codes = map(str.lower, config.texts("disablelanguages"))
    tables = config.table("languages").items()
    said = (code for code, said in tables if isinstance(said, dict) and truth(said.get("disabled")) is True)
    return frozenset((*codes, *said))


class Mount(NamedTuple):
    """A folder or file that is mounted as the content, or at a path `below` that, and the language of what is in it.

    Where it `hides`, what is of the same name in later mounts does not count. One that is not read may cascade.
    """

    source: str
    below: str
    language: str
    hides: bool
    is_read: bool


def mounts_of(config: HugoConfig, files: SiteFiles, default: str, budget: GlobBudget) -> tuple[Mount, ...]:
    """Return what is mounted as the content of a site, in the order in which it counts; nothing where none says so.

    What is not read has a problem. Raises ConfigError where the content itself is not mounted.
    """
    found = [_mount(mount, config, default, budget) for mount in _mounts(config)]
    silent = disabled(config)
    found = [mount._replace(is_read=_is_whole(mount, files) and mount.language not in silent) for mount in found]
    if found and not any(mount.is_read for mount in found):
        message = "module.mounts has parts of the content alone, which feeds cannot tell from the rest"
        config.refuse(("module", "mounts"), f"{message}: name the folders of the articles as sources")
    themes = dict.fromkeys([*config.texts("theme"), *_imported(config)])
    folder = config.text(("themesdir",)) or "themes"
    sources = dict.fromkeys(globs.path(f"{folder}/{theme}/content") for theme in themes)
    of_themes = [Mount(one, "", default, hides=False, is_read=False) for one in sources if files.has_folder(one)]
    found += of_themes if found else [*_usual(config, default), *of_themes] if of_themes else ()
    for mount in found:
        if not mount.is_read and mount.language not in silent:
            way = ("theme",) if config.texts("theme") and mount.source.startswith(folder) else ("module",)
            config.note(way, f"{mount.source} is content of the site as well: feeds does not read it as such")
    return tuple(found)


def _usual(config: HugoConfig, default: str) -> Iterator[Mount]:
    """Yield the content folders of a site that mounts nothing, as Hugo mounts them."""
    for code in dict.fromkeys((default, *config.table("languages"))):
        folder = config.text(("languages", code, "contentdir"), *([("contentdir",)] if code == default else []))
        if folder or code == default:
            yield Mount(globs.path(folder or "content"), "", code, hides=True, is_read=code not in disabled(config))


def _is_whole(mount: Mount, files: SiteFiles) -> bool:
    return not mount.below and not files.has(mount.source)


def _mount(mount: dict[str, Any], config: HugoConfig, default: str, budget: GlobBudget) -> Mount:
    sites = mount.get("sites")
    matrix = sites.get("matrix") if isinstance(sites, dict) else None
    named = mount.get("lang") or (matrix.get("languages") if isinstance(matrix, dict) else None)
    silent = disabled(config)
    codes = sorted(dict.fromkeys((default, *config.table("languages"))), key=silent.__contains__)
    language = next((code for code in codes if fits(named, code, budget)), default)
    wanted, refused, _ = _filters([mount])
    return Mount(
        globs.path(mount["source"]),
        globs.path(mount["target"])[len("content/") :],
        language,
        hides=not wanted and not refused,
        is_read=True,
    )


def _imported(config: HugoConfig) -> Iterator[str]:
    """Yield the paths of the modules that a site imports."""
    listed = config.get("module", "imports")
    for one in listed if isinstance(listed, list) else ():
        if isinstance(one, dict) and isinstance(one.get("path"), str):
            yield one["path"]


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
        and f"{globs.path(str(mount.get('target'))).lower()}/".startswith("content/")
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
