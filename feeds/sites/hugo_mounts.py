"""Read which folders a Hugo site mounts as its content, and which of their files it leaves out."""

import re
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

from feeds.articles.conventions import Section
from feeds.articles.foreign.held_back import truth
from feeds.sites import globs
from feeds.sites.files import SiteFiles
from feeds.sites.hugo_config import HugoConfig
from feeds.sites.hugo_globs import GlobBudget, fits
from feeds.sites.hugo_modules import content_path, module_mounts

MAX_LANGUAGES = 300
"""Languages of a site at most."""

MAX_MOUNTS = 50
"""Mounts of the content of a site at most: each is looked through, and laid over all others."""


def disabled(config: HugoConfig) -> frozenset[str]:
    """Return the codes of the languages that have no pages; each of them is looked up, so they are found once."""
    codes = map(str.lower, config.texts("disablelanguages"))
    tables = config.table("languages").items()
    said = (code for code, said in tables if isinstance(said, dict) and truth(said.get("disabled")) is True)
    return frozenset((*codes, *said))


MAX_NESTED = 5
"""Mounted folders in which another one is at most: each is looked through with all that is in it."""

_MANY = f"the site has more than {MAX_MOUNTS} mounts of the content: what others leave out would be published"


class Mount(NamedTuple):
    """A folder or file that is mounted as the content, or at a path `below` that, and the language of what is in it.

    Where it `hides`, it takes in all that is there. What it takes in is not sure where it `is_mixed`, with patterns of
    both kinds. One that is not read may cascade.
    """

    source: str
    below: str
    language: str
    hides: bool
    is_read: bool
    is_mixed: bool = False


def mounts_of(config: HugoConfig, files: SiteFiles, default: str, budget: GlobBudget) -> tuple[Mount, ...]:
    """Return what is mounted as the content of a site, in the order in which it counts; nothing where none says so.

    What is not read has a problem. Raises ConfigError where the content itself is not mounted.
    """
    listed = _mounts(config)
    read = [_mount(mount, config, default, budget, is_alone=len(listed) == 1) for mount in listed]
    found = [mount for mount in read if mount is not None]
    silent = disabled(config)
    found = [mount._replace(is_read=_is_whole(mount, files) and mount.language not in silent) for mount in found]
    if listed and not any(mount.is_read for mount in found):
        message = "module.mounts has parts of the content alone, which feeds cannot tell from the rest"
        config.refuse(("module", "mounts"), f"{message}: name the folders of the articles as sources")
    of_modules = list(_of_modules(config, files, default, budget))
    found += of_modules if found else [*_usual(config, default), *of_modules] if of_modules else ()
    if len(of_modules) > MAX_MOUNTS:
        config.refuse(("theme",) if config.texts("theme") else ("module",), _MANY)
    for source in dict.fromkeys(one.source for one in found if not one.is_read and one.language not in silent):
        way = ("theme",) if config.texts("theme") and any(one.source == source for one in of_modules) else ("module",)
        config.note(way, f"{source} is content of the site as well: feeds does not read it as such")
    return tuple(found)


def _of_modules(config: HugoConfig, files: SiteFiles, default: str, budget: GlobBudget) -> Iterator[Mount]:
    """Yield what the themes and modules of a site that lie in it have of content, once each."""
    known: set[Mount] = set()
    for folder, said in module_mounts(config, files):
        below = content_path(said)
        source = globs.path(f"{folder}/{said['source']}") if below is not None else ""
        if source and (files.has_folder(source) or files.has(source)):
            codes = _spoken(said, config, default, budget)
            of_codes = {Mount(source, below or "", code, hides=False, is_read=False) for code in codes}
            yield from sorted(of_codes - known)
            known |= of_codes


def laid_over(config: HugoConfig, mounts: tuple[Mount, ...], default: str) -> tuple[Mount, ...]:
    """Return the mounts of a site, or its content folders as Hugo mounts them where it mounts none.

    Raises ConfigError where too many of them are in one another.
    """
    found = mounts or tuple(_usual(config, default))
    sources = tuple(dict.fromkeys(one.source for one in found))
    for source in sources:
        if (
            sum(source != other and f"{source}/".startswith(f"{other}/" if other else "") for other in sources)
            > MAX_NESTED
        ):
            way = ("module", "mounts") if config.get("module", "mounts") else ("languages",)
            config.refuse(way, f"{source} is in more than {MAX_NESTED} other folders of the content")
    return found


def _usual(config: HugoConfig, default: str) -> Iterator[Mount]:
    """Yield the content folders of a site that mounts nothing, as Hugo mounts them."""
    for code in dict.fromkeys((default, *config.table("languages"))):
        folder = config.text(("languages", code, "contentdir"), *([("contentdir",)] if code == default else []))
        if folder or code == default:
            yield Mount(globs.path(folder or "content"), "", code, hides=True, is_read=code not in disabled(config))


