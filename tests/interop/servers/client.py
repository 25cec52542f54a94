"""A client that shows every header as it came."""

import http.client
from typing import NamedTuple

SECONDS = 60
"""After which a server that says nothing is broken."""


class Answer(NamedTuple):
    """What a server answered; the names of headers are in lower case."""

    status: int
    headers: dict[str, str]
    body: bytes


def ask(port: int, path: str, method: str = "GET", **headers: str) -> Answer:
    """Ask a server on this machine for a path, as it stands; `if_none_match="…"` sends `If-None-Match: …`."""
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=SECONDS)
    try:
        connection.putrequest(method, path, skip_accept_encoding=True)
        for name, value in headers.items():
            connection.putheader(name.replace("_", "-"), value)
        connection.endheaders()
        response = connection.getresponse()
        found: dict[str, str] = {}
        for name, value in response.getheaders():
            name = name.lower()
            assert name not in found, name
            found[name] = value
        return Answer(response.status, found, response.read())
    finally:
        connection.close()
