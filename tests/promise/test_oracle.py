"""The battery's own instruments: the oracle against what was written by hand, and honest twins."""

import pytest
from django.db import connection

from gate.declassified import PUBLIC
from gate.reader import NOBODY, Reader
from tests.canaries import canaries_in
from tests.test_census import text_columns

from . import rows
from . import visitors as cast
from .battery import Battery, undone
from .keys import restored
from .knowledge import PUBLIC as PUBLIC_MODELS
from .knowledge import Knowledge
from .rows import Cell, content_models
from .secrets import AT_ONCE, VARIANTS, change

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


def test_the_oracle_has_a_rule_for_every_model(whole_world):
    """With all films seen, it knows of some row of each."""
    seen = frozenset(rows.read()["Film"])
    knowledge = Knowledge(rows.read(), Reader(seen=seen))

    known = {model for model, _pk in knowledge.known} | set(PUBLIC_MODELS)
    assert content_models().keys() - known == set()


@pytest.mark.parametrize("variant", [*VARIANTS, AT_ONCE])
@pytest.mark.parametrize("number", range(0, 18, 3))
def test_a_twin_is_a_valid_database_and_agrees_on_all_that_is_unlocked(
    whole_world, number, variant
):
    reader = cast.visitors(whole_world)[number].reader
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


def test_twins_differ_in_every_column_that_is_not_public_by_decision(whole_world):
    """gate/declassified.py is the only list of exceptions; dates and order count as well."""
    before = rows.read()
    changed = set()
    for variant in ("texts", "order"):
        with undone():
            change(NOBODY, variant)
            after = _read(variant)
        for model, table in before.tables.items():
            for pk, row in table.items():
                changed |= {(model, c) for c in row if row[c] != after[model][pk][c]}

    public = {field for entry in PUBLIC for field in entry.fields}
    secret = [str(column) for column in text_columns() if str(column) not in public]
    names = {f"{content_models()[model]._meta.app_label}.{model}.{c}" for model, c in changed}
    assert set(secret) - names == set()
    ordered = {"Beat", "Citation", "CharacterFact", "Credit", "Evidence", "Note", "Quote"}
    assert {model for model, column in changed if column == "position"} == ordered
    assert {column for model, column in changed if model == "Source"} >= {"published", "accessed"}


def test_one_row_and_many_rows_of_everything_that_can_be_hidden(whole_world):
    kinds = {"Note", "Echo", "Beat", "Evidence", "Credit", "CharacterFact", "Quote", "Citation"}
    kinds |= {"Source", "Placement", "Person", "Character"}

    counts = {}
    for variant in ("none", "one", "many"):
        with undone():
            change(NOBODY, variant)
            found = rows.read()
            counts[variant] = {model: len(found[model]) for model in kinds}

    more = {model: counts["one"][model] - counts["none"][model] for model in kinds}
    assert [model for model, number in more.items() if number < 1] == []
    assert counts["many"]["Note"] - counts["none"]["Note"] >= 500
    assert counts["many"]["Echo"] - counts["none"]["Echo"] >= 500


def test_every_sealed_field_of_each_row_holds_a_word_of_its_own(whole_world):
    words = [
        (canaries_in(text), cell)
        for cell, text in rows.read().texts()
        if cell.column.startswith("sealed_") and text and not _is_choice(cell)
    ]

    assert [cell for found, cell in words if not found] == []
    assert len({word for found, _cell in words for word in found}) >= len(words)


def _read(variant: str) -> rows.Rows:
    return restored(rows.read()) if variant in ("order", AT_ONCE) else rows.read()


def _is_choice(cell: Cell) -> bool:
    return bool(content_models()[cell.model]._meta.get_field(cell.column).choices)


def _value(found: rows.Rows, cell: Cell) -> object:
    return found[cell.model][cell.pk][cell.column]
