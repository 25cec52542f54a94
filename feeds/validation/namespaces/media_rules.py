"""Media RSS: values that depend on each other, and the words of its schemes."""

import re

from feeds.validation.limits import MAX_VALUE
from feeds.validation.values import Complaint, error, shown
from feeds.validation.values.addresses import absolute
from feeds.validation.values.words import country
from feeds.validation.xml.document import Element, strip, text_of
from feeds.validation.xml.reporter import Reporter

_NPT = re.compile(r"now|\d+(?:\.\d*)?|\d{1,3}:[0-5]?\d:[0-5]?\d(?:\.\d*)?", re.ASCII)
_CLOCK = re.compile(r"\d{1,3}:[0-5]?\d", re.ASCII)
_SCHEMES = frozenset({"urn:simple", "urn:mpaa", "urn:v-chip", "urn:icra", "urn:ebu", "urn:yvs"})
_ICRA = re.compile(r"r ?\( ?[a-z]{2} \d(?: [a-z]{2} \d)* ?\)")
_DIGITS = {"md5": 32, "sha-1": 40}

_RATINGS = {
    "urn:simple": frozenset({"adult", "nonadult"}),
    "urn:mpaa": frozenset({"g", "pg", "pg-13", "r", "nc-17", "nr", "x"}),
    "urn:v-chip": frozenset(
        {
            "tv-y",
            "tv-y7",
            "tv-y7-fv",
            "tv-g",
            "tv-pg",
            "tv-14",
            "tv-ma",
            "all",
            "g",
            "y",
            "y7",
            "y7-fv",
            "pg",
            "14+",
            "18+",
        }
    ),
}
"""The values of the schemes of ratings that are lists."""

_ROLES = frozenset(
    {
        *("actor", "adaptor", "anchor person", "animal trainer", "animator", "announcer", "armourer", "art director"),
        *("artist", "artist/performer", "assistant cameraman", "assistant chief lighting technician"),
        *("assistant director", "assistant producer", "assistant visual editor", "author", "arranger"),
        *("broadcast assistant", "broadcasting company", "camera operator", "carpenter", "casting"),
        *("causeur", "chief lighting technician", "choir", "choreographer", "clapper loader", "co-producer"),
        *("commentary or commentator", "commentator", "commissioning broadcaster", "company", "composer"),
        *("computer programmer", "conductor", "consultant", "continuity checker", "contributor", "copyright holder"),
        *("correspondent", "costume designer", "costume supplier", "dancer", "dialogue coach", "director"),
        *("director of photography", "distribution company", "distributor", "draughtsman", "dresser", "dubber"),
        *("editor/producer (news)", "editor", "editor-in-chief", "ensemble", "executive producer", "expert"),
        *("fight director", "floor manager", "focus puller", "foley artist", "foley editor", "foley mixer"),
        *("graphic assistant", "graphic designer", "greensman", "grip", "hairdresser", "illustrator", "interpreter"),
        *("interviewed guest", "interviewee", "interviewer", "journalist", "key character", "key grip", "key talents"),
        *("leadman", "librettist", "lighting director", "lighting technician", "location manager", "lyricist"),
        *("make up artist", "manufacturer", "matte artist", "music arranger", "music group", "musician"),
        *("news reader", "narrator", "orchestra", "owner", "participant", "performer", "photographer"),
        *("post-production editor", "producer", "production assistant", "production company", "production department"),
        *("production manager", "production secretary", "programme production researcher", "property manager"),
        *("publisher", "publishing company", "puppeteer", "pyrotechnician", "presenter", "quiz master", "reporter"),
        *("repairs and maintenance", "reporter", "rigger", "rights owner", "scenographer", "screenplay author"),
        *("script supervisor", "scriptwriter", "set designer", "set dresser", "sign language", "singer", "soloist"),
        *("sound designer", "sound engineer", "sound mixer", "sound recordist", "special effects", "speaker"),
        *("stunts", "subtitles", "subtitler", "supplier", "technical director", "term", "translation", "translator"),
        *("transportation manager", "treatment/programme proposal", "vision mixer", "visual editor", "visual effects"),
        *("vocalist", "voice over", "voice talent", "wardrobe", "witness", "writer", "photography", "recording"),
    }
)
_UPLOADERS = frozenset({"uploader", "owner"})


