"""Read single values from front matter, each as the type that it must have.

Every reader takes the way to its value, answers None for a value that is absent, and notes a problem for one that
is there and wrong.
"""

import re
from collections.abc import Callable, Iterator
from datetime import date, datetime, tzinfo
from typing import Any

from feeds.articles.origins import OURS, Origins
from feeds.articles.prose import without_markup
from feeds.core import dates, media, urls
from feeds.core.international import HostNames
from feeds.core.limits import MAX_EXCERPT, MAX_HOSTS, MAX_ID, MAX_IMAGE_SIDE, MAX_INTEGER, MAX_NAME, MAX_TOPICS
from feeds.core.model import Severity
from feeds.core.text import plain, without_controls

Note = Callable[[Severity, tuple[str | int, ...], str], None]
"""Takes a problem: its severity, the path to the value, and what is wrong."""

_KINDS: dict[type, str] = {
    bool: "true or false",
    int: "a number",
    float: "a number",
    str: "text",
    list: "a list",
    dict: "a group of fields",
    date: "a date",
}

MOJIBAKE = "was in the wrong encoding, and is repaired; save the file as UTF-8"
"""The warning about a text such as `itâ€™s`, which is published as `it’s`."""

_BROKEN_ENTITY = re.compile(r"&[#\w]{0,31}$")


