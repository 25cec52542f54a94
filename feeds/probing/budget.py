"""What one run of asking the network may take, and what it has taken."""

import time
from contextvars import ContextVar

from msgspec import Struct

MOST_REQUESTS = 18
"""Requests that one address takes at most: for its headers, its beginning and more of it, with five redirects each."""


class Budget(Struct, frozen=True):
    """A number of requests, and seconds."""

    requests: int = 10_000
    seconds: float = 300


class SpentError(Exception):
    """A run has taken all that it may; the message says of what, in a few words."""


class Share:
    """What one address takes of a run."""

    requests = 0


share: ContextVar[Share] = ContextVar("share")
"""What counts for the address that a task is asking."""


class Spending:
    """What is taken of a budget, from now on."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._began = time.monotonic()
        self.requests = 0

    @property
    def seconds_left(self) -> float:
        """The seconds until the end of the run; less than none after it."""
        return self._began + self._budget.seconds - time.monotonic()

    @property
    def is_spent(self) -> bool:
        """Say whether nothing more may be asked."""
        return self.requests >= self._budget.requests or self.is_over

    @property
    def is_over(self) -> bool:
        """Say whether there is no time left."""
        return self.seconds_left <= 0

    @property
    def addresses_at_once(self) -> int:
        """Return how many addresses may be begun so that each can take as many requests as one takes at most."""
        return max(self._budget.requests // MOST_REQUESTS, 1)

    @property
    def is_half_over(self) -> bool:
        """Say whether less than half of the time is left: too little may be for what begins now."""
        return self.seconds_left * 2 < self._budget.seconds

    def is_all(self, taken: Share) -> bool:
        """Say whether an address has taken all requests of the run by itself."""
        return taken.requests >= self._budget.requests

    def take(self) -> None:
        """Take one request for an address. Raises SpentError if there is none, or no time for one."""
        if self.is_spent:
            raise SpentError("timed out" if self.is_over else "takes more requests than a run may make")
        self.requests += 1
        share.get().requests += 1
