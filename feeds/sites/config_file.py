"""Read a file of a generator's configuration: YAML, TOML or JSON, within limits, with the lines of what is wrong."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NoReturn, TypeVar

from msgspec.structs import replace

from feeds.articles.fields import Fields
from feeds.articles.problems import ProblemLog, of_aliases, unread
from feeds.core.errors import ConfigError
from feeds.core.limits import MAX_FRONT_MATTER
from feeds.core.model import Problem
from feeds.core.text import plain_or_none
from feeds.frontmatter import toml
from feeds.frontmatter.aliases import size_of
from feeds.frontmatter.depth import is_too_deep
from feeds.frontmatter.lines import FieldLines
from feeds.frontmatter.source import FrontMatterError, Source
from feeds.frontmatter.split import read_yaml_file
from feeds.sites import values
from feeds.sites.files import SiteFiles
from feeds.sites.globs import TooMuchError, alternatives

Value = TypeVar("Value")

YAML, TOML, JSON = (".yml", ".yaml"), ".toml", ".json"

MAX_VALUES = 500
"""Values, lists and mappings among the defaults of one part of a site at most, one inside another too."""

SHORTEN = "what it keeps out would be published; shorten or divide it"
"""How the message ends about what cannot be followed of what is not published."""

MAX_TEXT = 20_000
"""Characters of the texts among the defaults of one part of a site at most."""


class ConfigFile:
    """A file of a generator's configuration. `data` is what it says, `fields` reads single settings of it.

    A setting that cannot be used is left out, and is a problem.
    """

    def __init__(self, path: Path, source: Source) -> None:
        self.path = path
        self.data = source.data
        self.dropped = source.dropped
        self._source = source
        self._log = ProblemLog(source, str(path))
        self.fields = Fields(source.data, self._log.note)

    def text(self, *names: str) -> str | None:
        """Return the plain text of the first of these settings that is there; a number counts as text."""
        name = next((name for name in names if self.fields.has(name)), None)
        return plain_or_none(self.fields.text_or_number(name)) if name else None

    def sentence(self, *names: str) -> str | None:
        """Return the first of these settings that is there as a description: plain text, cut at a limit."""
        name = next((name for name in names if self.fields.has(name)), None)
        return values.sentence(self.fields.text(name)) if name else None

    def require(self, *names: str) -> None:
        """Raise ConfigError if one of these settings could not be read for its aliases: it says what is not published.

        Without it, what the site holds back would be.
        """
        if lost := [name for name in self.dropped if name in names]:
            line, message = unread(self._source, lost)
            raise ConfigError(f"{self.path}:{line}: {message}")

    def patterns(self, name: str, remark_on: Callable[[str], str | None] | None = None) -> list[str]:
        """Return the patterns of a setting that is one or a list of them: what is not read, or not published.

        Raises ConfigError for one that cannot be followed, of which `remark_on` says why; else, as it is too long.
        """
        given = self.data.get(name)
        found = []
        for position, pattern in enumerate(given if isinstance(given, list) else [given]):
            if isinstance(pattern, str | int | float) and str(pattern).strip():
                if remark := (remark_on or beyond)(str(pattern)):
                    message = f"a pattern of {name} {remark}"
                    self.refuse(message, name, *((position,) if isinstance(given, list) else ()))
                found.append(str(pattern))
            elif pattern is not None:
                self.note(f"a pattern of {name} is no text, and is passed over", name, position)
        return found

    def checked(self, name: str, value: str | None, check: Callable[[str], Value]) -> Value | None:
        """Return the checked value of a setting; None, with a problem, if it cannot be used."""
        try:
            return check(value) if value else None
        except ValueError as error:
            self.fields.fail(name, str(error))
            return None

    def table(self, *names: str) -> dict[str, Any]:
        """Return the mapping that these names lead to; an empty one if there is none."""
        found: Any = self.data
        for name in names:
            found = found.get(name) if isinstance(found, dict) else None
        return found if isinstance(found, dict) else {}

    def note(self, message: str, *path: str | int, is_error: bool = False) -> None:
        """Add a warning, or an error, about the setting at a path."""
        self._log.note("error" if is_error else "warning", path, message)

    def refuse(self, message: str, *path: str | int) -> NoReturn:
        """Raise ConfigError about the setting at a path, without which what the site holds back would be published."""
        raise ConfigError(f"{self.path}:{FieldLines(self._source).of(path)}: {message}")

    def problems(self) -> Iterator[Problem]:
        """Yield what is wrong with the file, in the order of its lines."""
        for line in self._source.bad_lines:
            message = "a value is not of the type that its tag or its form says: it is taken as text"
            yield Problem(str(self.path), line, "warning", message)
        yield from of_aliases(self._source, str(self.path))
        yield from self._log.problems()


def beyond(pattern: str) -> str | None:
    """Return why a pattern of what is not published cannot be followed, as the end of a sentence; None if it can."""
    try:
        alternatives(pattern)
    except TooMuchError as error:
        return f"{error}: {SHORTEN}"
    return None


def read(files: SiteFiles, path: Path, *, any_case: bool = False) -> ConfigFile:
    """Read a file of a generator's configuration by its suffix; with `any_case`, its keys are made lower case.

    Raises ConfigError if it cannot be read: without its settings, the feeds would be those of another site.
    """
    try:
        source = _source(files, path)
    except FrontMatterError as error:
        raise ConfigError(f"{path}:{error.line}: {error}") from error
    if any_case:
        dropped = tuple(map(str.lower, source.dropped))
        source = replace(source, data=lowered(source.data), block=source.block.lower(), dropped=dropped)
    return ConfigFile(path, source)


def read_or_note(files: SiteFiles, path: Path) -> ConfigFile | None:
    """Read a file that only adds to what is known; one that cannot be read is None, and a problem of the site."""
    try:
        return read(files, path)
    except ConfigError as error:
        place, _, message = str(error).removeprefix(str(path)).partition(": ")
        line = place.removeprefix(":")
        files.problems.append(Problem(str(path), int(line) if line.isdigit() else 1, "error", message))
        return None


def _source(files: SiteFiles, path: Path) -> Source:
    try:
        raw = files.read(path)
    except OSError as error:
        raise FrontMatterError(1, f"the file cannot be read: {error.strerror}") from error
    if path.suffix in YAML:
        return read_yaml_file(raw)

    text = _decoded(raw)
    data, language = (_toml(text), "toml") if path.suffix == TOML else (of_json(text), "json")
    return Source(data, language, text, 1, "")


def _decoded(raw: bytes) -> str:
    if len(raw) > MAX_FRONT_MATTER:
        raise FrontMatterError(1, f"the file is longer than {MAX_FRONT_MATTER:,} bytes")
    try:
        return raw.decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FrontMatterError(line, "the file is not UTF-8; save it in that encoding") from error


def _toml(text: str) -> dict[str, Any]:
    try:
        return toml.load(text)
    except toml.TOMLError as error:
        raise FrontMatterError(error.line, f"not TOML: {error}") from error


def of_json(text: str) -> dict[str, Any]:
    """Return what a text of JSON says by its names. Raises FrontMatterError."""
    try:
        data = json.loads(text)
    except json.JSONDecodeError as error:
        raise FrontMatterError(error.lineno, f"not JSON: {error.msg}") from error
    except RecursionError:
        data = None
    except ValueError as error:
        raise FrontMatterError(1 + toml.number_line(text), "not JSON: a number cannot be read") from error
    if data is None or is_too_deep(text, data):
        raise FrontMatterError(1, "nested too deeply")
    if not isinstance(data, dict):
        raise FrontMatterError(1, "not a list of names and values")
    return _with_characters(data) if "\\u" in text else data


def _with_characters(data: dict[str, Any]) -> dict[str, Any]:
    """Return data without the halves of characters that an escape of JSON can stand for, and no document can hold."""
    written = json.dumps(data, ensure_ascii=False).encode(errors="ignore")
    found: dict[str, Any] = json.loads(written)
    return found


def lowered(value: Any, done: dict[int, Any] | None = None) -> Any:
    """Return a value in which the keys of all mappings are lower case; parts that are one stay one."""
    done = {} if done is None else done
    if id(value) in done:
        return done[id(value)]
    if isinstance(value, dict):
        table: dict[str, Any] = {}
        done[id(value)] = table
        table.update((str(key).lower(), lowered(inner, done)) for key, inner in value.items())
        return table
    if isinstance(value, list):
        entries: list[Any] = []
        done[id(value)] = entries
        entries.extend(lowered(inner, done) for inner in value)
        return entries
    return value


def copied(value: Any, most: int = MAX_VALUES) -> Any:
    """Return a copy of a value that shares no part with itself.

    Raises ValueError if it has more than `most` parts, or too much text.
    """
    left = [most]
    if size_of(value, MAX_TEXT) > MAX_TEXT:
        raise ValueError(f"has more than {MAX_TEXT:,} characters")

    def copy(inner: Any) -> Any:
        left[0] -= 1
        if left[0] < 0:
            raise ValueError(f"has more than {most:,} parts")
        if isinstance(inner, dict):
            return {str(key): copy(one) for key, one in inner.items()}
        return [copy(one) for one in inner] if isinstance(inner, list) else inner

    return copy(value)
