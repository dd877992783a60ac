"""An address that has changed leads on; that of something hidden answers like none."""

from datetime import date

import pytest

from gate.models import Stamp
from tests.factories import (
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    UniverseFactory,
)

from .visiting import go


def answer(client, path: str) -> tuple:
    response = client.get(path)
    return response.status_code, response.headers.get("Location")


OF_THE_BYTES = ("Content-Length", "ETag")


def whole(client, path: str) -> tuple:
    """All of an answer but the address asked for, which it may repeat."""
    response = client.get(path)
    headers = {name: value for name, value in response.headers.items() if name not in OF_THE_BYTES}
    return response.status_code, headers, response.text.replace(path, "…")


def readdress(item, slug: str) -> str:
    """The address that it had."""
    before = item.get_absolute_url()
    item.slug = slug
    item.save()
    return before


def test_every_old_address_leads_on_to_where_it_is_now(stranger, db):
    credit = CreditFactory()
    items = [credit.film, credit.person, credit.character, InterviewFactory()]

    firsts = [readdress(item, "for-a-while") for item in items]
    seconds = [readdress(item, "from-now-on") for item in items]

    now = [(301, item.get_absolute_url()) for item in items]
    assert [answer(stranger, path) for path in firsts] == now
    assert [answer(stranger, path) for path in seconds] == now
    assert [stranger.get(item.get_absolute_url()).status_code for item in items] == [200] * 4


def test_an_old_address_leads_on_with_what_was_asked(stranger, db):
    old = readdress(FilmFactory(), "from-now-on")

    assert answer(stranger, f"{old}?done=seen-x&undo=%26") == (
        301,
        "/films/from-now-on/?done=seen-x&undo=%26",
    )


def test_an_action_at_an_old_address_acts_on_what_is_there_now(stranger, db):
    film = FilmFactory(slug="ballerina")
    note = NoteFactory(film=film)
    readdress(film, "the-dancer")

    marked = go(stranger, "/films/ballerina/seen/", page="/films/ballerina/")
    read_then = note.sealed_text in stranger.get(f"/notes/{note.public_id}/").text
    locked = go(stranger, "/films/ballerina/unseen/", page="/films/ballerina/")

    assert marked == (303, "/films/ballerina/?done=seen-the-dancer")
    assert read_then
    assert locked == (303, "/films/the-dancer/?done=unseen-the-dancer")
    assert note.sealed_text not in stranger.get(f"/notes/{note.public_id}/").text


def test_a_question_at_an_old_address_is_asked_and_answered(stranger, db):
    readdress(FilmFactory(slug="ballerina", released=None, title="Dancer"), "the-dancer")

    asked = stranger.get("/films/ballerina/seen/")
    sent = go(stranger, "/films/ballerina/seen/", data={"agreed": "yes"})

    assert 'action="/films/the-dancer/seen/"' in asked.text
    assert sent == (303, "/films/the-dancer/?done=seen-the-dancer")


def test_an_action_at_an_address_that_never_was_is_not_found(stranger, db):
    paths = [f"/films/nobody/{verb}/" for verb in ("seen", "unseen")]

    assert [go(stranger, path)[0] for path in paths] == [404, 404]


def test_a_preset_of_the_picker_that_names_a_film_as_before_ticks_up_to_it(stranger, db):
    universe = UniverseFactory()
    film, other, later = (
        FilmFactory(universe=universe, released=date(2000 + number, 1, 1)) for number in range(3)
    )
    old = readdress(other, "from-now-on").split("/")[2]

    page = stranger.get(f"/seen/?preset=upto:{old}&shown=").text

    ticked = [f'value="{one.key}" checked' in page for one in (film, other, later)]
    assert ticked == [True, True, False]


def test_the_way_back_leads_to_where_somebody_hidden_is_now_or_not_at_all(db, fan_of, stranger):
    credit = CreditFactory(stamp=Stamp.EXISTENCE)
    old = readdress(credit.person, "somebody-else")
    fan = fan_of(credit.film, FilmFactory(slug="another"))

    there = go(fan, "/films/another/unseen/", page=old)
    gone = go(stranger, "/films/another/unseen/", page=old)

    assert there == (303, "/people/somebody-else/?done=unseen-another")
    assert gone == (303, "/people/?done=unseen-another")


def test_a_new_thing_at_an_old_address_wins(stranger, db):
    old = readdress(FilmFactory(slug="ballerina"), "ballerina-2023")

    FilmFactory(slug="ballerina", title="The new one")

    response = stranger.get(old)
    assert response.status_code == 200
    assert "The new one" in response.content.decode()


def test_what_returns_to_an_old_address_is_just_there(stranger, db):
    film = FilmFactory(slug="ballerina")
    between = readdress(film, "ballerina-2025") and readdress(film, "ballerina")

    film.refresh_from_db()

    assert stranger.get("/films/ballerina/").status_code == 200
    assert answer(stranger, between) == (301, "/films/ballerina/")
    assert film.former_slugs == "/ballerina-2025/"


def test_capitals_count_in_an_old_address_as_in_any(stranger, db):
    readdress(FilmFactory(slug="Ballerina"), "the-dancer")

    assert answer(stranger, "/films/Ballerina/") == (301, "/films/the-dancer/")
    assert answer(stranger, "/films/ballerina/") == (404, None)


@pytest.mark.parametrize("factory", [PersonFactory, CharacterFactory])
def test_the_old_address_of_somebody_hidden_answers_like_none(db, stranger, fan_of, factory):
    who = factory()
    role = "person" if factory is PersonFactory else "character"
    credit = CreditFactory(**{role: who}, stamp=Stamp.EXISTENCE)
    old = readdress(who, "somebody-else")
    folder = old.split("/")[1]

    assert whole(stranger, old) == whole(stranger, f"/{folder}/nobody/")
    assert answer(fan_of(credit.film), old) == (301, f"/{folder}/somebody-else/")


def test_somebody_hidden_at_an_old_address_does_not_stand_in_its_way(stranger, fan_of, db):
    open_credit = CreditFactory()
    old = readdress(open_credit.person, "now")
    hidden = PersonFactory(slug=old.split("/")[2])
    credit = CreditFactory(person=hidden, stamp=Stamp.EXISTENCE)

    assert answer(stranger, old) == (301, "/people/now/")
    assert fan_of(credit.film).get(old).status_code == 200
