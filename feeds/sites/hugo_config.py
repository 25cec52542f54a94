"""Read the files of a Hugo site's configuration as one: `hugo.toml`, `config.toml`, and the folder `config`.

Hugo knows the keys in any case; here they are in lower case. What it does is told by
https://gohugo.io/configuration/introduction/.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from feeds.core.errors import ConfigError
from feeds.core.limits import MAX_EXCERPT, MAX_FRONT_MATTER
from feeds.core.model import Problem
from feeds.core.text import plain_or_none
from feeds.sites import config_file
from feeds.sites.config_file import SHORTEN, YAML
from feeds.sites.files import SiteFiles, reason_of

Value = TypeVar("Value")

SUFFIXES = (".toml", ".yaml", ".yml", ".json")
ENVIRONMENT = "production"
"""The environment that Hugo builds for, unless it is told another."""

MAX_FILES = 1_000
"""Files of an environment in the folder `config` at most."""

MAX_SIZE = 2_000_000
"""Bytes of all files of a configuration at most: they are all in memory together."""

_SIGN = 10
"""What a sign that begins a value counts in a file of YAML beside its byte: to read many of these takes seconds."""

_SIGNS = (b",", b":", b"[", b"{", b"\n", b"- ")

_MAIN = ("hugo", "config")


class HugoConfig:
    """What the files of a site's configuration say together; of several the last one counts."""

    def __init__(self, files: SiteFiles) -> None:
        self._root = files.root
        self._parts = [(at, config_file.read(files, path, any_case=True)) for path, at in _within_size(files)]
        self.data: dict[str, Any] = {}
        for at, part in self._parts:
            _merge(self.data, _placed(part.data, at))

    @property
    def files(self) -> tuple[str, ...]:
        """The names of the files, relative to the root."""
        return tuple(part.path.relative_to(self._root).as_posix() for _, part in self._parts)

    @property
    def dropped(self) -> frozenset[str]:
        """The names of the settings that were too much to be read."""
        return frozenset(name for at, part in self._parts for name in (at[:1] if at and part.dropped else part.dropped))

    def require(self, *names: str) -> None:
        """Raise ConfigError if one of these settings was too much to be read: it says what is not published."""
        for at, part in self._parts:
            part.require(*(part.dropped if at[:1] and at[0] in names else names))

    def get(self, *keys: str) -> Any:
        """Return the value that keys lead to; None if there is none."""
        found: Any = self.data
        for key in keys:
            found = found.get(key) if isinstance(found, dict) else None
        return found

    def table(self, *keys: str) -> dict[str, Any]:
        """Return the mapping that keys lead to; an empty one if there is none."""
        found = self.get(*keys)
        return found if isinstance(found, dict) else {}

    def text(self, *ways: tuple[str, ...]) -> str | None:
        """Return the first text that one of these ways leads to, on one line."""
        found = (value for way in ways if isinstance(value := self.get(*way), str))
        return next((text for value in found if (text := plain_or_none(value[:MAX_EXCERPT]))), None)

    def texts(self, *way: str) -> list[str]:
        """Return the texts of a setting that is a list of them, or one text with words, as Hugo takes it.

        Raises ConfigError if it holds anything else.
        """
        value = self.get(*way)
        listed = value.split() if isinstance(value, str) else value if isinstance(value, list) else [value]
        if any(not isinstance(one, str | int | float | None) for one in listed):
            self.refuse(way, f"{'.'.join(way)} holds something else than texts: {SHORTEN}")
        return [str(one) for one in listed if one is not None]

    def checked(self, check: Callable[[str], Value], *ways: tuple[str, ...]) -> Value | None:
        """Return the checked value of the first text that is there; None, with a problem, if it cannot be used."""
        for way in ways:
            value = self.get(*way)
            if isinstance(value, str) and value.strip():
                try:
                    return check(value.strip())
                except ValueError as error:
                    self.note(way, f"{'.'.join(way)} {error}", is_error=True)
                    return None
        return None

    def note(self, way: tuple[str, ...], message: str, *, is_error: bool = False) -> None:
        """Add a problem of the setting that keys lead to."""
        if found := self._place(way):
            part, inner = found
            part.note(message, *inner, is_error=is_error)

    def refuse(self, way: tuple[str, ...], message: str) -> NoReturn:
        """Raise ConfigError about the setting that keys lead to, as `ConfigFile.refuse` does."""
        part, inner = self._place(way) or (self._parts[0][1], ())
        part.refuse(message, *inner)

    def _place(self, way: tuple[str, ...]) -> tuple[config_file.ConfigFile, tuple[str, ...]] | None:
        """Return the file that says what keys lead to, and the keys in it."""
        for at, part in reversed(self._parts):
            if way[: len(at)] == at and _leads(part.data, way[len(at) :]):
                return part, way[len(at) :]
        return None

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the files."""
        for _, part in self._parts:
            yield from part.problems()


def _files(files: SiteFiles) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield the files of a configuration, those that count more later, and the keys below which each belongs."""
    names = [f"{stem}{suffix}" for stem in _MAIN for suffix in SUFFIXES]
    if main := files.first(names):
        yield files.root / main, ()
    for environment in ("_default", ENVIRONMENT):
        for path in _below(files, files.root / "config" / environment):
            yield path, _place(path)


