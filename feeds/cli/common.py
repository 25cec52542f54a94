"""What all commands share: global options, printing, and error messages."""

import functools
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal, TypeVar

import click
from click.globals import pop_context, push_context

from feeds.cli.options import Place
from feeds.core.errors import FAULT, OptionError, ending
from feeds.core.model import Problem

if TYPE_CHECKING:
    from feeds.validation.finding import Finding

Command = TypeVar("Command", bound=Callable[..., Any])
ReportFormat = Literal["text", "json", "github"]

_CONFIG, _VERBOSITY, _TIMESTAMPS = "feeds.config", "feeds.verbosity", "feeds.timestamps"


class SafeGroup(click.Group):
    """A group of commands that ends every error with one line and an exit status, never with a traceback."""

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        """Read the options of the group; what is wrong with them is named without control characters."""
        try:
            with _escaped_usage_errors():
                return super().make_context(*args, **extra)
        except BrokenPipeError:
            raise
        except (OSError, KeyboardInterrupt) as error:  # --help and --version are printed here
            status, message = ended_by(error)
            say(f"feeds: {message}")
            sys.exit(status)

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; errors go to stderr."""
        try:
            with _escaped_usage_errors():
                return super().invoke(ctx)
        except (click.exceptions.Exit, click.ClickException, click.Abort, BrokenPipeError):
            raise
        except (Exception, KeyboardInterrupt) as error:  # noqa: BLE001 - the last line of defence
            status, message = ended_by(error)
            if status == FAULT and verbosity() >= 2:
                import traceback

                for line in traceback.format_exc().splitlines():
                    say(line)
            say(f"feeds: {message}")
            ctx.exit(status)


def ended_by(error: BaseException) -> tuple[int, str]:
    """Return the exit status of a command that an error ends, and the line that says why; options as they are typed."""
    if isinstance(error, OptionError):
        return error.exit_status, f"--{error.option.replace('_', '-')} {error.reason}"
    return ending(error)


@contextmanager
def _escaped_usage_errors() -> Iterator[None]:
    """Escape what click quotes from the command line, where a shell may have put names of files."""
    from feeds.core.messages import cut, shown

    try:
        yield
    except click.ClickException as error:
        error.message = shown(cut(error.message or ""))  # type: ignore[misc] # it is made for this one printing
        raise


def common_options(command: Command) -> Command:
    """Add the options that every command takes, before or after its name."""

    @click.option(
        "--config",
        type=Place(dir_okay=False, path_type=Path),
        metavar="FILE",
        help="Read settings from this file instead of ./feeds.toml.  [e.g. --config site/feeds.toml]",
    )
    @click.option(
        "-v",
        "--verbose",
        count=True,
        help="Print warnings, and why an article is in no feed; -vv: tracebacks of faults in feeds.  [e.g. -v]",
    )
    @click.option(
        "-q", "--quiet", is_flag=True, help="Print only errors; of a build, only those that are new.  [e.g. -q]"
    )
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
    """Return how much to print: 0 is the default, -1 errors only, 1 and 2 more."""
    level: int = click.get_current_context().meta.get(_VERBOSITY, 0)
    return level


def print_timestamps() -> None:
    """Begin every line on stderr with the time, from now on."""
    click.get_current_context().meta[_TIMESTAMPS] = True


def print_line(text: str, *, err: bool = False) -> None:
    """Print text as one line, to stdout or stderr, with control characters escaped. All commands print with this.

    Characters that the encoding of the stream does not have are escaped as well; JSON stays JSON.
    """
    from feeds.core.messages import in_encoding, shown

    encoding = getattr(sys.stderr if err else sys.stdout, "encoding", None) or "utf-8"
    line = in_encoding(shown(text), encoding)
    context = click.get_current_context(silent=True) if err else None
    if context and context.meta.get(_TIMESTAMPS):
        line = f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ} {line}"
    click.echo(line, err=err)


def say(message: str, level: int = -1) -> None:
    """Print a message to stderr if the verbosity is at least `level`; errors have level -1."""
    if level < 0 or verbosity() >= level:
        from feeds.core.messages import cut

        print_line(cut(message), err=True)


def warn(message: str) -> None:
    """Print a message that a person should read, unless only errors are wanted."""
    say(f"feeds: {message}", 0)


def in_threads(tell: Callable[[str], None]) -> Callable[[str], None]:
    """Return a function for other threads that prints as `tell` does; what is to be printed only this one knows."""
    context = click.get_current_context()

    def told(message: str) -> None:
        push_context(context)
        try:
            tell(message)
        finally:
            pop_context()

    return told


def say_problems(problems: Iterable[Problem], *, warnings_too: bool = False) -> None:
    """Print errors, and with -v or `warnings_too` also warnings, to stderr."""
    for problem in problems:
        say(str(problem), -1 if problem.severity == "error" or warnings_too else 1)


def _annotation(one: "Problem | Finding") -> str:
    from feeds.core.messages import annotation

    if isinstance(one, Problem):
        return annotation(one.severity, one.path, one.line, one.message)
    return one.annotation()


def print_report(found: "Sequence[Problem | Finding]", report_format: ReportFormat, summary: str) -> None:
    """Print problems or findings, one a line, and exit with status 1 if one is an error.

    `summary` is the last line of the text for people; programs get nothing if there is nothing.
    """
    from feeds.core.messages import json_line

    for one in found:
        if report_format == "text":
            print_line(str(one))
        else:
            print_line(json_line(one) if report_format == "json" else _annotation(one))
    if report_format == "text":
        print_line(summary)

    if any(one.severity == "error" for one in found):
        click.get_current_context().exit(1)
