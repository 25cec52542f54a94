"""The entry point of the command `feeds` and of `python -m feeds`."""

import gc
import signal
from types import FrameType


def main() -> None:
    """Run the command line; the process ends with the exit status that `feeds --help` lists."""
    # Modules and articles are trees, which need no search for cycles: looking through them again and again costs a
    # tenth of a build without a change, and doubles the work of a large one. So the modules are loaded after this.
    gc.set_threshold(100_000, 50, 50)
    from feeds.cli import cli

    signal.signal(signal.SIGTERM, _end)
    cli(prog_name="feeds")


def _end(number: int, frame: FrameType | None) -> None:
    from feeds.core.errors import Interrupted

    raise Interrupted


if __name__ == "__main__":
    main()
