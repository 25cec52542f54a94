"""Check a document against Atom's grammar, `atom.rng` beside this module (RFC 4287, appendix B)."""

from collections import Counter
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from lxml import etree

from feeds.core.apart import apart, awaited
from feeds.validation.xml import names
from feeds.validation.xml.document import Element, children, strip, text_of
from feeds.validation.xml.reporter import Reporter

_ATOM = f"{{{names.ATOM}}}"
_HAVE_CHILDREN = frozenset(f"{_ATOM}{name}" for name in ("feed", "entry", "source", "author", "contributor"))
_ENTRY = f"{_ATOM}entry"
_REPEATED = frozenset({_ENTRY, *(f"{_ATOM}{name}" for name in ("author", "contributor", "category", "link"))})
_OF_ATTRIBUTES = frozenset(f"{_ATOM}{name}" for name in ("category", "link"))
"""Elements of which nothing matters to the grammar but which attributes they have, and what is in them."""

_CRATE_SIZE = 50
_DATES, _EMAIL = frozenset({f"{_ATOM}updated", f"{_ATOM}published"}), f"{_ATOM}email"


@cache
def grammar() -> etree.RelaxNG:
    """Return the grammar, which is read once."""
    return etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))


def check_grammar(root: Element, report: Reporter) -> None:
    """Report a feed or an entry that the grammar does not allow, if no better words for it were found before.

    One with entities in its texts is left to the tables: the grammar takes an entity for something in the text's place.
    """
    if next(root.iter(etree.Entity), None) is not None:
        return
    # Apart, for a signal; the names that are written again are forgotten with the thread.
    message = awaited(apart(_complaint, root))
    if message is not None:
        report.error(root, "RFC 4287 appendix B", f"the grammar of Atom does not allow this: {message}")


def _complaint(root: Element) -> str | None:
    """Return what the grammar says against a document; None where it allows it."""
    if all(grammar().validate(part) for part in essences_of(root)):
        return None
    last = list(grammar().error_log)
    message: str = last[-1].message[:120] if last else "its elements are not in their places"
    return message


def essences_of(root: Element) -> Iterator[Element]:
    """Yield small documents, all of which the grammar allows if it allows the whole one.

    libxml2 compares all that is in one element with each other, and with each of its attributes: 14,000 elements beside
    each other take it seconds, in one with 100 attributes hours. So two of a kind are left in each element, by which
    the grammar tells that there are more than one; further ones that it may hold are judged in other documents. What is
    foreign may hold anything, and be beside its like: of that, two empty elements are left, and no attribute. Of texts
    it matters that they are there, and so it does of the attributes of links and categories: of all with the same ones
    that hold nothing, one is judged.
    """
    rest: list[Element] = []
    judged: set[tuple[str, ...]] = set()
    yield _essence_of(root, etree.Element(root.tag), rest)

    crate = _crate()
    while rest:
        element = rest.pop()
        if element.tag in _OF_ATTRIBUTES and not len(element) and not element.text:
            form = (element.tag, *sorted(element.keys()))
            if form in judged:
                continue
            judged.add(form)
        if element.tag == _ENTRY:
            yield _essence_of(element, etree.Element(_ENTRY), rest)
            continue
        _essence_of(element, etree.SubElement(crate, element.tag), rest)
        if len(crate) >= _CRATE_SIZE:
            yield crate
            crate = _crate()
    yield crate


def _essence_of_text(tag: str, text: str) -> str:
    """Return a short text that the grammar judges as another one: libxml2 notes every step through a pattern."""
    if tag == _EMAIL:
        return "a@a" if "@" in text[1:-1] else text[:1].replace("@", "a")
    bare = strip(text)
    if tag in _DATES:
        return bare if bare == text else f" {bare} "
    return bare[:1]


def _crate() -> Element:
    """Return an entry that the grammar allows, for elements that may stand in a feed, an entry or a source alike."""
    crate = etree.Element(_ENTRY)
    for name, text in (("id", ""), ("title", ""), ("updated", "2021-12-13T05:54:00Z")):
        etree.SubElement(crate, f"{_ATOM}{name}").text = text
    return crate


def _essence_of(root: Element, essence: Element, rest: list[Element]) -> Element:
    """Make an empty element the essence of another one, and return it; add what is to be judged apart to the `rest`."""
    pending = [(root, essence)]

    while pending:
        element, copy = pending.pop()
        text = text_of(element) or ""
        copy.text = _essence_of_text(element.tag, text)
        for name, value in element.attrib.items():
            if name[:1] != "{":
                copy.set(name, value)
        if not len(element):
            continue

        counts: Counter[str | bool] = Counter()
        may_be_judged = element.tag in _HAVE_CHILDREN
        for child in children(element):
            is_atom = child.tag.startswith(_ATOM)
            is_judged = is_atom and may_be_judged
            kind = child.tag if is_judged else is_atom
            counts[kind] += 1
            if counts[kind] <= 2:
                inner = etree.SubElement(copy, child.tag)
                if is_judged:
                    pending.append((child, inner))
            elif kind in _REPEATED:
                rest.append(child)

    return essence
