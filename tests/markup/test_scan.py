"""The tree of HTML never grows beyond what the scan says."""

import sys
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from feeds.markup.elements import KNOWN
from feeds.markup.scan import growth
from feeds.markup.tree import Node, parse

DEEP = 10_000
NAMES = [
    "a",
    "b",
    "i",
    "font",
    "nobr",
    "p",
    "li",
    "dd",
    "dt",
    "div",
    "ul",
    "dl",
    "table",
    "tbody",
    "tr",
    "td",
    "th",
    "caption",
    "span",
    "object",
    "applet",
    "button",
    "select",
    "option",
    "template",
    "svg",
    "math",
    "title",
    "style",
    "script",
    "textarea",
    "iframe",
    "xmp",
    "noscript",
    "h1",
    "form",
    "br",
    "img",
    "em",
    "desc",
    "foreignObject",
    "mi",
    "annotation-xml",
    "noembed",
    "plaintext",
    "h2",
    "ruby",
    "rt",
    "optgroup",
    "dialog",
    "search",
    "frameset",
    "colgroup",
    "blockquote",
    "abbr",
]
PIECES = st.one_of(
    st.sampled_from(NAMES).map(lambda name: f"<{name}>"),
    st.sampled_from(NAMES).map(lambda name: f"</{name}>"),
    st.sampled_from(["a", "b", "font"]).flatmap(
        lambda name: st.integers(1, 30).map(lambda size: f'<{name} id="{"x" * size}">')
    ),
    st.sampled_from(
        [
            "x",
            " ",
            "<!--",
            "-->",
            "--!>",
            "<!-->",
            "<!",
            ">",
            "<?",
            "</>",
            "<![CDATA[",
            "]]>",
            '<p a="',
            '">',
            '"',
            "'",
            "<p a='",
            "<!-- <p a='",
            '<style><p a="</style>',
            '<title><!-- <p a="</title>',
            "<a b='",
            "'>",
            "<b =>",
            "<b/>",
            "<a =x>",
            "</b\xa0>",
            "<b\xa0>",
            "<B>",
            "</B >",
            "<p a=b/>",
            "<\x00b>",
            "<b\x00>",
            "<script><!--",
        ]
    ),
)


def size(node: Node | None) -> tuple[int, int]:
    """Return the characters of the start tags of a tree, and how deep its elements nest."""
    characters = deepest = 0
    pending = [(node, 1)] if node is not None else []
    while pending:
        found, depth = pending.pop()
        if found.next is not None:
            pending.append((found.next, depth))
        if found.is_element_node:
            deepest = max(deepest, depth)
            attributes = found.attributes
            characters += (
                len(found.tag or "") + 2 + sum(len(name) + len(value or "") + 4 for name, value in attributes.items())
            )
            if found.child is not None:
                pending.append((found.child, depth + 1))
    return characters, deepest


def check(html: str) -> None:
    """Compare what the scan says with the tree."""
    said = growth(html, DEEP)
    characters, depth = size(parse(html))
    assert characters <= 12 * len(html) + said.characters
    assert depth <= 2 * said.depth + 12


@given(st.lists(PIECES, max_size=60).map("".join))
@settings(max_examples=1_000)
def test_no_tree_is_larger(html: str) -> None:
    """Whatever is open, misplaced, commented out or raw, the bound holds."""
    check(html)


@given(st.lists(PIECES, min_size=1, max_size=6).map("".join), st.lists(PIECES, min_size=1, max_size=6).map("".join))
@settings(max_examples=300)
def test_no_tree_is_larger_where_pieces_are_repeated(first: str, second: str) -> None:
    """What an attack repeats a hundred times is bounded as well."""
    check(first * 100 + second * 100)


@pytest.mark.parametrize("nothing", ["</>", "</ >", "</1>", "<!>", "<?>", "<!-->", "</\n>", "<!--->"])
@pytest.mark.parametrize("tag", ["<b id=x>", "<div>", "<font size=y>"])
def test_what_is_no_tag_ends_where_it_does(nothing: str, tag: str) -> None:
    """Signs that make nothing hide no tag that follows, for then nobody would count what nests."""
    for html in (f"{nothing}{tag}", f"{tag}{nothing}<i>"):
        check(html * 200)
        assert growth(html * 200, DEEP).depth >= 200


AROUND = (
    "",
    "<table>",
    "<table><table></table>",
    "<table><tr><td>",
    "<table><caption>",
    "<svg></svg>",
    "<svg><desc>",
    "<math><mi>",
    "<select>",
    "<template>",
    "<ul><li>",
    "<form>",
    "<a>",
    "<object>",
    "<p>",
)
ONE = (
    "<{x}><span></{x}>",
    "<{x}><b></{x}>",
    "<{x}><{x}></{x}><span></{x}>",
    "</{x}><{x}><i =>",
    "<{x}><div></{x}>",
    "<{x}/><span></{x}>",
    "<{x}><h1></{x}></h1>",
    "<{x}><em></{x}></{x}>y",
    "<span><{x}></span></{x}>",
    "<b><{x}></b></{x}>y",
    "<li><{x}><li></{x}>",
)
TWO = (
    "<{x}><{y}></{x}></{y}>",
    "<{x}><{y}></{x}><span></{y}>",
    "<{x}></{y}><{y}><b></{x}>y",
    "<{x}><{y}><{x}></{y}><span></{x}>",
    "<{y}></{x}><span></{y}></{x}><{x}>",
)
EVERY = [*sorted(element for element in KNOWN if "-" not in element), "foo", "desc", "foreignobject"]


