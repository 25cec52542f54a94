"""How commands end by errors."""

import pytest

from feeds.core.errors import FAULT, OUTPUT, ending


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (ImportError("lxml/etree.so: failed to map segment from shared object"), OUTPUT),
        (ModuleNotFoundError("No module named 'lxml'"), FAULT),
    ],
)
def test_a_library_for_which_there_is_no_memory(error: ImportError, status: int) -> None:
    """It is the machine's fault, which may pass; a library that is missing is not."""
    assert ending(error)[0] == status
