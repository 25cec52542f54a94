"""What is known of a picture from its address, and which picture suits which place."""

import pytest
from msgspec.structs import replace

from feeds.core import images
from feeds.core.model import Image

SMALL = Image("https://a.example/small.png", 10, 20)
LARGE = Image("https://a.example/large.png", 300, 200)
UNKNOWN = Image("https://a.example/unknown.png")


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.example/p.jpg", "image/jpeg"),
        ("https://a.example/p.JPEG", "image/jpeg"),
        ("https://a.example/p.jpg?w=1024&h=2.png", "image/jpeg"),
        ("https://a.example/p.v2.webp#top", "image/webp"),
        ("https://a.example/p.svg", "image/svg+xml"),
        ("https://a.example/p.gif", "image/gif"),
        ("https://a.example/p.avif", "image/avif"),
        ("https://a.example/p", None),
        ("https://a.example/p?file=x.png", None),
        ("https://a.example/p.mp4", None),
        ("https://a.example/p.html", None),
        ("https://a.png/", None),
        ("https://a.example/folder.png/p", None),
    ],
)
def test_type_of(url: str, expected: str | None) -> None:
    """The type comes from the path alone, and only pictures have one: a wrong type breaks an enclosure."""
    assert images.type_of(url) == expected


@pytest.mark.parametrize(
    ("text", "is_type"),
    [
        ("image/png", True),
        ("image/svg+xml", True),
        ("image/", False),
        ("image", False),
        ("image/*", False),
        ("image/a b", False),
        ("image/png; q=1", False),
        ("video/mp4", False),
        ("ximage/png", False),
        ("", False),
    ],
)
def test_is_type(text: str, is_type: bool) -> None:
    """An enclosure's type is one that validators accept, and a picture's."""
    assert images.is_type(text) is is_type


def test_a_picture_in_several_sizes_is_one() -> None:
    """The largest is taken, in the place of the first, with a title that any of them has; another picture stays."""
    small = Image("https://a.example/p-300x200.jpg", 300, 200, title="A crane")
    other, large = Image("https://a.example/q.jpg", 900, 600), Image("https://a.example/p.jpg?w=1200", 1200, 800)
    assert images.distinct((small, other, large)) == (
        Image("https://a.example/p.jpg?w=1200", 1200, 800, title="A crane", variants=(small,)),
        other,
    )
    unknown = (Image("https://a.example/p-scaled.jpg"), Image("https://a.example/p-800w.jpg"))
    assert [image.url for image in images.distinct(unknown)] == [unknown[0].url]


def test_smallest_and_largest() -> None:
    """An icon is the smallest picture, a logo the largest; unknown sizes come last for both."""
    assert images.smallest([UNKNOWN, LARGE, SMALL]) == SMALL
    assert images.largest([UNKNOWN, SMALL, LARGE]) == LARGE


def test_unknown_size_is_used_where_there_is_no_other() -> None:
    """A provider with one picture of unknown size still has an icon; one with none has none."""
    assert images.smallest([UNKNOWN]) == images.largest([UNKNOWN]) == UNKNOWN
    assert images.smallest([]) is images.largest([]) is None


@pytest.mark.parametrize(
    ("width", "height", "fits"),
    [(144, 400, True), (145, 10, False), (10, 401, False), (None, None, True), (None, 401, False)],
)
def test_fits_rss(width: int | None, height: int | None, fits: bool) -> None:
    """RSS allows a channel's picture 144 by 400 pixels at most."""
    assert images.fits_rss(Image("https://a.example/i.png", width, height)) is fits


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("image/jpeg", "image/jpeg"),
        ("image/jpg", "image/jpeg"),
        ("IMAGE/PJPEG", "image/jpeg"),
        ("jpg", "image/jpeg"),
        (".webp", "image/webp"),
        ("image/x-png", "image/png"),
        ("image/svg", "image/svg+xml"),
        ("image/png; charset=binary", "image/png"),
        ("image/jxl", "image/jxl"),
        ("video/mp4", None),
        ("picture", None),
    ],
)
def test_what_a_type_means(given: str, meant: str | None) -> None:
    """Types as people write them are the registered ones; others are none."""
    assert images.meant_type(given) == meant


@pytest.mark.parametrize(
    ("image", "expected"),
    [
        (Image("https://a.example/a.gif", 1, 1), True),
        (Image("https://a.example/a.gif", 1, 2), False),
        (Image("https://a.example/a.gif", 1), False),
        (Image("https://pixel.wp.com/g.gif?x=1"), True),
        (Image("https://ad.doubleclick.net/x"), True),
        (Image("http://feeds.feedburner.com/~r/a/~4/b"), True),
        (Image("https://a.example/?https://pixel.wp.com/g.gif"), False),
        (Image("https://www.facebook.com/trees.png"), False),
    ],
)
def test_counts_readers(image: Image, expected: bool) -> None:
    """A pixel that nobody sees, or the address of a counter, is no picture of a story."""
    assert images.counts_readers(image) is expected


def test_the_lead_is_the_first_that_is_large_enough() -> None:
    """A logo stands for a story only where there is nothing else; otherwise pictures stay in their order."""
    logo, other = Image("https://a.example/logo.png", 50, 50), Image("https://a.example/l.png", 99, 20)
    wide = Image("https://a.example/wide.png", 600, 40)
    assert images.lead_first((logo, LARGE, other, UNKNOWN)) == (LARGE, UNKNOWN, logo, other)
    assert images.lead_first((wide, LARGE)) == (wide, LARGE)
    assert images.lead_first((logo, other)) == (logo, other)
    assert images.lead_first((logo, UNKNOWN)) == (UNKNOWN, logo)


def test_the_other_sizes_of_a_picture_are_its_variants() -> None:
    """What a reader can choose from is kept with the largest; the same address twice is one size."""
    sizes = [Image(f"https://a.example/p-{width}x{width}.jpg", width, width) for width in (150, 450, 1024)]
    (found,) = images.distinct((sizes[0], sizes[2], sizes[1], sizes[0]))
    assert (found.url, found.variants) == (sizes[2].url, (sizes[0], sizes[1]))
    assert images.distinct((LARGE, SMALL)) == (LARGE, SMALL)


@pytest.mark.parametrize(
    ("widths", "expected"),
    [
        ((1200,), 1200),
        ((1200, 150), 150),
        ((1200, 150, 700), 700),
        ((1200, 150, 700, 450), 450),
        ((600, 300), 600),
        ((1200, None), 1200),
        ((None, 1200), 1200),
        ((None,), None),
    ],
)
def test_the_thumbnail(widths: tuple[int | None, ...], expected: int | None) -> None:
    """Of the sizes of a picture the one nearest to 300 to 600 pixels is shown in lists, of equal ones the first."""
    first, *others = (Image(f"https://a.example/{number}.jpg", width) for number, width in enumerate(widths))
    assert images.thumbnail(replace(first, variants=tuple(others))).width == expected
