"""How `feeds build` ends with an error: as an object for programs, and silently if the error is not news."""

from typing import TYPE_CHECKING, Any

import click

from feeds.cli.common import ended_by, print_line, verbosity
from feeds.core.errors import FeedsError

if TYPE_CHECKING:
    from feeds.config import Options, Settings

_DATABASE = "feeds.database"


class ReportingCommand(click.Command):
    """A command that prints a JSON object on every exit status if `--json` is among its arguments.

    With `--quiet`, an error that ended earlier builds too is told once a day.
    """

    def make_context(
        self, info_name: str | None, args: list[str], parent: click.Context | None = None, **extra: Any
    ) -> click.Context:
        """Read the options; what is wrong with them is an error as any other."""
        wants_json = "--json" in args
        try:
            return super().make_context(info_name, args, parent, **extra)
        except click.ClickException as error:
            if wants_json:
                _print_outcome(error.exit_code, error.format_message())
            raise

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except (click.exceptions.Exit, click.Abort, BrokenPipeError):
            raise
        except click.ClickException as error:
            if ctx.params["as_json"]:
                _print_outcome(error.exit_code, error.format_message())
            raise
        except (Exception, KeyboardInterrupt) as error:
            status, message = ended_by(error)
            if ctx.params["as_json"]:
                _print_outcome(status, message)
            if not is_to_be_told():
                ctx.exit(status)
            raise


def load_for_build(options: "Options") -> "Settings":
    """Return the settings of a build. What is wrong with them is noted as the end of an attempt, and raised."""
    from feeds.config import load
    from feeds.config.settings import DEFAULT_CONFIG, STATE_DIR
    from feeds.index.database import database_path
    from feeds.publish import attempts

    meta = click.get_current_context().meta
    try:
        settings = load(options)
    except FeedsError as error:
        config = options.config or DEFAULT_CONFIG
        for database in attempts.of_config(options.state_dir or config.parent / STATE_DIR, config):
            attempts.note_failure(database, config, *ended_by(error), news_only=verbosity() < 0)
            meta[_DATABASE] = database
        raise
    meta[_DATABASE] = database_path(settings.state_dir, settings.output)
    return settings


def is_to_be_told() -> bool:
    """Say whether a person wants to read why nothing was written: not with `--quiet`, if that is known."""
    from feeds.publish import attempts

    database = click.get_current_context().meta.get(_DATABASE)
    attempt = attempts.last(database) if database and verbosity() < 0 else None
    return attempt is None or attempt.is_success or attempt.is_news


def _print_outcome(status: int, error: str) -> None:
    from feeds.core.messages import json_document
    from feeds.publish.report import outcome

    print_line(json_document(outcome(status, error)))
