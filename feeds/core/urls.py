"""Clean addresses, make them absolute, and compare them."""

import re
from ipaddress import IPv4Address, IPv6Address, ip_network
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from feeds.core.international import LONGEST_HOST, as_ascii
from feeds.core.limits import MAX_URL
from feeds.core.patterns import lazy
from feeds.core.references import joined

EMBED_HOSTS = frozenset(
    {
        "bandcamp.com",
        "geo.dailymotion.com",
        "open.spotify.com",
        "player.vimeo.com",
        "w.soundcloud.com",
        "www.dailymotion.com",
        "www.youtube-nocookie.com",
        "www.youtube.com",
        "youtube-nocookie.com",
        "youtube.com",
    }
)
"""The only hosts whose players a feed may contain."""

_LOOPBACK = lazy(r"(?:.+\.)?localhost|127\.[\d.]+|\[::1\]")  # RFC 6761, RFC 1122, RFC 4291
DEFAULT_PORTS = {"http": 80, "https": 443}
"""The ports that an address of a scheme leaves out."""

_HOST = lazy(r"(?:[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?\.)*[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_AFTER_IPV6 = lazy(r"\](?!$|:\d*$)")
# Most addresses are clean already: `_cleaned` would return a match of this unchanged.
_CLEAN = lazy(
    r"https?://(?=[^/?#]{1,253}(?:[/?#]|\Z))(?>(?:[a-z0-9]+(?>(?:-+[a-z0-9]+)*)\.)+)[a-z]{2,63}"
    r"(?:/(?>(?:[A-Za-z0-9_.~!$&'()*+,;=:@/-]++|%[0-9A-Fa-f]{2})*))?"
    r"(?:\?(?>(?:[A-Za-z0-9_.~!$&'()*+,;=:@/?-]++|%[0-9A-Fa-f]{2})+))?"
    r"(?:#(?>(?:[A-Za-z0-9_.~!$&'()*+,;=:@/?-]++|%[0-9A-Fa-f]{2})+))?"
)
_NUMBER = lazy(r"[0-9]+|0x[0-9a-f]*")
_NETLOC = lazy(r"https?://(\[[^\]]*\]|[^/:?#]*)")
_SCHEME_PORT = lazy(r":(?:80|443)\Z")
_SCHEME = lazy(r"[A-Za-z][A-Za-z0-9+.-]*:")
_CONTROL = lazy("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]")
_TEMPLATE_CODE = lazy(r"(?:\{|%7B)(?:[{#]|%(?![0-9A-F]{2})|%7B|%25)", re.IGNORECASE)
_AMPERSAND = lazy(r"&(?:(?:amp|#0{0,4}38|#[xX]0{0,4}26);)+")
_PICTURE = lazy(
    r"(?:[-_][0-9]{2,5}(?:x[0-9]{2,5}|w|px)|-scaled)?(?:@[0-9](?:\.[0-9])?x)?(?P<suffix>\.(?:apng|avif|bmp|gif|heic|jfif|jpe?g|png|svg|tiff?|webp))\Z",
    re.IGNORECASE,
)
_LONGEST_ENDING = 30  # characters that the pattern above takes, and more
_LINE_ENDS = lazy(r"[\t\r\n]")
_STRAY_PERCENT = lazy(r"%(?![0-9A-Fa-f]{2})")
_NOT_IN_PATH = lazy(r"[^A-Za-z0-9_.~%/:@!$&'()*+,;=-]+")
_NOT_IN_QUERY = lazy(r"[^A-Za-z0-9_.~%/:@!$&'()*+,;=?-]+")
_NOT_IN_ADDRESS = lazy(r"[^A-Za-z0-9_.~%/:@!$&'()*+,;=?#-]+")


class BadURLError(ValueError):
    """An address that cannot be published; the message says why and follows the name of the field."""


def clean(url: str) -> str:
    """Return an absolute http(s) address as RFC 3986 writes it.

    Scheme and host in lower case, the host in ASCII (IDNA), the default port and credentials removed, characters that
    an address cannot contain percent-encoded. Existing percent-encoding stays.

    Raises BadURLError for anything but a complete http(s) address.
    """
    if is_clean(url):
        return url
    found = _cleaned(url.strip()) if len(url) <= MAX_URL else url
    if len(found) > MAX_URL:
        raise BadURLError(f"is longer than {MAX_URL:,} characters")
    return found


