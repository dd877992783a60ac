"""The positive control: who has seen everything meets each sealed word on the pages where it belongs."""

from collections.abc import Iterator

import pytest

from tests.canaries import canaries_in

from .asking import visitors as cast
from .asking.questions import Ask
from .battery import Battery, Session
from .twins.rows import Cell, Rows

pytestmark = pytest.mark.django_db


def test_who_has_seen_everything_finds_each_word_where_it_belongs(whole_world):
    visitor = cast.visitor(whole_world, "all films")
    battery, session = Battery(), Session(visitor)
    unlocked = battery.words_open_to(visitor.reader)
    bodies: dict[str, set[str]] = {}

    missing = []
    for word in sorted(unlocked):
        for cell in battery.cells[word]:
            for path in pages_of(cell, battery.rows):
                if path not in bodies:
                    bodies[path] = canaries_in(session.ask(Ask("", "GET", path)).body)
                if word not in bodies[path]:
                    missing.append((cell, path))

    assert missing == []
    assert len(unlocked) > 150
    # What cannot be unlocked by any film: drafts, what is not out, what nothing cites.
    assert battery.cells.keys() - unlocked != set()


def pages_of(cell: Cell, rows: Rows) -> Iterator[str]:
    """Where a reader looks for it, written down by hand."""
    row = rows[cell.model][cell.pk]
    match cell.model:
        case "Note":
            yield f"/notes/{row['public_id']}/"
            yield f"/films/{rows['Film'][row['film_id']]['slug']}/"
        case "Quote":
            yield from _pages_of_quote(row, rows)
        case "Citation":
            yield from _pages_of_quote(rows["Quote"][row["quote_id"]], rows)
        case "Echo":
            yield f"/echoes/{row['public_id']}/"
        case "Beat" | "Evidence":
            yield f"/echoes/{rows['Echo'][row['echo_id']]['public_id']}/"
        case "Placement":
            yield "/timeline/"
            yield f"/films/{rows['Film'][row['placed_id']]['slug']}/"
        case "CharacterFact":
            yield f"/characters/{rows['Character'][row['character_id']]['slug']}/"
        case "Character" if any(c["character_id"] == cell.pk for c in rows["Credit"].values()):
            yield f"/characters/{row['slug']}/"
        case "Person" if any(c["person_id"] == cell.pk for c in rows["Credit"].values()):
            yield f"/people/{row['slug']}/"
            yield "/people/"
        case "Person" | "Character" | "Source" | "Credit":
            pass  # on pages of what names them, with words of its own
        case _:
            raise AssertionError(f"Where is a word of this model met? {cell}")


def _pages_of_quote(quote: dict, rows: Rows) -> Iterator[str]:
    yield f"/interviews/{rows['Interview'][quote['interview_id']]['slug']}/"
    yield f"/people/{rows['Person'][quote['speaker_id']]['slug']}/"
