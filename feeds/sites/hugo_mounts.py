"""Read which folders a Hugo site mounts as its content, and which of their files it leaves out."""

import re
from collections.abc import Iterator
from typing import Any

from feeds.articles.conventions import Section
from feeds.sites import globs
from feeds.sites.hugo_config import HugoConfig

MAX_LANGUAGES = 300
"""Languages of a site, and mounts of its content, at most; the first ones are kept."""

_KEYS = ("files", "includefiles", "excludefiles")


def mounted(config: HugoConfig) -> Iterator[tuple[str, str]]:
    """Yield the folders that are mounted as the content, and the language of each, empty for all."""
    for mount in _mounts(config):
        yield mount["source"], str(mount.get("lang") or "").lower()


def left_out(config: HugoConfig) -> Iterator[Section]:
    """Yield the parts of mounted folders that are not published, by patterns which Hugo compares whole paths with.

    Of `includeFiles` and `files` one must fit; `excludeFiles`, which counts where there is no `includeFiles`, and what
    begins with `!` in `files` must not. Where one folder is mounted several times, a warning stands for them.
    """
    mounts = _mounts(config)
    sources = [globs.path(mount["source"]) for mount in mounts]
    for mount, source in zip(mounts, sources, strict=True):
        if not any(key in mount for key in _KEYS):
            continue
        if sources.count(source) > 1:
            message = "module.mounts leaves out files of a folder that it mounts several times: name them in exclude"
            config.note(("module", "mounts"), message)
            return
        files, included = _patterns(config, mount, "files"), _patterns(config, mount, "includefiles")
        refused = [pattern.removeprefix("!").strip() for pattern in files if pattern.startswith("!")]
        wanted = included + [pattern for pattern in files if not pattern.startswith("!")]
        if not included:
            refused += _patterns(config, mount, "excludefiles")
        if wanted:
            kept = [form for pattern in wanted for form in _forms(source, pattern)]
            yield Section(folder=source, but=globs.bounded(kept), is_published=False)
        for form in globs.bounded(form for pattern in refused for form in _forms(source, pattern)):
            yield Section(folder=form, is_published=False)


def _mounts(config: HugoConfig) -> list[dict[str, Any]]:
    listed = config.get("module", "mounts")
    found = [mount for mount in listed[:MAX_LANGUAGES] if isinstance(mount, dict)] if isinstance(listed, list) else []
    return [mount for mount in found if isinstance(mount.get("source"), str) and mount.get("target") == "content"]


def _patterns(config: HugoConfig, mount: dict[str, Any], key: str) -> list[str]:
    """Return the patterns of a setting that is one or a list of them; of one that is too long it warns."""
    given = mount.get(key)
    listed = given if isinstance(given, list) else [given]
    found = [pattern for pattern in listed if isinstance(pattern, str) and pattern]
    for remark in filter(None, map(globs.too_much, found)):
        config.note(("module", "mounts"), f"a pattern in module.mounts {remark}")
    return found


def _forms(source: str, pattern: str) -> Iterator[str]:
    """Yield patterns as sections have them, in which `**` is a name of its own."""
    for one in globs.alternatives(pattern):
        form = globs.path(f"{source}/{one}")
        yield form if "[" not in form or "*" in form or "?" in form else f"{form}*"  # which says that it is a pattern
        if _WITHIN.search(form):
            yield _WITHIN.sub("*/**/*", form, count=1)


_WITHIN = re.compile(r"(?<=[^/*])\*\*(?!\*)|(?<!\*)\*\*(?=[^/*])")
