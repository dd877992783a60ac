"""Whoever asks whichever model meets what the promise says, row by row and text by text."""

from itertools import combinations

import pytest
from django.db.models import Model

from gate.queryset import sealed_fields
from gate.rule import gated_models
from interviews.models import Citation, Quote
from people.models import CharacterFact, Credit
from spoilers.models import Beat, Echo, Evidence, Placement

from .words import DROPPED, LOCKED, OPEN, Words, readers_of

pytestmark = pytest.mark.slow

SEEN = [numbers for size in range(4) for numbers in combinations(range(3), size)]

every_reader = pytest.mark.parametrize(
    "seen", SEEN, ids=["".join("abc"[number] for number in numbers) or "none" for numbers in SEEN]
)


def test_the_world_holds_every_row_that_the_gate_can_be_asked_for(everything):
    stored = {row for model in gated_models() for row in model.objects.all()}

    assert stored == set(everything.rows.values())
    assert {type(row) for row in stored} == set(gated_models())


def test_the_world_shows_every_state_that_a_model_can_be_in(everything):
    met = {model.__name__: set() for model in gated_models()}
    for seen in SEEN:
        _, words = readers_of(everything, seen)[0]
        for row in everything.rows.values():
            met[type(row).__name__].add(words.meets(row))

    with_locked = {"Note", "Quote", "Source", "Echo"}
    assert {
        name for name, states in met.items() if states == {DROPPED, LOCKED, OPEN}
    } == with_locked
    assert {name for name, states in met.items() if states == {DROPPED}} == {
        "AcceptedWarning",
        "LoadedEntry",
        "UnsavedForm",
        "Version",
    }
    others = [states - {LOCKED} for states in met.values() if states != {DROPPED}]
    assert all(states == {DROPPED, OPEN} for states in others)


@every_reader
def test_every_model_gives_every_reader_what_the_promise_says(everything, seen):
    for reader, words in readers_of(everything, seen):
        for model in gated_models():
            columns = [field.opens_as for field in sealed_fields(model)]

            met = {
                row: (row.is_open, [getattr(row, column) for column in columns])
                for row in model.objects.for_reader(reader)
            }

            assert met == {
                row: (words.is_open(row), [words.reads(row, column) for column in columns])
                for row in everything.of(model)
                if words.is_there(row)
            }


ROADS = [
    (Citation, "source__title"),
    (Citation, "source__is_open"),
    (Citation, "quote__text"),
    (Credit, "person__is_open"),
    (Credit, "character__is_open"),
    (CharacterFact, "relative__is_open"),
    (Quote, "speaker__is_open"),
    (Quote, "interview__is_open"),
    (Placement, "source__archive_url"),
    (Echo, "later__text"),
    (Echo, "earlier__timecode"),
    (Echo, "earlier__is_open"),
    (Beat, "echo__text"),
    (Beat, "echo__later__text"),
    (Evidence, "echo__difference"),
    (Evidence, "quote__text"),
    (Evidence, "quote__is_open"),
    (Evidence, "quote__speaker__is_open"),
    (Evidence, "source__url"),
    (Evidence, "credits__is_open"),
]


@every_reader
def test_what_a_row_points_at_opens_by_its_own_rule(everything, seen):
    for reader, words in readers_of(everything, seen)[::9]:
        for model, road in ROADS:
            *relations, column = road.split("__")

            asked = model.objects.for_reader(reader, road)

            assert {(road, row): getattr(row, road.replace("__", "_")) for row in asked} == {
                (road, row): seen_at_the_end(words, row, relations, column)
                for row in everything.of(model)
                if words.is_there(row)
            }


def seen_at_the_end(
    words: Words, row: Model | None, relations: list[str], column: str
) -> str | bool | None:
    for relation in relations:
        row = row and getattr(row, relation)
    if column == "is_open":
        return row is not None and words.is_open(row)
    return row and words.reads(row, column)
