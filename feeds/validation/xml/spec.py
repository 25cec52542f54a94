"""Tables that describe what an element may contain, and the function that checks a document against them."""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import NamedTuple

from feeds.validation.values import Check, shown
from feeds.validation.values.addresses import reference
from feeds.validation.values.words import language, one_of, or_nothing
from feeds.validation.xml import names
from feeds.validation.xml.document import Element, children, shown_name, split_name, strip, text_of
from feeds.validation.xml.reporter import Reporter

Rule = Callable[[Element, Reporter], None]
"""A rule that no table can express: checks one element and reports what is wrong."""


class Attribute(NamedTuple):
    """What an attribute must hold, and whether it must be there."""

    check: Check | None = None
    is_required: bool = False


@dataclass(frozen=True)
class Spec:
    """What an element may contain, and the rule that says so.

    rule: name of the specification and the place in it.
    text: check of the element's text; None where it must have none.
    attributes, children: what it may have, by the names that lxml gives them.
    min_occurs, max_occurs: how often a child must, and may, occur in it.
    kind: what modules call the element in their `within`.
    within: kinds of elements that an element of a module may occur in; empty for any.
    max_occurs_within: how often an element of a module may occur in one parent.
    is_open: the content is not checked against the table.
    is_closed: no element without a namespace is allowed in it.
    is_exact: no white space is allowed around the text.
    element_rule: check of what no table can express.
    """

    rule: str
    text: Check | None = None
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    children: Mapping[str, "Spec"] = field(default_factory=dict)
    min_occurs: Mapping[str, int] = field(default_factory=dict)
    max_occurs: Mapping[str, int] = field(default_factory=dict)
    kind: str = ""
    within: frozenset[str] = frozenset()
    max_occurs_within: int | None = None
    is_open: bool = False
    is_exact: bool = False
    is_closed: bool = False
    element_rule: Rule | None = None

    @cached_property
    def required(self) -> tuple[str, ...]:
        """Return the names of the attributes that must be there."""
        return tuple(name for name, attribute in self.attributes.items() if attribute.is_required)


@dataclass(frozen=True)
class Module:
    """A vocabulary that extends other formats: its elements, and its attributes for elements of others.

    A module that `is_open` may have elements that are not listed.
    """

    name: str
    elements: Mapping[str, Spec]
    attributes: Mapping[str, Attribute] = field(default_factory=dict)
    is_open: bool = False


Modules = Mapping[str, Module]
"""Modules by their namespaces."""

_LONGEST_NAME = 100
"""Characters of a name that may be meant for a known one."""

_XML_ATTRIBUTES = {
    "lang": ("BCP 47", or_nothing(language)),
    "base": ("XML Base", reference),
    "space": ("XML 1.0 2.10", one_of(("default", "preserve"))),
}


def also_in(module: Module, namespace: str, other: str) -> Module:
    """Return a module with its elements moved to another namespace, which publishers write by mistake."""
    return replace(module, elements={name: _moved(spec, namespace, other) for name, spec in module.elements.items()})


def _moved(spec: Spec, namespace: str, other: str) -> Spec:
    def move(tag: str) -> str:
        return tag.replace(f"{{{namespace}}}", f"{{{other}}}")

    return replace(
        spec,
        children={move(tag): _moved(child, namespace, other) for tag, child in spec.children.items()},
        min_occurs={move(tag): count for tag, count in spec.min_occurs.items()},
        max_occurs={move(tag): count for tag, count in spec.max_occurs.items()},
    )


def once(*tags: str) -> dict[str, int]:
    """Return occurrences for elements that occur once."""
    return dict.fromkeys(tags, 1)


def check(element: Element, spec: Spec, report: Reporter, modules: Modules) -> None:
    """Check an element, and everything below it, against its table."""
    _check_attributes(element, spec, report, modules)
    if not spec.is_open:
        if len(element) or spec.min_occurs:
            _check_children(element, spec, report, modules)
        _check_text(element, spec, report)
    if spec.element_rule:
        spec.element_rule(element, report)


def _check_attributes(element: Element, spec: Spec, report: Reporter, modules: Modules) -> None:
    attributes = element.attrib
    for name, value in attributes.items():
        attribute = spec.attributes.get(name)
        if attribute:
            wrong = report.judged(element, attribute.check, value) if attribute.check else None
            if wrong:
                report.complain(element, spec.rule, f"the {split_name(name)[1]} of {shown_name(element)}", wrong)
            continue
        namespace, local = split_name(name)
        if namespace == names.XML:
            rule, look = _XML_ATTRIBUTES.get(local, ("", None))
            if look:
                report.complain(
                    element, rule, f"the xml:{local} of {shown_name(element)}", report.judged(element, look, value)
                )
        elif not namespace:
            report.error(element, spec.rule, f"{shown_name(element)} has no attribute {local}{_meant(local, spec)}")
        elif namespace in modules and modules[namespace].attributes:
            _check_foreign(element, local, value, modules[namespace], report)
    for name in spec.required:
        if name not in attributes:
            report.error(element, spec.rule, f"{shown_name(element)} has no {split_name(name)[1]}")


