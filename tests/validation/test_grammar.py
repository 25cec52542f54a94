"""Atom's grammar and the tables say the same."""

import re
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from feeds.validation.xml import names
from feeds.validation.xml.document import Element
from feeds.validation.xml.grammar import essences_of, grammar
from feeds.validation.xml_feed import validate
from tests.validation.cases import INVALID, VALID

GOLDEN = Path(__file__).parents[1] / "golden" / "expected"
VALID_XML = sorted(VALID.rglob("*.xml"))
ATOM = "{http://www.w3.org/2005/Atom}"

# What the RFC's grammar, which is not normative, takes though its text forbids it; and the other way round.
LAX = {"content-text-with-element.xml", "updated-white-space.xml"}
STRICT = {
    *("author-language.xml", "content-mathml.xml", "content-xhtml.xml", "language-empty.xml"),
    *("metadata-behind-entries.xml", "updated-leap-second.xml"),
}


def _atom(paths: list[Path]) -> list[Path]:
    """Return the documents of Atom among some files."""
    found = []
    for path in paths:
        try:
            root = etree.parse(str(path)).getroot()
        except (etree.XMLSyntaxError, OSError):
            continue
        if root.tag in (f"{ATOM}feed", f"{ATOM}entry"):
            found.append(path)
    return found


def test_the_grammar_takes_what_is_valid() -> None:
    """All golden documents, and the unusual ones."""
    paths = _atom([*VALID_XML, *GOLDEN.rglob("*.xml")])
    assert len(paths) > 80
    for path in paths:
        assert grammar().validate(etree.parse(str(path))), f"{path}: {grammar().error_log}"


def test_the_tables_find_all_that_the_grammar_does() -> None:
    """So its words, which are hard to read, are never needed for a document of the folder."""
    wrong = 0
    for path in _atom(sorted(INVALID.rglob("*.xml"))):
        checked = validate("x", path.read_bytes())
        assert checked
        assert not any("appendix B" in finding.rule for finding in checked.findings), path
        wrong += not grammar().validate(etree.parse(str(path)))
    assert wrong > 90


def test_the_grammar_agrees_with_the_one_of_the_rfc(shared: Path) -> None:
    """It is our own, in our own order; over the folder both judge alike, apart from what is a matter of values."""
    theirs = etree.RelaxNG(etree.parse(str(shared / "schemas" / "atom.rng")))
    for path in _atom(sorted([*INVALID.rglob("*.xml"), *VALID_XML])):
        document = etree.parse(str(path))
        ours, judged = grammar().validate(document), theirs.validate(document)
        if path.name not in LAX:
            assert ours >= judged, path
        if "valid" in path.parts and path.name not in STRICT:
            assert judged, f"{path}: {theirs.error_log}"


def _judged(root: Element) -> bool:
    return all(grammar().validate(part) for part in essences_of(root))


def test_the_essence_of_a_document_is_judged_as_the_whole() -> None:
    """Over the documents of the folder and the golden ones."""
    paths = _atom([*VALID_XML, *sorted(INVALID.rglob("*.xml")), *GOLDEN.rglob("*.xml")])
    assert len(paths) > 170
    for path in paths:
        root = etree.parse(str(path)).getroot()
        assert _judged(root) == grammar().validate(root), path


@pytest.mark.parametrize(
    ("beside", "fault"),
    [
        ('<link href="/a"/>', '<link href="/a" title="b" extra="c"/>'),
        ('<category term="a"/>', '<category label="a"/>'),
        ("<author><name>a</name></author>", "<author><uri>a</uri></author>"),
        ("<author><name>a</name></author>", "<id>b</id>"),
        ("<entry>{}</entry>", "<entry>{}<title>again</title></entry>"),
        ("<entry>{}</entry>", "<entry>{0}<source>{1}<category/></source></entry>"),
    ],
)
def test_what_is_beside_many_is_judged_in_small_documents(beside: str, fault: str) -> None:
    """However many elements are beside each other, each is judged, and none with more than some others."""
    needed = "<id>a</id><title>a</title><updated>2021-12-13T05:54:00Z</updated>"
    many = beside.format(needed) * 300
    for middle, is_valid in (("", True), (fault.format(needed, '<category term="a"/>' * 10), False)):
        root = etree.fromstring(f'<feed xmlns="http://www.w3.org/2005/Atom">{needed}{many}{middle}{many}</feed>')
        assert _judged(root) is is_valid
        assert max(len(element) for part in essences_of(root) for element in part.iter("*")) < 60


@pytest.mark.parametrize("what", ["", 'extra="c"', ">text</{0}", "><x xmlns='y'/></{0}"])
@pytest.mark.parametrize("name", ["link", "category"])
def test_links_and_categories_of_one_form_are_judged_once(name: str, what: str) -> None:
    """Many with the same attributes cost no more than one, and what another holds is judged all the same."""
    needed = "<id>a</id><title>a</title><updated>2021-12-13T05:54:00Z</updated>"
    one = f'<{name} href="" />' if name == "link" else f'<{name} term="" />'
    odd = one.replace(" />", f" {what}/>" if not what.startswith(">") else f"{what.format(name)}>")
    root = etree.fromstring(f'<entry xmlns="http://www.w3.org/2005/Atom">{needed}{one * 300}{odd}{one * 300}</entry>')
    assert _judged(root) == grammar().validate(root)
    assert sum(1 for part in essences_of(root) for _ in part.iter("*")) < 30


