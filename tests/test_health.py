"""What the two answers for whoever runs the site depend on."""

from django.contrib.staticfiles.storage import staticfiles_storage
from django.test import Client

MANIFEST = {"BACKEND": "config.static_files.PublishedStorage"}


def test_the_process_answers_without_a_database():
    answer = Client().get("/healthz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_site_with_its_database_and_its_files_is_ready(db):
    answer = Client().get("/readyz")

    assert (answer.status_code, answer.text) == (200, "ok\n")


def test_a_site_without_its_static_files_is_not_ready(db, settings, tmp_path):
    settings.STATIC_ROOT = tmp_path
    settings.STORAGES = settings.STORAGES | {"staticfiles": MANIFEST}

    answer = Client().get("/readyz")

    assert staticfiles_storage.hashed_files == {}
    assert (answer.status_code, answer.text) == (503, "no static files\n")
