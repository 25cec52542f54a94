"""No document within the limits costs much, whatever it is made of."""

import resource
import subprocess
import sys
import tracemalloc
from collections.abc import Callable
from pathlib import Path

import pytest

from feeds.validation import limits, xml_feed
from feeds.validation.finding import Finding
from feeds.validation.formats import atom_rules, jsonfeed
from feeds.validation.namespaces import geo
from feeds.validation.values import Check, Complaint, addresses, dates, error, judged, words
from feeds.validation.xml import names
from feeds.validation.xml.document import Document

SIZE = limits.MAX_BYTES
SECONDS = 20
"""Ten times what a document may cost: the machine of the tests may be slow and busy."""

PROGRAM = """
import sys
from datetime import datetime, UTC
from pathlib import Path
from feeds.validation.runner import validate
print(len(validate([Path(sys.argv[1])], datetime(2026, 6, 1, tzinfo=UTC)).findings))
"""


def filled(start: str, piece: str, end: str, size: int = SIZE) -> bytes:
    """Return a document of nearly a size in which a piece is repeated."""
    return (start + piece * ((size - len(start) - len(end)) // len(piece)) + end).encode()


def numbered(start: str, piece: str, end: str, count: int) -> bytes:
    """Return a document in which a piece is repeated with a number."""
    return (start + "".join(piece.format(number) for number in range(count)) + end).encode()


RSS, RSS_END = '<rss version="2.0"><channel><title>T</title>', "</channel></rss>"
ATOM = '<feed xmlns="http://www.w3.org/2005/Atom"><title>T</title>'
WHOLE = f"{ATOM}<id>urn:x:1</id><updated>2021-12-13T05:54:00Z</updated><author><name>A</name></author>"
FOREIGN = " ".join(f'x:a{number}=""' for number in range(97))
LINE, LINE_END = "<georss:line>", "</georss:line></item>" + RSS_END
JSON = '{"version": "https://jsonfeed.org/version/1.1", "title": "T", "items": ['

ATTRIBUTES = " ".join(f'a{number}=""' for number in range(99))

ITEM_OF_HTML = f"<item><description><![CDATA[<a{' a=b' * 240_000}>]]></description></item>"
VALUES = f"<item><georss:line>{'1 ' * 480_000}1 1</georss:line></item>"
PLACES = f'<rss xmlns:georss="{names.GEORSS}" version="2.0"><channel>'
ENTITIES = "&e;" * 204
MUCH = ITEM_OF_HTML * 4 + VALUES * 3

DOCUMENTS: dict[str, Callable[[], bytes]] = {
    "long names of letters of two cases": lambda: filled(
        f'<rss xmlns:dcterms="{names.DCTERMS}" version="2.0"><channel>', f"<dcterms:{'Σ' * 4_900}/>", RSS_END, 4_990_000
    ),
    "items, HTML and places": lambda: f"{PLACES}{'<item><title/></item>' * 33_000}{MUCH}{RSS_END}".encode(),
    "points, HTML and places": lambda: (
        f"{PLACES}<item>{'<georss:point>1 1</georss:point>' * 49_000}</item>{MUCH}{RSS_END}".encode()
    ),
    "addresses, HTML and places": lambda: (
        numbered(
            PLACES.replace("<channel>", f'<channel xmlns:a="{names.ATOM}">'), '<a:link rel="z{}" href=""/>', "", 49_000
        )
        + f"{MUCH}{RSS_END}".encode()
    ),
    "whole entries and HTML": lambda: numbered(
        WHOLE,
        '<entry><id>http://e.example/{}</id><title/><updated>2021-12-13T05:54:00Z</updated><link href="x"/></entry>',
        f"<entry><content type='html'><![CDATA[<a{' a=b' * 1_900_000}>]]></content></entry></feed>",
        12_400,
    ),
    "dates that are not long": lambda: numbered(
        PLACES.replace("<channel>", f'<channel xmlns:dc="{names.DC}">'),
        "<dc:date>2021-01-01T00:00:00.{:05}" + "1" * 79 + "Z</dc:date>",
        ITEM_OF_HTML * 2 + RSS_END,
        49_000,
    ),
    "entities in the attributes of an element": lambda: (
        f"<?xml version='1.0' encoding='windows-1252'?><!DOCTYPE rss [<!ENTITY e '{'x' * 48_000}'>]>{RSS}"
        + f"<item><description>{'€' * 3_200_000}</description></item>" * 3
        + "<item"
        + "".join(f" a{number}='&#x1f600;{ENTITIES}'" for number in range(14))
        + f"/>{RSS_END}"
    ).encode("cp1252"),
    "attributes": lambda: numbered("<rss ", 'a{}="x" ', "/>", 600_000),
    "attributes of many elements": lambda: filled(RSS, f"<item {ATTRIBUTES}/>", RSS_END),
    "attributes of another namespace": lambda: numbered('<rss xmlns:x="urn:x" ', 'x:a{}="x" ', "/>", 500_000),
    "namespaces": lambda: numbered("<rss ", 'xmlns:a{0}="urn:{0}" ', 'version="2.0"/>', 350_000),
    "namespaces of many elements": lambda: numbered(RSS, '<x:a xmlns:x="urn:{}"/>', RSS_END, 74_000),
    "unknown elements": lambda: filled(RSS, "<a/>", RSS_END),
    "foreign elements": lambda: filled('<rss xmlns:x="urn:x" version="2.0"><channel>', "<x:a/>", RSS_END),
    "as many foreign elements as are allowed": lambda: filled(
        '<rss xmlns:x="urn:x" version="2.0"><channel>', "<x:a/>", RSS_END, 590_000
    ),
    "nesting": lambda: filled("", "<a>", ""),
    "items": lambda: filled(RSS, "<item/>", RSS_END, 690_000),
    "images before the title": lambda: filled(
        '<rss version="2.0"><channel>', "<image/><item/>", "<title>T</title>" + RSS_END, 740_000
    ),
    "authors of Atom": lambda: filled(ATOM, "<author><name>a</name></author>", "</feed>", 760_000),
    "lists of RDF": lambda: filled(
        '<rdf:RDF xmlns="http://purl.org/rss/1.0/" xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><channel>',
        "<items><rdf:Seq/></items>",
        "</channel>" + "<item/>" * 24_000 + "</rdf:RDF>",
        780_000,
    ),
    "entries": lambda: filled(ATOM, "<entry/>", "</feed>", 790_000),
    "whole entries": lambda: numbered(
        ATOM + "<id>urn:x:1</id><updated>2021-12-13T05:54:00Z</updated><author><name>A</name></author>",
        "<entry><id>urn:x:{}</id><title>T</title><updated>2021-12-13T05:54:00Z</updated><content>x</content></entry>",
        "</feed>",
        9_900,
    ),
    "alternates": lambda: filled(ATOM, '<link href="a"/>', "</feed>"),
    "outlines": lambda: filled('<opml version="2.0"><head/><body>', '<outline text=""/>', "</body></opml>", 1_340_000),
    "a long text": lambda: filled("<rss><channel><title>", "a", "</title>" + RSS_END),
    "a long text of markup": lambda: filled(
        "<rss><channel><item><description>", "&lt;a href=x ", "</description></item>" + RSS_END
    ),
    "a long text of tags": lambda: filled("<rss><channel><item><description>", "&lt;a>", "</description></item>"),
    "a long date": lambda: filled("<rss><channel><pubDate>", "(", "</pubDate>" + RSS_END),
    "a long date of signs": lambda: filled("<rss><channel><pubDate>", ":,", "</pubDate>" + RSS_END),
    "dates of signs": lambda: filled(
        RSS, f"<item><title>T</title><pubDate>{':,' * 95}</pubDate></item>", RSS_END, 3_900_000
    ),
    "comments": lambda: filled(RSS, "<!---->", RSS_END),
    "entities": lambda: filled('<!DOCTYPE rss [<!ENTITY a "b">]>' + RSS, "&a;", RSS_END),
    "entities in entities": lambda: (
        "<!DOCTYPE rss ["
        + "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 100 if n else "aaaa"}">' for n in range(10))
        + '] ><rss version="&a9;">&a9;</rss>'
    ).encode(),
    "entities of another document": lambda: filled("<!DOCTYPE rss PUBLIC 'x' 'x'>" + RSS, "&a;b", RSS_END, 590_000),
    "words of restrictions": lambda: filled(
        RSS.replace(" version", f' xmlns:media="{names.MEDIA}" version') + "<item>",
        f'<media:restriction relationship="allow" type="uri">{"im:a " * 1_990}</media:restriction>',
        "</item>" + RSS_END,
    ),
    "entries with addresses and dates of rare forms": lambda: numbered(
        WHOLE,
        '<entry xml:base="HTTP://a@[::1]:81/{0}" xml:lang="en-Latn-US"><id>HTTP://a@[::1]:81/{0}</id><title/>'
        "<updated>1990-12-31T23:59:60.{0}Z</updated><published>1990-12-31T23:59:60.{0}Z</published>"
        '<link rel="tag:a.example,2021:{0}" href="HTTP://a@[::1]:81/{0}" type="a/b;c=d" hreflang="en-Latn-US"/>'
        "<content/></entry>",
        "</feed>",
        8_700,
    ),
    "declared entities": lambda: numbered("<!DOCTYPE rss [", '<!ENTITY a{} "b">', "]>" + RSS + RSS_END, 99_000),
    "elements of a long namespace": lambda: filled(
        f'<rss xmlns:x="{"x" * 1_000_000}" version="2.0"><channel>', "<x:a/>", RSS_END, 1_590_000
    ),
    "attributes of a long namespace": lambda: filled(
        f'<rss xmlns:x="{"x" * 1_000_000}" version="2.0"><channel>', "<item x:a=''/>", RSS_END, 2_030_000
    ),
    "names in a namespace that is allowed": lambda: numbered(
        f'<rss xmlns:x="{"x" * 200}" version="2.0"><channel>', "<x:\U00010000{}/>", RSS_END, 99_000
    ),
    "a long declaration": lambda: filled("<!DOCTYPE rss [<!ELEMENT a (", "a|", "a)*>]><rss/>"),
    "declarations that are allowed": lambda: filled(
        "<!DOCTYPE rss [<!ELEMENT a (", "a|", f"a)*>]>{RSS}{'<a/>' * 90_000}{RSS_END}", 458_000
    ),
    "comments that are none": lambda: filled("<!DOCTYPE rss [<?x ]> ", "<!-- ", f"?>]>{RSS}<a/>{RSS_END}", 99_000),
    "foreign elements in one with attributes": lambda: filled(
        f'{WHOLE}<x:y xmlns:x="urn:x" {FOREIGN}>', "<x:z/>", "</x:y></feed>", 590_000
    ),
    "foreign elements in many with attributes": lambda: filled(
        f'{WHOLE}<x:y xmlns:x="urn:x">', f"<x:y {FOREIGN}>{'<x:z/>' * 100}</x:y>", "</x:y></feed>", 960_000
    ),
    "links with foreign attributes": lambda: filled(
        WHOLE.replace("<feed", '<feed xmlns:x="urn:x"'),
        f'<link rel="related" href="a" {FOREIGN}><x:y/><x:y/></link>',
        "</feed>",
        1_310_000,
    ),
    "findings in one line": lambda: filled(
        '{"version":"https://jsonfeed.org/version/1.1","title":"\U0001f600","user_comment":"',
        "a",
        f'","items":[{",".join(["{}"] * 1_200)}]}}',
        SIZE - 10,
    ),
    "declared attributes": lambda: (
        "<!DOCTYPE rss [<!ATTLIST a "
        + " ".join(f'a{n} CDATA "x"' for n in range(1_000))
        + f"]><rss>{'<a/>' * 90_000}</rss>"
    ).encode(),
    "a broken document": lambda: filled("<rss>", "<!--", ""),
    "declarations": lambda: filled("<rss>", "<!DOCTYPE", ""),
    "addresses of long hosts": lambda: filled(JSON, '{"url":"http://' + "a." * 500 + '"},', "{}]}"),
    "addresses of other letters": lambda: filled(JSON, '{"url":"http://é.example/ö"},', "{}]}", 1_700_000),
    "numbers": lambda: filled(JSON, "1,", "1]}", 190_000),
    "nested lists": lambda: filled("", "[", ""),
    "nested objects": lambda: filled("", '{"a":', ""),
    "objects": lambda: filled(JSON, "{},", "{}]}", 290_000),
    "equal names": lambda: filled('{"items": [], ', '"a":1,', '"b":1}', 590_000),
    "names": lambda: numbered('{"items": [], ', '"a{}":1,', '"b":1}', 95_000),
    "links with addresses of other letters": lambda: numbered(
        ATOM, '<link rel="http://x.example/é{0}" href="http://é{0}.example/ö"/>', "</feed>", 49_000
    ),
    "links with addresses of numbers": lambda: numbered(
        ATOM, '<link rel="tag:a.example,2021:{0}" href="http://[::1]:80/{0}"/>', "</feed>", 49_000
    ),
    "empty guids": lambda: filled(RSS + "<item>", "<guid/>", "</item>" + RSS_END, 690_000),
    "dates with comments": lambda: filled(
        RSS, f"<item><title/><pubDate>Mon, 13 Dec 2021 05:54:00 GMT ({'()' * 80})</pubDate></item>", RSS_END, 4_600_000
    ),
    "a line of many places": lambda: filled(
        f'<rss xmlns:georss="http://www.georss.org/georss" version="2.0"><channel><item>{LINE}', "1 2 ", LINE_END
    ),
    "empty lines": lambda: filled('{"items": [', "\n", "]}"),
    "escapes": lambda: filled('{"items": [{"id": "', "\\n", '"}]}'),
    "a text that is never closed": lambda: filled('{"items": ["', "\\n", ""),
    "long numbers": lambda: filled('{"items": [', "9" * 299 + ",", "1]}"),
}


def _limit_resources() -> None:
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_AS, (900_000_000, 900_000_000))


@pytest.mark.slow
@pytest.mark.parametrize("name", DOCUMENTS)
def test_a_document_costs_little(name: str, tmp_path: Path) -> None:
    """Whatever is repeated in a document, time, memory and findings are bounded."""
    path = tmp_path / "document.xml"
    path.write_bytes(DOCUMENTS[name]())
    assert path.stat().st_size <= SIZE
    result = subprocess.run(
        [sys.executable, "-c", PROGRAM, str(path)], capture_output=True, text=True, preexec_fn=_limit_resources
    )
    assert result.returncode == 0, result.stderr[-500:]
    assert int(result.stdout) <= 2 * limits.MAX_FINDINGS


@pytest.mark.parametrize("check", [words.email, words.contact])
@pytest.mark.parametrize("piece", ["a.", "a@b.example (", "ü."])
def test_a_long_address_takes_no_memory(check: Check, piece: str) -> None:
    """Of the parts of an e-mail address nothing is kept, which took up to sixty bytes for each character."""
    value = piece * 100_000
    tracemalloc.start()
    try:
        assert judged(check, value)
        assert tracemalloc.get_traced_memory()[1] < 1_000_000
    finally:
        tracemalloc.stop()


def _kinds(findings: list[Finding]) -> list[int]:
    return [sum(finding.severity == severity for finding in findings) for severity in ("error", "warning")]


def test_findings_are_limited_by_severity() -> None:
    """A document of many warnings still shows its errors, and says that there are more."""
    text = RSS + "<link>https://a.example/</link><description/>" + "<item><title>T</title></item>" * 1_500
    checked = xml_feed.validate("x", f"{text}<ttl>0</ttl>{RSS_END}".encode())
    assert checked
    assert _kinds(checked.findings) == [1, limits.MAX_FINDINGS]
    assert any(finding.message == "more than 1,000 warnings: the others are not shown" for finding in checked.findings)
    checked = xml_feed.validate("x", f"{text}{'<a/>' * 1_500}{RSS_END}".encode())
    assert checked
    assert _kinds(checked.findings)[0] == limits.MAX_FINDINGS
    items = ",".join(["{}"] * 1_500)
    found = jsonfeed.validate("x", f'{{"items": [{items}]}}'.encode())
    assert found
    assert _kinds(found[0])[0] == limits.MAX_FINDINGS


LONG = "x" * 400_000
PARTS = "it has more than 150,000 tags, attributes and entities"
DECLARED = '<!ATTLIST a b CDATA "x">]><rss>' + "<a/>" * 90_000 + "</rss>"


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"\x4c\x6f\xa7\x94\x93", "the encoding is EBCDIC"),
        ("<rss/>".encode("utf-32-be"), "the encoding is UTF-32"),
        (b'<?xml version="1.0" encoding="utf-7"?><rss/>', "the encoding is 'utf-7', which readers do not know"),
        (b"<?xml version='1.0'\nencoding = 'JAVA' ?>\\u003crss/>", "the encoding is 'JAVA', which readers do not know"),
        (
            b'<?xml version="1.0" encoding="ISO-2022-JP"?><\x1b(B!DOCTYPE rss [<!ELEMENT a ANY>]><rss/>',
            "the encoding is 'ISO-2022-JP', which readers do not know",
        ),
        (b'\xef\xbb\xbf<?xml version="1.0" encoding="UTF-7"?><rss/>', "the encoding is UTF-8 by its mark, and UTF-7"),
        (b'<?xml version="1.0"' + b" " * 1_000 + b'encoding="UTF-7"?><rss/>', "its declaration is not closed within"),
        (
            b"<rss " + b" ".join(b'a%d="x"' % number for number in range(101)) + b"/>",
            "rss has more than 100 attributes",
        ),
        (b"<rss>" + b"<a/>" * 100_001 + b"</rss>", "it has more than 100,000 tags"),
        (
            b"<rss>" + b"<a b='' c = \"\"/>" * 90_000 + b"</rss>",
            "it has more than 150,000 tags, attributes and entities",
        ),
        (
            b'<!DOCTYPE rss [<!ATTLIST a b CDATA "x">]><rss>' + b"<a/>" * 90_000 + b"</rss>",
            "its document type declares attributes",
        ),
        (
            ("<!--\u3e2d--><!DOCTYPE rss [<?a \u5d3e?>" + DECLARED).encode("utf-16"),
            "its document type declares attributes",
        ),
        (
            b'<?xml version="1.0" encoding="SHIFT_JIS"?><!DOCTYPE rss [<!ELEMENT \x83] ANY>' + DECLARED.encode(),
            "its document type declares attributes",
        ),
        (
            b"<!DOCTYPE rss [<!ENTITY % p \"&#60;!ATTLIST a b CDATA 'x'>\">%p;]><rss/>",
            "its document type declares parameter entities",
        ),
        (
            "<!DOCTYPE rss [<!ENTITY\n%\tp '&#60;!ATTLIST a b CDATA \"x\">' >\n%p; ]><rss/>".encode("utf-16"),
            "its document type declares parameter entities",
        ),
        (
            f"<!DOCTYPE rss [<!ENTITY e '{'a' * 90_000}'>]><rss>{LONG}<a a='{'&e;' * 12}'/></rss>".encode(),
            "its entities stand for more than 1,000,000 characters",
        ),
        (
            f"<!DOCTYPE rss [<!ENTITY e '&f;&f;'><!ENTITY f '{'a' * 4_000}'>]><rss>{LONG}{'&e;' * 126}</rss>".encode(),
            "its entities stand for more than 1,000,000 characters",
        ),
        (
            f"<!DOCTYPE rss [<!ENTITY e ''><!ENTITY f '{'&e;' * 100}'>]><rss version='{'&f;' * 10}'/>".encode(),
            "more than 1,000 of its own entities are in attributes",
        ),
        (
            b"<!DOCTYPE rss [<!ENTITY e '&f;'><!ENTITY f 'f'>]><rss><a xmlns:b='c&e;'/></rss>",
            "namespaces are made of the document's own entities",
        ),
        (
            f"<!DOCTYPE rss [<!ENTITY \u4e20 '{'e' * 5_000}'>]><rss><a xmlns:\u3d61 = 'c&\u4e20;'/></rss>".encode(
                "utf-16"
            ),
            "namespaces are made of the document's own entities",
        ),
        (b'<?xml version="1.0" encoding="UTF-16"?><rss/>', "the encoding is UTF-16 by its declaration"),
        (b'<?xml version="1.0" encoding="utf16"?><rss/>', "the encoding is UTF-16 by its declaration"),
        (
            f"<!DOCTYPE rss [<!ENTITY ü '{'a' * 40_000}'>]><rss>{LONG}<a a='{'&ü;' * 26}'/></rss>".encode("utf-16"),
            "its entities stand for more than 1,000,000 characters",
        ),
        (
            b"<!DOCTYPE rss [<!ELEMENT a (" + b"a|" * 60_000 + b"a)*>]><rss/>",
            "its first element does not begin within 100,000 bytes",
        ),
        (
            ("<!DOCTYPE rss [<!ELEMENT a (" + "a|" * 60_000 + "a)*>]><rss/>").encode("utf-16"),
            "its first element does not begin within 100,000 bytes",
        ),
        (
            f'<rss xmlns:x="{"x" * 501}"><x:a/></rss>'.encode(),
            f"the namespace '{'x' * 57}...' is longer than 200 characters",
        ),
        (
            f'<rss xmlns:x="{"x" * 501}"><a x:a=""/></rss>'.encode(),
            f"the namespace '{'x' * 57}...' is longer than 200 characters",
        ),
        (b"<!DOCTYPE rss [<!x>]><rss/>" + b" " * 100_000, "Content error in the internal subset"),
    ],
)
def test_what_is_too_much_is_named(content: bytes, message: str) -> None:
    """A document beyond a limit is an error that names the limit."""
    checked = xml_feed.validate("x", content)
    assert checked
    assert [finding.message[: len(message)] for finding in checked.findings] == [message]


