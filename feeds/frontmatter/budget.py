"""Bound what is read anew at each build: files about topics, organisations and sections, and data files.

Anybody who writes articles may have put them there.
"""

import re
from itertools import islice

from feeds.core.limits import MAX_FRONT_MATTER
from feeds.frontmatter.source import FrontMatterError
from feeds.frontmatter.split import without_body

MAX_SIGNS, USUAL_SIGNS, MAX_ALL_SIGNS = 5_000, 200, 100_000
"""Fields, entries of lists and commas that a file may have, those that one has, and those that all with more have
together: each takes up to ten microseconds."""

_SIGN = re.compile(rb"[-?:](?=\s)|[\[{,=]|\.(?=[\w\"'-])")
"""What makes a field, one in another (`a.b=`), or an entry of a list; there are commas in texts as well."""

_REPAIRED, _REPAIR = (
    re.compile(
        rb"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]|\xc2[\x80-\x9f]|\xe2\x80[\xa8\xa9]"
        rb"|\xef(?:\xb7[\x90-\xaf]|\xbb\xbf|\xbf[\xbe\xbf])"
    ),
    20,
)
"""What has a text searched for mojibake (`core.text.readable`), and how many bytes of it take as long as a sign."""

_MARK = b"\xef\xbb\xbf"


class Budget:
    """What the files of a kind may cost to read together, at each build."""

    def __init__(self) -> None:
        self._left = MAX_ALL_SIGNS

    def take(self, text: bytes, *, cheap: int = 1) -> None:
        """Take what a text costs, which may be some times cheaper than YAML. Raises FrontMatterError for too much."""
        most = MAX_SIGNS * cheap
        signs = sum(1 for _ in islice(_SIGN.finditer(text), most + 1))
        if _REPAIRED.search(text, len(_MARK) if text.startswith(_MARK) else 0):
            signs += len(text) * cheap // _REPAIR
        if signs > most:
            raise FrontMatterError(1, f"there are more than {most:,} fields and entries of lists, and it is not read")
        if signs > USUAL_SIGNS * cheap:
            if signs // cheap > self._left:
                message = f"files like this have more than {MAX_ALL_SIGNS:,} fields and entries of lists together"
                raise FrontMatterError(1, f"{message}, and it is not read")
            self._left -= signs // cheap

    def front_matter(self, raw: bytes) -> bytes:
        """Return a file without what is below its front matter, having taken what that costs.

        Raises FrontMatterError as `take` does.
        """
        head = without_body(raw)
        self.take(head[: 4 * MAX_FRONT_MATTER])
        return head
