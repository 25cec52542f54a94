"""Check the archives of feeds in a folder: one chain for each feed, linked both ways (RFC 5005, section 4)."""

from collections.abc import Iterator, Mapping

from feeds.validation.folder.summary import Summary


def faults(documents: Mapping[str, Summary], served: Mapping[str, str], base: str) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the chains that start at the documents which are no archives: a document, and a message.

    `served` are the paths of all documents by their addresses, which begin with `base` in this folder. What lies
    elsewhere is not followed, and what lies behind an archive is told once, however many feeds lead to it.
    """
    walked: set[str] = set()
    for name, summary in documents.items():
        if summary.is_archive:
            yield from _lost(name, summary, served, base)
        elif summary.older:
            yield from _walk(name, documents, served, base, walked)


def _lost(name: str, archive: Summary, served: Mapping[str, str], base: str) -> Iterator[tuple[str, str]]:
    """Yield the links of an archive that lead to nothing; those to older ones are followed from the feed."""
    for relation, address in (("current", archive.current), ("next-archive", archive.newer)):
        if address.startswith(base) and address not in served:
            yield name, f"there is no {address.removeprefix(base)}, to which {relation} leads"


def _walk(
    start: str, documents: Mapping[str, Summary], served: Mapping[str, str], base: str, walked: set[str]
) -> Iterator[tuple[str, str]]:
    """Yield what is wrong with the chain of a feed, up to the first archive that has been `walked` to."""
    feed = documents[start]
    link = "next_url" if feed.format_name == "json" else "prev-archive"
    name, seen = start, {start}
    while (address := documents[name].older).startswith(base):
        older = served.get(address)
        if older is None:
            yield name, f"there is no {address.removeprefix(base)}, to which {link} leads"
            return
        if older in seen:
            yield name, f"{link} leads back to {older}: readers would go round for ever"
            return
        if older not in documents:
            return

        archive = documents[older]
        if not archive.is_archive and feed.format_name != "json":
            yield older, f"is an archive of {start}, and has no fh:archive"
        if archive.current and archive.current != feed.address:
            yield older, f'is an archive of {start}, and its link rel="current" is {archive.current}'
        if archive.newer and archive.newer != documents[name].address:
            yield older, f"next-archive does not lead to {name}, whose {link} leads here"
        if older in walked:
            return
        walked.add(older)
        seen.add(older)
        name = older
