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
RULE = "the rule, and the roads through the gate"
SEAL = "the seal itself"
SECOND_ROW = "the condition of the rule, as a second join of the row"
STATE = "what a reader is made of, and where it is kept"
CONSTRAINT = "a constraint on a sealed column; the database checks it, nothing is read"
MIGRATION = "written by makemigrations: columns and constraints"
COLUMNS = "declares sealed columns"
NAMES_SETTINGS = "names the settings for Django"
SERVER = "starts processes, and knows how long each request has waited"
FILLS_QUERY = "hands this thread's to a compiler of Django's that has compiled already"
FORM = "lists the columns of the editors' form"
FILLS_FORM = "fills the editors' form"
DUMPS = "writes the content files"
MATCHES = "matches content files with rows"
VERSION = "asks what changes a page, and for no content"
TRIGGERS = "makes triggers, and reads no row"
KEEPS = "keeps what editors wrote, sealed as before, and brings it back"

#: How far an item has come on its way to readers (gate/publishing.py).
PUBLISHES = {
    "gate/publishing.py": "the decision itself",
    "content/*.py": "loads and dumps it",
    "editing/*.py": "says it to editors",
}
DECIDED = PUBLISHES | {
    "spoilers/models/*.py": "asks it of what an echo stands on; declares its index",
    "*/migrations/*.py": MIGRATION,
}
SIGNED = {
    "editing/desk.py": "says of what waits who submitted it, and when",
    "gate/publishing.py": "the decision itself",
    "gate/declassified.py": "says so",
    "editing/saying.py": "says it to editors",
    "*/migrations/*.py": MIGRATION,
}

