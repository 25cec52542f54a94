"""Rules of RSS 0.90, 1.0 and 1.1, the versions that are RDF."""

from feeds.validation.values.addresses import absolute
from feeds.validation.values.words import filled, one_of
from feeds.validation.xml import names
from feeds.validation.xml.document import Element
from feeds.validation.xml.reporter import Reporter
from feeds.validation.xml.spec import Attribute, Spec, once

_ABOUT, _RESOURCE = f"{{{names.RDF}}}about", f"{{{names.RDF}}}resource"
_IDENTIFIED = {_ABOUT: Attribute(absolute, is_required=True)}


def _list_rules(items: Element, report: Reporter) -> None:
    """Report wrong entries of the list of contents."""
    root = items.getroottree().getroot()
    there = {item.get(_ABOUT) for item in root.iterfind(f"{{{names.RSS_10}}}item")}
    members = items.findall(f"{{{names.RDF}}}Seq/{{{names.RDF}}}li")
    if items.find(f"{{{names.RDF}}}Seq") is None:
        report.warning(items, "RSS 1.0 items", "items has no rdf:Seq with the addresses of the items")
    for member in members:
        address = member.get(_RESOURCE) or member.get("resource")
        if address is None:
            report.error(member, "RSS 1.0 items", "rdf:li has no rdf:resource, the address of an item")
        elif address not in there:
            report.warning(member, "RSS 1.0 items", f"rdf:li names an item that is not there: {address[:60]!r}")


def _identity_rules(root: Element, report: Reporter) -> None:
    """Report parts of a document with the same identifier."""
    seen = set()
    for part in root.iterchildren(f"{{{names.RSS_10}}}*"):
        address = part.get(_ABOUT)
        if address and address in seen:
            report.error(
                part, "RSS 1.0 RDF", f"rdf:about {address[:60]!r} is that of another element, too: each needs its own"
            )
        seen.add(address)


def _document(namespace: str, rule: str) -> Spec:
    """Return the rules of RSS 0.90, or of 1.0, which adds identifiers and a list of contents."""
    is_new = namespace == names.RSS_10
    parts = {
        f"{{{namespace}}}channel": _part(namespace, rule, "channel", ("title", "link", "description")),
        f"{{{namespace}}}image": _part(namespace, rule, "image", ("title", "url", "link")),
        f"{{{namespace}}}item": _part(namespace, rule, "item", ("title", "link"), ("description",)),
        f"{{{namespace}}}textinput": _part(
            namespace, rule, "textinput", ("title", "description", "name", "link"), kind="textInput"
        ),
    }
    channel, image, item, text_input = parts
    if is_new:
        parts[channel] = _channel_10(parts[channel], rule)

    return Spec(
        f"{rule} RDF",
        kind="rdf",
        children=parts,
        min_occurs=once(channel, item),
        max_occurs=once(channel, image, text_input),
        element_rule=_identity_rules if is_new else None,
    )


def _part(
    namespace: str, rule: str, name: str, required: tuple[str, ...], optional: tuple[str, ...] = (), kind: str = ""
) -> Spec:
    """Return the rules of a part of a document that consists of texts."""
    texts = _texts(namespace, f"{rule} {name}", (*required, *optional))
    return Spec(
        f"{rule} {name}",
        kind=kind or name,
        attributes=_IDENTIFIED if namespace == names.RSS_10 else {},
        children=texts,
        min_occurs=once(*(f"{{{namespace}}}{text}" for text in required)),
        max_occurs=once(*texts),
    )


def _texts(namespace: str, rule: str, texts: tuple[str, ...]) -> dict[str, Spec]:
    """Return the rules of elements of text, some of which are addresses."""
    return {
        f"{{{namespace}}}{text}": Spec(rule, text=absolute if text in ("link", "url") else filled) for text in texts
    }


def _channel_10(channel: Spec, rule: str) -> Spec:
    """Return the rules of a channel of RSS 1.0, which also points to the other parts of the document."""
    pointer = Spec(f"{rule} channel", attributes={_RESOURCE: Attribute(absolute, is_required=True)})
    contents = Spec("RSS 1.0 items", is_open=True, element_rule=_list_rules)
    items = f"{{{names.RSS_10}}}items"
    children = {
        **channel.children,
        items: contents,
        f"{{{names.RSS_10}}}image": pointer,
        f"{{{names.RSS_10}}}textinput": pointer,
    }
    return Spec(
        channel.rule,
        kind="channel",
        attributes=_IDENTIFIED,
        children=children,
        min_occurs={**channel.min_occurs, items: 1},
        max_occurs=once(*children),
    )


RSS_10 = _document(names.RSS_10, "RSS 1.0")
RSS_090 = _document(names.RSS_090, "RSS 0.90")


def _channel_11() -> Spec:
    """Return the rules of RSS 1.1, in which the channel holds everything, and the items are a collection."""
    rule = "RSS 1.1"
    texts = {
        name: spec
        for text in ("title", "link", "url", "description")
        for name, spec in _texts(names.RSS_11, f"{rule} {text}", (text,)).items()
    }
    title, link, url, description = texts
    image, items = f"{{{names.RSS_11}}}image", f"{{{names.RSS_11}}}items"

    item_spec = Spec(
        f"{rule} item",
        kind="item",
        attributes=_IDENTIFIED,
        children={name: texts[name] for name in (title, link, description)},
        min_occurs=once(title, link),
        max_occurs=once(title, link, description),
    )
    image_spec = Spec(
        f"{rule} image",
        kind="image",
        attributes=_parsed_as("Resource"),
        children={name: texts[name] for name in (title, link, url)},
        min_occurs=once(title, url),
        max_occurs=once(title, link, url),
    )
    items_spec = Spec(
        f"{rule} items", attributes=_parsed_as("Collection"), children={f"{{{names.RSS_11}}}item": item_spec}
    )

    parts = {name: texts[name] for name in (title, link, description)}
    return Spec(
        f"{rule} Channel",
        kind="channel",
        attributes=_IDENTIFIED,
        children={**parts, image: image_spec, items: items_spec},
        min_occurs=once(*parts, items),
        max_occurs=once(*parts, image, items),
    )


def _parsed_as(kind: str) -> dict[str, Attribute]:
    """Return the attributes of an element whose content RDF parses as a resource or a collection."""
    return {f"{{{names.RDF}}}parseType": Attribute(one_of((kind,)), is_required=True)}


RSS_11 = _channel_11()
