"""Addresses: made clean, made absolute, and compared."""

from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.core import urls
from feeds.core.limits import MAX_URL
from feeds.core.slugs import is_slug

HOME = "https://site.example/"
BLOG = "https://site.example/blog/"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("HTTPS://News.Example/Path", "https://news.example/Path", id="case of scheme and host only"),
        pytest.param("http://a.example:80/x", "http://a.example/x", id="default port of http"),
        pytest.param("https://a.example:443/x", "https://a.example/x", id="default port of https"),
        pytest.param("https://a.example:8443/x", "https://a.example:8443/x", id="another port stays"),
        pytest.param("http://a.example:443/x", "http://a.example:443/x", id="a port that is another's default"),
        pytest.param("https://me:pass@a.example/x", "https://a.example/x", id="credentials go"),
        pytest.param("  https://a.example/x \n", "https://a.example/x", id="white space around"),
        pytest.param("https://a.example/two words", "https://a.example/two%20words", id="space"),
        pytest.param("https://a.example/thé?q=é#ü", "https://a.example/th%C3%A9?q=%C3%A9#%C3%BC", id="not ASCII"),
        pytest.param("https://a.example/th%C3%A9", "https://a.example/th%C3%A9", id="encoded before"),
        pytest.param("https://a.example/100%", "https://a.example/100%25", id="stray per cent"),
        pytest.param('https://a.example/<"q">', "https://a.example/%3C%22q%22%3E", id="quotes and angles"),
        pytest.param("https://bücher.example/", "https://xn--bcher-kva.example/", id="international host"),
        pytest.param("https://BÜCHER.example/", "https://xn--bcher-kva.example/", id="international host in capitals"),
        pytest.param("https://a.example./x", "https://a.example/x", id="final dot of the host"),
        pytest.param("https://[2001:DB8::1]:8080/x", "https://[2001:db8::1]:8080/x", id="IPv6"),
        pytest.param("https://💩.la/", "https://xn--ls8h.la/", id="an emoji for a host"),
        pytest.param("https://a.example?q=1", "https://a.example?q=1", id="no path"),
        pytest.param("https://a.example/a;b=1,2/@c:d", "https://a.example/a;b=1,2/@c:d", id="marks that may stay"),
    ],
)
def test_clean(url: str, expected: str) -> None:
    """An address is published as RFC 3986 writes it, and says the same as before."""
    assert urls.clean(url) == expected


@pytest.mark.parametrize("host", ["www.62", "a.1.2", "1.2.3", "a.0x7f", "a.0x", "256.1.1.1", "a.1."])
def test_a_host_that_ends_in_a_number_is_an_address_or_none(host: str) -> None:
    """Browsers open no such address; what is left of it without `www.` is none either."""
    with pytest.raises(urls.BadURLError, match="impossible host"):
        urls.clean(f"https://{host}/x")
    assert urls.clean("https://1.2.3.4/x") == "https://1.2.3.4/x"
    assert urls.clean("https://4.a4.0x4g/x") == "https://4.a4.0x4g/x"


@pytest.mark.parametrize(
    "url",
    [
        pytest.param("", id="empty"),
        pytest.param("/path", id="relative"),
        pytest.param("//a.example/x", id="without a scheme"),
        pytest.param("a.example/x", id="host alone"),
        pytest.param("ftp://a.example/x", id="ftp"),
        pytest.param("javascript:alert(1)", id="javascript"),
        pytest.param("data:image/png;base64,AAAA", id="data"),
        pytest.param("mailto:desk@a.example", id="mailto"),
        pytest.param("https://", id="no host"),
        pytest.param("https:///x", id="no host but a path"),
        pytest.param("https://a b.example/", id="space in the host"),
        pytest.param("https://a..example/", id="empty label"),
        pytest.param("https://\u0627a.example/", id="letters of two directions in a label"),
        pytest.param("https://../x", id="dots for a host"),
        pytest.param("https://-a.example/", id="label that begins with a hyphen"),
        pytest.param("https://a.example:99999/", id="port too large"),
        pytest.param("http://[fe80::1%eth 0]/x", id="IPv6 with a zone"),
        pytest.param("http://[::1]x/", id="something after IPv6"),
        pytest.param("http://[::g]/", id="impossible IPv6"),
        pytest.param("http://999.1.1.1/", id="impossible IPv4"),
        pytest.param("http://1234/x", id="a number"),
        pytest.param("https://a.example:port/", id="port in letters"),
        pytest.param("https://[::1/", id="unclosed bracket"),
        pytest.param("https://a.example/\x00", id="null character"),
        pytest.param("https://a.example/\x1b[0m", id="escape character"),
        pytest.param("https://a.example/\ud800", id="half a surrogate pair"),
        pytest.param(f"https://{'a' * 60}.{'b.' * 120}example/", id="host too long"),
    ],
)
def test_clean_refuses(url: str) -> None:
    """What cannot be followed, or could harm a reader, is never published as a link."""
    with pytest.raises(urls.BadURLError):
        urls.clean(url)


