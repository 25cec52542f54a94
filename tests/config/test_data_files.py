"""What files of a site say of its topics and providers."""

import errno
import os
from pathlib import Path

import pytest

from feeds.config import data_files
from feeds.config.data_files import read_organizations, read_topics
from feeds.core.confines import Confines
from feeds.core.model import Image, Problem
from feeds.core.taxonomy import ProviderInfo, TopicInfo
from feeds.sites import jekyll
from feeds.sites.commons import Commons
from feeds.sites.files import SiteFiles

HOME = "https://site.example/"


def ground(folder: Path) -> tuple[Confines, Commons]:
    """Return where links may lead from a folder, and what counts in it."""
    return Confines.of([folder]), Commons(folder)


@pytest.mark.parametrize("target", ["topics", "nothing", "x" * 300, "/dev/null", "../topics/../.."])
def test_a_folder_of_topics_that_is_a_link_to_nothing_is_none(tmp_path: Path, target: str) -> None:
    """Whoever may write there stops no build by one."""
    (tmp_path / "topics").symlink_to(target)
    assert read_topics(tmp_path, HOME, [], *ground(tmp_path)) == []


def test_a_folder_of_topics_that_may_not_be_read_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be mended when somebody reads of it; a disk that fails is none of its faults."""
    (tmp_path / "topics").mkdir()
    problems: list[Problem] = []
    fault = PermissionError(errno.EACCES, "Permission denied")

    def refused(_: Path) -> list[Path]:
        raise fault

    monkeypatch.setattr(Path, "iterdir", refused)
    assert read_topics(tmp_path, HOME, problems, *ground(tmp_path)) == []
    assert [one.message for one in problems] == ["the folder cannot be read: Permission denied"]
    fault.errno = errno.EIO
    with pytest.raises(PermissionError):
        read_topics(tmp_path, HOME, problems, *ground(tmp_path))


@pytest.mark.parametrize("error", [errno.EIO, errno.EAGAIN])
def test_a_topic_file_that_cannot_be_read_for_a_moment(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: int
) -> None:
    """The feeds stay as they are while the disk has a fault; a lease, which its writer can take, is one of the file."""
    write(tmp_path / "topics" / "a.yaml", "name: A\n")

    def failing(path: Path, *_: object) -> bytes:
        raise OSError(error, os.strerror(error), str(path))

    monkeypatch.setattr(data_files, "read_bytes", failing)
    problems: list[Problem] = []
    if error == errno.EIO:
        with pytest.raises(OSError, match="Input/output error"):
            read_topics(tmp_path, HOME, problems, *ground(tmp_path))
        return
    read_topics(tmp_path, HOME, problems, *ground(tmp_path))
    assert [one.message for one in problems] == ["the file cannot be read: Resource temporarily unavailable"]


def write(path: Path, text: str) -> Path:
    """Write a file with the folders above it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def test_two_files_on_one_topic(tmp_path: Path) -> None:
    """The second file on a topic is named, and the first one holds: two feeds cannot share a folder."""
    write(tmp_path / "topics" / "a.yaml", "_id: owls\nname: Owls\n")
    write(tmp_path / "topics" / "b.yaml", "name: OWLS\n")
    problems: list[Problem] = []
    assert [info.name for info in read_topics(tmp_path, HOME, problems, *ground(tmp_path))] == ["Owls"]
    assert [str(problem) for problem in problems] == [
        f"{tmp_path / 'topics' / 'b.yaml'}:1: error: describes what a.yaml describes already"
    ]


def test_read_topics(tmp_path: Path) -> None:
    """Topic files give slug, name, description, pictures and other names, in the order of the files."""
    write(
        tmp_path / "topics" / "b.yaml",
        "_id: night-birds\nname: Birds &amp; co\nshortname: NB\nparent: x\n"
        "description: At night.\nimages: [url: /b.png]\n",
    )
    write(tmp_path / "topics" / "a.yml", "name: Owls at Night\n")
    problems: list[Problem] = []
    assert read_topics(tmp_path, HOME, problems, *ground(tmp_path)) == [
        TopicInfo("owls-at-night", "Owls at Night"),
        TopicInfo(
            "night-birds",
            "Birds & co",
            description="At night.",
            images=(Image("https://site.example/b.png", type="image/png"),),
            aliases=("NB", "night-birds"),
        ),
    ]
    assert problems == []


@pytest.mark.parametrize(
    ("given", "slug"), [("../../etc", "etc-6bd9f331"), ("Night Birds", "night-birds"), ("a.b_c", "a.b_c")]
)
def test_an_id_is_always_a_safe_slug(tmp_path: Path, given: str, slug: str) -> None:
    """No topic file makes a feed outside the output."""
    write(tmp_path / "topics" / "a.yaml", f"_id: {given}\nname: x\n")
    assert [info.slug for info in read_topics(tmp_path, HOME, [], *ground(tmp_path))] == [slug]


