"""Which host a failure is of, and when it is left alone."""

from types import SimpleNamespace

import pytest

from feeds.probing import hosts
from feeds.probing.connections import LONGEST_FRAME, Frame
from feeds.probing.hosts import MAX_FAILURES, Host, Hosts, PutOffError, Way, host_of


@pytest.mark.parametrize(
    ("url", "host"),
    [
        ("https://A.example/x", "a.example"),
        ("https://a.example:443/", "a.example"),
        ("http://a.example:443/", "a.example:443"),
        ("http://a.example.:80/", "a.example"),
        ("http://me:secret@a.example/", "a.example"),
        ("http://[::1]:8080/", "[::1]:8080"),
        ("http://a.example:99999/", "a.example:99999"),
    ],
)
def test_a_host_is_the_same_however_it_is_written(url: str, host: str) -> None:
    """No address gets around a pause by a user's name, a port that is the usual one, or a dot at the end."""
    assert host_of(url) == host


def test_the_last_host_is_at_fault() -> None:
    """A host that leads elsewhere has answered."""
    first, last = Host(), Host()
    for _ in range(MAX_FAILURES):
        way = Way(Frame())
        way.step(first)
        way.step(last)
        way.end(ValueError())
    assert (first.is_dead, last.is_dead) == (False, True)


@pytest.mark.parametrize(("moments", "dead"), [((0, 19, 20), "first"), ((0, 1, 20), "last")])
def test_who_took_most_of_the_time_is_at_fault(
    monkeypatch: pytest.MonkeyPatch, moments: tuple[int, ...], dead: str
) -> None:
    """A host that leads elsewhere when the time is nearly over does not have the other one left alone."""
    known = {"first": Host(), "last": Host()}
    for _ in range(MAX_FAILURES):
        clock = iter(moments)
        monkeypatch.setattr(hosts, "time", SimpleNamespace(monotonic=lambda clock=clock: next(clock)))
        way = Way(Frame())
        way.step(known["first"])
        way.step(known["last"])
        way.end(TimeoutError())
    assert [name for name, host in known.items() if host.is_dead] == [dead]


def test_who_waits_in_vain_is_not_at_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """The time in which a host has no turn to give is nobody's."""
    first = Host()
    for _ in range(MAX_FAILURES):
        clock = iter((0, 1, 20))
        monkeypatch.setattr(hosts, "time", SimpleNamespace(monotonic=lambda clock=clock: next(clock)))
        way = Way(Frame())
        way.step(first)
        way.step(None)
        way.end(TimeoutError())
    assert not first.is_dead


def test_who_sent_most_that_is_no_content_is_at_fault() -> None:
    """A host that leads elsewhere with as much as an answer may have does not have the other one left alone."""
    first, last = Host(), Host()
    for _ in range(MAX_FAILURES):
        frame = Frame()
        way = Way(frame)
        way.step(first)
        frame.size = LONGEST_FRAME
        way.step(last)
        frame.size += 300
        way.end(ValueError())
    assert (first.is_dead, last.is_dead) == (True, False)


def test_redirects_without_end_are_of_the_host_that_turns() -> None:
    """Whoever leads to a circle once is asked further, and whoever the circle leads through."""
    first, turning, last = Host(), Host(), Host()
    for _ in range(MAX_FAILURES):
        way = Way(Frame())
        for host in (first, turning, turning, turning, turning, last):
            way.step(host)
        way.circle()
    assert (first.is_dead, turning.is_dead, last.is_dead) == (False, True, False)


def test_failures_one_after_another() -> None:
    """An answer in between is a new beginning."""
    host = Host()
    for number in range(10):
        way = Way(Frame())
        way.step(host)
        way.end(ValueError() if number % MAX_FAILURES else None)
    assert not host.is_dead


def test_a_pause_lasts_for_the_run() -> None:
    """A host is left alone until a time, and in the run that heard of it even longer."""
    known = Hosts({"a.example": 50}, lambda: 20)
    with pytest.raises(PutOffError) as caught:
        known.require("https://a.example/x")
    assert caught.value.seconds == 30
    known.require("https://b.example/x")
    known.put_off("https://b.example:443/", 10)
    with pytest.raises(PutOffError) as caught:
        known.require("https://b.example/x")
    assert caught.value.seconds == 0
