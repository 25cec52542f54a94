"""The extensions of CommonMark, for the parser. Each function adds one to it.

Notes and lists of definitions are those of mdit-py-plugins. Its lists of tasks, bare addresses and anchors take time
that grows with the square of the text, which what is here does not.
"""

import re
from collections.abc import Iterator, Sequence

from markdown_it import MarkdownIt
from markdown_it.renderer import RendererProtocol
from markdown_it.rules_block import StateBlock, table
from markdown_it.rules_block.html_block import html_block
from markdown_it.rules_core import StateCore
from markdown_it.rules_inline import StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType, OptionsDict
from mdit_py_plugins.admon.index import admon_plugin, admonition
from mdit_py_plugins.deflist import deflist_plugin
from mdit_py_plugins.footnote import footnote_plugin
from mdit_py_plugins.footnote.index import footnote_ref, render_footnote_anchor

from feeds.core import urls
from feeds.core.international import HostNames
from feeds.core.limits import MAX_MARKUP
from feeds.markup.containers import containers as containers
from feeds.markup.prose import EATING

_LONGEST_LABEL = 200
"""Characters of the name of a note at most: looking for its end takes no longer."""

_TOKENS_OF_CELL = 3
"""Tokens of a cell: its beginning, its content and its end."""

_BLOCK = re.compile(r"<(?:(?P<name>[a-zA-Z][\w-]*)(?=[\s/>]|$)|!--|\?|!\[CDATA\[)")
_BLOCK_ENDS = {"<!--": "-->", "<?": "?>", "<![CDATA[": "]]>"}
_OPEN_BLOCKS = EATING | {"pre"}
_EMBEDDED = frozenset({"audio", "object", "video"})
_TASK = re.compile(r"\[([ xX])\](?=\s)")
_ADDRESS = re.compile(r"(?<![\w/@.+&=-])(?:https?://|www\.)(?=[\w\[])[^\s<>\"]{1,2000}", re.IGNORECASE)
_AFTER_ADDRESS = "?!.,:;*_~'\"]"
_LINK_TAG = re.compile(r"<(/?)a[\s>/]", re.IGNORECASE)
_ATTRIBUTES = re.compile(r"\{:[^{}\n]{0,300}\}")
_HEADING_ATTRIBUTES = re.compile(r"(?<!\s)\s*\{[:#][^{}\n]{0,300}\}\s*$")
_NOT_IN_NAMES = re.compile(r"[^\w\- ]")
_ADMONITION = re.compile(r"(?:!!!|\?\?\?\+?) [\w-]+(?:(?: [\w-]+)* +\"[^\"\n]*\")? *\Z")
_OF_ADMONITION = {"admonition_title_open": "<p><strong>", "admonition_title_close": "</strong></p>\n"}
_ID = re.compile(r"#([\w:.-]+)")


def closed_blocks(markdown: MarkdownIt) -> None:
    """Take a line that begins with a tag whose end is missing for a paragraph, not for HTML to the end of the text."""
    markdown.block.ruler.at("html_block", _closed_html_block, {"alt": ["paragraph", "reference", "blockquote"]})


