"""The handlers of the three languages of front matter, for python-frontmatter.

The library's own handlers return no data, and no error, for a block that is never closed, that ends in `...`, or that
is not a mapping. These raise, so that no article is lost in silence.
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import BaseHandler
from msgspec.structs import replace

from feeds.core.limits import MAX_DIRECTIVES, MAX_FRONT_MATTER, MAX_MERGED_FIELDS, MAX_WRITTEN_OUT
from feeds.core.text import quoted
from feeds.frontmatter import json_object, parser_errors, toml, yaml_fast, yaml_safe
from feeds.frontmatter.aliases import bounded
from feeds.frontmatter.parser_errors import REPEATED
from feeds.frontmatter.source import FrontMatterError, Source

_TABS = re.compile(r"^\t+", re.MULTILINE)

_TOO_LONG = f"front matter is longer than {MAX_FRONT_MATTER:,} characters; long text goes below it"


class _NotPlainError(Exception):
    """A block that the plain handler leaves to the others."""


class _Plain(BaseHandler):
    """Reads a block of simple YAML, which no line in it can close in another form than `---`."""

    def __init__(self) -> None:
        self.block = ""

    def split(self, text: str) -> tuple[str, str]:
        end = f"{text}\n".find("\n---\n", 3)
        if not 3 < end < MAX_FRONT_MATTER:
            raise _NotPlainError
        self.block = text[4 : end + 1]
        return self.block, text[end + 5 :]

    def load(self, fm: str) -> dict[str, Any]:
        data = yaml_fast.load_simple(fm)
        if type(data) is not dict or set(map(type, data)) != {str}:
            raise _NotPlainError
        return data


class _Handler(BaseHandler):
    """What the handlers of the three languages share."""

    language = ""
    OPENING = CLOSING = re.compile("")

    def __init__(self) -> None:
        super().__init__(self.OPENING)
        self.block = ""
        self.first_line = 1

    def split(self, text: str) -> tuple[str, str]:
        """Split at the lines that open and close the block. Raises FrontMatterError if it is never closed."""
        opening, _, rest = text.partition("\n")
        closing = self.CLOSING.search(rest)
        if closing is None and len(rest) > MAX_FRONT_MATTER:
            raise FrontMatterError(self.first_line, _TOO_LONG)
        if closing is None:
            raise FrontMatterError(self.first_line, f"front matter is never closed by a line {quoted(opening.strip())}")
        self.first_line += 1
        self.block = rest[: closing.start()]
        return self.block, rest[closing.end() :]

    def load(self, fm: str) -> dict[str, Any]:
        """Return the block's data. Raises FrontMatterError if it cannot be read, or is not a mapping."""
        if len(fm) > MAX_FRONT_MATTER:
            raise FrontMatterError(self.first_line, _TOO_LONG)
        data = self.decode(fm)
        if data is None:
            return {}
        if not isinstance(data, dict):
            raise FrontMatterError(self.first_line, "front matter is not a list of `name: value` pairs")
        return {str(key): value for key, value in data.items()}

    def decode(self, block: str) -> Any:
        raise NotImplementedError


class _YAML(_Handler):
    language = "yaml"
    CLOSING = re.compile(r"^(?:-{3,}+|\.\.\.)[ \t]*+$", re.MULTILINE)
    OPENING = re.compile(r"-{3,}+[ \t]*+(?:ya?ml)?[ \t]*+$", re.MULTILINE)

    def __init__(self, *, strict: bool = True) -> None:
        super().__init__()
        self.strict = strict
        self.repeated: list[int] | None = None
        self.bad_lines: list[int] = []

    def decode(self, block: str) -> Any:
        try:
            data, self.bad_lines = yaml_fast.load(block, strict=self.strict, repeated=self.repeated)
        except yaml.YAMLError as error:
            line = self.first_line + parser_errors.yaml_line(error, block)
            raise FrontMatterError(line, parser_errors.yaml_message(error)) from error
        except yaml_safe.TooManyMergedError as error:
            message = f"front matter merges more than {MAX_MERGED_FIELDS:,} fields by `<<`"
            raise FrontMatterError(self.first_line, message) from error
        except yaml_safe.TooManyDirectivesError as error:
            message = f"front matter has more than {MAX_DIRECTIVES} lines that begin with %"
            raise FrontMatterError(self.first_line, message) from error
        except RecursionError as error:
            message = "front matter has too many `<<` that lead from one to the next"
            raise FrontMatterError(self.first_line, message) from error
        return data


class _HexoYAML(_YAML):
    """Takes each tab that begins a line for two spaces, as Hexo does."""

    def split(self, text: str) -> tuple[str, str]:
        block, body = super().split(text)
        self.block = _TABS.sub(lambda tabs: "  " * len(tabs[0]), block)
        return self.block, body


class _TOML(_Handler):
    language = "toml"
    OPENING = CLOSING = re.compile(r"^\+{3,}+[ \t]*+$", re.MULTILINE)

    def decode(self, block: str) -> Any:
        try:
            return toml.load(block)
        except toml.TOMLError as error:
            message = f"front matter is not TOML: {parser_errors.without_quotations(str(error))}"
            raise FrontMatterError(self.first_line + error.line - 1, message) from error


class _FencedTOML(_TOML):
    """Reads TOML between two lines, `---toml` and `---`."""

    OPENING = re.compile(r"-{3,}+[ \t]*+toml[ \t]*+$", re.MULTILINE)
    CLOSING = re.compile(r"^-{3,}+[ \t]*+$", re.MULTILINE)


