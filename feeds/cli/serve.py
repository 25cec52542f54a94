"""`feeds serve`: show the output on this machine."""

from contextlib import ExitStack, closing
from time import sleep
from typing import TYPE_CHECKING, Any

import click

from feeds.cli import options
from feeds.cli.common import common_options, config_path, in_threads, say, say_problems, verbosity, warn
from feeds.core.errors import ServerError
from feeds.core.interrupts import has_ended
from feeds.core.text import counted, some

if TYPE_CHECKING:
    from feeds.config import ServedOutput
    from feeds.devserver.rebuild import Rebuilt
    from feeds.publish.report import Report

PORT = 8000
MAX_NAMES = 10
"""The most names in one line."""


@click.command("serve", short_help="Show the output on this machine.")
@options.sources
@options.output_to("Serve this folder")
@options.base_url
@options.state_dir
@click.option(
    "--port",
    type=click.IntRange(0, 65_535),
    metavar="N",
    default=PORT,
    help=f"Listen on this port; default: {PORT}; 0: any free one.  [e.g. --port 8080]",
)
@click.option("--open", "opens", is_flag=True, help="Open the front page in a browser.  [e.g. --open]")
@click.option("--watch", is_flag=True, help="Build first, and again whenever an article changes.  [e.g. --watch]")
@common_options
def serve_command(port: int, opens: bool, watch: bool, **given: Any) -> None:
    """Serve the output on this machine, with the headers that nginx sends when set up as in docs/serving.md.

    Ctrl-C ends it. SOURCE, --base-url and --state-dir are for the builds of --watch: one at the start, and one whenever
    an article, the configuration, a topic file or a template changes.

    \b
    Examples:
      feeds serve --open
      feeds serve --watch articles/ --base-url https://example.org/feeds/
    """  # noqa: D301 - click wants the character
    from feeds.config import Options, load, served_output
    from feeds.config.settings import DEFAULT_CONFIG

    try:
        from feeds.devserver.app import OutputApp
        from feeds.devserver.rebuild import follow
        from feeds.devserver.server import listening
        from feeds.devserver.watch import WAIT_SECONDS
    except ModuleNotFoundError as error:
        library = str(error.name).partition(".")[0]
        message = f"serve needs {library}, which is not installed; run: pip install 'feeds[serve]'"
        raise ServerError(message) from error
    chosen = Options(config=config_path(), **given)
    with ExitStack() as stack:
        builds = follow(lambda: load(chosen), config_path() or DEFAULT_CONFIG, details=verbosity() > 0, warn=warn)
        stack.enter_context(closing(builds))
        app = OutputApp(_report(next(builds)) if watch else served_output(chosen))
        folder = app.served.folder
        if not folder.is_dir():
            raise ServerError(f"{folder}: there is nothing to serve yet; run: feeds build")
        url = stack.enter_context(listening(app, port, in_threads(warn)))
        try:
            say(f"feeds: {folder} is served at {url}; Ctrl-C ends it", 0)
            if opens:
                _open(url if (folder / "index.html").is_file() else f"{url}all/")
            for rebuilt in builds if watch else ():
                app.served = _report(rebuilt)
            while True:  # a wait without an end would not see a signal that another thread has taken
                sleep(WAIT_SECONDS)
        except KeyboardInterrupt:
            has_ended()
            say("feeds: stopped", 0)


def _report(rebuilt: "Rebuilt") -> "ServedOutput":
    """Print what changed and what was built, and return what there is to serve."""
    if rebuilt.changed:
        say(f"feeds: {some(rebuilt.changed, MAX_NAMES)}", 0)
    if rebuilt.error:
        say(f"feeds: {rebuilt.error}")
    if rebuilt.report:
        say_problems(rebuilt.report.problems)
        is_usual = rebuilt.changed and not rebuilt.report.refused
        say(f"feeds: {_outcome(rebuilt.report) if is_usual else rebuilt.report.summary()}", 0)
    return rebuilt.settings.served


def _outcome(report: "Report") -> str:
    """Return the folders of the feeds that were written, and the names of documents that belong to no feed."""
    feeds = {name.rpartition("/")[0] or name for name in report.written}
    parts = [f"{counted(len(report.written), 'document')} written: {some(sorted(feeds), MAX_NAMES)}"] if feeds else []
    parts += [f"{counted(len(report.removed), 'document')} removed"] if report.removed else []
    return f"{', '.join(parts) or 'no document has changed'}; {report.seconds:.1f} s"


def _open(url: str) -> None:
    import webbrowser

    if not webbrowser.open(url):
        say(f"feeds: no browser could be opened; the address is {url}", 0)
