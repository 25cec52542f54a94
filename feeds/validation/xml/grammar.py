"""Check a document against Atom's grammar, `atom.rng` beside this module (RFC 4287, appendix B)."""

from collections import Counter
from functools import cache
from pathlib import Path

from lxml import etree

from feeds.core.apart import apart, awaited
from feeds.validation.limits import MAX_PAIRS
from feeds.validation.xml import names
from feeds.validation.xml.document import Element, children, strip, text_of
from feeds.validation.xml.reporter import Reporter

_ATOM = f"{{{names.ATOM}}}"
_HAVE_CHILDREN = frozenset(f"{_ATOM}{name}" for name in ("feed", "entry", "source", "author", "contributor"))
_HAVE_FORMS = frozenset(f"{_ATOM}{name}" for name in ("updated", "published", "email"))


@cache
def grammar() -> etree.RelaxNG:
    """Return the grammar, which is read once."""
    return etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))


def check_grammar(root: Element, report: Reporter) -> None:
    """Report a feed or an entry that the grammar does not allow, if no better words for it were found before.

    One with entities in its texts is left to the tables: the grammar takes an entity for something in the text's place.
    So is one with elements of which there are very many side by side, which are compared with each other.
    """
    if next(root.iter(etree.Entity), None) is not None:
        return
    if sum(len(element) ** 2 for element in root.iter(*_HAVE_CHILDREN)) > MAX_PAIRS:
        return
    # Apart, for a signal; the names that are written again are forgotten with the thread.
    message = awaited(apart(_complaint, root))
    if message is not None:
        report.error(root, "RFC 4287 appendix B", f"the grammar of Atom does not allow this: {message}")


def _complaint(root: Element) -> str | None:
    """Return what the grammar says against a document; None where it allows it."""
    if grammar().validate(essence_of(root)):
        return None
    last = list(grammar().error_log)
    message: str = last[-1].message[:120] if last else "its elements are not in their places"
    return message


def essence_of(root: Element) -> Element:
    """Return the part of a document that the grammar says something of, which it judges as it does the whole.

    What is foreign may hold anything, and be beside its like: of that, two empty elements are left in each parent,
    and no attribute. libxml2 compares all that is in one with each other, and with each of its attributes: 14,000
    elements in one with 100 attributes, which make 85 KB, take it hours. Of texts it matters that they are there.
    """
    essence = etree.Element(root.tag)
    pending = [(root, essence)]

    while pending:
        element, copy = pending.pop()
        text = text_of(element) or ""
        copy.text = text if element.tag in _HAVE_FORMS else strip(text)[:1]
        for name, value in element.attrib.items():
            if name[:1] != "{":
                copy.set(name, value)

        counts: Counter[bool] = Counter()
        for child in children(element):
            is_atom = child.tag.startswith(_ATOM)
            if is_atom and element.tag in _HAVE_CHILDREN:
                pending.append((child, etree.SubElement(copy, child.tag)))
                continue
            counts[is_atom] += 1
            if counts[is_atom] <= 2:
                etree.SubElement(copy, child.tag)

    return essence
