"""Tell the tag of a language (BCP 47) from other words."""

import re
from functools import cache
from pathlib import Path

from feeds.core.patterns import lazy

MAX_TAG = 100
"""Characters of a tag at most; RFC 5646 (section 4.4.1) counts 35 for all but private parts."""

_TAG = lazy(
    r"(?P<language>[A-Za-z]{2,3}(?:-[A-Za-z]{3}){0,3}|[A-Za-z]{4,8})(?:-[A-Za-z]{4})?"
    r"(?:-(?P<region>[A-Za-z]{2}|\d{3}))?(?:-(?:[A-Za-z0-9]{5,8}|\d[A-Za-z0-9]{3}))*"
    r"(?:-[0-9A-WY-Za-wy-z](?:-[A-Za-z0-9]{2,8})+)*(?:-[xX](?:-[A-Za-z0-9]{1,8})+)?|[xX](?:-[A-Za-z0-9]{1,8})+|"
    r"[iI]-(?:ami|bnn|default|enochian|hak|klingon|lux|mingo|navajo|pwn|tao|tay|tsu)|en-GB-oed|sgn-(?:BE-FR|BE-NL|CH-DE)"
    r"|art-lojban|cel-gaulish|no-(?:bok|nyn)|zh-(?:guoyu|hakka|min|min-nan|xiang)",
    re.ASCII,
)
"""The form of a tag (RFC 5646, section 2.1), and the irregular ones that are registered."""

_CODES = """
aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy da de dv dz ee el
en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu hy hz ia id ie ig ii ik in io is it
iu iw ja ji jv jw ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb lg li ln lo lt lu lv mg mh mi mk ml mn mo
mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg sh
si sk sl sm sn so sq sr ss st su sv sw ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh
yi yo za zh zu
"""
_SHORT = frozenset(_CODES.split())
"""The languages of two letters (ISO 639-1), also by codes that are out of use."""


def is_language(code: str) -> bool:
    """Say whether a code of a language, in lower case and without what may follow in a tag, has been assigned."""
    return code in (_long() if len(code) == 3 else _SHORT)


def parts_of(tag: str) -> re.Match[str] | None:
    """Return a tag with its groups `language`, which an irregular one has not, and `region`; None if it is no tag."""
    return _TAG.fullmatch(tag)


def tag_of(text: str) -> str | None:
    """Return the tag that a text stands for, also as a POSIX locale such as `en_US.UTF-8`; None if it is none."""
    language, _, country = text.partition("-")
    if language in _SHORT and (text == language or (len(country) == 2 and country.isascii() and country.isalpha())):
        return text  # as nearly all are
    tag = re.split(r"[.@]", text.strip(), maxsplit=1)[0].replace("_", "-")
    found = parts_of(tag) if len(tag) <= MAX_TAG else None
    is_known = found and (not found["language"] or is_language(found["language"].partition("-")[0].lower()))
    return tag if is_known else None


@cache
def _long() -> frozenset[str]:
    """Return the languages of three letters (ISO 639-2, -3 and -5): `languages.txt` has the ends by the beginnings."""
    text = Path(__file__).with_name("languages.txt").read_text(encoding="ascii")
    parts = (word.split("-") for word in text.split())
    return frozenset(f"{beginning}{end}" for beginning, ends in parts for end in ends)
