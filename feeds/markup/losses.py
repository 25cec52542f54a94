"""Collect what a text loses on its way into a document, and report each kind once."""

from typing import NamedTuple


class Loss(NamedTuple):
    """What was lost, as a message about the text, how often, and words of the source that the first one stands at."""

    what: str
    times: int
    words: str


class Losses:
    """Collects the losses of one text."""

    def __init__(self) -> None:
        self._found: dict[str, tuple[int, str]] = {}

    def note(self, what: str, words: str) -> None:
        """Note a loss; `words` stand in the source where it is, as they are there."""
        count, first = self._found.get(what, (0, words))
        self._found[what] = (count + 1, first)

    def all(self) -> tuple[Loss, ...]:
        """Return the losses in the order in which the first of each kind was noted."""
        return tuple(Loss(what, count, words) for what, (count, words) in self._found.items())


DATA_PICTURE = "a picture that stands in the text itself (data:) is left out: save it as a file"
PICTURE = "a picture without an address that can be published is left out"
LINK = "a link leads nowhere that can be published: its words stay"
DRAWING = "a drawing (svg) is left out: save it as a file"
DRAWING_TITLED = "a drawing (svg) is left out, and its title stands for it: save it as a file"
MEDIA = "sound or film without an address that can be published is left out"
FRAME = "a frame is left out: it has no address that can be published"
FRAME_LINKED = "a frame is published as a link: readers show frames of known players only"
FIELD = "a field of a form is left out"
HIDDEN = "hidden text is left out"
SCRIPT = "a script is left out, with what it would show"
CANVAS = "a canvas is left out: only a script can draw on it"
ESCAPED = "an address holds &amp; where & is meant: it is published with &"
