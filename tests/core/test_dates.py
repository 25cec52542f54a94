"""Dates: complete ones only, never a guess."""

from datetime import UTC, date, datetime, time, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.core import dates

PARIS = ZoneInfo("Europe/Paris")


def utc(*parts: int) -> datetime:
    """Return a moment in UTC."""
    return datetime(*parts, tzinfo=UTC)  # type: ignore[misc,arg-type]


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        pytest.param("2024-03-05T06:07:08Z", utc(2024, 3, 5, 6, 7, 8), id="ISO"),
        pytest.param("2024-03-05t06:07:08z", utc(2024, 3, 5, 6, 7, 8), id="ISO in small letters"),
        pytest.param("2024-03-05 06:07:08Z", utc(2024, 3, 5, 6, 7, 8), id="space for T"),
        pytest.param("2024-03-05 06:07 +02:00", utc(2024, 3, 5, 4, 7), id="Jekyll's offset after a space"),
        pytest.param("2024-03-05 06:07:08 -0330", utc(2024, 3, 5, 9, 37, 8), id="offset without colon"),
        pytest.param("2024-03-05T06:07:08+02", utc(2024, 3, 5, 4, 7, 8), id="offset in hours"),
        pytest.param("2024-03-05 06:07:08 UTC", utc(2024, 3, 5, 6, 7, 8), id="UTC by name"),
        pytest.param("2024-03-05T06:07:08.987654321Z", utc(2024, 3, 5, 6, 7, 8), id="fraction dropped"),
        pytest.param("2024-03-05T06:07:08,5Z", utc(2024, 3, 5, 6, 7, 8), id="fraction with a comma"),
        pytest.param("  2024-03-05T06:07:08Z\n", utc(2024, 3, 5, 6, 7, 8), id="white space around"),
        pytest.param("2024-02-29", utc(2024, 2, 28, 23), id="bare date is midnight in the zone"),
        pytest.param("2024-07-05T12:00:00", utc(2024, 7, 5, 10), id="naive time in summer"),
        pytest.param("2024-01-05T12:00", utc(2024, 1, 5, 11), id="naive time in winter"),
        pytest.param("Tue, 05 Mar 2024 06:07:08 GMT", utc(2024, 3, 5, 6, 7, 8), id="RFC 822"),
        pytest.param("05 mar 2024 06:07 gmt", utc(2024, 3, 5, 6, 7), id="RFC 822 in small letters"),
        pytest.param("5 Mar 2024 06:07 +0200", utc(2024, 3, 5, 4, 7), id="RFC 822, shortest"),
        pytest.param("05 March 2024 06:07:08 EST", utc(2024, 3, 5, 11, 7, 8), id="RFC 822, zone by name"),
        pytest.param("05 Jul 2024 06:07:08 PDT", utc(2024, 7, 5, 13, 7, 8), id="RFC 822, summer time by name"),
        pytest.param("Tue, 05 Mar 2024 06:07:08", utc(2024, 3, 5, 5, 7, 8), id="RFC 822, naive"),
        pytest.param("2020-07-22 8:00:00 -0500", utc(2020, 7, 22, 13), id="an hour of one digit"),
        pytest.param("2024-05-09 3:04 PM", utc(2024, 5, 9, 13, 4), id="PM"),
        pytest.param("May 9, 2024, 12:04:05\u202fa.m. UTC", utc(2024, 5, 9, 0, 4, 5), id="a.m. after a narrow space"),
        pytest.param("2024/5/9 8:30", utc(2024, 5, 9, 6, 30), id="year first, with slashes"),
        pytest.param("2024/05/09", utc(2024, 5, 8, 22), id="year first, no time"),
        pytest.param("2024-5-9 08:30:00 -0500", utc(2024, 5, 9, 13, 30), id="year first, single digits"),
        pytest.param("2018-12-21 +0800", utc(2018, 12, 20, 16), id="a day in a zone, as Jekyll reads it"),
        pytest.param(
            "Fri Nov 10 2017 16:00:00 GMT-0800 (Pacific Standard Time)", utc(2017, 11, 11), id="as JavaScript writes it"
        ),
        pytest.param("22 Feb 2023", utc(2023, 2, 21, 23), id="day, month and year"),
        pytest.param("22-feb-2023", utc(2023, 2, 21, 23), id="hyphens"),
        pytest.param("May 09 2024", utc(2024, 5, 8, 22), id="month, day and year"),
        pytest.param("Thursday, May 9, 2024", utc(2024, 5, 8, 22), id="with a weekday"),
        pytest.param("Sept. 9, 2024 8:30 -05:00", utc(2024, 9, 9, 13, 30), id="with a time"),
        pytest.param(date(2024, 7, 5), utc(2024, 7, 4, 22), id="a YAML date"),
        pytest.param(datetime(2024, 7, 5, 12), utc(2024, 7, 5, 10), id="a naive YAML time"),  # noqa: DTZ001
        pytest.param(datetime(2024, 7, 5, 12, 0, 0, 9, UTC), utc(2024, 7, 5, 12), id="an aware YAML time"),
        pytest.param(
            datetime(2024, 7, 5, 1, tzinfo=timezone(timedelta(hours=5))), utc(2024, 7, 4, 20), id="another zone"
        ),
    ],
)
def test_accepted(value: object, expected: datetime) -> None:
    """A complete date is read as the moment it names, in UTC and whole seconds, whatever the machine's zone."""
    found = dates.parse(value, PARIS)
    assert found == expected
    assert found.tzinfo is UTC
    assert found.microsecond == 0


