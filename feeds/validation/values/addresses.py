"""Addresses: RFC 3986, RFC 3987, and the rules of single schemes that feeds use for ids."""

import re
from socket import AF_INET, AF_INET6, inet_pton

from feeds.validation.values import Complaint, error, shown, warning
from feeds.validation.values.codes import SCHEMES

_PARTS = re.compile(r"(?:([^:/?#]*):)?(?://([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#(.*))?", re.DOTALL)
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*")
_NOT_ALLOWED = re.compile(r"[^A-Za-z0-9._~:/?#\[\]@!$&'()*+,;=%-]")
_FOREIGN = r"\x00-\x20\"<>\\^`{|}\x7f-\x9f\ud800-\uf8ff\ufdd0-\ufdef\ufff0-\uffff"
_NOT_IRI = re.compile(rf"[{_FOREIGN}]")
_STRAY_PERCENT = re.compile(r"%(?![0-9A-Fa-f]{2})")
_HAS_SCHEME = re.compile(r"[^:/?#]*:")
_IPV4 = re.compile(r"[0-9.]+")
_ENCODED = re.compile(r"%[0-9A-Fa-f]{2}")
_AUTHORITY = re.compile(r"(?:([^@\[\]]*)@)?(\[[^\[\]@]*\]|[^:@\[\]]*)(?::(\d*))?")
_RESERVED = re.compile(r"[\[\]#]")
_SPACE = re.compile(r"\s")
_LABEL = rf"[^\x00-/:-@\[-^`{_FOREIGN}\s\u3002\uff0e\uff61]++"
_LABELS = re.compile(rf"{_LABEL}(?>(?:-++{_LABEL})*)(?>(?:\.{_LABEL}(?>(?:-++{_LABEL})*))*)")
"""A host of RFC 3987, with any sign beyond ASCII but other full stops (RFC 3490, section 3.1) in its labels."""

_COMMON = re.compile(
    r"https?://(?>(?:[a-z0-9]++(?>(?:-++[a-z0-9]++)*)\.)+)[a-z]{2,63}(?::[1-9]\d{0,3})?"
    r"(?:[/?#](?>(?:[\w.~!$&'()*+,;=:@/?-]++|%[0-9A-Fa-f]{2})*))?",
    re.ASCII,
)
_COMMON_IRI = re.compile(
    rf"(?:https?|ftp|feed|sftp|gopher)://(?>(?:[^@:/?#\[\]%\s{_FOREIGN}]*+@)?)(?![\d.]+(?:[:/?#]|\Z))"
    + _LABELS.pattern
    + r"(?::[1-9]\d{0,3})?"
    rf"(?:[/?#](?>(?:[^{_FOREIGN}\s\[\]#%]++|%[0-9A-Fa-f]{{2}})*))?"
)
_UUID = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)
_URN = re.compile(r"(?P<space>[a-z0-9][a-z0-9-]{0,30}[a-z0-9]):(?P<rest>[^#?]+)(?:[?#].*)?", re.IGNORECASE)
_DNS = r"[A-Za-z0-9]++(?>(?:-++[A-Za-z0-9]++)*)(?>(?:\.[A-Za-z0-9]++(?>(?:-++[A-Za-z0-9]++)*))*)"
_TAG = re.compile(
    rf"(?:[A-Za-z0-9._-]+@)?{_DNS},(?P<year>\d{{4}})(?:-(?P<month>\d\d)(?:-(?P<day>\d\d))?)?:[^#\s]*(?:#.*)?"
)
_WITH_HOST = frozenset({"http", "https", "ftp", "feed", "sftp", "gopher"})
_WEB = frozenset({"http", "https"})


def absolute(value: str) -> Complaint | None:
    """Check an absolute address with the characters of RFC 3986 alone."""
    return None if _COMMON.fullmatch(value) else _complete(value, is_iri=False)


def absolute_iri(value: str) -> Complaint | None:
    """Check an absolute address that may have letters of any language in it (RFC 3987)."""
    return None if _is_common_iri(value) else _complete(value, is_iri=True)


def reference(value: str) -> Complaint | None:
    """Check an address of RFC 3987 that may be relative."""
    return None if _is_common_iri(value) else _broken(value, is_iri=True)


def _is_common_iri(value: str) -> bool:
    """Say whether an address is surely right: most are told so by one pattern."""
    return bool(_COMMON.fullmatch(value) or _COMMON_IRI.fullmatch(value))


def web(value: str) -> Complaint | None:
    """Check an address of http or https."""
    wrong = absolute(value)
    if wrong and wrong.severity == "error":
        return wrong
    return wrong if scheme_of(value) in _WEB else error(f"must be an address of http or https, not {shown(value)}")


