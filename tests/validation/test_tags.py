"""Start tags are found in any well-formed document, and in the time of its length."""

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from lxml import etree

from feeds.validation.xml.document import Document
from feeds.validation.xml.tags import document_type, start_tags, without_hidden

PIECES = [
    *("<!-- <a> ]> ' -->", "<?p <a> ]> <!-- ?>", "<!--?>-->", "<?p --?>", " ", "\n"),
]
IN_TYPE = [
    *PIECES,
    *('<!ENTITY e "<a/> ]> <!-- \'">', "<!ENTITY e ']]> <? \"'>", "<!ELEMENT b (a)>", "<!ATTLIST b c CDATA ']>'>"),
    *('<!ENTITY f SYSTEM "a>b">', "<!NOTATION n PUBLIC '>'>"),
]
IN_ELEMENT = [
    *PIECES,
    "<a/>",
    "<a b='>'>",
    "</a>",
    "<![CDATA[<a> <!-- ]>]]>",
    "<![CDATA[]]]]>",
    "]] >",
    '"',
    "'",
    "é😀",
]


def _names(text: str) -> list[str] | None:
    """Return the names of the elements of a document, in their order; None for one that is not well-formed."""
    parser = etree.XMLParser(resolve_entities=False, no_network=True)
    try:
        return [element.tag for element in etree.fromstring(text.encode(), parser).iter("*")]
    except etree.XMLSyntaxError:
        return None


@given(st.lists(st.sampled_from(IN_TYPE)), st.lists(st.sampled_from(IN_ELEMENT)), st.sampled_from(["", ' SYSTEM "]>"']))
def test_start_tags_are_those_of_the_tree(declared: list[str], held: list[str], outside: str) -> None:
    """Whatever stands before and between them, each is an element's, and they come in the order of the elements."""
    text = f"<!--<a>--><!DOCTYPE r{outside} [{''.join(declared)}] ><r>{''.join(held)}</r><!-- <b/> -->"
    if (names := _names(text)) is None:
        return
    starts = list(start_tags(text))
    assert [text[start + 1] for start in starts] == names


@given(
    st.lists(st.sampled_from(IN_TYPE)), st.lists(st.sampled_from(IN_ELEMENT)), st.sampled_from(["{}", "<?p {} ?>{}"])
)
@example(["<!ENTITY z '<?'>"], ["<a/>"], "<?p {} ?>{}")
def test_nothing_but_what_is_hidden_is_taken_out(declared: list[str], held: list[str], prologue: str) -> None:
    """All elements are left, also where the document type stands once more in an instruction before it."""
    kind = f"<!DOCTYPE r [{''.join(declared)}]>"
    text = f"{prologue.replace('{}', kind)}<r>{''.join(held)}</r><?z ?>"
    if (names := _names(text)) is None:
        return
    left = without_hidden(text)
    assert [left[start + 1] for start in start_tags(left)] == names
    assert text[document_type(text)] == kind


@pytest.mark.parametrize("mark", ["<!--", "<![CDATA[", "<!DOCTYPE[", "<?"])
def test_what_is_never_closed_is_looked_for_once(mark: str) -> None:
    """The search ends there: that each of many was looked for to the end took hours."""
    assert list(start_tags(f"<r>{mark}<a>" * 200_000)) == [0]


@pytest.mark.parametrize("mark", ["<!-- ", "<![CDATA[ ", "<!DOCTYPE[ ", "<a> "])
@pytest.mark.parametrize(("opened", "closed"), [("<?x ]> ", "?>"), ("<!-- ]> ", "-->"), ("<!ENTITY e ']> ", "'>")])
def test_places_behind_a_document_type_that_looks_like_tags(mark: str, opened: str, closed: str) -> None:
    """What its comments, instructions and values hold neither ends it nor begins anything."""
    inside = mark.replace("--", "- -") if closed == "-->" else mark
    document = Document(f"<!DOCTYPE r [{opened}{inside * 1_000}{closed}]>\n<r>\n <a/></r>".encode())
    assert list(document.places(list(document.root.iter("*"))).values()) == [(2, 1), (3, 2)]
