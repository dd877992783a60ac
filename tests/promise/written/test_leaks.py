"""What is written is judged by leaks that we plant; without them, test_written.py finds nothing."""

import pytest

from tests.promise.leaks import written
from tests.promise.leaks.site import patched
from tests.promise.leaks.summary import TABLE, line

from .hands import HANDS
from .left import left_by
from .roads import roads


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "what", "plant", "road"), written.ALL, ids=[name for name, *_rest in written.ALL]
)
def test_the_leak_is_found(name, what, plant, road, record_property):
    walk = next(one.walk for one in roads() if one.name == road)
    with patched(plant):
        brief, lengthy = (
            left_by(lambda telling, hand=hand: walk(hand, telling)) for hand in HANDS[:2]
        )

    assert brief.differences(lengthy) != []
    record_property(TABLE, line(f"Written: {name}", what, f"written/test_written.py: {road}"))
