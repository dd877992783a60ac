"""People, characters, credits and facts as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass

from films.cards import FilmLink, Films, names
from gate.queryset import GatedQuerySet
from gate.reader import Reader

from .models import Character, CharacterFact, CharacterFactQuerySet, Credit, CreditQuerySet, Person


@dataclass(frozen=True, slots=True)
class PersonCard:
    pk: int
    url: str
    name: str


@dataclass(frozen=True, slots=True)
class CharacterCard:
    url: str
    name: str


@dataclass(frozen=True, slots=True)
class CreditCard:
    film: FilmLink
    person: PersonCard
    character: CharacterCard | None
    job: Credit.Job


@dataclass(frozen=True, slots=True)
class FactCard:
    text: str
    films: str  # “John Wick and Ballerina”; empty where the fact is harmless


def person_card(person: Person) -> PersonCard:
    return PersonCard(person.pk, person.get_absolute_url(), person.name)


def character_card(character: Character) -> CharacterCard:
    return CharacterCard(character.get_absolute_url(), character.name)


def people_by_letter(
    people: GatedQuerySet[Person], reader: Reader
) -> list[tuple[str, list[PersonCard]]]:
    """The people that this reader may know of, under the first letter of their family name."""
    letters: dict[str, list[PersonCard]] = {}
    for person in people.for_reader(reader):
        letters.setdefault(person.sort_name[:1].upper(), []).append(person_card(person))
    return list(letters.items())


def credit_cards(
    credits: CreditQuerySet, reader: Reader, films: Films | None = None
) -> list[CreditCard]:
    """The credits that this reader may know of, in the order of `credits`."""
    films = films or Films()
    rows = list(
        credits.for_reader(reader)
        .select_related("person", "character")
        .only(
            *("film", "job"),
            *("person__slug", "person__name", "character__slug", "character__name"),
        )
    )
    films.look_up(row.film_id for row in rows)
    return [
        CreditCard(
            film=films[row.film_id],
            person=person_card(row.person),
            character=character_card(row.character) if row.character else None,
            job=Credit.Job(row.job),
        )
        for row in rows
    ]


def by_job(credits: Iterable[CreditCard]) -> list[tuple[str, list[CreditCard]]]:
    """The credits under the label of their job, in the order of `Credit.Job`."""
    listed: dict[Credit.Job, list[CreditCard]] = {job: [] for job in Credit.Job}
    for credit in credits:
        listed[credit.job].append(credit)
    return [(job.label, cards) for job, cards in listed.items() if cards]


def fact_cards(facts: CharacterFactQuerySet, reader: Reader) -> list[FactCard]:
    films = Films()
    rows: list[CharacterFact] = list(facts.for_reader(reader).only("requirement"))
    films.look_up_required(rows)
    return [FactCard(row.text or "", names(films.required(row))) for row in rows]
