"""nginx as docs/serving.md sets it up, on the loopback, and what it was asked for."""

from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from time import monotonic, sleep

from tests.interop.servers.servers import nginx

_PATIENCE = 20  # seconds


class Server:
    """A server of one folder, which tells what it answered."""

    def __init__(self, port: int, root: Path, log: Path) -> None:
        self.port, self._root, self._log = port, root, log
        self._marks = count()

    def address(self, path: Path) -> str:
        """Return the address of a file, or of a folder without a slash."""
        return f"http://127.0.0.1:{self.port}/{path.relative_to(self._root).as_posix()}"

    def answers(self, path: Path) -> list[int]:
        """Return the status of every answer to a request for a file, in their order."""
        mark = f"/mark-{next(self._marks)}"
        self._ask(mark)  # what was asked for before stands in the log before
        end = monotonic() + _PATIENCE
        while f" {mark}\n" not in (log := self._log.read_text(encoding="utf-8")) and monotonic() < end:
            sleep(0.01)
        lines = (line.split(" ", 1) for line in log.splitlines())
        return [int(status) for status, asked in lines if asked == f"/{path.relative_to(self._root).as_posix()}"]

    def _ask(self, path: str) -> None:
        connection = HTTPConnection("127.0.0.1", self.port, timeout=_PATIENCE)
        connection.request("GET", path)
        connection.getresponse().read()
        connection.close()


@contextmanager
def serving(root: Path, folder: Path, *, port: int = 0, redirects: bool = False) -> Iterator[Server]:
    """Serve what is below `root`, with a folder for nginx itself; skip the test without nginx.

    `port` and `redirects` are as for `nginx`.
    """
    with nginx(folder, root, port=port, redirects=redirects) as found:
        yield Server(found, root, folder / "access.log")
