"""Tell from the tag of a language (RFC 5646) which may stand for it, which way it is written, and where."""

import re
from functools import lru_cache
from typing import Literal

ENGLISH = "en"
"""The language that messages are written in, and in which they are shown where there is no other."""

Direction = Literal["ltr", "rtl"]

_STANDS_FOR = {
    "zh": "zh-Hans",
    "zh-tw": "zh-Hant",
    "zh-hk": "zh-Hant",
    "zh-mo": "zh-Hant",
    "zh-yue": "zh-Hant",
    "yue": "zh-Hant",
    "cmn": "zh-Hans",
    "no": "nb",
    "nn": "nb",
    "iw": "he",
    "in": "id",
    "prs": "fa",
}
"""What is read instead of a language without words of its own: its usual script, its newer tag, or its nearest kin."""

_RIGHT_TO_LEFT = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "iw", "ks", "lrc", "mzn", "nqo", "pnb", "prs", "ps", "sd", "syr", "ug"}
    | {"ur", "yi"}
)
_SCRIPTS = frozenset({"adlm", "arab", "aran", "hebr", "mand", "nkoo", "rohg", "samr", "syrc", "thaa"})
"""The languages, and the scripts, that are written from right to left."""

_LETTERS = "[\u05d0-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\U00010800-\U00010fff\U0001e800-\U0001efff]"
"""Letters that are written from right to left (Unicode, Bidi_Class R and AL)."""


def stand_ins(tag: str) -> tuple[str, ...]:
    """Return a tag and those that stand for it, the nearest first, in lower case: `de-AT` is `de-at`, then `de`."""
    parts = tag.lower().replace("_", "-").split("-")
    found: dict[str, None] = {}
    for length in range(len(parts), 0, -1):
        shorter = "-".join(parts[:length])
        found[shorter] = None
        if shorter in _STANDS_FOR:
            found[_STANDS_FOR[shorter].lower()] = None
    return tuple(found)


def canonical(tag: str) -> str:
    """Return a tag in the usual case: `pt-BR` for `pt-br` (RFC 5646, section 2.1.1)."""
    first, *rest = tag.split("-")
    usual = (part.title() if len(part) == 4 else part.upper() if len(part) == 2 else part.lower() for part in rest)
    return "-".join((first.lower(), *usual))


def direction(tag: str | None) -> Direction:
    """Return which way a language is written, by its script if the tag has one."""
    parts = (tag or ENGLISH).lower().replace("_", "-").split("-")
    script = next((part for part in parts[1:3] if len(part) == 4 and part.isalpha()), None)
    is_rtl = script in _SCRIPTS if script else parts[0] in _RIGHT_TO_LEFT
    return "rtl" if is_rtl else "ltr"


def way(text: str) -> Direction | Literal["auto"]:
    """Return the `dir` of a text where lines run from right to left.

    A text of such a language may begin with a name in Latin letters, by which a browser would take it for another one.
    """
    return "rtl" if re.search(_LETTERS, text) else "auto"


@lru_cache(maxsize=64)
def locale(tag: str) -> str:
    """Return a language with a country, as Open Graph has them: `de_AT`; where a tag has none, that of most readers."""
    language, *others = tag.replace("_", "-").split("-")
    country = next((part for part in others if len(part) == 2 and part.isalpha()), None)
    if country is None and language.lower() == ENGLISH:
        country = "US"
    if country is None:
        from feeds.words.forms import usual_country

        country = usual_country(tag)
    return f"{language.lower()}_{country.upper()}" if country else language.lower()