def test_read_organizations(tmp_path: Path) -> None:
    """Organisation files give a provider's domain, name, description, pictures and other names."""
    text = "name: Planet\ndomain: WWW.Planet.example/x\ndescription: Daily.\notherNames: [The Planet]\nphone: 5\n"
    write(tmp_path / "organizations" / "p.md", f"---\n{text}images:\n- url: /p.png\n  width: 5\n---\nMore on it.\n")
    problems: list[Problem] = []
    assert read_organizations(tmp_path, HOME, problems, *ground(tmp_path)) == [
        ProviderInfo(
            "planet.example",
            "planet.example",
            "Planet",
            description="Daily.",
            images=(Image("https://site.example/p.png", 5, type="image/png"),),
            aliases=("The Planet",),
        )
    ]
    assert problems == []


def test_faulty_files_hurt_only_themselves(tmp_path: Path) -> None:
    """A topic or organisation file that cannot be used is named by line, and the others are read."""
    topics, organizations = tmp_path / "topics", tmp_path / "organizations"
    write(topics / "a.yaml", "description: no name\n")
    write(topics / "b.yaml", "name: [\n")
    write(topics / "c.yaml", "name: Owls\nimages: 5\n")
    write(organizations / "a.md", "---\nname: Planet\n---\n")
    write(organizations / "b.md", "---\nname: Planet\ndomain: a b\n---\n")
    write(organizations / "c.md", "no front matter\n")
    write(organizations / "d.md", "---\ndomain: d.example\n---\n")
    problems: list[Problem] = []
    assert [info.name for info in read_topics(tmp_path, HOME, problems, *ground(tmp_path))] == ["Owls"]
    assert [info.key for info in read_organizations(tmp_path, HOME, problems, *ground(tmp_path))] == ["d.example"]
    assert [str(problem).removeprefix(f"{tmp_path}/").partition(": front")[0] for problem in problems] == [
        "topics/a.yaml:1: error: name is missing",
        "topics/b.yaml:2: error",
        "topics/c.yaml:2: warning: images is a number, but must be a list",
        "organizations/a.md:2: error: domain is missing",
        "organizations/b.md:3: error: domain has an impossible host",
        "organizations/c.md:1: error: there is no front matter",
    ]


def test_files_that_describe_nothing(tmp_path: Path) -> None:
    """Hidden files and others beside the topics are passed over, and a missing folder is no error."""
    for name in (".a.yaml", "readme.txt", "b.json"):
        write(tmp_path / "topics" / name, "name: x\n")
    problems: list[Problem] = []
    assert read_topics(tmp_path, HOME, problems, *ground(tmp_path)) == []
    assert read_organizations(tmp_path, HOME, problems, *ground(tmp_path)) == []
    assert problems == []


BAD_VALUES = [
    "!!bool maybe",
    "!!int ''",
    "!!int soon",
    "!!float soon",
    "!!binary a",
    "!!str [a]",
    "!!null [a]",
    "!ruby/object:Cat {a: b}",
    "!unknown [a]",
    "!unknown a",
    "1:" + "59:" * 1000 + "59",
    "9" * 5000,
    "0x" + "f" * 5000,
]
"""YAML values that are not of the type that they claim."""


@pytest.mark.parametrize("value", BAD_VALUES)
@pytest.mark.parametrize("name", ["_config.yml", "topics/a.yaml", "organizations/a.yaml", "organizations/a.md"])
def test_a_value_that_cannot_be_converted_costs_one_file_at_most(tmp_path: Path, name: str, value: str) -> None:
    """Such a value is a problem with its line; it never ends the build, and the other files are read."""
    path = tmp_path / name
    path.parent.mkdir(exist_ok=True)
    text = f"name: Cities\ndomain: a.example\nnote: {value}\n"
    path.write_text(f"---\n{text}---\n" if path.suffix == ".md" else text)
    for folder in ("topics", "organizations"):
        (tmp_path / folder).mkdir(exist_ok=True)
        (tmp_path / folder / "b.yaml").write_text("name: Good\ndomain: good.example\n")
    (tmp_path / "_config.yml").touch()

    problems: list[Problem] = []
    jekyll.read(SiteFiles(tmp_path, problems))
    topics = read_topics(tmp_path, HOME, problems, *ground(tmp_path))
    organizations = read_organizations(tmp_path, HOME, problems, *ground(tmp_path))
    line = 4 if path.suffix == ".md" else 3
    assert [(problem.path, problem.line) for problem in problems] == [(str(path), line)]
    assert "Good" in {info.name for info in topics}
    assert "good.example" in {info.domain for info in organizations}


@pytest.mark.parametrize("key", ["9" * 9000, "!!bool maybe", "!!timestamp soon", "1:" + "59:" * 1000 + "0", "~", "<<x"])
def test_any_scalar_may_be_a_key(tmp_path: Path, key: str) -> None:
    """Keys are text as it is written, so none of them can be wrong."""
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "a.yaml").write_text(f"? {key}\n: x\nname: Cities\n")
    problems: list[Problem] = []
    assert [info.name for info in read_topics(tmp_path, HOME, problems, *ground(tmp_path))] == ["Cities"]
    assert problems == []