def _check_foreign(element: Element, local: str, value: str, module: Module, report: Reporter) -> None:
    attribute = module.attributes.get(local)
    if attribute is None:
        report.error(element, module.name, f"{module.name} has no attribute {local}")
    elif attribute.check:
        report.complain(
            element,
            module.name,
            f"the {local} of {shown_name(element)}",
            report.judged(element, attribute.check, value),
        )


def _check_children(element: Element, spec: Spec, report: Reporter, modules: Modules) -> None:
    counts: Counter[str] = Counter()
    for child in children(element):
        counts[child.tag] += 1
        known = spec.children.get(child.tag)
        if known is None:
            known = _of_module(child, element, spec, report, modules)
            max_occurs = known.max_occurs_within if known else None
        else:
            max_occurs = spec.max_occurs.get(child.tag)
        if known is None:
            continue
        if max_occurs is not None and counts[child.tag] > max_occurs:
            if counts[child.tag] > max_occurs + 1:
                continue
            again = "a second" if max_occurs == 1 else f"more than {max_occurs}"
            report.error(child, known.rule, f"{again} {shown_name(child)} in {shown_name(element)}: write one")
        check(child, known, report, modules)
    for tag, min_occurs in spec.min_occurs.items():
        if counts[tag] < min_occurs:
            name = split_name(tag)[1]
            wanted = f"has no {name}" if min_occurs == 1 else f"must have {min_occurs} {name} or more"
            report.error(element, spec.children[tag].rule, f"{shown_name(element)} {wanted}")


def _of_module(child: Element, element: Element, spec: Spec, report: Reporter, modules: Modules) -> Spec | None:
    """Return the table of a child that belongs to a module; report a child that must not be there."""
    namespace, local = split_name(child.tag)
    if namespace in modules:
        known = modules[namespace].elements.get(local)
        if known is None:
            _report_undefined(child, local, modules[namespace], report)
        elif spec.text or (known.within and spec.kind not in known.within):
            report.error(child, known.rule, f"{shown_name(child)} must not stand in {shown_name(element)}")
        return known
    own = split_name(element.tag)[0]
    if (
        not namespace and own == names.ATOM and not spec.is_closed
    ):  # its grammar has a place for elements of no namespace
        report.warning(child, "RFC 4287 6.4", f"{shown_name(child)} is in no namespace, and no reader knows it")
    elif namespace in ("", own):
        near = _nearest(local, [split_name(tag)[1] for tag in spec.children])
        report.error(child, spec.rule, f"{shown_name(child)} is not defined in {shown_name(element)}{near}")
    elif spec.text and namespace == names.XHTML:
        report.error(child, spec.rule, f"{shown_name(element)} holds text alone: escape the markup in it")
    elif spec.text:
        report.warning(child, spec.rule, f"{shown_name(element)} holds text alone; readers lose {shown_name(child)}")
    return None


def _report_undefined(child: Element, local: str, module: Module, report: Reporter) -> None:
    meant = _nearest(local, module.elements)
    if meant or not module.is_open:
        report.error(child, module.name, f"{shown_name(child)} is not defined{meant}")


def _check_text(element: Element, spec: Spec, report: Reporter) -> None:
    text = text_of(element)
    if text is None:
        return
    value = strip(text)
    if spec.text is None:
        if value:
            report.error(element, spec.rule, f"{shown_name(element)} must have no text: {shown(value)}")
    elif spec.is_exact and value != text and value:
        report.error(element, spec.rule, f"{shown_name(element)} must have no white space around its text")
    else:
        wrong = report.judged(element, spec.text, value)
        if wrong:
            report.complain(element, spec.rule, shown_name(element), wrong)


def _meant(local: str, spec: Spec) -> str:
    return _nearest(local, [split_name(name)[1] for name in spec.attributes])


def _nearest(local: str, known: Mapping[str, Spec] | list[str]) -> str:
    """Return a hint where a name differs from a known one only in its case; known ones are short."""
    if len(local) > _LONGEST_NAME:
        return ""
    folded = local.lower()
    return next((f": write {name}" for name in known if name.lower() == folded and name != local), "")
