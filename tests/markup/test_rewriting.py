"""Pictures, players, sound, film, formulas and links within a text, as they are written anew."""

import re
from html import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from feeds.core.international import HostNames
from feeds.core.limits import MAX_HOSTS
from feeds.markup.frame_pages import page_of_frame
from feeds.markup.players import frame, page_of, player_address, player_in
from feeds.markup.sanitise import SafeHTML, sanitise

HOME, LINK = "https://site.example/", "https://site.example/story"


def clean(html: str, key: str = "") -> SafeHTML:
    """Return HTML as an item of the tests' site would show it."""
    return sanitise(html, LINK, key=key)


def said(html: str) -> list[str]:
    """Return what HTML loses."""
    return [loss.what for loss in clean(html).losses]


@pytest.mark.parametrize(
    ("html", "address"),
    [
        ('<img src="data:image/gif;base64,AA" data-src="/a.jpg">', "a.jpg"),
        ('<img src="/loading.gif" data-src="/a.jpg">', "a.jpg"),
        ('<img src="/small.jpg" data-lazy-src="/a.jpg">', "a.jpg"),
        ('<img data-original="/a.jpg">', "a.jpg"),
        (f'<img src="/{"blank-" * 40}.png" data-image="/a.jpg">', "a.jpg"),
        ('<img src="/blank.png" srcset="/a-1.jpg 400w, /a.jpg 800w">', "a.jpg"),
        ('<img srcset="/a-1.jpg, /a.jpg 2x">', "a.jpg"),
        ('<img src="/a.jpg" srcset="/a-1.jpg 400w, /a-2.jpg 800w">', "a.jpg"),
        ('<img data-srcset="/a-1.jpg 1x, /a.jpg 3x">', "a.jpg"),
        ('<img src="/a.jpg" data-image="{{ image }}" data-src="{{ url }}">', "a.jpg"),
        ('<picture><source srcset="/b.avif" type="image/avif"><img src="/a.jpg"></picture>', "a.jpg"),
        ('<picture><source srcset="/b.avif"><source srcset="/a.webp"><img alt="x"></picture>', "a.webp"),
        ('<picture><source srcset="/a.avif" type="image/avif"><img></picture>', "a.avif"),
        ('<noscript><img src="/a.jpg"></noscript>', "a.jpg"),
        ('<img src="data:image/gif;base64,AA"><noscript><img src="/a.jpg"></noscript>', "a.jpg"),
        ('<img data-src="/a.jpg"><noscript><img src="/a.jpg?w=1"></noscript>', "a.jpg"),
        ('<noscript><img src="/a.jpg"></noscript><img class="lazy" data-src="/a.jpg">', "a.jpg"),
        ('<object data="/a.svg" type="image/svg+xml"></object>', "a.svg"),
        ('<image src="/a.jpg">', "a.jpg"),
    ],
)
def test_a_picture_is_found_once(html: str, address: str) -> None:
    """Wherever its address stands, the picture is there once, and nothing is lost."""
    found = clean(html)
    assert re.findall(r'src="([^"]*)"', found.html) == [HOME + address]
    assert found.shown == {HOME + address}
    assert found.losses == ()


