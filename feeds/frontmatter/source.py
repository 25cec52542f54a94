"""A file taken apart into its front matter and its body, and the error where that fails."""

from typing import Any

from msgspec import Struct


class FrontMatterError(Exception):
    """Front matter that cannot be read. `line` counts from 1 in the file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Source(Struct, frozen=True):
    """A file taken apart: the data of its front matter, the text it came from, and the body.

    `mended` is the first line in which mojibake was repaired before the parser saw it.
    """

    data: dict[str, Any]
    language: str
    block: str
    first_line: int
    body: str
    mended: int | None = None

    @property
    def body_line(self) -> int:
        """The line of the file that the body begins on, counted from 1, or the line before a blank one."""
        return self.first_line + self.block.count("\n") + 1
