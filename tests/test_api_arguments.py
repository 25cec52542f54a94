"""The arguments of the public API: whatever is given, only what docs/api.md lists is raised."""

import inspect
import math
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import feeds
from feeds.api_options import LoadOptions
from tests.support import BASE_URL, NOW, Site

FUNCTIONS = ("load", "build", "check", "explain", "validate", "log", "ping", "probe")


class _Path:
    """A path whose owner made a mistake."""

    def __fspath__(self) -> str:
        raise RuntimeError("not today")


def _anything(*given: object) -> object:
    return given


ODD: tuple[Any, ...] = (
    *("", "x" * 300, "x/" * 3000, "a\0b", "\ud800", "\udcff", "-", "\x1b[31m", "9" * 5000, "10000-01-01", "http://["),
    *(b"x", 0, -1, 5, 2**70, -(2**70), 1.5, math.nan, math.inf, True, None, object(), _anything, {}, {"a": 1}, _Path()),
    *((), ("\ud800",), ("a\0b",), (5,), (b"x",), datetime.max.replace(tzinfo=UTC)),
    datetime.min,  # noqa: DTZ901
)  # fmt: skip


def _parameters(name: str) -> list[str]:
    """Return all names of arguments that a public function has."""
    parameters = inspect.signature(getattr(feeds, name)).parameters
    options = list(LoadOptions.__annotations__) if "options" in parameters else []
    return [*(one for one in parameters if one != "options"), *options]


def _files(folder: Path) -> dict[Path, bytes]:
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize(
    ("name", "parameter"), [(name, parameter) for name in FUNCTIONS for parameter in _parameters(name)]
)
def test_an_odd_argument_raises_only_what_is_documented(
    name: str, parameter: str, site: Site, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each argument of each function may be anything: it is used, or refused before files are touched."""
    article = site.write()
    monkeypatch.chdir(site.source.parent)
    usual: dict[str, Any] = {"source": site.source, "output": site.output, "base_url": BASE_URL}
    feeds.build(**usual, now=NOW)
    called: Callable[..., Any] = getattr(feeds, name)
    if name == "explain":
        usual["file"] = article
    if name == "validate":
        del usual["source"]
    wrong = []
    for value in ODD:
        given = {**usual, parameter: value}
        if parameter == "settings":
            given = {"settings": value} | ({"file": article} if name == "explain" else {})
        before = _files(site.source.parent)
        try:
            called(**given)
        except feeds.OptionError as error:
            if _files(site.source.parent) != before:
                wrong.append(f"{value!a}: files touched before {error!a}")
        except feeds.FeedsError:
            pass  # such as a topic that is unknown, which the state notes as a failed attempt
        except Exception as error:  # noqa: BLE001 - the kinds that there are, are what the test asks about
            wrong.append(f"{value!a}: {error!a}")
    assert wrong == []


@pytest.mark.parametrize(
    ("given", "message"),
    [
        ({"source": "x" * 300}, "source has a name of more than 255 bytes"),
        ({"source": "x/" * 3000}, "source is a path of more than 4,095 bytes"),
        ({"output": "a\0b"}, "output has a zero byte"),
        ({"state_dir": "\ud800"}, r"state_dir has half of a character, U\+D800"),
        ({"source": ["a", b"x"]}, "source must be a path of text, not one of type bytes"),
        ({"output": ""}, "output is empty; write . for the working directory"),
        ({"now": 0}, "now must be a datetime, not one of type int"),
        ({"now": datetime(2026, 1, 1)}, "now must be an aware datetime"),  # noqa: DTZ001
        ({"topics": b"x"}, "topics must be a name, or a list of names, not one of type bytes"),
        ({"jobs": True}, "jobs must be a whole number, not one of type bool"),
        ({"jobs": 0}, "jobs must be from 1 to 1,000"),
        ({"strict": 1}, "strict must be True or False"),
        ({"warn": 5}, "warn must be a function"),
        ({"settings": 5}, "settings must be what feeds.load returns"),
        ({"limit": "\ud800"}, "limit has half of a character"),
    ],
)
def test_the_error_says_what_is_wrong_with_the_argument(given: dict[str, Any], message: str) -> None:
    """An OptionError names the argument, and what it may be."""
    with pytest.raises(feeds.OptionError, match=f"^{message}"):
        feeds.build(**given)


def test_a_count_of_the_wrong_type_is_no_damaged_state(site: Site) -> None:
    """`log` says that the argument is wrong, not that the state is."""
    warnings: list[str] = []
    with pytest.raises(feeds.OptionError, match="count must be a whole number"):
        feeds.log(source=site.source, output=site.output, count=1.5, warn=warnings.append)  # type: ignore[arg-type]
    assert warnings == []


def test_a_removed_working_directory_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each function says that the folder in which the program runs is no longer there."""
    gone = tmp_path / "gone"
    gone.mkdir()
    monkeypatch.chdir(gone)
    gone.rmdir()
    for name in FUNCTIONS:
        with pytest.raises(feeds.FeedsError):
            getattr(feeds, name)(**({"file": "a.md"} if name == "explain" else {}))
    with pytest.raises(feeds.SourceNotFoundError, match="working directory"):
        feeds.build(source=".", output="public", base_url=BASE_URL)
