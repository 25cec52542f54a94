"""Places: the W3C's geo vocabulary, and GeoRSS with GML."""

import re
from collections.abc import Iterator, Sequence

from feeds.validation.values import Check, Complaint, error, of_any_length, shown
from feeds.validation.values.words import anything, integer, number, within
from feeds.validation.xml import names
from feeds.validation.xml.document import Element, children, shown_name
from feeds.validation.xml.reporter import Reporter
from feeds.validation.xml.spec import Attribute, Module, Modules, Spec, once

_MOST = (90, 180)
_LATITUDE, _LONGITUDE = (within(-most, most) for most in _MOST)
_SPACE = re.compile(r"\s")
_NUMERIC = re.compile(r"[0-9.eE+\s-]*")
_PORTION = 10_000
"""Characters that are taken for numbers at a time."""


def coordinates(min_occurs: int, max_occurs: int | None = None, *, closed: bool = False) -> Check:
    """Return a check for pairs of latitude and longitude with white space between all the numbers."""

    def look(value: str) -> Complaint | None:
        plain = value.replace(",", " ")
        count, outside = 0, None
        try:
            for numbers in _portions(plain):
                wrong = _outside(numbers, count)
                outside = outside or wrong
                count += len(numbers)
        except ValueError:
            return error(f"must be numbers with spaces between them, not {shown(value)}")
        pairs = count / 2
        if pairs != int(pairs) or pairs < min_occurs or (max_occurs and pairs > max_occurs):
            wanted = f"{min_occurs}" if min_occurs == max_occurs else f"{min_occurs} or more"
            return error(f"must be {wanted} pairs of latitude and longitude, not {shown(value)}")
        if closed and not outside and plain.split(None, 2)[:2] != plain.rsplit(None, 2)[-2:]:
            return error("must end where it begins")
        return outside

    return of_any_length(look)


def _portions(value: str) -> Iterator[list[str]]:
    """Yield the numbers in a text some at a time: all those of a long one would take much memory.

    Raises ValueError where something is no number.
    """
    start = 0
    while start < len(value):
        space = _SPACE.search(value, start + _PORTION)
        end = space.start() if space else len(value)
        portion = value[start:end]
        if not _NUMERIC.fullmatch(portion):
            raise ValueError
        yield portion.split()
        start = end


def _outside(numbers: Sequence[str], count: int) -> Complaint | None:
    """Report the first of some numbers that is no latitude or longitude; `count` numbers stand before them.

    Raises ValueError where one is no number.
    """
    read = list(map(float, numbers))
    halves = [(read[start::2], (start + count) % 2) for start in (0, 1)]
    if all(max(map(abs, half), default=0) <= _MOST[odd] for half, odd in halves):
        return None
    first = min(
        start + 2 * n for start, (half, odd) in enumerate(halves) for n, one in enumerate(half) if abs(one) > _MOST[odd]
    )
    return (_LATITUDE, _LONGITUDE)[(first + count) % 2](numbers[first])


def _circle(value: str) -> Complaint | None:
    numbers = value.replace(",", " ").split(None, 3)
    if len(numbers) != 3 or number(numbers[2]) or float(numbers[2]) <= 0:
        return error(f"must be a latitude, a longitude and a radius in metres, not {shown(value)}")
    return coordinates(1, 1)(" ".join(numbers[:2]))


def _above_zero(value: str) -> Complaint | None:
    if number(value) or float(value) <= 0:
        return error(f"must be a number above 0, not {shown(value)}")
    return None


_SHAPES = {"Point": ("pos",), "LineString": (), "Polygon": ("exterior",), "Envelope": ("lowerCorner", "upperCorner")}
_DETAILS = {
    "elev": Attribute(number),
    "floor": Attribute(integer),
    "radius": Attribute(_above_zero),
    "featuretypetag": Attribute(),
    "relationshiptag": Attribute(),
    "featurename": Attribute(),
}
"""What may be said of a shape in its attributes, too."""