def test_entities_of_usual_documents_are_no_fault() -> None:
    """Those of HTML, in a file elsewhere or one by one, and entities that name each other."""
    declared = '<!ENTITY % HTML SYSTEM "https://a.example/html.ent"> %HTML; <!ENTITY a "&b; &b;"><!ENTITY b "&#228;">'
    title = "<title>&a;" + "&b;" * 20_000 + "</title>"
    content = f"<!DOCTYPE rss [{declared}]><rss version='2.0'><channel>{title}</channel></rss>"
    checked = xml_feed.validate("x", content.encode())
    assert checked
    assert not [
        finding for finding in checked.findings if "entities" in finding.message and finding.severity == "error"
    ]


SCRIPT = 'a.innerHTML="&nbsp;";' * 2_000


@pytest.mark.parametrize("kind", ["", "<!DOCTYPE rss [<!ENTITY nbsp '&#160;'><!ENTITY long '" + "x" * 2_000 + "'>]>"])
@pytest.mark.parametrize("hidden", [f"<![CDATA[<!DOCTYPE html><a xmlns='&owl;'>{SCRIPT}]]>", f"<!--{SCRIPT}-->"])
def test_what_looks_like_entities_is_none(kind: str, hidden: str) -> None:
    """A page in a CDATA section, or a comment, has no attributes and no references."""
    content = f"{kind}<rss version='2.0'><channel><description>{hidden}</description></channel></rss>"
    checked = xml_feed.validate("x", content.encode())
    assert checked
    assert not any("entities" in one.message for one in checked.findings)