def cleaned(url: str) -> str | None:
    """Return an address as `clean` does; None for what that refuses, such as one that a program made of another."""
    try:
        return clean(url)
    except BadURLError:
        return None


def encoded(url: str) -> str:
    """Return an address of any scheme without line ends and tabs, with forbidden characters percent-encoded.

    Raises BadURLError for lone surrogates.
    """
    return _encode(_LINE_ENDS.sub("", url.strip()), _NOT_IN_ADDRESS)


def without_entities(url: str) -> str:
    """Return an address in which `&amp;` is `&` again, however often it was escaped: HTML's escape is none of URLs."""
    return _AMPERSAND.sub("&", url) if "&" in url else url


def is_clean(url: str) -> bool:
    """Return whether an address is surely one that `clean` returns unchanged; most are."""
    return len(url) <= MAX_URL and _CLEAN.fullmatch(url) is not None


def has_credentials(url: str) -> bool:
    """Return whether an address that `clean` or `absolute` accepts contains a user name or a password."""
    return "@" in url and "@" in urlsplit(url.strip()).netloc


def _cleaned(url: str) -> str:
    if _CONTROL.search(url):
        raise BadURLError("holds control characters")
    if _TEMPLATE_CODE.search(url):
        raise BadURLError("holds template code, which only the site's generator can resolve")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError as error:
        raise BadURLError("is not an address: its host or its port is impossible") from error
    if not parts.scheme:
        raise BadURLError("is not an http or https address: write it in full, with https:// in front")
    if parts.scheme not in DEFAULT_PORTS:
        raise BadURLError("is not an http or https address")
    if _AFTER_IPV6.search(parts.netloc):
        raise BadURLError("has an impossible host")
    netloc = _host(parts.hostname or "")
    if port is not None and port != DEFAULT_PORTS[parts.scheme]:
        netloc += f":{port}"
    path, query = _encode(parts.path, _NOT_IN_PATH), _encode(parts.query, _NOT_IN_QUERY)
    return urlunsplit((parts.scheme, netloc, path, query, _encode(parts.fragment, _NOT_IN_QUERY)))


def absolute(url: str, home: str, page: str = "") -> str:
    """Return an address of front matter as an absolute one.

    A leading `/` means the site's home, as in Jekyll's `relative_url`, even if the site is below its host's root. Any
    other relative address is resolved against `page`, or the site's home without one.

    Raises BadURLError as `clean` does, and for a relative address if what it is resolved against is empty.
    """
    url = _LINE_ENDS.sub("", url.strip())  # as browsers read it
    if _SCHEME.match(url):
        return clean(url)
    if page and not url.startswith("/"):
        return resolved(url, page)
    if not home:
        raise BadURLError("is relative, and the site has no home_url")
    return resolved(_below(url, home), home)


def resolved(url: str, page: str) -> str:
    """Return an address of a text, which may be relative to the clean address of its page (RFC 3986, section 5).

    Raises BadURLError as `clean` does.
    """
    url = url.strip()
    if "%7" in url and _TEMPLATE_CODE.search(url):  # Markdown has encoded it
        raise BadURLError("holds template code, which only the site's generator can resolve")
    if _SCHEME.match(url):
        return clean(url)
    try:
        return clean(joined(page, url))
    except BadURLError:
        raise
    except ValueError as error:
        raise BadURLError("is not an address: its host or its port is impossible") from error


def _below(url: str, home: str) -> str:
    """Return a path of a site, which may be written without the path of its home, with that."""
    if url.startswith("/") and not url.startswith("//"):
        prefix = urlsplit(home).path.rstrip("/")
        is_below = prefix and f"{re.split('[?#]', url, maxsplit=1)[0]}/".startswith(f"{prefix}/")
        url = url if is_below else prefix + url
    return url


def without_fragment(url: str) -> str:
    """Return an address without its fragment."""
    return url.partition("#")[0]


def suffix(url: str) -> str:
    """Return what follows the last dot in the name of the file that an address leads to, in lower case."""
    return url.partition("#")[0].partition("?")[0].rpartition("/")[2].rpartition(".")[2].lower()


