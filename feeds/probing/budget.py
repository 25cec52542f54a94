"""What one run of asking the network may take."""

from msgspec import Struct


class Budget(Struct, frozen=True):
    """A number of requests, and seconds."""

    requests: int = 10_000
    seconds: float = 300