def _is_whole(mount: Mount, files: SiteFiles) -> bool:
    return not mount.below and not files.has(mount.source)


def _mount(
    mount: dict[str, Any], config: HugoConfig, default: str, budget: GlobBudget, *, is_alone: bool
) -> Mount | None:
    """Return a mount; None, with a problem, for one in a language that the site has not. Raises ConfigError."""
    silent = disabled(config)
    doubts = budget.doubts
    spoken = _spoken(mount, config, default, budget)
    source = globs.path(mount["source"])
    if budget.doubts > doubts or (sum(code not in silent for code in spoken) > 1 and not is_alone):
        message = f"{source} is mounted for several languages beside other folders, which feeds does not follow"
        config.refuse(("module", "mounts"), f"{message}: name one language in it")
    if not spoken:
        config.note(("module", "mounts"), f"{source} is mounted for no language of the site: it is not read")
        return None
    wanted, refused, _ = _filters([mount])
    return Mount(
        source,
        content_path(mount) or "",
        spoken[0],
        hides=not wanted and not refused,
        is_read=True,
        is_mixed=bool(wanted and refused),
    )


def _spoken(mount: dict[str, Any], config: HugoConfig, default: str, budget: GlobBudget) -> list[str]:
    """Return the languages of a site that a mount is for, disabled ones last."""
    sites = mount.get("sites")
    matrix = sites.get("matrix") if isinstance(sites, dict) else None
    named = mount.get("lang") or (matrix.get("languages") if isinstance(matrix, dict) else None)
    codes = sorted(dict.fromkeys((default, *config.table("languages"))), key=disabled(config).__contains__)
    return [code for code in codes if fits(named, code, budget)] if named else [default]


def left_out(config: HugoConfig, budget: GlobBudget) -> Iterator[Section]:
    """Yield the parts of mounted folders that are not published, by patterns which Hugo compares whole paths with.

    Of `includeFiles` and `files` one must fit; `excludeFiles`, which counts where there is no `includeFiles`, and what
    begins with `! ` in `files` must not. Where one folder is mounted several times, what one takes in is published, and
    what several leave out in different ways is not. Raises ConfigError for too many patterns.
    """
    of_source: dict[str, list[dict[str, Any]]] = {}
    for mount in _mounts(config):
        of_source.setdefault(globs.path(mount["source"]), []).append(mount)

    if "module" in config.dropped:
        config.note(("module",), "module is too much: write fewer patterns, as all files are held back", is_error=True)
        yield Section(is_published=False)
    for source, mounts in of_source.items():
        wanted, refused, is_all_wanted = _filters(mounts)
        kept, out = _apart(wanted, budget), _apart(refused, budget)
        if kept is None or out is None:
            message = (
                f"module.mounts has too many patterns, or too long ones for {source}: write fewer and shorter ones"
            )
            config.refuse(("module", "mounts"), message)
        if kept and not is_all_wanted:
            yield Section(folder=source, but=kept, is_published=False)
        if out:
            yield Section(folder=source, files=out, but=kept if is_all_wanted else (), is_published=False)
        if any("index." in pattern for pattern in out):
            message = f"module.mounts leaves out files of bundles in {source}: feeds does not read what is beside them"
            config.note(("module", "mounts"), message)


def _filters(mounts: list[dict[str, Any]]) -> tuple[list[str], list[str], bool]:
    """Return what the mounts of one folder want and what they refuse, and whether one wants all but what it refuses."""
    wanted: list[str] = []
    refused: list[str] = []
    is_all_wanted = False
    for mount in mounts:
        files, included = _patterns(mount, "files"), _patterns(mount, "includefiles")
        own = [_within_folders(one) for one in (*included, *files) if not one.startswith("! ")]
        out = [pattern.removeprefix("! ") for pattern in files if pattern.startswith("! ")]
        out += _patterns(mount, "excludefiles") if not included else []
        if not own and not out:
            return [], [], True
        wanted += own
        refused += out
        is_all_wanted = is_all_wanted or not own
    return wanted, refused, is_all_wanted


def _within_folders(pattern: str) -> str:
    """Return a pattern of what a mount takes in as Hugo takes it: it looks into the folders alone that are in it."""
    above, slash, name = pattern.rpartition("/")
    return above + slash + (name if name == "**" else re.sub(r"\*\*+", "*", name))


def _mounts(config: HugoConfig) -> list[dict[str, Any]]:
    listed = config.get("module", "mounts")
    found = [mount for mount in (listed if isinstance(listed, list) else ()) if content_path(mount) is not None]
    if len(found) > MAX_MOUNTS:
        config.refuse(("module", "mounts"), _MANY)
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