class Fields:
    """The fields of one mapping in front matter, and of the mappings inside it; `origins` say what they are called."""

    def __init__(
        self,
        data: dict[str, Any],
        note: Note,
        path: tuple[str | int, ...] = (),
        origins: Origins = OURS,
        hosts: HostNames | None = None,
    ) -> None:
        self._data = data
        self._note = note
        self._path = path
        self._origins = origins
        self._hosts = hosts or HostNames()

    def warn(self, name: str, message: str) -> None:
        """Note a warning: a field was corrected or dropped."""
        self._warn_at((name,), message)

    def fail(self, name: str, message: str) -> None:
        """Note an error: a field keeps the article from being published."""
        self._note("error", (*self._path, name), f"{self._called(name)} {message}")

    def has(self, name: str) -> bool:
        """Return whether a field exists and is not empty."""
        return is_there(self._data.get(name))

    def text(self, name: str, severity: Severity = "warning", *, longest: int = MAX_EXCERPT) -> str | None:
        """Return plain text on one line, at most `longest` characters; None if it is absent or nothing is left."""
        value = self._expect(name, str, "text; put it in quotes", severity)
        if not isinstance(value, str):
            return None
        if len(value) > longest:
            self.warn(name, f"is longer than {longest:,} characters: the rest is left out")
            value = _BROKEN_ENTITY.sub("", value[:longest]) + "…"
        return self._plain((name,), value) or None

    def prose(self, name: str, severity: Severity = "warning", *, longest: int) -> str | None:
        """Return plain text as `text` does, without HTML tags and Markdown, which readers would see as they are."""
        value = self._data.get(name)
        if not isinstance(value, str):
            return self.text(name, severity, longest=longest)
        is_cut = len(value) > longest
        value = f"{value[:longest]}…" if is_cut else value
        bare = without_markup(value)
        if bare == value:
            return self.text(name, severity, longest=longest)
        if not (bare[:-1] if is_cut else bare).strip():
            return self._markup_alone(name, longest)
        self.warn(name, "holds HTML or Markdown, and is published as plain text")
        if is_cut:
            self.warn(name, f"is longer than {longest:,} characters: the rest is left out")
        return self._plain((name,), bare) or None

    def _markup_alone(self, name: str, longest: int) -> str | None:
        """Return a title that is markup only as it is, since an article needs one; None for other fields."""
        if name == "title":
            self.warn(name, "holds nothing but HTML, which readers will see as it is: write plain text")
            return self.text(name, longest=longest)
        self.warn(name, "holds nothing but HTML, and is left out")
        return None

    def name(self, name: str) -> str | None:
        """Return plain text on one line; None also if it is too long for a name."""
        value = self._expect(name, str, "text; put it in quotes")
        return self._name((name,), value) if isinstance(value, str) else None

    def written(self, name: str) -> str:
        """Return text as it was written; an empty one for other types."""
        value = self._data.get(name)
        return value if isinstance(value, str) else ""

    def raw_text(self, name: str, longest: int) -> str | None:
        """Return text as it was written, without characters that no document can hold; None if it is too long."""
        value = self._expect(name, str, "text")
        if isinstance(value, str) and len(value) > longest:
            self.warn(name, f"is longer than {longest:,} characters, and is left out")
            return None
        return without_controls(value) if isinstance(value, str) else None

    def integer(self, name: str) -> int | None:
        """Return a whole number; one beyond MAX_INTEGER is dropped, as not every JSON parser can hold it."""
        value = self._expect(name, int, "a whole number")
        if isinstance(value, int) and abs(value) > MAX_INTEGER:
            self.warn(name, "is too large")
            return None
        return value if isinstance(value, int) else None

    def positive(self, name: str) -> int | None:
        """Return a whole number of 1 or more; 0 and less mean unknown."""
        value = self.integer(name)
        return value if value is not None and value > 0 else None

    def side(self, name: str) -> int | None:
        """Return a picture's width or height in pixels; an impossible one is dropped."""
        value = self.integer(name)
        if value is None or 0 < value <= MAX_IMAGE_SIDE:
            return value
        self.warn(name, f"is {value:,}, but must be from 1 to {MAX_IMAGE_SIDE:,}")
        return None

    def seconds(self, name: str) -> int | None:
        """Return a duration in whole seconds, which may be written as `1:02:03`."""
        value = self._data.get(name)
        found = media.seconds(value)
        if found is None and self.has(name) and value != 0:
            self.warn(name, "is no duration: give seconds, or hours:minutes:seconds in quotes")
        return found

    def flag(self, name: str) -> bool | None:
        """Return true or false; anything else is an error, since it decides what is published."""
        value = self._expect(name, bool, "true or false", "error")
        return value if isinstance(value, bool) else None

    def text_or_number(self, name: str) -> str | None:
        """Return text as it is written, or the digits of a whole number; anything else is an error."""
        value = self._data.get(name)
        if isinstance(value, int) and not isinstance(value, bool) and abs(value) <= MAX_INTEGER:
            return str(value)
        value = self._expect(name, str, "text; put it in quotes", "error")
        if isinstance(value, str) and len(value) > MAX_ID:
            self.fail(name, f"is longer than {MAX_ID:,} characters")
            return None
        return without_controls(value).strip() or None if isinstance(value, str) else None

    def date(self, name: str, zone: tzinfo, severity: Severity = "warning") -> datetime | None:
        """Return a moment in UTC."""
        if not self.has(name):
            return None
        try:
            moment = dates.parse(self._data[name], zone)
        except dates.BadDateError as error:
            self._note(severity, (*self._path, name), f"{self._called(name)} {error}")
            return None
        if moment == dates.LATEST:
            self.warn(name, f"is later than feeds can show: {moment:%Y-%m-%d} stands for it")
        if moment < dates.EARLIEST:
            self.warn(name, f"is {moment:%Y-%m-%d}, before {dates.EARLIEST:%Y}: is it the date that is meant?")
        return moment

    def url(self, name: str, home: str | None = None, page: str = "") -> str | None:
        """Return a clean address; with `home`, also for one that is relative to the site or to a `page`."""
        value = self._expect(name, str, "text")
        text = without_controls(value) if isinstance(value, str) else ""
        if not text.strip():
            return None
        written, text = text, urls.without_entities(text)
        if text != written:
            self.warn(name, "holds &amp; where & is meant, and is published with &")
        if not self._hosts.have_room(text):
            self.warn(name, f"is left out: international host names come to more than {MAX_HOSTS:,} characters")
            return None
        try:
            url = urls.clean(text) if home is None else urls.absolute(text, home, page)
        except urls.BadURLError as error:
            self.warn(name, str(error))
            return None
        if urls.has_credentials(text):
            self.warn(name, "held a user name or a password, which is left out")
        return url

    def mapping(self, name: str) -> "Fields | None":
        """Return the fields of a mapping."""
        value = self._expect(name, dict, "a group of fields")
        return self._inner(value, name) if isinstance(value, dict) else None

    def mappings(self, name: str, first: str, most: int) -> Iterator["Fields"]:
        """Yield the mappings of a list, each of which begins with the field `first`; a single one counts as a list.

        No more than the first `most` entries are looked at.
        """
        for position, value in self._listed(name, dict, most):
            if isinstance(value, dict):
                yield self._inner(value, name, position)
            elif value is not None:
                self._wrong((name, position), value, f"a group of fields, as in `- {first}: …`")

    def addressed(self, name: str, most: int) -> Iterator["Fields"]:
        """Yield the mappings of a list as `mappings` does; an address stands for a mapping with the field `url`."""
        for position, value in self._listed(name, (str, dict), most):
            if isinstance(value, (str, dict)):
                yield self._inner({"url": value} if isinstance(value, str) else value, name, position)
            elif value is not None:
                self._wrong((name, position), value, "an address, or a group of fields, as in `- url: …`")

    def names_or_mappings(self, name: str, most: int) -> "Iterator[str | Fields]":
        """Yield the names and mappings among the first `most` entries of a list; a single one counts as a list."""
        for position, value in self._listed(name, (str, dict), most):
            if isinstance(value, str):
                if text := self._name((name, position), value):
                    yield text
            elif isinstance(value, dict):
                yield self._inner(value, name, position)
            elif value is not None:
                self._wrong((name, position), value, "a name, or a group of fields, as in `- name: …`")

    def names(self, name: str, most: int = MAX_TOPICS) -> tuple[str, ...]:
        """Return the names among the first `most` entries of a list; a single text counts as a list of one."""
        found = []
        for position, value in self._listed(name, str, most):
            if isinstance(value, str):
                found.append(self._name((name, position), value))
            elif value is not None:
                self._wrong((name, position), value, "text; put it in quotes")
        return tuple(text for text in found if text)

    def _inner(self, value: dict[Any, Any], *path: str | int) -> "Fields":
        data = {str(key): inner for key, inner in value.items()}
        return Fields(data, self._note, (*self._path, *path), self._origins, self._hosts)

    def _plain(self, path: tuple[str | int, ...], text: str) -> str:
        return plain(text, lambda: self._warn_at(path, MOJIBAKE))

    def _name(self, path: tuple[str | int, ...], text: str) -> str | None:
        if len(text) > MAX_NAME:
            self._warn_at(path, f"is longer than {MAX_NAME:,} characters, and is left out")
            return None
        return self._plain(path, text) or None

    def _warn_at(self, path: tuple[str | int, ...], message: str) -> None:
        self._note("warning", (*self._path, *path), f"{self._called(*path)} {message}")

    def _listed(self, name: str, single: type | tuple[type, ...], most: int) -> Iterator[tuple[int, Any]]:
        value = self._data.get(name)
        if isinstance(value, list):
            if len(value) > most:
                self.warn(name, f"has {len(value):,} entries: only the first {most:,} count")
            yield from enumerate(value[:most])
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
        """Return the name of a field as its author wrote it: `images[2].url`."""
        return self._origins.called((*self._path, *path))


def is_there(value: object) -> bool:
    """Return whether a value exists and is not empty."""
    return bool(value.strip()) if isinstance(value, str) else value is not None
