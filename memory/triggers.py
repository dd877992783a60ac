"""The content version: a value that any change of content makes another one.

Triggers change it, in the same transaction, so that no road goes past it: forms, bulk updates, the
loader, SQL by hand. It is random and never comes again, so a restored database cannot have the
version of another content. They are made anew after every migrate: where SQLite changes a table it
makes another one, without triggers.
"""

from typing import Any

from django.apps import apps
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.models import Model

TABLE = "content_version"
#: Whatever belongs to no page that is kept, or is a reader's own (memory/accounts.py). All other
#: models are content, those too that somebody adds.
NOT_CONTENT = {"account", "admin", "auth", "contenttypes", "mfa", "readers", "sessions"}
EVENTS = ("INSERT", "UPDATE", "DELETE")

SQLITE_TABLE = f"""
    CREATE TABLE IF NOT EXISTS {TABLE} (id integer PRIMARY KEY, version text NOT NULL)"""
SQLITE_TRIGGERS = "SELECT name FROM sqlite_master WHERE type = 'trigger'"
SQLITE_CHANGE = f"REPLACE INTO {TABLE} VALUES (1, lower(hex(randomblob(16))))"

# Here several write at once. Each transaction has a row of its own, so that none waits for another;
# what it finds, it drops. Whichever commits, the rows together are others than they ever were.
POSTGRESQL_TABLE = f"""
    CREATE TABLE IF NOT EXISTS {TABLE} (id bigint PRIMARY KEY, version uuid NOT NULL)"""
POSTGRESQL_TRIGGERS = "SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"
#: For the rest of its transaction, the number of the one that has changed the version already.
CHANGED_BY = "callback.content_changed_by"
POSTGRESQL_CHANGE = f"""
    INSERT INTO {TABLE} VALUES (pg_current_xact_id()::text::bigint, gen_random_uuid())
    ON CONFLICT (id) DO UPDATE SET version = excluded.version;
    DELETE FROM {TABLE} WHERE id IN (
        SELECT id FROM {TABLE} WHERE id <> pg_current_xact_id()::text::bigint
        FOR UPDATE SKIP LOCKED)"""
POSTGRESQL_FUNCTION = f"""
    CREATE OR REPLACE FUNCTION {TABLE}_changes() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF current_setting('{CHANGED_BY}', true) IS DISTINCT FROM pg_current_xact_id()::text THEN
            {POSTGRESQL_CHANGE};
            PERFORM set_config('{CHANGED_BY}', pg_current_xact_id()::text, true);
        END IF;
        RETURN NULL;
    END $$"""


def content_models() -> list[type[Model]]:
    """Those of which a page may show something."""
    return [
        model
        for model in apps.get_models(include_auto_created=True)
        if model._meta.managed and model._meta.app_label not in NOT_CONTENT
    ]


def after_migrate(plan: Any = (), using: str = DEFAULT_DB_ALIAS, **kwargs: Any) -> None:
    """Makes what is missing. What went on without triggers, or in a migration, none has seen: then
    the version is another one as well.
    """
    connection = connections[using]
    tables = [model._meta.db_table for model in content_models()]
    is_sqlite = connection.vendor == "sqlite"
    with connection.cursor() as cursor:
        for statement in (SQLITE_TABLE,) if is_sqlite else (POSTGRESQL_TABLE, POSTGRESQL_FUNCTION):
            cursor.execute(statement)
        cursor.execute(SQLITE_TRIGGERS if is_sqlite else POSTGRESQL_TRIGGERS)
        there = {name for (name,) in cursor.fetchall()}
        triggers = _for_sqlite(tables) if is_sqlite else _for_postgresql(tables)
        # None is made again that is there: PostgreSQL would lock its table.
        missing = triggers.keys() - there
        for name in missing:
            cursor.execute(triggers[name])
        cursor.execute(f"SELECT count(*) FROM {TABLE}")
        if plan or missing or cursor.fetchone() == (0,):
            cursor.execute(SQLITE_CHANGE if is_sqlite else POSTGRESQL_CHANGE)


def _for_sqlite(tables: list[str]) -> dict[str, str]:
    """By their names, the statements that make them."""
    return {
        f"{TABLE}_{table}_{event}": f'CREATE TRIGGER "{TABLE}_{table}_{event}" AFTER {event} '
        f'ON "{table}" BEGIN {SQLITE_CHANGE}; END'
        for table in tables
        for event in EVENTS
    }


def _for_postgresql(tables: list[str]) -> dict[str, str]:
    """At once rather than at the commit: else no migration could write to a table and change it."""
    triggers = {}
    for table in tables:
        for name, kind in (("rows", "ROW"), ("TRUNCATE", "STATEMENT")):
            events = " OR ".join(EVENTS) if kind == "ROW" else name
            triggers[f"{TABLE}_{table}_{name}"] = (
                f'CREATE TRIGGER "{TABLE}_{table}_{name}" AFTER {events} ON "{table}" '
                f"FOR EACH {kind} EXECUTE FUNCTION {TABLE}_changes()"
            )
    return triggers
