"""Atom's grammar and the tables say the same."""

from pathlib import Path

from lxml import etree

from feeds.validation.grammar import grammar
from feeds.validation.xmlfeed import validate

BROKEN = Path(__file__).parents[1] / "broken"
GOLDEN = Path(__file__).parents[1] / "golden" / "expected"
SOUND = sorted((BROKEN / "sound").rglob("*.xml"))
ATOM = "{http://www.w3.org/2005/Atom}"

# What the RFC's grammar, which is not normative, takes though its text forbids it; and the other way round.
LAX = {"content-text-with-element.xml", "updated-white-space.xml"}
STRICT = {
    *("author-language.xml", "content-mathml.xml", "content-xhtml.xml", "language-empty.xml"),
    "updated-leap-second.xml",
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
    paths = _atom([*SOUND, *GOLDEN.rglob("*.xml")])
    assert len(paths) > 80
    for path in paths:
        assert grammar().validate(etree.parse(str(path))), f"{path}: {grammar().error_log}"


def test_the_tables_find_all_that_the_grammar_does() -> None:
    """So its words, which are hard to read, are never needed for a document of the folder."""
    wrong = 0
    for path in _atom(sorted((BROKEN / "faulty").rglob("*.xml"))):
        checked = validate("x", path.read_bytes())
        assert checked
        assert not any("appendix B" in finding.rule for finding in checked.findings), path
        wrong += not grammar().validate(etree.parse(str(path)))
    assert wrong > 90


def test_the_grammar_agrees_with_the_one_of_the_rfc(shared: Path) -> None:
    """It is our own, in our own order; over the folder both judge alike, apart from what is a matter of values."""
    theirs = etree.RelaxNG(etree.parse(str(shared / "schemas" / "atom.rng")))
    for path in _atom(sorted([*(BROKEN / "faulty").rglob("*.xml"), *SOUND])):
        document = etree.parse(str(path))
        ours, judged = grammar().validate(document), theirs.validate(document)
        if path.name not in LAX:
            assert ours >= judged, path
        if "sound" in path.parts and path.name not in STRICT:
            assert judged, f"{path}: {theirs.error_log}"
