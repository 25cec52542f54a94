"""Reads single values out of front matter, each as the type it must have.

Every reader takes the way to its value, answers None for a value that is absent, and notes a problem for one that
is there and wrong.
"""

from collections.abc import Callable, Iterator
from datetime import date, datetime, tzinfo
from typing import Any

from feeds import dates, urls
from feeds.model import Severity
from feeds.text import plain, without_controls

Note = Callable[[Severity, tuple[str | int, ...], str], None]
"""Told of a problem: its severity, the way to the value, and what is wrong."""

_KINDS: dict[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "a group of fields",
    date: "a date",
}


LARGEST = 2**53 - 1
"""The largest whole number that every reader of JSON holds exactly (RFC 8259, section 6)."""


class Fields:
    """The fields of one mapping in front matter, and of the mappings inside it."""

    def __init__(self, data: dict[str, Any], note: Note, path: tuple[str | int, ...] = ()) -> None:
        self._data = data
        self._note = note
        self._path = path

    def warn(self, name: str, message: str) -> None:
        """Note that a field was mended or dropped."""
        self._note("warning", (*self._path, name), f"{self._called(name)} {message}")

    def fail(self, name: str, message: str) -> None:
        """Note that a field keeps the article out."""
        self._note("error", (*self._path, name), f"{self._called(name)} {message}")

    def has(self, name: str) -> bool:
        """Say whether a field is there and not empty."""
        return is_there(self._data.get(name))

    def text(self, name: str, severity: Severity = "warning") -> str | None:
        """Return plain text on one line; None for none and for text that leaves nothing."""
        value = self._expect(name, str, "text; put it in quotes", severity)
        return plain(value) or None if isinstance(value, str) else None

    def raw_text(self, name: str) -> str | None:
        """Return text as it was written, less the characters that no document can hold."""
        value = self._expect(name, str, "text")
        return without_controls(value) if isinstance(value, str) else None

    def integer(self, name: str) -> int | None:
        """Return a whole number; one beyond LARGEST is dropped: not every reader of JSON can hold it."""
        value = self._expect(name, int, "a whole number")
        if isinstance(value, int) and abs(value) > LARGEST:
            self.warn(name, "is too large")
            return None
        return value if isinstance(value, int) else None

    def positive(self, name: str) -> int | None:
        """Return a whole number of 1 or more; 0 and less mean unknown."""
        value = self.integer(name)
        return value if value is not None and value > 0 else None

    def flag(self, name: str) -> bool | None:
        """Return true or false; anything else keeps the article out, since it decides what is published."""
        value = self._expect(name, bool, "true or false", "error")
        return value if isinstance(value, bool) else None

    def text_or_number(self, name: str) -> str | None:
        """Return text as it is written, or the digits of a whole number; anything else keeps the article out."""
        value = self._data.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= LARGEST:
            return str(value)
        value = self._expect(name, str, "text; put it in quotes", "error")
        return without_controls(value).strip() or None if isinstance(value, str) else None

    def date(self, name: str, zone: tzinfo, severity: Severity = "warning") -> datetime | None:
        """Return a moment in UTC."""
        if not self.has(name):
            return None
        try:
            return dates.parse(self._data[name], zone)
        except dates.BadDateError as error:
            self._note(severity, (*self._path, name), f"{self._called(name)} {error}")
        return None

    def url(self, name: str, home: str | None = None) -> str | None:
        """Return a clean address; with `home`, also one that is relative to the site."""
        text = self.raw_text(name)
        if not text or not text.strip():
            return None
        try:
            return urls.clean(text) if home is None else urls.absolute(text, home)
        except urls.BadURLError as error:
            self.warn(name, str(error))
        return None

    def mapping(self, name: str) -> "Fields | None":
        """Return the fields of a mapping."""
        value = self._expect(name, dict, "a group of fields")
        return Fields(_named(value), self._note, (*self._path, name)) if isinstance(value, dict) else None

    def mappings(self, name: str, first: str) -> Iterator["Fields"]:
        """Yield the mappings of a list, each of which begins with the field `first`; a single one counts as a list."""
        for position, value in self._listed(name, dict):
            if isinstance(value, dict):
                yield Fields(_named(value), self._note, (*self._path, name, position))
            elif value is not None:
                self._wrong((name, position), value, f"a group of fields, as in `- {first}: …`")

    def texts(self, name: str) -> tuple[str, ...]:
        """Return the plain texts of a list; a single text counts as a list of one."""
        found = []
        for position, value in self._listed(name, str):
            if isinstance(value, str):
                found.append(plain(value))
            elif value is not None:
                self._wrong((name, position), value, "text; put it in quotes")
        return tuple(text for text in found if text)

    def _listed(self, name: str, single: type) -> Iterator[tuple[int, Any]]:
        value = self._data.get(name)
        if isinstance(value, list):
            yield from enumerate(value)
        elif isinstance(value, single):
            yield 0, value
        elif value is not None:
            self._wrong((name,), value, "a list")

    def _expect(self, name: str, kind: type, wanted: str, severity: Severity = "warning") -> object:
        value = self._data.get(name)
        if value is None or (isinstance(value, kind) and (kind is bool or not isinstance(value, bool))):
            return value
        self._wrong((name,), value, wanted, severity)
        return None

    def _wrong(self, path: tuple[str | int, ...], value: object, wanted: str, severity: Severity = "warning") -> None:
        is_a = next((words for kind, words in _KINDS.items() if isinstance(value, kind)), "something else")
        called = self._called(*path)
        self._note(severity, (*self._path, *path), f"{called} is {is_a}, but must be {wanted}")

    def _called(self, *path: str | int) -> str:
        """Return the name of a field as a person would write it: `images[2].url`."""
        words = ""
        for step in (*self._path, *path):
            words += f"[{step + 1}]" if isinstance(step, int) else f".{step}"
        return words.removeprefix(".")


def is_there(value: object) -> bool:
    """Say whether a value is there and not empty."""
    return bool(value.strip()) if isinstance(value, str) else value is not None


def _named(value: dict[Any, Any]) -> dict[str, Any]:
    return {str(key): inner for key, inner in value.items()}
