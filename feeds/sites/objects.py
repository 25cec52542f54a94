"""Read what an object of a program says that may hold pages of an Eleventy site back. Nothing is run."""

from typing import Any

from feeds.articles.foreign.held_back import held_back, may_tell
from feeds.articles.foreign.spellings import NESTED
from feeds.sites.code import Code, UnclearError, constants
from feeds.sites.conditions import Function
from feeds.sites.javascript import Plain, plain_value

COMPUTED, ADDRESS = "eleventyComputed", "permalink"
"""The group of fields that functions and templates compute, and the field that may be a function everywhere."""

DECLARING = frozenset({"const", "let", "var"})

MAX_LEVELS = 40
"""Objects and functions one inside another that are followed."""

_KINDS_OF_MEMBERS = frozenset({"async", "get", "set", "static", "*"})
_NO_OBJECTS = frozenset({"undefined", "null", "true", "false"})

Said = dict[str, Any]


def tells(name: str) -> bool:
    """Say whether a field may hold a page of Eleventy back, or is a group of such."""
    return may_tell(name, "eleventy")


class Objects:
    """Reads the objects of a program; `is_computed` are those of which functions are asked for values."""

    def __init__(self, code: Code, *, is_computed: bool = False) -> None:
        self.code = code
        self._is_computed = is_computed
        self._names = constants(code.program)
        self._level = 0
        self._places: dict[str, list[int]] = {}
        for at, (kind, said) in enumerate(code.program):
            if kind == "word":
                self._places.setdefault(said, []).append(at)

    def take(self, at: int, found: Said) -> int:
        """Take what the object says that an expression is, and return where that ends."""
        self.code.spend(1)
        self._level += 1
        if self._level > MAX_LEVELS:
            raise UnclearError("export")
        end = self._taken(at, found)
        if not self.code.has_end(end):
            raise UnclearError(self.code.name(at) or "export")
        self._level -= 1
        return end

    def _taken(self, at: int, found: Said) -> int:
        code = self.code
        while code.said(at) == "await":
            at += 1
        kind, said = code.token(at)
        if function := code.function_at(at):
            self._take_returned(function[1], found)
            return code.ends[function[1]] + 1 if code.said(function[1]) == "{" else code.end_of_member(function[1])
        if kind == "open":
            if said == "{":
                self._take_members(at, found)
            elif said == "(" and self.take(at + 1, found) != code.ends[at] and code.said(at + 1) != "{":
                raise UnclearError("export")
            return code.ends[at] + 1
        if kind in ("text", "close", "comma", "") or said in _NO_OBJECTS:
            return at if kind in ("close", "comma", "") else at + 1
        if said == "Promise" and (code.said(at + 2), code.said(at + 3)) == ("reject", "("):
            return code.ends[at + 3] + 1
        if said == "Object" and code.said(at + 2) in ("freeze", "seal", "assign") and code.said(at + 3) == "(":
            self.take_arguments(at + 4, found)
            return code.ends[at + 3] + 1
        if kind != "word" or not code.has_end(at + 1):
            raise UnclearError(said if kind == "word" else "export")
        self._take_declared(at, found)
        return at + 1

    def _take_returned(self, body: int, found: Said) -> None:
        """Take what the objects say that a function returns."""
        several: list[Said] = []
        for place in self.code.returned(body):
            several.append({})
            self.take(place, several[-1])
        _join(several, found)

    def take_arguments(self, at: int, found: Said) -> None:
        """Take what the objects say that are the arguments of a call from a place on."""
        while self.code.token(at)[0] not in ("close", ""):
            at = self.take(at, found)
            at += self.code.said(at) == ","

    def _take_declared(self, use: int, found: Said) -> None:
        """Take what the object says that a name stands for, with all changes to it."""
        code = self.code
        name = code.said(use)
        values = []
        places = self._places[name]
        code.spend(2 * len(places))
        for at in places:
            if code.said(at - 1) in ("function", "*"):
                function = code.function_at(at - 1)
                if function is None:
                    raise UnclearError(name)
                values.append(at - 1)
            elif code.said(at - 1) in DECLARING and code.said(at + 1) == "=":
                values.append(at + 2)
        if len(values) != 1:
            raise UnclearError(name)
        self.take(values[0], found)
        for at in places:
            if at not in (use, values[0] - 2, values[0] + 1):
                self._take_change_of(at, found)

    def _take_change_of(self, at: int, found: Said) -> None:
        code = self.code
        if code.said(at - 1) == "." and code.said(at - 2) != ".":
            return
        if code.said(at + 1) in (".", "["):
            self.take_change(at + 1, found)
        elif code.said(at + 1) == "," and self.is_assigned(at + 1):
            self.take_arguments(at + 2, found)
        elif code.said(at + 1) == "=" or code.said(at - 1) in ("(", ","):
            raise UnclearError(code.said(at))

    def take_change(self, at: int, found: Said) -> None:
        """Take what is set by `.key = value` or `["key"] = value`, which begins at a place."""
        code = self.code
        name = code.name(at + 1)
        if code.said(at) == "[" and code.token(at + 1)[0] == "word":
            name = str(self._names.get(name, ""))
        after = at + 2 if code.said(at) == "." else code.ends[at] + 1
        if (code.said(at) == "[" and not name) or (tells(name) and code.said(after) != "="):
            raise UnclearError(name or "exports")
        if tells(name):
            start = after + 1
            self.put(name, start, self.end(start, code.end_of_member(start)), found)

    def end(self, start: int, end: int) -> int:
        """Return where the value of a statement ends, which may have no sign at its end."""
        code = self.code
        is_alone = code.token(start)[0] in ("text", "word") and code.token(start + 1)[0] == "word"
        return start + 1 if is_alone and not code.function_at(start) and code.said(start) != "async" else end

    def _take_members(self, start: int, found: Said) -> None:
        code = self.code
        at = start + 1
        while at < code.ends[start]:
            end = code.end_of_member(at)
            if code.said(at) == code.said(at + 1) == code.said(at + 2) == ".":
                self.take(at + 3, found)
            else:
                while code.said(at) in _KINDS_OF_MEMBERS and code.said(at + 1) not in (":", "(", ",", "}"):
                    at += 1
                self._take_member(at, end, found)
            at = end + (code.said(end) == ",")

    def _take_member(self, at: int, end: int, found: Said) -> None:
        code = self.code
        name = code.name(at)
        if code.said(at) == "[":
            name = code.name(at + 1) if code.token(at + 1)[0] == "text" else str(self._names.get(code.said(at + 1), ""))
            if not name or code.ends[at] != at + 2:
                raise UnclearError("export")
            at += 2
        if not tells(name):
            return
        if code.said(at + 1) == ":":
            self.put(name, at + 2, end, found)
        elif code.said(at + 1) == "(":
            self.put(name, at + 1, end, found, is_method=True)
        else:
            self.put(name, at, end, found)

    def put(
        self, name: str, start: int, end: int, found: Said, *, is_computed: bool = False, is_method: bool = False
    ) -> None:
        """Put what an expression says of a field into what is found; what says nothing takes an earlier value away."""
        code = self.code
        start, end = (start, end) if is_method else code.without_brackets(start, end)
        found.pop(name, None)
        if name == COMPUTED or (name in NESTED and code.said(start) == "{"):
            inner: Said = {}
            reader = self if name in NESTED else Objects(code, is_computed=True)
            reader.take(start, inner)
            found.update({name: inner} if inner else {})
            return
        if name in NESTED:
            return
        function = (start, code.ends[start] + 1) if is_method else code.function_at(start)
        if function:
            is_read = is_computed or self._is_computed or name == ADDRESS
            if not is_read or not Function(code, name, "permalink" if name == ADDRESS else "flag").is_harmless(
                *function
            ):
                raise UnclearError(name)
            return
        value = self._value(name, start, end)
        if value is not None:
            found[name] = value

    def _value(self, name: str, start: int, end: int) -> Plain | None:
        """Return the plain value of a field; None for one that holds nothing back. Raises UnclearError."""
        code = self.code
        kind, said = code.token(start)
        if end == start + 1:
            value = plain_value(kind, said, self._names)
            if value is not None and not (name != ADDRESS and isinstance(value, str) and "{{" in value):
                return value
            if said in ("undefined", "null"):
                return None
        if name == ADDRESS and Function(code, name, "permalink").is_address(start, end):
            return None
        raise UnclearError(name)

    def is_assigned(self, at: int) -> bool:
        """Say whether the first argument of `Object.assign` ends at a place."""
        code = self.code
        opened = code.around[at]
        return code.said(opened - 1) == "assign" and at == code.end_of_member(opened + 1)


def _join(several: list[Said], found: Said) -> None:
    """Put together what several objects say, of which a program makes one: what holds back counts."""
    merged: Said = {}
    for said in several:
        for key, value in said.items():
            if key not in merged or held_back({key: value}, "eleventy"):
                merged[key] = value
    found.update(merged)
