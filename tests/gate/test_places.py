"""Places in a list: counted among what a reader may know of, and by nobody else's values."""

import pytest
from django.db.models import QuerySet

from gate.models import Stamp
from gate.places import after_place, first_of_each
from gate.prepared import prepared
from gate.reader import NOBODY, Reader
from spoilers.models import Note
from tests.factories import FilmFactory, NoteFactory


@prepared
def later_labels(film: int, place: int, reader: Reader) -> QuerySet[Note, str]:
    notes = Note.objects.for_reader(reader, "is_open").filter(film=film)
    return after_place(notes, place, "position", "pk").values_list("label", flat=True)


@prepared
def first_labels(most: int, reader: Reader) -> QuerySet[Note, str]:
    notes = Note.objects.for_reader(reader, "is_open")
    return first_of_each(notes, "film_id", most, "position").values_list("label", flat=True)


@prepared
def texts(most: int, reader: Reader) -> QuerySet[Note]:
    return first_of_each(Note.objects.for_reader(reader).only("label"), "film_id", most, "position")


@pytest.fixture
def film(db):
    """Of its four notes, the second and the fourth are hidden."""
    film = FilmFactory()
    for number, stamp in enumerate((Stamp.TEXT, Stamp.EXISTENCE) * 2, 1):
        NoteFactory(film=film, label=f"Note {number}", position=number, stamp=stamp)
    return film


@pytest.mark.parametrize(
    ("place", "known"), [(0, ["Note 1", "Note 3"]), (1, ["Note 3"]), (2, []), (99_999, [])]
)
def test_what_is_hidden_takes_no_place(film, place, known):
    assert list(later_labels(film.pk, place, NOBODY)) == known


def test_whoever_knows_more_counts_more(film):
    fan = Reader(seen=frozenset([film.pk]))

    assert list(later_labels(film.pk, 1, fan)) == ["Note 2", "Note 3", "Note 4"]
    assert list(later_labels(film.pk, 1, fan)[:2]) == ["Note 2", "Note 3"]


def test_of_each_there_are_so_many(film):
    NoteFactory(label="Another", position=0)

    assert [*first_labels(1, NOBODY)] == ["Another", "Note 1"]
    assert [*first_labels(2, NOBODY)] == ["Another", "Note 1", "Note 3"]


def test_no_text_comes_along_that_is_locked(film):
    """A query around another one asks for all columns of that, and the inner one opens none."""
    fan = Reader(seen=frozenset([film.pk]))

    assert [note.text for note in texts(4, NOBODY)] == [None, None]
    assert all(note.text for note in texts(4, fan))
    assert [note.text for note in texts(4, NOBODY)] == [None, None]
