"""A site of nothing but hostile articles: each is published or named, and every document is whole and safe."""

import json
import re
import shutil
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Literal

import jsonschema
import pytest
from lxml import etree
from referencing import Registry
from referencing.jsonschema import DRAFT4

from feeds.core.model import ASSETS, DOCUMENT_NAMES, OPML, FormatName
from feeds.publish.report import Report
from tests.documents import faults
from tests.hostile.cases import CASES, Case
from tests.hostile.huge import HUGE, Huge
from tests.support import SHARED, Site, tree

pytestmark = pytest.mark.slow

ALL: tuple[Case | Huge, ...] = (*CASES, *HUGE)
ARTICLES = Path(__file__).parent / "articles"
NAME = re.compile(
    r"(?:all|(?:topics/[a-z0-9]+(?:-[a-z0-9]+)*|providers/[a-z0-9]+(?:[.-]+[a-z0-9]+)*))/(?:rss\.xml|atom\.xml|feed\.json|index\.html)"
    r"|index\.html|feeds\.(?:opml|css|js)|favicon\.svg|icon\.png"
)
FORMS: dict[str, FormatName | Literal["opml"]] = {name: form for form, name in DOCUMENT_NAMES.items()}
FORMS[OPML] = "opml"


class Built:
    """The site of all hostile articles, built."""

    def __init__(self, folder: Path) -> None:
        self.site = Site(folder)
        shutil.copytree(ARTICLES, self.site.source, dirs_exist_ok=True)
        for huge in HUGE:
            text = huge.make(huge.name.partition(".")[0])
            (self.site.source / huge.name).write_text(text, encoding="utf-8")
        self.before = tree(self.site.source).keys()
        self.report: Report = self.site.build(limit=10_000)
        self.problems: dict[str, list[str]] = defaultdict(list)
        for problem in self.report.problems:
            said = f"{problem.line}: {problem.severity}: {problem.message}"
            self.problems[Path(problem.path).name].append(said)
        self.items: dict[str, dict[str, Any]] = {item["url"]: item for item in self.site.json("all")["items"]}


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    """Yield the site, which is built once for all tests, with its folder for the working directory."""
    folder = tmp_path_factory.mktemp("hostile")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield Built(folder)


@pytest.mark.parametrize("case", ALL, ids=lambda case: case.name)
def test_an_article_is_published_or_named(built: Built, case: Case | Huge) -> None:
    """Each article comes out as its case wants, and what is said of it is told with its line."""
    told = built.problems[case.name]
    assert [said[: len(wanted)] for said, wanted in zip(told, case.problems, strict=True)] == case.problems
    usual = f"https://hostile.example/{case.name.rpartition('.')[0]}"
    if case.item is None:
        assert usual not in built.items
        return
    item = built.items[case.item.get("url", usual)]
    found = {"tags": []} | item | item["_feeds"]
    found["images"] = [image["url"] for image in found.get("images", ())]
    wanted = {"title": "A plain title", "tags": ["Tests"]} | case.item
    assert {name: found[name] for name in wanted} == wanted


def test_the_table_is_whole(built: Built) -> None:
    """Every file has its case, every case its file, and nothing is published or told besides."""
    assert {path.name for path in ARTICLES.iterdir()} == {case.name for case in CASES}
    assert len(built.items) == sum(case.item is not None for case in ALL)
    assert set(built.problems) <= {case.name for case in ALL}
    assert built.report.tally.published == len(built.items)


def test_what_is_not_published_is_an_error_or_no_article(built: Built) -> None:
    """No article is lost in silence: without a word go only files that are none, and what is not yet due."""
    silent = {case.name for case in ALL if case.item is None and not case.problems}
    assert silent == {
        *("empty.md", "binary.md", "no-front-matter.md", "json-list.md", "text-of-11-mb.txt"),
        "empty-front-matter.md",
    }
    not_yet_due = {"date-9999.md", "date-beyond-9999.md"}
    for case in ALL:
        if case.item is None and case.name not in silent | not_yet_due:
            assert any(": error: " in problem for problem in case.problems), case.name


def test_nothing_is_written_elsewhere(built: Built) -> None:
    """No name, of a topic or of a provider, leads out of the output, or to a file that nobody expects there."""
    assert [name for name in built.site.files() if not NAME.fullmatch(name)] == []
    assert {path.name for path in built.site.folder.iterdir()} == {"articles", "dist", ".feeds"}
    assert tree(built.site.source).keys() == built.before


def test_every_document_is_whole_and_safe(built: Built) -> None:
    """Every document is well-formed, without a control character, an unsafe address, or anything that runs."""
    files = built.site.files()
    assert len(files) > 100
    for name, document in files.items():
        if name in ASSETS:
            continue
        assert faults(FORMS[name.rpartition("/")[2]], document) == [], name


def test_nothing_private_is_told(built: Built) -> None:
    """What stands in `secured` or a field that nobody knows is in no byte of the output, the state or the report."""
    everything = b"".join([*built.site.files().values(), *tree(built.site.folder / ".feeds").values()])
    assert b"hush" not in everything + built.report.as_json().encode()


def test_every_document_follows_its_grammar(built: Built, shared: Path) -> None:
    """Atom passes the RELAX NG of RFC 4287, JSON the schema of JSON Feed 1.1."""
    grammar = etree.RelaxNG(etree.parse(str(shared / "schemas" / "atom.rng")))
    newer, older = (
        json.loads((SHARED / "schemas" / f"jsonfeed-{version}.schema.json").read_bytes()) for version in ("1.1", "1")
    )
    registry = Registry().with_resource("feed-1", DRAFT4.create_resource(older))
    schema = jsonschema.Draft4Validator(newer, registry=registry)
    for path in built.site.output.rglob("*"):
        if path.name == "atom.xml":
            assert grammar.validate(etree.parse(str(path))), f"{path}: {grammar.error_log}"
        elif path.name == "feed.json":
            assert not list(schema.iter_errors(json.loads(path.read_bytes()))), path


def test_it_is_the_same_the_next_time(built: Built) -> None:
    """A build with no change finds all of it as it was."""
    report = built.site.build(limit=10_000)
    assert (report.written, report.problems) == ((), built.report.problems)
