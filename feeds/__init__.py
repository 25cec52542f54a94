"""RSS, Atom and JSON Feed documents from a folder of news articles.

    import feeds

    report = feeds.build(source="articles", output="public", base_url="https://example.org/")

`docs/api.md` describes the functions, records and errors. Each is imported when it is first used.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from feeds.api import build, check, explain, load, log, ping, probe, validate
    from feeds.config import Selection, Settings, Site
    from feeds.core.errors import (
        BusyError,
        ClusterError,
        ConfigError,
        DocumentError,
        FeedsError,
        NotAnArticleError,
        OptionError,
        OutputError,
        RefusedError,
        SourceNotFoundError,
        UnknownFeedError,
        UnknownProviderError,
        UnknownTopicError,
    )
    from feeds.core.model import Article, Body, Group, Image, Medium, Problem, Provider, Related
    from feeds.diagnostics.check import CheckReport
    from feeds.diagnostics.explain import Absence, Explanation, Place
    from feeds.diagnostics.provenance import Picture
    from feeds.diagnostics.rules import Rule
    from feeds.index.standings import Duplicate, Tally
    from feeds.publish.history import Change, Changes, LoggedBuild
    from feeds.publish.probe import Probed
    from feeds.publish.report import Report
    from feeds.push.ping import Told
    from feeds.validation.finding import Finding
    from feeds.validation.runner import Outcome

__version__ = "0.1.0"

__all__ = [
    "Absence",
    "Article",
    "Body",
    "BusyError",
    "Change",
    "Changes",
    "CheckReport",
    "ClusterError",
    "ConfigError",
    "DocumentError",
    "Duplicate",
    "Explanation",
    "FeedsError",
    "Finding",
    "Group",
    "Image",
    "LoggedBuild",
    "Medium",
    "NotAnArticleError",
    "OptionError",
    "Outcome",
    "OutputError",
    "Picture",
    "Place",
    "Probed",
    "Problem",
    "Provider",
    "RefusedError",
    "Related",
    "Report",
    "Rule",
    "Selection",
    "Settings",
    "Site",
    "SourceNotFoundError",
    "Tally",
    "Told",
    "UnknownFeedError",
    "UnknownProviderError",
    "UnknownTopicError",
    "__version__",
    "build",
    "check",
    "explain",
    "load",
    "log",
    "ping",
    "probe",
    "validate",
]

_NAMES = {
    "feeds.api": "build check explain load log ping probe validate",
    "feeds.config": "Selection Settings Site",
    "feeds.core.errors": (
        "BusyError ClusterError ConfigError DocumentError FeedsError NotAnArticleError OptionError OutputError"
        " RefusedError SourceNotFoundError UnknownFeedError UnknownProviderError UnknownTopicError"
    ),
    "feeds.core.model": "Article Body Group Image Medium Problem Provider Related",
    "feeds.diagnostics.check": "CheckReport",
    "feeds.diagnostics.explain": "Absence Explanation Place",
    "feeds.diagnostics.provenance": "Picture",
    "feeds.diagnostics.rules": "Rule",
    "feeds.index.standings": "Duplicate Tally",
    "feeds.publish.history": "Change Changes LoggedBuild",
    "feeds.publish.probe": "Probed",
    "feeds.publish.report": "Report",
    "feeds.push.ping": "Told",
    "feeds.validation.finding": "Finding",
    "feeds.validation.runner": "Outcome",
}
_MODULE_OF = {name: module for module, names in _NAMES.items() for name in names.split()}


if not TYPE_CHECKING:  # to a type checker, a name that is not imported above does not exist

    def __getattr__(name: str) -> Any:
        """Import a name of the public API when it is first used."""
        if name not in _MODULE_OF:
            raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
        value = getattr(import_module(_MODULE_OF[name]), name)
        globals()[name] = value
        return value


def __dir__() -> list[str]:
    """Return the names of the public API too, imported or not."""
    return sorted({*globals(), *__all__})
