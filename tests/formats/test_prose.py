"""The text of a story among others on a page."""

import pytest

from feeds.formats import prose
from feeds.formats.prose import discreet
from feeds.words import words_in


def fitted(html: str) -> str:
    """Return the text of a story for an English page."""
    return prose.fitted(html, words_in())


@pytest.mark.parametrize(
    ("levels", "levels_on_page"),
    [
        ("1", "4"),
        ("2 3 3 2 3", "4 5 5 4 5"),
        ("3 2 1", "4 4 4"),
        ("1 3 6 2", "4 5 6 5"),
        ("1 2 3 4 5 6", "4 5 6 6 6 6"),
    ],
)
def test_headings_go_on_from_the_title_of_the_card(levels: str, levels_on_page: str) -> None:
    """Whatever levels a text uses, the outline of the page has no gap."""
    text = "".join(f'<h{level} align="left">T</h{level}>' for level in levels.split())
    assert fitted(text) == "".join(f'<h{level} align="left">T</h{level}>' for level in levels_on_page.split())


def test_a_text_is_no_landmark() -> None:
    """What would be a second main part or another navigation of the page is a block."""
    assert fitted('<main dir="rtl"><nav>a</nav><section>b</section></main>') == (
        '<div dir="rtl"><div>a</div><div>b</div></div>'
    )


@pytest.mark.parametrize(("around", "member"), [("ol", "li"), ("ul", "li"), ("dl", "dd"), ("dl", "dt")])
def test_a_text_stays_in_its_card(around: str, member: str) -> None:
    """A member of no list in a block is none: for a parser it would end the one around the block, and what is there."""
    inner = f"<{member} value='3'>x</{member}><{around}><{member}>y</{member}></{around}>"
    text = f"<{around}><{member}><div><section>{inner}</section></div></{member}></{around}>".replace("'", '"')
    assert fitted(text) == (
        f"<{around}><{member}><div><div><div>x</div><{around}><{member}>y</{member}></{around}></div></div></{member}></{around}>"
    )


def test_tables_scroll_in_themselves() -> None:
    """A wide table does not make the page wide, and can be scrolled with the keyboard."""
    assert fitted("<table><tr><td>1</td></tr></table>") == (
        '<div class="wide" tabindex="0"><table><tr><td>1</td></tr></table></div>'
    )


def test_nothing_of_a_text_is_loaded_before_somebody_reads_it() -> None:
    """Pictures wait until they are seen, sound, film and players until somebody starts them."""
    assert fitted('<img src="a.png" alt="&gt;">') == (
        '<img src="a.png" alt="&gt;" loading="lazy" decoding="async" referrerpolicy="no-referrer">'
    )
    assert fitted('<video controls="" preload="metadata" src="a">x</video>') == (
        '<video controls="" src="a" preload="none">x</video>'
    )
    shown = fitted(
        '<p><iframe src="https://www.youtube.com/embed/x?a=1&amp;b=2" title="A &lt;b&gt;"></iframe> link</p>'
    )
    assert "<iframe" not in shown
    assert 'data-player="https://www.youtube-nocookie.com/embed/x?a=1&amp;b=2" data-title="A &lt;b&gt;"' in shown
    assert shown.endswith("></button></span> link</p>")
    assert fitted("<iframe></iframe>") == ""


def test_everything_else_stays() -> None:
    """Text without tags, and tags that harm no page, are as the feeds have them."""
    for text in ("a &lt;b&gt; c", '<p dir="rtl">a<br><em lang="fr">b</em></p>', "<pre>h1 table</pre>"):
        assert fitted(text) == text


def test_players_are_asked_for_where_they_set_no_cookie() -> None:
    """YouTube has such a host; other players stay where they are."""
    assert discreet("https://youtube.com/embed/x") == "https://www.youtube-nocookie.com/embed/x"
    assert discreet("https://player.vimeo.com/video/1") == "https://player.vimeo.com/video/1"


def test_a_picture_has_an_alternative() -> None:
    """One without a text is passed over by screen readers, which else read its address."""
    assert ' alt=""' in fitted('<img src="https://a.example/a.png" width="9">')
    assert fitted('<img src="https://a.example/a.png" alt="Owl">').count(" alt=") == 1
    assert fitted("<center>a</center>") == "<div>a</div>"


def test_a_picture_that_is_all_of_a_link_names_where_it_leads() -> None:
    """Without a text of its own it is the host; outside of links it is nothing."""
    picture = '<img src="https://a.example/a.png">'
    decorative = picture.replace(">", ' alt="">')
    for one in (picture, decorative):
        assert ' alt="b.example"' in fitted(f'<a href="https://b.example/c?d">{one} </a>')
        assert ' alt=""' in fitted(f'<a href="https://b.example/c?d">{one} e</a>')
    assert ' alt=""' in fitted(f'<a href="https://b.example/c">e</a>{picture}')


def test_sizes_that_are_no_pixels_are_left_out() -> None:
    """HTML has them in pixels; the style of the page keeps a picture in its column."""
    assert fitted('<img src="https://a.example/a.png" alt="" width="96%" height="20">').startswith(
        '<img src="https://a.example/a.png" alt="" height="20" '
    )