class _JSON(_Handler):
    language = "json"
    OPENING = re.compile(r"\{\s*(?:\"|\})")

    def __init__(self) -> None:
        super().__init__()
        self._data: Any = None

    def split(self, text: str) -> tuple[str, str]:
        """Split after the object that the text begins with. Raises FrontMatterError if it cannot be read."""
        self._data, end = self.read(text)
        self.block = text[:end]
        return self.block, text[end:]

    def decode(self, block: str) -> Any:
        return self._data

    def read(self, text: str, lines_before: int = 0) -> tuple[Any, int]:
        """Return the value that a text begins with, and where it ends. Raises FrontMatterError."""
        try:
            return json_object.load_first(text, REPEATED)
        except json_object.JSONTooLongError as error:
            raise FrontMatterError(self.first_line, _TOO_LONG) from error
        except json_object.JSONError as error:
            raise FrontMatterError(self.first_line + lines_before + error.line - 1, str(error)) from error


class _FencedJSON(_JSON):
    """Reads JSON between two lines, `---json` and `---`."""

    OPENING = re.compile(r"-{3,}+[ \t]*+json[ \t]*+$", re.MULTILINE)
    CLOSING = re.compile(r"^-{3,}+[ \t]*+$", re.MULTILINE)

    def split(self, text: str) -> tuple[str, str]:
        return _Handler.split(self, text)

    def decode(self, block: str) -> Any:
        """Return the object of a block. Raises FrontMatterError if it cannot be read, or is not all there is."""
        text = block.strip()
        if not text:
            return None
        lines_before = block[: block.index(text)].count("\n")
        data, end = self.read(text, lines_before)
        if rest := text[end:].lstrip():
            line = self.first_line + lines_before + text[: -len(rest)].count("\n")
            raise FrontMatterError(line, "front matter is not JSON: something follows the object")
        return data


class _HexoJSON(_FencedJSON):
    """Reads JSON between two lines `;;;`, where its braces may be missing, as in Hexo."""

    OPENING = CLOSING = re.compile(r"^;{3,}+[ \t]*+$", re.MULTILINE)

    def decode(self, block: str) -> Any:
        return super().decode(block if block.lstrip().startswith("{") else f"{{{block}}}")


class _Unreadable(_Handler):
    """Refuses front matter that is a program."""

    OPENING = re.compile(r"-{3,}+[ \t]*+(?:js|javascript|node|coffee|cson)[ \t]*+$", re.MULTILINE)

    def split(self, text: str) -> tuple[str, str]:
        language = text.partition("\n")[0].strip("- \t")
        raise FrontMatterError(
            self.first_line, f"front matter in {language} is not read; write it in YAML, TOML or JSON"
        )


_FIELD = re.compile(r"[A-Za-z_][\w-]*:(?:[ \t]|$)", re.ASCII | re.MULTILINE)
"""The first field of YAML that no line opens."""

_OTHERS: tuple[Callable[[], _Handler], ...] = (_TOML, _JSON, _FencedJSON, _FencedTOML, _Unreadable)
_HANDLERS, _HEXO_HANDLERS = (_YAML, *_OTHERS), (_HexoYAML, *_OTHERS, _HexoJSON)


def split(text: str, *, last_counts: bool = False, is_hexo: bool = False) -> Source | None:
    """Split a text; return None if it has no front matter. Raises FrontMatterError if that cannot be read.

    With `last_counts`, a field of YAML that stands there again is none that cannot be read. With `is_hexo`, the line
    before YAML may be missing, but not the one below it, tabs may indent it, and JSON may stand between lines `;;;`.
    """
    stripped = text.lstrip()
    first_line = text[: len(text) - len(stripped)].count("\n") + 1
    if is_hexo and _FIELD.match(stripped) and _YAML.CLOSING.search(stripped[:MAX_FRONT_MATTER]):
        stripped, first_line = f"---\n{stripped}", first_line - 1
    handlers = _HEXO_HANDLERS if is_hexo else _HANDLERS
    handler = next((handler for make in handlers if (handler := make()).detect(stripped)), None)
    if handler is None:
        return None

    handler.first_line = first_line
    if isinstance(handler, _YAML) and last_counts:
        handler.repeated = []
    data, body = frontmatter.parse(stripped, handler=handler)
    source = Source(data, handler.language, handler.block, handler.first_line, body)
    return _of_yaml(source, handler.repeated or ()) if isinstance(handler, _YAML) else source


def _of_yaml(source: Source, repeated: Iterable[int] = ()) -> Source:
    """Return a file of YAML with the lines of its repeated fields, and without what its aliases blow up."""
    kept = bounded(source.data, MAX_WRITTEN_OUT) if "&" in source.block and "*" in source.block else source.data
    return replace(
        source,
        data=kept,
        repeated_lines=tuple(source.first_line + line for line in repeated),
        dropped=tuple(name for name in source.data if name not in kept),
    )


def split_plain(text: str) -> Source | None:
    """Split a text that begins with a line `---` and whose front matter is simple YAML; return None for any other."""
    handler = _Plain()
    try:
        data, body = frontmatter.parse(text, handler=handler)
    except _NotPlainError:
        return None
    return Source(data, "yaml", handler.block, 2, body)


def read_yaml(text: str) -> Source:
    """Read a text that is YAML throughout, as front matter without a body. Raises FrontMatterError.

    Such files belong to other programs too: of repeated keys the last counts, as it does there, and a value that
    cannot be converted stays text.
    """
    handler = _YAML(strict=False)
    data = handler.load(text)
    bad_lines = tuple(sorted(handler.first_line + line for line in set(handler.bad_lines)))
    return _of_yaml(Source(data, handler.language, text, handler.first_line, "", bad_lines=bad_lines))
