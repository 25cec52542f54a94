"""nginx on the loopback, and what it was asked for."""

import os
import shutil
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPConnection
from itertools import count
from pathlib import Path
from subprocess import Popen
from time import monotonic, sleep

from tests.conftest import need

_PATIENCE = 20  # seconds
# The types of the documents are what docs/serving.md gives them; paths are below nginx's own folder.
_CONFIG = """\
{user}
daemon off;
pid nginx.pid;
error_log error.log;
worker_processes 1;
events {{ }}
http {{
    log_format seen '$status $uri';
    access_log access.log seen;
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path fastcgi;
    uwsgi_temp_path uwsgi; scgi_temp_path scgi;
    server {{
        listen 127.0.0.1:{port};
        root {root};
        location ~ /rss\\.xml$ {{ types {{ }} default_type application/rss+xml; }}
        location ~ /atom\\.xml$ {{ types {{ }} default_type application/atom+xml; }}
        location ~ /feed\\.json$ {{ types {{ }} default_type application/feed+json; }}
    }}
}}
"""


class Server:
    """A server of one folder, which tells what it answered."""

    def __init__(self, port: int, root: Path, log: Path) -> None:
        self._port, self._root, self._log = port, root, log
        self._marks = count()

    def address(self, path: Path) -> str:
        """Return the address of a file, or of a folder without a slash."""
        return f"http://127.0.0.1:{self._port}/{path.relative_to(self._root).as_posix()}"

    def answers(self, path: Path) -> list[int]:
        """Return the status of every answer to a request for a file, in their order."""
        mark = f"/mark-{next(self._marks)}"
        self._ask(mark)  # what was asked for before stands in the log before
        end = monotonic() + _PATIENCE
        while f" {mark}\n" not in (log := self._log.read_text(encoding="utf-8")) and monotonic() < end:
            sleep(0.01)
        lines = (line.split(" ", 1) for line in log.splitlines())
        return [int(status) for status, asked in lines if asked == f"/{path.relative_to(self._root).as_posix()}"]

    def is_up(self) -> bool:
        """Say whether it answers."""
        with suppress(OSError):
            self._ask("/")
            return True
        return False

    def _ask(self, path: str) -> None:
        connection = HTTPConnection("127.0.0.1", self._port, timeout=_PATIENCE)
        connection.request("GET", path)
        connection.getresponse().read()
        connection.close()


@contextmanager
def serving(root: Path, folder: Path) -> Iterator[Server]:
    """Serve what is below `root`, with a folder for nginx itself; skip the test without nginx."""
    nginx = need(shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin"), "nginx")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    user = "user root;" if os.geteuid() == 0 else ""  # to whom alone the tests' folders belong
    config = folder / "nginx.conf"
    config.write_text(_CONFIG.format(user=user, port=port, root=root), encoding="utf-8")
    server = Server(port, root, folder / "access.log")
    with Popen([nginx, "-p", folder, "-c", config, "-e", "error.log"]) as process:
        try:
            end = monotonic() + _PATIENCE
            while not server.is_up():
                assert process.poll() is None, (folder / "error.log").read_text(encoding="utf-8")
                assert monotonic() < end, "nginx does not answer"
                sleep(0.02)
            yield server
        finally:
            process.terminate()
