"""Places: the W3C's geo vocabulary, and GeoRSS with GML."""

from feeds.validation.values import Check, Complaint, error, shown
from feeds.validation.values.words import anything, integer, number, within
from feeds.validation.xml import names
from feeds.validation.xml.document import Element, children, shown_name
from feeds.validation.xml.reporter import Reporter
from feeds.validation.xml.spec import Attribute, Module, Modules, Spec, once

_LATITUDE, _LONGITUDE = within(-90, 90), within(-180, 180)


def coordinates(min_occurs: int, max_occurs: int | None = None, *, closed: bool = False) -> Check:
    """Return a check for pairs of latitude and longitude with white space between all the numbers."""

    def look(value: str) -> Complaint | None:
        numbers = value.replace(",", " ").split()
        if any(number(one) for one in numbers):
            return error(f"must be numbers with spaces between them, not {shown(value)}")
        pairs = len(numbers) / 2
        if pairs != int(pairs) or pairs < min_occurs or (max_occurs and pairs > max_occurs):
            wanted = f"{min_occurs}" if min_occurs == max_occurs else f"{min_occurs} or more"
            return error(f"must be {wanted} pairs of latitude and longitude, not {shown(value)}")
        for position, one in enumerate(numbers):
            wrong = (_LONGITUDE if position % 2 else _LATITUDE)(one)
            if wrong:
                return wrong
        if closed and numbers[:2] != numbers[-2:]:
            return error("must end where it begins")
        return None

    return look


def _circle(value: str) -> Complaint | None:
    numbers = value.replace(",", " ").split()
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