def npt(value: str) -> Complaint | None:
    """Check a time within a recording (RFC 2326, section 3.6)."""
    if _NPT.fullmatch(value):
        return None
    return error(f"must be a time such as 12:05:35 or 12.5, not {shown(value)}")


def clock(value: str) -> Complaint | None:
    """Check a time within a recording where the specification writes minutes and seconds alone, too."""
    return None if _CLOCK.fullmatch(value) else npt(value)


def scheme(value: str) -> Complaint | None:
    """Check the name of a scheme: an address, or one of the URNs of Media RSS, which no other rule allows."""
    return None if value in _SCHEMES else absolute(value)


def content_rules(content: Element, report: Reporter) -> None:
    """Report media that are neither given nor played."""
    if "url" not in content.attrib and content.find("{*}player") is None:
        report.error(content, "Media RSS media:content", "media:content has no url, and no media:player in its place")


def _icra(value: str) -> Complaint | None:
    if _ICRA.fullmatch(value):
        return None
    return error(f"must be such as r (cz 1 lz 1 nz 1 oz 1 vz 1), not {shown(value)}")


def listed(value: str) -> Complaint | None:
    """Accept what `restriction_rules` looks at word by word; it may not be long."""
    return None


def rating_rules(rating: Element, report: Reporter) -> None:
    """Report a rating that its scheme does not have."""
    scheme = rating.get("scheme", "urn:simple").lower()
    value = strip(text_of(rating) or "").lower()
    if scheme == "urn:icra" and value:
        report.complain(
            rating, "Media RSS media:rating", "media:rating of urn:icra", report.judged(rating, _icra, value)
        )
    if value and value not in _RATINGS.get(scheme, {value}):
        listed = ", ".join(sorted(_RATINGS[scheme]))
        report.error(rating, "Media RSS media:rating", f"media:rating must be one of {listed}, not {shown(value)}")


def hash_rules(element: Element, report: Reporter) -> None:
    """Report a hash that its algorithm cannot give."""
    algorithm, value = element.get("algo", "md5"), strip(text_of(element) or "")
    digits = _DIGITS.get(algorithm)
    if value and digits and not re.fullmatch(rf"[0-9A-Fa-f]{{{digits}}}", value):
        wanted = f"{digits} hexadecimal digits for {algorithm}"
        report.error(element, "Media RSS media:hash", f"media:hash must be {wanted}, not {shown(value)}")


def credit_rules(credit: Element, report: Reporter) -> None:
    """Report a role that its scheme does not have."""
    role, scheme = credit.get("role"), credit.get("scheme", "urn:ebu")
    if role is None:
        return
    known = {"urn:ebu": _ROLES, "urn:yvs": _UPLOADERS}.get(scheme)
    if role != role.lower() and scheme == "urn:ebu":
        report.error(credit, "Media RSS media:credit", f"the role of media:credit must be in lower case: {shown(role)}")
    elif known and role not in known:
        report.error(credit, "Media RSS media:credit", f"the role of media:credit is none of {scheme}: {shown(role)}")


def restriction_rules(restriction: Element, report: Reporter) -> None:
    """Report restrictions to what is no country, or no address."""
    kind, value = restriction.get("type"), strip(text_of(restriction) or "")
    if value in ("all", "none") or (kind is None and not value):
        return
    if kind is None:
        message = f"media:restriction without a type must be all or none, not {shown(value)}"
        report.error(restriction, "Media RSS media:restriction", message)
    if kind not in ("country", "uri"):
        return
    for part in report.looked_at(value[:MAX_VALUE].split() or [""]):
        wrong = country(part) if kind == "country" else absolute(part)
        report.complain(restriction, "Media RSS media:restriction", "media:restriction", wrong)
