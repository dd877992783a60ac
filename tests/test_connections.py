"""Connections to SQLite last, but for no longer than the file."""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper

from config.connections import close_if_gone


@pytest.fixture
def file(tmp_path: Path) -> Path:
    make(tmp_path / "site.sqlite3", "first")
    return tmp_path / "site.sqlite3"


@pytest.fixture
def site(file: Path, db) -> Iterator[BaseDatabaseWrapper]:
    """Another connection of the same kind, to this file."""
    if connection.vendor != "sqlite":
        pytest.skip("Is about SQLite alone.")
    with closing(connection.copy()) as other:
        other.settings_dict["NAME"] = str(file)
        yield other


def make(path: Path, said: str) -> None:
    with closing(sqlite3.connect(path)) as database:
        database.execute("CREATE TABLE word AS SELECT ? AS said", [said])
        database.commit()


def read(site: BaseDatabaseWrapper) -> str:
    """As a request does."""
    close_if_gone(site)
    with site.cursor() as cursor:
        cursor.execute("SELECT said FROM word")
        return cursor.fetchone()[0]


def test_a_connection_serves_more_than_one_request(site):
    read(site)
    first = site.connection

    read(site)

    assert site.connection is first


def test_a_copy_that_takes_the_place_of_the_file_is_read_by_the_next_request(file, site, tmp_path):
    before = read(site)

    make(tmp_path / "copy", "second")
    shutil.move(tmp_path / "copy", file)

    assert (before, read(site)) == ("first", "second")
