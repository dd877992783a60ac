"""People, characters, credits and facts as pages show them."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter

from films.cards import FilmLink, Films, names
from gate.among import AmongFound
from gate.prepared import prepared
from gate.queryset import GatedQuerySet
from gate.reader import Reader

from .models import Character, CharacterFact, CharacterFactQuerySet, Credit, CreditQuerySet, Person


@dataclass(frozen=True, slots=True)
class PersonCard:
    pk: int
    url: str
    name: str


@dataclass(frozen=True, slots=True)
class ListedPerson(PersonCard):
    """Somebody in the list of people, with the place that they have in it."""

    slug: str
    sort_key: str

    @property
    def letter(self) -> str:
        """The first letter of the family name: one of the Latin alphabet, however it is written.
        “#” is for all else.
        """
        first = self.sort_key[:1].upper()
        return first if first.isalpha() else "#"


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
    #: What tells it from every other credit, in an address.
    named: str


@dataclass(frozen=True, slots=True)
class FactCard:
    text: str
    films: str  # “John Wick and Ballerina”; empty where the fact is harmless


def person_card(person: Person) -> PersonCard:
    return PersonCard(person.pk, person.get_absolute_url(), person.name)


def character_card(character: Character) -> CharacterCard:
    return CharacterCard(character.get_absolute_url(), character.name)


def listed_people(people: GatedQuerySet[Person], reader: Reader, most: int) -> list[ListedPerson]:
    """The first `most` of these people that this reader may know of."""
    return [
        ListedPerson(row.pk, row.get_absolute_url(), row.name, row.slug, row.sort_key)
        for row in _people(people, reader)[:most]
    ]


def by_letter(people: Iterable[ListedPerson]) -> list[tuple[str, list[ListedPerson]]]:
    """People, who come in the order of their names, under the letter of each."""
    return [(letter, list(those)) for letter, those in groupby(people, attrgetter("letter"))]


@prepared
def _people(people: GatedQuerySet[Person], reader: Reader) -> GatedQuerySet[Person]:
    return people.for_reader(reader).only("slug", "name", "sort_key")


def credit_cards(
    credits: CreditQuerySet, reader: Reader, films: Films | None = None, most: int | None = None
) -> list[CreditCard]:
    """The credits that this reader may know of, in the order of `credits`; the first `most`."""
    films = films or Films()
    rows = list(_credits(credits, reader)[:most])
    films.look_up(row.film_id for row in rows)
    return [
        CreditCard(
            film=films[row.film_id],
            person=person_card(row.person),
            character=character_card(row.character) if row.character else None,
            job=Credit.Job(row.job),
            named=".".join(
                [
                    films[row.film_id].slug,
                    row.person.slug,
                    row.job,
                    row.character.slug if row.character else "",
                ]
            ),
        )
        for row in rows
    ]


def first_of_many(credits: CreditQuerySet, reader: Reader, most: int) -> CreditQuerySet:
    """The first `most` that this reader may know of, found by their keys before who plays whom is.

    Else PostgreSQL looks through all people and characters there are for the first credits of
    somebody who has thousands.
    """
    return _by_their_keys(_known(credits, reader)[:most])


@prepared
def _known(credits: CreditQuerySet, reader: Reader) -> CreditQuerySet:
    return credits.for_reader(reader)


@prepared
def _by_their_keys(known: CreditQuerySet) -> CreditQuerySet:
    first = Credit.objects.filter(AmongFound("pk", known.values("pk")))
    return first.order_by(*known.query.order_by)


@prepared
def _credits(credits: CreditQuerySet, reader: Reader) -> CreditQuerySet:
    return (
        credits.for_reader(reader)
        .select_related("person", "character")
        .only(
            *("film", "job"),
            *("person__slug", "person__name", "character__slug", "character__name"),
        )
    )


def credit_at(named: str, reader: Reader) -> list[Credit]:
    """The credit of which its card says so, with where it stands, if this reader may know of it."""
    match named.split("."):
        case [film, person, job, character]:
            return list(_named(film, person, job, character, reader))
    return []


@prepared
def _named(film: str, person: str, job: str, character: str, reader: Reader) -> CreditQuerySet:
    credits = Credit.objects.for_reader(reader).named(film, person, job, character)
    columns = ("job", "position", "film__released", "film__sort_key", "film__slug")
    return credits.select_related("film").only(*columns).order_by()


def by_job(credits: Iterable[CreditCard]) -> list[tuple[str, tuple[CreditCard, ...]]]:
    """The credits under the label of their job, in the order of `Credit.Job`."""
    listed: dict[Credit.Job, list[CreditCard]] = {job: [] for job in Credit.Job}
    for credit in credits:
        listed[credit.job].append(credit)
    return [(job.label, tuple(cards)) for job, cards in listed.items() if cards]


def fact_cards(
    facts: CharacterFactQuerySet, reader: Reader, most: int | None = None
) -> list[FactCard]:
    """The facts that this reader may know of, in the order of `facts`; the first `most`."""
    films = Films()
    rows: list[CharacterFact] = list(_facts(facts, reader)[:most])
    films.look_up_required(rows)
    return [FactCard(row.text or "", names(films.required(row))) for row in rows]


@prepared
def _facts(facts: CharacterFactQuerySet, reader: Reader) -> CharacterFactQuerySet:
    return facts.for_reader(reader).only("requirement")
