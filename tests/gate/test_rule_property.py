"""For any requirements and any reader, the gate opens exactly what the promise says."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gate.models import Stamp
from gate.reader import Reader, Revealed
from spoilers.models import Echo, Note
from tests.factories import EchoFactory, FilmFactory, NoteFactory

pytestmark = pytest.mark.slow

FILMS = range(4)
requirements = st.lists(st.sampled_from(FILMS), min_size=1, max_size=4, unique=True)
notes = st.lists(
    st.tuples(requirements, st.sampled_from([Stamp.TEXT, Stamp.EXISTENCE])), min_size=2, max_size=4
)
readers = st.tuples(st.frozensets(st.sampled_from(FILMS)), st.frozensets(st.integers(0, 3)))


@pytest.fixture
def films(db) -> list:
    return FilmFactory.create_batch(len(FILMS))


@settings(
    max_examples=60,
    deadline=None,
    # The films are the same in every example, and each example rolls back what it adds.
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(described=notes, reading=readers)
def test_open_means_that_every_film_is_seen_or_the_item_was_revealed(films, described, reading):
    seen, revealed = reading
    with transaction.atomic():
        items = [
            NoteFactory(film=films[first], spoils=[films[film] for film in rest], stamp=stamp)
            for (first, *rest), stamp in described
        ]
        echo = EchoFactory(later=items[0], earlier=items[1])
        reader = Reader(
            seen=frozenset(films[number].pk for number in seen),
            reveals=tuple(
                Revealed(items[number].public_id) for number in revealed if number < len(items)
            ),
        )

        shown = {note.pk: note.text for note in Note.objects.for_reader(reader)}
        echoes = [(found.is_open, found.text) for found in Echo.objects.for_reader(reader)]
        transaction.set_rollback(True)

    is_open = [
        set(needed) <= seen or number in revealed for number, (needed, _) in enumerate(described)
    ]
    assert shown == {
        item.pk: item.sealed_text if opened else None
        for item, opened, (_, stamp) in zip(items, is_open, described, strict=True)
        if opened or stamp == Stamp.TEXT
    }
    ends = items[:2]
    both = is_open[0] and is_open[1]
    shows = (is_open[0] or is_open[1]) and all(end.pk in shown for end in ends)
    assert echoes == ([(both, echo.sealed_text if both else None)] if shows else [])