def test_what_is_not_well_formed_is_named_before_warnings() -> None:
    """libxml2 notes both, in the order of the document."""
    checked = xml_feed.validate("x", b"<rss xml:space='0'><item></itm></rss>")
    assert checked
    assert "tag mismatch" in checked.findings[0].message


def test_namespaces_of_tools_for_rdf() -> None:
    """They write each namespace once, as an entity."""
    kind = "<!DOCTYPE rdf:RDF [<!ENTITY rss 'http://purl.org/rss/1.0/'><!ENTITY owl 'http://www.w3.org/2002/07/owl#'>]>"
    rdf = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
    checked = xml_feed.validate("x", f"{kind}<rdf:RDF xmlns:rdf='{rdf}' xmlns='&rss;' xmlns:owl='&owl;'/>".encode())
    assert checked
    assert not any("entities" in one.message for one in checked.findings if one.severity == "error")


def test_a_long_version_is_asked_once() -> None:
    """Lxml makes its text anew for each who asks, as each item did."""
    document = Document(f"<rss version='0.92{' ' * 1_000}'><channel/></rss>".encode())
    assert document.format_version == "0.92" + " " * 96


@pytest.mark.parametrize("kind", ["", "<!DOCTYPE rss [<!ENTITY a ']>'>]>"])
@pytest.mark.parametrize("around", ["<![CDATA[{}]]>", "<!--{}-->"])
def test_a_text_about_document_types_declares_nothing(kind: str, around: str) -> None:
    """Declarations of attributes count in the document type alone, not where a text tells of them."""
    text = around.format('<!DOCTYPE rss [<!ATTLIST a b CDATA "x"><!ENTITY % p "x">]>')
    verdict = xml_feed.validate("a.xml", f"{kind}<rss>{text}{'<a/>' * 90_000}{around.format(']')}</rss>".encode())
    assert verdict is not None
    assert not any("its document type declares" in finding.message for finding in verdict.findings)