#: What is banned, and where it may stand all the same. `*` stands for a part of a path.
ALLOWED: dict[str, dict[str, str]] = {
    "Unsealed": {
        "gate/sealed.py": SEAL,
        "gate/models.py": CONSTRAINT,
        "interviews/models/quote.py": CONSTRAINT,
        "spoilers/models/echo.py": CONSTRAINT,
        "editing/unfinished.py": "whether a text is there, for who may change it; it is not read",
        "editing/finding.py": "whether a text holds a word, for who may change it; it is not read",
        "*/migrations/*.py": MIGRATION,
    },
    "unseal": {
        "gate/sealed.py": SEAL,
        "gate/queryset.py": RULE,
        "gate/admin.py": FILLS_FORM,
        "editing/opened.py": "hashes what the editors’ form was opened with",
        "content/dumping.py": DUMPS,
        "content/updating.py": "fills rows with what is newer in content files",
        "editing/unsaved_forms.py": KEEPS,
        "editing/kept.py": KEEPS,
        "editing/versions.py": KEEPS,
    },
    "for_editor": {
        "gate/queryset.py": RULE,
        "gate/admin.py": FILLS_FORM,
        "content/stored.py": "reads rows for the content files, and to bring them up to date",
        "editing/unsaved_forms.py": KEEPS,
        "editing/kept.py": KEEPS,
        "editing/versions.py": KEEPS,
    },
    "opened_values": {
        "gate/queryset.py": RULE,
        "interviews/models/source.py": "compares addresses",
        "content/memory.py": MATCHES,
        "leakcheck/reading.py": "compares what everybody reads with what is sealed",
        "leakcheck/acceptance.py": KEEPS,
    },
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
    ".cursor": {"memory/triggers.py": TRIGGERS, "memory/database.py": VERSION},
    # What goes to the database past Django's cursor is seen by no test.
    "import connection": {
        "config/health.py": "asks whether the database answers",
        "config/connections.py": "closes those to a file that is gone",
        "gate/prepared.py": FILLS_QUERY,
        "memory/triggers.py": TRIGGERS,
        "memory/database.py": VERSION,
    },
    "import sqlite3": {
        "config/*.py": "asks for its version; copies the whole database",
        "memory/database.py": VERSION,
    },
    "import psycopg": {},
    ".connections": {},
    # A reader made up on the way may have seen what the one who asks has not.
    "Reader()": {
        "gate/reader.py": "nobody",
        "readers/cookies.py": "from the cookies",
        "readers/middleware.py": "from the account",
        "readers/preview.py": "for an editor's eyes",
        "readers/undo.py": "as before the last action",
    },
    "somebody_like": {
        "readers/preview.py": "makes one",
        "pages/eyes.py": "of the films that an address names",
    },
    # What no visitor meets, whatever they have seen.
    "meets_drafts": {
        "gate/reader.py": STATE,
        "gate/unlocking.py": SECOND_ROW,
        "readers/preview.py": "for an editor's eyes",
    },
    "meets_waiting": {
        "gate/reader.py": STATE,
        "gate/unlocking.py": SECOND_ROW,
        "gate/rule.py": "the rule of it",
        "gate/queryset.py": SECOND_ROW,
        "readers/preview.py": "for an editor's eyes",
    },
    "seen=": {"gate/reader.py": STATE, "readers/*.py": STATE},
    "reveals=": {"gate/reader.py": STATE, "readers/*.py": STATE},
    "having_seen": {
        "gate/reader.py": "the method itself",
        "readers/forms.py": "what the reader says",
        "readers/undo.py": "what the reader had said before",
        "pages/seen.py": "what the reader says",
        "pages/reveal.py": "what may be told to who knows the films of the item",
    },
    "revealing": {"gate/reader.py": "the method itself", "pages/reveal.py": "what the reader asks"},
    # Whoever asks a reader by its methods cannot forget half of the question.
    ".seen": {"gate/reader.py": STATE, "readers/*.py": STATE},
    ".reveals": {"gate/reader.py": STATE, "readers/*.py": STATE},
    ".revealed": {"gate/reader.py": STATE, "gate/unlocking.py": SECOND_ROW},
    ".fulfilled": {"gate/reader.py": STATE, "gate/unlocking.py": SECOND_ROW},
    # What no answer may depend on (gate/declassified.py), though it is not sealed.
    "uid": {
        "content/*.py": MATCHES,
        "gate/declassified.py": "says so",
        "*/migrations/*.py": MIGRATION,
        **dict.fromkeys(
            (
                "films/models.py",
                "people/models.py",
                "interviews/models/*.py",
                "spoilers/models/*.py",
            ),
            "declares it",
        ),
    },
    "LoadedEntry": {"content/*.py": MATCHES},
    "state": {
        **DECIDED,
        "*/admin.py": "shows it to editors",
        "gate/declassified.py": "says so",
        "gate/rows.py": "another one: how Django remembers where a row came from",
        "gate/unlocking.py": "asks for it in a preview, instead of for the moment",
        "memory/*.py": "another one: of the content, and of an account",
        "pages/context.py": "another one: what a reader has seen, in words",
        "readers/undo.py": "another one: what a reader has seen",
    },
    "is_published": DECIDED
    | {
        "gate/admin.py": "which forms ask before they open something",
        "interviews/articles.py": "leads editors on to what is to be published next",
    },
    "is_live": PUBLISHES
    | {
        "gate/queryset.py": RULE,
        "gate/rule.py": RULE,
        "gate/unlocking.py": SECOND_ROW,
        "interviews/quoting.py": "which quotes have a way to the site",
    },
    "state_set_by": SIGNED,
    "state_set_at": SIGNED,
    # By a reader's page, in the rule alone: a query that asks for it by itself forgets the rest.
    "live_from": DECIDED | {"interviews/models/*.py": "declares it"},
    "AuditLine": {
        "readers/models.py": "the table itself",
        "readers/audit.py": "writes it",
        "readers/admin.py": "shows it to superusers",
        "readers/migrations/*.py": MIGRATION,
    },
    # What is different at another hour, on another machine, or once in a hundred times: the
    # battery compares answers of one day, and asks each question once.
    "localdate": {
        "films/*.py": "whether a film is out",
        "interviews/article_forms.py": "when an editor reads an article",
        "memory/application.py": "of which day a page is",
    },
    ".now": {
        "config/backup.py": "names a file",
        "editing/desk.py": "what is to come",
        "editing/unsaved_forms.py": "how long what an editor typed is kept",
        "editing/publishing.py": "whether a moment that an editor sets lies ahead",
        "gate/publishing.py": "from when on what is published is live, and who decided when",
        "spoilers/models/echo.py": "says when it was made, on which no page depends but by order",
    },
    ".today": {},
    "Now": {
        "gate/publishing.py": "the clock of the database",
        "gate/unlocking.py": SECOND_ROW,
    },
    "Random": {},
    "?": {  # a random order
        "content/format.py": "marks a field that may be left out",
        "pages/*.py": "begins a query string",
        "interviews/addresses.py": "begins a query string",
        "memory/database.py": "stands for a value in SQL",
    },
    "import time": {
        "content/checking.py": "datetime's: a kind of value in TOML",
        "config/server/*.py": SERVER,
        "config/mail.py": "waits for its own end",
        "memory/application.py": "until when a reader's cookies hold",
        "memory/database.py": "until when nothing comes",
        "readers/accounts.py": "whether somebody has just signed in",
    },
    "import random": {},
    "import secrets": {"gate/models.py": "makes ids of items"},
    "import uuid": {},
    "import os": {
        "manage.py": NAMES_SETTINGS,
        "config/wsgi.py": NAMES_SETTINGS,
        "memory/database.py": "whether the file of the database is the same",
        "config/server/*.py": SERVER,
        "config/backup.py": "hands the account on to programs of PostgreSQL",
    },
    # A process lives for months: what it remembers of what people write and ask for has an end.
    "functools.cache": {
        "editing/changes.py": "by the models that there are",
        "gate/declassified.py": "by the models that there are",
        "leakcheck/declared.py": "by the models that there are",
        "memory/parts.py": "by the kinds of cards that there are",
    },
    "maxsize=None": {},
    # The plot stands in files as well: those of the starter content.
    "open()": {},
    ".open": {
        "content/archive.py": "what an editor has uploaded, in memory",
        "config/backup.py": "a copy of the database, to see it on the disk",
        "config/static_files.py": "style sheets, to join them",
        "memory/database.py": "its header, to see whether anything was committed",
    },
    "read_text": {"content/reading.py": "reads what `load_content` loads"},
    "write_text": {"content/dumping.py": DUMPS},
    "read_bytes": {},
    "sealed column": {
        "content/models.py": COLUMNS,
        "content/memory.py": MATCHES,
        "editing/models.py": COLUMNS,
        "editing/unsaved_forms.py": KEEPS,
        "editing/kept.py": KEEPS,
        "editing/versions.py": KEEPS,
        "leakcheck/models.py": COLUMNS,
        "leakcheck/acceptance.py": KEEPS,
        "people/models.py": COLUMNS,
        "interviews/models/*.py": COLUMNS,
        "spoilers/models/*.py": COLUMNS,
        "*/migrations/*.py": MIGRATION,
        "people/admin.py": FORM,
        "interviews/admin.py": FORM,
        "interviews/articles.py": FORM,
        "interviews/article_forms.py": FORM,
        "interviews/quoting.py": FORM,
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
                yield from (f"{name}=", f"{name}={ast.unparse(node.value)}")
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
        "config.refusals.RefusalMiddleware",
        "readers.middleware.ReaderMiddleware",
        "editing.limits.EditorsFormsMiddleware",  # reads nothing but the editors' own forms
        "pages.context.chrome",
        "pages.not_allowed.NotAllowedMiddleware",  # reads nothing but which ways are allowed
        "readers.accounts.AccountAdapter",
        "readers.second_factor.SecondFactorAdapter",
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
    "note.uid": {"uid"},
    "note.is_published": {"is_published"},
    "notes.values('state_set_by')": {"state_set_by"},
    "echo.later.live_from": {"live_from"},
    "notes.values('uid')": {"uid"},
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
    "Note.objects.opened_values('sealed_text')": {"opened_values", "sealed column"},
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
    "from functools import cache as kept": {"functools.cache"},
    "from functools import cached_property, lru_cache": set(),
    "@lru_cache(maxsize=None)\ndef stem(): pass": {"maxsize=None"},
    "@lru_cache(maxsize=256)\ndef stem(): pass": set(),
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
