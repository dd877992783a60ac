"""An old database takes on all that came since, wherever it stands, and keeps what it holds. It does
so by migrations that no fresh one runs: those are made by squashed ones.
"""

import re

import pytest
from django.core.management import CommandError, call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.db.models import Model

from content.loader import STARTER, load
from content.models import LoadedEntry
from content.prints import Prints
from films.models import Film
from gate.publishing import ALWAYS
from interviews.models import Interview, Quote
from spoilers.models import Beat, Echo, Note, Placement

from .changing import edit, told
from .snapshot import snapshot

pytestmark = pytest.mark.slow  # the old migrations take seconds, as they change table after table

NOTHING = [("films", None)]  # and so all that refers to films
#: The last state of each app without uids.
BEFORE_UIDS = [
    ("content", None),
    ("spoilers", "0001_tables"),
    ("interviews", "0001_tables"),
    ("people", "0001_tables"),
    ("films", "0001_tables"),
]
#: Each app has some of what was squashed, and not all.
HALF_WAY = [
    ("spoilers", "0002_uids"),
    ("interviews", "0003_names"),
    ("people", "0005_where_an_identity_is_hidden"),
    ("films", "0004_names"),
]

SCHEMA = {
    "sqlite": ["SELECT type, name, sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%'"],
    "postgresql": [
        "SELECT table_name, column_name, data_type, character_maximum_length, is_nullable,"
        " column_default, identity_generation"
        " FROM information_schema.columns WHERE table_schema = 'public'",
        # That a single column is unique has a name by which nothing asks for it. It depends on
        # whether the column was made so or became so.
        "SELECT conrelid::regclass::text, pg_get_constraintdef(oid),"
        " CASE WHEN contype = 'u' AND cardinality(conkey) = 1 THEN '' ELSE conname END"
        " FROM pg_constraint WHERE connamespace = 'public'::regnamespace",
        "SELECT pg_get_indexdef(indexrelid) FROM pg_index"
        " JOIN pg_class ON pg_class.oid = indrelid AND relnamespace = 'public'::regnamespace"
        " WHERE indexrelid NOT IN (SELECT conindid FROM pg_constraint)",
        "SELECT tgname, pg_get_triggerdef(oid) FROM pg_trigger WHERE NOT tgisinternal",
    ],
}


@pytest.fixture
def take_to(transactional_db):
    """Takes the database to a state that it has had; at the end it is as it was."""
    yield lambda state: MigrationExecutor(connection).migrate(state)
    up_to_date()


@pytest.fixture
def a_table_from_before_the_first_release(transactional_db):
    with connection.cursor() as cursor:
        cursor.execute("CREATE TABLE films_film (id integer)")
    yield
    with connection.cursor() as cursor:
        cursor.execute("DROP TABLE films_film")


def up_to_date() -> None:
    call_command("migrate", verbosity=0, skip_checks=True)


def schema() -> list[tuple]:
    """Tables, columns, constraints, indexes and triggers, whatever the order of columns."""
    with connection.cursor() as cursor:
        found = []
        for statement in SCHEMA[connection.vendor]:
            cursor.execute(statement)
            found += cursor.fetchall()
    return sorted(tuple(map(_without_order, row)) for row in found)


def _without_order(text: str | int | None) -> str:
    table = re.fullmatch(r"(CREATE TABLE \S+) \((.*)\)", str(text))
    return f"{table[1]} {sorted(table[2].split(', '))}" if table else str(text)


def without_keys(found: dict[str, list[tuple]]) -> dict[str, list[tuple]]:
    """All but the keys of films, which are drawn by lot, and the moments at which an echo was made
    and something was published.
    """
    published = ("live_from", "state_set_at")
    left_out: dict[type[Model], tuple[str, ...]] = {
        **{Film: ("key",), Echo: ("made", *published)},
        **dict.fromkeys((Interview, Note, Quote, Placement), published),
    }
    return found | {
        model.__name__: [_without(row, model, columns) for row in found[model.__name__]]
        for model, columns in left_out.items()
    }


def _without(row: tuple, model: type[Model], columns: tuple[str, ...]) -> tuple:
    names = [field.attname for field in model._meta.concrete_fields]
    return tuple(value for name, value in zip(names, row, strict=True) if name not in columns)


def newest_first() -> list[str]:
    return list(Echo.objects.newest_first().values_list("uid", flat=True))


def test_an_old_database_gets_the_uids_of_the_files_and_so_no_content_twice(take_to):
    load(STARTER)
    renamed = Note.objects.get(label="Lena")
    renamed.label = "Another label"
    renamed.save()
    Beat.objects.filter(position=2).first().delete()
    before, in_order = snapshot(), newest_first()

    take_to(BEFORE_UIDS)
    up_to_date()
    migrated = snapshot()
    loaded = load(STARTER)

    assert without_keys(migrated) == without_keys(before)
    assert newest_first() == in_order
    assert snapshot() == migrated
    assert [dict(universe.added) for universe in loaded] == [{}, {}]


def test_what_was_loaded_before_all_could_wait_is_known_as_nobody_changed_it(take_to, harbour):
    load(harbour)
    take_to([("content", "0002_prints")])
    for entry, (text,) in LoadedEntry.objects.opened_values("sealed_prints"):
        prints = Prints.read(text)
        prints.drop("draft")
        if entry.table == "echoes":
            prints.take("draft", "False")
        entry.sealed_prints = prints.written()
        entry.save()
    for model in (Interview, Note, Quote, Placement, Echo):
        model.objects.update(live_from=ALWAYS)
    up_to_date()

    for file, line in (("notes", "timecode"), ("echoes", "difference"), ("interviews", "label")):
        edit(harbour / f"{file}.toml", line, f"draft = true\n{line}")

    assert told(harbour) == (
        [
            "interviews gazette-moor: draft",
            *(f"quotes gazette-moor/{number}: draft" for number in (1, 2, 3)),
            "notes low-water/the-ending: draft",
            "echoes high-water/the-ending--low-water/the-ending: draft",
        ],
        [],
    )


def test_a_database_made_step_by_step_becomes_like_one_that_was_made_at_once(take_to):
    take_to(NOTHING)
    up_to_date()
    at_once = schema()

    take_to(NOTHING)
    take_to(HALF_WAY)
    half_way = schema()
    up_to_date()

    assert half_way != at_once
    assert schema() == at_once


def test_where_all_that_was_squashed_has_run_that_is_noted_and_nothing_else_happens(take_to):
    squashed = MigrationLoader(connection).replacements.keys()
    recorder, before = MigrationRecorder(connection), schema()
    for migration in squashed:
        recorder.record_unapplied(*migration)

    up_to_date()

    assert {app for app, name in squashed} == {"films", "people", "interviews", "spoilers"}
    assert recorder.applied_migrations().keys() >= squashed
    assert schema() == before


def test_a_database_from_before_the_first_release_is_refused(
    take_to, a_table_from_before_the_first_release
):
    take_to(NOTHING)

    with pytest.raises(CommandError, match="made by a version from before the first release"):
        up_to_date()
