"""Three browsers, with scripts and without, and the site over plain HTTP and over HTTPS.

The site is on this machine, but not at a name that browsers know for local: over plain HTTP they
would trust it as they trust HTTPS, and few sites are visited so.
"""

import os
import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import monotonic, sleep

import pytest
from django.conf import settings
from django.core.management import call_command

from tests.browser.conftest import ELSEWHERE
from tests.conftest import miss
from tests.promise.cold.processes import ENVIRONMENT as PRODUCTION
from tests.promise.shared_cache.processes import free_ports, process, site

from .drivers import PATIENCE, SECONDS, ClientConfig, Driver, Playwright, WebKit, webdriver
from .visitor import Visitor

MINI_BROWSERS = "/usr/lib/*/webkit2gtk-4.*/MiniBrowser"
#: The proxy that docs/production.md recommends.
RECIPE = re.compile(r"^    server \{\n.*?^    \}\n", re.MULTILINE | re.DOTALL)
NGINX = """daemon off;
master_process off;
pid nginx.pid;
events {{}}
http {{
    access_log off;
    client_body_temp_path body;
    proxy_temp_path proxy;
    fastcgi_temp_path fastcgi;
    scgi_temp_path scgi;
    uwsgi_temp_path uwsgi;
{server}}}
"""


@dataclass(frozen=True)
class Engine:
    name: str
    has_scripts: bool
    #: A browser without cookies; given the site's root.
    newcomer: Callable[[str], Driver]


@pytest.fixture(autouse=True)
def _database(db) -> None:
    """Without this, pytest-django makes no database of its own, and `content` has another one."""


@pytest.fixture(scope="package")
def content(django_db_setup, django_db_blocker) -> Iterator[None]:
    """Loaded once. These tests write no row: whoever reads here keeps their state in cookies."""
    with django_db_blocker.unblock():
        call_command("load_content", verbosity=0)
        yield
        call_command("flush", verbosity=0, interactive=False)


@pytest.fixture(scope="package")
def folder(tmp_path_factory) -> Callable[[str], Path]:
    return tmp_path_factory.mktemp


@pytest.fixture(scope="package")
def plain_site(content, folder) -> Iterator[str]:
    """Its "host:port" on this machine."""
    secret = PRODUCTION["SECRET_KEY"]  # with one of its own, it answers to names that are not local
    with site(folder("http"), SECRET_KEY=secret, ALLOWED_HOSTS=ELSEWHERE) as address:
        yield address


@pytest.fixture(scope="package")
def roots(plain_site, content, nginx, openssl, folder) -> Iterator[dict[str, str]]:
    """Where to visit the site, over "http", and over "https" as in production."""
    environment = PRODUCTION | {"ALLOWED_HOSTS": "127.0.0.1"}
    _, _, port = plain_site.partition(":")
    with (
        site(folder("https"), **environment) as origin,
        proxy(nginx, openssl, origin, folder("nginx")) as https,
    ):
        yield {"http": f"http://{ELSEWHERE}:{port}", "https": https}


@contextmanager
def proxy(nginx: str, openssl: str, origin: str, folder: Path) -> Iterator[str]:
    (port,) = free_ports(1)
    make_certificate(openssl, folder)
    (recipe,) = RECIPE.findall((settings.BASE_DIR / "docs/production.md").read_text())
    for documented, here in {
        "listen 443 ssl;": f"listen 127.0.0.1:{port} ssl;",
        "http2 on;": "",  # no nginx of Debian 12 knows it
        "/etc/ssl/callback": str(folder / "callback"),
        "127.0.0.1:8000": origin,
    }.items():
        assert documented in recipe
        recipe = recipe.replace(documented, here)
    (folder / "nginx.conf").write_text(NGINX.format(server=recipe))
    with process([nginx, "-p", str(folder), "-c", "nginx.conf", "-e", "error.log"], [port], folder):
        yield f"https://127.0.0.1:{port}"


def make_certificate(openssl: str, folder: Path) -> None:
    """A certificate that nobody has signed; the browsers are told to take it."""
    command = [openssl, "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"]
    command += ["-nodes", "-subj", "/CN=127.0.0.1", "-addext", "subjectAltName=IP:127.0.0.1"]
    files = ["-keyout", "callback.key", "-out", "callback.pem"]
    subprocess.run([*command, *files], cwd=folder, check=True, capture_output=True, timeout=SECONDS)


@pytest.fixture(scope="session")
def openssl() -> str:
    return shutil.which("openssl") or miss("OpenSSL is not installed", "REQUIRE_NGINX")


@pytest.fixture(scope="session")
def firefox() -> str:
    path = shutil.which("firefox-esr") or shutil.which("firefox")
    return path or miss("Firefox is not installed", "REQUIRE_BROWSER")


