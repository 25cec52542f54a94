"""Take the names of Hexo's posts apart, as `new_post_name` in the configuration of a site puts them together."""

import re

_PART = re.compile(r":([A-Za-z]\w*)", re.ASCII)
_MOST_FREE = 2
"""Parts of any length in a pattern of file names at most; each more is another power of the time to match them."""

_DIGITS = {"year": r"\d{4}", "month": r"\d{2}", "day": r"\d{2}", "i_month": r"\d{1,2}", "i_day": r"\d{1,2}"}


def parts_of(pattern: str) -> list[str]:
    """Return the names of the parts of a pattern."""
    return _PART.findall(pattern)


def hexo_name(path: str, pattern: str | None) -> dict[str, str]:
    """Return the parts of the path of a post by the `new_post_name` of its site; none where it is not of that form.

    The path is that below the folder of posts, without the suffix.
    """
    pattern = (pattern or ":title").removesuffix(".md").removesuffix(".markdown")
    rule, end = "", 0
    free = 0
    names: set[str] = set()
    for part in _PART.finditer(pattern):
        name = part[1]
        free += name in names or name not in _DIGITS
        rule += re.escape(pattern[end : part.start()])
        rule += "[^/]+?" if name in names else f"(?P<{name}>{_DIGITS.get(name, '.+?')})"
        names.add(name)
        end = part.end()
    if free > _MOST_FREE:
        return {}
    found = re.fullmatch(rule + re.escape(pattern[end:]), path)
    return found.groupdict() if found else {}
