import pytest
from django.db.models import ProtectedError

from gate.models import Stamp
from gate.reader import NOBODY, Reader
from people.models import Character, CharacterFact, Credit, Person
from tests.factories import (
    CharacterFactFactory,
    CreditFactory,
    EvidenceFactory,
    FilmFactory,
    PersonFactory,
    QuoteFactory,
)
from tests.refusals import Refusal, assert_refused, constraints_of, ids, spoiling

UNKNOWN_STAMP = "Choose one of the stamps offered."
NO_FILM = "Say which films this spoils, or stamp it as harmless."


def credit(world, **changes: object) -> Credit:
    fields = {"film": world.first, "person": world.director, "character": world.hero} | changes
    return spoiling(CreditFactory.build(**fields))


def fact(world, **changes: object) -> CharacterFact:
    fields = {"character": world.hero} | changes
    return spoiling(CharacterFactFactory.build(**fields), world.first)


REFUSALS = [
    Refusal(
        "people_credit_stamp_known",
        lambda world: credit(world, stamp=Stamp.TEXT),
        UNKNOWN_STAMP,
    ),
    Refusal(
        "people_credit_spoils_films",
        lambda world: CreditFactory.build(
            film=world.first,
            person=world.director,
            character=world.hero,
            stamp=Stamp.EXISTENCE,
        ),
        NO_FILM,
    ),
    Refusal(
        "credit_character_only_for_cast",
        lambda world: credit(world, job=Credit.Job.WRITER),
        "Only a cast credit has a character.",
    ),
    Refusal(
        "credit_once",
        lambda world: credit(world, person=world.actor),
        "Credit with this Film, Person, Job and Character already exists.",
    ),
    Refusal(
        "credit_once_without_character",
        lambda world: credit(world, film=world.second, job=Credit.Job.DIRECTOR, character=None),
        "This credit is there already.",
    ),
    Refusal(
        "people_characterfact_stamp_known",
        lambda world: fact(world, stamp=Stamp.TEXT),
        UNKNOWN_STAMP,
    ),
    Refusal(
        "people_characterfact_spoils_films",
        lambda world: CharacterFactFactory.build(character=world.hero),
        NO_FILM,
    ),
    Refusal(
        "people_characterfact_sealed_text_not_blank",
        lambda world: fact(world, sealed_text=""),
        "This text cannot be empty.",
    ),
    Refusal(
        "fact_not_kin_to_itself",
        lambda world: fact(world, relative=world.hero),
        "A kinship is between two characters.",
    ),
    Refusal(
        "fact_position_once_per_character",
        lambda world: fact(world, position=world.fact.position),
        "Character fact with this Character and Position already exists.",
    ),
]


def test_every_rule_has_a_row_that_breaks_it():
    assert ids(REFUSALS) == list(constraints_of("people"))


@pytest.mark.parametrize("refusal", REFUSALS, ids=ids(REFUSALS))
def test_a_row_that_breaks_a_rule_is_refused(world, refusal):
    assert_refused(world, "people", refusal)


def test_a_harmless_row_does_not_spoil_any_film(world):
    def harmless_and_yet(world) -> CharacterFact:
        item = fact(world)
        item.stamp = Stamp.NOTHING
        return item

    assert_refused(
        world, "people", Refusal("people_characterfact_spoils_films", harmless_and_yet, NO_FILM)
    )


def test_a_person_known_only_by_a_hidden_credit_is_not_known(world):
    seen = Reader(seen=frozenset({world.second.pk}))

    assert list(Person.objects.for_reader(NOBODY)) == [world.director, world.actor]
    assert set(Person.objects.for_reader(seen)) == {world.director, world.actor, world.surprise}


def test_a_person_is_known_by_what_they_said(world):
    speaker, hidden = QuoteFactory().speaker, QuoteFactory(stamp=Stamp.EXISTENCE).speaker

    known = Person.objects.for_reader(NOBODY)

    assert [speaker in known, hidden in known] == [True, False]


def test_a_person_is_known_by_what_they_are_credited_with_once_the_echo_is_open(world):
    mentor = PersonFactory()
    EvidenceFactory(echo=world.echo, quote=world.open_quote, credits=mentor)

    def knows(*films) -> bool:
        reader = Reader(seen=frozenset(film.pk for film in films))
        return mentor in Person.objects.for_reader(reader)

    assert [knows(), knows(world.first), knows(world.first, world.second)] == [False, False, True]


def test_a_person_without_credit_or_statement_is_not_known(db):
    PersonFactory()

    assert list(Person.objects.for_reader(NOBODY)) == []


def test_a_character_known_only_by_a_hidden_credit_is_not_known(world):
    seen = Reader(seen=frozenset({world.second.pk}))

    assert list(Character.objects.for_reader(NOBODY)) == [world.hero]
    assert set(Character.objects.for_reader(seen)) == {world.hero, world.ghost}


def test_a_kinship_stands_on_both_pages(world):
    assert list(CharacterFact.objects.about(world.hero)) == [world.fact]
    assert list(CharacterFact.objects.about(world.ghost)) == [world.fact]


def test_the_credits_of_a_person_stand_in_release_order(world):
    announced = CreditFactory(film=FilmFactory(released=None), person=world.actor)

    credits = world.actor.credits.for_reader(NOBODY).in_release_order()

    assert list(credits) == [world.acting, world.returning, announced]


def test_people_and_characters_with_content_cannot_be_deleted(world):
    for row in (world.director, world.actor, world.hero, world.ghost):
        with pytest.raises(ProtectedError):
            row.delete()