def test_the_names_in_a_document_are_forgotten() -> None:
    """libxml2 would keep them for the documents that follow: many files of a folder were to cost what one costs."""
    program = (
        "import resource\n"
        "from feeds.validation.xml.document import Document\n"
        "for number in range(12):\n"
        "    Document(b'<rss>%s</rss>' % b''.join(b'<a%d-%d-%s/>' % (number, n, b'x' * 49_000) for n in range(200)))\n"
        "    if number in (3, 11): print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)\n"
    )
    result = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    few, many = map(int, result.stdout.split())
    assert many - few < 40_000  # kilobytes, of 80 MB in names


LONG = "a" * (limits.MAX_VALUE + 1)
CHANNEL = f'<rss version="2.0" xmlns:m="{names.MEDIA}" xmlns:s="{names.SLASH}" xmlns:i="{names.ITUNES}"><channel>'


@pytest.mark.parametrize(
    "content",
    [
        f"<link>http://a.example/{LONG}</link>",
        f"<language>{LONG}</language>",
        f"<pubDate>{LONG}</pubDate>",
        f"<item xml:lang='{LONG}'/>",
        f"<item xml:base='{LONG}'/>",
        f"<item><guid>http://a.example/{LONG}</guid></item>",
        f"<item><enclosure url='http://a.example/' length='1' type='a/b;a={LONG}'/></item>",
        f"<item><m:rating scheme='urn:icra'>r (aa 1{' aa 1' * limits.MAX_VALUE})</m:rating></item>",
        f"<item><m:restriction relationship='allow' type='country'>{'US ' * limits.MAX_VALUE}</m:restriction></item>",
        f"<item><m:thumbnail url='http://a.example/{LONG}'/></item>",
    ],
    ids=lambda content: content[:30],
)
def test_a_value_that_is_too_long_is_not_looked_at(content: str) -> None:
    """Whatever form it should have, it is an error that says so, or names the form."""
    checked = xml_feed.validate("x", f"{CHANNEL}{content}</channel></rss>".encode())
    assert checked
    said = [finding.message for finding in checked.findings if "aaaa" in finding.message or "longer" in finding.message]
    assert said or any("guid must be an absolute address" in finding.message for finding in checked.findings)


