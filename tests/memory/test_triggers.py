"""Any change of content changes the content version, whatever road it takes."""

from collections.abc import Callable
from contextlib import closing

import pytest
from django.apps import apps
from django.db import connection

from content.loader import load
from films.models import Film
from memory.database import Postgresql, State
from memory.triggers import CHANGED_BY, TABLE, after_migrate, content_models
from spoilers.models import Note
from tests.conftest import ReaderClient
from tests.content.test_loading import HARBOUR
from tests.factories import SeenFactory, UserFactory
from tests.world import World


def version() -> str:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # The test is one transaction, and each changes the version once.
            cursor.execute("SELECT set_config(%s, '', true)", [CHANGED_BY])
        cursor.execute(f"SELECT version FROM {TABLE}")
        ((found,),) = cursor.fetchall()
    return str(found)


def sql(statement: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(statement)


def by_form(world: World, editor_client) -> None:
    page = f"/admin/films/universe/{world.universe.pk}/change/"
    form = editor_client.get(page).context["adminform"].form
    values = {name: form[name].value() for name in form.fields}
    fields = {name: "" if value is None else value for name, value in values.items()}
    answer = editor_client.post(page, fields | {"blurb": "Another blurb."})
    assert answer.status_code == 302, answer.context["errors"]


ROADS: dict[str, Callable] = {
    "save": lambda world, editor: world.first.save(),
    "form": by_form,
    "update": lambda world, editor: Film.objects.update(minutes=99),
    "bulk_create": lambda world, editor: Film.objects.bulk_create(
        [Film(universe=world.universe, slug="another", title="Another")]
    ),
    "bulk_update": lambda world, editor: Film.objects.bulk_update([world.first], ["title"]),
    "sealed": lambda world, editor: Note.objects.filter(pk=world.later.pk).update(position=7),
    "delete": lambda world, editor: world.echo.delete(),
    "many to many": lambda world, editor: world.interview.films.clear(),
    "loader": lambda world, editor: load(HARBOUR),
    "raw INSERT": lambda world, editor: sql("INSERT INTO requirement (key) VALUES ('')"),
    "raw UPDATE": lambda world, editor: sql("UPDATE film SET minutes = 98"),
    "raw DELETE": lambda world, editor: sql("DELETE FROM placement"),
}


@pytest.mark.parametrize("road", ROADS)
def test_each_road_by_which_content_changes_changes_the_version(world, editor_client, road):
    before = version()

    ROADS[road](world, editor_client)

    assert version() != before


def test_what_readers_do_leaves_the_version_alone(world):
    before = version()

    fan = SeenFactory(user=UserFactory(), film=world.first).user
    ReaderClient().force_login(fan)
    fan.delete()

    assert version() == before


def test_a_version_never_comes_again(world):
    found = [version()]
    for minutes in (98, 99, 98):
        Film.objects.update(minutes=minutes)
        found.append(version())

    assert len(set(found)) == 4


def test_everything_is_content_but_accounts_and_what_readers_mark():
    others = {model._meta.label for model in apps.get_models(include_auto_created=True)} - {
        model._meta.label for model in content_models()
    }

    assert others == {
        "account.EmailAddress",
        "account.EmailConfirmation",
        "admin.LogEntry",
        "auth.Group",
        "auth.Group_permissions",
        "auth.Permission",
        "auth.User",
        "auth.User_groups",
        "auth.User_user_permissions",
        "contenttypes.ContentType",
        "mfa.Authenticator",
        "readers.AuditLine",
        "readers.Seen",
        "sessions.Session",
    }


@pytest.mark.django_db
def test_a_table_that_was_made_anew_gets_its_triggers_after_the_migration(world):
    if connection.vendor == "postgresql":
        sql(f'DROP TRIGGER "{TABLE}_film_rows" ON film')
    else:
        sql(f'DROP TRIGGER "{TABLE}_film_UPDATE"')
    unseen = version()
    Film.objects.update(minutes=98)
    assert version() == unseen

    after_migrate()

    made = version()
    Film.objects.update(minutes=99)
    assert len({unseen, made, version()}) == 3


@pytest.mark.django_db
def test_a_migration_changes_the_version_and_one_without_anything_to_do_does_not():
    before = version()

    after_migrate(plan=[])
    same = version()
    after_migrate(plan=["a migration"])

    assert same == before
    assert version() != before


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_once_do_not_wait_for_each_other_and_both_are_noticed(postgresql):
    """The first to begin commits last: a version that is just the newest would not show it."""

    def seen() -> State:
        with closing(Postgresql()) as database:
            return database.state(None)

    versions = [seen().version]
    with closing(connection.copy()) as first, closing(connection.copy()) as second:
        for one in (first, second):
            one.set_autocommit(False)
            with one.cursor() as cursor:
                cursor.execute("SET lock_timeout = '2s'")
                cursor.execute("INSERT INTO requirement (key) VALUES (gen_random_uuid()::text)")
            versions.append(seen().version)
        for one in (second, first):
            one.commit()
            versions.append(seen().version)

    before, *during, one, both = versions
    assert during == [before, before]
    assert len({before, one, both}) == 3
