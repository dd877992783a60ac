"""Whatever an account has marked is part of what its pages are kept by."""

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.db import connection

from memory import accounts
from memory.accounts import Owners
from memory.database import Owner, SqliteFile
from readers.models import Seen
from tests.conftest import ReaderClient
from tests.factories import UserFactory

from .test_stale import both


@pytest.mark.parametrize("film", ["first", "second"])
def test_locking_one_film_of_several_makes_another_page_whichever_it_is(world, site, member, film):
    Seen.objects.create(user=member.user, film=world.second)
    kept, _ = both(site, member)

    Seen.objects.filter(user=member.user, film=getattr(world, film)).delete()

    now, own = both(site, member)
    assert now == own != kept


#: Each after those before it. No number of rows and no newest row tells all of them apart.
CHANGES = (
    "INSERT INTO seen (user_id, film_id, since) VALUES ({user}, {second}, '2025-06-06')",
    "DELETE FROM seen WHERE film_id = {first}",
    "UPDATE seen SET film_id = {first}",
    "UPDATE auth_user SET username = 'another'",
    "UPDATE django_session SET expire_date = '2099-01-01'",
    "UPDATE django_session SET session_data = 'another'",
    "DELETE FROM django_session",
)


def test_in_a_file_each_change_of_an_account_is_another_state_of_it(world, member, tmp_path: Path):
    if connection.vendor != "sqlite":
        pytest.skip("Is about SQLite alone.")
    file = tmp_path / "site.sqlite3"
    owner = Owner(member.session.session_key, member.user.pk)
    keys = {"user": member.user.pk, "first": world.first.pk, "second": world.second.pk}

    with closing(sqlite3.connect(file)) as copy, closing(SqliteFile(str(file))) as database:
        copy.executescript("\n".join(connection.connection.iterdump()))
        states = [database.state(owner).account]
        for sql in CHANGES:
            copy.execute(sql.format(**keys))
            copy.commit()
            states.append(database.state(owner).account)

    assert len(set(states)) == len(states)
    assert states[-1] is None


def test_whose_sessions_are_known_has_an_end(db, monkeypatch):
    monkeypatch.setattr(accounts, "MOST", 2)
    owners, clients = Owners(), [ReaderClient() for _ in range(3)]
    for client in clients:
        client.force_login(UserFactory())
    sessions = [client.session.session_key for client in clients]

    learnt = [owners.learn(session)[0] for session in sessions]

    assert None not in learnt
    assert [owners.known(session) for session in sessions] == [None, *learnt[1:]]
