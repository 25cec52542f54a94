"""The limits of an article: each is far above any real article, and far below what harms a parser.

Texts are counted in characters as in the file. Each limit says what happens beyond it.
"""

MAX_FILE_BYTES = 5_000_000
"""Bytes of an article's file at most; a longer one is an error, and is not read to its end."""

MAX_FRONT_MATTER = 200_000
"""Characters of front matter at most; longer front matter is an error."""

MAX_DEPTH = 100
"""Lists and groups of fields of front matter one inside another at most; more are an error.

Parsers recurse, and the one of libyaml's documents ends the process at some 25,000 levels.
"""

MAX_REPAIRED = 300_000
"""Characters of lines with other than ASCII characters, and 20 for each line, in which mojibake is looked for at most.

That takes some microseconds a character at worst. Only files with control characters are searched as a whole.
"""

MAX_DIGITS = 100
"""Characters of a number in YAML front matter at most; a longer one is an error.

`1:59:59:…` is a number to the base of 60, which takes quadratic time to convert.
"""

MAX_KEY_PARTS = 20
"""Parts of a dotted key of TOML front matter (`a.b.c = 1`) at most; more are an error.

Time and memory of the parser grow with their square.
"""

MAX_DIRECTIVES = 100
"""Lines that begin with `%` in a YAML file at most; more are an error: each directive is compared with all others."""

MAX_WRITTEN_OUT = 200_000
"""Characters and values of the front matter of an article at most, once each alias of YAML is written out.

A field with which it has more is dropped, and so is one that holds itself.
"""

MAX_MERGED_FIELDS = 100_000
"""Fields that the merge keys (`<<`) of front matter may bring in all together; more are an error."""

MAX_SPELLINGS = 50
"""Values of one field at most that front matter gives under several names (`tag`, `Tags`); the rest does not count."""

MAX_TITLE = 1_000
"""Characters of a title, a related story's or a picture's among them, and of a credit; the rest is left out."""

MAX_EXCERPT = 10_000
"""Characters of an excerpt at most; the rest is left out."""

MAX_NAME = 200
"""Characters of the name of a topic, a provider or a person, of a domain, type or category; a longer one is dropped."""

MAX_ID = 2_000
"""Characters of an `id` at most; a longer one is an error: subscribers know the item by all of it."""

MAX_PATTERN = 1_000
"""Characters of a pattern of addresses, or of paths, at most; no address can be made by a longer one.

A part of it may stand for a whole title, and it may have many.
"""

MAX_URL = 8_000
"""Characters of an address at most, also once it is encoded; a longer one is dropped, for a part of it leads nowhere.

Servers are told to take 8,000 (RFC 9110, section 4.1).
"""

MAX_EMBED = 10_000
"""Characters of `featuredContent` at most; longer ones are dropped."""

MAX_BODY = 250_000
"""Characters below the front matter at most; a longer body is dropped, and the excerpt stands for it."""

MAX_NESTING = 1_000
"""HTML elements in a body one inside another at most; a body with more is dropped: it would take minutes to check."""

MAX_MARKUP = 20_000
"""Characters of a body that may be markup (`<`, `&`, and in Markdown brackets, stars, lines and the like) at most.

A body with more is dropped: a parser would take seconds.
"""

MAX_SIGNS = 80_000
"""Characters of a body of Markdown at which its parser stops to look for markup, also `{`, `%`, `:` and `-`, at most.

A body with more is dropped: the parser takes some microseconds for each, again in the description of a picture.
"""

MAX_HOSTS = 20_000
"""Characters of the host names that are not ASCII in the text of an article, and again in its front matter, at most.

Each name counts once. An address with a further one is dropped: a character takes up to ten microseconds to encode,
most in names that have emoji.
"""

MAX_ATTRIBUTES = 2_000
"""Attributes of a tag of a body at most; a body with more is dropped: a parser compares each with all before it."""

MAX_RENDERED = 1_000_000
"""Characters that a body may grow to when it is rendered; one that would grow to more is dropped."""

MAX_COPIED = 15_000_000
"""Bytes that an article may come to in the documents of all its feeds together.

Three fifths of it are for the text, a fifth for pictures, related stories and authors, and a fifth for all other
fields. A longer text is dropped; of lists, topics among them, the first members are kept.
"""

MAX_ADDED = 1_000_000
"""Bytes that the addresses of an article's translations may come to in the documents of all its feeds.

The other sizes of its pictures that its text names may come to as many again; of both, the first are kept.
"""

MAX_TOPICS = 100
"""Topics of an article at most; the first ones are kept."""

MAX_VALUES = 20
"""Values of a field, authors or sections of an article that make groups at most; the first ones do."""

MAX_TRANSLATIONS = 100
"""Languages in which an article leads to its translations at most; the earliest ones are kept."""

MAX_TRANSLATED = 20_000
"""Characters of the addresses of an article's translations at most; the earliest ones are kept."""

MAX_IMAGES = 100
"""Pictures of an article or a provider at most; the first ones are kept."""

MAX_MEDIA = 100
"""Entries of each of the fields that list an article's sound and film at most; the first ones are kept."""

MAX_RELATED = 100
"""Related stories of an article at most; the first ones are kept."""

MAX_AUTHORS = 100
"""Authors of an article at most; the first ones are kept."""

MAX_IMAGE_SIDE = 30_000
"""Pixels of a picture's width or height at most; a larger one is no size, and is dropped."""

MAX_INTEGER = 2**53 - 1
"""The largest whole number that every reader of JSON holds exactly (RFC 8259, section 6); a larger one is dropped."""
