"""Advice about HTML in a feed: what readers drop or fear, and HTML where none should be.

It is looked at tag by tag, not parsed: whatever stands there is judged in time that grows with its length alone.
"""

import re
from collections.abc import Iterator

from feeds.validation.values.addresses import scheme_of
from feeds.validation.xml.document import Element, shown_name, text_of
from feeds.validation.xml.reporter import Reporter

MOST = 5
"""Remarks about one text at most."""

_RISKY = frozenset(
    {"script", "object", "embed", "applet", "meta", "link", "style", "form", "frame", "frameset", "base"}
)
_LINKS = {"a": "href", "img": "src", "iframe": "src", "area": "href", "video": "src", "audio": "src", "source": "src"}
_SCRIPTS = ("javascript:", "vbscript:")
_TAG = re.compile(r"<([a-z][a-z0-9]*)(\s[^<>]*)?", re.IGNORECASE)
_ATTRIBUTE = re.compile(r"\s([a-z][a-z-]*)\s*=\s*(\"[^\"]*|'[^']*|[^\s\"']+)", re.IGNORECASE)
_MARKUP = re.compile(
    r"</(?:a|b|i|em|strong|p|div|span|font|u|code|h[1-6]|li|ul|ol)>|<(?:br|img|hr)\b[^<>]{0,500}>", re.IGNORECASE
)


def look_at_html(element: Element, rule: str, report: Reporter) -> None:
    """Report what readers drop from the HTML in an element."""
    text = text_of(element)
    if not text or "<" not in text:
        return

    remarks: set[str] = set()
    for found in _TAG.finditer(text, 0, report.searched(element, text)):
        for remark in _remarks(found):
            if remark not in remarks:
                report.warning(element, rule, f"{shown_name(element)} {remark}")
                remarks.add(remark)
            if len(remarks) == MOST:
                return


def _remarks(found: re.Match[str]) -> Iterator[str]:
    tag = found[1].lower()
    if tag in _RISKY:
        yield f"has <{tag}>, which readers drop"
    for attribute in _ATTRIBUTE.finditer(found[2] or ""):
        name, address = attribute[1].lower(), attribute[2].strip("\"' \t\r\n")
        if name.startswith("on") or address[:11].lower().startswith(_SCRIPTS):
            yield f"has a script in <{tag} {name}>, which readers drop"
        elif _LINKS.get(tag) == name and address and not address.startswith("#") and not scheme_of(address):
            yield f"has a relative address in <{tag} {name}>, which leads nowhere: {address[:60]!r}"


def look_at_plain(element: Element, rule: str, report: Reporter) -> None:
    """Report markup in a text that readers show as it is."""
    text = text_of(element)
    if not text or "<" not in text:
        return

    found = _MARKUP.search(text, 0, report.searched(element, text))
    if found:
        report.warning(element, rule, f"{shown_name(element)} has markup in it, {found[0][:40]}; it is plain text")
