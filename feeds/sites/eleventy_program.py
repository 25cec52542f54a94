"""Read what the program that configures an Eleventy site says by calls: folders, formats, and what is not read.

It is not run. What may keep articles from being published, and is computed, stops the builds.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple, NoReturn

from feeds.core.errors import ConfigError
from feeds.sites.code import constants, ends_by_kind
from feeds.sites.filters import is_harmless_data, is_harmless_filter
from feeds.sites.javascript import Plain, Token, plain_value, tokens

FORMATS = frozenset({"md", "html"})
"""The usual formats of templates, of those that feeds reads."""

_SETTERS = {
    "input": "setInputDirectory",
    "includes": "setIncludesDirectory",
    "layouts": "setLayoutsDirectory",
    "data": "setDataDirectory",
    "output": "setOutputDirectory",
}


class DataLayout(NamedTuple):
    """How the files of data of a folder or file are called: what their names add to its own, and further formats.

    What is said by files with a later suffix goes first. Those of folders are called `base`, if that is given.
    """

    suffixes: tuple[str, ...] = ("", ".11tydata")
    base: str | None = None
    formats: tuple[str, ...] = ()


_SETTING = re.compile(
    r"\bignores\s*\.\s*\w+\s*\(|\b(?:set\w+Directory|setTemplateFormats|setUseGitIgnore|addPreprocessor)\s*\("
    r"|\bdir\s*:\s*\{|\btemplateFormats\s*:\s*\["
)
"""A setting. In a text it stands only where feeds takes code for one, after a sign that it reads otherwise."""

_CALLS = frozenset(
    {
        *_SETTERS.values(),
        *("setTemplateFormats", "addTemplateFormats", "setUseGitIgnore", "addPreprocessor", "addGlobalData"),
        *("setDataFileSuffixes", "setDataFileBaseName", "addDataExtension"),
    }
)
_ESCAPE = re.compile(r"\\[xu0-9]")
_PLAIN = "what it keeps out would be published; write it as plain text"


class Program:
    """The calls of a program, and the values of its settings. Raises ConfigError for what is computed."""

    def __init__(self, path: Path, text: str) -> None:
        self.path = path
        self._text = text
        self._program = list(tokens(text))
        self._ends = ends_by_kind(self._program)
        self._names = constants(self._program)
        self._left = len(self._program)
        self._named: dict[str, list[int]] = {}
        self._variables: dict[str, bool] = {}
        self._objects: dict[str, int | None] = {}
        self._braces = [at for at, (_, said) in enumerate(self._program) if said == "{"]
        for at in range(len(self._program)):
            if name := self._name(at):
                self._named.setdefault(name, []).append(at)
        for at, (kind, said) in enumerate(self._program):
            if kind == "text" and (setting := _SETTING.search(said)):
                self._refuse(setting[0].rstrip("({["), "stands in what feeds takes for a text")
            if self._name(at) in _CALLS and (self._said(at - 1), self._said(at + 1)) != (".", "("):
                self._refuse(self._name(at), "is called in a way that feeds does not follow")

    def imported(self) -> Iterator[str]:
        """Yield the paths of files that the program imports. Raises ConfigError for a plugin by a computed path."""
        for at, (kind, said) in enumerate(self._program):
            before = self._said(at - 1)
            is_call = before == "(" and self._said(at - 2) in ("require", "import")
            if is_call and kind != "text" and self._said(at - 4) == "addPlugin":
                self._refuse("addPlugin", "is given a computed path")
            if kind == "text" and (is_call or before in ("from", "import")) and said[1:2] == ".":
                yield said[1:-1]

    def data_layout(self) -> DataLayout:
        """Return how the files of data are called."""
        found = DataLayout()
        for at in self._places("setDataFileSuffixes"):
            if self._said(at + 1) == "(":
                suffixes = sorted(self._list_at(at + 2, "setDataFileSuffixes"))
                found = found._replace(suffixes=tuple(suffixes))
        for at in self._places("setDataFileBaseName"):
            if self._said(at + 1) == "(":
                found = found._replace(base=self._text_at(at + 2, "setDataFileBaseName", ")"))
        for at in self._places("addDataExtension"):
            if self._said(at + 1) == "(":
                names = self._text_at(at + 2, "addDataExtension", ",").split(",")
                found = found._replace(formats=(*found.formats, *(name.strip().lstrip(".") for name in names)))
        return found

    def folder(self, name: str) -> str | None:
        """Return the folder that a call sets, or the value of `dir`; None if there is neither."""
        found: str | None = None
        for start in self._folders:
            found = self._member(start, name) or found
        for at in self._places(_SETTERS[name]):
            if self._said(at + 1) == "(":
                found = self._text_at(at + 2, _SETTERS[name], ")")
        return found

    def ignored(self) -> Iterator[str]:
        """Yield the globs that are added to what is not read. What is taken away from these stays among them."""
        for at in self._places("ignores"):
            is_renamed = self._token(at + 2)[0] == "word" and self._said(at + 3) in (",", "}")
            if self._said(at - 1) not in (".", "[") and self._said(at + 1) in (":", "=") and not is_renamed:
                continue
            way = (self._said(at + 1), self._said(at + 2), self._said(at + 3))
            if way == (".", "add", "("):
                yield self._text_at(at + 4, "ignores.add", ")")
                if self._said(at + 6) == ".":
                    self._refuse("ignores", "is called in a way that feeds does not follow")
            elif way[1] not in ("delete", "has"):
                self._refuse("ignores", "is computed")

    def is_git_obeyed(self) -> bool:
        """Say whether nothing is read that git ignores."""
        calls = [at for at in self._places("setUseGitIgnore") if self._said(at + 1) == "("]
        return not calls or not all(self._said(at + 2) == "false" for at in calls)

    def formats(self) -> frozenset[str]:
        """Return the formats of templates, which are suffixes of files."""
        found: frozenset[str] | None = None
        more: frozenset[str] = frozenset()
        for at in self._places("templateFormats"):
            if self._said(at + 1) in (":", "="):
                found = self._list_at(at + 2, "templateFormats")
        for at in self._places("setTemplateFormats"):
            if self._said(at + 1) == "(":
                found = self._list_at(at + 2, "setTemplateFormats")
        for at in self._places("addTemplateFormats"):
            if self._said(at + 1) == "(":
                more |= self._list_at(at + 2, "addTemplateFormats")
        return (FORMATS if found is None or "*" in found else found) | more

    def check_filters(self) -> None:
        """Raise ConfigError for a function that may keep articles back by more than fields that say so for feeds, too.

        Such are preprocessors that return `false`, and the data of a whole site that says whether pages are written.
        """
        for at in self._places("addPreprocessor"):
            body = self._body(at + 1)
            if body and not is_harmless_filter(body):
                self._refuse("addPreprocessor", "may keep back articles in a way that feeds does not follow")
        for at in self._places("addGlobalData"):
            body = self._body(at + 1)
            if body and not is_harmless_data(self._name(at + 2), body):
                self._refuse("addGlobalData", "may keep back articles in a way that feeds does not follow")

    def _body(self, at: int) -> Sequence[Token]:
        """Return what stands between two brackets. Raises ConfigError for so many that are one inside another."""
        body = self._program[at + 1 : self._ends.get(at, at)]
        self._left -= len(body)
        is_open = self._said(at) == "(" and at not in self._ends
        if is_open or self._left < 0:
            what = "addPreprocessor" if self._places("addPreprocessor") else "addGlobalData"
            self._refuse(what, "is not closed" if is_open else "is nested too deeply")
        return body

    @cached_property
    def _folders(self) -> Sequence[int]:
        """Return where the objects begin that are values of `dir`."""
        found = (self._object_of(at) for at in self._places("dir"))
        return [start for start in found if start is not None]

    def _object_of(self, at: int) -> int | None:
        """Return where the object begins that is the value of `dir`; None for another value, as that of an attribute.

        Raises ConfigError where an object is only a part of the value.
        """
        start = at + 2
        if self._said(at + 1) not in (":", "="):
            return None
        if self._said(start) == "{":
            return start
        end = start
        while self._token(end)[0] not in ("comma", "close", ""):
            self._left -= 1
            if self._left < 0:
                self._refuse("dir", "is too much to follow")
            if self._said(at + 1) == ":" and self._said(end) in ("(", "{") and self._has_brace(end):
                self._refuse("dir", "is computed")
            end = self._ends.get(end, end) + 1
        return self._declared(self._said(start)) if end == start + 1 else None

    def _declared(self, name: str) -> int | None:
        """Return where the object begins that a name stands for. Raises ConfigError if it may be another as well."""
        if name not in self._objects:
            places = [place for place in self._places(name) if self._said(place + 1) == "="]
            declared = [place + 2 for place in places if self._said(place + 2) == "{"]
            if len(places) > 1 and declared:
                self._refuse("dir", "is computed")
            self._objects[name] = declared[0] if declared else None
        return self._objects[name]

    def _has_brace(self, at: int) -> bool:
        """Say whether an object is in the brackets that open at a place, or is these."""
        position = bisect_left(self._braces, at)
        return self._braces[position : position + 1] != [] and self._braces[position] <= self._ends.get(at, at)

    def _member(self, start: int, name: str) -> str | None:
        """Return the text that an object has by a name; None if it has none.

        Raises ConfigError where others may be in the object as well: `...others`, or keys in brackets.
        """
        if start not in self._ends:
            self._refuse("dir", "is computed")
        at, end = start + 1, self._ends[start]
        while at < end:
            if self._name(at) == name and self._said(at + 1) == ":":
                return self._text_at(at + 2, f"dir.{name}", ",", "}")
            if self._said(at) == name and self._said(at + 1) in (",", "}"):
                return self._text_at(at, f"dir.{name}", ",", "}")
            if self._said(at) in (".", "["):
                self._refuse("dir", "is computed")
            while at < end and self._said(at) != ",":
                at = self._ends.get(at, at) + 1
            at += 1
        return None

    def _text_at(self, at: int, what: str, *ends: str) -> str:
        value = self._value(at)
        kind, said = self._token(at)
        is_other = _ESCAPE.search(said) if kind == "text" else self._is_variable(said)
        if not isinstance(value, str) or self._said(at + 1) not in ends or is_other:
            self._refuse(what, "is computed")
        return value

    def _is_variable(self, name: str) -> bool:
        """Say whether a name is that of a parameter or a variable as well, in forms that are easily seen."""
        if name not in self._variables:
            self._variables[name] = any(map(self._is_set, self._places(name)))
        return self._variables[name]

    def _is_set(self, at: int) -> bool:
        """Say whether a name gets a value where it stands: of an argument, in a loop or by `+=`."""
        following = tuple(self._said(at + step) for step in (1, 2, 3))
        if following[:2] in (("=", ">"), ("+", "=")) or following[0] in ("of", "in"):
            return True
        is_alone = self._said(at - 1) == "(" and following[0] == ")"
        return is_alone and (following[1:] == ("=", ">") or following[1] == "{")

    def _list_at(self, at: int, what: str) -> frozenset[str]:
        """Return the texts of a list, or of one text with commas."""
        if self._said(at) != "[":
            return frozenset(part.strip() for part in self._text_at(at, what, ")", ",", "}", ";").split(","))
        if at not in self._ends:
            self._refuse(what, "is computed")
        found = set()
        for place in range(at + 1, self._ends[at]):
            if self._said(place) != ",":
                found.add(self._text_at(place, what, ",", "]"))
        return frozenset(found)

    def _value(self, at: int) -> Plain | None:
        return plain_value(*self._program[at], self._names) if at < len(self._program) else None

    def _places(self, name: str) -> Sequence[int]:
        return self._named.get(name, ())

    def _name(self, at: int) -> str:
        kind, said = self._token(at)
        return said[1:-1] if kind == "text" else said if kind == "word" else ""

    def _said(self, at: int) -> str:
        return self._token(at)[1]

    def _token(self, at: int) -> Token:
        return self._program[at] if 0 <= at < len(self._program) else ("", "")

    def place(self, what: str) -> str:
        """Return the path and the line at which something first stands in the program."""
        found = re.search(re.escape(what), self._text)
        return f"{self.path}:{self._text.count(chr(10), 0, found.start()) + 1 if found else 1}"

    def _refuse(self, what: str, why: str) -> NoReturn:
        raise ConfigError(f"{self.place(what.rpartition('.')[2])}: {what} {why}: {_PLAIN}")
