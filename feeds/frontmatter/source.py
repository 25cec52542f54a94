"""A file split into front matter and body, and the error if that fails."""

from typing import Any

from msgspec import Struct


class FrontMatterError(Exception):
    """Front matter that cannot be read. `line` counts from 1 in the file."""

    def __init__(self, line: int, message: str) -> None:
        super().__init__(message)
        self.line = line


class Source(Struct, frozen=True):
    """A file split into front matter and body.

    `data` are the fields; `block` is the text that they were read from, which begins on line `first_line` of the file.
    `mended` is the first line in which mojibake was repaired before the text was parsed. `bad_lines` are those of
    values that could not be converted, and are text as it was written; only files of YAML throughout can have such.
    `repeated_lines` are those of fields that stand there again, and count; only a file that may have such has any.
    `dropped` are the fields whose aliases stand for more than MAX_WRITTEN_OUT.
    """

    data: dict[str, Any]
    language: str
    block: str
    first_line: int
    body: str
    mended: int | None = None
    bad_lines: tuple[int, ...] = ()
    repeated_lines: tuple[int, ...] = ()
    dropped: tuple[str, ...] = ()

    @property
    def body_line(self) -> int:
        """The line of the file that the body begins on, counted from 1, or the line before it if that is blank."""
        return self.first_line + self.block.count("\n") + 1
