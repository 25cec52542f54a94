"""Check a document against Atom's grammar, `atom.rng` beside this module (RFC 4287, appendix B)."""

from functools import cache
from pathlib import Path

from lxml import etree

from feeds.validation.limits import MAX_PAIRS
from feeds.validation.xml.document import Element
from feeds.validation.xml.reporter import Reporter


@cache
def grammar() -> etree.RelaxNG:
    """Return the grammar, which is read once."""
    return etree.RelaxNG(etree.parse(str(Path(__file__).with_name("atom.rng"))))


def check_grammar(root: Element, report: Reporter) -> None:
    """Report a feed or an entry that the grammar does not allow, if no better words for it were found before.

    One with entities in its texts is left to the tables: the grammar takes an entity for something in the text's place.
    So is one with elements of which there are very many side by side, which are compared with each other.
    """
    has_entity = next(root.iter(etree.Entity), None) is not None
    if not has_entity and sum(len(element) ** 2 for element in root.iter()) > MAX_PAIRS:
        return
    if not has_entity and not grammar().validate(root):
        last = list(grammar().error_log)
        message = last[-1].message[:120] if last else "its elements are not in their places"
        report.error(root, "RFC 4287 appendix B", f"the grammar of Atom does not allow this: {message}")
