"""Escape text for HTML, as few characters as HTML needs."""

from html import escape


def as_text(text: str) -> str:
    """Return plain text as HTML shows it between tags."""
    return escape(text, quote=False)


def as_attribute(text: str) -> str:
    """Return plain text as it stands between double quotation marks in a tag."""
    return escape(text, quote=False).replace('"', "&quot;")
