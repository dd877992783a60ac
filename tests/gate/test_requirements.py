"""A requirement is a set of films: shared by many items, never shortened, and in doubt locked."""

import pytest
from django.core.exceptions import FieldError, ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError

from films.models import Film
from gate.models import Gated, RequiredFilm, Requirement, Stamp
from gate.reader import NOBODY, Reader
from gate.rule import gated_models, stamps_of
from spoilers.models import Note
from tests.factories import FACTORY, FilmFactory, NoteFactory, PlacementFactory, QuoteFactory

STAMPED = [FACTORY[model] for model in gated_models() if stamps_of(model)]
WITH_A_FILM = [one for one in STAMPED if hasattr(one._meta.model, "film")]
WITHOUT = [one for one in STAMPED if one not in WITH_A_FILM]
HARMLESS = [one for one in STAMPED if Stamp.NOTHING in stamps_of(one._meta.model)]


def name_of(factory) -> str:
    return factory._meta.model.__name__


@pytest.fixture
def films(db) -> list[Film]:
    return FilmFactory.create_batch(3)


def fan_of(*films: Film) -> Reader:
    return Reader(seen=frozenset(film.pk for film in films))


def test_the_same_films_in_any_order_are_the_same_requirement(films):
    a, b, c = films

    made = [Requirement.objects.of(some) for some in ([a, b], [b, a], {a, b}, (b, a, b), [a, c])]

    assert [one.key for one in made] == [f"{a.pk}.{b.pk}"] * 4 + [f"{a.pk}.{c.pk}"]
    assert Requirement.objects.count() == 2
    assert set(RequiredFilm.objects.values_list("requirement", "film", "size")) == {
        (one.key, film.pk, 2)
        for one, some in ((made[0], [a, b]), (made[4], [a, c]))
        for film in some
    }


def test_whoever_has_seen_other_films_fulfils_others_whatever_was_known_before(films):
    a, b, _c = films
    one, both = Requirement.objects.of([a]).key, Requirement.objects.of([a, b]).key
    reader = fan_of(a)
    assert reader.fulfilled == {one}

    fulfilled = [
        other.fulfilled
        for other in (
            reader.having_seen([b]),
            reader.not_having_seen([a]),
            reader.revealing("x"),
            reader.revealing("x").hiding("x"),
        )
    ]

    assert fulfilled == [{one, both}, set(), {one}, {one}]


def test_the_keys_stand_in_the_order_of_numbers(films):
    late, early = FilmFactory(pk=1000), FilmFactory(pk=999)

    assert Requirement.objects.of([late, early]).key == "999.1000"


def test_no_films_are_no_requirement(db):
    assert Requirement.objects.of([]) is None
    assert Requirement.objects.count() == 0


def test_a_requirement_leads_to_its_films_and_to_no_item(films):
    note = NoteFactory(film=films[0], spoils=films)

    assert set(note.requirement.films.all()) == set(films)
    assert [relation.hidden for relation in Requirement._meta.related_objects].count(False) == 1
    with pytest.raises(FieldError, match="Choices are: films, key, rows$"):
        Requirement.objects.filter(note=note)
    assert [str(note.requirement), str(note.requirement.rows.get(film=films[1]))] == [
        f"Requirement {note.requirement_id}",
        f"{films[1]} for Requirement {note.requirement_id}",
    ]


@pytest.mark.parametrize("factory", WITH_A_FILM, ids=name_of)
def test_the_film_that_an_item_is_part_of_is_always_among_those_that_it_spoils(films, factory):
    a, b, _ = films
    item = factory(film=a, stamp=Stamp.EXISTENCE)
    before = item.required

    item.spoil(b)

    assert [before, item.required] == [{a.pk}, {a.pk, b.pk}]
    assert item.own_films == (a,)


@pytest.mark.parametrize("factory", WITHOUT, ids=name_of)
def test_an_item_that_is_part_of_no_film_spoils_what_is_said_and_no_more(films, factory):
    a, b, c = films
    item = factory(spoils=[a])

    item.spoil(b, c)

    assert [item.required, item.own_films] == [{b.pk, c.pk}, ()]


@pytest.mark.parametrize("factory", HARMLESS, ids=name_of)
def test_a_harmless_item_comes_to_have_no_requirement(films, factory):
    item = factory(spoils=films)
    item.stamp = Stamp.NOTHING

    item.spoil(*films)

    assert [item.requirement, item.required] == [None, frozenset()]
    item.save()