@pytest.mark.parametrize("check", [addresses.absolute, words.language, words.media_type, words.natural, dates.rfc3339])
def test_no_pattern_is_asked_of_a_value_that_is_too_long(check: Check, monkeypatch: pytest.MonkeyPatch) -> None:
    """A match in progress keeps up to a hundred bytes for each character: the length is asked first."""
    asked = []

    def spy(value: str) -> Complaint | None:
        asked.append(value)
        return check(value)

    assert judged(spy, LONG) == error(f"is longer than 10,000 characters: '{'a' * 57}...'")
    assert LONG not in asked


def test_a_long_address_that_holds_what_it_leads_to() -> None:
    """A picture in an address of data: is long in its nature, and only a warning."""
    complaint = judged(addresses.absolute, f"data:image/png;base64,{LONG}")
    assert complaint
    assert complaint.severity == "warning"
    web = judged(addresses.web, f"data:image/png;base64,{LONG}")
    assert web
    assert web.severity == "error"


@pytest.mark.parametrize(
    "content",
    [
        f"<description>{LONG}</description>",
        f"<item><title>{LONG}</title></item>",
        f"<item><s:hit_parade>{'1, ' * limits.MAX_VALUE}1</s:hit_parade></item>",
        f"<i:keywords>{', ' * limits.MAX_VALUE}a, b</i:keywords>",
    ],
    ids=lambda content: content[:30],
)
def test_texts_and_lists_may_be_long(content: str) -> None:
    """What is made for people to read, and lists of numbers or words, have no length of their own."""
    checked = xml_feed.validate("x", f"{CHANNEL}{content}</channel></rss>".encode())
    assert checked
    assert not [finding for finding in checked.findings if "longer" in finding.message or "numbers" in finding.message]
    assert not [finding for finding in checked.findings if "12 words" in finding.message]


