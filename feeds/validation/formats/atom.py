"""Atom 1.0 (RFC 4287): tables of elements."""

from collections.abc import Mapping
from dataclasses import replace

from feeds.validation.formats.atom_rules import content_rules, entry_rules, feed_rules, lone_entry_rules, text_rules
from feeds.validation.values import Check, Complaint, error, shown, warning
from feeds.validation.values.addresses import absolute_iri, identifier, reference, scheme_of
from feeds.validation.values.codes import RELATIONS
from feeds.validation.values.dates import rfc3339
from feeds.validation.values.words import email, filled, language, media_type, natural, one_of
from feeds.validation.xml import names
from feeds.validation.xml.spec import Attribute, Module, Modules, Spec, once

_REQUIRED = True


def tag(name: str) -> str:
    """Return the name of an element of Atom as lxml has it."""
    return f"{{{names.ATOM}}}{name}"


def _no_text(value: str) -> Complaint | None:
    return warning("has text in it, which no reader shows") if value else None


def _reference(value: str) -> Complaint | None:
    return reference(value) if value else warning("is empty: leave it out, or write an address")


def _relation(value: str) -> Complaint | None:
    """Check the relation of a link; white space around it is a warning."""
    bare = value.strip()
    if bare and bare != value:
        return _relation(bare) or warning(f"has white space around it: write {shown(bare)}")
    if value in RELATIONS:
        return None
    if scheme_of(value):
        return absolute_iri(value)
    if not value or any(sign in value for sign in ":/?#[]@") or reference(value):
        return error(f"must be a name such as alternate, or an absolute address, not {shown(value)}")
    if value.lower() in RELATIONS:
        return warning(f"is not known in this case: write {value.lower()}")
    return warning(f"is not a registered relation: {shown(value)}")


def _content_type(value: str) -> Complaint | None:
    if value in ("text", "html", "xhtml"):
        return None
    wrong = media_type(value)
    if wrong:
        return error(f"must be text, html, xhtml or a media type, not {shown(value)}")
    if value.lower().startswith(("multipart/", "message/")):
        return error(f"must not be a type that is made of parts: {shown(value)}")
    return None


def _simple(section: str, text: Check, attributes: Mapping[str, Attribute] | None = None) -> Spec:
    return Spec(f"RFC 4287 {section}", text=text, attributes=attributes or {})


def _exact(section: str, text: Check) -> Spec:
    return Spec(f"RFC 4287 {section}", text=text, is_exact=True)


def _text(section: str) -> Spec:
    kinds = one_of(("text", "html", "xhtml"))
    rule = f"RFC 4287 {section}"
    return Spec(rule, is_open=True, attributes={"type": Attribute(kinds)}, element_rule=text_rules)


def _person(section: str) -> Spec:
    return Spec(
        f"RFC 4287 {section}",
        kind="person",
        is_closed=True,
        children={
            tag("name"): _simple("3.2.1", filled),
            tag("uri"): _exact("3.2.2", _reference),
            tag("email"): _simple("3.2.3", email),
        },
        min_occurs=once(tag("name")),
        max_occurs=once(tag("name"), tag("uri"), tag("email")),
    )


LINK = Spec(
    "RFC 4287 4.2.7",
    kind="link",
    text=_no_text,
    attributes={
        "href": Attribute(_reference, _REQUIRED),
        "rel": Attribute(_relation),
        "type": Attribute(media_type),
        "hreflang": Attribute(language),
        "title": Attribute(filled),
        "length": Attribute(natural),
    },
)

CATEGORY = Spec(
    "RFC 4287 4.2.2",
    kind="category",
    is_closed=True,
    attributes={"term": Attribute(filled, _REQUIRED), "scheme": Attribute(absolute_iri), "label": Attribute(filled)},
)

_METADATA = {
    tag("author"): _person("4.2.1"),
    tag("category"): CATEGORY,
    tag("contributor"): _person("4.2.3"),
    tag("generator"): _simple("4.2.4", filled, {"uri": Attribute(_reference), "version": Attribute(filled)}),
    tag("icon"): _exact("4.2.5", _reference),
    tag("id"): _exact("4.2.6", identifier),
    tag("link"): LINK,
    tag("logo"): _exact("4.2.8", _reference),
    tag("rights"): _text("4.2.10"),
    tag("subtitle"): _text("4.2.12"),
    tag("title"): _text("4.2.14"),
    tag("updated"): _exact("4.2.15", rfc3339),
}
_ONCE = ("generator", "icon", "id", "logo", "rights", "subtitle", "title", "updated")

SOURCE = Spec("RFC 4287 4.2.11", kind="source", children=_METADATA, max_occurs=once(*map(tag, _ONCE)))

CONTENT = Spec(
    "RFC 4287 4.1.3",
    is_open=True,
    attributes={"type": Attribute(_content_type), "src": Attribute(_reference)},
    element_rule=content_rules,
)

ENTRY = Spec(
    "RFC 4287 4.1.2",
    kind="entry",
    children={
        **{tag(name): _METADATA[tag(name)] for name in ("author", "category", "contributor", "id", "link", "rights")},
        tag("title"): _METADATA[tag("title")],
        tag("updated"): _METADATA[tag("updated")],
        tag("content"): CONTENT,
        tag("published"): _exact("4.2.9", rfc3339),
        tag("source"): SOURCE,
        tag("summary"): _text("4.2.13"),
    },
    min_occurs=once(*map(tag, ("id", "title", "updated"))),
    max_occurs=once(*map(tag, ("id", "title", "updated", "content", "published", "source", "summary", "rights"))),
    element_rule=entry_rules,
)

FEED = Spec(
    "RFC 4287 4.1.1",
    kind="feed",
    children={**_METADATA, tag("entry"): ENTRY},
    min_occurs=once(*map(tag, ("id", "title", "updated"))),
    max_occurs=once(*map(tag, _ONCE)),
    element_rule=feed_rules,
)


LONE_ENTRY = replace(ENTRY, element_rule=lone_entry_rules)
"""An entry that is a document of its own."""

_IN_RSS = frozenset({"channel", "item", "image"})
_OF_FEEDS = frozenset({"channel"})
_ONLY_OF_FEEDS = {tag(name) for name in ("generator", "icon", "logo", "subtitle")}
IN_RSS: Modules = {
    names.ATOM: Module(
        "RFC 4287",
        {
            found.partition("}")[2]: replace(
                spec, within=frozenset({"channel"}) if found in _ONLY_OF_FEEDS else _IN_RSS
            )
            for found, spec in {**ENTRY.children, **_METADATA}.items()
        },
    )
}
"""The elements of Atom that feeds of RSS are extended with."""
