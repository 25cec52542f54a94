"""`feeds serve` in this process, ended at once; what it serves the other tests show."""

import re
from http.client import HTTPConnection
from typing import NoReturn

import pytest
from click.testing import CliRunner

from feeds.cli import cli
from tests.support import Site

pytest.importorskip("werkzeug")


@pytest.fixture
def ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """End a server as soon as it waits."""

    def end(seconds: float) -> NoReturn:
        raise KeyboardInterrupt

    monkeypatch.setattr("feeds.cli.serve.sleep", end)


@pytest.mark.usefixtures("ended")
@pytest.mark.parametrize(("opens", "said"), [(True, "is served at"), (False, "no browser could be opened")])
def test_a_browser_is_opened(site: Site, monkeypatch: pytest.MonkeyPatch, opens: bool, said: str) -> None:
    """The front page is opened, or its address is said if there is no browser."""
    site.write()
    site.build()
    opened: list[str] = []

    def browse(url: str) -> bool:
        opened.append(url)
        return opens

    monkeypatch.setattr("webbrowser.open", browse)
    result = CliRunner().invoke(cli, ["serve", "--port", "0", "--open"])
    assert result.exit_code == 0, result.output
    assert said in result.output
    assert opened[0].startswith("http://127.0.0.1:")
    assert result.output.endswith("feeds: stopped\n")


@pytest.mark.usefixtures("ended")
def test_nothing_to_serve(site: Site) -> None:
    """Without an output the command says what to do first."""
    result = CliRunner().invoke(cli, ["serve", "--port", "0"])
    assert result.exit_code != 0
    assert "run: feeds build" in f"{result.output}{result.exception}"
    assert not site.output.exists()


def test_a_fault_in_a_request_is_told(
    site: Site, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """Requests are answered in threads; a fault in one of them is one line on stderr, and the next one is answered."""
    site.write()
    site.build()
    statuses: list[int] = []

    def ask(seconds: float) -> NoReturn:
        port = int(re.findall(r":(\d+)/", capfd.readouterr().err)[0])
        for _ in range(2):
            connection = HTTPConnection("127.0.0.1", port, timeout=30)
            connection.request("GET", "/all/rss.xml")
            statuses.append(connection.getresponse().status)
            connection.close()
        raise KeyboardInterrupt

    faults = [ValueError("an odd\x1b fault")]

    def answer(*_: object) -> str:
        if faults:
            raise faults.pop()
        return "127.0.0.1"

    monkeypatch.setattr("feeds.cli.serve.sleep", ask)
    monkeypatch.setattr("feeds.devserver.app._host_name", answer)
    cli(["serve", "--port", "0"], standalone_mode=False)
    assert statuses == [500, 200]
    said = capfd.readouterr().err
    assert said.count("\n") == 2
    assert r"a request could not be answered, by a fault in feeds: ValueError: an odd\x1b fault" in said