def test_many_late_pictures_are_compared_once_each(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each is looked up among those before it, not compared with all of them."""
    asked = []

    def key(url: str) -> str:
        asked.append(url)
        return url

    monkeypatch.setattr("feeds.markup.writer.urls.picture_key", key)
    many = "".join(f'<img data-src="/{number}.png">' for number in range(100))
    assert len(clean(f"{many}<noscript>{many}</noscript>").shown) == 100
    assert len(asked) <= 300


def test_a_picture_has_the_sources_between_it_and_the_one_before() -> None:
    """A second picture in the same element takes no sources of the first one, and none that follow it."""
    found = clean('<picture><source srcset="/a.jpg"><img><img><source srcset="/b.jpg"><img alt="x"></picture>')
    assert re.findall(r'src="([^"]*)"', found.html) == [f"{HOME}a.jpg", f"{HOME}b.jpg"]
    assert [loss.what for loss in found.losses] == said("<img>")


@pytest.mark.parametrize(
    "html",
    [
        '<img src="https://count.example/?x" width="1" height="1">',
        '<noscript><img height=1 width=1 style="display:none" src="https://count.example/tr"></noscript>',
        '<iframe src="https://count.example/" width="0" height="0"></iframe>',
        '<iframe src="https://count.example/" style="display: none"></iframe>',
    ],
)
def test_what_counts_readers_goes(html: str) -> None:
    """What nobody sees is not worth a word."""
    assert clean(html) == SafeHTML("")


@pytest.mark.parametrize(
    ("written", "player", "page"),
    [
        ("https://youtu.be/abc?t=90", "www.youtube.com/embed/abc?start=90", "www.youtube.com/watch?v=abc"),
        ("https://www.youtube.com/watch?v=abc&list=x", "www.youtube.com/embed/abc", "www.youtube.com/watch?v=abc"),
        ("https://m.youtube.com/watch?v=abc", "www.youtube.com/embed/abc", "www.youtube.com/watch?v=abc"),
        ("https://www.youtube.com/shorts/abc", "www.youtube.com/embed/abc", "www.youtube.com/watch?v=abc"),
        ("//m.youtube.com/embed/abc", "www.youtube.com/embed/abc", "www.youtube.com/watch?v=abc"),
        ("http://www.youtube.com/v/abc", "www.youtube.com/embed/abc", "www.youtube.com/watch?v=abc"),
        (
            "https://www.youtube.com/embed/videoseries?list=P1",
            "www.youtube.com/embed/videoseries?list=P1",
            "www.youtube.com/playlist?list=P1",
        ),
        (
            "https://cdn.embedly.com/widgets/media.html?src=https%3A%2F%2Fwww.youtube.com%2Fembed%2Fabc%3Fa%3Db&type=x",
            "www.youtube.com/embed/abc?a=b",
            "www.youtube.com/watch?v=abc",
        ),
        ("https://vimeo.com/9", "player.vimeo.com/video/9", "vimeo.com/9"),
        (
            "https://www.dailymotion.com/embed/video/x1",
            "www.dailymotion.com/embed/video/x1",
            "www.dailymotion.com/video/x1",
        ),
        (
            "https://geo.dailymotion.com/player.html?video=x1",
            "geo.dailymotion.com/player.html?video=x1",
            "www.dailymotion.com/video/x1",
        ),
        ("https://open.spotify.com/embed/track/1a?x", "open.spotify.com/embed/track/1a?x", "open.spotify.com/track/1a"),
        (
            "https://w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1&color=x",
            "w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1&color=x",
            "w.soundcloud.com/player/?url=https%3A//api.soundcloud.com/tracks/1&color=x",
        ),
        (
            "https://w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b",
            "w.soundcloud.com/player/?url=https%3A//soundcloud.com/a/b",
            "soundcloud.com/a/b",
        ),
        ("https://youtu.be/abc?t=1m30s", "www.youtube.com/embed/abc?start=90", "www.youtube.com/watch?v=abc"),
        (
            "https://www.youtube.com/watch?v=abc#t=30",
            "www.youtube.com/embed/abc?start=30",
            "www.youtube.com/watch?v=abc",
        ),
        ("https://www.youtube.com/live/abc?feature=x", "www.youtube.com/embed/abc", "www.youtube.com/watch?v=abc"),
        ("https://www.youtube.com/v/abc&hl=en", "www.youtube.com/embed/abc", "www.youtube.com/watch?v=abc"),
        (
            "https://www.youtube.com/playlist?list=P1",
            "www.youtube.com/embed/videoseries?list=P1",
            "www.youtube.com/playlist?list=P1",
        ),
        ("https://vimeo.com/9/ab1", "player.vimeo.com/video/9?h=ab1", "vimeo.com/9/ab1"),
        ("https://vimeo.com/channels/x/9", "player.vimeo.com/video/9", "vimeo.com/9"),
        ("https://vimeo.com/groups/x/videos/9", "player.vimeo.com/video/9", "vimeo.com/9"),
        ("https://dai.ly/x1", "www.dailymotion.com/embed/video/x1", "www.dailymotion.com/video/x1"),
        (
            "https://www.dailymotion.com/video/x1_a-b",
            "www.dailymotion.com/embed/video/x1",
            "www.dailymotion.com/video/x1",
        ),
        ("https://open.spotify.com/intl-de/track/1a", "open.spotify.com/embed/track/1a", "open.spotify.com/track/1a"),
        (
            "https://open.spotify.com/embed-podcast/episode/1a",
            "open.spotify.com/embed/episode/1a",
            "open.spotify.com/episode/1a",
        ),
        (
            "https://bandcamp.com/EmbeddedPlayer/album=1/size=large/",
            "bandcamp.com/EmbeddedPlayer/album=1/size=large/",
            "bandcamp.com/EmbeddedPlayer/album=1/size=large/",
        ),
    ],
)
def test_a_player_and_its_page(written: str, player: str, page: str) -> None:
    """Every form of a film's address leads to its player, and from there to its page."""
    assert player_address(written) == f"https://{player}"
    assert page_of(f"https://{player}") == f"https://{page}"
    assert player_in(written) == f"https://{player}"
    for html in (
        "<iframe src='{}'>",
        "<iframe data-src='{}'>",
        "<object data='{}'>",
        "<embed src='{}'>",
        "<a href='{}'>",
    ):
        assert player_in(html.format(written)) == f"https://{player}"


@pytest.mark.parametrize(
    "address",
    [
        "https://www.youtube.com/watch?list=x",
        "https://www.youtube.com/watch/abc",
        "https://youtu.be/",
        "https://youtu.be/a/b",
        "https://vimeo.com/channels/9",
        "https://cdn.embedly.com/widgets/media.html?src=https%3A%2F%2Fevil.example%2Fembed%2Fabc",
        "https://cdn.embedly.com/widgets/media.html?src=javascript:x",
        "https://w.soundcloud.com/player/?url=https://evil.example/",
        "https://w.soundcloud.com/player/?url=https://soundcloud.com.evil.example/",
        "https://open.spotify.com/search/1",
        "https://www.dailymotion.com/x1",
        "https://soundcloud.com/a/b",
        "https://bandcamp.com/EmbeddedPlayer/",
        "https://evil.bandcamp.com/EmbeddedPlayer/album=1/",
    ],
)
def test_what_is_no_player(address: str) -> None:
    """A page that is no film's is not framed."""
    assert player_address(address) is None


@pytest.mark.parametrize(
    "written",
    [
        "www.youtube.com/watch?v=abc",
        "youtu.be/abc",
        "[The film](https://youtu.be/abc)",
        "Watch it: https://youtu.be/abc",
        "&lt;iframe src=&quot;https://www.youtube.com/embed/abc&quot;&gt;&lt;/iframe&gt;",
        "<figure><div>https://www.youtube.com/watch?v=abc</div></figure>",
        "<amp-youtube data-videoid=abc></amp-youtube>",
        "<lite-youtube videoid=abc></lite-youtube>",
    ],
)
def test_however_a_film_is_named(written: str) -> None:
    """Without a scheme, as a link, within words, escaped, or by a script's element, the film is found."""
    assert player_in(written) == "https://www.youtube.com/embed/abc"


def test_players_of_scripts_in_a_text() -> None:
    """The elements of AMP and of scripts that load players late are players, pictures and sound."""
    for html in ("<amp-youtube data-videoid=abc></amp-youtube>", "<lite-youtube videoid=abc></lite-youtube>"):
        assert clean(html).html.startswith('<iframe src="https://www.youtube.com/embed/abc"')
    assert clean("<amp-img src=/p.png alt=x></amp-img>").html == '<img src="https://site.example/p.png" alt="x">'
    assert clean("<amp-audio src=/s.mp3></amp-audio>").html.startswith(
        '<audio src="https://site.example/s.mp3" controls'
    )
    assert clean("<video><source data-src=/f.mp4></video>").html.count("https://site.example/f.mp4") == 2


@pytest.mark.parametrize("tag", ["img", "image", "amp-img", "amp-anim"])
def test_sources_are_of_the_picture_behind_them(tag: str) -> None:
    """Each is looked at for one picture alone, of whatever element: thousands of both took minutes."""
    pictures = f"<source srcset=/a.png><{tag}></{tag}><source srcset=/b.png><{tag}></{tag}><{tag}></{tag}>"
    assert clean(f"<picture>{pictures}</picture>").html.count("<img") == 2


def test_the_link_in_a_player_for_readers_without_frames() -> None:
    """Where the address of a player does not name its page, the link inside of it does."""
    player = "https://bandcamp.com/EmbeddedPlayer/album=1/"
    html = f'<iframe src="{player}"><a href="https://ada.bandcamp.com/album/x">X by Ada</a></iframe>'
    assert clean(html).html.endswith('<p><a href="https://ada.bandcamp.com/album/x">X by Ada</a></p>')
    for inside in ("", "<a>X</a>", "<a href='javascript:x'>X</a>"):
        assert f'<a href="{player}">Listen on Bandcamp' in clean(f'<iframe src="{player}">{inside}</iframe>').html


@pytest.mark.parametrize(
    ("frame", "page"),
    [
        (
            "www.facebook.com/plugins/post.php?href=https%3A%2F%2Fwww.facebook.com%2Fx%2F1",
            "https://www.facebook.com/x/1",
        ),
        ("www.instagram.com/p/Ab1/embed/captioned/", "https://www.instagram.com/p/Ab1/"),
        ("platform.twitter.com/embed/Tweet.html?id=12", "https://twitter.com/i/status/12"),
        ("www.tiktok.com/embed/v2/12", "https://www.tiktok.com/@/video/12"),
        ("player.twitch.tv/?video=12&parent=x", "https://www.twitch.tv/videos/12"),
        ("player.twitch.tv/?channel=ada", "https://www.twitch.tv/ada"),
        ("embed.podcasts.apple.com/us/podcast/x/id1", "https://podcasts.apple.com/us/podcast/x/id1"),
        ("archive.org/embed/ab", "https://archive.org/details/ab"),
        ("codepen.io/ada/embed/preview/ab?x=y", "https://codepen.io/ada/pen/ab"),
        ("docs.google.com/presentation/d/e/ab/embed?start=x", "https://docs.google.com/presentation/d/e/ab/pub"),
        (
            "tube.example/videos/embed/9c9de5e8-0a1e-484a-b099-e80766180a6d",
            "https://tube.example/videos/watch/9c9de5e8-0a1e-484a-b099-e80766180a6d",
        ),
        ("cdn.embedly.com/widgets/media.html?url=https%3A%2F%2Fx.example%2Fy&src=z", "https://x.example/y"),
        (
            "www.facebook.com/plugins/post.php?href=javascript:x",
            "https://www.facebook.com/plugins/post.php?href=javascript:x",
        ),
        ("maps.example/embed?pb=1", "https://maps.example/embed?pb=1"),
    ],
)
def test_the_page_of_a_frame(frame: str, page: str) -> None:
    """The link that stands for a frame leads to the page for people, where the address of the frame tells it."""
    assert page_of_frame(f"https://{frame}", HostNames()) == page
    assert f'<a href="{escape(page)}">' in clean(f'<iframe src="https://{escape(frame)}"></iframe>').html


def test_a_player_has_a_link_beside_it() -> None:
    """A reader that shows no frames shows where the film is; a link that is there already is not doubled."""
    player = '<iframe src="https://www.youtube.com/embed/abc"></iframe>'
    assert 'referrerpolicy="strict-origin-when-cross-origin"' in frame("https://www.youtube.com/embed/abc", title="")
    link = '<a href="https://www.youtube.com/watch?v=abc">Watch on YouTube</a>'
    assert clean(player).html.endswith(f"</iframe><p>{link}</p>")
    assert clean(f"<p>{player}</p>").html.endswith(f"</iframe><br>{link}</p>")
    own = '<p><a href="https://www.youtube.com/watch?v=abc">The film</a></p>'
    assert clean(player + own).html.endswith(f"</iframe>{own}")
    assert clean(f'<a href="/x">{player}</a>').html.endswith("</iframe></a>")


def test_a_frame_of_another_host_is_a_link() -> None:
    """It says what it shows, and that it is no frame any more."""
    found = clean('<p>a <iframe src="https://maps.example/pier?x=1" title="The pier"></iframe></p>')
    assert found.html == '<p>a <a href="https://maps.example/pier?x=1">The pier</a></p>'
    assert [loss.words for loss in found.losses] == ["https://maps.example/pier?x=1"]
    assert said('<iframe srcdoc="x"></iframe>') == ["a frame is left out: it has no address that can be published"]


@pytest.mark.parametrize("tag", ["audio", "video"])
def test_sound_and_film(tag: str) -> None:
    """They stay with controls, absolute addresses and a link inside, and do not begin by themselves."""
    found = clean(f'<{tag} autoplay loop muted src="/a.mp4" onplay="x()"><p>Sorry.</p></{tag}>').html
    assert re.fullmatch(
        rf'<{tag} src="{HOME}a.mp4" controls="" preload="\w+"><a href="{HOME}a.mp4">a.mp4</a></{tag}>', found
    )
    found = clean(
        f'<{tag} title="Tides"><source src="/a.webm" type="x/y"><source src="data:x">'
        f'<track src="/a.vtt" kind="captions"><p>Sorry.</p></{tag}>'
    ).html
    assert f'<source src="{HOME}a.webm" type="x/y"><track src="{HOME}a.vtt" kind="captions">' in found
    assert f'<a href="{HOME}a.webm">Tides</a></{tag}>' in found
    assert clean(f"<{tag}><p>Sorry.</p></{tag}>").html == "<p>Sorry.</p>"
    assert said(f'<{tag} src="blob:x">') == ["sound or film without an address that can be published is left out"]


MATH = "<math{}><mfrac><mn>1</mn><mn>3</mn></mfrac></math>"
TEX = r"\frac{1}{3}"
ANNOTATED = (
    f'<math><semantics><mfrac><mn>1</mn><mn>3</mn></mfrac><annotation encoding="application/x-tex">{TEX}</annotation>'
    "</semantics></math>"
)


@pytest.mark.parametrize(
    "html",
    [
        ANNOTATED,
        f'<span class="katex"><span class="katex-mathml">{ANNOTATED}</span><span class="katex-html">1 3</span></span>',
        f"<mjx-container><svg><title>1</title></svg><mjx-assistive-mml>{ANNOTATED}</mjx-assistive-mml></mjx-container>",
        f'<span class="MathJax_Preview">1/3</span><span class="MathJax"><nobr>1 3</nobr>{ANNOTATED}</span>'
        f'<script type="math/tex">{TEX}</script>',
        f'<span class="mwe-math-element"><span style="display: none">{ANNOTATED}</span><img src="/f.svg"></span>',
    ],
)
def test_a_formula_is_there_once(html: str) -> None:
    """Of its several forms the MathML is kept, with the TeX that it was made from."""
    found = clean(html)
    assert re.sub(r"</?span>", "", found.html) == MATH.format(f' alttext="{TEX}"')
    assert found.losses == ()


def test_the_tex_of_a_formula_without_mathml() -> None:
    """A script that holds a formula is shown as MathJax reads it in a text."""
    assert clean(f'<p>a <script type="math/tex; mode=display">{TEX}</script></p>').html == rf"<p>a \({TEX}\)</p>"


@pytest.mark.parametrize(
    "inner",
    [
        '<annotation-xml encoding="text/html"><img src=x onerror=x()></annotation-xml>',
        "<mtext><img src=/a.png onerror=x()></mtext>",
        "<mi><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=x()&gt;'>",
        "<maction actiontype='statusline#x' xlink:href='javascript:x()'>y</maction>",
        '<mo href="javascript:x()" style="x" onclick="x()">y</mo>',
    ],
)
def test_nothing_but_a_formula_is_in_a_formula(inner: str) -> None:
    """HTML within, and whatever leads back to it, is text or goes."""
    found = clean(f"<math><mrow>{inner}</mrow></math>").html
    assert re.sub(r"<(?:/?(?:math|mrow|mtext|mi|mo))>", "", found) in ("", "y")


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p hidden>x</p>", ""),
        ('<p hidden="until-found">x</p>', "<p>x</p>"),
        ('<div style="color:red; DISPLAY : none">x<p>y</p></div>z', "z"),
        ('<span style="display:inline">x</span>', "<span>x</span>"),
        ('<span class="a sr-only">x</span>', ""),
        ("<dialog>x</dialog><dialog open>y</dialog>", "y"),
    ],
)
def test_hidden_text(html: str, text: str) -> None:
    """What a browser does not show is not in the text either, and that is told."""
    assert clean(html).html == text
    assert said(html) == (["hidden text is left out"] if "x" not in text else [])


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ('<div dir="rtl" lang="ar"><p dir="auto">x</p></div>', None),
        ('<ol type="a" start="3" reversed=""><li value="9">x</li></ol>', None),
        ('<table><tfoot><tr><td align="right">1</td></tr></tfoot></table>', None),
        ('<p style="TEXT-ALIGN: Center">x</p>', '<p align="center">x</p>'),
        ('<td style="text-align:right">', ""),
        ('<ruby>x<rt lang="ja">y</rt></ruby><details open=""><summary>x</summary>y</details>', None),
        ('<time datetime="2026-01-02">x</time><del datetime="2026-01-02">x</del><abbr title="y">x</abbr>', None),
        ('<input type="checkbox" checked disabled> x <input type=checkbox> y', "☑ x ☐ y"),
        ('<h2>x <a class="headerlink" href="#x">¶</a></h2>', "<h2>x </h2>"),
        ('<map name=m><area href="/x" alt="East"><area alt="none"></map>', f'<a href="{HOME}x">East</a>'),
        ("<menu><li>x</li></menu><xmp>a <b></xmp>", "<ul><li>x</li></ul><pre>a &lt;b&gt;</pre>"),
        ('<svg aria-hidden="true"><path/></svg>x', "x"),
        ("<svg><title>Tide &amp; time</title><text>y</text></svg>", "Tide &amp; time"),
    ],
)
def test_what_is_kept_and_what_stands_for_it(html: str, text: str | None) -> None:
    """Direction, numbering, alignment and the rest stay as they are, or as what readers know."""
    assert clean(html).html == (html if text is None else text)


