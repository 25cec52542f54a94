"""The errors of the library. Each message says what is wrong, where, and what to do about it.

Each also has the exit status of a command that it ends, as `feeds --help` lists them.
"""

import errno
import os
from typing import ClassVar

from feeds.core.model import Problem

REFUSED, USAGE, BUSY, OUTPUT, FAULT, INTERRUPTED = 1, 2, 3, 4, 70, 130
"""FAULT is EX_SOFTWARE of sysexits.h, INTERRUPTED what shells make of SIGINT."""

NO_MEMORY = "the system has no more memory for this; every file is whole, and the next build does the rest"

_PASSING = {
    *(errno.EMFILE, errno.ENFILE, errno.ENOMEM, errno.EAGAIN, errno.EINTR, errno.EIO),
    *(errno.ESTALE, errno.ETIMEDOUT, errno.ENOTCONN, errno.EHOSTDOWN, errno.ENODEV),
}


class FeedsError(Exception):
    """The base of all errors that feeds raises on purpose."""

    exit_status: ClassVar[int] = USAGE


class ConfigError(FeedsError):
    """The configuration cannot be used; nothing was written, but for what precedes a page on which a template fails."""


class OptionError(FeedsError):
    """An option has a value that cannot be used; nothing was written.

    `option` is the name of a keyword argument, such as `base_url`, and `reason` what is wrong with its value.
    """

    def __init__(self, option: str, reason: str) -> None:
        super().__init__(option, reason)
        self.option = option
        self.reason = reason

    def __str__(self) -> str:
        """Return the option's name and the reason."""
        return f"{self.option} {self.reason}"


class SourceNotFoundError(FeedsError):
    """A file or folder to read does not exist."""


class NotAnArticleError(FeedsError):
    """A file exists, but no build reads it as an article."""


class UnknownTopicError(FeedsError):
    """Neither the site nor an article has the topic that was asked for; the text suggests the nearest names."""


class UnknownProviderError(FeedsError):
    """Neither the site nor an article has the provider that was asked for; the text suggests the nearest names."""


class UnknownFeedError(FeedsError):
    """The site has no feed in the folder, or of the slug, that was asked for; the text suggests the nearest names."""


class DocumentError(FeedsError):
    """A document to validate cannot be read, or a folder has none."""


class ServerError(FeedsError):
    """The output cannot be served, or the articles cannot be watched."""


class OutputError(FeedsError):
    """A document or the state could not be written; what was there before is still there."""

    exit_status = OUTPUT


class ClusterError(FeedsError):
    """A cluster that was to do the work is not there, or one of its workers has other files, or another program.

    Every document that is written by then is whole, and the next build does the rest.
    """

    exit_status = OUTPUT


class RefusedError(FeedsError):
    """A build would cost subscribers something, most likely by accident; nothing was written, and nothing remembered.

    `option` is the keyword argument with which a build goes on all the same, such as `allow_loss`; `problems` are those
    of the articles as this build found them.
    """

    exit_status = REFUSED

    def __init__(self, reason: str, option: str, problems: tuple[Problem, ...] = ()) -> None:
        super().__init__(reason, option, problems)
        self.reason = reason
        self.option = option
        self.problems = problems

    def __str__(self) -> str:
        """Return the reason, and the option as it is typed."""
        return f"{self.reason}; use --{self.option.replace('_', '-')} to go on"


class BusyError(FeedsError):
    """Another build of the same output is running; this one did nothing."""

    exit_status = BUSY


class Interrupted(KeyboardInterrupt):
    """The process was asked to end, and nothing but an interrupt from the keyboard is treated like it.

    No `except Exception` catches it, and no group of tasks takes it for a fault of one of them. Every file that is
    written by then is whole.
    """


def is_of_machine(error: Exception) -> bool:
    """Say whether an error may be one of the machine, such as a lack of memory, that is gone the next time."""
    return isinstance(error, (OSError, MemoryError, ImportError))


def passes(error: Exception) -> bool:
    """Say whether what could not be read can most likely be read later, although nobody mends it."""
    return isinstance(error, (MemoryError, ImportError)) or (isinstance(error, OSError) and error.errno in _PASSING)


def is_of_disk(error: Exception) -> bool:
    """Say whether what could not be read can most likely be read later, and no other user can have caused that.

    A lease (fcntl(2)) can be taken again and again by a program that may write to a file.
    """
    return passes(error) and not isinstance(error, BlockingIOError)


def ending(error: BaseException) -> tuple[int, str]:
    """Return the exit status of a command that an error ends, and the line that says why."""
    if isinstance(error, FeedsError):
        return error.exit_status, str(error)
    if isinstance(error, KeyboardInterrupt):
        return INTERRUPTED, "interrupted; every file is whole, and the next build does the rest"
    if isinstance(error, OSError):
        if isinstance(error.filename, str | bytes) and error.strerror:
            return OUTPUT, f"{os.fsdecode(error.filename)}: it cannot be read or written: {error.strerror}"
        return OUTPUT, f"something cannot be read or written: {error}"
    if isinstance(error, MemoryError):
        return OUTPUT, NO_MEMORY
    if isinstance(error, ImportError) and not isinstance(error, ModuleNotFoundError):  # there, but it cannot be loaded
        return OUTPUT, f"a library cannot be loaded: {error}; every file is whole, and the next build does the rest"
    fault = type(error).__name__
    return FAULT, f"this is a fault in feeds, not in your files: {fault}; -vv shows the details"
