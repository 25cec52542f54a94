"""Read the configuration of a site that is a program, as far as its values are plain."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from feeds.articles.conventions import Generator
from feeds.core.errors import ConfigError
from feeds.core.model import Problem
from feeds.core.text import plain_or_none
from feeds.frontmatter.source import FrontMatterError
from feeds.sites.files import SiteFiles, reason_of
from feeds.sites.javascript import Plain, plain_values
from feeds.sites.names import SCRIPTS

Value = TypeVar("Value")


class Script:
    """The plain values of a program that configures a site; None or an empty one where there are none.

    `whole` is its text.
    """

    def __init__(self, files: SiteFiles, path: Path, text: str) -> None:
        self.path = path
        self.whole = text
        self._values = plain_values(text)
        self._problems = files.problems

    @classmethod
    def of_site(cls, files: SiteFiles, generator: Generator) -> "Script":
        """Return the configuration of a site that is a program.

        Raises ConfigError if it cannot be read: it says where the articles are, and what is none.
        """
        names = SCRIPTS[generator]
        path = files.root / (files.first(names) or names[0])
        try:
            return cls(files, path, files.whole_text(path))
        except (OSError, FrontMatterError) as error:
            raise ConfigError(f"{path}:1: the file cannot be read: {reason_of(error)}") from error

    def get(self, *keys: str) -> Plain | None:
        """Return the value whose keys end in these; that of the outermost object first."""
        fitting = [way for way in self._values if way[-len(keys) :] == keys]
        return self._values[min(fitting, key=len)] if fitting else None

    def text(self, *keys: str) -> str | None:
        """Return the text at the keys, which begin at the outermost object, on one line."""
        value = self._values.get(keys)
        return plain_or_none(value) if isinstance(value, str) else None

    def says(self, text: str) -> bool:
        """Say whether a text without quotation marks stands in the program, in quotes."""
        return any(f"{quote}{text}{quote}" in self.whole for quote in "'\"`")

    def checked(self, check: Callable[[str], Value], *keys: str) -> Value | None:
        """Return the checked value of a text; None, with a problem, if it cannot be used."""
        value = self._values.get(keys)
        try:
            return check(value) if isinstance(value, str) and value else None
        except ValueError as error:
            self._problems.append(Problem(str(self.path), self._line(keys[-1]), "error", f"{'.'.join(keys)} {error}"))
            return None

    def _line(self, key: str) -> int:
        """Return the line of the first key with this name."""
        lines = self.whole.splitlines()
        return next((number for number, line in enumerate(lines, 1) if line.lstrip(" \t'\"").startswith(key)), 1)