@pytest.mark.parametrize("value", ["1,", ",1", "1 2", "+-1", "- 1", "1 +2", "1,,2", "a", "1,-", "+", "1-"])
def test_numbers_that_are_no_list(value: str) -> None:
    """Each breaks the form at another place."""
    assert words.integers(value)


@pytest.mark.parametrize("value", ["", "1", "-1", "+1 , 2", "1,2,-3", "10 ,20 "])
def test_numbers_that_are_a_list(value: str) -> None:
    """White space may stand around each."""
    assert words.integers(value) is None


@pytest.mark.parametrize("spaces", ["", " " * 90_000])
@pytest.mark.parametrize(
    "kind", ["", ' SYSTEM "a>b"', " PUBLIC 'a' \"b\"", " [<!ENTITY a '<b>'>]", ' SYSTEM "a" [<!-- x -->]']
)
def test_a_document_type_costs_no_more_than_its_length(kind: str, spaces: str) -> None:
    """Its end is found without a pattern that keeps each of its characters."""
    document = Document(f"<!DOCTYPE rss{kind}{spaces}>\n<rss>\n<a/></rss>".encode())
    tracemalloc.start()
    try:
        assert list(document.places(list(document.root.iter("*"))).values()) == [(2, 1), (3, 1)]
        assert tracemalloc.get_traced_memory()[1] < 2_000_000
    finally:
        tracemalloc.stop()


