"""Decide how much work to send at once, and whether results are to be compressed. Pure."""

OVERHEAD = 0.05
"""What part of the time of a worker may be spent waiting for the network."""

MOST_SECONDS = 1.0
"""How long a worker may have to do with what is sent at once, which is lost if it dies, and waited for at the end."""

MOST_PIECES = 100

COMPRESSING, SMALLER = 80_000_000, 0.75
"""How many bytes a second are compressed, at the quick level, and by how much documents become smaller then."""


class Pace:
    """How many pieces are sent at once: one at first, then more where the way there takes long.

    `latency` is how many seconds a message takes to a worker and back.
    """

    def __init__(self, latency: float) -> None:
        self._latency = latency
        self.pieces = 1

    def note(self, pieces: int, seconds: float) -> None:
        """Learn how long a worker took for some pieces."""
        each = max(seconds / pieces, 1e-6)
        wanted = min(self._latency / OVERHEAD, MOST_SECONDS) / each
        self.pieces = max(1, min(round(wanted), 2 * self.pieces, MOST_PIECES))


def pays_compressing(bytes_per_second: float) -> bool:
    """Say whether what compressing saves on a connection is more than it costs."""
    return SMALLER / bytes_per_second > 1 / COMPRESSING
