"""The command line: options, messages and exit status; everything else is elsewhere."""

import click

from feeds import __version__
from feeds.cli.build import build_command
from feeds.cli.check import check_command
from feeds.cli.common import SafeGroup, common_options
from feeds.cli.explain import explain_command
from feeds.cli.init import init_command
from feeds.cli.list import list_command
from feeds.cli.log import log_command
from feeds.cli.ping import ping_command
from feeds.cli.probe import probe_command
from feeds.cli.serve import serve_command
from feeds.cli.status import status_command
from feeds.cli.validate import validate_command

EPILOG = """\b
Exit status:
  0  all well
  1  some articles were left out, or check, validate or status found something wrong (it is
     named), or nothing is published from files that are there; with --strict, or if all are gone,
     nothing was written
  2  wrong use or configuration; nothing was written, but for what precedes a page on which a
     template of the site's own fails
  3  another build of the same output is running; nothing was written
  4  the output could not be written, the memory did not suffice, or the cluster not be used; the
     old feeds are still there
  70 a fault in feeds;  130 interrupted
"""


@click.group(cls=SafeGroup, epilog=EPILOG, context_settings={"help_option_names": ["-h", "--help"]})
@common_options
@click.version_option(__version__, message="%(prog)s %(version)s")
def cli() -> None:
    """Publish RSS, Atom and JSON Feed documents from a folder of news articles.

    \b
    Example:
      feeds build articles/ --base-url https://example.org/feeds/
    """  # noqa: D301 - click wants the character


cli.add_command(build_command)
cli.add_command(list_command)
cli.add_command(check_command)
cli.add_command(explain_command)
cli.add_command(validate_command)
cli.add_command(init_command)
cli.add_command(serve_command)
cli.add_command(status_command)
cli.add_command(log_command)
cli.add_command(ping_command)
cli.add_command(probe_command)
