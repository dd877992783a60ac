"""A timecode is one, and lies within the running time."""

import pytest
from django.core.exceptions import ValidationError

from tests.factories import FilmFactory, NoteFactory
from tests.gate.editing import errors, submit

FORM = "Write a timecode as 1:52:10, or in a series as Part 3, 0:21:10."
FEATURE = {"minutes": 101}
SERIES = {"kind": "series", "minutes": None, "parts": 3}

TAKEN = {
    "": FEATURE,
    "0:00:00": FEATURE,
    "1:41:59": FEATURE,
    "9:00:00": {"minutes": None},
    "Part 3, 0:21:10": SERIES,
    "0:21:10": SERIES,
    "Part 9, 0:21:10": SERIES | {"parts": None},
}
REFUSED = {
    "1:52": (FEATURE, FORM),
    "1:60:00": (FEATURE, FORM),
    "1:00:00\n": (FEATURE, FORM),
    "١:٠٠:٠٠": (FEATURE, FORM),
    "at the end": (FEATURE, FORM),
    "Part 0, 0:10:00": (SERIES, FORM),
    "1:42:00": (FEATURE, "The running time is 101 minutes."),
    "Part 1, 0:10:00": (FEATURE, "Only a series has parts."),
    "Part 4, 0:10:00": (SERIES, "The series has 3 parts."),
}


@pytest.mark.django_db
@pytest.mark.parametrize(("timecode", "film"), TAKEN.items(), ids=TAKEN)
def test_a_moment_of_the_film_is_taken(timecode, film):
    note = NoteFactory(film=FilmFactory(**film), sealed_timecode=timecode)

    assert note.full_clean() is None


@pytest.mark.django_db
@pytest.mark.parametrize(("timecode", "case"), REFUSED.items(), ids=REFUSED)
def test_what_is_no_moment_of_the_film_is_refused_in_words(timecode, case):
    film, words = case
    note = NoteFactory(film=FilmFactory(**film), sealed_timecode=timecode)

    with pytest.raises(ValidationError) as raised:
        note.full_clean()

    assert raised.value.message_dict["sealed_timecode"][-1] == words


def test_a_form_says_it_beside_the_field(editor_client):
    note = NoteFactory(film=FilmFactory(minutes=95), sealed_timecode="1:31:02")

    refused = errors(submit(editor_client, note, sealed_timecode="1:36:00"))

    assert refused == {"sealed_timecode": ["The running time is 95 minutes."]}
