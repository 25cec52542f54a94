"""Read what the program that configures an Eleventy site says by calls: folders, formats, and what is not read.

It is not run. What may keep articles from being published, and is computed, stops the builds.
"""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from feeds.sites.code import Code, UnclearError
from feeds.sites.eleventy_settings import Settings
from feeds.sites.filters import is_harmless_data, is_harmless_filter
from feeds.sites.javascript import Token
from feeds.sites.objects import tells

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

_CHANGING = frozenset({"push", "unshift", "splice", "pop", "shift"})
"""Calls that change a list."""

_ONE = "call it once"
_HARMLESS = "let the function ask for `draft` alone, and hand on single fields of the data"


class Program(Settings):
    """The calls of a program, and the values of its settings. Raises ConfigError for what is computed."""

    def __init__(self, path: Path, text: str) -> None:
        super().__init__(path, text)
        self._objects: dict[str, int | None] = {}
        self._functions: dict[str, bool | None] = {}
        self._braces = [at for at, (_, said) in enumerate(self._program) if said == "{"]
        for at, (kind, said) in enumerate(self._program):
            if kind == "text" and (setting := _SETTING.search(said)):
                self._refuse(setting[0].rstrip("({["), "stands in what feeds takes for a text")
            name = self._name(at)
            if name in _CALLS and (self._said(at - 1), self._said(at + 1)) != (".", "("):
                self._refuse(name, "is called in a way that feeds does not follow", f"write eleventyConfig.{name}(…)")

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
            suffixes = sorted(self._list_at(at + 2, "setDataFileSuffixes"))
            found = found._replace(suffixes=tuple(suffixes))
        for at in self._places("setDataFileBaseName"):
            found = found._replace(base=self._text_at(at + 2, "setDataFileBaseName", ")"))
        for at in self._places("addDataExtension"):
            names = self._text_at(at + 2, "addDataExtension", ",").split(",")
            found = found._replace(formats=(*found.formats, *(name.strip().lstrip(".") for name in names)))
        return found

    def folder(self, name: str) -> str | None:
        """Return the folder that a call sets, or the value of `dir`; None if there is neither."""
        by_call = {self._text_at(at + 2, _SETTERS[name], ")") for at in self._places(_SETTERS[name])}
        said = by_call or {text for start in self._folders if (text := self._member(start, name))}
        if len(said) > 1:
            todo = _ONE if by_call else f"set it by eleventyConfig.{_SETTERS[name]}(…)"
            self._refuse(_SETTERS[name] if by_call else f"dir.{name}", "has several values", todo)
        return next(iter(said), None)

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
        """Say whether nothing is read that git ignores, as is to be assumed of a call on a condition."""
        said = set()
        for at in self._places("setUseGitIgnore"):
            said.add("true" if self._is_conditional(at) else self._said(at + 2))
            if self._said(at + 3) != ")" or not said <= {"true", "false"} or len(said) > 1:
                self._refuse("setUseGitIgnore", "is computed", "call it once, with true or false")
        return "false" not in said

    def formats(self) -> frozenset[str]:
        """Return the formats of templates, which are suffixes of files."""
        by_call = {self._list_at(at + 2, "setTemplateFormats") for at in self._places("setTemplateFormats")}
        said = by_call or set(self._template_formats())
        if len(said) > 1:
            todo = _ONE if by_call else "set it by eleventyConfig.setTemplateFormats(…)"
            self._refuse("setTemplateFormats" if by_call else "templateFormats", "has several values", todo)
        found = next(iter(said), FORMATS)
        more = (self._list_at(at + 2, "addTemplateFormats") for at in self._places("addTemplateFormats"))
        return (FORMATS if "*" in found else found).union(*more)

    def _template_formats(self) -> Iterator[frozenset[str]]:
        for at in self._places("templateFormats"):
            after = self._after(at)
            if self._said(after) in (":", "="):
                yield self._list_at(after + 1, "templateFormats")
            elif self._said(after) == "." and self._said(after + 1) in _CHANGING:
                self._refuse("templateFormats", "is computed")

    def check_filters(self) -> None:
        """Raise ConfigError for a function that may keep articles back by more than fields that say so for feeds, too.

        Such are preprocessors that return `false`, and the data of a whole site that says whether pages are written.
        """
        for at in self._places("addPreprocessor"):
            body = self._body(at + 1)
            if body and not is_harmless_filter(body, self._may_be_false):
                self._refuse("addPreprocessor", "may keep back articles in a way that feeds does not follow", _HARMLESS)
        for at in self._places("addGlobalData"):
            body = self._body(at + 1)
            name = self._value(at + 2)
            is_plain = self._said(at + 3) == "," and not self._is_variable(self._said(at + 2))
            if not is_plain or not isinstance(name, str):
                if self._has_telling_names:
                    self._refuse("addGlobalData", "is given a computed name, which may be one that keeps back articles")
            elif body and not is_harmless_data(name, self._with_declared(body)):
                self._refuse("addGlobalData", "may keep back articles in a way that feeds does not follow", _HARMLESS)

    def _with_declared(self, arguments: Sequence[Token]) -> Sequence[Token]:
        """Return the arguments of a call, with the function in the place of its name if the program declares one."""
        name = arguments[2][1] if len(arguments) == 3 and arguments[2][0] == "word" else ""
        places = [at for at in self._places(name) if self._said(at - 1) in ("function", "const", "let", "var")]
        if self._code is None or len(places) != 1:
            return arguments
        start = places[0] - 1 if self._said(places[0] - 1) == "function" else places[0] + 2
        body = (self._code.function_at(start) or (0, -1))[1]
        is_block = self._said(body) == "{" and body in self._ends
        return [*arguments[:2], *self._program[start : self._ends[body] + 1]] if is_block else arguments

    @cached_property
    def _has_telling_names(self) -> bool:
        return any(map(self._is_told, range(len(self._program))))

    def _is_told(self, at: int) -> bool:
        """Say whether a text or a key may hold articles back, or begins so, and is not what a call is given for one."""
        kind = self._token(at)[0]
        is_key = kind == "word" and self._said(at + 1) == ":"
        if is_key and self._name(at) == "permalink" and self._is_option(at + 2):
            return False
        is_name = kind == "text" or is_key
        return is_name and self._said(at - 2) != "addGlobalData" and tells(self._name(at).partition(".")[0])

    def _may_be_false(self, name: str) -> bool | None:
        """Say whether a function that the program declares may return `false`; None if there is none."""
        if self._code is None:
            return None
        if name not in self._functions:
            code, found = self._code, None
            for at in self._places(name):
                is_declared = self._said(at - 1) in ("function", "*")
                function = code.function_at(at - 1 if is_declared else at + 2)
                if function and (is_declared or self._said(at + 1) == "="):
                    body = function[1]
                    end = code.ends[body] if self._said(body) == "{" else code.end_of_member(body)
                    code.spend(end - body)
                    found = found or any(self._said(place) == "false" for place in range(body, end))
            self._functions[name] = found
        return self._functions[name]

    def _is_conditional(self, at: int) -> bool:
        try:
            return self._code is None or self._code.is_conditional(at)
        except UnclearError:
            return True

    @cached_property
    def _code(self) -> Code | None:
        """The structure of the program; None if its brackets do not fit."""
        try:
            return Code(self._program)
        except UnclearError:
            return None

    def _body(self, at: int) -> Sequence[Token]:
        """Return what stands between two brackets. Raises ConfigError for so many that are one inside another."""
        body = self._program[at + 1 : self._ends.get(at, at)]
        self._left -= len(body)
        is_open = self._said(at) == "(" and at not in self._ends
        if is_open or self._left < 0:
            what = "addPreprocessor" if self._places("addPreprocessor") else "addGlobalData"
            self._refuse(what, "is not closed" if is_open else "is nested too deeply", _HARMLESS)
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
        after = self._after(at)
        start = after + 1
        if self._is_changed(at, _SETTERS):
            self._refuse("dir", "is computed")
        if self._said(after) not in (":", "="):
            return None
        if self._said(start) == "{":
            return start
        end = start
        while self._token(end)[0] not in ("comma", "close", ""):
            self._left -= 1
            if self._left < 0:
                self._refuse("dir", "is too much to follow")
            if self._said(after) == ":" and self._said(end) in ("(", "{") and self._has_brace(end):
                self._refuse("dir", "is computed")
            end = self._ends.get(end, end) + 1
        return self._declared(self._said(start)) if end == start + 1 else None

    def _declared(self, name: str) -> int | None:
        """Return where the object begins that a name stands for. Raises ConfigError if it may be another as well."""
        if name not in self._objects:
            places = [place for place in self._places(name) if self._said(place + 1) == "="]
            declared = [place + 2 for place in places if self._said(place + 2) == "{"]
            is_changed = any(self._is_changed(place, _SETTERS) for place in self._places(name))
            if declared and (len(places) > 1 or is_changed):
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