def _within_size(files: SiteFiles) -> Iterator[tuple[Path, tuple[str, ...]]]:
    """Yield as `_files` does. Raises ConfigError once they are too much together."""
    left = MAX_SIZE
    for path, at in _files(files):
        left -= files.size(path)
        if left >= 0 and path.suffix in YAML:
            left -= _SIGN * _signs(files, path)
        if left < 0:
            raise ConfigError(
                f"{path}: the files of the configuration have more than {MAX_SIZE:,} bytes together, of which a value "
                f"in YAML counts {_SIGN} and more: put less in it"
            )
        yield path, at


def _signs(files: SiteFiles, path: Path) -> int:
    """Return how many signs of a file may begin a value; 0 where it cannot be read, as whoever reads it then says."""
    try:
        raw = files.read(path)
    except (OSError, ValueError):
        return 0
    return sum(map(raw.count, _SIGNS)) if len(raw) <= MAX_FRONT_MATTER else 0


def _below(files: SiteFiles, folder: Path) -> list[Path]:
    """Return the files of a folder of the configuration; `hugo` and `config` come first, since the others are parts.

    Raises ConfigError if it has too many, or cannot be looked into: what is not read might say what is not published.
    """

    def refuse(error: OSError) -> NoReturn:
        raise ConfigError(f"{folder}: the folder cannot be read: {reason_of(error)}") from error

    found: list[Path] = []
    for above, _, names in files.walk(folder, refuse):
        paths = (Path(above, name) for name in sorted(names) if name.endswith(SUFFIXES))
        found += (path for path in paths if files.counts(path))
        if len(found) > MAX_FILES:
            raise ConfigError(f"{folder}: it has more than {MAX_FILES:,} files of a configuration: put some together")
    return sorted(found, key=lambda path: (path.stem not in _MAIN, path))


def _place(path: Path) -> tuple[str, ...]:
    """Return the keys below which a file of the folder belongs: `languages.fr.toml` holds `languages.fr`."""
    stem = path.stem.lower()
    if stem in _MAIN:
        return ()
    name, _, language = stem.partition(".")
    if not language:
        return (name,)
    return ("languages", language) if name == "languages" else ("languages", language, name)


def _placed(data: dict[str, Any], at: tuple[str, ...]) -> dict[str, Any]:
    """Return what a file says below its keys, of which it may repeat the last."""
    inner: Any = data
    if at and set(data) == {at[-1]}:
        inner = data[at[-1]]
    for key in reversed(at):
        inner = {key: inner}
    return inner if isinstance(inner, dict) else {}


def _merge(into: dict[str, Any], more: dict[str, Any]) -> None:
    """Add what `more` says to `into`, mapping by mapping, a few levels deep as configurations are."""
    waiting = [(into, more, 0)]
    while waiting:
        old, new, level = waiting.pop()
        for key, value in new.items():
            known = old.get(key)
            if isinstance(known, dict) and isinstance(value, dict) and level < 5:
                copy = dict(known)
                old[key] = copy
                waiting.append((copy, value, level + 1))
            else:
                old[key] = value


def _leads(data: dict[str, Any], way: tuple[str, ...]) -> bool:
    found: Any = data
    for key in way:
        if not isinstance(found, dict) or key not in found:
            return False
        found = found[key]
    return True
