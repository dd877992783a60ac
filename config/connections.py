"""Keeps SQLite's connections from one request to the next, as long as the file is the same.

To open one takes as long as two bare Django views. Whoever puts a copy in the place of the file
leaves them with the old one; so each request looks first which file has the name by now.
"""

from pathlib import Path
from typing import Any

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper

type File = tuple[int, int]

#: By the connection's own attribute: each belongs to one thread.
FILE = "callback_file"


def note_the_file(connection: BaseDatabaseWrapper, **kwargs: Any) -> None:
    if connection.vendor == "sqlite":
        setattr(connection, FILE, _file_of(connection))


def leave_a_file_that_is_gone(**kwargs: Any) -> None:
    for connection in connections.all(initialized_only=True):
        close_if_gone(connection)


def close_if_gone(connection: BaseDatabaseWrapper) -> None:
    if getattr(connection, FILE, None) != _file_of(connection):
        connection.close()


def _file_of(connection: BaseDatabaseWrapper) -> File | None:
    """None where there is none: with another database, in memory, or once it was deleted."""
    if connection.vendor != "sqlite":
        return None
    try:
        found = Path(connection.settings_dict["NAME"]).stat()
    except OSError:
        return None
    return found.st_dev, found.st_ino
