"""The output folder as a web application (WSGI): the documents, with the headers of nginx in docs/serving.md."""

import os
import re
import stat
from collections.abc import Iterable
from contextlib import suppress
from mimetypes import MimeTypes
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO
from urllib.parse import quote

from werkzeug.exceptions import Forbidden, HTTPException, MethodNotAllowed, NotFound
from werkzeug.http import http_date
from werkzeug.security import safe_join
from werkzeug.utils import redirect
from werkzeug.wrappers import Request, Response
from werkzeug.wsgi import wrap_file

from feeds.core.compression import BROTLI, GZIP
from feeds.core.model import DOCUMENT_NAMES, MEDIA_TYPES

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIEnvironment

MAX_AGE = 900
"""For how long a copy is good, in seconds."""

TYPES = {
    DOCUMENT_NAMES["rss"]: f"{MEDIA_TYPES['rss']}; charset=utf-8",
    DOCUMENT_NAMES["atom"]: f"{MEDIA_TYPES['atom']}; charset=utf-8",
    DOCUMENT_NAMES["json"]: MEDIA_TYPES["json"],
    ".opml": "text/x-opml; charset=utf-8",
    ".html": "text/html; charset=utf-8",
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
}
"""The types of documents, by name or its end; JSON is UTF-8 without saying so (RFC 8259, section 8.1)."""

ENCODINGS = {"br": BROTLI, "gzip": GZIP}
"""The compressed files that may lie beside a document, the smaller first, by the name of their content coding."""

_HIDDEN = re.compile(r"/\.(?!well-known/)|\.(?:gz|br)$")
_OTHER_TYPES = MimeTypes()  # the same on every machine
_BYTES = "application/octet-stream"
_CACHING = f"max-age={MAX_AGE}"


class Site:
    """The application that serves a folder. Only what is in it can be had, no list of it, and no file under way."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        """Answer a request."""
        try:
            response: Response | HTTPException = self._answer(Request(environ))
        except HTTPException as error:
            response = error
        return response(environ, start_response)

    def _answer(self, request: Request) -> Response:
        """Return the document that is asked for. Raises an HTTPException where there is none."""
        if request.method not in ("GET", "HEAD"):
            raise MethodNotAllowed(valid_methods=["GET", "HEAD"])
        path = self._path(request.path)
        if not request.path.endswith("/") and os.path.isdir(path):  # noqa: PTH112 - the path is text
            response = redirect(f"{quote(request.path)}/", 301)
            response.headers["Cache-Control"] = _CACHING
            return response
        file, coding = _best(path, request)
        headers = {"Content-Type": _type_of(path), "Cache-Control": _CACHING}
        if coding:
            headers["Content-Encoding"] = coding
        if coding or any(os.path.isfile(path + suffix) for suffix in ENCODINGS.values()):  # noqa: PTH113 - the same
            headers["Vary"] = "Accept-Encoding"
        if path.endswith("/feed.json"):
            headers["Access-Control-Allow-Origin"] = "*"
        return _document(request, file, headers)

    def _path(self, path: str) -> str:
        """Return the file that an address means. Raises NotFound for one that none can have."""
        if _HIDDEN.search(path) or "\0" in path:
            raise NotFound
        found = safe_join(os.fspath(self.folder.absolute()), path.lstrip("/"))
        if found is None:
            raise NotFound
        return os.path.join(found, "index.html") if path.endswith("/") else found  # noqa: PTH118 - the same


def _best(path: str, request: Request) -> tuple[BinaryIO, str | None]:
    """Return the smallest file of a document that the client takes (RFC 9110, section 12.5.3), and its coding."""
    for coding, suffix in ENCODINGS.items():
        if request.accept_encodings.quality(coding) > 0:
            with suppress(NotFound):
                return _opened(path + suffix), coding
    return _opened(path), None


def _document(request: Request, file: BinaryIO, headers: dict[str, str]) -> Response:
    """Return the answer with a file, its part, or the word that the client has it already (RFC 9110, 13 and 14).

    Size and time are those of the file that is open: another one may take its name at any moment.
    """
    status = os.fstat(file.fileno())
    headers["Content-Length"] = str(status.st_size)
    headers["Last-Modified"] = http_date(int(status.st_mtime))
    headers["ETag"] = f'"{int(status.st_mtime):x}-{status.st_size:x}"'
    response = Response(wrap_file(request.environ, file), headers=headers, direct_passthrough=True)
    try:
        response.make_conditional(request, accept_ranges=True, complete_length=status.st_size)
    except HTTPException:
        response.close()
        raise
    del response.headers["Date"]  # which the server adds
    return response


def _opened(path: str) -> BinaryIO:
    try:
        file = open(path, "rb")  # noqa: SIM115, PTH123 - the response closes it
    except PermissionError as error:
        raise Forbidden from error
    except OSError as error:
        raise NotFound from error
    if not stat.S_ISREG(os.fstat(file.fileno()).st_mode):
        file.close()
        raise NotFound
    return file


def _type_of(path: str) -> str:
    name = Path(path).name
    return TYPES.get(name) or TYPES.get(Path(path).suffix) or _OTHER_TYPES.guess_type(name)[0] or _BYTES
