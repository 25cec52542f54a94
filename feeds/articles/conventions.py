"""What a site's own configuration says of its articles: the names of their fields, their addresses and their defaults.

`feeds.config` fills these from `feeds.toml` and from the configuration of the site's generator. Paths of files and
folders are relative to the root of the site, with `/` between their parts and none at the ends. Field names and values
of `Section.defaults` are those of the generator, as front matter would have them.
"""

from typing import Any, Literal

from msgspec import Struct

Generator = Literal["jekyll", "hugo", "eleventy", "hexo", "docusaurus", "zola", "astro"]
IdStyle = Literal["story", "link", "jekyll-feed"]


class Section(Struct, frozen=True):
    """A part of a site, and what holds for the files in it.

    `folder` is the path of a folder or a file, or a pattern with `*`; empty, everything. `type` narrows it down as
    Jekyll does: `posts` are files below a folder `_posts`, `pages` those in no collection, and any other is a
    collection's name, for the files below `_name`. `permalink` is a pattern of addresses. `defaults` are fields of the
    files that leave them out. Files for which `is_published` is False are not published.

    Where several sections hold for a file, each value comes from the one with the longest folder that has it, and of
    equals from the one with a type, then from the last.
    """

    folder: str = ""
    type: str | None = None
    permalink: str | None = None
    defaults: dict[str, Any] = {}
    is_published: bool = True


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
    addresses of articles that name none; None, they have no page of their own. `defaults` are those of the parts of a
    pattern (Hexo's `permalink_defaults`). `id` says what the id is made of where an article gives none. `people` are
    the authors by their keys, with the fields of each. `language` is that of files which name none. `is_ugly` says
    that Hugo's addresses end in `.html`.
    """

    generator: Generator | None = None
    content: str = ""
    fields: dict[str, tuple[str, ...]] = {}
    sections: tuple[Section, ...] = ()
    permalink: str | None = None
    defaults: dict[str, str] = {}
    id: IdStyle = "story"
    people: dict[str, dict[str, Any]] = {}
    language: str | None = None
    languages: tuple[Language, ...] = ()
    is_ugly: bool = False
