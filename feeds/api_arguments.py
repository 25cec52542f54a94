"""Check the arguments of the public API where they enter, so that only documented errors are raised."""

import inspect
import math
import os
from collections.abc import Callable, Iterable
from datetime import datetime
from functools import wraps
from pathlib import Path
from typing import Any, ParamSpec, TypeVar

from feeds.config import Settings
from feeds.core.errors import OptionError, SourceNotFoundError
from feeds.sites import values

_MOST, _MOST_JOBS = 1_000_000_000, 1_000
"""More builds, requests or seconds, and processes, than can be meant."""

Given = ParamSpec("Given")
Returned = TypeVar("Returned")


def checked(function: Callable[Given, Returned]) -> Callable[Given, Returned]:
    """Return a public function that checks its arguments before it does anything.

    It raises OptionError, which names the argument, for a value that cannot be used, TypeError for an argument that the
    function does not have, as Python does, and SourceNotFoundError if the working directory has been removed.
    """
    signature = inspect.signature(function)

    @wraps(function)
    def checking(*positional: Given.args, **named: Given.kwargs) -> Returned:
        bound = signature.bind(*positional, **named)
        options: dict[str, Any] = bound.arguments.get("options", {})
        for arguments in (bound.arguments, options):
            for name in arguments:
                if name != "options":
                    arguments[name] = _checked(name, arguments[name])
        try:
            return function(*bound.args, **bound.kwargs)
        except FileNotFoundError as error:
            if _has_working_directory():
                raise
            raise SourceNotFoundError("the working directory no longer exists; change to another one") from error

    return checking


def _checked(name: str, value: Any) -> Any:
    """Return the value of an argument, an iterable as a tuple. Raises OptionError."""
    try:
        return _RULES.get(name, _text)(value)
    except ValueError as error:
        raise OptionError(name, str(error)) from error


def _text(value: Any) -> Any:
    """Return a value, of which a text must be one that can be written; loading the settings checks its type."""
    if isinstance(value, str):
        values.whole(value)
    return value


def _address(value: Any) -> str:
    if not isinstance(value, str):
        raise ValueError(f"must be an address as text, not {_kind(value)}")
    values.whole(value)
    return value


def _path(value: Any) -> Path:
    try:
        given = os.fspath(value)
    except Exception as error:  # __fspath__ is anybody's
        raise ValueError(f"must be a path, not {_kind(value)}") from error
    if not isinstance(given, str):
        raise ValueError(f"must be a path of text, not {_kind(given)}")
    if not given:
        raise ValueError("is empty; write . for the working directory")
    return values.path(given)


def _paths(value: Any) -> tuple[Path, ...]:
    if isinstance(value, str | os.PathLike):
        return (_path(value),)
    return tuple(map(_path, _several(value, "a path, or a list of paths")))


def _names(value: Any) -> tuple[str, ...]:
    """Return names, where one may be given alone."""
    names = (value,) if isinstance(value, str) else _several(value, "a name, or a list of names")
    for name in names:
        if not isinstance(name, str):
            raise ValueError(f"must be a name, or a list of names, not of {_kind(name)}")
        values.whole(name)
    return names


def _formats(value: Any) -> tuple[Any, ...]:
    if isinstance(value, str):
        raise ValueError(f"must be a list of formats, as in [{value!r}]")
    return tuple(map(_text, _several(value, "a list of formats")))


def _several(value: Any, expected: str) -> tuple[Any, ...]:
    if isinstance(value, bytes | bytearray | memoryview) or not isinstance(value, Iterable):
        raise ValueError(f"must be {expected}, not {_kind(value)}")
    return tuple(value)


def _moment(value: Any) -> datetime:
    if not isinstance(value, datetime):
        raise ValueError(f"must be a datetime, not {_kind(value)}")
    if value.utcoffset() is None:
        raise ValueError("must be an aware datetime, as datetime.now(UTC) is")
    return value


def _flag(value: Any) -> bool:
    if not isinstance(value, bool):
        raise ValueError(f"must be True or False, not {_kind(value)}")
    return value


def _whole(value: Any, most: int = _MOST) -> int:
    if not isinstance(value, int) or isinstance(value, bool):
        raise ValueError(f"must be a whole number, not {_kind(value)}")
    if not 1 <= value <= most:
        raise ValueError(f"must be from 1 to {most:,}")
    return value


def _count(value: Any) -> int:
    """Return how many there may be at most: more than there can be are all."""
    return _whole(min(value, _MOST) if isinstance(value, int) and not isinstance(value, bool) else value)


def _jobs(value: Any) -> int:
    return _whole(value, _MOST_JOBS)


def _seconds(value: Any) -> float:
    if not isinstance(value, int | float) or isinstance(value, bool):
        raise ValueError(f"must be a number, not {_kind(value)}")
    if not math.isfinite(value) or not 0 < value <= _MOST:
        raise ValueError(f"must be above 0, and {_MOST:,} at most")
    return value


def _called(value: Any) -> Any:
    if not callable(value):
        raise ValueError(f"must be a function, not {_kind(value)}")
    return value


def _settings(value: Any) -> Settings:
    if not isinstance(value, Settings):
        raise ValueError(f"must be what feeds.load returns, not {_kind(value)}")
    return value


def _or_none(rule: Callable[[Any], Any]) -> Callable[[Any], Any]:
    return lambda value: None if value is None else rule(value)


def _kind(value: Any) -> str:
    return f"one of type {type(value).__name__}"


def _has_working_directory() -> bool:
    try:
        Path.cwd()
    except OSError:
        return False
    return True


_RULES: dict[str, Callable[[Any], Any]] = {
    "settings": _or_none(_settings),
    **dict.fromkeys(("config", "output", "state_dir"), _or_none(_path)),
    "file": _path,
    "base_url": _or_none(_address),
    **dict.fromkeys(("paths", "source"), _paths),
    **dict.fromkeys(("topics", "providers", "feeds"), _names),
    "formats": _formats,
    **dict.fromkeys(("now", "after"), _or_none(_moment)),
    **dict.fromkeys(("dry_run", "strict", "allow_loss", "prune", "force", "full", "probe"), _flag),
    "jobs": _or_none(_jobs),
    "count": _or_none(_count),
    "requests": _whole,
    "seconds": _seconds,
    "warn": _or_none(_called),
    "progress": _called,
}
"""What each argument may be; loading the settings says it of all others."""
