"""What one run of asking the network may take, and what it has taken."""

import time

from msgspec import Struct


class Budget(Struct, frozen=True):
    """A number of requests, and seconds."""

    requests: int = 10_000
    seconds: float = 300


class SpentError(Exception):
    """A run has taken all that it may; the message says of what, in a few words."""


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
        return self.requests >= self._budget.requests or self.seconds_left <= 0

    @property
    def is_half_spent(self) -> bool:
        """Say whether less than half is left: too little may be for what begins now."""
        return self.requests * 2 > self._budget.requests or self.seconds_left * 2 < self._budget.seconds

    def take(self) -> None:
        """Take one request. Raises SpentError if there is none, or no time for one."""
        if self.is_spent:
            raise SpentError("timed out" if self.seconds_left <= 0 else "takes more requests than a run may make")
        self.requests += 1
