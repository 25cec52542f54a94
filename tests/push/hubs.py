"""A hub on this machine that does as a test says."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs

Form = dict[str, str]


class Hub:
    """What a hub was sent, and how it answers: `answer` gets each form, and returns a status and a `Location`."""

    def __init__(self) -> None:
        self.url = ""
        self.forms: list[Form] = []
        self.agents: list[str] = []
        self.answer: Callable[[Form], tuple[int, str | None]] = lambda form: (204, None)

    def addresses(self) -> list[str]:
        """Return the addresses that the hub was told about since it was last asked, in order."""
        told = [form["hub.url"] for form in self.forms]
        self.forms.clear()
        return told


@contextmanager
def running_hub() -> Iterator[Hub]:
    """Run a hub on any free port for the time of the body."""
    hub = Hub()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            form = {name: value for name, (value,) in parse_qs(body, strict_parsing=True).items()}
            hub.forms.append(form)
            hub.agents.append(self.headers["User-Agent"])
            status, location = hub.answer(form)
            self.send_response(status)
            if location:
                self.send_header("Location", location)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        hub.url = f"http://127.0.0.1:{server.server_port}/hub"
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield hub
        finally:
            server.shutdown()
            thread.join()
