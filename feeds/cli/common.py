"""What all commands share: the global options, and errors that a person can read."""

import functools
import traceback
from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from feeds.core.errors import BusyError, FeedsError, Interrupted, OptionError, OutputError
from feeds.core.model import Problem

if TYPE_CHECKING:
    from feeds.validation.finding import Finding

Command = TypeVar("Command", bound=Callable[..., Any])
_CONFIG, _VERBOSITY = "feeds.config", "feeds.verbosity"


USAGE, BUSY, OUTPUT, FAULT, INTERRUPTED = 2, 3, 4, 70, 130
"""The exit statuses of commands that fail, as `feeds --help` lists them.

FAULT is EX_SOFTWARE of sysexits.h, INTERRUPTED what shells make of SIGINT.
"""


class SafeGroup(click.Group):
    """A group of commands that ends every error in one line and an exit status, never in a traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors go to stderr."""
        try:
            return super().invoke(ctx)
        except FeedsError as error:
            say(f"feeds: {_as_typed(error)}")
            ctx.exit(exit_status(error))
        except (KeyboardInterrupt, Interrupted):
            say("feeds: interrupted; every file is whole, and the next build does the rest")
            ctx.exit(INTERRUPTED)
        except (click.exceptions.Exit, click.ClickException, click.Abort, BrokenPipeError):
            raise
        except OSError as error:
            say(f"feeds: something cannot be read or written: {error}")
            ctx.exit(OUTPUT)
        except Exception as error:  # noqa: BLE001 - the last line of defence
            if verbosity() >= 2:
                say(traceback.format_exc().rstrip())
            say(f"feeds: this is a fault in feeds, not in your files: {type(error).__name__}; -vv shows the details")
            ctx.exit(FAULT)


def exit_status(error: FeedsError) -> int:
    """Return the exit status of a command that an error ends."""
    if isinstance(error, OutputError):
        return OUTPUT
    return BUSY if isinstance(error, BusyError) else USAGE


def _as_typed(error: FeedsError) -> str:
    """Return the text of an error; an option is named as it is typed."""
    if isinstance(error, OptionError):
        return f"--{error.option.replace('_', '-')} {error.reason}"
    return str(error)


def common_options(command: Command) -> Command:
    """Add the options that every command takes, before or after its name."""

    @click.option(
        "--config",
        type=click.Path(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="The configuration; default: feeds.toml, if there.  [e.g. --config site/feeds.toml]",
    )
    @click.option(
        "-v",
        "--verbose",
        count=True,
        help="Say more: warnings, and why an article is in no feed; -vv: what a fault of feeds is.  [e.g. -v]",
    )
    @click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.  [e.g. -q]")
    @functools.wraps(command)
    def wrapped(*args: Any, config: Path | None, verbose: int, quiet: bool, **options: Any) -> Any:
        meta = click.get_current_context().meta
        if config is not None:
            meta[_CONFIG] = config
        meta[_VERBOSITY] = meta.get(_VERBOSITY, 0) + verbose - quiet
        return command(*args, **options)

    return wrapped  # type: ignore[return-value]


def config_path() -> Path | None:
    """Return the configuration file that the command line names."""
    path: Path | None = click.get_current_context().meta.get(_CONFIG)
    return path


def verbosity() -> int:
    """Return how much to say: 0 as usual, less is only errors, more is more."""
    level: int = click.get_current_context().meta.get(_VERBOSITY, 0)
    return level


def say(message: str, level: int = -1) -> None:
    """Write a message to stderr if this much is to be said."""
    if level < 0 or verbosity() >= level:
        click.echo(message, err=True)


def warn(message: str) -> None:
    """Say what a person should know, and nobody has to do something about."""
    say(f"feeds: {message}", 0)


def say_problems(problems: Iterable[Problem], *, warnings_too: bool = False) -> None:
    """Say what keeps articles out; what was only mended or dropped too, if wanted or with -v."""
    for problem in problems:
        say(str(problem), -1 if problem.severity == "error" or warnings_too else 1)


def print_findings(found: "Sequence[Problem | Finding]", form: str, forms: Mapping[str, Callable[[], str]]) -> None:
    """Print what is wrong, and end with status 1 where an error is. Only people are told that there is nothing."""
    from feeds.core.messages import as_json

    if found or form == "text":
        click.echo(as_json(found) if form == "json" else forms[form]())
    if any(one.severity == "error" for one in found):
        click.get_current_context().exit(1)