@pytest.mark.parametrize(
    ("url", "home", "expected"),
    [
        pytest.param("https://b.example/x", HOME, "https://b.example/x", id="absolute already"),
        pytest.param("/img/a.png", HOME, "https://site.example/img/a.png", id="from the root"),
        pytest.param("img/a.png", HOME, "https://site.example/img/a.png", id="from the home"),
        pytest.param("//cdn.example/a.png", HOME, "https://cdn.example/a.png", id="of the same scheme"),
        pytest.param("/img/a.png", BLOG, "https://site.example/blog/img/a.png", id="below a base"),
        pytest.param("/blog/img/a.png", BLOG, "https://site.example/blog/img/a.png", id="base written already"),
        pytest.param("/blog", BLOG, "https://site.example/blog", id="the base itself"),
        pytest.param("/blogger/a.png", BLOG, "https://site.example/blog/blogger/a.png", id="a name like the base"),
        pytest.param("//cdn.example/a.png", BLOG, "https://cdn.example/a.png", id="another host, below a base"),
        pytest.param(" /a b.png ", HOME, "https://site.example/a%20b.png", id="cleaned too"),
        pytest.param("/../../etc/x", HOME, "https://site.example/etc/x", id="never above the root"),
    ],
)
def test_absolute(url: str, home: str, expected: str) -> None:
    """A picture given from the site's root is found, also where the site lies in a folder of its host."""
    assert urls.absolute(url, home) == expected


@pytest.mark.parametrize(
    ("url", "home"),
    [
        ("//[bad", HOME),
        ("//a／b/c.png", HOME),
        ("/\t/[bad", BLOG),
        ("/a.png", ""),
        ("javascript:alert(1)", HOME),
        ("JavaScript:alert(1)", HOME),
        ("data:text/html,x", HOME),
    ],
)
def test_absolute_refuses(url: str, home: str) -> None:
    """A relative address without a home, and one of another scheme, is refused and not guessed at."""
    with pytest.raises(urls.BadURLError):
        urls.absolute(url, home)


@pytest.mark.parametrize(
    ("given_text", "expected"),
    [
        pytest.param("a.example", "a.example", id="host"),
        pytest.param(" WWW.A.Example ", "a.example", id="case and www."),
        pytest.param("https://www.a.example/news", "a.example", id="address"),
        pytest.param("HTTP://A.example", "a.example", id="address in capitals"),
        pytest.param("a.example/business/story-7", "a.example", id="with a path"),
        pytest.param("//a.example/", "a.example", id="without a scheme"),
        pytest.param("a.example:8080", "a.example", id="with a port"),
        pytest.param("news.a.example", "news.a.example", id="a subdomain is its own"),
        pytest.param("wwwhat.example", "wwwhat.example", id="www without a dot"),
        pytest.param("münchen.example", "xn--mnchen-3ya.example", id="international"),
    ],
)
def test_domain_of(given_text: str, expected: str) -> None:
    """A provider has one feed, however its domain is written."""
    assert urls.domain_of(given_text) == expected


@pytest.mark.parametrize("given_text", ["", "  ", "Daily Planet", "ftp://a.example", ".", "..", "../../x", "a..b"])
def test_domain_of_refuses(given_text: str) -> None:
    """No provider's domain can name a folder outside the output."""
    with pytest.raises(urls.BadURLError):
        urls.domain_of(given_text)


