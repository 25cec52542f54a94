"""The entry point of the command `feeds` and of `python -m feeds`."""

import atexit
import gc
import os
import signal
import sys


def main() -> None:
    """Run the command line; the process ends with the exit status that `feeds --help` lists."""
    # Modules and articles are trees, which need no search for cycles: looking through them again and again costs a
    # tenth of a build without a change, and doubles the work of a large one. So the modules are loaded after this.
    gc.set_threshold(100_000, 50, 50)
    at_once = _EndAtOnce()
    is_heard = signal.getsignal(signal.SIGINT) is signal.default_int_handler
    if is_heard:  # while there is nobody yet who says it in a line, Ctrl-C ends the process as SIGTERM does
        signal.signal(signal.SIGINT, signal.SIG_DFL)
    from feeds.cli import cli
    from feeds.core.interrupts import end_on_signal, has_ended

    if is_heard:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    end_on_signal()
    try:
        cli(prog_name="feeds")
    except SystemExit as end:
        at_once.status = end.code
        raise
    finally:
        has_ended()


class _EndAtOnce:
    """The last thing that is done before Python would take itself apart: the process ends.

    Taking modules apart costs a sixth of a small build without a change, and is not safe while a thread still waits for
    a hub. All that others have registered for the end is done before, as this is registered first.
    """

    def __init__(self) -> None:
        self.status: object = None
        atexit.register(self._end)

    def _end(self) -> None:
        if not isinstance(self.status, int):
            return  # what ends the process otherwise is Python's to tell
        try:
            for stream in filter(None, (sys.stdout, sys.stderr)):  # None where it was closed before the start
                stream.flush()
        except (OSError, ValueError):
            if not self.status:
                return  # Python says so, with a status of its own
        os._exit(self.status)


if __name__ == "__main__":
    main()
