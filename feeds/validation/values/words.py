"""Numbers, names of languages and media types, e-mail addresses, and words from a list."""

import re
from collections.abc import Collection

from feeds.core.languages import is_language, parts_of
from feeds.validation.values import Check, Complaint, error, judged, of_any_length, of_texts, shown, warning
from feeds.validation.values.codes import COUNTRIES

_INTEGER = re.compile(r"[+-]?\d+", re.ASCII)
# What cannot stand in numbers with commas between them: a pattern of them all would keep each while it goes on.
_NOT_INTEGERS = re.compile(r"[^0-9,+\s-]|(?:\A|,)\s*+[+-]?+(?![0-9])|[0-9]\s*+[+-]|[0-9]\s++[0-9]")
_NUMBER = re.compile(r"[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?", re.ASCII)
_TOKEN = r"[A-Za-z0-9!#$&.+^_'*`|~{}%-]+"  # noqa: S105 - the name of RFC 2045
_MEDIA_TYPE = re.compile(
    rf"[A-Za-z0-9][A-Za-z0-9!#$&.+^_-]*/[A-Za-z0-9][A-Za-z0-9!#$&.+^_-]*"
    rf"(?:\s*;\s*{_TOKEN}=(?:{_TOKEN}|\"[^\"]*\"))*\s*;?"
)
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~\u0080-\U0010ffff-]+"
_LABEL = r"[A-Za-z0-9\u0080-\U0010ffff]++(?>(?:-++[A-Za-z0-9\u0080-\U0010ffff]++)*)"
_ADDRESS = rf"(?:{_ATOM}(?:\.{_ATOM})*|\"[^\"]+\")@(?:{_LABEL}(?:\.{_LABEL})+|\[[0-9A-Fa-f:.]+\])"
_EMAIL = re.compile(_ADDRESS)
_ONE_LABEL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*@{_LABEL}")
_CONTACT = re.compile(rf"{_ADDRESS}(?P<name>\s*\((?:[^()]|\([^()]*\))*\))?")
_MAILBOX = re.compile(rf"[^<>@]+<{_ADDRESS}>")


@of_texts
def anything(value: str) -> Complaint | None:
    """Accept any text, and none."""
    return None


def or_nothing(check: Check) -> Check:
    """Return a check that accepts an empty text, too."""

    def look(value: str) -> Complaint | None:
        return judged(check, value) if value else None

    return of_any_length(look)


def integer(value: str) -> Complaint | None:
    """Check a whole number."""
    return None if _INTEGER.fullmatch(value) else error(f"must be a whole number, not {shown(value)}")


def natural(value: str) -> Complaint | None:
    """Check a whole number that is not below 0."""
    if value.isascii() and value.isdigit():
        return None
    return error(f"must be a whole number, 0 or more, not {shown(value)}")


def positive(value: str) -> Complaint | None:
    """Check a whole number above 0."""
    if value.isascii() and value.isdigit() and value.strip("0"):
        return None
    return error(f"must be a whole number above 0, not {shown(value)}")


def length(value: str) -> Complaint | None:
    """Check a size in bytes."""
    return natural(value) and error(f"must be a number of bytes, 0 if it is unknown, not {shown(value)}")


def number(value: str) -> Complaint | None:
    """Check a decimal number."""
    return None if _NUMBER.fullmatch(value) else error(f"must be a number, not {shown(value)}")


def no_less_than_zero(value: str) -> Complaint | None:
    """Check a decimal number that is not below 0."""
    return number(value) or (error("must not be below 0") if value.startswith("-") else None)


def within(low: float, high: float, check: Check = number) -> Check:
    """Return a check for a number between two others."""

    def look(value: str) -> Complaint | None:
        wrong = check(value)
        if wrong is None and not low <= float(value) <= high:
            wrong = error(f"must be from {low:g} to {high:g}, not {shown(value)}")
        return wrong

    return look


def one_of(words: Collection[str], *, fold: bool = False) -> Check:
    """Return a check for one of some words; with `fold`, in any case."""
    listed = ", ".join(words) if len(words) < 12 else f"one of {len(words)} that are defined"

    def look(value: str) -> Complaint | None:
        if (value.lower() if fold else value) in words:
            return None
        return error(f"must be {listed.replace(', ', ' or ') if len(words) == 2 else listed}, not {shown(value)}")

    return look


@of_texts
def filled(value: str) -> Complaint | None:
    """Check that there is something to read."""
    return None if value.strip() else warning("is empty: leave it out, or say something in it")


def media_type(value: str) -> Complaint | None:
    """Check a media type (RFC 2045)."""
    return (
        None if _MEDIA_TYPE.fullmatch(value) else error(f"must be a media type such as image/png, not {shown(value)}")
    )


def language(value: str) -> Complaint | None:
    """Check the name of a language (BCP 47)."""
    found = parts_of(value)
    if not found:
        return error(f"must be a language such as en or pt-BR, not {shown(value)}")
    if not found["language"]:
        return None
    primary = found["language"].partition("-")[0].lower()
    if not is_language(primary):
        return error(f"must be a language such as en or pt-BR, and {shown(primary)} is none")
    region = (found["region"] or "").upper()
    if region.isalpha() and region not in COUNTRIES:
        return warning(f"names a country that is none: {shown(region)}")
    return None


def email(value: str) -> Complaint | None:
    """Check an e-mail address alone."""
    if _ONE_LABEL.fullmatch(value):
        return warning(f"has a domain of one name, which mail cannot reach: {shown(value)}")
    if _EMAIL.fullmatch(value):
        return None
    return error(f"must be an e-mail address alone, not {shown(value)}")


def contact(value: str) -> Complaint | None:
    """Check an e-mail address with a name as RSS writes it: `a@b.example (Name)`."""
    found = _CONTACT.fullmatch(value)
    if found:
        return None if found["name"] else warning("has no name: write a@b.example (Name)")
    if _MAILBOX.fullmatch(value):
        return warning("has the name in front: write a@b.example (Name)")
    name, comma, address = value.rpartition(",")
    if comma and name.strip() and "@" not in name and _EMAIL.fullmatch(address.strip()):
        return warning("has the name in front: write a@b.example (Name)")
    bare = value[7:] if value[:7].lower() == "mailto:" else value
    address, parenthesis, name = bare.partition("(")
    address = address.rstrip()
    if (not parenthesis or name.endswith(")")) and (_EMAIL.fullmatch(address) or _ONE_LABEL.fullmatch(address)):
        return warning("is written in a way that not every reader knows: write a@b.example (Name)")
    return error(f"must be an e-mail address such as a@b.example (Name), not {shown(value)}")


def country(value: str) -> Complaint | None:
    """Check the code of a country (ISO 3166)."""
    return (
        None if value.upper() in COUNTRIES else error(f"must be the code of a country such as us, not {shown(value)}")
    )


def currency(value: str) -> Complaint | None:
    """Check the form of the code of a currency (ISO 4217)."""
    if len(value) == 3 and value.isascii() and value.isalpha():
        return None
    return error(f"must be the code of a currency such as EUR, not {shown(value)}")


@of_any_length
def integers(value: str) -> Complaint | None:
    """Check whole numbers with commas between them."""
    if not value or not _NOT_INTEGERS.search(value):
        return None
    return error(f"must be whole numbers with commas between them, not {shown(value)}")
