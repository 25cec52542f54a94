"""RSS 1.0, 1.1 and 0.90, which are RDF: what anyone reads of them."""

from feeds.validation.values.addresses import absolute
from feeds.validation.values.words import filled, one_of
from feeds.validation.xml import names
from feeds.validation.xml.document import Element
from feeds.validation.xml.reporter import Reporter
from feeds.validation.xml.spec import Attribute, Spec, once

_ABOUT, _RESOURCE = f"{{{names.RDF}}}about", f"{{{names.RDF}}}resource"
_IDENTIFIED = {_ABOUT: Attribute(absolute, is_required=True)}


def _list_rules(items: Element, report: Reporter) -> None:
    """Report a list of contents that lists what is not there."""
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
    """Report two parts of a document by one name."""
    seen = set()
    for part in root.iterchildren(f"{{{names.RSS_10}}}*"):
        address = part.get(_ABOUT)
        if address and address in seen:
            report.error(
                part, "RSS 1.0 RDF", f"rdf:about {address[:60]!r} is another element's too: each needs its own"
            )
        seen.add(address)


def _document(namespace: str, rule: str) -> Spec:
    """Return the table of a version: 1.0 is 0.90 with names for everything, and a list of contents."""
    is_new = namespace == names.RSS_10

    def tag(name: str) -> str:
        return f"{{{namespace}}}{name}"

    def part(name: str, kind: str, needed: tuple[str, ...], element_rule: tuple[str, ...] = ()) -> Spec:
        texts = {
            tag(text): Spec(f"{rule} {name}", text=absolute if text in ("link", "url") else filled)
            for text in (*needed, *element_rule)
        }
        return Spec(
            f"{rule} {name}",
            kind=kind,
            attributes=_IDENTIFIED if is_new else {},
            children=texts,
            min_occurs=once(*map(tag, needed)),
            max_occurs=once(*texts),
        )

    title_link, description = ("title", "link"), ("description",)
    channel = part("channel", "channel", (*title_link, *description))
    if is_new:
        pointer = Spec(f"{rule} channel", attributes={_RESOURCE: Attribute(absolute, is_required=True)})
        contents = Spec("RSS 1.0 items", is_open=True, element_rule=_list_rules)
        children = {**channel.children, tag("items"): contents, tag("image"): pointer, tag("textinput"): pointer}
        channel = Spec(
            channel.rule,
            kind="channel",
            attributes=_IDENTIFIED,
            children=children,
            min_occurs={**channel.min_occurs, tag("items"): 1},
            max_occurs=once(*children),
        )
    parts = {
        tag("channel"): channel,
        tag("image"): part("image", "image", ("title", "url", "link")),
        tag("item"): part("item", "item", title_link, description),
        tag("textinput"): part("textinput", "textInput", ("title", "description", "name", "link")),
    }
    return Spec(
        f"{rule} RDF",
        kind="rdf",
        children=parts,
        min_occurs=once(tag("channel"), tag("item")),
        max_occurs=once(tag("channel"), tag("image"), tag("textinput")),
        element_rule=_identity_rules if is_new else None,
    )


RSS_10 = _document(names.RSS_10, "RSS 1.0")
RSS_090 = _document(names.RSS_090, "RSS 0.90")


def _channel_11() -> Spec:
    """Return the table of RSS 1.1, where the channel holds everything, and the items are a collection."""
    rule = "RSS 1.1"
    parse_type = f"{{{names.RDF}}}parseType"

    def tag(name: str) -> str:
        return f"{{{names.RSS_11}}}{name}"

    def parsed(kind: str) -> dict[str, Attribute]:
        return {parse_type: Attribute(one_of((kind,)), is_required=True)}

    texts = {
        tag(name): Spec(f"{rule} {name}", text=absolute if name in ("link", "url") else filled)
        for name in ("title", "link", "url", "description")
    }
    title, link, url, description = texts
    item = Spec(
        f"{rule} item",
        kind="item",
        attributes=_IDENTIFIED,
        children={name: texts[name] for name in (title, link, description)},
        min_occurs=once(title, link),
        max_occurs=once(title, link, description),
    )
    image = Spec(
        f"{rule} image",
        kind="image",
        attributes=parsed("Resource"),
        children={name: texts[name] for name in (title, link, url)},
        min_occurs=once(title, url),
        max_occurs=once(title, link, url),
    )
    items = Spec(f"{rule} items", attributes=parsed("Collection"), children={tag("item"): item})
    return Spec(
        f"{rule} Channel",
        kind="channel",
        attributes=_IDENTIFIED,
        children={
            **{name: texts[name] for name in (title, link, description)},
            tag("image"): image,
            tag("items"): items,
        },
        min_occurs=once(title, link, description, tag("items")),
        max_occurs=once(title, link, description, tag("image"), tag("items")),
    )


RSS_11 = _channel_11()
