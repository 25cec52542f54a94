"""Parse the bytes of one file into an Article. Pure: it reads no other file and no clock."""

import re
from collections.abc import Callable, Iterator
from typing import NamedTuple

from msgspec.structs import replace

from feeds.articles import fast_path, grouping, leads, templates
from feeds.articles.copies import fits, fitted
from feeds.articles.fields import MOJIBAKE, is_there
from feeds.articles.foreign.held_back import may_tell
from feeds.articles.foreign.location import Location, location_of
from feeds.articles.foreign.no_pages import is_tagging
from feeds.articles.foreign.translated import Translation
from feeds.articles.foreign.translation import translate
from feeds.articles.general_path import GeneralPath
from feeds.articles.local_files import AS_IT_IS, Completion, LeftOutError
from feeds.articles.outcome import DRAFT, NO_ARTICLE, UNDATED, Context, Outcome
from feeds.articles.problems import ProblemLog, of_aliases, unread
from feeds.articles.text import of_text
from feeds.core.images import counts_readers
from feeds.core.model import Article, Body, Problem
from feeds.core.spread import Spread, feeds_of
from feeds.core.stories import story_key
from feeds.frontmatter.source import FrontMatterError, Source
from feeds.frontmatter.split import is_plain_draft, split_file
from feeds.markup.bulk import without_bulk
from feeds.markup.mdx import without_modules
from feeds.markup.volume import Place, excess, excess_unrendered

__all__ = ["DRAFT", "NO_ARTICLE", "Context", "Outcome", "parse"]

_LIQUID_RAW = re.compile(r"\{%-?\s*(?:end)?raw\s*-?%\}")
_HTML, _MDX = ".html", ".mdx"
_DRAFTED = b"\npublished: false\n"
_IDENTIFYING = ("title", "publishedDateTime", "webUrl", "originalUrl")


def source_of(raw: bytes, context: Context) -> Source | None:
    """Split a file as the generator of its site does; see `split_file`.

    Raises FrontMatterError also for a field that is dropped for its aliases, and may have held the article back.
    """
    generator, locked = context.conventions.generator, context.conventions.locked
    source = split_file(raw, last_counts=context.is_jekyll, is_hexo=generator == "hexo")
    for name in source.dropped if source is not None else ():
        if source is not None and (may_tell(name, generator) or (locked and is_tagging(name))):
            line, message = unread(source, [name])
            raise FrontMatterError(line, f"{message}: it may say that the article is not published")
    return source


def parse(
    raw: bytes,
    path: str,
    context: Context,
    *,
    category: str | None = None,
    completion: Completion = AS_IT_IS,
    locate: Callable[[], Location] | None = None,
) -> Outcome | None:
    """Return the outcome of parsing a file's bytes; None if it has no front matter and so is not an article.

    `path` is how problems name the file, and its suffix tells HTML from Markdown. `category` is the category of an
    article that names none. `completion` adds to pictures and media of the site's own what their files tell, and
    `locate` says where the file is in its site; else `path` does. An article that is not published may be incomplete
    and is not read further. Front matter without a title, a date and a link belongs to another kind of page.
    """
    if _DRAFTED in raw and is_plain_draft(raw):
        return Outcome(skipped=DRAFT)

    try:
        source = source_of(raw, context)
    except FrontMatterError as error:
        return Outcome(problems=(Problem(path, error.line, "error", str(error)),))
    if source is None:
        return None
    grouped = grouping.values(source, context.fields, path)
    spread = Spread(grouped.number, path.count("/"), context.kinds)
    translation = translate(
        source.data, source.body, context, locate or (lambda: location_of(path, context.conventions))
    )
    skipped = translation.skipped or _why_skipped(translation)
    if skipped is not None:
        return Outcome(skipped=skipped, problems=_of_skipped(skipped, translation, path, context))

    if translation.data is not source.data:
        source = replace(source, data=translation.data)
    is_coded = templates.may_hold_code(source)
    source = replace(source, data=templates.in_fields(source, context)) if is_coded else source
    body, remark, lead = _text(source, raw, path, context)

    article = None
    findings: tuple[Problem, ...] = ()
    if remark is None and source.mended is None and not is_coded and not translation.failures:
        article = fast_path.article(
            source.data,
            home=context.home_url,
            zone=context.zone,
            category=category,
            body=body,
            is_ours=translation.is_ours,
        )
    article = _completed(article, completion, spread) if article is not None else None
    if article is None:
        general = GeneralPath(source, path, context, completion, translation)
        article, findings = _read_fields(general, category, body, spread)
    if article is not None and (translation.has_page or translation.language or translation.translation_key):
        article = _identified(article, translation)
    if article is not None and (why := _excess(article, spread)):
        article, remark = replace(article, body=None), _left_out(why, path, source.body_line)
    article = _led(article, lead, spread)

    lost = of_text(article, raw, path) if article is not None else ()
    of_body = [remark] if remark else []
    problems = [
        *findings,
        *_of_language(translation, source, path),
        *grouped.problems,
        *_of_file(source, path),
        *of_body,
        *lost,
    ]
    return Outcome(grouped.added_to(article), tuple(sorted(problems)) if problems else ())


