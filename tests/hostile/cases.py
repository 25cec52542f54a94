"""What each hostile article shows, and what is wanted of it."""

from typing import Any, NamedTuple


class Case(NamedTuple):
    """A file in `articles`: what it shows, what its item in JSON Feed has, and the problems that are told of it.

    Without an item nothing is published. Of a problem the line, the severity and the beginning of the message are here.
    An item's title, link and topics are named only where they are not what most of these articles have.
    """

    name: str
    shows: str
    item: dict[str, Any] | None = None
    problems: list[str] = []  # noqa: RUF012 - a NamedTuple's is never changed


CASES = (
    # Bytes and encodings.
    Case("nul-raw.md", "A zero byte in a title is dropped.", {}),
    Case("nul-escaped.md", "An escaped zero byte in a title is dropped.", {}),
    Case(
        "controls-raw.md",
        "Raw control characters are dropped, and those that separate become a space.",
        {"content_html": "<p>A bell in the text.</p>"},
    ),
    Case("controls-escaped.md", "Escaped control characters are dropped.", {}),
    Case("noncharacters-raw.md", "U+FFFE, U+FFFF and U+FDD0 are dropped.", {}),
    Case("noncharacters-escaped.md", "The same, escaped.", {"content_html": "<p>��A text.</p>"}),
    Case("surrogate-escaped.md", "A lone surrogate is dropped.", {}),
    Case(
        "surrogate-raw.md",
        "A surrogate as bytes is no UTF-8.",
        None,
        ["2: error: the file is not UTF-8; save it in that encoding"],
    ),
    Case("bom.md", "A byte order mark is passed over.", {}),
    Case("bom-twice.md", "A second one too.", {}),
    Case("utf-16.md", "UTF-16 is no UTF-8.", None, ["1: error: the file is not UTF-8; save it in that encoding"]),
    Case(
        "utf-16-big-endian.md",
        "Nor is it with the bytes the other way round.",
        None,
        ["1: error: the file is not UTF-8; save it in that encoding"],
    ),
    Case("utf-16-unmarked.md", "Without its mark, UTF-16 that is all ASCII is text with zero bytes.", {}),
    Case(
        "latin-1.md",
        "Latin-1 is no UTF-8; the line of the first such byte is named.",
        None,
        ["7: error: the file is not UTF-8; save it in that encoding"],
    ),
    Case(
        "crlf.md",
        "Lines may end as on Windows.",
        {"content_html": "<p>One\nTwo</p>"},
        ["7: warning: quality is text, but must be a whole number"],
    ),
    Case(
        "cr.md",
        "Lines may end as on an old Mac.",
        {"content_html": "<p>One\nTwo</p>"},
        ["7: warning: quality is text, but must be a whole number"],
    ),
    Case("empty.md", "An empty file is no article."),
    Case("binary.md", "A file of random bytes is no article."),
    Case(
        "binary-after-dashes.md",
        "Random bytes after three dashes are no UTF-8.",
        None,
        ["2: error: the file is not UTF-8; save it in that encoding"],
    ),
    Case("line-separator.md", "A line separator inside of a text is a space.", {}),
    # Front matter.
    Case("toml-long-integer.md", "The same in TOML.", None, ["3: error: front matter is not TOML: a number or a date"]),
    Case("json-long-integer.md", "The same in JSON.", None, ["2: error: front matter is not JSON: a number"]),
    Case(
        "list.md",
        "Front matter that is a list has no fields.",
        None,
        ["2: error: front matter is not a list of `name: value` pairs"],
    ),
    Case(
        "scalar.md",
        "Front matter that is a text has no fields.",
        None,
        ["2: error: front matter is not a list of `name: value` pairs"],
    ),
    Case(
        "two-documents.md",
        "A second document is the text of the first.",
        {"content_html": "<h2>title: Another</h2>\n<p>More.</p>"},
    ),
    Case("document-end.md", "Dots close front matter as dashes do.", {}),
    Case(
        "unterminated.md",
        "Front matter that is never closed.",
        None,
        ["1: error: front matter is never closed by a line '---'"],
    ),
    Case("no-front-matter.md", "A text alone is no article."),
    Case("empty-front-matter.md", "Empty front matter is that of another kind of page."),
    Case(
        "tabs.md",
        "Tabs do not indent.",
        None,
        ["8: error: front matter is not YAML: while scanning for the next token, found character that cannot s"],
    ),
    Case(
        "colon.md",
        "A colon in a title wants quotes.",
        None,
        ["2: error: front matter is not YAML: mapping values are not allowed in this context; put a text that"],
    ),
    Case(
        "at-sign.md",
        "A title that begins with @ wants quotes.",
        None,
        ["2: error: front matter is not YAML: while scanning for the next token, found character that cannot s"],
    ),
    Case(
        "quote-inside.md",
        "A quotation mark inside of quotes is doubled.",
        None,
        ["2: error: front matter is not YAML: while parsing a block mapping, did not find expected key; a quot"],
    ),
    Case(
        "repeated.md",
        "The same field twice: which is meant cannot be told.",
        None,
        ["7: error: the same field stands here twice; which is meant cannot be told"],
    ),
    Case(
        "toml-broken.md",
        "TOML without quotes.",
        None,
        ["2: error: front matter is not TOML: Invalid value; text must be in quotes"],
    ),
    Case(
        "json-broken.md",
        "JSON with a comma too many.",
        None,
        ["3: error: front matter is not JSON: Expecting property name enclosed in double quotes"],
    ),
    Case("json-list.md", "A JSON list has no fields, and begins no front matter."),
    Case(
        "alias-bomb.md",
        "Aliases that name ten others, six times over, are not looked through.",
        {},
        ["12: warning: 'f' holds itself, or its aliases stand for more than 200,000 characters: it is left out (and 2"],
    ),
    Case(
        "merge-bomb.md",
        "Merge keys that would fill the memory.",
        None,
        ["2: error: front matter merges more than 100,000 fields by `<<`"],
    ),
    Case(
        "recursive-alias.md",
        "A list that holds itself.",
        {},
        ["7: warning: 'images' holds itself, or its aliases stand for more than 200,000 characters: it is left out"],
    ),
    Case("recursive-mapping.md", "A story that is its own provider.", {}, ["7: warning: 'related' holds itself"]),
    Case("recursive-merge.md", "A mapping that merges itself.", None, ["2: error: front matter has too many `<<`"]),
    Case(
        "unsafe-tag.md",
        "Nothing in YAML makes objects.",
        None,
        ["7: error: front matter is not plain YAML: it has a tag or a key that is not allowed"],
    ),
    Case(
        "unsafe-tag-unread.md",
        "Nor in a field that nobody reads.",
        None,
        ["7: error: front matter is not plain YAML: it has a tag or a key that is not allowed"],
    ),
    Case(
        "integer-of-5000-digits.md",
        "A number too long to be read.",
        None,
        ["7: error: front matter holds a number or another value that cannot be read"],
    ),
    Case("integer-too-large.md", "A number that JSON readers would round.", {}, ["7: warning: quality is too large"]),
    # Wrong types.
    Case(
        "title-number.md",
        "A title of digits wants quotes.",
        None,
        ["2: error: title is a number, but must be text; put it in quotes"],
    ),
    Case(
        "title-boolean.md",
        "So does a word that YAML takes for a boolean.",
        None,
        ["2: error: title is true or false, but must be text; put it in quotes"],
    ),
    Case("title-date.md", "So does a date.", None, ["2: error: title is a date, but must be text; put it in quotes"]),
    Case("title-null.md", "A title that is nothing.", None, ["2: error: title is missing"]),
    Case(
        "title-list.md",
        "A list where a text belongs.",
        None,
        ["2: error: title is a list, but must be text; put it in quotes"],
    ),
    Case(
        "title-map.md",
        "A mapping where a text belongs.",
        None,
        ["2: error: title is a group of fields, but must be text; put it in quotes"],
    ),
    Case("title-missing.md", "No title at all.", None, ["2: error: title is missing"]),
    Case("title-blank.md", "A title of white space and control characters.", None, ["2: error: title is missing"]),
    Case(
        "texts-of-other-types.md",
        "Wrong types in texts that an article can do without.",
        {},
        [
            "7: warning: excerpt is a number, but must be text; put it in quotes",
            "8: warning: type is a list, but must be text; put it in quotes",
            "9: warning: category is a date, but must be text; put it in quotes",
            "10: warning: featuredContent is a group of fields, but must be text",
            "11: warning: ampWebUrl is true or false, but must be text",
        ],
    ),
    Case(
        "numbers-of-other-types.md",
        "Wrong types in numbers.",
        {},
        [
            "7: warning: quality is a number, but must be a whole number",
            "8: warning: heat is text, but must be a whole number",
        ],
    ),
    Case(
        "lists-of-other-types.md",
        "Text where a list belongs.",
        {},
        ["7: warning: images is text, but must be a list", "8: warning: related is text, but must be a list"],
    ),
    Case(
        "members-of-other-types.md",
        "Wrong types in lists.",
        {},
        [
            "6: warning: topics[2] is a number, but must be text; put it in quotes",
            "6: warning: topics[3] is a date, but must be text; put it in quotes",
            "6: warning: topics[4] is a list, but must be text; put it in quotes",
            "6: warning: topics[5] is a group of fields, but must be text; put it in quotes",
            "6: warning: topics[7] is true or false, but must be text; put it in quotes",
            "7: warning: images[1] is a number, but must be a group of fields, as in `- url: …`",
            "7: warning: images[3] is a list, but must be a group of fields, as in `- url: …`",
            "9: warning: related[1] is a number, but must be a group of fields, as in `- title: …`",
            "10: warning: related[2].title is a number, but must be text; put it in quotes",
            "10: warning: related[2].webUrl cannot be used: the related story is left out",
            "10: warning: related[2].webUrl is a number, but must be text",
        ],
    ),
    Case(
        "provider-text.md",
        "A text where a provider's fields belong.",
        {"provider": {"name": "hostile.example", "domain": "hostile.example"}},
        ["5: warning: provider is text, but must be a group of fields"],
    ),
    Case(
        "provider-members.md",
        "Wrong types in a provider.",
        {"provider": {"name": "hostile.example", "domain": "hostile.example"}},
        [
            "5: warning: provider.authors[1] is a number, but must be a name, or a group of fields, as in `- name: …`",
            "5: warning: provider.authors[2].name is a number, but must be text; put it in quotes",
            "5: warning: provider.domain is a list, but must be text; put it in quotes",
            "5: warning: provider.images is text, but must be a list",
            "5: warning: provider.name is a number, but must be text; put it in quotes",
        ],
    ),
    Case("nulls.md", "Nulls everywhere are fields that are absent.", {"tags": []}),
    Case(
        "flags-text.md",
        "Whether it is published must be said clearly.",
        None,
        ["7: error: published is text, but must be true or false"],
    ),
    Case(
        "flags-number.md",
        "A number is no flag, but for 0 and 1.",
        None,
        ["7: error: deleted is a number, but must be true or false"],
    ),
    Case("id-list.md", "An id that is no text.", None, ["7: error: id is a list, but must be text; put it in quotes"]),
    Case(
        "id-float.md",
        "An id that is a broken number.",
        None,
        ["7: error: id is a number, but must be text; put it in quotes"],
    ),
    Case("keys-of-other-types.md", "Fields whose names are no text are nobody's.", {}),
    # Bounds.
    Case(
        "long-name.md",
        "Names too long to be names are dropped.",
        {},
        [
            "5: warning: provider.authors[1].name is longer than 200 characters, and is left out",
            "5: warning: provider.name is longer than 200 characters, and is left out",
            "6: warning: topics[2] is longer than 200 characters, and is left out",
        ],
    ),
    Case("long-id.md", "An id of 3,000 characters.", None, ["7: error: id is longer than 2,000 characters"]),
    # Dates.
    Case(
        "date-impossible.md",
        "A day that does not exist.",
        None,
        ["3: error: publishedDateTime is an impossible date: '2026-02-30'"],
    ),
    Case(
        "date-partial.md",
        "A year and a month are no date.",
        None,
        ["3: error: publishedDateTime cannot be read as a date: '2026-02'; write it as 2021-12-13T05:54:00Z"],
    ),
    Case(
        "date-year-only.md",
        "A year is a number.",
        None,
        ["3: error: publishedDateTime cannot be read as a date: 2026; write it as 2021-12-13T05:54:00Z"],
    ),
    Case(
        "date-ambiguous.md",
        "Is it March or April?",
        None,
        ["3: error: publishedDateTime cannot be read as a date: '03/04/2026'; write it as 2021-12-13T05:54:00Z"],
    ),
    Case(
        "date-relative.md",
        "What day was yesterday?",
        None,
        ["3: error: publishedDateTime cannot be read as a date: 'yesterday'; write it as 2021-12-13T05:54:00Z"],
    ),
    Case(
        "date-time-only.md",
        "YAML takes it for 750 minutes.",
        None,
        ["3: error: publishedDateTime cannot be read as a date: 750; write it as 2021-12-13T05:54:00Z"],
    ),
    Case(
        "date-year-0.md",
        "The year 0 never was.",
        None,
        ["3: error: publishedDateTime is an impossible date: '0000-01-01'"],
    ),
    Case(
        "date-year-1.md",
        "Nor was there news in the year 1.",
        None,
        ["3: error: publishedDateTime is an impossible date: '0001-01-01'"],
    ),
    Case(
        "date-leap-second.md",
        "A leap second is a time that few programs know.",
        None,
        ["3: error: publishedDateTime is an impossible date: '2016-12-31T23:59:60Z'"],
    ),
    Case(
        "date-beyond-9999.md",
        "A moment that is beyond the year 9999 in UTC waits for its time.",
        None,
        ["3: warning: publishedDateTime is later than feeds can show: 9999-12-30 stands for it"],
    ),
    Case(
        "date-hour-25.md",
        "A day has 24 hours.",
        None,
        ["3: error: publishedDateTime is an impossible date: '2026-01-02T25:00:00Z'"],
    ),
    Case(
        "date-unknown-zone.md",
        "A zone whose letters stand for several.",
        None,
        ["3: error: publishedDateTime has an unknown time zone, 'IST': write an offset such as +0200"],
    ),
    Case(
        "date-list.md",
        "A list is no date.",
        None,
        ["3: error: publishedDateTime cannot be read as a date; write it as 2021-12-13T05:54:00Z"],
    ),
    Case(
        "date-9999.md",
        "The far future is not yet come.",
        None,
        ["3: warning: publishedDateTime is later than feeds can show: 9999-12-30 stands for it"],
    ),
    Case("date-leap-day.md", "A leap day.", {}),
    Case(
        "date-updated-impossible.md",
        "An update that cannot be.",
        {},
        ["7: warning: updatedDateTime is an impossible date: '2026-13-01'"],
    ),
    Case("date-updated-before.md", "An update before publication counts as none.", {}),
    # Addresses.
    Case("link-javascript.md", "A script is no address.", None, ["4: error: webUrl is not an http or https address"]),
    Case(
        "link-javascript-tabs.md",
        "Nor with tabs in it, which browsers pass over.",
        None,
        ["4: error: webUrl is not an http or https address"],
    ),
    Case(
        "link-javascript-newlines.md",
        "Nor with line ends in it.",
        None,
        ["4: error: webUrl is not an http or https address"],
    ),
    Case(
        "link-javascript-entities.md",
        "Nor with entities in it.",
        None,
        ["4: error: webUrl is not an http or https address: write it in full, with https:// in front"],
    ),
    Case("link-javascript-spaces.md", "Nor after spaces.", None, ["4: error: webUrl is not an http or https address"]),
    Case(
        "link-javascript-controls.md",
        "Nor after control characters.",
        None,
        ["4: error: webUrl is not an http or https address"],
    ),
    Case("link-vbscript.md", "Nor in another language.", None, ["4: error: webUrl is not an http or https address"]),
    Case("link-data.md", "Data is no address.", None, ["4: error: webUrl is not an http or https address"]),
    Case("link-file.md", "A file is nobody else's.", None, ["4: error: webUrl is not an http or https address"]),
    Case(
        "link-relative.md",
        "A relative address leads nowhere from a feed.",
        None,
        ["4: error: webUrl is not an http or https address: write it in full, with https:// in front"],
    ),
    Case(
        "link-no-scheme.md",
        "A host alone is relative, too.",
        None,
        ["4: error: webUrl is not an http or https address: write it in full, with https:// in front"],
    ),
    Case(
        "link-mailto.md",
        "Nobody reads news at an e-mail address.",
        None,
        ["4: error: webUrl is not an http or https address"],
    ),
    Case(
        "link-bad-port.md",
        "A port that does not exist.",
        None,
        ["4: error: webUrl is not an address: its host or its port is impossible"],
    ),
    Case(
        "link-port-text.md",
        "A port that is no number.",
        None,
        ["4: error: webUrl is not an address: its host or its port is impossible"],
    ),
    Case(
        "link-broken-ipv6.md",
        "An IPv6 address that is never closed.",
        None,
        ["4: error: webUrl is not an address: its host or its port is impossible"],
    ),
    Case(
        "link-wrong-ipv6.md",
        "An IPv6 address with too many parts.",
        None,
        ["4: error: webUrl is not an address: its host or its port is impossible"],
    ),
    Case("link-no-host.md", "No host at all.", None, ["4: error: webUrl has no host"]),
    Case(
        "link-empty-label.md",
        "A host with nothing between its dots.",
        None,
        ["4: error: webUrl has an impossible host"],
    ),
    Case("link-backslashes.md", "Backslashes are no slashes.", None, ["4: error: webUrl has no host"]),
    Case("link-long-host.md", "A host longer than names may be.", None, ["4: error: webUrl has an impossible host"]),
    Case(
        "link-userinfo.md",
        "A name and a password are left out.",
        {},
        ["4: warning: webUrl held a user name or a password, which is left out"],
    ),
    Case(
        "link-user.md",
        "A name alone as well.",
        {},
        ["4: warning: webUrl held a user name or a password, which is left out"],
    ),
    Case(
        "link-iri.md",
        "An international address is encoded.",
        {"url": "https://xn--bcher-kva.example/stra%C3%9Fe?w%C3%B6rter=gr%C3%B6%C3%9Fer#%C3%A4hnlich"},
    ),
    Case("link-spaces.md", "Spaces are encoded.", {"url": "https://hostile.example/a%20b?c%20d"}),
    Case(
        "link-quotes.md",
        "Quotation marks and angle brackets are encoded.",
        {"url": "https://hostile.example/%22onload=%22x'%3Cb%3E?q=%22%3C%3E"},
    ),
    Case(
        "link-newlines.md",
        "Line ends and tabs inside are dropped, as browsers do.",
        {"url": "https://hostile.example/newlines"},
    ),
    Case(
        "link-default-port.md",
        "The default port is left out, the host in lower case.",
        {"url": "https://hostile.example/x"},
    ),
    Case("link-ipv6.md", "An IPv6 address.", {"url": "https://[::1]:8080/x"}),
    Case("link-percent.md", "A stray percent sign is encoded.", {"url": "https://hostile.example/100%25/%25zz/%41"}),
    Case(
        "images-addresses.md",
        "Pictures at addresses that cannot be published.",
        {
            "images": [
                "https://hostile.example/a.png",
                "https://hostile.example/a%20b%22.png",
                "https://feeds.example.org/a.png",
                "https://hostile.example/images-addresses",
            ]
        },
        [
            "8: warning: images[1].url is not an http or https address",
            "9: warning: images[2].url is not an http or https address",
            "10: warning: images[3].url is not an http or https address",
            "11: warning: images[4].url held a user name or a password, which is left out",
            "12: warning: images[5].url is not an address: its host or its port is impossible",
            "14: warning: images[7].url is missing: the picture is left out",
        ],
    ),
    Case(
        "images-odd.md",
        "Pictures of which little is known, or too much.",
        {
            "images": [
                "https://hostile.example/a",
                "https://hostile.example/b.png",
                "https://hostile.example/c.png",
                "https://hostile.example/d.png",
            ]
        },
        [
            "8: warning: images[1].type cannot be told from the address: give it, such as image/jpeg, or RSS has",
            "8: warning: images[1].width is missing, and so is height: give it in pixels",
            "9: warning: images[2].height is -5, but must be from 1 to 30,000",
            "9: warning: images[2].width is 0, but must be from 1 to 30,000",
            "10: warning: images[3].type is no media type of a picture; image/png stands for it",
            "10: warning: images[3].width is 30,001, but must be from 1 to 30,000",
            "11: warning: images[4].attribution holds nothing but HTML, and is left out",
            "11: warning: images[4].height is text, but must be a whole number",
            "11: warning: images[4].width is a number, but must be a whole number",
        ],
    ),
    Case(
        "other-addresses.md",
        "Wrong addresses in fields that an article can do without.",
        {},
        [
            "7: warning: originalUrl is not an http or https address",
            "8: warning: ampWebUrl is not an address: its host or its port is impossible",
            "10: warning: related[1].webUrl cannot be used: the related story is left out",
            "10: warning: related[1].webUrl is not an http or https address",
            "11: warning: related[2].webUrl held a user name or a password, which is left out",
        ],
    ),
    Case(
        "two-sites.md",
        "Two addresses that have nothing to do with each other.",
        {},
        ["7: warning: originalUrl leads to another site than webUrl; readers are sent to hostile.example"],
    ),
    Case("id-address.md", "An id is a name, whatever it looks like.", {"id": "javascript:alert(1)"}),
    # Markup.
    Case(
        "cdata-end.md",
        "The end of a CDATA section is text like any other.",
        {
            "title": "A ]]> title",
            "tags": ["]]> tests"],
            "summary": "]]></item>",
            "content_html": "<p>]]&gt; </p>",
        },
        ["7: warning: excerpt holds HTML or Markdown, and is published as plain text"],
    ),
    Case(
        "title-script.md",
        "A script in a title is shown, and does not run.",
        {
            "title": "<script>alert(1)</script>",
            "content_html": '<p><a href="https://hostile.example/title-script">&lt;script&gt;alert(1)&lt;/script&gt;</a></p>',
        },
        ["2: warning: title holds nothing but HTML, which readers will see as it is: write plain text"],
    ),
    Case(
        "title-tags.md",
        "Tags go, and what they mark stays.",
        {"title": "Some bold title"},
        ["2: warning: title holds HTML or Markdown, and is published as plain text"],
    ),
    Case("title-no-tags.md", "What only looks like a tag is text.", {"title": "Vec<T> if a < b"}),
    Case(
        "title-escaped-twice.md",
        "What is escaped twice stays visible.",
        {"title": "Owls &amp; mice"},
        ["2: warning: title is escaped twice: readers will see an HTML entity, such as &amp;"],
    ),
    Case(
        "title-mojibake.md",
        "Text in the wrong encoding is repaired.",
        {"title": "The museum’s roof"},
        ["2: warning: title was in the wrong encoding, and is repaired; save the file as UTF-8"],
    ),
    Case(
        "file-mojibake.md",
        "The same, where it holds control characters.",
        {"summary": "The museum’s roof", "content_html": "<p>The museum’s roof</p>"},
        ["7: warning: the file was in the wrong encoding, and is repaired; save the file as UTF-8"],
    ),
    Case(
        "excerpt-cut.md",
        "Half an entity at the end is left out.",
        {"summary": "They sat on the pier...", "content_html": "<p>They sat on the pier...</p>"},
        ["7: warning: excerpt ends in the middle of an HTML entity, which is left out"],
    ),
    Case(
        "body-scripts.html",
        "Nothing in a text runs.",
        {
            "content_html": (
                '<p>Text &lt;svg/onload=alert(1)&gt;<img src="https://hostile.example/x">\n'
                '<a>a</a> <a>b</a> <a>c</a> <a href="mailto:a@b.example">d</a>\n'
                '<a>e</a> <a href="https://hostile.example/relative">f</a> <a '
                'href="https://hostile.example/">g</a> <a>h</a>\n'
                '<a href="https://evil.example/">evil.example</a>'
                '<a href="https://hostile.example/x">hostile.example/x</a>'
                '<a href="https://hostile.example/x">hostile.example/x</a>\n'
                "</p>\n"
                "<math><mtext></mtext></math><p></p>"
            )
        },
        [
            "8: warning: in the text, a script",
            "9: warning: in the text, a link leads nowhere",
            "11: warning: in the text, a frame is left out",
            "11: warning: in the text, a frame is published as a link",
            "12: warning: in the text, a field of a form",
        ],
    ),
    Case(
        "body-markdown-scripts.md",
        "Nor in Markdown.",
        {
            "content_html": (
                "<p>[a](javascript:alert(1))  &lt;javascript:alert(1)&gt; <a "
                'href="https://hostile.example/java%09script:x">c</a></p>\n'
                "<div>\n"
                "<p><strong>Text</strong> </p>\n"
                "<p>[d]: javascript:x\n"
                "[d]</p>\n"
                "</div>"
            )
        },
        [
            "8: warning: in the text, a picture that stands in the text itself",
            "12: warning: in the text, a script",
        ],
    ),
    Case(
        "body-unclosed.html",
        "Elements that are never closed end with the item.",
        {
            "content_html": (
                '<div><table><tbody><tr><td><b><i><a href="https://hostile.example/">Text '
                "&lt;!-- never closed</a></i></b></td></tr></tbody></table></div>"
            )
        },
    ),
    Case(
        "embed-unsafe.md",
        "A player from elsewhere is not shown.",
        {"content_html": '<p><a href="https://hostile.example/embed-unsafe">A plain title</a></p>'},
        ["7: warning: featuredContent is left out: it holds no player of a known host"],
    ),
    Case(
        "embed-player.md",
        "A player of YouTube is shown, without what runs.",
        {
            "content_html": (
                '<iframe src="https://www.youtube.com/embed/x" width="800" height="450" title="A plain '
                'title" allowfullscreen="" referrerpolicy="strict-origin-when-cross-origin"></iframe>\n'
                '<p><a href="https://www.youtube.com/watch?v=x">A plain title</a></p>'
            )
        },
    ),
    Case(
        "embed-javascript.md",
        "Nor one whose address is a script.",
        {"content_html": '<p><a href="https://hostile.example/embed-javascript">A plain title</a></p>'},
        ["7: warning: featuredContent is left out: it holds no player of a known host"],
    ),
    Case(
        "texts-markup.md",
        "Tags in all names are text, and an excerpt of them alone goes.",
        {
            "tags": ["<b onclick=x>Tests</b>"],
            "content_html": (
                "<h3>More coverage</h3>\n"
                "<ul>\n"
                '<li><a href="https://b.example/">&lt;script&gt;x&lt;/script&gt;</a> – &lt;i&gt;</li>\n'
                "</ul>"
            ),
        },
        [
            "7: warning: excerpt holds nothing but HTML, and is left out",
            "9: warning: related[1].title holds nothing but HTML, which readers will see as it is: write plain text",
        ],
    ),
    # Names.
    Case(
        "topics-paths.md",
        "Topics that look like paths stay inside.",
        {"tags": ["a/b", "..", ".", "../../etc", "/etc/passwd", "C:\\x", "~", ".hidden", "-dash", "--", "a\\b"]},
    ),
    Case(
        "topics-controls.md",
        "Control characters in topics are dropped.",
        {"tags": ["Tests", "New line", "[31m", "right to left"]},
    ),
    Case(
        "topics-reserved.md",
        "Names that mean something elsewhere are topics like any other.",
        {"tags": ["CON", "nul", "index", "all", "rss.xml", "index.html", "providers", "topics"]},
    ),
    Case("topics-emoji.md", "Emoji alone get a folder of their own.", {"tags": ["🦉", "🦉🦉", "☃"]}),
    Case(
        "topics-unicode.md", "One name in two normal forms is one topic.", {"tags": ["Café", "İstanbul", "ﬁn", "東京"]}
    ),
    Case(
        "topics-signs.md", "Signs tell languages apart.", {"tags": ["C", "C++", "C#", "A B", "R&D", "@x", "%", "!!!"]}
    ),
    Case(
        "provider-path.md",
        "A domain of dots is none.",
        {"provider": {"name": "Hostile", "domain": "hostile.example"}},
        ["5: warning: provider.domain has an impossible host"],
    ),
    Case(
        "provider-absolute.md",
        "A path is no domain.",
        {"provider": {"name": "Hostile", "domain": "hostile.example"}},
        ["5: warning: provider.domain is a path, and names no host"],
    ),
    Case(
        "provider-dot.md",
        "Nor is a dot.",
        {"provider": {"name": "Hostile", "domain": "hostile.example"}},
        ["5: warning: provider.domain has an impossible host"],
    ),
    Case(
        "provider-nul.md",
        "A zero byte in a domain is dropped.",
        {"provider": {"name": "Hostile", "domain": "hostile.example"}},
    ),
    Case(
        "provider-newline.md",
        "A line end in a domain.",
        {"provider": {"name": "Hostile", "domain": "hostile.example"}},
        ["5: warning: provider.domain has an impossible host"],
    ),
    Case(
        "provider-dash.md",
        "A host does not begin with a dash.",
        {"provider": {"name": "Hostile", "domain": "hostile.example"}},
        ["5: warning: provider.domain has an impossible host"],
    ),
    Case(
        "provider-slash.md",
        "Only the host of a path counts.",
        {"provider": {"name": "Hostile", "domain": "hostile.example"}},
        ["5: warning: provider.domain holds a path: only its host counts, hostile.example"],
    ),
    Case("provider-reserved.md", "A host of one name.", {"provider": {"name": "Hostile", "domain": "con"}}),
    Case(
        "provider-scheme.md",
        "A script is no domain.",
        {"provider": {"name": "Hostile", "domain": "hostile.example"}},
        ["5: warning: provider.domain is not an address: its host or its port is impossible"],
    ),
    Case(
        "provider-credentials.md",
        "Nobody's password is shown.",
        {"provider": {"name": "Hostile", "domain": "hostile.example"}},
    ),
    Case(
        "provider-unicode.md",
        "An international domain.",
        {"provider": {"name": "Hostile", "domain": "xn--bcher-kva.example"}},
    ),
    Case(
        "provider-emoji.md", "A domain with an emoji.", {"provider": {"name": "Hostile", "domain": "xn--8s9h.example"}}
    ),
    Case(
        "provider-names.md",
        "A provider's name may be anything; its folder comes from its domain.",
        {"provider": {"name": "../../etc", "domain": "hostile.example"}},
    ),
    Case(
        "provider-missing.md",
        "The host of the link stands for a missing provider.",
        {"provider": {"name": "hostile.example", "domain": "hostile.example"}},
        ["2: warning: provider is missing: the host of the link, hostile.example, is used"],
    ),
    Case("topics-long.md", "A topic's folder is short, and its name whole.", {"tags": [" ".join(["ab"] * 60)]}),
    Case(
        "private.md",
        "What is private is in no message, whatever is wrong around it.",
        {"provider": {"name": "Hostile", "domain": "hostile.example"}},
        ["9: warning: quality is text, but must be a whole number"],
    ),
    Case(
        "private-broken.md",
        "Not even where it is what is wrong.",
        None,
        ["9: error: front matter is not YAML: while scanning a quoted scalar, found unexpected end of stream"],
    ),
)