def identifier(value: str) -> Complaint | None:
    """Check the id of an Atom feed or entry: an absolute IRI, best in the form that RFC 3986 calls normal."""
    wrong = absolute_iri(value)
    if wrong:
        return wrong
    scheme, authority, path, *_ = _split(value)
    is_odd = scheme != scheme.lower() or authority != authority.lower()
    is_odd = is_odd or authority.endswith((":80", ":")) or "/../" in path or "/./" in path
    is_odd = is_odd or (scheme in _WEB and not path)
    return warning("is not in its normal form, and readers may take it for another id") if is_odd else None


def scheme_of(value: str) -> str:
    """Return the scheme of an address in lower case, or nothing where it is relative."""
    head, colon, _ = value.partition(":")
    return head.lower() if colon and _SCHEME.fullmatch(head) else ""


def _split(value: str) -> list[str]:
    """Return the scheme, the authority, the path, the query and the fragment of an address."""
    found = _PARTS.fullmatch(value)
    return [part or "" for part in found.groups()] if found else ["", "", value, "", ""]


def _complete(value: str, *, is_iri: bool) -> Complaint | None:
    scheme = scheme_of(value)
    if not scheme:
        return error(f"must be an absolute address such as https://example.org/, not {shown(value)}")
    return _broken(value, is_iri=is_iri)


def _broken(value: str, *, is_iri: bool) -> Complaint | None:
    """Say what keeps an address, absolute or relative, from being one."""
    if _SPACE.search(value):
        return error(f"must be an address without white space (%20), not {shown(value)}")
    found = (_NOT_IRI if is_iri else _NOT_ALLOWED).search(value)
    if found or _STRAY_PERCENT.search(value):
        sign = found[0] if found else "%"
        return error(f"must be an address, and {sign!r} must be percent-encoded in it: {shown(value)}")
    scheme, authority, path, query, fragment = _split(value)
    if _HAS_SCHEME.match(value) and not _SCHEME.fullmatch(scheme):
        return error(f"must be an address, and its scheme is none: {shown(value)}")
    if _RESERVED.search(path) or _RESERVED.search(query) or _RESERVED.search(fragment):
        return error(f"must be an address, and [, ] and # must be percent-encoded in it: {shown(value)}")
    return _of_scheme(value, scheme.lower(), authority)


def _of_scheme(value: str, scheme: str, authority: str) -> Complaint | None:
    rest = value.partition(":")[2]
    if scheme in _WITH_HOST or (not scheme and value.startswith("//")):
        if not authority:
            return error(f"must be an address with a host, not {shown(value)}")
        return _host(authority, value)
    if scheme == "urn":
        return _urn(rest, value)
    if scheme == "tag":
        return _tag(rest, value)
    if scheme and not rest:
        return error(f"must be an address, and has nothing but a scheme: {shown(value)}")
    if scheme and scheme not in SCHEMES:
        return warning(f"has a scheme that is not registered: {shown(scheme)}")
    return None


def _host(authority: str, value: str) -> Complaint | None:
    found = _AUTHORITY.fullmatch(authority)
    if not found or not found[2]:
        return _no_host(value)
    if found[3] and int(found[3][:9]) > 65535:
        return error(f"must be an address with a possible port, not {shown(value)}")
    host = found[2]
    try:
        if host.startswith("["):
            inet_pton(AF_INET6, host[1:-1].replace("%", "/"))  # a zone is of one machine only
        elif _IPV4.fullmatch(host):
            inet_pton(AF_INET, host)
    except OSError:
        return _no_host(value)
    if host.startswith("["):
        return None
    plain = _ENCODED.sub("a", host).removesuffix(".")
    return None if _LABELS.fullmatch(plain) else _no_host(value)


def _no_host(value: str) -> Complaint:
    return error(f"must be an address with a possible host, not {shown(value)}")


def _urn(rest: str, value: str) -> Complaint | None:
    found = _URN.fullmatch(rest)
    if not found or found["space"].lower() == "urn":
        return error(f"must be a URN such as urn:uuid:…, not {shown(value)}")
    if found["space"].lower() == "uuid" and not _UUID.fullmatch(found["rest"]):
        return error(f"must have a UUID of 8-4-4-4-12 hexadecimal digits, not {shown(value)}")
    return None


def _tag(rest: str, value: str) -> Complaint | None:
    found = _TAG.fullmatch(rest)
    if not found or not 1 <= int(found["month"] or 1) <= 12 or not 1 <= int(found["day"] or 1) <= 31:
        return error(f"must be a tag such as tag:example.org,2021:story, not {shown(value)}")
    return None
