"""Queries that are compiled once: each reader gets the answer of nobody else."""

import gc
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from copy import copy
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.core.exceptions import FieldError
from django.db import connection, connections
from django.db.models import QuerySet
from django.test.utils import CaptureQueriesContext

from films.models import Film
from gate import prepared as module
from gate import rule
from gate.among import Among
from gate.given import Slot
from gate.models import Stamp
from gate.prepared import prepared
from gate.reader import NOBODY, Reader, Revealed
from spoilers.models import Note
from tests.factories import FilmFactory, NoteFactory


@pytest.fixture(autouse=True)
def _nothing_is_kept(monkeypatch) -> None:
    monkeypatch.setattr(module, "KEPT", {})


@prepared
def notes_of(film: int) -> QuerySet[Note]:
    return Note.objects.filter(film=film).order_by("pk")


@prepared
def texts(notes: Any, reader: Reader) -> Any:
    return notes.for_reader(reader).values_list("text", flat=True)


@prepared
def among(keys: list[str]) -> QuerySet[Film]:
    return Film.objects.filter(Among("key", keys)).order_by("pk")


@prepared
def out_before(day: date) -> QuerySet[Film]:
    return Film.objects.filter(released__lt=day).order_by()


def having_seen(*films: Film, revealed: tuple[str, ...] = ()) -> Reader:
    reveals = tuple(Revealed(public_id) for public_id in revealed)
    return Reader(seen=frozenset(film.pk for film in films), reveals=reveals)


def read(film: Film, reader: Reader) -> list[str | None]:
    return list(texts(notes_of(film.pk), reader))


@pytest.fixture
def films(db) -> list[Film]:
    """Each with one note, which spoils it."""
    films = [FilmFactory(), FilmFactory()]
    for number, film in enumerate(films):
        NoteFactory(film=film, sealed_text=f"zebra {number}", spoils=[film])
    return films


def test_readers_in_turn_read_what_each_has_unlocked(films):
    one, other = films
    readers = [having_seen(one), having_seen(other), NOBODY, having_seen(one, other)]

    twice = [[read(film, reader) for reader in readers] for film in [*films, *films]]

    first, second = ["zebra 0"], ["zebra 1"]
    assert twice == 2 * [[first, [None], [None], first], [[None], second, [None], second]]


def test_what_was_revealed_opens_for_who_revealed_it_alone(films):
    one, _other = films
    public_id = one.notes.get().public_id
    revealed, another = having_seen(revealed=(public_id,)), having_seen(revealed=("elsewhere",))

    answers = [read(one, reader) for reader in (revealed, NOBODY, another, revealed)]

    assert answers == [["zebra 0"], [None], [None], ["zebra 0"]]


def test_it_is_compiled_once_for_all_readers_of_a_shape(films):
    one, other = films

    for reader in (NOBODY, having_seen(one), having_seen(one, other), having_seen(revealed=("x",))):
        read(one, reader)
        read(other, reader)

    # Where nothing is revealed, and where something is.
    assert len(kept_of(Note)) == 2


def test_it_is_compiled_once_for_lists_of_any_length(films):
    keys = [film.key for film in films]

    for some in (keys, keys[:1], [*keys, "nowhere"]):
        list(among(some))

    assert len(kept_of(Film)) == 1


def kept_of(model: type) -> list[module.Kept]:
    return [kept for kept in module.KEPT.values() if kept.queryset.model is model]


def test_it_sends_what_an_ordinary_query_would(films):
    one, other = films
    revealed = having_seen(one, revealed=(other.notes.get().public_id,))
    questions = [
        texts(notes_of(other.pk), revealed),
        texts(notes_of(other.pk), NOBODY),
        among([one.key, other.key]),
        out_before(date(2025, 6, 6)),
    ]

    for question in questions:
        first, again, plain = sent(question), sent(question), sent(question.plain())
        assert first == again == plain


def sent(rows: Iterable) -> list[tuple[str, tuple]]:
    """The statement with its parameters; and the reader's own, where it was not asked yet."""
    statements = []

    def note(execute: Any, sql: str, params: Any, many: bool, context: dict) -> Any:
        statements.append((sql, tuple(params)))
        return execute(sql, params, many, context)

    with connection.execute_wrapper(note):
        list(rows)
    return statements[-1:]


def test_an_ordinary_queryset_is_asked_as_it_is(films):
    one, other = films

    rows = texts(Note.objects.exclude(film=one), having_seen(other))

    assert isinstance(rows, QuerySet)
    assert list(rows) == ["zebra 1"]


def test_rows_come_with_what_was_selected_along_with_them(films):
    @prepared
    def with_film(film: int, reader: Reader) -> QuerySet[Note]:
        notes = Note.objects.filter(film=film).for_reader(reader)
        return notes.select_related("film").only("label", "film__slug")

    one, _other = films
    with CaptureQueriesContext(connection) as asked:
        (note,) = with_film(one.pk, NOBODY)
        found = note.film.slug, note.is_open, note.text

    assert (found, len(asked)) == ((one.slug, False, None), 1)
    plain = with_film(one.pk, NOBODY).plain().get()
    assert note.get_deferred_fields() == plain.get_deferred_fields()


@pytest.mark.parametrize("size", [2, 1, 0])
def test_a_list_may_be_of_any_length(films, size):
    list(among([film.key for film in films]))  # another list before
    some = films[:size]

    with CaptureQueriesContext(connection) as asked:
        found = list(among([film.key for film in some]))

    assert (found, len(asked)) == (some, bool(size))


