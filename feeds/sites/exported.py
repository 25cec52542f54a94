"""Read what a program of data exports, as far as it may hold pages of an Eleventy site back. Nothing is run."""

from feeds.sites.code import Code, UnclearError
from feeds.sites.objects import ADDRESS, DECLARING, Objects, Said, tells

_ELSEWHERE = frozenset({"require", "import", "fetch", "eval", "Function"})
_KINDS = frozenset({"type", "interface", "class", "enum", "declare", "async", "function"})
"""What follows on `export` where no value does, or one of a function."""


def telling_values(text: str) -> Said:
    """Return the plain values, of the object that a program exports or its function returns, that may hold pages back.

    Of several objects that it may be, a value counts that holds back. A function says nothing if it holds no pages back
    but those whose fields do so for feeds, too. Raises UnclearError for what is computed otherwise.
    """
    code = Code.of(text)
    places = range(len(code.program))
    if not any(code.name(at) in _ELSEWHERE or tells(code.name(at)) or _is_passed_on(code, at) for at in places):
        return {}
    return _Exports(code).exported()


def telling_value(text: str, key: str, *, is_computed: bool = False) -> Said:
    """Return what a program says of a field, which may be computed, whose value it exports. Raises UnclearError."""
    return _Exports(Code.of(text), is_computed=is_computed).exported(key)


def _is_passed_on(code: Code, at: int) -> bool:
    """Say whether `export * from` or `export {...} from` stands at a place."""
    if code.said(at) != "export":
        return False
    return code.said(at + 1) == "*" or (code.said(at + 1) == "{" and code.said(code.ends[at + 1] + 1) == "from")


class _Exports(Objects):
    """Reads what a program exports."""

    def exported(self, key: str | None = None) -> Said:
        """Return what of the exported object tells; with a `key`, what it says if it is the value of that."""
        code = self.code
        found: Said = {}
        for at in range(len(code.program)):
            if code.said(at) == "export":
                self._take_export(at + 1, key, found)
            elif code.name(at) == "exports" and code.said(at + 1) != ":":
                self._take_use(at, code.said(at) != "exports", key, found)
        return found

    def _take_use(self, at: int, is_in_brackets: bool, key: str | None, found: Said) -> None:
        """Take what is done with `exports`, `module.exports` or `module["exports"]`."""
        code = self.code
        at += 1 + is_in_brackets
        if code.said(at) == "=" and not code.is_arrow(at) and code.said(at + 1) != "=":
            if "exports" not in (code.name(at + 1), code.name(at + 3)):  # `module.exports = exports = {...}`
                self._take_whole(at + 1, key, found)
        elif code.said(at) in (".", "["):
            self.take_change(at, found)
        elif code.said(at) == "," and code.name(at + 1) == "__esModule":
            pass
        elif code.said(at) == "," and self.is_assigned(at):
            self.take_arguments(at + 1, found)
        elif code.said(at) != ";" and at < len(code.program):
            raise UnclearError("exports")

    def _take_whole(self, at: int, key: str | None, found: Said) -> None:
        if key is None:
            self.take(at, found)
            return
        end = self.code.end_of_member(at)
        self.put(key, at, end, found, is_computed=key == ADDRESS)

    def _take_export(self, at: int, key: str | None, found: Said) -> None:
        """Take what follows on `export`."""
        code = self.code
        said = code.said(at)
        if said == "default":
            self._take_whole(at + 1, key, found)
        elif said in DECLARING:
            self._take_declarations(at + 1, found)
        elif said == "{":
            self._take_names(at, found)
        elif said not in _KINDS:
            raise UnclearError("export")
        elif tells(name := code.name(at + 1 + (code.said(at + 1) in ("function", "*")))):
            raise UnclearError(name)

    def _take_declarations(self, at: int, found: Said) -> None:
        """Take the names with values that begin at a place."""
        code = self.code
        is_more = True
        while is_more:
            if code.token(at)[0] != "word":
                raise UnclearError("export")
            end, name = code.end_of_member(at), code.said(at)
            while at < end and code.said(at) != "=":
                code.spend(1)
                at += 1
            if tells(name):
                self.put(name, at + 1, self.end(at + 1, end), found)
            is_more = code.said(end) == ","
            at = end + 1

    def _take_names(self, start: int, found: Said) -> None:
        """Take the names that are exported in braces, each by itself or by another one."""
        code = self.code
        at = start + 1
        while at < code.ends[start]:
            end = code.end_of_member(at)
            name = code.name(end - 1)
            if name == "default":
                raise UnclearError(name)
            if tells(name):
                self.put(name, at, at + 1, found)
            at = end + (code.said(end) == ",")