def test_what_an_item_requires_is_told_without_a_query(films, django_assert_num_queries):
    note = Note.objects.get(pk=NoteFactory(film=films[0], spoils=films).pk)

    with django_assert_num_queries(0):
        assert note.required == {film.pk for film in films}


def test_items_share_a_requirement_and_each_goes_its_own_way(films):
    a, b, _ = films
    one, other = NoteFactory(film=a), NoteFactory(film=a)
    shared = one.requirement

    one.spoil(b)
    one.save()

    assert shared == other.requirement
    met = {note: note.is_open for note in Note.objects.for_reader(fan_of(a))}
    assert met == {one: False, other: True}


def test_a_film_that_an_item_needs_is_kept_and_the_items_are_named(films):
    a, b, c = films
    note = NoteFactory(film=a, spoils=[b])
    quote = QuoteFactory(spoils=[b, c])
    PlacementFactory(placed=a, anchor=c, spoils=[c])

    with pytest.raises(ProtectedError) as error:
        b.delete()

    assert error.value.protected_objects == {note, quote}
    assert Film.objects.filter(pk=b.pk).exists()
    assert note.requirement.films.count() == 2


def test_a_film_that_nothing_needs_goes_and_takes_unused_requirements_along(films):
    a, b, c = films
    note = NoteFactory(film=a, spoils=[b])
    note.spoil()
    note.save()
    Requirement.objects.of([c])
    unused = Requirement.objects.of([a, b])

    b.delete()

    assert note.requirement_id == str(a.pk)
    assert set(Requirement.objects.values_list("key", flat=True)) == {str(a.pk), str(c.pk)}
    assert not RequiredFilm.objects.filter(requirement=unused.key).exists()


@pytest.mark.parametrize("column", ["film_id", "requirement_id"])
def test_a_requirement_that_lost_a_row_opens_to_nobody(films, column):
    """As by hand-written SQL, past everything that keeps it whole."""
    a, b, _ = films
    note = NoteFactory(film=a, spoils=[b])
    lost = {"film_id": b.pk, "requirement_id": note.requirement_id}[column]
    before = Note.objects.for_reader(fan_of(a, b)).get().is_open

    with connection.cursor() as cursor:
        cursor.execute(f"DELETE FROM required_film WHERE {column} = %s", [lost])

    readers = [fan_of(a), fan_of(b), fan_of(*films)]
    assert before
    assert [Note.objects.for_reader(reader).get().is_open for reader in readers] == [False] * 3


def test_which_requirements_are_fulfilled_is_asked_once(films, django_assert_num_queries):
    a, b, c = films
    for some in ([a], [b], [a, b], [a, b, c]):
        Requirement.objects.of(some)
    reader = fan_of(a, b)

    with django_assert_num_queries(1):
        assert reader.fulfilled == {str(a.pk), str(b.pk), f"{a.pk}.{b.pk}"}
        assert reader.fulfilled == {str(a.pk), str(b.pk), f"{a.pk}.{b.pk}"}


def test_who_has_seen_nothing_has_fulfilled_nothing_and_is_not_asked_about(
    films, django_assert_num_queries
):
    Requirement.objects.of(films)

    with django_assert_num_queries(0):
        assert [NOBODY.fulfilled, Reader().fulfilled] == [frozenset(), frozenset()]


LOCKING_WITHOUT = "Say which films this spoils, or stamp it as harmless."


@pytest.mark.parametrize("factory", STAMPED, ids=name_of)
@pytest.mark.parametrize("stamp", Stamp)
def test_an_item_has_a_requirement_exactly_where_its_stamp_locks(films, factory, stamp):
    item = factory(spoils=films)
    allowed = stamp in item._meta.get_field("stamp").stamps
    required = {True: Requirement.objects.of(films), False: None}
    item.stamp = stamp

    for has_requirement, requirement in required.items():
        item.requirement = requirement
        is_right = allowed and has_requirement == (stamp != Stamp.NOTHING)
        assert [is_saved(item), is_valid(item)] == [is_right, is_right]


def is_saved(item: Gated) -> bool:
    try:
        with transaction.atomic():
            item.save()
    except IntegrityError:
        return False
    return True


def is_valid(item: Gated) -> bool:
    try:
        item.validate_constraints()
    except ValidationError:
        return False
    return True


def test_the_editors_are_told_in_words_what_is_missing(films):
    quote = QuoteFactory(spoils=films)
    quote.requirement = None

    with pytest.raises(ValidationError, match=LOCKING_WITHOUT):
        quote.validate_constraints()
    quote.stamp = "secret"
    with pytest.raises(ValidationError, match="Choose one of the stamps offered"):
        quote.validate_constraints()