def test_an_empty_list_beside_another_condition_leaves_that_one(films):
    @prepared
    def either(films: list[int], film: int) -> QuerySet[Film]:
        return Film.objects.filter(Among("pk", films)) | Film.objects.filter(pk=film)

    one, other = films

    assert list(either([], one.pk)) == [one]
    assert set(either([other.pk], one.pk)) == {one, other}
    assert list(either([], other.pk)) == [other]


def test_a_day_is_that_of_each_time(db):
    film = FilmFactory(released=date(2025, 6, 6))

    found = [list(out_before(film.released + timedelta(days))) for days in (0, 1, 0)]

    assert found == [[], [film], []]


@pytest.mark.django_db(transaction=True)
def test_threads_read_what_each_may():
    one, other = FilmFactory(), FilmFactory()
    for film in (one, other):
        NoteFactory(film=film, sealed_text=film.title, spoils=[film])
    readers = [(one, having_seen(one)), (other, having_seen(other)), (one, having_seen(other))]
    together = Barrier(len(readers))

    def ask(film: Film, reader: Reader) -> list:
        together.wait()
        answers = [read(film, reader) for _ in range(20)]
        # Django's own close() leaves one to a database in memory open.
        connection.connection.close()
        return answers

    with ThreadPoolExecutor(len(readers)) as pool:
        answers = list(pool.map(ask, *zip(*readers, strict=True)))

    assert answers == [20 * [[one.title]], 20 * [[other.title]], 20 * [[None]]]


def test_nothing_of_who_asks_first_is_kept(films):
    one, _other = films
    public_id = one.notes.get().public_id
    reader = having_seen(one, revealed=(public_id,))
    read(one, reader)
    list(among([one.key]))

    kept = reached_from(module.KEPT)

    assert not any(thing is reader or thing is connections["default"] for thing in kept)
    words = {thing for thing in kept if isinstance(thing, str)}
    assert {public_id, one.key, reader.fulfilled} & words == set()
    assert not any("zebra" in word for word in words)
    params = {
        param
        for question in module.KEPT.values()
        for compiler in question._compilers.values()
        for param in compiler.params
    }
    assert {type(param) for param in params} == {Slot, Stamp}


def reached_from(start: Any) -> list[Any]:
    """All that is held by it: but for modules, classes and functions, which are not made anew."""
    found, waiting = {id(start): start}, [start]
    while waiting:
        for thing in gc.get_referents(waiting.pop()):
            if id(thing) not in found and not isinstance(thing, type | type(gc) | type(kept_of)):
                found[id(thing)] = thing
                waiting.append(thing)
    return list(found.values())


def test_a_rule_that_has_changed_counts_once_what_is_kept_is_cleared(films, monkeypatch):
    one, _other = films
    assert read(one, NOBODY) == [None]
    monkeypatch.setattr(rule, "known", lambda model, reader, path="": rule.NEVER)
    monkeypatch.setattr("gate.queryset.known", lambda model, reader, path="": rule.NEVER)

    module.KEPT.clear()

    assert read(one, NOBODY) == []


def test_each_kind_of_database_has_its_own_text(films):
    list(among([films[0].key]))
    (kept,) = kept_of(Film)
    other = copy(connections["default"])
    other.vendor = {"sqlite": "postgresql", "postgresql": "sqlite"}[connection.vendor]

    compilers = [
        kept.compiler(one, "default")
        for one in (connections["default"], other, connections["default"])
    ]

    first, second, third = compilers
    assert first is third
    assert sorted("json_each" in compiler.sql for compiler in (first, second)) == [False, True]


@pytest.mark.parametrize(
    "wrong", [None, 1.5, object(), iter([1])], ids=lambda wrong: type(wrong).__name__
)
def test_what_it_could_not_put_into_sql_is_refused(wrong):
    with pytest.raises(TypeError):
        notes_of(wrong)


def test_a_value_for_which_the_query_has_no_place_is_refused(db):
    @prepared
    def forgetful(film: int, reader: Reader) -> QuerySet[Note]:
        return Note.objects.for_reader(reader)

    with pytest.raises(TypeError, match="Note: a value is given, and not asked for"):
        list(forgetful(1, NOBODY))


def test_a_value_too_few_is_refused(db):
    with pytest.raises(TypeError):
        list(notes_of())


@pytest.mark.parametrize(
    "use",
    [
        bool,
        str,
        len,
        iter,
        lambda value: value == 1,
        lambda value: {value},
        lambda value: value < 1,
        lambda value: f"{value}",
        lambda value: value + 1,
    ],
)
def test_no_query_can_depend_on_a_value_but_by_sql(db, use):
    @prepared
    def nosy(film: int) -> QuerySet[Film]:
        use(film)
        return Film.objects.filter(pk=film)

    with pytest.raises(TypeError):
        list(nosy(1))


@pytest.mark.parametrize("name", ["seen", "reveals", "seen_count", "has_seen", "unseen"])
def test_no_query_can_depend_on_a_reader_but_by_sql(db, name):
    @prepared
    def nosy(reader: Reader) -> QuerySet[Note]:
        getattr(reader, name)
        return Note.objects.for_reader(reader)

    with pytest.raises(AttributeError):
        list(nosy(NOBODY))


def test_what_is_given_each_time_is_no_value_of_the_rows(films):
    @prepared
    def named(slug: Any) -> QuerySet[Film]:
        return Film.objects.filter(slug=slug).annotate(asked=slug)

    with pytest.raises(FieldError, match="unknown output_field"):
        list(named(films[0].slug))


def test_a_list_where_one_value_belongs_is_refused(films):
    @prepared
    def wrong(film: list[int]) -> QuerySet[Film]:
        return Film.objects.filter(pk=film)

    with pytest.raises(TypeError):
        list(wrong([1]))
