"""Split a file into front matter and body, with python-frontmatter; plain files on a fast path."""

import re

from msgspec.structs import replace

from feeds.core.limits import MAX_FILE_BYTES, MAX_FRONT_MATTER
from feeds.core.text import readable
from feeds.frontmatter import yaml_fast
from feeds.frontmatter.source import FrontMatterError, Source

_OPENING_BYTES = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:---|\+\+\+|\{)|\xff\xfe|\xfe\xff")
_PLAIN_BYTES = bytes({*range(0x20, 0x7F), *range(0x80, 0x100), *b"\t\n"})
"""The bytes that are no control characters."""

_CONTROLS = re.compile(rb"\xc2[\x80-\x9f]")
_NONCHARACTERS = re.compile(rb"\xef(?:\xb7[\x90-\xaf]|\xbb\xbf|\xbf[\xbe\xbf])")  # and the byte order mark

_OPENED = re.compile(rb"(?:\xef\xbb\xbf)?\s*+(-{3}|\+{3})[-+]*+[ \t]*+(\w*+)")
_CLOSED = {
    b"---": re.compile(rb"^-{3,}+[ \t]*+$", re.MULTILINE),
    b"+++": re.compile(rb"^\+{3,}+[ \t]*+$", re.MULTILINE),
}
_OBJECT, _IN_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*+\{"), re.compile(rb'[{}]|"(?:[^"\\]++|\\.)*+"', re.DOTALL)
_YAML_CLOSED = re.compile(rb"^(?:-{3,}+|\.\.\.)[ \t]*+$", re.MULTILINE)

_ENDS = r"\x85\u2028\u2029"
_ENDED = re.compile(rf"^(?:[ \t]*+(?:#[^\n{_ENDS}]*+)?[{_ENDS}])+", re.MULTILINE)
_VALUE = rf"(?>(?:[^\n\"'#{_ENDS}]++|(?<=[^ \t])#|\"[^\"\n{_ENDS}]*+\"|'[^'\n{_ENDS}]*+')*)"
_ENDING = re.compile(rf"^({_VALUE}(?<=[ \t])#[^\n{_ENDS}]*+)[{_ENDS}]+", re.MULTILINE)
"""Lines that end with another character than a line feed: those with nothing or a comment, and those that end so."""

_FLAG = re.compile(rf"(:[ \t]*(?:true|false|yes|no|on|off|[yn]))[{_ENDS}]+(?=[ \t]*(?:[#\n{_ENDS}]|\Z))", re.IGNORECASE)
"""A flag before the end of a line; U+0085 is taken for an ellipsis of Windows elsewhere."""

_TITLED = re.compile(r"^title: +[\"']?[^\W_]", re.MULTILINE)


def split_file(raw: bytes, *, last_counts: bool = False, is_hexo: bool = False) -> Source | None:
    """Split a file; return None if it has no front matter, and so is not an article.

    With `last_counts`, the last of repeated fields in YAML counts, as in Jekyll. With `is_hexo`, YAML needs no
    line before it and tabs may indent it, and JSON may stand between lines `;;;`. Raises FrontMatterError for what
    cannot be read.
    """
    if len(raw) > MAX_FILE_BYTES:
        if not _OPENING_BYTES.match(raw):
            return None
        raise FrontMatterError(1, f"the file is longer than {MAX_FILE_BYTES:,} bytes")
    return _split_plain(raw) or _split_general(raw, last_counts=last_counts, is_hexo=is_hexo)


def _split_general(raw: bytes, *, last_counts: bool, is_hexo: bool) -> Source | None:
    """Split a file of any kind, as `split_file` does for those that are not plain."""
    from feeds.frontmatter import handlers

    try:
        text, mended = _decode(raw)
    except FrontMatterError:
        if not _OPENING_BYTES.match(raw):
            return None
        raise
    source = handlers.split(text, last_counts=last_counts, is_hexo=is_hexo)
    return replace(source, mended=mended) if source and mended else source


def without_body(raw: bytes) -> bytes:
    """Return a file without what is below its front matter, for what asks for that alone.

    Of what is not closed as it should be, all stays.
    """
    if b"\r" in raw:
        raw = raw.replace(b"\r\n", b"\n").replace(b"\r", b"\n")
    opened = _OPENED.match(raw)
    if not opened:
        return raw[: _behind_object(raw)]
    is_yaml = opened[1] == b"---" and opened[2] in (b"", b"yaml", b"yml")
    closed = (_YAML_CLOSED if is_yaml else _CLOSED[opened[1]]).search(raw, opened.end())
    return raw[: closed.end() + 1] if closed else raw


def _behind_object(raw: bytes) -> int:
    """Return where the object ends that a file begins with; the length of a file that begins with none."""
    begun = _OBJECT.match(raw)
    depth = 0
    for found in _IN_OBJECT.finditer(raw, begun.end() - 1, 4 * MAX_FRONT_MATTER) if begun else ():
        depth += {b"{": 1, b"}": -1}.get(found[0], 0)
        if not depth:
            return found.end()
    return len(raw)


def read_yaml_file(raw: bytes) -> Source:
    """Read a file that is YAML throughout, as front matter without a body. Raises FrontMatterError."""
    from feeds.frontmatter import handlers

    if len(raw) > MAX_FRONT_MATTER * 4:  # bytes of UTF-8 in a character at most
        raise FrontMatterError(1, f"the file is longer than {MAX_FRONT_MATTER:,} characters")
    return handlers.read_yaml(_decode(raw)[0])


def is_plain_draft(raw: bytes) -> bool:
    """Say whether a file is surely the draft of an article, so that it need not be parsed.

    That is so if its front matter is simple, has a title, and says once that the article is not published. Whether
    the rest of it is right is not checked.
    """
    text = _plain_text(raw)
    block = text[4 : text.find("\n---\n", 3) + 1] if text else ""
    return (
        block.count("\npublished:") == 1
        and "\npublished: false\n" in block
        and _TITLED.search(block) is not None
        and yaml_fast.pays()
        and yaml_fast.is_simple(block)
    )


def _split_plain(raw: bytes) -> Source | None:
    """Split a file that is plain; return None for any other."""
    text = _plain_text(raw)
    if text is None:
        return None
    from feeds.frontmatter import handlers

    return handlers.split_plain(text)


def _plain_text(raw: bytes) -> str | None:
    """Return the text of a plain file: it begins with a line `---`, and has no unusual characters. None for others."""
    if not raw.startswith(b"---\n") or raw.translate(None, _PLAIN_BYTES):
        return None
    try:
        text = raw.decode()
    except UnicodeDecodeError:
        return None
    return text if text.isascii() or not _is_unusual(raw, text) else None


def _is_unusual(raw: bytes, text: str) -> bool:
    """Say whether a text has control characters of two bytes, separators of lines, noncharacters or a byte order mark.

    Most texts lack the bytes that these begin with in UTF-8, which is found out much sooner than by a pattern.
    """
    return (
        (b"\xc2" in raw and _CONTROLS.search(raw) is not None)
        or (b"\xe2" in raw and ("\u2028" in text or "\u2029" in text))
        or (b"\xef" in raw and _NONCHARACTERS.search(raw) is not None)
    )


def _decode(raw: bytes) -> tuple[str, int | None]:
    """Return the text and first repaired line of a file as `readable` does, with line feeds only and without a BOM."""
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise FrontMatterError(line, "the file is not UTF-8; save it in that encoding") from error
    text = text.replace("\r\n", "\n").replace("\r", "\n")
    return readable(_without_hidden_ends(text))


def _without_hidden_ends(text: str) -> str:
    """Let no comment of YAML front matter hide what stands behind a separator of lines.

    YAML 1.1 (section 5.4) ends a line there, as generators in Ruby and Python do; in a value it is a space to us.
    """
    if not text.lstrip().startswith("---") or not any(end in text for end in "\x85\u2028\u2029"):
        return text
    end = text.find("\n---", text.index("---") + 3) % (len(text) + 1)
    block = _ENDING.sub(r"\1\n", _ENDED.sub("", text[:end]))
    return _FLAG.sub(r"\1 ", block) + text[end:]
