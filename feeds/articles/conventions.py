"""What a site's own configuration says of its articles: the names of their fields, their addresses and their defaults.

`feeds.config` fills these from `feeds.toml` and from the configuration of the site's generator. Paths of files and
folders are relative to the root of the site, with `/` between their parts and none at the ends. Field names and values
of `Section.defaults` are those of the generator, as front matter would have them.
"""

from typing import Any, Literal

from msgspec import Struct

Generator = Literal["jekyll", "hugo", "eleventy", "hexo", "docusaurus", "zola", "astro"]
IdStyle = Literal["story", "link", "jekyll-feed"]

DateNames = dict[str, tuple[str, ...]]
"""Where `date`, `lastmod`, `publishdate` and `expirydate` of Hugo's are from: fields in lower case, and `:filename`."""


class Section(Struct, frozen=True):
    """A part of a site, and what holds for the files in it.

    `folder` is the path of a folder or a file, in a Jekyll site the beginning of one, or a pattern with `*`; empty,
    everything. `languages` narrows it down to the files of some languages, in lower case, and `type` as Jekyll does:
    `posts` are files below a folder `_posts`, `pages` those in no collection, and any other is a collection's name, for
    the files below `_name`. `permalink` is a pattern of addresses. `defaults` are fields of the files that leave them
    out. Files for which `is_published` is False are not published. With `is_ugly`, the addresses of Hugo's pages end in
    `.html`.

    In a Hugo site three lists of globs in lower case and without braces narrow it down: some of `pages` must fit the
    path of the page (`/posts/a`), some of `files` the path below the folder of the file or of a folder above it
    (`/a.md`), and none of `but` the whole of that path.

    Where several sections hold for a file, each value comes from the one with the longest folder that has it, and of
    equals from the one with a type, then from the last.
    """

    folder: str = ""
    type: str | None = None
    languages: frozenset[str] | None = None
    permalink: str | None = None
    defaults: dict[str, Any] = {}
    is_published: bool = True
    pages: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    but: tuple[str, ...] = ()
    is_ugly: bool = False


class Language(Struct, frozen=True):
    """A language of a site with several.

    Its files are those below the folder `content`, if that is given, and those with the language's code before the
    suffix (`index.fr.md`). Their addresses begin with `prefix`, which may be empty.
    """

    code: str
    content: str = ""
    prefix: str = ""


class Conventions(Struct, frozen=True):
    """How the files of a site are to be read; the defaults are those of a folder of no known generator.

    `content` is the folder of the articles, below which the path of an article begins that is part of its address.
    `fields` has for a field of ours the names that go before the known spellings of it. `permalink` is the pattern of
    addresses of articles that name none, where no section has one. `id` says what the id of an article with a page of
    the site is made of. `people` are the authors by their keys, with the fields of each. `language` is that of files
    which name none, `defaults` what the parts of a pattern are which an article does not fill.

    Of one generator each are the rest. Of Hugo, `prefix` says what addresses of the default language begin with,
    `keeps_case` that they are not in lower case, and `drops_accents` that they have no accents; `branches` are the
    folders with an `_index.md`, and `date_names` has where the dates are from, if not as usual, by the languages that
    say so, in lower case, and for all others by `""`. `codes` are those of the languages that may stand in names, and
    `mounts` the folders of the content, with the languages of what is in them. Jekyll's `content` is that of the
    collections, and its only mount the folder of all.
    `file_name` is Hexo's pattern of the names of posts (`new_post_name`), and `terms` has what stands for the names of
    categories in its addresses, and `locked` are the tags, in the case of `str.casefold`, whose posts are behind a
    password. `slugs` is how Zola makes slugs of names ("on", "safe" or "off"), and `keeps_dates` whether dates in front
    of these stay. `labels` has what topics are called whose names are keys of a file, in Docusaurus.
    """

    generator: Generator | None = None
    content: str = ""
    fields: dict[str, tuple[str, ...]] = {}
    sections: tuple[Section, ...] = ()
    permalink: str | None = None
    id: IdStyle = "story"
    people: dict[str, dict[str, Any]] = {}
    language: str | None = None
    languages: tuple[Language, ...] = ()
    defaults: dict[str, str] = {}
    branches: frozenset[str] = frozenset()
    keeps_case: bool = False
    drops_accents: bool = False
    file_name: str | None = None
    terms: dict[str, str] = {}
    locked: frozenset[str] = frozenset()
    slugs: str = "on"
    keeps_dates: bool = False
    labels: dict[str, str] = {}
    prefix: str = ""
    date_names: dict[str, DateNames] = {}
    codes: frozenset[str] = frozenset()
    mounts: dict[str, str] = {}
