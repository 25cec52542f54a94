"""Starts the servers of docs/serving.md as that page sets them up, on free ports of this machine."""

import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from tests.conftest import need
from tests.interop.servers.client import SECONDS
from tests.interop.servers.pages import blocks, filled_in

DEBIAN = f"/usr/local/bin:/usr/bin:/bin:/usr/local/sbin:/usr/sbin:/sbin:{os.environ.get('PATH', '')}"
"""Where servers are found: Debian keeps them where only root looks."""

APACHE_MODULES = Path("/usr/lib/apache2/modules")
BROTLI = Path("/usr/lib/nginx/modules/ngx_http_brotli_static_module.so")


@contextmanager
def nginx(
    place: Path, dist: Path, *, port: int = 0, brotli: bool = False, hub: bool = False, redirects: bool = False
) -> Iterator[int]:
    """Run nginx with Debian's settings around the page's; `brotli` adds what the page says of it. Yields the port.

    `port` is that of a server that was there before, `hub` adds what docs/push.md says, `redirects` what docs/moving.md
    says.

    What it answers stands in `access.log`, status and path.
    """
    port = port or _free_port()
    site, line = blocks("serving.md", "nginx")
    places = {"listen 80;": f"listen 127.0.0.1:{port};", "listen [::]:80;": "", "/srv/news/dist": str(dist)}
    if brotli:
        need(str(BROTLI) if BROTLI.is_file() else None, "nginx's module for .br files")
        places["gzip_static on;\n"] = f"gzip_static on;\n{line}"
    if hub:
        above, inside = blocks("push.md", "nginx")
        site = above + site
        places["etag on;\n"] = f"etag on;\n{inside}"
    if redirects:
        above, inside, _ = blocks("moving.md", "nginx")
        site = filled_in(above, {"/srv/news/dist": str(dist)}) + site
        places["index index.html;\n"] = f"index index.html;\n{inside}"
    with _nginx(place, port, filled_in(site, places), brotli=brotli):
        yield port


@contextmanager
def moved_host(place: Path, port: int, address: str) -> Iterator[None]:
    """Run nginx as docs/moving.md has it for a host from which a site has moved to another address."""
    _, _, site = blocks("moving.md", "nginx")
    places = {"listen 80;": f"listen 127.0.0.1:{port};", "https://news.example.com/feeds": address.rstrip("/")}
    with _nginx(place, port, filled_in(site, places)):
        yield


@contextmanager
def _nginx(place: Path, port: int, site: str, *, brotli: bool = False) -> Iterator[None]:
    """Run nginx with Debian's settings around those of a site."""
    program = need(shutil.which("nginx", path=DEBIAN), "nginx")
    scratch = "\n".join(f"{kind}_temp_path {place}/{kind};" for kind in ("client_body", "proxy", "fastcgi"))
    config = place / "nginx.conf"
    config.write_text(f"""
        {f"load_module {BROTLI};" if brotli else ""}
        daemon off; master_process off; pid {place}/nginx.pid; error_log {place}/error.log;
        events {{}}
        http {{
            include /etc/nginx/mime.types; default_type application/octet-stream;
            sendfile on; tcp_nopush on; gzip on;
            log_format answers '$status $uri'; access_log {place}/access.log answers;
            {scratch}
            uwsgi_temp_path {place}/uwsgi; scgi_temp_path {place}/scgi;
            {site}
        }}
    """)
    with _running([program, "-p", str(place), "-e", f"{place}/error.log", "-c", str(config)], place, port):
        yield


