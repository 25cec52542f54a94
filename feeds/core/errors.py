"""The errors that end a command, each with the exit status that goes with it."""

from typing import ClassVar


class FeedsError(Exception):
    """Something that ends the command; the text says what is wrong, where, and what to do."""

    exit_status: ClassVar[int] = 2


class ConfigError(FeedsError):
    """The configuration cannot be used; nothing was written."""


class UsageError(FeedsError):
    """The command line asks for something that is not there; nothing was written."""


class SourceNotFoundError(FeedsError):
    """A file or folder to read articles from does not exist."""


class UnknownTopicError(FeedsError):
    """A topic was asked for that neither the site nor any article has."""


class UnknownProviderError(FeedsError):
    """A provider was asked for that neither the site nor any article has."""


class OutputError(FeedsError):
    """A document or the state could not be written; what was there before is still there."""

    exit_status = 4


class BusyError(FeedsError):
    """Another build of the same output is running; this one did nothing."""

    exit_status = 3


class Interrupted(BaseException):
    """The process was asked to end; no `except Exception` stands in its way. What is written by then is whole."""
