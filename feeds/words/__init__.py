"""The words of feeds and pages in many languages: their texts, numbers and dates, and which way they are written."""

from feeds.words.speech import Words, autonym, words_in
from feeds.words.tags import canonical

__all__ = ["N_", "Words", "autonym", "canonical", "words_in"]


def N_(message: str) -> str:  # noqa: N802 - as gettext calls it
    """Return a message as it is: it is noted for the catalogues, and said in a language later."""
    return message