@pytest.mark.parametrize("form", ONE)
def test_no_element_nests_unseen(form: str) -> None:
    """Whichever element is ended in vain, or ends another, what stays open in it is counted, in tables as well."""
    for name in EVERY:
        for around in ("", "<table>", "<table><tr><td>", "<svg>"):
            check(around + form.replace("{x}", name) * 30)


@pytest.mark.parametrize("form", TWO)
def test_no_two_elements_nest_unseen(form: str) -> None:
    """The same of two elements that are ended in the wrong order."""
    for name in ("div", "b", "p", "li", "td", "option", "abbr"):
        for other in EVERY:
            check(form.replace("{x}", name).replace("{y}", other) * 30)


@pytest.mark.thorough
@pytest.mark.parametrize("around", AROUND)
def test_no_elements_nest_unseen_anywhere(around: str) -> None:
    """The same of every element, and of any two, in each of many places."""
    for name in EVERY:
        for form in ONE:
            check(around + form.replace("{x}", name) * 60)
        for form in TWO:
            for other in EVERY:
                check(around + form.replace("{x}", name).replace("{y}", other) * 30)


HIDING = ("{}", "<svg>{}</svg>", "<math><mi>{}</mi></math>", "<select>{}</select>", "<template></template>{}")
HIDDEN = (
    '<![CDATA[<p a="]]>',
    "<![CDATA[<plaintext>]]>",
    "<![CDATA[<!--]]>",
    '<style><p a="</style>',
    "<style><plaintext></style>",
    "<style><!--</style>",
    '<title><p a="</title>',
    '<textarea><!-- <p a="</textarea>',
    '<!-- <p a="-->',
    "<!-- <plaintext> -->",
    '<p a="<plaintext>">',
    "<script><!--<script></script>",
)


@pytest.mark.parametrize("around", HIDING)
@pytest.mark.parametrize("hidden", HIDDEN)
def test_nothing_hides_formatting(around: str, hidden: str) -> None:
    """What looks open or closed in text that is none of the markup hides nothing of what follows."""
    formatting = "".join(f"<b id={number}>" for number in range(40))
    for html in (around.format(hidden), around.replace("{}", "") + hidden):
        for closed in ("", f"<title>{'</b>' * 40}</title>", f'<p title="{"</b>" * 40}">', f"<!--{'</b>' * 40}-->"):
            check(f'<p>{html}{formatting}x{closed}{"<p>x" * 200}">')


@pytest.mark.parametrize(
    "html",
    [
        "<table>" + "<span>" * 950 + "<td>" * 19_000,
        "<div>" * 950 + "<li></li>" * 9_500,
        "<span>" * 950 + "</b>" * 19_000,
        "<svg>" + "<!--" * 20_000,
        "<svg>" + "<x" * 20_000 + ' a="' + "y " * 80_000 + '">',
        "<svg>" + "<x a='" * 10_000 + "y " * 80_000 + "'>",
    ],
)
def test_looking_takes_little_time(html: str) -> None:
    """No form of markup is looked at again and again."""
    tracer = sys.gettrace()
    sys.settrace(None)  # what measures the coverage counts every line, and is not measured
    started = time.process_time()
    growth(html, DEEP)
    taken = time.process_time() - started
    sys.settrace(tracer)
    assert taken < 1


@pytest.mark.thorough
@given(st.lists(PIECES, max_size=8).map("".join), st.lists(PIECES, max_size=8).map("".join), st.integers(1, 300))
@settings(max_examples=100_000)
def test_no_tree_is_larger_for_long(first: str, second: str, times: int) -> None:
    """The same, a hundred thousand times."""
    check(first * times + second * times)


@pytest.mark.parametrize(
    "html",
    [
        '<p>A <a href="/x">link</a>, <b>bold</b> and <i>so <b>on</b></i>.</p>' * 500,
        "<ul><li>One <b>thing</b><li>another</ul>" * 500,
        "<p>Never <b>closed</b><p>paragraphs" * 500,
        "<table><tr><td><b>a</b><td>c<tr><td>b</table>" * 300,
        '<!-- a <b> note --><div><p class="a>b">text</p></div>' * 500,
        "<a href=x><span>a</a> <span>b " * 300,
    ],
)
def test_ordinary_html_is_not_taken_for_more(html: str) -> None:
    """What people write, closed or not as the standard allows, is not refused."""
    said = growth(html, DEEP)
    assert said.characters == 0
    assert said.depth < 400