NOTES = (
    '<p>x<sup><a id="fnref1" href="#fn1">1</a></sup></p><p id="fn1">y <a href="#fnref1">↩</a> <a href="#no">z</a></p>'
)


def test_links_within_the_text_lead_to_ids_of_its_own() -> None:
    """Notes can be followed both ways, and two texts on one page have no id in common."""
    found = clean(NOTES, "one").html
    ids, links = set(re.findall(r' id="([^"]*)"', found)), set(re.findall(r'href="#([^"]*)"', found))
    assert ids == links
    assert {name.rpartition("-")[0] for name in ids} == {"fn1", "fnref1"}
    assert f'href="{LINK}#no"' in found
    assert not ids & set(re.findall(r' id="([^"]*)"', clean(NOTES, "another").html))


@given(
    st.lists(st.sampled_from(["a", "b", "é", "%", "c d", "1"]), max_size=8),
    st.lists(st.sampled_from("abcdé%"), max_size=8),
)
def test_no_link_within_a_text_leads_nowhere(ids: list[str], links: list[str]) -> None:
    """Every link to a place has its place, once, and no other id is kept."""
    html = "".join(f'<p id="{name}">x</p><svg><g id="{name}"></g></svg>' for name in ids)
    html += "".join(f'<a href="#{name}">x</a>' for name in links) + "<template><p id=d></p></template>"
    found = clean(html).html
    kept = re.findall(r' id="([^"]*)"', found)
    assert len(kept) == len(set(kept))
    assert set(kept) == set(re.findall(r'href="#([^"]*)"', found))


