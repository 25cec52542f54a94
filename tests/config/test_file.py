"""What may stand in `feeds.toml`, and how a mistake in it is named."""

import os
import socket
from pathlib import Path

import pytest

from feeds.config.file import ConfigFile, GroupTable, ReaderTable, SelectTable, SiteTable, TopicTable, read
from feeds.core.errors import ConfigError
from feeds.core.limits import MAX_FILE_BYTES


def write(tmp_path: Path, text: str | bytes) -> Path:
    """Write a configuration and return its path."""
    path = tmp_path / "feeds.toml"
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def test_every_key(tmp_path: Path) -> None:
    """Each documented key is read as the type it has."""
    config, _ = read(
        write(
            tmp_path,
            """
source = ["a", "b"]
data = "d"
output = "o"
formats = ["json", "rss"]
groups = ["all", "topic-provider"]
limit = 7
pictures = "whole"
[site]
title = "Night News"
base_url = "https://f.example/"
timezone = "Europe/Paris"
[select]
min_quality = 60
since = "2026-01-01"
types = ["video"]
[[readers]]
name = "Nook"
url = "https://nook.example/add?feed={url}"
[topics."C++"]
slug = "cpp"
aliases = ["CPP"]
[providers."a.example"]
title = "A"
""",
        )
    )
    assert config == ConfigFile(
        site=SiteTable(title="Night News", base_url="https://f.example/", timezone="Europe/Paris"),
        source=["a", "b"],
        data="d",
        output="o",
        formats=["json", "rss"],
        groups=["all", "topic-provider"],
        limit=7,
        pictures="whole",
        select=SelectTable(min_quality=60, since="2026-01-01", types=["video"]),
        readers=[ReaderTable(name="Nook", url="https://nook.example/add?feed={url}")],
        topics={"C++": TopicTable(slug="cpp", aliases=["CPP"])},
        providers={"a.example": GroupTable(title="A")},
    )


@pytest.mark.parametrize("text", [b"", b"# only a remark\n", b"\xef\xbb\xbf[site]\r\n"])
def test_an_empty_file_says_nothing(tmp_path: Path, text: bytes) -> None:
    """Every key may be left out, also in a file from Windows."""
    assert read(write(tmp_path, text))[0] == ConfigFile()


