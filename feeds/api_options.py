"""The keyword arguments by which callers of the public API choose a site and its settings."""

import os
from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, Any, TypedDict

import msgspec
from msgspec import Meta, Struct

from feeds.config import Options, Settings
from feeds.config import load as load_settings
from feeds.config.settings import DEFAULT_CONFIG
from feeds.core.errors import ConfigError, OptionError
from feeds.core.model import FeedFormat

PathLike = str | os.PathLike[str]


class LoadOptions(TypedDict, total=False):
    """The settings that a caller can give by keyword; each goes before what the configuration says.

    `source` is a file or folder to read articles from, or several. `formats` are written instead of all that the
    configuration names. `since` is a date as in the configuration. `skip_pages` leaves the pages as they are.
    `scheduler` is the address of that of a cluster, or an empty text for none.
    """

    source: PathLike | Iterable[PathLike]
    output: PathLike
    base_url: str
    state_dir: PathLike
    formats: Iterable[FeedFormat]
    limit: int
    min_quality: int
    min_heat: int
    since: str
    skip_pages: bool
    scheduler: str


class _Values(Struct, forbid_unknown_fields=True):
    """The settings of LoadOptions that are no paths, with what each may be."""

    base_url: str | None = None
    formats: tuple[FeedFormat, ...] = ()
    limit: Annotated[int, Meta(ge=1, le=1_000_000)] | None = None
    min_quality: int | None = None
    min_heat: int | None = None
    since: str | None = None
    skip_pages: bool = False
    scheduler: str | None = None


def settings_of(
    settings: Settings | None, config: PathLike | None, options: LoadOptions, *, needs_base_url: bool
) -> Settings:
    """Return the settings that are given, or else loaded. Raises TypeError for both, and what loading them raises."""
    if settings is None:
        return load_settings(options_of(config, options, needs_base_url=needs_base_url))
    if config is not None or options:
        raise TypeError("give either settings, or config and options to load them, not both")
    return settings


def options_of(config: PathLike | None, given: LoadOptions, *, needs_base_url: bool) -> Options:
    """Return keyword arguments as the options of the command line. Raises OptionError or ConfigError."""
    output, state_dir = given.get("output"), given.get("state_dir")
    values = _checked({name: value for name, value in given.items() if name not in ("source", "output", "state_dir")})
    return Options(
        config=config_file(config),
        sources=paths_of(given.get("source", ())),
        output=Path(output) if output is not None else None,
        needs_base_url=needs_base_url,
        state_dir=Path(state_dir) if state_dir is not None else None,
        **msgspec.structs.asdict(values),
    )


def _checked(given: dict[str, Any]) -> _Values:
    """Return settings of the right types. Raises OptionError for a wrong value, TypeError for an unknown name."""
    for name in given:
        if name not in _Values.__struct_fields__:
            raise TypeError(f"unknown option {name!r}; known are {', '.join(sorted(LoadOptions.__annotations__))}")

    for name, value in given.items():
        try:
            msgspec.convert({name: value}, _Values)
        except msgspec.ValidationError as error:
            raise OptionError(name, str(error).partition(" - at")[0]) from error
    return msgspec.convert(given, _Values)


def config_file(config: PathLike | None) -> Path | None:
    """Return the path of `feeds.toml`, where the folder that it is in may be given. Raises ConfigError."""
    if config is None:
        return None
    path = Path(config)
    if not os.path.isdir(path):  # noqa: PTH112 - one that may not be looked into is no error here
        return path
    if not os.path.isfile(path / DEFAULT_CONFIG):  # noqa: PTH113 - likewise
        raise ConfigError(f"{path}: there is no {DEFAULT_CONFIG} in this folder")
    return path / DEFAULT_CONFIG


def paths_of(given: PathLike | Iterable[PathLike]) -> tuple[Path, ...]:
    """Return paths, where one may be given alone."""
    if isinstance(given, (str, os.PathLike)):
        return (Path(given),)
    return tuple(map(Path, given))
