"""The output folder as a web application (WSGI), with the headers that nginx sends by docs/serving.md."""

import os
import re
from collections.abc import Iterable
from contextlib import suppress
from mimetypes import MimeTypes
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

from werkzeug.exceptions import Forbidden, Gone, HTTPException, MethodNotAllowed, NotFound
from werkzeug.http import http_date
from werkzeug.security import safe_join
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import wrap_file

from feeds.config import ServedOutput
from feeds.core.archives import LAST_SECOND
from feeds.core.compression import BROTLI, GZIP
from feeds.core.model import DOCUMENT_NAMES, MEDIA_TYPES
from feeds.core.real_paths import real_path
from feeds.core.safe_files import is_regular
from feeds.core.subscribed import is_subscribed
from feeds.devserver.files import open_below, shown_parts
from feeds.devserver.moved import Moves
from feeds.publish.state_folder import is_state

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MAX_AGE = 900
"""Seconds for which a browser may use its copy without asking."""

HOSTS = ("127.0.0.1", "localhost", "[::1]")
"""The host names by which a request may ask for this server."""

TYPES = {
    DOCUMENT_NAMES["rss"]: f"{MEDIA_TYPES['rss']}; charset=utf-8",
    DOCUMENT_NAMES["atom"]: f"{MEDIA_TYPES['atom']}; charset=utf-8",
    DOCUMENT_NAMES["json"]: MEDIA_TYPES["json"],
    ".opml": "text/x-opml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
"""The types of documents, by name or suffix; JSON is UTF-8 without saying so (RFC 8259, section 8.1)."""

ENCODINGS = {"br": BROTLI, "gzip": GZIP}
"""The suffixes of compressed files beside a document, the smaller first, by their content coding."""

MAX_PATH = 4_096
"""Characters of a path in a request: the system opens no longer one, and each name in it would be looked for."""

CLOSING = "feeds.closing"
"""The key in the environment of a request under which an ExitStack closes what its response has opened."""

_HIDDEN = re.compile(r"/\.(?!well-known/)|\.(?:xml|json|opml|html|css|js|svg)\.(?:gz|br)$")
"""What no server sends; a folder may be called by a host that ends in `.br`."""

_OTHER_TYPES = MimeTypes()  # without the files of the system: the same on every machine
_BYTES = "application/octet-stream"
_CACHING = f"max-age={MAX_AGE}"


class MisdirectedRequest(HTTPException):
    """The request is for another host: a page elsewhere may have given its name the address of this machine."""

    code = 421
    description = f"feeds serve answers only to the host names {', '.join(HOSTS)}."


class OutputApp:
    """The application that serves the files of a folder, but no list of them, and no link that leads out of it."""

    def __init__(self, served: ServedOutput) -> None:
        self.served = served
        self._moves = Moves()
        self._is_link = {served.folder: served.folder.is_symlink()}

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        try:
            response = self._answer(Request(environ))
        except HTTPException as error:
            response = error.get_response(environ)  # the error itself would hold on to all that was asked
        except OSError:  # such as a link that is replaced at this very moment
            response = NotFound().get_response(environ)
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        """Return the document that is asked for, or a redirect to its folder, or to its place. Raises HTTPException."""
        if _host_name(request.environ.get("HTTP_HOST", HOSTS[0])) not in HOSTS:
            raise MisdirectedRequest
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(valid_methods=["GET", "HEAD"])

        root = self._root()
        path = _path_below(root, request.path)
        if moved := self._moves.find(root, self.served.base_url, request.path):
            return _redirect(moved.path)
        if not request.path.endswith("/") and _is_folder_below(root, path):
            return _redirect(f"{request.path}/")

        file, coding = _best(root, path, request)
        if closing := request.environ.get(CLOSING):
            closing.callback(file.close)
        headers = {"Content-Type": _type_of(path), "Cache-Control": _CACHING}
        if coding:
            headers["Content-Encoding"] = coding
        if coding or any(is_regular(path + suffix) for suffix in ENCODINGS.values()):
            headers["Vary"] = "Accept-Encoding"
        if links := _links(self.served, request.path):
            headers["Link"] = links
        if path.endswith("/feed.json"):
            headers["Access-Control-Allow-Origin"] = "*"
        return _document(request, file, headers)

    def _root(self) -> str:
        """Return the path of the output without links.

        An output that is a link stays one, wherever it leads. A link that takes the place of a folder later is not
        followed: by the path of the folder, nothing is found below it.
        """
        folder = self.served.folder
        if self._is_link.setdefault(folder, folder.is_symlink()) or folder.name in ("", ".."):
            return os.path.realpath(folder)
        return os.path.join(os.path.realpath(folder.parent), folder.name)  # noqa: PTH118 - the path is text


def _redirect(path: str) -> Response:
    """Return the response that leads to a path on this server. Raises Gone if there is none."""
    if not path:
        raise Gone
    response = redirect(quote(path), 301)
    response.headers["Cache-Control"] = _CACHING
    return response


def _links(served: ServedOutput, path: str) -> str:
    """Return the `Link` field of a feed's document, by which subscribers find its hubs (WebSub, section 4)."""
    if not served.hubs or not served.base_url or not is_subscribed(path):
        return ""
    links = [f'<{hub}>; rel="hub"' for hub in served.hubs]
    return ", ".join([*links, f'<{served.base_url}{quote(path.lstrip("/"))}>; rel="self"'])


def _host_name(host: str) -> str:
    """Return the name in a `Host` field, in lower case and without the port."""
    return re.sub(r":\d*$", "", host.strip()).lower()


def _path_below(root: str, path: str) -> str:
    """Return the file below the root that the path of a request means. Raises NotFound for one that none can have."""
    if len(path) > MAX_PATH or _HIDDEN.search(path) or "\0" in path or is_state(path.rpartition("/")[2]):
        raise NotFound  # the state may lie in the output
    found = safe_join(root, path.lstrip("/"))
    if found is None:
        raise NotFound
    return os.path.join(found, "index.html") if path.endswith("/") else found  # noqa: PTH118 - the path is text


def _is_folder_below(root: str, path: str) -> bool:
    real = real_path(path)
    return real is not None and shown_parts(root, real) is not None and os.path.isdir(real)  # noqa: PTH112 - the path is text


def _best(root: str, path: str, request: Request) -> tuple[BinaryIO, str | None]:
    """Return the smallest file of a document that the client accepts (RFC 9110, section 12.5.3), and its coding.

    Raises NotFound or Forbidden.
    """
    for coding, suffix in ENCODINGS.items():
        if request.accept_encodings.quality(coding) > 0:
            with suppress(OSError):
                return open_below(root, path + suffix), coding
    try:
        return open_below(root, path), None
    except PermissionError as error:
        raise Forbidden from error
    except OSError as error:
        raise NotFound from error


def _document(request: Request, file: BinaryIO, headers: dict[str, str]) -> Response:
    """Return the response with a file, a part of it, or "not modified" (RFC 9110, sections 13 and 14).

    Size and time are those of the open file: another one may take its name at any moment.
    """
    status = os.fstat(file.fileno())
    modified = min(max(int(status.st_mtime), 0), LAST_SECOND)  # files can have later times
    headers["Content-Length"] = str(status.st_size)
    headers["Last-Modified"] = http_date(modified)
    headers["ETag"] = f'"{modified:x}-{status.st_size:x}"'
    response = Response(wrap_file(request.environ, file), headers=headers, direct_passthrough=True)
    try:
        with suppress(OverflowError):  # a date that cannot be is no condition
            response.make_conditional(request, accept_ranges=True, complete_length=status.st_size)
    except HTTPException:
        response.close()
        raise
    del response.headers["Date"]  # the server adds it
    return response


def _type_of(path: str) -> str:
    name = Path(path).name
    return TYPES.get(name) or TYPES.get(Path(path).suffix) or _OTHER_TYPES.guess_type(name)[0] or _BYTES