def test_host_is_without_www_and_port() -> None:
    """A link's host can be compared with a provider's domain."""
    assert urls.host("https://www.a.example:8080/x") == "a.example"
    assert urls.host("https://[2001:db8::1]:8080/x") == "[2001:db8::1]"


@pytest.mark.parametrize(
    ("host", "folder"),
    [
        ("a.example", "a.example"),
        ("[2001:db8::1]", "2001-db8--1.ipv6-literal.net"),
        ("[::1]", "0--1.ipv6-literal.net"),
        ("[::]", "0--0.ipv6-literal.net"),
    ],
)
def test_host_folder(host: str, folder: str) -> None:
    """An address of numbers makes a folder that every system and every address can name."""
    assert urls.host_folder(host) == folder
    assert is_slug(folder)


@pytest.mark.parametrize(
    ("url", "home", "expected"),
    [
        ("https://site.example/img/a%20b.png?v=2", HOME, "img/a b.png"),
        ("https://site.example/blog/a.png", BLOG, "a.png"),
        ("https://site.example/a.png", BLOG, None),
        ("https://other.example/a.png", HOME, None),
        ("https://site.example/a.png", "", None),
        ("https://site.example///2024/a.png?v=2", HOME, "//2024/a.png"),
        ("https://site.example/img:1/a.png#b?c", HOME, "img:1/a.png"),
    ],
)
def test_local_path(url: str, home: str, expected: str | None) -> None:
    """The size of a site's own picture is looked up in the right file, and no other site's is."""
    assert urls.local_path(url, home) == expected


@given(
    st.builds(
        "{}://{}{}/{}".format,
        st.sampled_from(["http", "HTTPS"]),
        st.sampled_from(["a.example", "me:x@A.example:443", "bücher.example", "[::1]"]),
        st.sampled_from(["", ":80", ":8080"]),
        st.text(max_size=30),
    )
)
@settings(derandomize=True)
def test_clean_is_idempotent(url: str) -> None:
    """An address cleaned twice is the same, so ids do not depend on how often it happened."""
    try:
        once = urls.clean(url)
    except urls.BadURLError:
        return
    assert urls.clean(once) == once
    assert once.isascii()


@given(
    st.builds(
        "{}://{}{}{}{}".format,
        st.sampled_from(["http", "https"]),
        st.sampled_from(["a.example", "www.a-b.example", "a--b.c0.example", "xn--bcher-kva.example", "1.example"]),
        st.text("aZ09._~!$&'()*+,;=:@/-%2f", max_size=12).map(lambda path: f"/{path}"),
        st.sampled_from(["", "?a=b&c", "?x=%20/?"]),
        st.sampled_from(["", "#top", "#a/b?c"]),
    )
)
def test_the_short_way_is_the_long_way(url: str) -> None:
    """An address that is taken for clean at a glance is one that the full treatment would not change."""
    if urls._CLEAN.fullmatch(url):
        assert urls._cleaned(url) == url
    assert urls.clean(url) == urls._cleaned(url)


def test_the_longest_address() -> None:
    """An address is taken up to its bound, and what grows beyond it when it is encoded is not."""
    longest = "https://a.example/".ljust(MAX_URL, "x")
    assert urls.clean(longest) == longest
    assert not urls.is_clean(longest + "x")
    for url in (longest + "x", "https://a.example/" + "ö" * (MAX_URL // 4)):
        with pytest.raises(urls.BadURLError, match="longer than 8,000"):
            urls.clean(url)


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://me@a.example/", True),
        (" //me:secret@a.example/x", True),
        ("https://a.example/@me", False),
        ("https://a.example/?to=me@a.example", False),
        ("/me@a", False),
    ],
)
def test_credentials(url: str, expected: bool) -> None:
    """A sign `@` is that of a password only before a host."""
    assert urls.has_credentials(url) is expected


