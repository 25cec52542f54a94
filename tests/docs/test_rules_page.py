"""The page of rules is true: it names every rule that there is, and no other."""

import re
from pathlib import Path

from feeds.validation import xml_feed
from feeds.validation.formats import rdf
from feeds.validation.xml.spec import Spec
from tests.validation.cases import EXPECTED_ERRORS

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs" / "validation.md").read_text(encoding="utf-8")
NAMED = {rule for row in re.findall(r"^\| (`.*?) \|", PAGE, re.MULTILINE) for rule in re.findall(r"`([^`]+)`", row)}


def _rules(spec: Spec, seen: set[int]) -> set[str]:
    if id(spec) in seen:
        return set()
    seen.add(id(spec))
    return {spec.rule}.union(*(_rules(child, seen) for child in spec.children.values()))


def rules() -> set[str]:
    """Return every rule of the tables, and those that the invalid documents break."""
    found: set[str] = set()
    seen: set[int] = set()
    for spec, modules in xml_feed.ROOTS.values():
        found |= _rules(spec, seen)
        for module in modules.values():
            found.add(module.name)
            for element in module.elements.values():
                found |= _rules(element, seen)
    for spec in (rdf.RSS_10, rdf.RSS_090):
        found |= _rules(spec, seen)
    found |= {rule for _, _, rule in EXPECTED_ERRORS}
    text = "".join(path.read_text(encoding="utf-8") for path in (ROOT / "feeds" / "validation").rglob("*.py"))
    return found | set(re.findall(r'"(site \w+|document|XML \w+|BCP 47|RSS Profile)"', text))


def _family(rule: str) -> str | None:
    """Return the longest name on the page that a rule begins with."""
    names = [name for name in NAMED if rule == name or rule.startswith((f"{name} ", f"{name}:"))]
    return max(names, key=len, default=None)


def test_every_rule_is_on_the_page() -> None:
    """A rule can be looked up by the words that it begins with."""
    assert {rule for rule in rules() if _family(rule) is None} == set()


def test_every_rule_on_the_page_is_one() -> None:
    """Nothing is promised that is not checked."""
    assert {_family(rule) for rule in rules()} == NAMED
