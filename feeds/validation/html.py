"""HTML in a feed: what readers drop or fear in it, and what is HTML where none should be. Advice, all of it."""

import re
from html.parser import HTMLParser

from feeds.validation.document import Element, shown_name, text_of
from feeds.validation.report import Report
from feeds.validation.values.addresses import scheme_of

_RISKY = frozenset(
    {"script", "object", "embed", "applet", "meta", "link", "style", "form", "frame", "frameset", "base"}
)
_LINKS = {"a": "href", "img": "src", "iframe": "src", "area": "href", "video": "src", "audio": "src", "source": "src"}
_MARKUP = re.compile(
    r"</(?:a|b|i|em|strong|p|div|span|font|u|code|h[1-6]|li|ul|ol)>|<(?:br|img|hr)\b[^>]*>", re.IGNORECASE
)
# Most HTML has nothing that a remark could be about; reading it tag by tag takes longer than all else.
_SUSPECT = re.compile(
    r"<(?:script|object|embed|applet|meta|link|style|form|frame|frameset|base)\b|\son|(?:java|vb)script:"
    r"|\s(?:href|src)\s*=\s*[\"']?\s*(?![\"'\s]|https?:|mailto:|#)",
    re.IGNORECASE,
)
MOST = 5
"""Remarks about one text at most."""


class _Look(HTMLParser):
    """Notes what is risky, and which addresses are relative."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.remarks: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _RISKY:
            self.remarks.append(f"has <{tag}>, which readers drop")
        for name, value in attrs:
            address = (value or "").strip()
            if name.startswith("on") or scheme_of(address) in ("javascript", "vbscript"):
                self.remarks.append(f"has a script in <{tag} {name}>, which readers drop")
            elif _LINKS.get(tag) == name and address and not scheme_of(address) and not address.startswith("#"):
                self.remarks.append(f"has a relative address in <{tag} {name}>, which leads nowhere: {address[:60]!r}")


def look_at_html(element: Element, rule: str, report: Report) -> None:
    """Report what readers drop from the HTML in an element."""
    text = text_of(element)
    if not text or not _SUSPECT.search(text):
        return
    look = _Look()
    try:
        look.feed(text)
        look.close()
    except (AssertionError, ValueError):  # the library's, on what is hardly HTML
        return
    for remark in list(dict.fromkeys(look.remarks))[:MOST]:
        report.warning(element, rule, f"{shown_name(element)} {remark}")


def look_at_plain(element: Element, rule: str, report: Report) -> None:
    """Report markup in a text that readers show as it is."""
    found = _MARKUP.search(text_of(element) or "")
    if found:
        report.warning(element, rule, f"{shown_name(element)} has markup in it, {found[0][:40]}; it is plain text")
