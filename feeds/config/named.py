"""Find the tables of `feeds.toml` about topics and providers, with their lines, names and aliases."""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from feeds.config.file import ConfigFile, GroupTable, Origin


class NamedTable(Struct, frozen=True):
    """A table of `feeds.toml` about a topic or a provider: where it stands, its name and its aliases."""

    path: str
    line: int
    kind: Literal["topics", "providers"]
    name: str
    aliases: tuple[str, ...]


def named_tables(config: ConfigFile, origin: Origin) -> tuple[NamedTable, ...]:
    """Return the tables of a configuration about topics and providers."""
    kinds: tuple[tuple[Literal["topics", "providers"], Mapping[str, GroupTable]], ...] = (
        ("topics", config.topics),
        ("providers", config.providers),
    )
    return tuple(
        NamedTable(str(origin.path), origin.line((kind, name)) or 1, kind, name, tuple(table.aliases))
        for kind, tables in kinds
        for name, table in tables.items()
    )