@pytest.mark.parametrize(
    "value",
    [
        "",
        "10:30",
        "yesterday",
        "today",
        "03/04/2021",
        "3.4.2021",
        "2024",
        "2024-03",
        "2024-3/5",
        "20240305",
        "20240305T060708Z",
        "March 2024",
        "5 March",
        "5 Foo 2024",
        "March 5 24",
        "5 March 2024 06",
        "5 Mar 24 06:07 GMT",
        "2024-W10-2",
        "2024-065",
        "2024-03-05T06",
        "2024-03-05T06:07:08 somewhere",
        "2024-03-05 or so",
        "5 Mar 2024 06:07 CET",
        "5 Mar 2024 16:07 PM",
        "5 Mar 2024 06:07 A",
        "1709618828",
    ],
)
def test_a_guess_is_refused(value: str) -> None:
    """Text that leaves anything open is an error, and never becomes today's date or another's reading."""
    with pytest.raises(dates.BadDateError):
        dates.parse(value, UTC)


@pytest.mark.parametrize(
    "value", [1709618828, 20240305, 750, 1.5, True, None, [], {}, time(10, 30), b"2024-03-05"], ids=repr
)
def test_other_types_are_refused(value: object) -> None:
    """A number (also `10:30`, which YAML reads as 750) is no date."""
    with pytest.raises(dates.BadDateError, match="cannot be read as a date"):
        dates.parse(value, UTC)


@pytest.mark.parametrize(
    "value",
    [
        "2024-02-30",
        "2024-02-30 +0100",
        "2023-02-29T00:00:00Z",
        "2024-13-01",
        "2024-00-10",
        "2024-03-05T25:00:00Z",
        "2024-03-05T06:61:00Z",
        "2024-03-05T06:07:08+99:00",
        "31 Feb 2024 06:07 GMT",
        "0999-12-31",
        "13 Dec 0021 10:00 GMT",
        "0000-01-01",
    ],
)
def test_impossible_dates_are_refused(value: str) -> None:
    """A date that no calendar has, or no document can write, is named as such."""
    with pytest.raises(dates.BadDateError, match="impossible date"):
        dates.parse(value, UTC)


def test_the_message_is_short() -> None:
    """A mistake with a page of text for a date does not fill the terminal."""
    with pytest.raises(dates.BadDateError) as caught:
        dates.parse("x" * 5000, UTC)
    assert len(str(caught.value)) < 200


@pytest.mark.parametrize(
    "value",
    [
        "9999-12-31T23:59:59Z",
        "9999-12-31T23:59:59-10:00",
        "9999-12-30T00:00:00+00:00",
        "9999-12-31",
        "Fri, 31 Dec 9999 23:59 PST",
        date(9999, 12, 31),
        datetime(9999, 12, 31, 23, 59, tzinfo=UTC),
        datetime(9999, 12, 31, 23, 59, tzinfo=timezone(-timedelta(hours=12))),
    ],
)
def test_the_end_of_time_comes_two_days_early(value: object) -> None:
    """A moment after the last one that has a date everywhere is taken for it, so that no zone is beyond it."""
    for name in ("UTC", "Etc/GMT+12", "Pacific/Kiritimati"):
        assert dates.parse(value, ZoneInfo(name)) == dates.LATEST


@pytest.mark.parametrize(
    "value",
    [
        "2021-05-03T00:00:00+14:30",
        "2021-05-03 00:00 -12:30",
        "Mon, 3 May 2021 00:00:00 +2359",
        datetime(2021, 5, 3, tzinfo=timezone(timedelta(hours=15))),
    ],
)
def test_a_time_zone_that_is_none(value: object) -> None:
    """No place is further from Greenwich than 14 hours to the east and 12 to the west."""
    with pytest.raises(dates.BadDateError, match="has a time zone that is none"):
        dates.parse(value, UTC)
    assert dates.parse("2021-05-03T00:00:00+14:00", UTC) < dates.parse("2021-05-03T00:00:00-12:00", UTC)


@given(st.datetimes() | st.datetimes(timezones=st.timezones()) | st.dates(), st.timezones(), st.timezones())
def test_every_date_can_be_shown_in_every_zone(value: object, zone: tzinfo, other: tzinfo) -> None:
    """Whatever date is accepted has a day in every time zone, before and after it is written and read."""
    try:
        moment = dates.parse(value, zone)
    except dates.BadDateError:
        return
    assert moment.astimezone(other) == moment
    assert dates.parse(moment.isoformat(), other) == moment
