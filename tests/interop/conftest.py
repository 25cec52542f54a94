"""The server that clients read from."""

from collections.abc import Iterator

import pytest

from tests.interop.clients.server import Server, serving


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """Serve the folder of all temporary folders; a site below it knows its address by `Server.address`."""
    with serving(tmp_path_factory.getbasetemp(), tmp_path_factory.mktemp("nginx")) as server:
        yield server
