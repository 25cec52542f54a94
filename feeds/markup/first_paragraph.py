"""Find the first paragraph of a text, as plain text: it stands for a missing excerpt."""

from collections.abc import Iterator

from feeds.core.text import plain
from feeds.markup.cutting import cut
from feeds.markup.elements import names
from feeds.markup.tree import Node, parse

LONGEST = 300
"""Characters of the text that stands for an excerpt at most; longer ones are cut at a word."""

_SEARCHED = 20_000
"""Characters of the HTML in which it is looked for: a paragraph is near the beginning, or nowhere."""

_BLOCKS = names("blockquote div dd dt figure li ol pre section table td tr ul")
_NO_TEXT = names("audio figcaption iframe math object picture rp rt svg video")
_NOTES = ("#fn", "#cite", "#footnote", "#sdfootnote")


def first_paragraph(html: str) -> str:
    """Return the text of the first paragraph of safe HTML that has any; without paragraphs, that of its beginning."""
    html = html[:_SEARCHED]
    first = parse(html) if html else None
    if first is None:
        return ""
    for paragraph in _paragraphs(first):
        if text := _text(paragraph.child):
            return text
    return _text(first)


def _paragraphs(first: Node) -> Iterator[Node]:
    """Yield the paragraphs of a tree in their order."""
    pending: list[Node] = [first]
    while pending:
        node = pending.pop()
        if node.next is not None:
            pending.append(node.next)
        if node.is_element_node and node.tag not in _NO_TEXT:
            if node.tag == "p":
                yield node
            elif node.child is not None:
                pending.append(node.child)


def _text(first: Node | None) -> str:
    """Return the text of a node and those that follow it, cut at a word."""
    parts: list[str] = []
    pending = [first] if first is not None else []
    while pending:
        node = pending.pop()
        if node.next is not None:
            pending.append(node.next)
        if node.is_text_node:
            parts.append(node.text_content or "")
        elif node.is_element_node and node.tag not in _NO_TEXT and not _is_note(node):
            if node.tag == "br" or node.tag in _BLOCKS:
                parts.append(" ")
            if node.child is not None:
                pending.append(node.child)
    return cut(_plain_of("".join(parts)), LONGEST)


def _is_note(node: Node) -> bool:
    """Say whether an element is the number of a footnote."""
    child = node.child
    return (
        node.tag == "sup"
        and child is not None
        and child.tag == "a"
        and any(sign in (child.attributes.get("href") or "") for sign in _NOTES)
    )


def _plain_of(text: str) -> str:
    """Return text of a tree, in which entities are decoded, as one line."""
    return plain(text.replace("&", "&amp;"))
