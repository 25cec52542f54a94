"""Describe the pages that an article has in several languages."""

from msgspec import Struct


class Alternate(Struct, frozen=True, order=True):
    """The page of an article in a language, a tag of RFC 5646: its own, or that of a translation."""

    language: str
    url: str
