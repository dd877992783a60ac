"""Only a few files may name what opens the gate; each with its reason."""

import ast
import re
from collections.abc import Iterator
from fnmatch import fnmatch
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.conf import settings

from gate.queryset import sealed_fields

ROOT = Path(settings.BASE_DIR)
RULE = "the rule, and the two roads through the gate"
SEAL = "the seal itself"
SECOND_ROW = "the condition of the rule, as a second join of the row"
STATE = "what a reader is made of, and where it is kept"
CONSTRAINT = "a constraint on a sealed column; the database checks it, nothing is read"
MIGRATION = "written by makemigrations: columns and constraints"
COLUMNS = "declares sealed columns"
NAMES_SETTINGS = "names the settings for Django"
FORM = "lists the columns of the editors' form"
FILLS_FORM = "fills the editors' form"

#: What is banned, and where it may stand all the same. `*` stands for a part of a path.
ALLOWED: dict[str, dict[str, str]] = {
    "Unsealed": {
        "gate/sealed.py": SEAL,
        "gate/models.py": CONSTRAINT,
        "interviews/models.py": CONSTRAINT,
        "spoilers/models/echo.py": CONSTRAINT,
        "*/migrations/*.py": MIGRATION,
    },
    "unseal": {"gate/sealed.py": SEAL, "gate/admin.py": FILLS_FORM},
    "for_editor": {"gate/queryset.py": RULE, "gate/admin.py": FILLS_FORM},
    "opened_for_editors": {"gate/sealed.py": SEAL, "gate/queryset.py": RULE},
    "._value": {"gate/sealed.py": SEAL},
    "OpenedCol": {"gate/sealed.py": SEAL, "gate/queryset.py": RULE},
    "SealedCol": {"gate/sealed.py": SEAL},
    "Col": {"gate/sealed.py": SEAL, "gate/queryset.py": RULE, "gate/unlocking.py": SECOND_ROW},
    "Join": {"gate/unlocking.py": SECOND_ROW},
    "IsNull": {"gate/queryset.py": RULE, "gate/unlocking.py": SECOND_ROW},
    "SecondRow": {"gate/unlocking.py": SECOND_ROW},
    "join_second_row": {"gate/unlocking.py": SECOND_ROW, "gate/queryset.py": RULE},
    "Unlocked": {"gate/unlocking.py": SECOND_ROW, "gate/rule.py": RULE},
    "rule.opens": {"gate/queryset.py": RULE},
    "rule.known": {"gate/queryset.py": RULE},
    "RawSQL": {},
    ".raw": {},
    ".extra": {},
    ".cursor": {},
    # What goes to the database past Django's cursor is seen by no test.
    "import connection": {"config/health.py": "asks whether the database answers"},
    "import sqlite3": {"config/*.py": "asks for its version"},
    "import psycopg": {},
    ".connections": {},
    # A reader made up on the way may have seen what the one who asks has not.
    "Reader()": {
        "gate/reader.py": "nobody",
        "readers/cookies.py": "from the cookies",
        "readers/middleware.py": "from the account",
    },
    "seen=": {"gate/reader.py": STATE, "readers/*.py": STATE},
    "reveals=": {"gate/reader.py": STATE, "readers/*.py": STATE},
    "having_seen": {
        "gate/reader.py": "the method itself",
        "readers/forms.py": "what the reader says",
        "pages/seen.py": "what the reader says",
        "pages/reveal.py": "what may be told to who knows the films of the item",
    },
    "having_seen_just": {
        "gate/reader.py": "the method itself",
        "readers/forms.py": "what the reader says",
    },
    "revealing": {"gate/reader.py": "the method itself", "pages/reveal.py": "what the reader asks"},
    # Whoever asks a reader by its methods cannot forget half of the question.
    ".seen": {"gate/reader.py": STATE, "readers/keeping.py": STATE},
    ".reveals": {"gate/reader.py": STATE, "readers/keeping.py": STATE},
    ".revealed": {"gate/reader.py": STATE, "gate/unlocking.py": SECOND_ROW},
    ".fulfilled": {"gate/reader.py": STATE, "gate/unlocking.py": SECOND_ROW},
    # What is different at another hour, on another machine, or once in a hundred times: the
    # battery compares answers of one day, and asks each question once.
    "localdate": {"films/models.py": "whether a film is out"},
    ".now": {},
    ".today": {},
    "Now": {},
    "Random": {},
    "?": {  # a random order
        "content/format.py": "marks a field that may be left out",
        "pages/*.py": "begins a query string",
    },
    "import time": {"content/checking.py": "datetime's: a kind of value in TOML"},
    "import random": {},
    "import secrets": {"gate/models.py": "makes ids of items"},
    "import uuid": {},
    "import os": {"manage.py": NAMES_SETTINGS, "config/wsgi.py": NAMES_SETTINGS},
    # The plot stands in files as well: those of the starter content.
    "open()": {},
    ".open": {},
    "read_text": {"content/reading.py": "reads what `load_content` loads"},
    "read_bytes": {},
    "sealed column": {
        "people/models.py": COLUMNS,
        "interviews/models.py": COLUMNS,
        "spoilers/models/*.py": COLUMNS,
        "*/migrations/*.py": MIGRATION,
        "people/admin.py": FORM,
        "interviews/admin.py": FORM,
        "spoilers/admin.py": FORM,
    },
}