@pytest.mark.parametrize(
    ("html", "words"),
    [
        ('<img src="data:image/png;base64,AA">', "a picture that stands in the text itself"),
        ('<img alt="x">', "a picture without an address"),
        ('<a href="ftp://x.example/">x</a>', "a link leads nowhere"),
        ("<select><option>x</select>", "a field of a form"),
        ("<input type=text>", "a field of a form"),
        ("<script>x()</script>", "a script is left out"),
        ("<canvas>x</canvas>", "a canvas is left out"),
        ("<svg><path></svg>", "a drawing (svg) is left out:"),
    ],
)
def test_a_loss_is_named(html: str, words: str) -> None:
    """What a text loses is noted, and of equal losses how many there are."""
    (loss,) = clean(html * 3).losses
    assert loss.what.startswith(words)
    assert loss.times == 3


FULL = "".join(f"<a href=//ä{number:05}.example>x</a>" for number in range(MAX_HOSTS // 14))
"""A text whose international host names leave no room for more."""


@pytest.mark.parametrize(
    ("html", "written"),
    [
        pytest.param("<a href='//ö.example'>words</a>", "<a>words</a>", id="link"),
        pytest.param("<a href='/\t\t\t\t\t\t\t\t\t\t/ö.example'>words</a>", "<a>words</a>", id="link with tabs"),
        pytest.param("<img src='//ö.example/a.png'>", "", id="picture"),
        pytest.param("<img srcset='//ö.example/a.png 9w'>", "", id="sizes"),
        pytest.param("<video src='//ö.example/a.mp4'></video>", "", id="film"),
        pytest.param("<iframe src='//ö.example/a'></iframe>", "", id="frame"),
        pytest.param(
            "<iframe src='//cdn.embedly.com/widgets/?url=https://ö.example/'></iframe>", "embedly", id="page of a frame"
        ),
    ],
)
def test_no_more_international_host_names_are_encoded(html: str, written: str) -> None:
    """However an address stands there, one beyond the limit is left out, and the text stays."""
    alone, found = clean(html).html, clean(f"{FULL}<p>text {html}</p>").html
    assert "xn--nda" in alone
    assert "xn--nda" not in found
    assert written in found.partition("<p>text ")[2]


def test_a_player_is_none_of_an_international_host() -> None:
    """No time goes into such a name where only known players count."""
    assert player_address("https://www.yöutube.com/embed/a") is None
    assert player_address("https://cdn.embedly.com/widgets/?src=https://ö.example/embed/a") is None


def test_addresses_that_cost_much_are_dropped() -> None:
    """Each relative one is made of the page's, which may be of thousands of characters: there is an end to that."""
    link = "https://site.example/" + "p" * 7_900
    html = sanitise("<a href=x>x</a>" * 9_000, link).html
    assert 300 < html.count("<a ") < 9_000 or html == ""
    assert sanitise("<a href=x>x</a>" * 9_000, "https://site.example/p").html.count("<a ") == 9_000
