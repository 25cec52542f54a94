"""Look for the templates of a site's own, and say what is wrong with one."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path
from traceback import extract_tb

from jinja2 import Environment, FileSystemLoader, TemplateNotFound, TemplateSyntaxError

from feeds.core.errors import ConfigError

_RECORD = re.compile(r"'feeds\.core\.model\.(\w+) object'")


def stamps(folder: Path, names: Iterable[str]) -> tuple[tuple[str, int], ...]:
    """Return the path and the time of every file below a folder, which change with a template.

    `names` are those of the files that go before built-in ones. Raises ConfigError for a link in the place of one that
    leads nowhere: the built-in one would stand for it. Other such links do no harm; editors leave them.
    """
    for path in map(folder.joinpath, names):
        if path.is_symlink() and not path.exists():
            raise ConfigError(f"{path}: the link leads nowhere; mend it, or remove it for the built-in file")
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return tuple((str(path), path.stat().st_mtime_ns) for path in files)


class Loader(FileSystemLoader):
    """Finds templates in folders; one that is not UTF-8 is at fault where its first such byte is."""

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        """Return the text of a template, its path, and whether that is as it was."""
        try:
            return super().get_source(environment, template)
        except UnicodeDecodeError as error:
            line = error.object.count(b"\n", 0, error.start) + 1
            path = next(path for folder in self.searchpath if (path := Path(folder, template)).is_file())
            raise TemplateSyntaxError("it is not UTF-8; save it in that encoding", line, template, str(path)) from error


def reason(error: Exception) -> str:
    """Return what is wrong with a template that raised an error."""
    if isinstance(error, TemplateNotFound):
        return f"there is no template {error.name}"
    if isinstance(error, TemplateSyntaxError):
        return error.message or ""
    return _RECORD.sub(lambda match: f"the {match[1].lower()}", str(error)) or type(error).__name__


def place(error: Exception, folder: Path) -> str:
    """Return `file:line` of the template that raised an error."""
    if isinstance(error, TemplateSyntaxError):
        return f"{error.filename or error.name}:{error.lineno}"
    frames = [frame for frame in extract_tb(error.__traceback__) if Path(frame.filename).suffix == ".html"]
    return f"{frames[-1].filename}:{frames[-1].lineno}" if frames else str(folder)
