"""Translate the globs of Hexo and Eleventy, which picomatch reads for both, into regular expressions.

Only plain ones are: what picomatch makes of others can hardly be told without it, so they are refused. An expression
takes time by the length of a path and its own, whatever they are: nothing in it is tried twice.
"""

import re
from collections.abc import Iterable

from feeds.sites.globs import BRACES, MAX_PATTERNS, TooMuchError, alternatives, too_much

END, END_OF_NAME = r"\Z", r"(?:/|\Z)"
"""The ends of an expression: that of a path, or of the path of a folder above it as well."""

MAX_GROWTH = 3
"""Times that expressions may be longer than the patterns that a site may have."""

PLAINER = "what it keeps out would be published; write it in plainer words, or shorten it"
"""How the message ends about a pattern that cannot be followed."""

_NOT_PLAIN = re.compile(
    r"""[\\()|"]|^!|\*{3}|\.\.|[+$^]{2}|(?<=[\]}])\+"""
    r"|(?<=\})\*\*|\*\*(?=\{)|\*[,}](?=.*/\*\*\Z)|[\x00-\x1f]"
)
"""What has a meaning of its own in a glob, or another than it seems: `a++` stands for `a+` as well."""

_ALL_WITH_SUFFIX = re.compile(r"\A\*\*(?=\.\w+\Z)", re.ASCII)
"""`**.md`, which is the same as `**/*.md`."""

_QUOTED = re.compile(r"\\([# ])")

_FOLDERS, _ANY, _ONE = "\0\1\2"
"""What stands for `**`, which no choices between braces may make of two `*`; and for `*` and `?` beside a brace."""

_SIGNS = {"*": _ANY, "?": _ONE}
_BESIDE_BRACE = re.compile(r"(?<=[{,}])[*?]")

_TOKEN = re.compile(
    r"(?P<set>\[(?P<sign>[!^]?)(?P<members>(?:[0-9]-[0-9]|[a-z]-[a-z]|[A-Z]-[A-Z]|[A-Za-z0-9_.])+)\])"
    rf"|(?P<one>[?{_ONE}])|(?P<bracket>[\[\]])|(?P<text>[^?{_ONE}\[\]]+)"
)


def expression(pattern: str, *, takes_dots: bool, end: str = END) -> str:
    """Return a regular expression for the paths that a glob fits, up to the `end`.

    With `takes_dots` names that begin with a dot are as good as others, and `[!a]` is a set of all but `a`: so
    Eleventy has it, and Hexo has not. Raises TooMuchError for what is not followed.
    """
    if remark := too_much(pattern):
        raise TooMuchError(remark)
    plain = _QUOTED.sub(r"\1", pattern.removeprefix("./"))
    if found := _NOT_PLAIN.search(plain):
        raise TooMuchError(f"has {plain[max(found.start() - 1, 0) : found.end() + 1]!r} in it, which is not followed")
    _check_braces(plain)
    marked = _ALL_WITH_SUFFIX.sub("**/*", plain).replace("**", _FOLDERS)
    marked = _BESIDE_BRACE.sub(lambda sign: _SIGNS[sign[0]], marked) if "{" in marked else marked
    return "|".join(_of_path(one, takes_dots=takes_dots) + end for one in alternatives(marked))


def joined(patterns: Iterable[str], *, takes_dots: bool, end: str = END) -> str:
    """Return one expression for the paths that one of some globs fits; an empty one if there are none.

    No more is made of them than a site may have, and one, so that it is seen that there are too many.
    """
    found: list[str] = []
    left = MAX_PATTERNS
    for pattern in dict.fromkeys(patterns):
        if left < 0:
            break
        found.append(expression(pattern, takes_dots=takes_dots, end=end))
        left -= len(found[-1]) // MAX_GROWTH + 1
    return "|".join(found)


def remark_on(pattern: str) -> str | None:
    """Return why a pattern of what is not published cannot be followed, as the end of a sentence; None if it can."""
    try:
        expression(pattern, takes_dots=True)
    except TooMuchError as error:
        return f"{error}: {PLAINER}"
    return None


def _check_braces(pattern: str) -> None:
    """Raise TooMuchError for braces without a choice, which are no braces then, and for `**` between them."""
    rest = pattern
    while braces := BRACES.search(rest):
        if "," not in braces[1] or "**" in braces[1]:
            raise TooMuchError(f"has {braces[0]!r} in it, which is not followed")
        rest = f"{rest[: braces.start()]}x{rest[braces.end() :]}"
    if "{" in rest or "}" in rest:
        raise TooMuchError("has a brace in it that is not closed, or not opened")


def _of_path(glob: str, *, takes_dots: bool) -> str:
    """Return the expression for a glob without braces.

    What stands between two `**` is looked for once: its first place is the best, as the next takes all that follows.
    """
    own = "" if takes_dots else r"(?!\.)"
    names = glob.split("/")
    runs: list[list[str]] = [[]]
    for name in names:
        if name == _FOLDERS:
            runs.append([])
        else:
            runs[-1].append(_of_name(name, own, takes_dots=takes_dots))

    made = "/".join(runs[0])
    is_open = names[-1] == _FOLDERS
    others = ["/".join(run) for run in runs[1:] if run]
    for position, run in enumerate(others, 1):
        made += "/" if made or runs[0] else ""
        found = rf"(?:{own}[^/]*+/)*?{run}"
        made += found if position == len(others) and not is_open else rf"(?>{found}(?=/|\Z))"
    if is_open:
        last = next((name for name in reversed(names) if name != _FOLDERS), None)
        most = "+" if last is not None and last[-1:] in ("*", _FOLDERS) else "*"  # `a/**` is also `a`, `a*/**` is not
        below = rf"(?:/{own}[^/]*+)"
        made += rf"(?>{below}{most})" if last is not None else rf"{own}[^/]*+(?>{below}*)"
    return made


def _of_name(name: str, own: str, *, takes_dots: bool) -> str:
    first, *others = (_of_text(text, takes_dots=takes_dots) for text in re.split(rf"[*{_FOLDERS}{_ANY}]+", name))
    start = own if name[:1] in ("*", "?", _FOLDERS) else ""
    if not others:
        return start + first
    last = others.pop()
    middle = "".join(f"(?>[^/]*?{one})" for one in others)
    return rf"{start}{first}{middle}[^/]*{last}"


def _of_text(text: str, *, takes_dots: bool) -> str:
    """Return the expression for a part of a name without `*`."""
    made = ""
    for found in _TOKEN.finditer(text):
        if found["set"]:
            made += _of_set(found, is_not="^!" if takes_dots else "^")
        elif found["bracket"]:
            raise TooMuchError("has brackets in it that are not followed")
        else:
            made += "[^/]" if found["one"] else re.escape(found["text"])
    return made


def _of_set(found: re.Match[str], *, is_not: str) -> str:
    """Return the expression for a set; one of nothing but letters and digits stands for its own text as well."""
    sign, members = found["sign"], found["members"]
    if sign and sign in is_not:
        return f"[^{members}/]"
    one = f"[{sign}{members}]"
    return one if "-" in members or "." in members else f"(?:{re.escape(found['set'])}|{one})"