def _gml() -> dict[str, Spec]:
    """Return the four shapes of GeoRSS's profile of GML; what they hold is checked by its name alone."""
    positions = {
        f"{{{names.GML}}}pos": Spec("GeoRSS gml:pos", text=coordinates(1, 1)),
        f"{{{names.GML}}}posList": Spec("GeoRSS gml:posList", text=coordinates(2)),
        f"{{{names.GML}}}lowerCorner": Spec("GeoRSS gml:lowerCorner", text=coordinates(1, 1)),
        f"{{{names.GML}}}upperCorner": Spec("GeoRSS gml:upperCorner", text=coordinates(1, 1)),
    }
    ring = Spec("GeoRSS gml:LinearRing", children=positions)
    exterior = Spec("GeoRSS gml:exterior", children={f"{{{names.GML}}}LinearRing": ring})
    inner = {**positions, f"{{{names.GML}}}exterior": exterior}
    return {
        f"{{{names.GML}}}{name}": Spec(
            f"GeoRSS gml:{name}", children=inner, min_occurs=once(*(f"{{{names.GML}}}{part}" for part in needed))
        )
        for name, needed in _SHAPES.items()
    }


def _where_rules(where: Element, report: Reporter) -> None:
    """Report a place that is nowhere."""
    if next(children(where), None) is None:
        report.error(where, "GeoRSS where", f"{shown_name(where)} has no shape in it: write a gml:Point, say")


def _latitude_and_longitude(prefix: str) -> dict[str, Spec]:
    return {
        "latitude": Spec(f"{prefix}:latitude", text=_LATITUDE, max_occurs_within=1),
        "longitude": Spec(f"{prefix}:longitude", text=_LONGITUDE, max_occurs_within=1),
    }


def _shape(name: str, check: Check) -> Spec:
    return Spec(f"GeoRSS {name}", text=check, attributes=_DETAILS)


_POINT = Spec(
    "geo:Point",
    children={
        f"{{{names.GEO}}}lat": Spec("geo:lat", text=_LATITUDE),
        f"{{{names.GEO}}}long": Spec("geo:long", text=_LONGITUDE),
        f"{{{names.GEO}}}alt": Spec("geo:alt", text=number),
    },
)

MODULES: Modules = {
    names.GEO: Module(
        "geo",
        {
            "lat": Spec("geo:lat", text=_LATITUDE, max_occurs_within=1),
            "long": Spec("geo:long", text=_LONGITUDE, max_occurs_within=1),
            "alt": Spec("geo:alt", text=number, max_occurs_within=1),
            "lat_long": Spec("geo:lat_long", text=coordinates(1, 1)),
            "Point": _POINT,
            "location": Spec("geo:location", is_open=True),
        },
    ),
    names.GEOURL: Module("geourl", _latitude_and_longitude("geourl"), is_open=True),
    names.ICBM: Module("icbm", _latitude_and_longitude("icbm"), is_open=True),
    names.GEORSS: Module(
        "GeoRSS",
        {
            "point": _shape("point", coordinates(1, 1)),
            "line": _shape("line", coordinates(2)),
            "polygon": _shape("polygon", coordinates(4, closed=True)),
            "box": _shape("box", coordinates(2, 2)),
            "circle": _shape("circle", _circle),
            "where": Spec("GeoRSS where", attributes=_DETAILS, children=_gml(), element_rule=_where_rules),
            "featuretypetag": Spec("GeoRSS featuretypetag", text=anything),
            "featureTypeTag": Spec("GeoRSS featureTypeTag", text=anything),
            "relationshiptag": Spec("GeoRSS relationshiptag", text=anything),
            "relationshipTag": Spec("GeoRSS relationshipTag", text=anything),
            "featurename": Spec("GeoRSS featurename", text=anything),
            "featureName": Spec("GeoRSS featureName", text=anything),
            "elev": Spec("GeoRSS elev", text=number),
            "floor": Spec("GeoRSS floor", text=integer),
            "radius": Spec("GeoRSS radius", text=_above_zero),
        },
    ),
    names.GML: Module("GeoRSS gml", {tag.partition("}")[2]: spec for tag, spec in _gml().items()}),
}
"""The vocabularies of places, by their namespaces."""