@pytest.fixture(scope="session")
def webkit() -> dict[str, str]:
    """The programs by which WebKit is driven where nobody sits at the screen."""
    names = ("WebKitWebDriver", "Xvfb", "openbox")
    found = {name: shutil.which(name) for name in names}
    found["MiniBrowser"] = next(map(str, sorted(Path("/").glob(MINI_BROWSERS[1:]))), None)
    missing = [name for name, path in found.items() if path is None]
    return miss(f"{missing[0]} is not installed", "REQUIRE_BROWSER") if missing else found


@pytest.fixture(scope="package")
def home(folder) -> dict[str, str]:
    """An environment with a home of its own: Firefox does not start in one of somebody else."""
    return os.environ | {"HOME": str(folder("home"))}


@contextmanager
def screen(
    programs: dict[str, str], home: dict[str, str], folder: Path
) -> Iterator[dict[str, str]]:
    """The environment of a screen with a window manager, without which no window has the focus."""
    shown, managed = folder / "screen", folder / "manager"
    shown.mkdir()
    managed.mkdir()
    with ExitStack() as running:
        command = [programs["Xvfb"], "-displayfd", "1", "-screen", "0", "1440x900x24"]
        running.enter_context(process(command, [], shown, home))
        until = monotonic() + SECONDS
        while not (number := re.search(r"^\d+$", (shown / "output").read_text(), re.MULTILINE)):
            assert monotonic() < until, (shown / "output").read_text()
            sleep(0.05)
        environment = home | {"DISPLAY": f":{number[0]}"}
        running.enter_context(process([programs["openbox"]], [], managed, environment))
        yield environment


def chromium_engine(request, has_scripts: bool) -> Iterator[Engine]:
    browser = request.getfixturevalue("browser")
    yield Engine(
        "chromium",
        has_scripts,
        lambda root: Playwright(browser, java_script_enabled=has_scripts),
    )


def firefox_engine(request, has_scripts: bool) -> Iterator[Engine]:
    browser = request.getfixturevalue("play").firefox.launch(
        channel="moz-firefox",
        executable_path=request.getfixturevalue("firefox"),
        env=request.getfixturevalue("home"),
        firefox_user_prefs={
            "javascript.enabled": has_scripts,
            "network.dns.localDomains": ELSEWHERE,
        },
    )
    yield Engine("firefox", has_scripts, lambda root: Playwright(browser, by_keys=not has_scripts))
    browser.close()


def webkit_engine(request, has_scripts: bool) -> Iterator[Engine]:
    programs, folder = request.getfixturevalue("webkit"), request.getfixturevalue("folder")
    options = webdriver.WebKitGTKOptions()
    options.binary_location = programs["MiniBrowser"]
    options.set_capability("acceptInsecureCerts", True)
    for argument in (
        "--automation",
        f"--enable-javascript={str(has_scripts).lower()}",
        # It has no other way to find the site under that name.
        f"--proxy=http://{request.getfixturevalue('plain_site')}",
        "--ignore-host=127.0.0.1",
    ):
        options.add_argument(argument)
    with ExitStack() as running:
        shown = screen(programs, request.getfixturevalue("home"), folder("webkit"))
        environment = running.enter_context(shown)
        service = webdriver.WebKitGTKService(programs["WebKitWebDriver"], env=environment)
        running.callback(service.stop)
        service.start()
        # Selenium's own class for WebKit would wait for ever for the window to open.
        config = ClientConfig(service.service_url, timeout=PATIENCE)
        remote = webdriver.Remote(service.service_url, options=options, client_config=config)
        browser = running.enter_context(remote)
        browser.implicitly_wait(SECONDS)
        browser.set_page_load_timeout(SECONDS)
        yield Engine("webkit", has_scripts, lambda root: WebKit(browser, root))


ENGINES = {"chromium": chromium_engine, "firefox": firefox_engine, "webkit": webkit_engine}


@pytest.fixture(
    scope="package",
    params=[(name, has_scripts) for name in ENGINES for has_scripts in (True, False)],
    ids=lambda param: f"{param[0]} {'with' if param[1] else 'without'} scripts",
)
def engine(request, content) -> Iterator[Engine]:
    """A browser that runs: each is started once."""
    name, has_scripts = request.param
    yield from ENGINES[name](request, has_scripts)


@pytest.fixture(params=["http", "https"])
def scheme(request) -> str:
    return request.param


@pytest.fixture
def visitor(engine, scheme, roots) -> Iterator[Visitor]:
    driver = engine.newcomer(roots[scheme])
    yield Visitor(driver, roots[scheme])
    driver.close()
