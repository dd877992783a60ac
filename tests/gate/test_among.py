"""A long list as one parameter of a query."""

from django.db import connection
from django.test.utils import CaptureQueriesContext

from films.models import Film
from gate.among import Among, AmongFound
from tests.factories import FilmFactory


def test_a_list_finds_the_same_rows_as_in_does(db):
    films = [FilmFactory() for _ in range(4)]
    lists = [films[:1], films[1:3], films]

    by_number = [
        set(Film.objects.filter(Among("id", [film.pk for film in some]))) for some in lists
    ]
    by_key = [set(Film.objects.filter(Among("key", [film.key for film in some]))) for some in lists]

    assert by_number == by_key == [set(some) for some in lists]


def test_an_empty_list_finds_nothing_and_asks_nothing(db):
    FilmFactory()

    with CaptureQueriesContext(connection) as asked:
        found = list(Film.objects.filter(Among("key", [])))

    assert (found, len(asked)) == ([], 0)


def test_the_text_of_the_query_does_not_grow_with_the_list(db):
    short, long = (Film.objects.filter(Among("id", range(size))) for size in (1, 5_000))

    compiled = [rows.query.sql_with_params() for rows in (short, long)]

    assert compiled[0][0] == compiled[1][0]
    assert [len(params) for _sql, params in compiled] == [1, 1]


def test_what_a_query_finds_finds_the_same_rows_as_in_does(db):
    films = [FilmFactory() for _ in range(4)]
    lists = [Film.objects.filter(slug__in=[film.slug for film in some]) for some in ([], films[:3])]

    found = [set(Film.objects.filter(AmongFound("id", some.order_by("slug")))) for some in lists]
    of_key = set(Film.objects.filter(AmongFound("key", lists[1].values("key"))))

    assert found == [set(), set(films[:3])]
    assert of_key == set(films[:3])


def test_what_a_query_finds_can_be_asked_for_in_its_order_afterwards(db):
    films = FilmFactory.create_batch(3)
    backwards = Film.objects.order_by("-pk")

    Film.objects.filter(AmongFound("id", backwards))

    assert list(backwards) == films[::-1]