COLUMN_NAMES = {field.name for model in apps.get_models() for field in sealed_fields(model)}
COLUMN = re.compile(rf"(?<![a-z])({'|'.join(sorted(COLUMN_NAMES))})\b")


def source_files() -> list[Path]:
    packages = [path.parent for path in ROOT.glob("*/__init__.py") if path.parent.name != "tests"]
    return [ROOT / "manage.py", *(file for package in packages for file in package.rglob("*.py"))]


@cache
def names_by_file() -> dict[str, set[str]]:
    return {
        file.relative_to(ROOT).as_posix(): banned_names(file.read_text()) for file in source_files()
    }


def banned_names(source: str) -> set[str]:
    """Which of the banned names a file uses, in code or in strings; comments may name them."""
    return set(_banned(ast.parse(source))) & ALLOWED.keys()


def _banned(tree: ast.Module) -> Iterator[str]:
    documentation = {id(text) for text in _docstrings(tree)}
    for node in ast.walk(tree):
        match node:
            case ast.Call(func=ast.Name(id=name)):
                yield f"{name}()"
            case ast.Import(names=names):
                yield from (f"import {alias.name.partition('.')[0]}" for alias in names)
            case ast.Attribute(attr=name):
                yield from (f".{name}", name)
                yield from ["sealed column"] if name in COLUMN_NAMES else []
            case ast.ImportFrom(module=module, names=names):
                yield f"import {(module or '').partition('.')[0]}"
                yield from (f"import {alias.name.rstrip('s')}" for alias in names)
                yield from (alias.name for alias in names)
                below = (module or "").rpartition(".")[2]
                yield from (f"{below}.{alias.name}" for alias in names if below)
            case ast.Name(id=name) | ast.FunctionDef(name=name) | ast.ClassDef(name=name):
                yield name
                is_stored = isinstance(getattr(node, "ctx", None), ast.Store)
                yield from ["sealed column"] if name in COLUMN_NAMES and is_stored else []
            case ast.keyword(arg=str(name)):
                yield f"{name}="
                yield from ["sealed column"] if name.partition("__")[0] in COLUMN_NAMES else []
            case ast.Constant(value=str(text)) if id(node) not in documentation:
                yield from ["sealed column"] if COLUMN.search(text) else []
                yield from [text] if text in ALLOWED and text != "sealed column" else []


def _docstrings(tree: ast.Module) -> Iterator[ast.expr]:
    for node in ast.walk(tree):
        match node:
            case ast.Expr(value=ast.Constant(value=str())):
                yield node.value


@pytest.mark.parametrize("ban", ALLOWED)
def test_a_name_that_opens_the_gate_stands_in_its_few_files_only(ban):
    found = {file for file, names in names_by_file().items() if ban in names}

    allowed = ALLOWED[ban]
    assert {file for file in found if not any(fnmatch(file, place) for place in allowed)} == set()
    stale = {place for place in allowed if not any(fnmatch(file, place) for file in found)}
    assert stale == set()


