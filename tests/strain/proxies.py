"""The proxies of docs/production.md, started with the very words that stand there."""

import re
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from textwrap import dedent

from django.conf import settings

from tests.promise.shared_cache.processes import free_ports, process

DOCUMENT = settings.BASE_DIR / "docs" / "production.md"
AROUND_NGINX = """
daemon off;
master_process off;
pid nginx.pid;
error_log error.log;
events {}
http {
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    scgi_temp_path scgi;
    uwsgi_temp_path uwsgi;
    %s
}
"""
BEFORE_CADDY = """
{
    admin off
    auto_https disable_redirects
    skip_install_trust
    storage file_system %s
}
"""


def recipe(first_line: str) -> str:
    """The piece of the document that begins so."""
    found = re.search(rf"^    {re.escape(first_line)}\n(?:    .*\n)+", DOCUMENT.read_text(), re.M)
    assert found, first_line
    return dedent(found[0])


def adapted(text: str, changes: dict[str, str]) -> str:
    """With what a place of one's own has otherwise. Each must stand in the recipe, and once."""
    for documented, here in changes.items():
        assert text.count(documented) == 1, documented
        text = text.replace(documented, here)
    return text


@contextmanager
def nginx_before(origin: str, program: str, folder: Path) -> Iterator[int]:
    """Gives the port at which nginx speaks HTTPS for the site at `origin`, “host:port”."""
    (port,) = free_ports(1)
    certificate(folder)
    server = adapted(
        recipe("server {"),
        {
            "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
            "http2 on;": "",  # Debian's nginx is older
            "server_name callback.example;": "server_name localhost;",
            "/etc/ssl/callback.pem": str(folder / "site.pem"),
            "/etc/ssl/callback.key": str(folder / "site.key"),
            "http://127.0.0.1:8000;": f"http://{origin};",
        },
    )
    (folder / "nginx.conf").write_text(AROUND_NGINX % server)
    with process([program, "-p", str(folder), "-c", "nginx.conf", "-e", "e.log"], [port], folder):
        yield port


@contextmanager
def caddy_before(origin: str, program: str, folder: Path) -> Iterator[int]:
    """The same with Caddy."""
    (port,) = free_ports(1)
    certificate(folder)
    own = f"bind 127.0.0.1\n    tls {folder / 'site.pem'} {folder / 'site.key'}"
    site = adapted(
        recipe("callback.example {"),
        {
            "callback.example {": f"https://localhost:{port} {{\n    {own}",
            "reverse_proxy 127.0.0.1:8000 {": f"reverse_proxy {origin} {{",
        },
    )
    if " 2.6." in f" {version_of(program)}":  # as Debian has it
        site = adapted(site, {"request_buffers 3MB": "buffer_requests"})
    (folder / "Caddyfile").write_text(BEFORE_CADDY % (folder / "caddy") + site)
    home = {"HOME": str(folder), "XDG_DATA_HOME": str(folder), "XDG_CONFIG_HOME": str(folder)}
    command = [program, "run", "--config", "Caddyfile", "--adapter", "caddyfile"]
    with process(command, [port], folder, home):
        yield port


def version_of(caddy: str) -> str:
    found = subprocess.run([caddy, "version"], capture_output=True, text=True, check=True)
    return found.stdout.removeprefix("v")


BEFORE = {"nginx": nginx_before, "caddy": caddy_before}


def certificate(folder: Path) -> None:
    """For localhost, signed by itself: site.pem and site.key."""
    subprocess.run(
        [
            *("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256"),
            *("-nodes", "-days", "1", "-subj", "/CN=localhost"),
            *("-addext", "subjectAltName=DNS:localhost", "-keyout", "site.key", "-out", "site.pem"),
        ],
        cwd=folder,
        check=True,
        capture_output=True,
    )