@pytest.mark.parametrize(
    ("text", "said"),
    [
        pytest.param("limt = 5", ":1: limt: unknown key; did you mean limit?", id="unknown key"),
        pytest.param(
            "\n[site]\nbase-url = 'x'", ":3: site.base-url: unknown key; did you mean base_url?", id="in [site]"
        ),
        pytest.param("[select]\n\nmin = 5", ":3: select.min: unknown key", id="in [select]"),
        pytest.param("[sites]\ntitle = 'x'", ":1: sites: unknown key; did you mean site?", id="unknown table"),
        pytest.param("[topics.AI]\nname = 'x'", ":2: topics.AI.name: unknown key", id="in a topic"),
        pytest.param("[topics.'C++']\nslugs = 'x'", ':2: topics."C++".slugs: unknown key', id="in a topic in quotes"),
        pytest.param(
            '[providers."a.example"]\nnam = 1', ':2: providers."a.example".nam: unknown key', id="in a provider"
        ),
        pytest.param("limit = '5'", ":1: limit: expected a whole number, got text in quotes", id="text for a number"),
        pytest.param("limit = 0", ":1: limit: expected", id="number too small"),
        pytest.param("limit = 5.5", ":1: limit: expected a whole number, got a number", id="fraction"),
        pytest.param("[site]\ntitle = 5", ":2: site.title: expected text in quotes, got a whole number", id="number"),
        pytest.param("site.title = 5", ":1: site.title: expected text in quotes", id="dotted key"),
        pytest.param("site = 'x'", ":1: site: expected a table, got text in quotes", id="text for a table"),
        pytest.param("topics = 5", ":1: topics: expected a table, got a whole number", id="number for a table"),
        pytest.param(
            "[topics]\nAI = 5", ":2: topics.AI: expected a table, got a whole number", id="topic that is none"
        ),
        pytest.param(
            "formats = ['rss', 'pdf']",
            ":1: formats: unknown value 'pdf' (expected one of: rss, atom, json)",
            id="unknown format",
        ),
        pytest.param("formats = []", ":1: formats: is empty", id="no format"),
        pytest.param("groups = 'all'", ":1: groups: expected a list, got text in quotes", id="text for a list"),
        pytest.param("readers = 5", ":1: readers: expected a list, got a whole number", id="number for readers"),
        pytest.param("[[readers]]\nname = 'N'", ":1: readers: needs a key url", id="reader without an address"),
        pytest.param(
            "[[readers]]\nname = 'N'\nurl = 'x'\n[[readers]]\nname = 'M'\nurl = 5",
            ":6: readers.url: expected text in quotes, got a whole number",
            id="in the second reader",
        ),
        pytest.param("source = 5", ":1: source: expected", id="wrong source"),
        pytest.param("source = ''", ":1: source: is empty", id="empty source"),
        pytest.param(
            'output = "a\\u0000b"',
            ":1: output: has a character that no name of a folder can have",
            id="no name of a folder",
        ),
        pytest.param('source = ["a", "\\u0000"]', ":1: source: has a character that no", id="no name in a list"),
        pytest.param(
            f"[select]\nmin_heat = {2**64}",
            ":2: select.min_heat: expected a whole number <= 9007199254740991",
            id="number beyond all others",
        ),
        pytest.param("[images]\n\nprobes = 1", ":3: images.probes: unknown key; did you mean probe?", id="in [images]"),
        pytest.param("[websub]\nhub = 1", ":2: websub.hub: unknown key; did you mean hubs?", id="in [websub]"),
        pytest.param(
            "[renamed]\n'topics/a' = 'topics/b'\n'topics/c' = 5\n",
            ':3: renamed."topics/c": expected text in quotes, got a whole number',
            id="value of any key",
        ),
        pytest.param("[fields]\nid = 'x'\ntitle = [1]", ":3: fields.title: expected text", id="in a list of any key"),
        pytest.param(
            "[topics.AI.names]\nde = 'KI'\nfr = 5", ":3: topics.AI.names.fr: expected text", id="key of a language"
        ),
        pytest.param(
            "[words.fr]\n'{n} story' = { one = 5 }",
            ':2: words.fr."{n} story".one: expected text in quotes, got a whole number',
            id="form of a text",
        ),
        pytest.param(f"content = '{'x' * 9999}'", f":1: content: unknown value '{'x' * 100}…'", id="long value"),
        pytest.param("[topics.AI]\naliases = [1]", ":2: topics.AI.aliases: expected text in quotes", id="in a list"),
        pytest.param("a = 1\na = 2\n\n", ":2: not TOML: this key has a value in an earlier line", id="key twice"),
        pytest.param("title 5", ":1: not TOML:", id="not TOML"),
        pytest.param("\n\nlimit = [", ":3: not TOML:", id="never closed"),
        pytest.param(b"title = '\xff'", ": cannot be read: it is not UTF-8", id="not UTF-8"),
    ],
)
def test_a_mistake_is_named(tmp_path: Path, text: str | bytes, said: str) -> None:
    """A mistake is named by file, line, key and what was expected, and is never passed over."""
    path = write(tmp_path, text)
    with pytest.raises(ConfigError) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}{said}")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('[site]\ntitle = "{}"\n', "2: site.title: is longer than 1,000 characters"),
        ('[site]\nauthor = "{}"\n', "2: site.author: is longer than 200 characters"),
        ('[site]\ndescription = "{}"\n', "2: site.description: is longer than 10,000 characters"),
        ('[topics.AI]\n\ntitle = "{}"\n', "3: topics.AI.title: is longer than 1,000 characters"),
        ('[feeds.ai]\ntitle = "{}"\n', "2: feeds.ai.title: is longer than 1,000 characters"),
    ],
)
def test_what_every_document_says_is_bounded(tmp_path: Path, text: str, said: str) -> None:
    """A title is in all documents of a feed, and the name of the site's author in each of their items."""
    path = write(tmp_path, text.format("x" * 10_001))
    with pytest.raises(ConfigError) as caught:
        read(path)
    assert str(caught.value) == f"{path}:{said}"


