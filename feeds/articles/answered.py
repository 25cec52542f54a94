"""Complete an article's pictures and media by what the network has answered, where the site has no file of them."""

from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from feeds.articles.local_files import LeftOutError, LocalFiles, known_type, with_size
from feeds.core import contents, images, media
from feeds.core.model import Image, Medium
from feeds.probing.answers import Looked
from feeds.probing.known_answers import known_answers
from feeds.probing.records import Answer, Kind


class Answered:
    """The pictures and media of one article. `looked` has all whose answers were looked up, found or not."""

    def __init__(self, files: LocalFiles, answers: Path) -> None:
        self.looked: dict[Looked, None] = {}
        self._files = files
        self._answers = known_answers(answers)

    def picture(self, image: Image, page: str) -> Image:
        """Return a picture with what its file or the network tells. Raises LeftOutError for one that is gone."""
        if self._files.has(image.url, page):
            return self._files.picture(image, page)
        is_told = bool(image.width and image.height and image.type)
        answer = self._look(image.url, "picture", is_told=is_told)
        if answer is not None and answer.is_no_picture:
            since = _day(answer.no_picture_since or answer.asked)
            raise LeftOutError(f"leads to a file that is no picture since {since}, and is left out")
        if answer is None or answer.no_pictures:
            return image
        sized = image
        if answer.width and answer.height and not (image.width and image.height):
            sized = with_size(image, contents.Size(answer.width, answer.height))
        found = answer.type if answer.type and images.is_type(answer.type) else None
        kind = known_type(image.type, found, images.type_of(image.url))
        return replace(sized, type=kind, length=image.length if image.length is not None else answer.length)

    def medium(self, medium: Medium, page: str) -> Medium:
        """Return a medium with what its file or the network tells. Raises LeftOutError for one that is gone."""
        if self._files.has(medium.url, page):
            return self._files.medium(medium, page)
        is_told = bool(medium.type and medium.length and (medium.duration or medium.kind == "document"))
        answer = self._look(medium.url, "medium", is_told=is_told)
        if answer is None:
            return medium
        found = known_type(medium.type, answer.type, media.type_of(medium.url))
        return replace(
            medium,
            type=found,
            kind=medium.kind or (media.kind_of(found) if found else None),
            length=medium.length if medium.length is not None else answer.length,
            duration=medium.duration if medium.duration is not None else answer.duration,
        )

    def _look(self, url: str, kind: Kind, *, is_told: bool) -> Answer | None:
        found = self._answers.get(url)
        self.looked[Looked(url, kind, is_told, found and found.stamp)] = None
        if found is None or not found.answer.is_gone:
            return found and found.answer
        answer = found.answer
        since = _day(answer.absent_since or answer.asked)
        raise LeftOutError(f"leads to nothing ({answer.said}) since {since}, and is left out")


def _day(moment: int) -> str:
    return f"{datetime.fromtimestamp(moment, UTC):%Y-%m-%d}"
