"""JSON for people to read, written the same way everywhere."""

from typing import Any

import msgspec


def pretty_json(value: Any) -> bytes:
    """Return a value that msgspec can encode as JSON in UTF-8, indented by two spaces."""
    return msgspec.json.format(msgspec.json.encode(value), indent=2)