def _read_fields(
    parser: GeneralPath, category: str | None, body: Body | None, spread: Spread
) -> tuple[Article | None, tuple[Problem, ...]]:
    """Return the article that fields describe, with its lists cut to what its feeds can hold, and its problems."""
    article = parser.article(category, body)
    if article is not None and not fits(article, spread):
        article, cut = fitted(article, spread)
        for name, warning in cut:
            parser.fields.warn(name, warning)
    return article, parser.findings.problems()


def _excess(article: Article, spread: Spread) -> str | None:
    """Return why the text of an article is too long to be rendered, or for its feeds; None if it is not."""
    if article.body is None:
        return None
    return excess(article.body, Place(feeds_of(article, spread), article.link, article.id))


def _completed(article: Article, completion: Completion, spread: Spread) -> Article | None:
    """Return an article with what is known of its pictures and media; None if that is worth a warning."""
    if not fits(article, spread):
        return None
    try:
        images = tuple(completion.picture(image, article.link) for image in article.images)
        media = tuple(completion.medium(medium, article.link) for medium in article.media)
    except LeftOutError:
        return None
    if any(map(counts_readers, images)):
        return None
    is_same = images == article.images and media == article.media
    return article if is_same else replace(article, images=images, media=media)


def _of_file(source: Source, path: str) -> Iterator[Problem]:
    """Yield the problems of a file besides those of its fields and its text."""
    if source.mended is not None:
        yield Problem(path, source.mended, "warning", f"the file {MOJIBAKE}")
    for line in source.repeated_lines:
        yield Problem(path, line, "warning", "the same field stands here again: this one counts, as in Jekyll")
    yield from of_aliases(source, path)


def _of_language(translation: Translation, source: Source, path: str) -> tuple[Problem, ...]:
    """Return the warning about the language that an article says, if it is none."""
    if translation.remark is None:
        return ()
    log, field = ProblemLog(source, path, translation.origins), ("language",)
    log.note("warning", field, f"{translation.origins.called(field)} {translation.remark}")
    return log.problems()


def _led(article: Article | None, lead: Body | None, spread: Spread) -> Article | None:
    """Return an article that lacks an excerpt with the first paragraph of what its text says before template code."""
    if article is None or lead is None or article.excerpt or _excess(replace(article, body=lead), spread):
        return article
    return replace(article, excerpt=leads.as_excerpt(lead, article.link))


class _Text(NamedTuple):
    """The text of an article, if it has one that can be shown, and the problem with it, if there is one.

    `lead` is what a text that is left out for its template code says before that.
    """

    body: Body | None
    remark: Problem | None = None
    lead: Body | None = None


def _text(source: Source, raw: bytes, path: str, context: Context) -> _Text:
    """Return the text of an article with its template code resolved."""
    body = _body(source.body, path)
    remark = excess_unrendered(body) if body is not None else None
    if body is None or remark is not None:
        return _Text(None, _left_out(remark, path, source.body_line) if remark else None)

    written = body
    body, position = templates.in_body(body, source, context)
    if position is not None:
        line = templates.line_of(raw, source, written.text, position)
        if not context.keeps_code:
            left_out = _left_out("holds template code that cannot be resolved", path, line)
            return _Text(None, left_out, leads.before_code(written, position, source, context))
        message = "the text holds template code that cannot be resolved: readers will see it as it is"
        return _Text(body, Problem(path, line, "warning", message))
    if context.is_jekyll and "raw" in body.text:
        body = Body(_LIQUID_RAW.sub("", body.text), body.format)
    return _Text(body)


def _left_out(remark: str, path: str, line: int) -> Problem:
    return Problem(path, line, "warning", f"the text {remark}, and is left out: the excerpt stands for it")


def _identified(article: Article, translation: Translation) -> Article:
    """Return an article with what its place in the site tells: its language, its translations, its page's id."""
    known = article.id if not translation.has_page or article.gives_id else translation.id or story_key(article.link)
    return replace(
        article,
        language=translation.language,
        translation_key=translation.translation_key,
        has_page=translation.has_page,
        id=known,
    )


def _why_skipped(translation: Translation) -> str | None:
    """Return why a file is not published: it is no article, a draft, or without a date."""
    data = translation.data
    if not any(is_there(data.get(name)) for name in _IDENTIFYING):
        return NO_ARTICLE
    if translation.is_draft:
        return DRAFT
    if translation.is_ours:
        return None
    missing = [name for name in ("title", "publishedDateTime") if not is_there(data.get(name))]
    return None if not missing else UNDATED if len(missing) == 1 else NO_ARTICLE


def _of_skipped(skipped: str, translation: Translation, path: str, context: Context) -> tuple[Problem, ...]:
    """Return a warning about a file that may be an article but for its title or date; a generator's pages are none."""
    if skipped in (UNDATED, NO_ARTICLE) and translation.date_of_file is not None:
        message = f"its date is {translation.date_of_file!r}, which feeds does not ask for, and it is not published"
        return (Problem(path, 1, "warning", f"{message}: give it a date such as 2021-12-13 if it is an article"),)
    if skipped != UNDATED or context.conventions.generator is not None:
        return ()
    missing = "date" if is_there(translation.data.get("title")) else "title"
    return (Problem(path, 1, "warning", f"has no {missing}, and is not published: give it one if it is an article"),)


def _body(text: str, path: str) -> Body | None:
    text = without_bulk(text)
    if path.lower().endswith(_MDX) and excess_unrendered(Body(text, "markdown")) is None:
        text = without_modules(text)
    return Body(text, "html" if path.lower().endswith(_HTML) else "markdown") if text.strip() else None
