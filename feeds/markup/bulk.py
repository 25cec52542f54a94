"""Remove what is long and never shown from a body, before its length is judged."""

import re

from feeds.core.limits import MAX_BODY

_DATA = re.compile(r"data:image/[\w.+-]{1,40}(?:;[\w=.-]{1,40}){0,4},[\w+/%=.~-]{100,}", re.ASCII)
_EMPTY = "data:image/png;base64,"
"""What stands for a picture that was in an address: no picture, but known as one that was there."""

_START = re.compile(r"<(?:!--|(?:script|style)(?=[\s>]))", re.IGNORECASE)
_ENDS = {
    "<!--": re.compile("-->"),
    "<script": re.compile("</script>", re.IGNORECASE),
    "<style": re.compile("</style>", re.IGNORECASE),
}


def without_bulk(text: str) -> str:
    """Return a body without the pictures in its addresses.

    From one that is too long even so, comments, scripts and style sheets are taken too. The lines stay the same.
    """
    if "data:image/" in text:
        text = _DATA.sub(_EMPTY, text)
    return _without_unseen(text) if len(text) > MAX_BODY else text


def _without_unseen(text: str) -> str:
    parts = []
    position = 0
    endless = set()
    for match in _START.finditer(text):
        name = match[0].lower()
        if match.start() < position or name in endless:
            continue
        end = _ENDS[name].search(text, match.end())
        if end is None:
            endless.add(name)
            continue
        parts += [text[position : match.start()], "\n" * text.count("\n", match.start(), end.end())]
        position = end.end()
    return "".join(parts) + text[position:]
