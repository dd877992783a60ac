"""People, credits and facts as pages show them."""

import pytest

from gate.models import Stamp
from gate.reader import NOBODY, Reader
from people.cards import FactCard, by_job, by_letter, credit_cards, fact_cards, listed_people
from people.models import CharacterFact, Credit, Person
from tests.factories import (
    CharacterFactFactory,
    CharacterFactory,
    CreditFactory,
    FilmFactory,
    PersonFactory,
)

pytestmark = pytest.mark.django_db


def reader(*films) -> Reader:
    return Reader(seen=frozenset(film.pk for film in films))


def test_people_stand_under_the_letter_of_their_family_name_in_its_order():
    for name, sort_name in [
        ("Zoe Hart", "Hart, Zoe"),
        ("Ida Holm", "Holm, Ida"),
        ("Ann Wick", "Wick, Ann"),
        ("Al Hay", "Hay, Al"),
    ]:
        CreditFactory(person=PersonFactory(name=name, sort_name=sort_name))

    letters = by_letter(listed_people(Person.objects.all(), NOBODY, 9))

    assert [(letter, [person.name for person in people]) for letter, people in letters] == [
        ("H", ["Zoe Hart", "Al Hay", "Ida Holm"]),
        ("W", ["Ann Wick"]),
    ]


def test_a_small_first_letter_counts_as_a_large_one():
    CreditFactory(person=PersonFactory(name="Al de Hay", sort_name="de Hay, Al"))

    (person,) = listed_people(Person.objects.all(), NOBODY, 9)

    assert person.letter == "D"


def test_a_person_who_is_a_surprise_stands_under_no_letter():
    cameo = CreditFactory(stamp=Stamp.EXISTENCE)

    assert listed_people(Person.objects.all(), NOBODY, 9) == []
    assert len(listed_people(Person.objects.all(), reader(cameo.film), 9)) == 1


def test_credits_come_job_by_job_as_a_poster_lists_them():
    film = FilmFactory()
    for position, (job, name) in enumerate(
        [
            (Credit.Job.ACTOR, "Jo"),
            (Credit.Job.WRITER, "Ida"),
            (Credit.Job.ACTOR, "Max"),
            (Credit.Job.CREATOR, "Zoe"),
            (Credit.Job.DIRECTOR, "Ida"),
        ]
    ):
        person = PersonFactory(name=name)
        CreditFactory(film=film, person=person, job=job, character=None, position=position)

    jobs = by_job(credit_cards(Credit.objects.order_by("position"), NOBODY))

    assert [(job, [credit.person.name for credit in credits]) for job, credits in jobs] == [
        ("Director", ["Ida"]),
        ("Writer", ["Ida"]),
        ("Creator", ["Zoe"]),
        ("Cast", ["Jo", "Max"]),
    ]


def test_a_fact_names_the_films_that_it_gives_away_and_a_harmless_one_none():
    house, garden = FilmFactory(title="The House"), FilmFactory(title="The Garden")
    who = CharacterFactory()
    CharacterFactFactory(character=who, position=2, sealed_text="Kin.", spoils=[garden, house])
    CharacterFactFactory(
        character=who, position=1, sealed_text="She whistles.", stamp=Stamp.NOTHING
    )

    facts = CharacterFact.objects.about(who)

    harmless = FactCard("She whistles.", "")
    assert fact_cards(facts, NOBODY) == [harmless]
    assert fact_cards(facts, reader(garden)) == [harmless]
    assert fact_cards(facts, reader(house, garden)) == [
        harmless,
        FactCard("Kin.", "The House and The Garden"),
    ]