def test_nothing_else_stands_in_the_way_of_every_request():
    """What does answers requests that no route names, and the battery asks along the routes."""
    (templates,) = settings.TEMPLATES
    everywhere = {
        *settings.MIDDLEWARE,
        *templates["OPTIONS"]["context_processors"],
        *(
            value
            for name in dir(settings)
            if name.endswith("_ADAPTER")
            for value in [getattr(settings, name)]
        ),
    }
    ours = {path.parent.name for path in ROOT.glob("*/__init__.py")}

    assert {path for path in everywhere if path and path.partition(".")[0] in ours} == {
        "readers.middleware.ReaderMiddleware",
        "pages.context.chrome",
    }


USES = {
    "from gate.sealed import Unsealed": {"Unsealed"},
    "from gate import sealed\nsealed.Unsealed('x')": {"Unsealed"},
    "from gate.sealed import unseal": {"unseal"},
    "from gate import sealed\nsealed.unseal(note.text)": {"unseal"},
    "from gate.rule import opens": {"rule.opens"},
    "from .rule import known as met": {"rule.known"},
    "from gate.rule import Rule": set(),
    "from . import seen": set(),
    "note.sealed_text": {"sealed column"},
    "getattr(note, 'sealed_text')": {"sealed column"},
    "echoes.values('later__sealed_text')": {"sealed column"},
    "notes.values(text='sealed_text')": {"sealed column"},
    "notes.update(sealed_text='x')": {"sealed column"},
    "notes.filter(sealed_text__contains='x')": {"sealed column"},
    "echoes.filter(**{'later__sealed_text': 'x'})": {"sealed column"},
    "f'SELECT sealed_text AS label FROM {table}'": {"sealed column"},
    "class Form:\n    sealed_text = 1": {"sealed column"},
    "Note.objects.for_editor()": {"for_editor"},
    "queryset.query.opened_for_editors = True": {"opened_for_editors"},
    "setattr(query, 'opened_for_editors', True)": {"opened_for_editors"},
    "seal._value": {"._value"},
    "Note.objects.raw('…')": {".raw"},
    "Note.objects.extra(select={})": {".extra"},
    "connection.cursor()": {".cursor"},
    "from django.db.models.expressions import Col": {"Col"},
    "from django.db.models.expressions import RawSQL as R": {"RawSQL"},
    "from django.db import connection as database": {"import connection"},
    "from django.db import connections": {"import connection"},
    "import django.db\ndjango.db.connections['default']": {".connections"},
    "import sqlite3": {"import sqlite3"},
    "import psycopg.rows as r": {"import psycopg"},
    "from psycopg.rows import dict_row": {"import psycopg"},
    "Reader(seen=everything)": {"Reader()", "seen="},
    "replace(reader, reveals=all_of_them)": {"reveals="},
    "film.pk in request.reader.seen": {".seen"},
    "len(reader.reveals)": {".reveals"},
    "public_id in reader.revealed": {".revealed"},
    "reader.has_seen(film)": set(),
    "from gate.reader import Reader": set(),
    "request.reader.having_seen(films)": {"having_seen"},
    "from django.utils import timezone\ntimezone.now()": {".now"},
    "from django.utils.timezone import localdate": {"localdate"},
    "from datetime import date\ndate.today()": {".today"},
    "from django.db.models.functions import Now": {"Now"},
    "notes.order_by(Random())": {"Random"},
    "notes.order_by('?')": {"?"},
    "import random as chance": {"import random"},
    "from random import choice": {"import random"},
    "import os": {"import os"},
    "with open('john-wick/notes.toml') as file: pass": {"open()"},
    "path.open()": {".open"},
    "Path('notes.toml').read_text()": {"read_text"},
    "class Inline:\n    extra = 0": set(),
    '"""Reads sealed_text and Unsealed."""': set(),
    "# Unsealed and .raw( in a comment": set(),
    "note.text": set(),
}


@pytest.mark.parametrize(("source", "names"), USES.items(), ids=USES)
def test_the_ban_sees_every_way_of_naming(source, names):
    assert banned_names(source) == names
