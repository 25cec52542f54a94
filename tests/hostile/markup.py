"""Markup that gets past sanitisers which look at text, or at another tree than a browser's."""

from hypothesis import strategies as st

ATTACKS = (
    "<script>attack()</script>",
    "<iframe><iframe src='javascript:attack()//www.youtube.com'></iframe>",
    "<iframe><iframe src='https://evil.example/?www.youtube.com'></iframe>",
    "<iframe src='https://www.youtube.com/embed/ok'><iframe src='data:text/html,<script>attack()</script>'></iframe>",
    "<iframe src='https://www.youtube.com/redirect?q=https://evil.example/'></iframe>",
    "<iframe src='https://www.youtube.com/embed/../redirect?q=x'></iframe>",
    "<iframe src='https://www.youtube.com/embed/%2e%2e/x'></iframe>",
    "<iframe src='https://u:p@www.youtube.com:444/embed/x'></iframe>",
    "<iframe srcdoc='<script>attack()</script>' src='https://player.vimeo.com/video/1' onload='attack()'></iframe>",
    "<iframe src=https://www.youtube.com/embed/x&#10;onload=attack()>",
    "<img src=x onerror=attack()>",
    "<img src='/a' title='\"><script>attack()</script>'>",
    "<img alt='`' src='/b' title=' onerror=attack() '>",
    "<svg onload=attack()><a xlink:href='javascript:attack()'><text>x</text></a></svg>",
    "<svg><style><!--</style><img src=x onerror=attack()>--></svg>",
    "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=attack()&gt;'>",
    "<math><annotation-xml encoding='text/html'><script>attack()</script></annotation-xml></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=attack()>",
    "<noscript><p title='</noscript><img src=x onerror=attack()>'></noscript>",
    "<noembed><p title='</noembed><img src=x onerror=attack()>'></noembed>",
    "<noframes><p title='</noframes><img src=x onerror=attack()>'></noframes>",
    "<xmp><p title='</xmp><img src=x onerror=attack()>'></xmp>",
    "<textarea><p title='</textarea><img src=x onerror=attack()>'></textarea>",
    "<title><p title='</title><img src=x onerror=attack()>'></title>",
    "<template><script>attack()</script><img src=x onerror=attack()></template>",
    "<select><template><style></select><img src=x onerror=attack()></style>",
    "<select><button><selectedcontent></button><option><img src=x onerror=attack()>",
    "<plaintext><script>attack()</script>",
    "<!--><img src=x onerror=attack()>-->",
    "<!--x--!><img src=x onerror=attack()>",
    "<![CDATA[><img src=x onerror=attack()>]]>",
    "<?xml <img src=x onerror=attack()>?>",
    "<a href='jav&#x09;ascript:attack()'>a</a><a href='&#1;javascript:attack()'>b</a>",
    "<a href='vbscript:x'>a</a><a href='data:text/html,<script>attack()</script>'>b</a>",
    "<a href='feed:javascript:x'>c</a>",
    "<a href='https://a.example/\"onmouseover=attack() x=\"'>a</a>",
    "<base href='https://evil.example/'><link rel=stylesheet href='https://evil.example/x.css'>",
    "<meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "<form action='https://evil.example/'><input autofocus onfocus=attack()><button formaction='javascript:attack()'>",
    "<object data='https://evil.example/x'></object><embed src='https://evil.example/x'>",
    "<video src='https://evil.example/x' onerror=attack() poster='javascript:x'><source onerror=attack()></video>",
    "<details open ontoggle=attack()>x</details><marquee onstart=attack()>x</marquee>",
    "<p style='background:url(https://evil.example/x)' background='https://evil.example/y'>x</p>",
    "<table background='https://evil.example/z'><tr><script>attack()</script><td>x</table>",
    "<b id=attributes><p name=body><a id=x name=y>x",
    "<p>x</p\x00><scr\x00ipt>attack()</script><\x0cscript>attack()</script>",
    "<div/onclick=attack()><p/='x'/onclick='attack()'><p \"=\" onclick=attack()><p ' onclick=attack()>",
    "</title></textarea></style></noscript></script>--><script>attack()</script>",
)
"""Each would call `attack`, or load something of evil.example, where it got through."""

_TAGS = (
    *("a", "annotation-xml", "b", "caption", "desc", "details", "foreignObject", "form", "iframe", "img"),
    *("malignmark", "math", "mglyph", "mtext", "noembed", "noframes", "noscript", "object", "option", "p", "plaintext"),
    *("pre", "script", "select", "style", "summary", "svg", "table", "td", "template", "textarea", "title", "xmp"),
)
_ATTRIBUTES = (
    "src='https://www.youtube.com/embed/x'", "src=' javascript:attack()'", "title=' src='", "title='\"><img src=x>'",
    "onload=attack()", "srcdoc='<p>'", "href='https://a.example/?<&>'", "href=java&#9;script:x", "encoding='text/html'",
    "style='x'", "alt='`\"'", "/", "=", "'", "src", "xlink:href='javascript:x'", "lang=x", "title='-->'", "dir=rtl",
)  # fmt: skip
_LOOSE = (
    "<!--", "-->", "--!>", "<![CDATA[", "]]>", "<?", "<!", "</", "<", ">", "&lt;", "&#1;", "&#0;", "&#x202e;", "\x00",
    "\x0b", "\x0c", "\x1b", "\x85", "\ufffe", "\n\n", "    ", "`", "```", "\\", "[x](", "](javascript:x)", "![", "> ",
    "*",
)  # fmt: skip

_TAG = st.builds(
    lambda slash, tag, attributes, end: f"<{slash}{tag}{''.join(f' {one}' for one in attributes)}{end}",
    st.sampled_from(["", "", "/"]),
    st.sampled_from(_TAGS),
    st.lists(st.sampled_from(_ATTRIBUTES), max_size=3),
    st.sampled_from([">", ">", "/>", ""]),
)
_PIECES = st.lists(_TAG | st.sampled_from(_LOOSE + ATTACKS) | st.text(max_size=5), min_size=1, max_size=8).map("".join)


@st.composite
def _mutated(draw: st.DrawFn) -> str:
    """Cut pieces out of an attack and put others in."""
    text = draw(st.sampled_from(ATTACKS))
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, len(text)))
        end = draw(st.integers(start, min(len(text), start + 8)))
        text = text[:start] + draw(st.sampled_from(_LOOSE) | _TAG | st.just("")) + text[end:]
    return text


MARKUP = _mutated() | _PIECES
"""Markup made of what breaks sanitisers, in any order, whole and broken."""
