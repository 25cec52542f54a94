"""Take e-mail addresses out of the names of people: nobody's address is published."""

import re
from urllib.parse import unquote

from feeds.core.patterns import lazy
from feeds.core.text import INVISIBLE

_APART = r"\s<>()\[\],;:\"|/\\"
"""What stands between an address and the words beside it."""

_LOCAL = rf"(?:\"[^\"]*+\"|[^{_APART}@]++)"
_HOST = rf"(?:\[[^\[\]\s]*+\]|[^{_APART}@.]++(?>(?:\.[^{_APART}@.]++)+)\.?)"
_ADDRESS = lazy(rf"(?:(?<![^{_APART}])(?:mailto:)?|(?=\")|(?<!@)(?=@))@*+{_LOCAL}@++{_HOST}", re.IGNORECASE)
"""An address. It is looked for where a word or a run of @ begins: everywhere, long words would take their square."""

_HANDLE = lazy(rf"(?<![^{_APART}])@[^{_APART}@]+@[^{_APART}@]+(?![^{_APART}])")
_REST = lazy(r"[^\s@]@[^\s@]*\.")
_TAG = lazy(r"<[^<>]*>")
_EMPTY = lazy(r"\(\s*\)|\[\s*\]|\bmailto:|[<>]", re.IGNORECASE)
_AND = r"(?<!\w)(?-i:and|or|und|oder|et|ou|y|o|e|en|och|og|i)(?!\w)"  # with a capital, it is a name
_SIGNS_BETWEEN = r"[\s,;:|/&+–—-]"
_START = lazy(rf"\A(?:{_SIGNS_BETWEEN}|{_AND}(?=[\s,;|]|\Z))+", re.IGNORECASE)
_END = lazy(rf"(?:{_SIGNS_BETWEEN}|{_AND})+\Z", re.IGNORECASE)
_COMMA = lazy(r"\s*([,;|])[\s,;|]*")
_INVISIBLE = lazy(f"[{INVISIBLE}]")
_NUMBER = lazy(r"@\d+(?:\.\d+)?x(?=\.)|@\d+(?:\.\d+){1,2}(?=[/?#&]|\Z)", re.ASCII)
_NEXT_SENTENCE = lazy(r"(?<=\w{3}[.!?…])\s+(?=[^\W\d_a-z])|(?<=[。！？])\s*")
_WIDE = str.maketrans("＠﹫＜＞（）．。｡", "@@<>()...")
_SIGNS = frozenset("@＠﹫")


def without_address(name: str) -> str:
    """Return the name of a person without the e-mail addresses in it; an empty one if it is nothing else.

    So `Jane <jane@example.org>` and `jane@example.org (Jane)` are Jane. A handle of the Fediverse, `@jane@example.org`
    where a word begins, is no e-mail address, and stays.
    """
    if _SIGNS.isdisjoint(name):
        return name
    plain = _INVISIBLE.sub("", name).translate(_WIDE)
    handles = {found[0] for found in _HANDLE.finditer(plain)}
    bare = _ADDRESS.sub(lambda found: found[0] if found[0] in handles else " ", plain)
    bare = _TAG.sub(lambda tag: " " if "@" in _HANDLE.sub("", tag[0]) else tag[0], bare)
    if bare == plain:
        return name

    bare = _EMPTY.sub(" ", _EMPTY.sub(" ", _TAG.sub(" ", bare)))
    bare = _COMMA.sub(r"\1 ", " ".join(bare.split()))
    bare = _END.sub("", _START.sub("", bare))
    if bare[:1] == "(" and bare[-1:] == ")":
        bare = bare[1:-1].strip()
    is_name = any(map(str.isalnum, bare)) and not _REST.search(_HANDLE.sub("", bare))
    return bare if is_name else ""


def without_sentences(text: str) -> str:
    """Return a text without e-mail addresses, nor the sentences in which they are, if there are others."""
    bare = without_address(text)
    if bare == text:
        return text
    others = (one for one in _NEXT_SENTENCE.split(text) if one and without_address(one) == one)
    return without_address(" ".join(others)) or bare


def has_address(url: str) -> bool:
    """Say whether an e-mail address is part of the address of a page or a picture.

    A size is none (`face@2x.png`), nor is the version of a package (`icons@1.2.0`).
    """
    if "@" not in url and "%40" not in url:
        return False
    plain = _NUMBER.sub("", unquote(url).partition("://")[2])
    return without_address(plain) != plain
