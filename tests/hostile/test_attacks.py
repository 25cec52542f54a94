"""Sites that attack: each command on each of them, in a process of limited memory and time."""

import os
import resource
import shutil
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest

from tests.support import SHARED

MAKE = SHARED / "attacks" / "make.py"
MEMORY, SECONDS = 4_000_000 * 1024, 20
COMMANDS = (["build"], ["build"], ["check"], ["list", "feeds"], ["explain", "articles/x.md"], ["validate"])
SITES = [
    "embed-xss",
    "embed-control",
    "yaml-nesting",
    "yaml-sexagesimal",
    "toml-dotted",
    "markdown-reference",
    "html-reopened",
    "updated-9999",
    "published-9999",
    "topic-file-tag",
    "id-number",
    "ipv6",
    "file-name",
    "output-dot",
    "planted-fifo",
    "planted-link",
    "damaged-state",
    "lost-state",
    "vanishing",
]

pytestmark = [pytest.mark.skipif(not MAKE.is_file(), reason="the attacks are not on this machine"), pytest.mark.slow]


class Ran(NamedTuple):
    """What a command came to."""

    status: int
    said: str


@pytest.fixture(scope="module")
def attacks(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder with all sites."""
    folder = tmp_path_factory.mktemp("attacks")
    subprocess.run([sys.executable, str(MAKE), str(folder)], check=True, capture_output=True)
    return folder


@pytest.fixture
def folder(request: pytest.FixtureRequest, attacks: Path, tmp_path: Path) -> Iterator[Path]:
    """Return a copy of one site."""
    place = tmp_path / "site"
    shutil.copytree(attacks / request.param, place)
    yield place
    shutil.rmtree(place)


def start(folder: Path, *arguments: str) -> "subprocess.Popen[str]":
    """Start a command in a site, with little memory."""

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))

    return subprocess.Popen(
        [sys.executable, "-m", "feeds", *arguments],
        cwd=folder,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        errors="surrogateescape",
        preexec_fn=limit,
    )


def run(folder: Path, *arguments: str) -> Ran:
    """Run a command in a site: it ends in time, by itself, with a status that the help lists and no traceback."""
    with start(folder, *arguments) as process:
        try:
            said, _ = process.communicate(timeout=SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            pytest.fail(f"{arguments}: not done after {SECONDS} s")
    assert "Traceback" not in said, said
    assert 0 <= process.returncode <= 4, (arguments, process.returncode, said)
    return Ran(process.returncode, said)


def output(folder: Path) -> Path:
    """Return the output of a site."""
    return folder / "dist" if (folder / "dist").is_dir() else folder


def feed(folder: Path, name: str = "all/feed.json") -> str:
    """Return a document of a site."""
    return (output(folder) / name).read_text(encoding="utf-8")


def check(folder: Path) -> str:
    """Return what `feeds check` says."""
    return run(folder, "check").said


def site(name: str) -> pytest.MarkDecorator:
    """Use one site."""
    return pytest.mark.parametrize("folder", [name], indirect=True, ids=[name])


@pytest.mark.parametrize("folder", SITES, indirect=True)
def test_every_command_ends_well(folder: Path) -> None:
    """No attack ends or hangs a command, costs the other article, or makes a document that is not valid."""
    for command in COMMANDS:
        ran = run(folder, *command)
    assert ran.status == 0, ran.said
    assert "/good" in feed(folder) or folder.joinpath("articles/2026").is_dir()


def test_every_site_is_tried(attacks: Path) -> None:
    """A new attack is noticed here."""
    assert {path.name for path in attacks.iterdir()} == {*SITES, "validate-attributes"}


@site("embed-xss")
def test_players_are_written_anew(folder: Path) -> None:
    """Only the player of YouTube reaches a document, without what surrounded it."""
    run(folder, "build")
    documents = (path for path in output(folder).rglob("*.*") if path.is_file())
    everything = b"".join(path.read_bytes() for path in documents).decode("latin-1")
    assert "javascript:" not in everything
    assert "evil.example" not in everything
    assert "data:text" not in everything
    assert "youtube.com/embed/ok" in everything
    said = check(folder)
    assert "articles/x.md" in said
    assert "articles/y.md" in said


@pytest.mark.parametrize(
    ("folder", "line"),
    [("yaml-nesting", "articles/x.md:"), ("toml-dotted", "articles/x.md:"), ("topic-file-tag", "topics/t.yaml:2")],
    indirect=["folder"],
)
def test_what_cannot_be_read_is_named(folder: Path, line: str) -> None:
    """The file is named with its line, build after build, and the other article is published."""
    for _ in range(2):
        run(folder, "build")
        assert "/good" in feed(folder)
        assert line in check(folder)


@site("yaml-sexagesimal")
def test_numbers_in_base_60_take_no_time(folder: Path) -> None:
    """A number of 200 KB is never converted: its file is named, and the other article is published."""
    run(folder, "build")
    assert "articles/x.md:2: error: front matter is longer than" in check(folder)


@pytest.mark.parametrize("folder", ["markdown-reference", "html-reopened"], indirect=True)
def test_texts_that_grow_are_bounded(folder: Path) -> None:
    """The excerpt stands for such a text, with a warning, and all documents together stay small."""
    run(folder, "build")
    assert sum(path.stat().st_size for path in output(folder).rglob("*") if path.is_file()) < 20_000_000
    assert "warning: the text" in check(folder)


@pytest.mark.parametrize("folder", ["updated-9999", "published-9999"], indirect=True)
def test_dates_at_the_end_of_the_calendar(folder: Path) -> None:
    """Such an article waits for its time, or is published without the update; a warning says so."""
    run(folder, "build")
    assert "articles/x.md:" in check(folder)
    assert ("/x" in feed(folder)) == ("updatedDateTime" in (folder / "articles/x.md").read_text())


@site("file-name")
def test_a_name_is_one_line(folder: Path) -> None:
    """The line ends in the name are escaped."""
    for command in ("build", "check"):
        lines = run(folder, command).said.splitlines()
        assert len(lines) == 2, lines
        assert lines[0].startswith("articles/c\\n::stop-commands::x\\nfeeds: 0 errors.md:3: error: ")


@site("planted-fifo")
def test_a_fifo_is_replaced(folder: Path) -> None:
    """A FIFO in the place of a document holds nothing up."""
    run(folder, "build")
    path = folder / "dist/all/rss.xml"
    path.unlink()
    os.mkfifo(path)
    run(folder, "build")
    assert stat.S_ISREG(path.lstat().st_mode)


@site("planted-link")
def test_no_link_is_written_through(folder: Path) -> None:
    """Links with the names of temporary files, planted while a build runs, lead nowhere."""
    victim = folder / "victim"
    victim.write_text("precious")
    run(folder, "build")
    article = folder / "articles/good.md"
    article.write_text(article.read_text() + "More.\n")
    with start(folder, "build") as process:
        for name in ("rss.xml", "atom.xml", "feed.json", "index.html"):
            (folder / f"dist/all/.{name}.{process.pid}.tmp").symlink_to("../../victim")
        process.communicate(timeout=SECONDS)
    assert process.returncode == 0
    assert victim.read_text() == "precious"
    assert "More." in feed(folder)


@site("damaged-state")
def test_a_damaged_state_is_begun_anew(folder: Path) -> None:
    """A byte of the schema that is no UTF-8 costs the state, with a warning, and no build."""
    run(folder, "build")
    (database,) = (folder / ".feeds").glob("*.sqlite")
    content = bytearray(database.read_bytes())
    content[content.index(b"CREATE TABLE") + 3] = 0xFF
    database.write_bytes(content)
    ran = run(folder, "build")
    assert ran.status == 0
    assert "begun anew" in ran.said
    assert run(folder, "build").status == 0


@site("lost-state")
def test_feeds_are_known_again_without_the_state(folder: Path) -> None:
    """A feed whose folder is no slug is emptied after the state was lost."""
    run(folder, "build")
    shutil.rmtree(folder / ".feeds")
    (folder / "articles/x.md").unlink()
    run(folder, "build")
    assert '"items": []' in feed(folder, "providers/_x.example/feed.json")


@site("vanishing")
@pytest.mark.skipif(shutil.which("strace") is None, reason="strace is not installed")
def test_a_file_that_vanished_comes_back(folder: Path) -> None:
    """A file that could not be opened once is read by the next build."""
    path = folder / "articles/2026/a2.md"
    command = ["strace", "-f", "-o", "/dev/null", "-P", str(path), "-e", "trace=openat"]
    command += ["-e", "inject=openat:error=ENOENT", sys.executable, "-m", "feeds", "build"]
    environment = os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])}
    subprocess.run(command, cwd=folder, env=environment, capture_output=True, check=False, timeout=5 * SECONDS)
    run(folder, "build")
    assert all(f"/{number}" in feed(folder) for number in range(3))


def test_validating_many_attributes(attacks: Path) -> None:
    """A document with 100,000 attributes is checked in no more than its share of time."""
    ran = run(attacks / "validate-attributes", "validate", "a.xml")
    assert ran.status == 1