def test_a_file_that_cannot_be_read(tmp_path: Path) -> None:
    """A configuration that is not there or is a folder is an error with its name."""
    for path in (tmp_path / "none.toml", tmp_path):
        with pytest.raises(ConfigError) as caught:
            read(path)
        assert str(caught.value).startswith(f"{path}: cannot be read: ")


def test_an_unknown_key_says_what_is_known(tmp_path: Path) -> None:
    """Whoever does not know the keys learns them from the message."""
    with pytest.raises(ConfigError, match=r"\(known here: title, description, slug, aliases, image, names\)"):
        read(write(tmp_path, "[topics.AI]\nqqq = 1"))


@pytest.mark.parametrize(
    ("keys", "line"),
    [
        (("limit",), 1),
        (("site", "title"), 4),
        (("site", "icon"), 3),
        (("topics", "C++", "slug"), 8),
        (("topics", "C++"), 7),
        (("providers", "a.example", "image"), 10),
        (("nothing",), None),
    ],
)
def test_where_a_key_stands(tmp_path: Path, keys: tuple[str, ...], line: int | None) -> None:
    """A message found after reading still names the line: of the key, or of the table it is missing from."""
    text = 'limit = 1\n\n[site] # who\ntitle = "t"\nauthor = "title = no"\n\n[topics."C++"]\nslug = "s"\n\n'
    _, origin = read(write(tmp_path, text + "[ providers . 'a.example' ]\n"))
    place = f":{line}" if line else ""
    assert str(origin.error(keys, "wrong")).startswith(f"{tmp_path / 'feeds.toml'}{place}: ")


@pytest.mark.parametrize("kind", ["FIFO", "socket", "folder", "device"])
def test_what_is_no_regular_file_is_neither_waited_for_nor_read(
    tmp_path: Path, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A FIFO, a socket, a folder or a device named as the configuration is refused, also through a link."""
    monkeypatch.chdir(tmp_path)  # the address of a socket is short
    path = Path("feeds.toml")
    if kind == "FIFO":
        os.mkfifo(path)
    elif kind == "socket":
        with socket.socket(socket.AF_UNIX) as listening:
            listening.bind(str(path))
    elif kind == "folder":
        path.mkdir()
    else:
        path.symlink_to("/dev/zero")
    Path("link.toml").symlink_to(path)

    for name in (path, Path("link.toml")):
        with pytest.raises(ConfigError, match=f"^{name}: cannot be read: It is a {kind}, not a regular file$"):
            read(name)


def test_a_pipe_that_a_shell_names_is_no_file() -> None:
    """`--config <(…)` is told that it is a FIFO, by the name that the shell gave it."""
    reading, writing = os.pipe()
    try:
        with pytest.raises(ConfigError, match=f"^/dev/fd/{reading}: cannot be read: It is a FIFO, not a regular file$"):
            read(Path(f"/dev/fd/{reading}"))
    finally:
        os.close(reading)
        os.close(writing)


def test_a_file_that_never_ends_is_read_up_to_the_limit(tmp_path: Path) -> None:
    """A configuration longer than any article is refused with the limit; nothing of its text is parsed."""
    path = write(tmp_path, b"")
    os.truncate(path, MAX_FILE_BYTES + 1)
    with pytest.raises(ConfigError, match=f"it is longer than {MAX_FILE_BYTES:,} bytes"):
        read(path)


def test_a_configuration_may_be_a_link(tmp_path: Path) -> None:
    """A person who names a configuration may keep it elsewhere."""
    link = tmp_path / "link.toml"
    link.symlink_to(write(tmp_path, "limit = 7"))
    assert read(link)[0].limit == 7