def test_an_address_of_any_scheme_is_encoded() -> None:
    """What no address can hold is encoded, also in one that is not of the web."""
    assert (
        urls.encoded(' mailto:a@b.example?subject=a "b"\n<c>#d ') == "mailto:a@b.example?subject=a%20%22b%22%3Cc%3E#d"
    )
    with pytest.raises(urls.BadURLError):
        urls.encoded("tel:\ud800")


def test_a_path_is_no_domain() -> None:
    """An absolute path names no host; two slashes before a host are those of an address."""
    assert urls.domain_of("//a.example") == "a.example"
    with pytest.raises(urls.BadURLError, match="names no host"):
        urls.domain_of("/etc/passwd")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("map.png", "https://site.example/blog/posts/map.png"),
        ("../map.png", "https://site.example/blog/map.png"),
        ("/map.png", "https://site.example/blog/map.png"),
        ("/blog/map.png", "https://site.example/blog/map.png"),
        ("//a.example/map.png", "https://a.example/map.png"),
        ("https://a.example/map.png", "https://a.example/map.png"),
    ],
)
def test_an_address_of_front_matter(url: str, expected: str) -> None:
    """What begins with a slash is below the site's home, as Jekyll's themes have it; the rest is beside the page."""
    assert urls.absolute(url, "https://site.example/blog/", "https://site.example/blog/posts/owls") == expected


@pytest.mark.parametrize(
    "url", ["https://a.example/{{ site.x }}/a.png", "{% link a.md %}", "/x/%7B%7B%20site.x%20%7D%7D", "{# a #}/b"]
)
def test_an_address_with_template_code(url: str) -> None:
    """No address is published that a generator was to complete; a single brace is a letter like any other."""
    with pytest.raises(urls.BadURLError, match="template code"):
        urls.resolved(url, "https://site.example/")
    assert urls.clean("https://a.example/{id}") == "https://a.example/%7Bid%7D"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/?a=1&amp;b=2", "https://a.example/?a=1&b=2"),
        ("https://a.example/?a=1&amp;amp;b=2&#038;c=3&#x26;d", "https://a.example/?a=1&b=2&c=3&d"),
        ("https://a.example/?a=1&copy=2&lt;", "https://a.example/?a=1&copy=2&lt;"),
    ],
)
def test_ampersands_that_html_escapes(url: str, expected: str) -> None:
    """Only what stands for an ampersand is decoded: a parameter may be called like any other entity."""
    assert urls.without_entities(url) == expected


@pytest.mark.parametrize(
    "variant",
    [
        "http://a.example/u/q.jpg",
        "http://a.example:443/u/q.jpg",
        "https://www.a.example/u/q.jpg",
        "https://a.example/u/q.jpg?v=2",
        "https://a.example/u/q.jpg#x",
        "https://a.example/u/%71.jpg",
        "https://a.example/u/q-800x450.jpg",
        "https://a.example/u/q_1200x675@2x.JPG",
    ],
)
def test_variants_of_a_picture(variant: str) -> None:
    """However a picture's address is written, and whatever size of it is meant, it is that picture."""
    assert urls.picture_key(variant) == urls.picture_key("https://a.example/u/q.jpg")


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("https://a.example/q.jpg", "https://a.example/q.webp"),
        ("https://a.example/q.jpg", "https://b.example/q.jpg"),
        ("https://a.example/q.jpg", "https://a.example:8443/q.jpg"),
        ("https://a.example/show?id=1", "https://a.example/show?id=2"),
        ("https://a.example/q.jpg", "https://a.example/u/q.jpg"),
        ("https://a.example/q-1.jpg", "https://a.example/q-2.jpg"),
    ],
)
def test_other_pictures(first: str, second: str) -> None:
    """Another name, place or format is another picture, and so is what a script's query asks for."""
    assert urls.picture_key(first) != urls.picture_key(second)


@given(st.text(st.sampled_from("aZ09-_.~/:@!$&'()*+,;= \"<>\\^`|é日😀\xa0"), max_size=30))
def test_what_is_forbidden_is_encoded(text: str) -> None:
    """As the library does it, which looks at every character of an address, long as it may be."""
    assert urls.encoded(f"x{text}x") == quote(f"x{text}x", safe="%/:@!$&'()*+,;=~?#")
