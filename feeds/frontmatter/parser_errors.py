"""Say what is wrong with front matter that a parser cannot read, and in which line, without words of the text."""

import re

import yaml

from feeds.core.limits import MAX_DEPTH
from feeds.frontmatter import yaml_safe

_OWN_WORDS = re.compile(r"(?:[^\"'`(]|'(?:<[a-z ]+>|[^\w'])')*")
_HINTS = {
    "mapping values are not allowed": "; put a text that holds a colon in quotes",
    "cannot start any token": "; indent with spaces, not tabs, and put a text that begins with @ or ` in quotes",
    "did not find expected key": "; a quotation mark inside quotes is written twice, or with a backslash",
}
"""The usual cause of an error, by libyaml's words for it."""

TOO_DEEP = f"front matter is nested more than {MAX_DEPTH} levels deep"
REPEATED = "the same field stands here twice; which is meant cannot be told"


def yaml_line(error: yaml.YAMLError, block: str) -> int:
    """Return the line of an error, counted from 0 in the block; libyaml counts one more at the end of a text."""
    mark = getattr(error, "problem_mark", None) or getattr(error, "context_mark", None)
    return min(int(mark.line), block.count("\n")) if mark else 0


def yaml_message(error: yaml.YAMLError) -> str:
    """Return what libyaml says, without the text of the article, which may be private."""
    if isinstance(error, yaml_safe.RepeatedKeyError):
        return REPEATED
    if isinstance(error, yaml_safe.BadValueError):
        return "front matter holds a number or another value that cannot be read"
    if isinstance(error, yaml.constructor.ConstructorError):
        return "front matter is not plain YAML: it has a tag or a key that is not allowed"

    said = [part for part in (getattr(error, "context", None), getattr(error, "problem", None)) if part]
    if isinstance(error, yaml_safe.TooDeepError) or "exceeded maximum nesting depth" in said:
        return TOO_DEEP
    hint = next((hint for words, hint in _HINTS.items() if said and words in said[-1]), "")
    return f"front matter is not YAML: {without_quotations(', '.join(said))}{hint}"


def without_quotations(said: str) -> str:
    """Return a parser's message up to where it quotes the text; single characters and the parser's own names stay."""
    match = _OWN_WORDS.match(said)
    return (match[0].rstrip(" ,:") if match else "") or "it cannot be read"
