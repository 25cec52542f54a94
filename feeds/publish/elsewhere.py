"""Choose where much work goes instead of child processes of this one."""

from typing import TYPE_CHECKING

from feeds.config import Settings
from feeds.core.workers import AHEAD, Elsewhere, InExecutor

if TYPE_CHECKING:
    from concurrent.futures import Executor


def elsewhere(settings: Settings, executor: "Executor | None", jobs: int) -> Elsewhere | None:
    """Return the executor if one is given, else the cluster of a site that has one.

    Raises ConfigError where what speaks with clusters is missing.
    """
    if executor is not None:
        return InExecutor(executor, AHEAD * jobs)
    if settings.scheduler is None:
        return None
    from feeds.cluster.client import Cluster  # few sites have one

    return Cluster(settings.scheduler)