def test_no_text_is_judged_at_length() -> None:
    """A pattern of the grammar costs memory for each character, also for white space round an address."""
    text = f"{' ' * 50_000}a@b.example"
    root = etree.fromstring(
        f'<author xmlns="http://www.w3.org/2005/Atom"><name>{text}</name><email>{text}</email></author>'
    )
    assert max(len(element.text or "") for part in essences_of(root) for element in part.iter("*")) < 30


X = "urn:x"
TAGS = st.sampled_from(
    [
        *(f"{ATOM}{name}" for name in ("feed", "entry", "source", "author", "contributor", "name", "uri", "email")),
        *(f"{ATOM}{name}" for name in ("id", "title", "updated", "link", "category", "content", "generator", "other")),
        *(f"{{{X}}}a", "b", "{http://www.w3.org/1999/xhtml}div"),
    ]
)
VALUES = st.sampled_from(
    [
        *("", " ", "a", "a@b", "@", " @ ", "@@", "@@@", "a@", "\n@\n", "text", "xhtml", "a/b"),
        *("2021-12-13T05:54:00Z", " 2021-12-13T05:54:00Z ", "2021-12-13T"),
    ]
)
NAMES = st.sampled_from(["type", "src", "href", "term", "other", f"{{{X}}}a", f"{{{names.XML}}}lang"])


@st.composite
def _changes(draw: st.DrawFn, root: Element) -> None:
    """Change a document in a few places: an element, an attribute or a text more, an element twice or not at all."""
    for _ in range(draw(st.integers(0, 6))):
        element = draw(st.sampled_from(list(root.iter("*"))))
        match draw(st.sampled_from(["child", "attribute", "text", "tail", "again", "comment", "remove"])):
            case "child":
                element.insert(draw(st.integers(0, len(element))), etree.Element(draw(TAGS)))
            case "attribute":
                element.set(draw(NAMES), draw(VALUES))
            case "text":
                element.text = draw(VALUES)
            case "tail" if element is not root:
                element.tail = draw(VALUES)
            case "again" if element is not root:
                element.addnext(deepcopy(element))
            case "comment":
                element.insert(0, etree.Comment("c"))
            case "remove" if element is not root:
                element.getparent().remove(element)


@given(st.data())
@pytest.mark.parametrize("seed", ["feed", "entry", "texts"])
def test_the_essence_of_a_changed_document_is_judged_as_the_whole(seed: str, data: st.DataObject) -> None:
    """Whatever stands in it that is foreign, twice, or in the wrong place."""
    root = etree.fromstring(SEEDS[seed])
    data.draw(_changes(root))
    assert _judged(root) == grammar().validate(root), etree.tostring(root)


CHILDREN = {
    "feed": """
        <author><name>A</name></author> <author><uri>/b</uri><name>B</name></author> <category term="a"/>
        <category term="b"/> <contributor><name>C</name></contributor> <generator>G</generator> <icon>/i</icon>
        <id>https://a.example/</id> <link href="https://a.example/"/> <link rel="self" href="https://a.example/a"/>
        <logo>/l</logo> <rights>R</rights> <subtitle type="html">S</subtitle> <title>T</title>
        <updated>2021-12-13T05:54:00Z</updated> <x:one/> <x:two>2</x:two>
    """,
    "entry": """
        <author><name>A</name><email>a@a.example</email></author> <category term="a"/> <content type="html">C</content>
        <contributor><name>C</name></contributor> <id>https://a.example/1</id> <link href="https://a.example/1"/>
        <link rel="related" href="/2"/> <published>2021-12-13T05:54:00Z</published> <rights>R</rights>
        <source><title>T</title><id>https://a.example/</id></source> <summary>S</summary> <title>T</title>
        <updated>2021-12-13T05:54:00Z</updated> <x:one/> <x:two a="b">2</x:two>
    """,
}

OPENED = f'xmlns="http://www.w3.org/2005/Atom" xmlns:x="{X}">'
SEEDS = {
    "feed": f"<feed {OPENED}{CHILDREN['feed']}<entry>{CHILDREN['entry']}</entry></feed>",
    "entry": f"<entry {OPENED}{CHILDREN['entry']}</entry>",
    "texts": f"""<entry {OPENED}<id>a</id><updated>2021-12-13T05:54:00Z</updated>
        <title type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml"><p title="a">b</p></div></title>
        <content type="a/xml"><entry><title type="b"/></entry><x:a b="c">d<x:b/></x:a></content>
        <link href="a" x:b="c"><x:a b="c">d<x:b/></x:a></link><category term="a"><x:a>b</x:a></category>
        <author x:a="b"><name>a</name><x:a><name/></x:a></author><x:a b="c">d<title/></x:a></entry>""",
}
"""Documents that are valid, from which others are made."""


@given(st.data())
@pytest.mark.slow
def test_order_has_no_meaning(data: st.DataObject) -> None:
    """Whatever the order of elements, and whichever of the optional ones there are, a document is valid."""
    parts = {name: re.split(r"(?<=>)\s+(?=<)", text.strip()) for name, text in CHILDREN.items()}
    needed = ("<id", "<title", "<updated", "<author", "<link h")
    chosen = {
        name: data.draw(st.permutations([p for p in all_ if p.startswith(needed) or data.draw(st.booleans())]))
        for name, all_ in parts.items()
    }
    entry = f"<entry>{''.join(chosen['entry'])}</entry>"
    children = data.draw(st.permutations([*chosen["feed"], entry]))
    text = f'<feed xmlns="http://www.w3.org/2005/Atom" xmlns:x="urn:x-a:b">{"".join(children)}</feed>'
    checked = validate("x", text.encode())
    assert checked
    assert not [finding for finding in checked.findings if finding.severity == "error"], text
