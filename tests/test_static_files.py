"""What becomes of static files when they are collected, how they are sent, and who names them."""

import re

import pytest
from django.contrib.staticfiles.storage import StaticFilesStorage, staticfiles_storage
from django.core.management import call_command
from django.template.loader import render_to_string
from django.test import Client, override_settings

from config.settings import STORAGES
from config.static_files import joined

from .routes import pages

#: Other packages' files, and what takes long to compress.
LEFT_OUT = ["admin", "django_htmx", "vendor"]
SHARED = "css/site.css"
STYLE_SHEET = re.compile(r'<link rel="stylesheet" href="/static/([^"]+)"')


@pytest.fixture
def sheets(tmp_path):
    """Writes style sheets; returns them as a storage has them when it is collecting."""

    def sheets(**texts: str) -> dict:
        for name, text in texts.items():
            (tmp_path / f"{name}.css").write_text(text)
        storage = StaticFilesStorage(location=tmp_path, base_url="/static/")
        return {f"css/{name}.css": (storage, f"{name}.css") for name in texts}

    return sheets


def test_an_import_gives_way_to_what_it_names(sheets):
    paths = sheets(
        site='@layer one, two;\n@import "/static/css/one.css";\n@import "/static/css/paper.css" print;\n',
        one='@import "/static/css/two.css";\na { color: red; }\n',
        two="b { color: blue; }\n",
        paper="nav { display: none; }\n",
    )

    assert joined("css/site.css", paths) == (
        "@layer one, two;\n"
        "b { color: blue; }\na { color: red; }\n"
        "@media print {\nnav { display: none; }\n}\n"
    )


def test_a_style_sheet_without_imports_stays_as_it_is(sheets):
    text = (
        '/* As @import "/static/css/one.css"; would do. */\na { background: url("../icon.svg"); }\n'
    )

    assert joined("css/site.css", sheets(site=text)) == text


def test_an_import_of_nothing_is_an_error(sheets):
    paths = sheets(site='@import "/static/css/nowhere.css";\n')

    with pytest.raises(KeyError, match=re.escape("css/nowhere.css")):
        joined("css/site.css", paths)


@pytest.fixture(scope="module")
def collected(tmp_path_factory):
    """The site's own files as they are in production. They take a second to compress."""
    root = tmp_path_factory.mktemp("published")
    with override_settings(STATIC_ROOT=root, STORAGES=STORAGES):
        call_command("collectstatic", interactive=False, ignore_patterns=LEFT_OUT, verbosity=0)
    return root


@pytest.fixture
def published(collected, settings):
    settings.STATIC_ROOT, settings.STORAGES = collected, STORAGES
    return collected


@pytest.mark.slow
def test_what_is_published_is_one_shared_style_sheet(published):
    under_its_hash = staticfiles_storage.stored_name(SHARED)

    for name in (SHARED, under_its_hash):
        text = (published / name).read_text()
        assert ("@import" in text, text.count("@media print"), ".title-card" in text) == (
            False,
            1,
            True,
        )
    assert re.fullmatch(r"css/site\.[0-9a-f]{12}\.css", under_its_hash)
    assert staticfiles_storage.stored_name("fonts/antonio-latin.woff2") in text.replace(
        "../fonts", "fonts"
    )


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "encoding", "suffix"),
    [
        (SHARED, "br", ".br"),
        ("js/site.js", "br", ".br"),
        ("fonts/antonio-latin.woff2", None, ""),
    ],
)
def test_what_is_published_is_compressed_and_kept_for_ever(published, name, encoding, suffix):
    answer = Client().get(staticfiles_storage.url(name), headers={"Accept-Encoding": "gzip, br"})

    sent = published / f"{staticfiles_storage.stored_name(name)}{suffix}"
    assert answer.getvalue() == sent.read_bytes()
    assert (answer["Cache-Control"], answer.get("Content-Encoding")) == (
        "max-age=315360000, public, immutable",
        encoding,
    )


@pytest.mark.slow
def test_every_page_has_one_style_sheet_besides_the_shared_one_at_most(world, completist):
    """One page of each kind is asked for, which takes a second."""
    addresses = [listed[0] for listed in pages(world).values()]
    answers = {
        address: completist.get(address).text
        for address in [*addresses, "/accounts/login/", "/accounts/signup/", "/nowhere"]
    }
    answers["503"] = render_to_string("503.html")

    sheets = {address: STYLE_SHEET.findall(text) for address, text in answers.items()}

    assert sum(map(bool, sheets.values())) > 15
    assert {
        address: names
        for address, names in sheets.items()
        if names and (names[0] != SHARED or len(names) > 2)
    } == {}
