"""Rules that no model of the site's declares yet: an item with a stamp, and more beside it."""

import pytest
from django.db import models
from django.test.utils import isolate_apps

from films.models import Film
from gate.models import Gated, Stamp, StampField
from gate.publishing import ALWAYS, LiveFromField
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from gate.rule import Rule
from gate.sealed import SealedTextField
from spoilers.models import Note
from tests.factories import FilmFactory, NoteFactory

from .conftest import make_table

DROPPED, LOCKED, OPEN = "dropped", "locked", "open"


@pytest.fixture
def films(db) -> dict[str, Film]:
    return {letter: FilmFactory() for letter in "abc"}


@pytest.fixture
def riddles(db) -> type[models.Model]:
    """Known with its hint, and a draft until it is published."""
    with isolate_apps("gate"):

        class Riddle(Gated):
            hint = models.ForeignKey(Note, models.PROTECT, null=True, related_name="+")
            answer = models.ForeignKey(Note, models.PROTECT, null=True, related_name="+")
            live_from = LiveFromField()
            sealed_text = SealedTextField()
            stamp = StampField(Stamp.TEXT, Stamp.EXISTENCE)

            gate = Rule(known_with=("hint",), live="live_from")

            objects = GatedQuerySet.as_manager()

            class Meta:
                app_label = "gate"

    make_table(Riddle)
    return Riddle


# The riddle spoils film a, its hint film b. The stamps of both (no hint: None), whether it is
# published, the films seen, what is met.
CASES = [
    (Stamp.TEXT, None, True, "", LOCKED),
    (Stamp.TEXT, None, True, "a", OPEN),
    (Stamp.TEXT, None, False, "a", DROPPED),
    (Stamp.TEXT, None, False, "", DROPPED),
    (Stamp.TEXT, Stamp.TEXT, True, "a", OPEN),
    (Stamp.TEXT, Stamp.TEXT, True, "b", LOCKED),
    (Stamp.TEXT, Stamp.TEXT, False, "ab", DROPPED),
    (Stamp.TEXT, Stamp.EXISTENCE, True, "a", DROPPED),
    (Stamp.TEXT, Stamp.EXISTENCE, True, "b", LOCKED),
    (Stamp.TEXT, Stamp.EXISTENCE, True, "ab", OPEN),
    (Stamp.TEXT, Stamp.EXISTENCE, False, "ab", DROPPED),
    (Stamp.EXISTENCE, None, True, "", DROPPED),
    (Stamp.EXISTENCE, None, True, "a", OPEN),
    (Stamp.EXISTENCE, None, False, "a", DROPPED),
    (Stamp.EXISTENCE, Stamp.EXISTENCE, True, "a", DROPPED),
    (Stamp.EXISTENCE, Stamp.EXISTENCE, True, "b", DROPPED),
    (Stamp.EXISTENCE, Stamp.EXISTENCE, True, "ab", OPEN),
]


@pytest.mark.parametrize(("stamp", "hint", "is_published", "seen", "expected"), CASES)
def test_what_stands_beside_the_stamp_holds_back_the_row_and_its_text(
    riddles, films, stamp, hint, is_published, seen, expected
):
    about = hint and NoteFactory(film=films["b"], stamp=hint)
    riddle = riddles(
        stamp=stamp, hint=about, live_from=ALWAYS if is_published else None, sealed_text="Who?"
    )
    riddle.spoil(films["a"])
    riddle.save()
    reader = Reader(seen=frozenset(films[letter].pk for letter in seen))

    whole = list(riddles.objects.for_reader(reader).values_list("is_open", "text"))
    beside = list(riddles.objects.for_reader(reader, "hint__text").values_list("hint_text"))

    hint_text = about.sealed_text if about and "b" in seen else None
    assert whole == {DROPPED: [], LOCKED: [(False, None)], OPEN: [(True, "Who?")]}[expected]
    assert beside == ([] if expected == DROPPED else [(hint_text,)])


@pytest.mark.parametrize("is_published", [True, False])
def test_what_a_row_only_points_at_is_read_from_its_own_moment_on(riddles, films, is_published):
    answer = NoteFactory(film=films["b"], is_published=is_published)
    riddle = riddles(answer=answer, live_from=ALWAYS, sealed_text="Who?", stamp=Stamp.TEXT)
    riddle.spoil(films["a"])
    riddle.save()
    reader = Reader(seen=frozenset(film.pk for film in films.values()))

    rows = riddles.objects.for_reader(reader, "answer__text", "answer__is_open")

    told = (answer.sealed_text, True) if is_published else (None, False)
    assert list(rows.values_list("answer_text", "answer_is_open")) == [told]