@contextmanager
def apache(place: Path, dist: Path, *, hub: bool = False, redirects: bool = False, base: str = "/") -> Iterator[int]:
    """Run Apache with Debian's modules and the two that the page switches on. Yields the port.

    `hub` adds what docs/push.md says, `redirects` what docs/moving.md says where the output is at `base`.
    """
    program = need(shutil.which("apache2", path=DEBIAN), "Apache")
    port = _free_port()
    host, beside = blocks("serving.md", "apache")
    (dist / ".htaccess").write_text("\n".join([beside, *(blocks("push.md", "apache") if hub else [])]))
    if redirects:
        (inside,) = blocks("moving.md", "apache")
        at_base = re.escape(base).replace('"', r"\x22")
        inside = filled_in(inside, {'"^/(?!': f'"^{at_base}(?!'})
        host = filled_in(host, {"</VirtualHost>": f"{inside}</VirtualHost>"})
    modules = "authz_core authz_host alias dir autoindex env mime negotiation setenvif filter deflate headers rewrite"
    loaded = "\n".join(
        f"LoadModule {name}_module {APACHE_MODULES}/mod_{name}.so" for name in ("mpm_event", *modules.split())
    )
    config = place / "apache2.conf"
    # A server that root starts becomes the user nobody; one of somebody else's stays who it is.
    config.write_text(f"""
        ServerName 127.0.0.1
        ServerRoot {place}
        DefaultRuntimeDir {place}
        PidFile {place}/apache2.pid
        ErrorLog {place}/error.log
        Listen 127.0.0.1:{port}
        {loaded}
        User nobody
        Group nogroup
        Include /etc/apache2/mods-available/mime.conf
        Include /etc/apache2/mods-available/dir.conf
        Include /etc/apache2/mods-available/autoindex.conf
        Include /etc/apache2/mods-available/deflate.conf
        <Directory />
            Options FollowSymLinks
            AllowOverride None
            Require all denied
        </Directory>
        AccessFileName .htaccess
        {filled_in(host, {"*:80": f"127.0.0.1:{port}", "/srv/news/dist": str(dist)})}
    """)
    with _running([program, "-X", "-f", str(config)], place, port):
        yield port


@contextmanager
def caddy(place: Path, dist: Path, *, hub: bool = False, redirects: bool = False) -> Iterator[int]:
    """Run Caddy, without the certificate that it would get. Yields the port.

    `hub` adds what docs/push.md says, `redirects` what docs/moving.md says.
    """
    program = need(shutil.which("caddy", path=DEBIAN), "Caddy")
    port = _free_port()
    (site,) = blocks("serving.md", "caddy")
    config = place / "Caddyfile"
    places = {"feeds.example.org": f"http://127.0.0.1:{port}", "/srv/news/dist": str(dist)}
    if hub:
        (line,) = blocks("push.md", "caddy")
        places["\tfile_server {"] = f"{line}\tfile_server {{"
        places["header -Vary\n"] = "header -Vary\n\t\theader -Link\n"
    if redirects:
        (line,) = blocks("moving.md", "caddy")
        site = filled_in(site, {"root * /srv/news/dist\n": f"root * /srv/news/dist\n{line}"})
    config.write_text("{\n\tadmin off\n}\n" + filled_in(site, places))
    with _running([program, "run", "--config", str(config), "--adapter", "caddyfile"], place, port):
        yield port


@contextmanager
def ours(place: Path, dist: Path) -> Iterator[int]:
    """Run `feeds serve`. Yields the port."""
    port = _free_port()
    with _running([sys.executable, "-m", "feeds", "serve", "-o", str(dist), "--port", str(port)], place, port):
        yield port


SERVERS: dict[str, Callable[[Path, Path], AbstractContextManager[int]]] = {
    "nginx": nginx,
    "nginx with brotli": lambda place, dist: nginx(place, dist, brotli=True),
    "apache": apache,
    "caddy": caddy,
    "feeds serve": ours,
}


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port: int = listening.getsockname()[1]
        return port


@contextmanager
def _running(command: Sequence[str], place: Path, port: int) -> Iterator[None]:
    """Run a server until the body is done; it must answer before that begins."""
    home = {"HOME": str(place), "XDG_DATA_HOME": str(place), "XDG_CONFIG_HOME": str(place)}
    with (place / "said").open("wb") as said:
        process = subprocess.Popen(command, cwd=place, env=os.environ | home, stdout=said, stderr=said)
    try:
        deadline = time.monotonic() + SECONDS
        while not _answers(port):
            assert process.poll() is None, _words(place)
            assert time.monotonic() < deadline, _words(place)
            time.sleep(0.02)
        yield
    finally:
        process.terminate()
        try:
            process.wait(SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _answers(port: int) -> bool:
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=1):
            return True
    except OSError:
        return False


def _words(place: Path) -> str:
    return "\n".join(path.read_text() for path in (place / "said", place / "error.log") if path.is_file())
