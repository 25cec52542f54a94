"""Tell the hubs of a site which of its feeds changed since they were last told."""

from collections.abc import Mapping

from msgspec import Struct

from feeds.config import Settings
from feeds.core.apart import apart, awaited
from feeds.core.errors import ConfigError
from feeds.core.progress import Warn
from feeds.core.subscribed import is_subscribed
from feeds.core.text import counted
from feeds.index.database import database_path, open_database
from feeds.publish import state
from feeds.publish.tree import Stamp
from feeds.push import memory
from feeds.push.hub import Answers, tell

_MAX_REFUSALS = 3


class Told(Struct, frozen=True):
    """What became of a ping at one hub.

    `documents` are those that it was told about, relative to the output; `problems` say what it did not take, and why.
    `tried` are all that it was sent.
    """

    hub: str
    documents: tuple[str, ...]
    problems: tuple[str, ...]
    tried: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return one line for a person."""
        return f"{self.hub}: told about {counted(len(self.documents), 'changed document')}"


def ping(settings: Settings, *, warn: Warn) -> tuple[Told, ...]:
    """Tell each hub of a site about the documents that builds have changed since it was last told; all hubs at once.

    A hub that does not answer costs its time-out, and hears of the same documents by the next ping. `warn` is told of
    a state that cannot be used. Raises ConfigError for a site without hubs or without an address, BusyError for a state
    that another process has locked, and OutputError if the state cannot be read, or what was told cannot be noted;
    where that is for their number, nothing is told.
    """
    hubs = settings.site.hubs
    if not hubs:
        raise ConfigError("there is no hub to tell: name one in feeds.toml, as `hubs` below [websub]")

    database = database_path(settings.state_dir, settings.output)
    with open_database(database, warn, scratch=True) as opened:
        stamps = {name: stamp for name, stamp in state.stamps(opened).items() if is_subscribed(name)}
    if not stamps:
        return ()

    memory.require_room(database, hubs, len(stamps))
    before = memory.load(database)
    telling = [apart(_tell, hub, settings.site.base_url, stamps, before.get(hub, b"")) for hub in hubs]
    told = tuple(map(awaited, telling))

    after = {one.hub: memory.heard_after(stamps, before.get(one.hub, b""), one.tried, one.documents) for one in told}
    if after != before:
        memory.save(database, after)
    return told


def _tell(hub: str, base_url: str, stamps: Mapping[str, Stamp], heard: bytes) -> Told:
    documents = {base_url + document: document for document in memory.unheard(stamps, heard)}
    answers = tell(hub, documents)
    told, tried = (tuple(documents[address] for address in some) for some in (answers.told, answers.tried))
    return Told(hub, told, tuple(_problems(hub, answers)), tried)


def _problems(hub: str, answers: Answers) -> list[str]:
    """Return one line for what a hub did not take, few of them even if it refuses everything."""
    refused = [f"{hub}: {reason} about {address}" for address, reason in answers.refused[:_MAX_REFUSALS]]
    if len(answers.refused) > _MAX_REFUSALS:
        refused.append(f"{hub}: refuses {len(answers.refused) - _MAX_REFUSALS:,} more")
    return refused + ([f"{hub}: {answers.error}"] if answers.error else [])
