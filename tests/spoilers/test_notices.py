"""What `?done=` says: only what is true for this reader, whatever the address claims."""

import pytest

from gate.reader import NOBODY, Reader
from spoilers.notices import film_seen, notice_for
from tests.factories import EchoFactory, FilmFactory, NoteFactory


@pytest.mark.parametrize(
    "done",
    [
        "opened-\0",
        "opened-",
        "seen-\0",
        "seen-nowhere",
        "early-\0",
        "early-the-house",
        "x",
        "opened",
    ],
)
def test_an_address_that_says_nothing_true_gives_no_notice(world, done):
    assert notice_for(done, Reader(seen=frozenset({world.second.pk}))) is None


def test_an_item_that_is_locked_is_not_announced(world):
    items = [world.later, world.hidden_note, world.sealed_quote, world.echo]

    assert [notice_for(f"opened-{item.public_id}", NOBODY) for item in items] == [None] * 4


def test_marking_a_film_does_not_tell_in_which_film_an_echos_locked_end_lies(world):
    third = FilmFactory(universe=world.universe, title="The Gate")
    beyond = NoteFactory(film=world.second, also_requires=[third])
    EchoFactory(later=beyond, earlier=world.earlier)
    reader = Reader(seen=frozenset({world.first.pk, world.second.pk}))

    first, second = (film_seen(film.slug, reader) for film in world.films)

    assert [len(first.links), len(second.links)] == [3, 2]
    assert second.links == [
        (f"{world.second.get_absolute_url()}#notes", "Read its notes"),
        (world.echo.get_absolute_url(), "Follow its echo"),
    ]
