"""The report of a build, for people and for programs."""

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from feeds import __version__
from feeds.core.messages import json_document
from feeds.core.model import Problem
from feeds.core.text import counted
from feeds.index.standings import Duplicate, Tally

if TYPE_CHECKING:
    from feeds.publish.history import Changes


def outcome(status: int, error: str | None, time: datetime | None = None) -> dict[str, Any]:
    """Return how a build ended, as the JSON objects of all builds begin: when, in which version, and how."""
    moment = (time or datetime.now(UTC)).replace(microsecond=0)
    return {"time": moment, "version": __version__, "status": status, "error": error}


class Report(Struct, frozen=True, kw_only=True):
    """The result of a build.

    `problems` holds the errors, and the warnings if details were asked for; `warnings` counts them in any case. `lost`
    are those of both that keep an article out of the feeds which was published. With details, `duplicates` and
    `skipped` name the files without errors that are in no feed, the latter with the reason.
    `feeds` counts the feeds that the build is about and `empty` those of them without items; `emptied` names the
    folders of those that have just lost their last item. `written` and `removed` name documents, relative to the
    output, with `/`; `unchanged` counts them. `given_up` are the documents that the site no longer has, and that
    are kept up to date all the same, and `vanishing` the folders of the feeds that have no others. `misnamed` has a
    sentence for each name of a feed in the configuration that is not what it should be, and `over_limits` one for each
    map of redirects that is too long for its service.
    `without_front_matter` counts the files that are passed over, where no article is published, and `unread` those in
    languages that feeds does not read, by their suffix. `refused` says why nothing was written, if so. `messages` tells
    what happened to the state, if anything did. `notices` are sentences about what touches subscribers, and `news`
    lines about errors for those who want to read only what is new. `found` are the changes of items in the feeds, if
    there are any. `time` is when the build began, and `exit_status` that of a command which did it.
    """

    tally: Tally
    problems: tuple[Problem, ...]
    warnings: int
    feeds: int
    lost: tuple[Problem, ...] = ()
    duplicates: tuple[Duplicate, ...] = ()
    skipped: tuple[tuple[str, str], ...] = ()
    empty: int = 0
    emptied: tuple[str, ...] = ()
    written: tuple[str, ...] = ()
    unchanged: int = 0
    removed: tuple[str, ...] = ()
    given_up: tuple[str, ...] = ()
    vanishing: tuple[str, ...] = ()
    misnamed: tuple[str, ...] = ()
    over_limits: tuple[str, ...] = ()
    without_front_matter: int = 0
    unread: dict[str, int] = {}
    refused: str | None = None
    dry_run: bool = False
    messages: tuple[str, ...] = ()
    notices: tuple[str, ...] = ()
    news: tuple[str, ...] = ()
    found: "Changes | None" = None
    seconds: float = 0.0
    time: datetime | None = None
    exit_status: int = 0

    @property
    def errors(self) -> tuple[Problem, ...]:
        """Return the problems because of which articles, or their texts, were left out."""
        return tuple(problem for problem in self.problems if problem.severity == "error")

    @property
    def changes(self) -> "Changes":
        """Return the changes of items in the feeds; there may be none."""
        from feeds.publish.history import Changes  # most builds change nothing

        return self.found or Changes()

    def reasons(self) -> dict[str, int]:
        """Return how many files without errors are in no feed, by reason."""
        return self.tally.reasons | ({"duplicate": self.tally.duplicates} if self.tally.duplicates else {})

    def summary(self) -> str:
        """Return the line that a build ends with."""
        tally = self.tally
        parts = [f"{counted(tally.read, 'article')} read", f"{tally.published} published"]
        parts += [f"{count} {reason}" for reason, count in self.reasons().items()]
        if tally.left_out:
            parts.append(f"{tally.left_out} left out for errors")
        if self.warnings:
            parts.append(f"{counted(self.warnings, 'warning')} (-v shows {'it' if self.warnings == 1 else 'them'})")
        done = f"nothing written ({self.refused})" if self.refused else self._done()
        return f"{', '.join(parts)}; {done}; {self.seconds:.1f} s"

    def _done(self) -> str:
        would = "to be " if self.dry_run else ""
        parts = [counted(self.feeds, "feed") + (f" ({self.empty} empty)" if self.empty else "")]
        parts += [f"{len(self.written)} {would}written", f"{self.unchanged} unchanged"]
        if self.removed:
            parts.append(f"{len(self.removed)} {would}removed")
        return ", ".join(parts)

    def as_json(self) -> str:
        """Return the report as a JSON object, as `feeds build --json` prints it."""
        data = outcome(self.exit_status, self.refused, self.time) | {
            "read": self.tally.read,
            "published": self.tally.published,
            "left_out": self.tally.left_out,
            "not_selected": self.reasons(),
            "feeds": self.feeds,
            "empty": self.empty,
            "emptied": self.emptied,
            "written": self.written,
            "unchanged": self.unchanged,
            "removed": self.removed,
            "given_up": self.given_up,
            "vanishing": self.vanishing,
            "misnamed": self.misnamed,
            "over_limits": self.over_limits,
            "changes": self.changes,
            "refused": self.refused,
            "duplicates": [{"path": d.path, "kept": d.kept} for d in self.duplicates],
            "problems": self.problems,
            "seconds": round(self.seconds, 3),
        }
        return json_document(data)
