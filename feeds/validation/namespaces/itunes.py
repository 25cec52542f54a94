"""Podcasts: the vocabulary of iTunes, as Apple's directory requires it."""

import re
from itertools import islice

from feeds.validation.values import Check, Complaint, error, of_any_length, shown, warning
from feeds.validation.values.addresses import absolute
from feeds.validation.values.words import email, filled, natural, one_of, positive
from feeds.validation.xml import names
from feeds.validation.xml.spec import Attribute, Module, Modules, Spec, also_in, once

MOST_KEYWORDS = 12

_KEYWORD = re.compile(r"[^,\s][^,]*")
_DURATION = re.compile(r"\d+|\d{1,2}:[0-5]?\d|\d{1,3}:[0-5]?\d:[0-5]?\d", re.ASCII)
_CATEGORIES = frozenset(
    category.strip()
    for line in """
    Arts; Books; Design; Fashion & Beauty; Food; Performing Arts; Visual Arts; Business; Careers; Entrepreneurship;
    Investing; Management; Marketing; Non-Profit; Comedy; Comedy Interviews; Improv; Stand-Up; Education; Courses;
    How To; Language Learning; Self-Improvement; Fiction; Comedy Fiction; Drama; Science Fiction; Government; History;
    Health & Fitness; Alternative Health; Fitness; Medicine; Mental Health; Nutrition; Sexuality; Kids & Family;
    Education for Kids; Parenting; Pets & Animals; Stories for Kids; Leisure; Animation & Manga; Automotive; Aviation;
    Crafts; Games; Hobbies; Home & Garden; Video Games; Music; Music Commentary; Music History; Music Interviews; News;
    Business News; Daily News; Entertainment News; News Commentary; Politics; Sports News; Tech News;
    Religion & Spirituality; Buddhism; Christianity; Hinduism; Islam; Judaism; Religion; Spirituality; Science;
    Astronomy; Chemistry; Earth Sciences; Life Sciences; Mathematics; Natural Sciences; Nature; Physics;
    Social Sciences; Society & Culture; Documentary; Personal Journals; Philosophy; Places & Travel; Relationships;
    Sports; Baseball; Basketball; Cricket; Fantasy Sports; Football; Golf; Hockey; Rugby; Running; Soccer; Swimming;
    Tennis; Volleyball; Wilderness; Wrestling; Technology; True Crime; TV & Film; After Shows; Film History;
    Film Interviews; Film Reviews; TV Reviews;
    Fitness & Nutrition; News & Politics; Science & Medicine; Literature;
    Business Technology; Educational Technology; Education Technology; Higher Education; K-12;
    Language Courses; Training; Games & Hobbies; Other Games; Government & Organizations; Local; National; Regional;
    Health; Self-Help; Management & Marketing; Shopping; Podcasts; Podcasting; Gadgets; Software How-To; Tech News;
    Sports & Recreation; Amateur; College & High School; Outdoor; Professional; Recreation; Medicine; Other;
    International; Family; Travel; Talk Radio; Movies & Television; Transportation; Arts & Entertainment; Audio Blogs;
    Architecture; Entertainment; Photography; Poetry; Science Fiction; New Age; Public Radio; Spiritual; Islam
    """.splitlines()
    for category in line.split(";")
    if category.strip()
)

_FEED, _ITEM = frozenset({"channel", "feed"}), frozenset({"item", "entry"})
_ANY = _FEED | _ITEM


def _explicit(value: str) -> Complaint | None:
    if value.lower() in ("yes", "no", "clean", "true", "false", "explicit"):
        return None
    return error(f"must be true or false, not {shown(value)}")


def _yes(value: str) -> Complaint | None:
    return None if value.lower() in ("yes", "no") else error(f"must be Yes, or left out, not {shown(value)}")


def _duration(value: str) -> Complaint | None:
    if _DURATION.fullmatch(value):
        return None
    return error(f"must be seconds, or a time such as 1:02:03, not {shown(value)}")


@of_any_length
def _keywords(value: str) -> Complaint | None:
    has_more = any(islice(_KEYWORD.finditer(value), MOST_KEYWORDS, None))
    return warning(f"has more than {MOST_KEYWORDS} words") if has_more else None


def _category(value: str) -> Complaint | None:
    if value in _CATEGORIES or value.replace("&amp;", "&") in _CATEGORIES:
        return None
    return error(f"must be one of Apple's categories, not {shown(value)}")


def _picture(value: str) -> Complaint | None:
    wrong = absolute(value)
    if wrong or value.lower().partition("?")[0].endswith((".jpg", ".jpeg", ".png")):
        return wrong
    return warning("should be a JPEG or PNG, and say so at its end")


_SUB_CATEGORY = Spec("itunes:category", attributes={"text": Attribute(_category, is_required=True)})
_CATEGORY = Spec(
    "itunes:category",
    within=_FEED,
    attributes={"text": Attribute(_category, is_required=True)},
    children={f"{{{names.ITUNES}}}category": _SUB_CATEGORY},
)
_OWNER = Spec(
    "itunes:owner",
    within=_FEED,
    max_occurs_within=1,
    children={
        f"{{{names.ITUNES}}}name": Spec("itunes:name", text=filled),
        f"{{{names.ITUNES}}}email": Spec("itunes:email", text=email),
    },
    max_occurs=once(f"{{{names.ITUNES}}}name", f"{{{names.ITUNES}}}email"),
)


def _text(name: str, check: Check, within: frozenset[str] = _ANY) -> Spec:
    return Spec(f"itunes:{name}", text=check, within=within, max_occurs_within=1)


_MODULE = Module(
    "itunes",
    {
        "author": _text("author", filled),
        "title": _text("title", filled),
        "subtitle": _text("subtitle", filled),
        "summary": _text("summary", filled),
        "keywords": _text("keywords", _keywords),
        "explicit": _text("explicit", _explicit),
        "block": _text("block", _yes),
        "complete": _text("complete", _yes, _FEED),
        "applepodcastsverify": _text("applepodcastsverify", filled, _FEED),
        "new-feed-url": _text("new-feed-url", absolute, _FEED),
        "type": _text("type", one_of(("episodic", "serial"), fold=True), _FEED),
        "duration": _text("duration", _duration, _ITEM),
        "order": _text("order", natural, _ITEM),
        "episode": _text("episode", positive, _ITEM),
        "season": _text("season", positive, _ITEM),
        "episodeType": _text("episodeType", one_of(("full", "trailer", "bonus"), fold=True), _ITEM),
        "isClosedCaptioned": _text("isClosedCaptioned", _yes, _ITEM),
        "image": Spec(
            "itunes:image",
            within=_ANY,
            max_occurs_within=1,
            attributes={"href": Attribute(_picture, is_required=True)},
        ),
        "category": _CATEGORY,
        "owner": _OWNER,
    },
)

MODULES: Modules = {
    names.ITUNES: _MODULE,
    names.ITUNES_CASE: also_in(_MODULE, names.ITUNES, names.ITUNES_CASE),
}
"""The vocabulary of iTunes, by its namespace, and by another case of it."""
