"""The battery's own instruments: the oracle against what was written by hand, and honest twins."""

import pytest
from django.db import connection

from gate.models import StampField
from gate.reader import NOBODY, Reader
from tests.canaries import canaries_in

from .asking import visitors as cast
from .battery import Battery, undone
from .portions import DEEP, DIFFERENT
from .twins import rows
from .twins.keys import restored
from .twins.knowledge import Knowledge
from .twins.rows import Cell, content_models, fields, gated, is_sealed
from .twins.twin import AT_ONCE, VARIANTS, change

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    "names", [(), ("first",), ("second",), ("third",), ("first", "second"), ("first", "third")]
)
def test_the_oracle_never_opens_more_than_the_list_made_by_hand(whole_world, names):
    reader = Reader(seen=frozenset(getattr(whole_world, name).pk for name in names))

    opened = Battery().words_open_to(reader) & whole_world.spoils.keys()

    assert opened - whole_world.open_to(reader) == set()


def test_the_oracle_opens_all_that_is_on_that_list_to_who_has_seen_everything(whole_world):
    films = (whole_world.first, whole_world.second, whole_world.third)
    reader = Reader(seen=frozenset(film.pk for film in films))

    assert whole_world.spoils.keys() - Battery().words_open_to(reader) == set()


def test_nobody_opens_a_word_of_what_is_not_live(whole_world):
    unpublished, battery = whole_world.unpublished.words, Battery()

    for visitor in cast.visitors(whole_world, *DIFFERENT):
        assert battery.words_open_to(visitor.reader) & unpublished == set()

    assert len(unpublished) > 60


def test_the_gate_and_the_oracle_know_and_open_the_same_rows(whole_world):
    """Each is a check of the other: they share the declarations, and no line of code."""
    readers = {visitor.reader for visitor in cast.visitors(whole_world)}
    differing = []
    for reader in readers:
        knowledge = Knowledge(rows.read(), reader)
        for name in gated():
            model = content_models()[name]
            shown = dict(model.objects.for_reader(reader).values_list("pk", "is_open"))
            known = [pk for pk in knowledge.rows[name] if knowledge.knows(name, pk)]
            if shown != {pk: knowledge.is_open(name, pk) for pk in known}:
                differing.append((name, reader))

    assert differing == []
    assert len(readers) > 5


def test_whoever_has_seen_everything_knows_of_some_row_of_every_model(whole_world):
    """The rest of the models hides nothing: readers' own, and what is public whole."""
    found = rows.read()
    knowledge = Knowledge(found, Reader(seen=frozenset(found["Film"])))

    # What the editors' pages and the loader remember is known to no reader at all.
    unknown = {"Version", "UnsavedForm", "LoadedEntry", "AcceptedWarning"}
    assert {model for model, _pk in knowledge.known} == content_models().keys() - unknown
    ungated = {"Universe", "Film", "Requirement", "RequiredFilm"}
    assert content_models().keys() - gated().keys() == ungated | {"Seen", "AuditLine"}


@pytest.mark.parametrize(
    ("name", "variant"),
    [
        (name, variant)
        for name in ("stranger", "some films", "other films", "one reveal", "all films")
        for variant in (*VARIANTS, AT_ONCE)
        # Inside `make test`, two readers have all twins made of them.
        if DEEP or name in ("stranger", "some films") or variant in ("ends", AT_ONCE)
    ],
)
def test_a_twin_is_a_valid_database_and_agrees_on_all_that_is_unlocked(whole_world, name, variant):
    reader = cast.visitor(whole_world, name).reader
    before = rows.read()
    unlocked = Knowledge(before, reader)

    with undone():
        change(reader, variant)
        connection.check_constraints()
        after = _read(variant)

    differing = [cell for cell in unlocked.cells if _value(before, cell) != _value(after, cell)]
    assert differing == []
    # Nor does the twin give this reader anything that A does not.
    assert Knowledge(after, reader).known == unlocked.known


def test_twins_differ_in_every_column_of_what_can_be_hidden(whole_world):
    """Not in texts alone: dates, order, direction and requirements count as well."""
    before = rows.read()
    changed = set()
    for variant in ("texts", "order"):
        with undone():
            change(NOBODY, variant)
            after = _read(variant)
        for model, table in before.tables.items():
            for pk, row in table.items():
                changed |= {f"{model}.{c}" for c in row if row[c] != after[model][pk][c]}

    every = {f"{model}.{column}" for model in gated() for column in _free(model)}
    assert every - changed == set()


def test_one_row_and_many_rows_of_everything_that_can_be_hidden(whole_world):
    counts = {}
    for variant in ("none", "one", "many"):
        with undone():
            change(NOBODY, variant)
            found = rows.read()
            counts[variant] = {model: len(found[model]) for model in gated()}

    none = counts["none"]
    assert {model: counts["one"][model] - none[model] for model in gated()} == dict.fromkeys(
        gated(), 1
    )
    assert [model for model in gated() if counts["many"][model] - none[model] < 100] == []
    assert counts["many"]["Note"] - none["Note"] >= 500


def test_every_sealed_field_of_each_row_holds_a_word_of_its_own(whole_world):
    words = [
        (canaries_in(text), cell)
        for cell, text in rows.read().texts()
        if is_sealed(cell) and text and not _is_choice(cell)
    ]

    assert [cell for found, cell in words if not found] == []
    assert len({word for found, _cell in words for word in found}) >= len(words)


def _read(variant: str) -> rows.Rows:
    return restored(rows.read()) if variant in ("order", AT_ONCE) else rows.read()


def _free(model: str) -> set[str]:
    """All columns but those that decide whether a row is known. Of these, new rows have others."""
    rule = gated()[model]
    on = (*rule.known_with, *(() if rule.known_by_any else rule.open_with))
    return {
        field.column
        for field in fields(model)
        if not field.primary_key and not isinstance(field, StampField)
        if field.name not in on
        # What points out of the content, as at an account, has nothing else to point at.
        if not field.related_model or field.related_model.__name__ in content_models()
    }


def _is_choice(cell: Cell) -> bool:
    return bool(content_models()[cell.model]._meta.get_field(cell.column).choices)


def _value(found: rows.Rows, cell: Cell) -> object:
    return found[cell.model][cell.pk][cell.column]