def _closed_html_block(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    position = state.bMarks[start] + state.tShift[start]
    if not state.src.startswith("<", position):
        return False
    match = _BLOCK.match(state.src, position, state.eMarks[start])
    if match and (not match["name"] or match["name"].lower() in _OPEN_BLOCKS):
        closing = f"</{match['name'].lower()}" if match["name"] else _BLOCK_ENDS[match[0]]
        endless = state.env.setdefault("endless", set())
        if closing not in endless and _lower(state).find(closing, position) < 0:
            endless.add(closing)
        if closing in endless:
            return False
        if match["name"] and match["name"].lower() in _EMBEDDED:
            return not silent and _block_to_blank_line(state, start, end)
    return html_block(state, start, end, silent)


def bounded_tables(markdown: MarkdownIt) -> None:
    """Add tables, as long as all of them have no more cells than a text may have tags.

    A table fills up the cells that its rows lack: 2 kB become 65,536 cells, and so do the next 2 kB.
    """
    markdown.block.ruler.at("table", _bounded_table, {"alt": ["paragraph", "reference"]})


def _bounded_table(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.env.get("cells", 0) > MAX_MARKUP:
        return False
    before = len(state.tokens)
    found = table(state, start, end, silent)
    state.env["cells"] = state.env.get("cells", 0) + (len(state.tokens) - before) // _TOKENS_OF_CELL
    return found


def _block_to_blank_line(state: StateBlock, start: int, end: int) -> bool:
    """Take lines for HTML up to a blank one: in a paragraph, a paragraph within sound or film would end both."""
    if state.is_code_block(start):
        return False
    line = start + 1
    while line < end and not state.isEmpty(line) and state.sCount[line] >= state.blkIndent:
        line += 1
    state.line = line
    token = state.push("html_block", "", 0)
    token.map = [start, line]
    token.content = state.getLines(start, line, state.blkIndent, True)
    return True


def _lower(state: StateBlock) -> str:
    """Return the text in lower case, character by character; made once."""
    if "lower" not in state.env:
        state.env["lower"] = "".join(map(_lower_character, state.src)) if not state.src.isascii() else state.src.lower()
    return str(state.env["lower"])


def _lower_character(character: str) -> str:
    return character.lower() if character.isascii() else character


def notes(markdown: MarkdownIt) -> None:
    """Add footnotes, `[^1]`. One that nothing refers to is kept too."""
    footnote_plugin(markdown, inline=False)
    markdown.inline.ruler.at("footnote_ref", _bounded_reference)
    markdown.core.ruler.before("footnote_tail", "unused_notes", _use_all_notes)
    markdown.add_render_rule("footnote_anchor", _way_back)


def _way_back(self: RendererProtocol, tokens: Sequence[Token], index: int, options: OptionsDict, env: EnvType) -> str:
    """Return the link from a note to where it is referred to."""
    is_unused = tokens[index].meta["label"] in env.get("unused", ())
    return "" if is_unused else render_footnote_anchor(self, tokens, index, options, env)


def _bounded_reference(state: StateInline, silent: bool) -> bool:
    if not state.src.startswith("[^", state.pos):
        return False
    return state.src.find("]", state.pos, state.pos + _LONGEST_LABEL) >= 0 and footnote_ref(state, silent)


def _use_all_notes(state: StateCore) -> None:
    """Put the notes that nothing refers to behind the others."""
    found = state.env.get("footnotes", {})
    for label, number in found.get("refs", {}).items():
        if number < 0:
            found["list"][len(found["list"])] = {"label": label[1:], "count": 0}
            state.env.setdefault("unused", set()).add(label[1:])


def definitions(markdown: MarkdownIt) -> None:
    """Add lists of definitions."""
    deflist_plugin(markdown)


def admonitions(markdown: MarkdownIt) -> None:
    """Add the boxes of MkDocs, `!!! note "Title"` above indented text, as quotations that begin with their titles."""
    admon_plugin(markdown, _part_of_admonition)
    markdown.block.ruler.at("admonition", _admonition, {"alt": ["paragraph", "reference", "blockquote", "list"]})


def _part_of_admonition(_: RendererProtocol, tokens: Sequence[Token], index: int, *__: object) -> str:
    return _OF_ADMONITION.get(tokens[index].type, "<blockquote>\n" if tokens[index].nesting > 0 else "</blockquote>\n")


def _admonition(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not line.startswith(("!!!", "???")) or not _ADMONITION.match(line):
        return False
    inside = state.skipEmptyLines(start + 1)
    return inside < end and state.sCount[inside] >= state.blkIndent + 4 and admonition(state, start, end, silent)


def anchors(markdown: MarkdownIt) -> None:
    """Give headings the ids that GitHub gives them, so that links can lead there, without a mark that shows."""
    markdown.core.ruler.push("anchors", _name_headings)


def _name_headings(state: StateCore) -> None:
    times: dict[str, int] = {}
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and "id" not in opening.attrs:
            shown = "".join(child.content for child in token.children or () if child.type in ("text", "code_inline"))
            name = _NOT_IN_NAMES.sub("", shown.strip().lower()).replace(" ", "-")
            number = times.get(name, 0)
            times[name] = number + 1
            opening.attrSet("id", f"{name}-{number}" if number else name)


def tasks(markdown: MarkdownIt) -> None:
    """Add lists of tasks: `- [x]` is a ticked box."""
    markdown.core.ruler.after("inline", "tasks", _tick)


def _tick(state: StateCore) -> None:
    tokens = state.tokens
    for index in range(2, len(tokens)):
        token, children = tokens[index], tokens[index].children
        if tokens[index - 2].type == "list_item_open" and token.type == "inline" and children:
            match = _TASK.match(token.content)
            if match and children[0].type == "text" and children[0].content.startswith(match[0]):
                children[0].content = ("☐" if match[1] == " " else "☑") + children[0].content[3:]


def addresses(markdown: MarkdownIt) -> None:
    """Make links of bare addresses (GitHub Flavored Markdown, 6.9)."""
    markdown.core.ruler.push("addresses", _link_addresses)


def _link_addresses(state: StateCore) -> None:
    hosts = HostNames()
    for token in state.tokens:
        if token.type == "inline" and token.children and any(map(_has_address, token.children)):
            token.children = list(_linked(token.children, hosts))


def _has_address(token: Token) -> bool:
    return token.type == "text" and _ADDRESS.search(token.content) is not None


def _linked(tokens: list[Token], hosts: HostNames) -> Iterator[Token]:
    """Yield tokens with links in place of the addresses in texts that are not in a link already."""
    inside = 0
    for token in tokens:
        if token.type in ("link_open", "link_close"):
            inside += token.nesting
        elif token.type == "html_inline" and (match := _LINK_TAG.match(token.content)):
            inside = max(0, inside + (-1 if match[1] else 1))
        if not inside and _has_address(token):
            yield from _split(token, hosts)
        else:
            yield token


def _split(token: Token, hosts: HostNames) -> Iterator[Token]:
    position = 0
    for match in _ADDRESS.finditer(token.content):
        address = _trimmed(match[0])
        href = address if address[:4].lower() == "http" else f"http://{address}"
        if not hosts.have_room(href) or urls.cleaned(href) is None:  # a word that only looks like one
            continue
        yield _text(token.content[position : match.start()])
        yield Token("link_open", "a", 1, attrs={"href": href})
        yield _text(address)
        yield Token("link_close", "a", -1)
        position = match.start() + len(address)
    yield _text(token.content[position:])


def _trimmed(address: str) -> str:
    """Return an address without the signs at its end that belong to the sentence."""
    closing = address.count(")") - address.count("(")
    end = len(address)
    while end > 1 and (address[end - 1] in _AFTER_ADDRESS or (address[end - 1] == ")" and closing > 0)):
        closing -= address[end - 1] == ")"
        end -= 1
    return address[:end]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)


def attributes(markdown: MarkdownIt) -> None:
    """Take out kramdown's lists of attributes: `{: .note}` on a line or after a span, `{#id}` after a heading."""
    ending = ["paragraph", "reference", "blockquote", "list"]
    markdown.block.ruler.before("html_block", "attributes", _skip_line, {"alt": ending})
    markdown.inline.ruler.before("text", "attributes", _skip_list)
    markdown.core.ruler.before("inline", "heading_attributes", _take_from_headings)


def _skip_line(state: StateBlock, start: int, end: int, silent: bool) -> bool:
    if state.is_code_block(start):
        return False
    line = state.src[state.bMarks[start] + state.tShift[start] : state.eMarks[start]]
    if not line.startswith("{:") or not _ATTRIBUTES.fullmatch(line.rstrip()):
        return False
    if not silent:
        state.line = start + 1
    return True


def _skip_list(state: StateInline, silent: bool) -> bool:
    position = state.pos
    if not state.src.startswith("{:", position) or not position or state.src[position - 1] not in "*_)]`~>":
        return False
    match = _ATTRIBUTES.match(state.src, position, state.posMax)
    if match is None:
        return False
    state.pos = match.end()
    return True


def _take_from_headings(state: StateCore) -> None:
    for opening, token in zip(state.tokens, state.tokens[1:], strict=False):
        if opening.type == "heading_open" and (match := _HEADING_ATTRIBUTES.search(token.content)):
            token.content = token.content[: match.start()]
            if named := _ID.search(match[0]):
                opening.attrSet("id", named[1])
