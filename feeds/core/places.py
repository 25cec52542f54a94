"""Find the group whose feed lies in a folder of the output."""

from feeds.core import urls
from feeds.core.kinds import ALL, KINDS, PAIR, PROVIDER, SECTION, kind_of, of_field
from feeds.core.model import Group, GroupKind
from feeds.core.slugs import is_slug


def group_at(folder: str) -> Group | None:
    """Return the group of a folder such as `topics/ai`; None if no feed can lie there.

    What lies in a folder of no other kind belongs to a field of its name.
    """
    first, _, key = folder.partition("/")
    if first == kind_of(ALL).folder:
        return None if key else Group(ALL)
    if first == kind_of(PAIR).folder and "/" in key:
        return _pair(key)

    kind = next((kind for kind in KINDS if kind != PAIR and kind_of(kind).folder == first), of_field(first))
    return Group(kind, key) if is_slug(first) and _is_key(kind, key) else None


def is_provider_key(name: str) -> bool:
    """Say whether the folder of a provider can have a name: a slug of the configuration, or a host."""
    return is_slug(name) or _is_host(name)


def _pair(key: str) -> Group | None:
    topic, _, rest = key.partition("/")
    folder, _, provider = rest.partition("/")
    fits = is_slug(topic) and folder == kind_of(PROVIDER).folder and is_provider_key(provider)
    return Group(PAIR, topic, provider) if fits else None


def _is_key(kind: GroupKind, key: str) -> bool:
    if kind == PROVIDER:
        return is_provider_key(key)
    if kind == SECTION:
        return all(map(is_slug, key.split("/")))
    return is_slug(key)


def _is_host(name: str) -> bool:
    try:
        return urls.host_folder(urls.domain_of(name)) == name
    except urls.BadURLError:
        return False