def host(url: str) -> str:
    """Return the host of a clean address, without `www.` and the port; an IPv6 address keeps its brackets."""
    found = _NETLOC.match(url)
    return bare_host(found[1]) if found else ""


def is_loopback(url: str) -> bool:
    """Say whether a clean address is one of this machine itself."""
    return _LOOPBACK.fullmatch(host(url)) is not None


def is_network(text: str) -> bool:
    """Return whether a text names a host, an address, or a network of addresses such as `10.0.0.0/8`."""
    try:
        ip_network(text.strip("[]"), strict=False)
    except ValueError:
        return "/" not in text and _HOST.fullmatch(text.lower()) is not None
    return True


def host_folder(host: str) -> str:
    """Return a host as the name of a folder.

    An IPv6 address becomes the name of a host that stands for it, `[2001:db8::1]` for example
    `2001-db8--1.ipv6-literal.net`, since colons and brackets are not safe in the names of files.
    """
    if not host.startswith("["):
        return host
    address = host.strip("[]")
    complete = f"{'0' if address.startswith(':') else ''}{address}{'0' if address.endswith(':') else ''}"
    return f"{complete.replace(':', '-')}.ipv6-literal.net"


def bare_host(name: str) -> str:
    """Return a host's name without `www.`."""
    return name.removeprefix("www.")


def domain_of(text: str) -> str:
    """Return the host in a provider's `domain`, which may be an address, in lower case without `www.`.

    Raises BadURLError if there is no host in it.
    """
    text = text.strip()
    if text.startswith("/") and not text.startswith("//"):
        raise BadURLError("is a path, and names no host")
    return host(clean(text if _SCHEME.match(text) and "://" in text else f"https://{text.lstrip('/')}"))


def picture_key(url: str) -> str:
    """Return the part that the addresses of one picture share, however it is called, for a clean address.

    Scheme, the port of one, `www.`, fragment, percent-encoding and a size in the name (`-800x450`, `@2x`) make no other
    picture, nor does a query, unless only the query says which picture it is: a path that ends in no suffix is a
    script's.
    """
    parts = urlsplit(url)
    path, place = unquote(parts.path), bare_host(_SCHEME_PORT.sub("", parts.netloc))
    named = _PICTURE.search(path, max(len(path) - _LONGEST_ENDING, 0))
    if named is None:
        return f"{place}{path}?{unquote(parts.query)}"
    return f"{place}{path[: named.start()]}{named['suffix'].lower()}"


def local_path(url: str, home: str) -> str | None:
    """Return the decoded path of a clean address below the site's home; None if it is not of this site."""
    if not home or not url.startswith(home):
        return None
    return unquote(re.split("[?#]", url[len(home) :], maxsplit=1)[0])


def _host(name: str) -> str:
    if not name:
        raise BadURLError("has no host")
    if ":" in name:
        return f"[{_ipv6(name)}]"
    if not name.isascii():
        name = as_ascii(name)
    name = name.removesuffix(".")
    if len(name) > LONGEST_HOST or not _HOST.fullmatch(name) or not _is_ipv4_or_name(name):
        raise BadURLError("has an impossible host")
    return name


def _is_ipv4_or_name(host: str) -> bool:
    """Return whether a host does not end with a number, or is a complete IPv4 address.

    Browsers take any that does for an address (https://url.spec.whatwg.org/#ends-in-a-number-checker).
    """
    if not _NUMBER.fullmatch(host.rpartition(".")[2]):
        return True
    try:
        IPv4Address(host)
    except ValueError:
        return False
    return True


def _ipv6(text: str) -> str:
    try:
        return str(IPv6Address(text.replace("%", "/")))  # refuse a zone, which is valid on one machine only
    except ValueError as error:
        raise BadURLError("has an impossible host") from error


def _encode(text: str, forbidden: re.Pattern[str]) -> str:
    """Return a text with what is forbidden encoded: that alone, as an address may be long, and read very often."""
    try:
        return forbidden.sub(lambda found: quote(found[0], safe=""), _STRAY_PERCENT.sub("%25", text))
    except UnicodeEncodeError as error:
        raise BadURLError("has characters that are no text") from error
