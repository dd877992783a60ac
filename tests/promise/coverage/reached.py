"""Everything that is noted, together; and what of it is missed, but for what is explained."""

import json
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager
from fnmatch import fnmatchcase
from functools import cache
from pathlib import Path
from unittest.mock import patch

from django.db import connection

from gate import prepared
from tests.left_behind import forget

from . import lines, operands, rows, templates
from .parts import ALL, SITE, Note, Part, Site

PROPERTY = "reached"
EXPLAINED = Path(__file__).with_name("unreached.toml")
KINDS = (lines, operands, templates, rows)


@contextmanager
def noting(tell: Callable[[str, str], None], site: Site = SITE) -> Iterator[None]:
    """Tells, as a property, what has run meanwhile and was not told before by this process."""
    site.load()
    forget()
    seen, queries = _so_far(site)
    told = seen.copy()
    with ExitStack() as stack:
        # What made a query may have run at other times: those that are kept here were made here.
        stack.enter_context(patch.object(prepared, "KEPT", queries))
        for kind in KINDS:
            stack.enter_context(kind.noting(seen, site))
        yield
    tell(PROPERTY, json.dumps(sorted(seen - told, key=str)))


def missed(told: Iterable[str], site: Site = SITE) -> set[Part]:
    """`told`: the properties of all tests that ask twins."""
    seen = {Note(*note) for line in told for note in json.loads(line)}
    found = {part for kind in KINDS for part in kind.missed(seen, site)}
    dead = tuple(part.where for part in found if part.what == ALL)
    return {part for part in found if part.what == ALL or not _is_within(part.where, dead)}


def compared(missed: set[Part]) -> tuple[list[Part], list[str]]:
    """Those that nothing explains, and explanations of what is not missed."""
    explained = list(_explained(connection.vendor))
    left = {part for part in missed if not any(_fits(part, entry) for entry in explained)}
    stale = [entry for entry in explained if not any(_fits(part, entry) for part in missed)]
    return sorted(left), stale


def _explained(database: str) -> Iterator[str]:
    """An explanation may hold on one database alone."""
    for entry in tomllib.loads(EXPLAINED.read_text())["unreached"]:
        if entry.get("on", database) == database:
            yield from entry["where"]


@cache
def _so_far(site: Site) -> tuple[set[Note], dict]:
    """What this process has noted, and the queries that it has prepared meanwhile."""
    return set(), {}


def _is_within(where: str, functions: tuple[str, ...]) -> bool:
    return any(where == function or where.startswith(f"{function}.") for function in functions)


def _fits(part: Part, entry: str) -> bool:
    """An explanation names a place, or a place and the words there, with * for anything."""
    return fnmatchcase(part.where, entry) or fnmatchcase(f"{part.where}: {part.what}", entry)
