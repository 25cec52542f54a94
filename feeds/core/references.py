"""Resolve references against the address of a page, as RFC 3986 (section 5) and browsers do."""

from urllib.parse import urlsplit, urlunsplit


def joined(page: str, reference: str) -> str:
    """Return the address that a reference without a scheme means on the page at a clean address.

    The library's `urljoin` takes `//` in a path for `/`, which makes another address of it. Raises ValueError for what
    is no reference, such as one to an impossible host.
    """
    base = urlsplit(page)
    given = urlsplit(reference, base.scheme)
    if given.netloc or given.scheme != base.scheme:  # one in which a line end hid the colon of a scheme
        return urlunsplit(given)
    if not given.path:
        return urlunsplit(base._replace(query=given.query or base.query, fragment=given.fragment))
    path = given.path
    if not path.startswith("/"):
        path = f"{base.path.rpartition('/')[0]}/{path}"
    return urlunsplit((base.scheme, base.netloc, without_dots(path), given.query, given.fragment))


def without_dots(path: str) -> str:
    """Return a path that begins with a slash without dot segments (RFC 3986, section 5.2.4)."""
    if "/." not in path:
        return path
    kept: list[str] = []
    segments = path.split("/")[1:]
    for segment in segments:
        if segment == "..":
            del kept[-1:]
        elif segment != ".":
            kept.append(segment)
    if segments[-1] in (".", ".."):
        kept.append("")
    return "".join(f"/{segment}" for segment in kept)