def test_a_fault_in_one_file_costs_that_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever goes wrong with one file, it is named, and the others are read."""
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "a.yaml").write_text("name: Cities\n")
    (tmp_path / "topics" / "b.yaml").write_text("name: Villages\n")

    def slugify(name: str) -> str:
        if name == "Cities":
            raise RuntimeError("private")
        return name.lower()

    monkeypatch.setattr("feeds.config.data_files.slugify", slugify)
    problems: list[Problem] = []
    assert [info.name for info in read_topics(tmp_path, HOME, problems, *ground(tmp_path))] == ["Villages"]
    message = "the file cannot be read, by a fault in feeds (RuntimeError)"
    assert problems == [Problem(str(tmp_path / "topics" / "a.yaml"), 1, "error", message)]


@pytest.mark.parametrize("error", [MemoryError(), ImportError(), OSError(errno.EMFILE, "Too many open files")])
def test_a_lack_of_the_machine_gives_no_feed_another_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    """A file that cannot be read for a moment ends the build, rather than that topics lose their names and places."""
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "a.yaml").write_text("name: Cities\n")

    def fail(*_: object) -> None:
        raise error

    monkeypatch.setattr("feeds.config.data_files.read_bytes", fail)
    with pytest.raises(type(error)):
        read_topics(tmp_path, HOME, [], *ground(tmp_path))


def test_a_topic_file_that_is_a_fifo(tmp_path: Path) -> None:
    """Nothing is waited for: what is no regular file is named."""
    (tmp_path / "topics").mkdir()
    os.mkfifo(tmp_path / "topics" / "a.yaml")
    problems: list[Problem] = []
    assert read_topics(tmp_path, HOME, problems, *ground(tmp_path)) == []
    assert [problem.severity for problem in problems] == ["error"]


@pytest.mark.parametrize("name", ["topics/a.yaml", "organizations/a.yaml", "organizations/a.md"])
def test_aliases_that_stand_for_too_much_are_left_out(tmp_path: Path, name: str) -> None:
    """A hundred pictures with one long text each are as good as none; what else the file says counts."""
    pictures = "- &i {url: /a.png, title: *t, caption: *t}\n" + "- *i\n" * 99
    text = f"name: Owls\ndomain: owls.example\nt: &t '{'<!--' * 5_000}'\nimages:\n{pictures}"
    path = write(tmp_path / name, f"---\n{text}---\n" if name.endswith(".md") else text)
    problems: list[Problem] = []
    topics, organizations = (
        read_topics(tmp_path, HOME, problems, *ground(tmp_path)),
        read_organizations(tmp_path, HOME, problems, *ground(tmp_path)),
    )
    found = [(info.name, info.images) for info in topics] + [(info.name, info.images) for info in organizations]
    assert found == [("Owls", ())]
    (problem,) = problems
    line = 5 if name.endswith(".md") else 4
    assert str(problem).startswith(f"{path}:{line}: warning: 'images' holds itself, or its aliases stand for more")


def test_files_that_cost_much_are_passed_over(tmp_path: Path) -> None:
    """Every build reads them all: none has thousands of entries, and of those with hundreds there are few."""
    entries = "x:\n" + "- a\n" * 900
    for number in range(200):
        write(tmp_path / "topics" / f"{number:03}.yaml", f"name: T{number}\n{entries if number > 50 else ''}")
    write(tmp_path / "topics" / "a.yaml", "name: Owls\nx:\n" + "- - a\n" * 3_000)
    write(tmp_path / "topics" / "b.yaml", "name: Foxes\nx: " + "ÐÂ˜ő¬€" * 20_000 + "\x7f\n")
    write(tmp_path / "organizations" / "a.md", "---\ndomain: owls.example\n---\n" + "a, b\n" * 6_000)
    problems: list[Problem] = []
    topics = read_topics(tmp_path, HOME, problems, *ground(tmp_path))
    assert 150 < len(topics) < 170
    assert len(problems) == 202 - len(topics)
    assert "more than 100,000 fields and entries of lists together" in problems[0].message
    for problem in problems[-2:]:
        assert problem.message == "there are more than 5,000 fields and entries of lists, and it is not read"
    assert len(read_organizations(tmp_path, HOME, problems, *ground(tmp_path))) == 1


def test_a_name_is_no_longer_than_a_name(tmp_path: Path) -> None:
    """All feeds of a topic's articles say its name: a longer one is dropped, and the line is told."""
    write(tmp_path / "topics" / "a.yaml", f"_id: owls\nname: Owls\nshortname: {'o' * 300}\n")
    write(tmp_path / "topics" / "b.yaml", f"name: {'o' * 300}\n")
    write(tmp_path / "organizations" / "a.yaml", f"domain: owls.example\nname: {'o' * 300}\n")
    problems: list[Problem] = []
    assert [info.aliases for info in read_topics(tmp_path, HOME, problems, *ground(tmp_path))] == [("owls",)]
    assert [info.name for info in read_organizations(tmp_path, HOME, problems, *ground(tmp_path))] == [None]
    assert [(problem.line, problem.severity) for problem in problems][:2] == [(3, "warning"), (1, "error")]
