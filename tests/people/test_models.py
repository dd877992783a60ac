import pytest
from django.db.models import ProtectedError

from gate.models import Stamp
from gate.reader import NOBODY, Reader
from people.models import (
    Character,
    CharacterFact,
    CharacterFactRequirement,
    Credit,
    CreditRequirement,
    Person,
)
from tests.factories import (
    CharacterFactFactory,
    CreditFactory,
    FilmFactory,
    PersonFactory,
    QuoteFactory,
)
from tests.refusals import Refusal, assert_refused, constraints_of, ids

UNKNOWN_STAMP = "Choose one of the stamps offered."
NO_FILM = "Say which film this spoils, or stamp it as harmless."


def credit(world, **changes: object) -> Credit:
    fields = {"film": world.first, "person": world.director, "character": world.hero} | changes
    return CreditFactory.build(**fields)


def fact(world, **changes: object) -> CharacterFact:
    return CharacterFactFactory.build(**({"character": world.hero, "film": world.first} | changes))


REFUSALS = [
    Refusal(
        "people_credit_stamp_known",
        lambda world: credit(world, stamp=Stamp.SEALED),
        UNKNOWN_STAMP,
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
        "creditrequirement_film_once",
        lambda world: CreditRequirement(
            item=CreditRequirement.objects.create(item=world.cameo, film=world.first).item,
            film=world.first,
        ),
        "This film is in the list already.",
    ),
    Refusal(
        "people_characterfact_stamp_known",
        lambda world: fact(world, stamp=Stamp.SEALED),
        UNKNOWN_STAMP,
    ),
    Refusal("people_characterfact_sealed_has_film", lambda world: fact(world, film=None), NO_FILM),
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
    Refusal(
        "characterfactrequirement_film_once",
        lambda world: CharacterFactRequirement(item=world.fact, film=world.first),
        "This film is in the list already.",
    ),
]


def test_every_rule_has_a_row_that_breaks_it():
    # A credit always has a film, so this rule, common to all gated models, cannot be broken.
    assert {*ids(REFUSALS), "people_credit_sealed_has_film"} == constraints_of("people").keys()


@pytest.mark.parametrize("refusal", REFUSALS, ids=ids(REFUSALS))
def test_a_row_that_breaks_a_rule_is_refused(world, refusal):
    assert_refused(world, "people", refusal)


def test_a_person_known_only_by_a_hidden_credit_is_not_known(world):
    seen = Reader(seen=frozenset({world.second.pk}))

    assert list(Person.objects.known_to(NOBODY)) == [world.director, world.actor]
    assert set(Person.objects.known_to(seen)) == {world.director, world.actor, world.surprise}


def test_a_person_is_known_by_what_they_said(world):
    speaker, hidden = QuoteFactory().speaker, QuoteFactory(stamp=Stamp.HIDDEN).speaker

    known = Person.objects.known_to(NOBODY)

    assert [speaker in known, hidden in known] == [True, False]


def test_a_person_without_credit_or_statement_is_not_known(db):
    PersonFactory()

    assert list(Person.objects.known_to(NOBODY)) == []


def test_a_character_known_only_by_a_hidden_credit_is_not_known(world):
    seen = Reader(seen=frozenset({world.second.pk}))

    assert list(Character.objects.known_to(NOBODY)) == [world.hero]
    assert set(Character.objects.known_to(seen)) == {world.hero, world.ghost}


def test_a_kinship_stands_on_both_pages(world):
    assert list(CharacterFact.objects.about(world.hero)) == [world.fact]
    assert list(CharacterFact.objects.about(world.ghost)) == [world.fact]


def test_the_credits_of_a_film_stand_by_job_in_billing_order(world):
    second = CreditFactory(film=world.second, position=world.returning.position + 1)
    writer = CreditFactory(film=world.second, job=Credit.Job.WRITER, character=None)

    assert Credit.objects.of_film(world.second, NOBODY) == [
        ("Director", [world.directing]),
        ("Writer", [writer]),
        ("Cast", [world.returning, second]),
    ]


def test_the_credits_of_a_person_stand_in_release_order(world):
    announced = CreditFactory(film=FilmFactory(released=None), person=world.actor)

    credits = world.actor.credits.for_reader(NOBODY).in_release_order()

    assert list(credits) == [world.acting, world.returning, announced]


def test_people_and_characters_with_content_cannot_be_deleted(world):
    for row in (world.director, world.actor, world.hero, world.ghost):
        with pytest.raises(ProtectedError):
            row.delete()