def test_the_first_place_that_is_none_is_named() -> None:
    """Behind thousands of right ones, and whether it is a latitude or a longitude."""
    look = geo.coordinates(1)
    right = "0 " * 12_000
    for wrong, bounds in (("91 0", "-90 to 90"), ("0 181", "-180 to 180"), ("0 -99999 99 0", "-180 to 180")):
        complaint = look(f"{right}{wrong} {right}")
        assert complaint
        number = next(one for one in wrong.split() if one != "0")
        assert complaint.message == f"must be from {bounds}, not '{number}'"


@pytest.mark.parametrize(
    ("kind", "is_xml"),
    [
        ("text/xml", True), ("image/svg+xml ; a=b", True), ("APPLICATION/XML-DTD", True), ("text/plain", False),
        ("text/plain;a=/xml", False), ("/xml;" * 100_000 + "\n", True),
    ],
)  # fmt: skip
def test_types_of_xml(kind: str, is_xml: bool) -> None:
    """The name alone tells it, however long the parameters are: a pattern would try each sign as the last."""
    assert atom_rules._is_xml(kind) == is_xml


NAME = "p" * 40_000


@pytest.mark.parametrize(
    "content",
    [
        f"<m:group xmlns:{NAME}='{names.MEDIA}'><{NAME}:x/><x/></m:group>",
        f"<{NAME}:group xmlns:{NAME}='{names.MEDIA}'><x/></{NAME}:group>",
        f"<item {NAME}='x'/>",
        f"<{NAME}/>",
        f"<item xmlns:dc='urn:{NAME}'><dc:x/></item>",
    ],
    ids=range(5),
)
def test_names_in_messages_are_cut(content: str) -> None:
    """However long the names in a document are, what is said of them can be read."""
    checked = xml_feed.validate("x", f"{CHANNEL}{content}</channel></rss>".encode())
    assert checked
    assert any("ppp" in finding.message for finding in checked.findings)
    assert all(len(finding.message) <= limits.MAX_MESSAGE for finding in checked.findings)


def test_names_of_json_in_messages_are_cut() -> None:
    """Of members that are not defined, and of those that stand twice."""
    found = jsonfeed.validate("x", f'{{"items": [], "{NAME}": 1, "{NAME}": 2, "_{NAME}.": 1}}'.encode())
    assert found
    assert any("ppp" in finding.message for finding in found[0])
    assert all(len(finding.message) <= limits.MAX_MESSAGE for finding in found[0])


def test_a_document_that_is_refused_as_it_begins_says_so_in_plain_words() -> None:
    """A long one is looked at before it is read, by another parser, which has no list of errors."""
    namespaces = "".join(f' xmlns:n{number}="u{number}:{"&a;" * 1_000}"' for number in range(10))
    begin = f'<!DOCTYPE rss [<!ENTITY a "{"x" * 4_800}">]><rss version="2.0"{namespaces}>'
    checked = xml_feed.validate("x", f"{begin}<!--{'p' * 9_800_000}--></rss>".encode())
    assert checked
    assert [one.message for one in checked.findings] == ["Maximum entity amplification factor exceeded"]
