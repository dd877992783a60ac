"""The HTML of parts is kept under all that goes into it, and is that of nobody else."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Any, NamedTuple
from unittest.mock import patch

import pytest
from django.template import Context, Engine
from django.test import override_settings
from django.urls import set_script_prefix
from django.utils.functional import lazystr
from django.utils.safestring import mark_safe

from films.models import Film
from memory import parts
from memory.parts import Parts
from people.models import Credit
from tests.left_behind import made_anew

#: How often a part has asked for `shown`.
SHOWN: list[str] = []


@dataclass(frozen=True, slots=True)
class Card:
    name: str
    is_open: bool = True

    @property
    def shown(self) -> str:
        SHOWN.append(self.name)
        return f"{self.name} {self.is_open}"


class Pair(NamedTuple):
    one: object
    other: object


@dataclass
class Changing:
    name: str = "x"


@dataclass(frozen=True)
class Holding:
    """Frozen itself, but not what it holds."""

    held: Any = field(hash=False)


@dataclass(frozen=True)
class Alike:
    """Equal to others that say something else."""

    name: str
    said: str = field(compare=False)


@pytest.fixture(autouse=True)
def _none_is_kept() -> Iterator[None]:
    SHOWN.clear()
    with patch.object(parts, "PARTS", Parts(100_000)):
        yield


def page(include: str) -> Any:
    templates = {
        "parts/card.html": "{{ card.shown }}",
        "parts/value.html": "{{ value }}",
        "pages/card.html": "{{ card.shown }}",
        "page": include,
    }
    loaders = [("django.template.loaders.locmem.Loader", templates)]
    return Engine(loaders=loaders, builtins=["memory.parts"]).get_template("page")


def shown(include: str, *contexts: dict[str, Any], **options: Any) -> list[str]:
    template = page(include)
    return [template.render(Context(context, **options)) for context in contexts]


CARD = '{% include "parts/card.html" with card=card only %}'
VALUE = '{% include "parts/value.html" with value=value only %}'


def test_what_is_kept_for_a_reader_is_what_would_be_made(world, stranger, fan_of_first, completist):
    readers = [completist, fan_of_first, stranger]
    # The first to ask for a page builds its queries: half of the time that this takes.
    pages = [world.second.get_absolute_url(), world.echo.get_absolute_url()]

    warm = [[reader.get(page).content for page in pages] for reader in readers * 2]
    with made_anew():
        anew = [[reader.get(page).content for page in pages] for reader in readers]

    assert warm == anew * 2
    assert parts.PARTS.held > 0


def test_what_an_editor_has_changed_shows_at_once(world, completist):
    page = world.second.get_absolute_url()
    before = completist.get(page).content.decode()

    Film.objects.filter(pk=world.second.pk).update(title="Quite another")
    Credit.objects.filter(film=world.second).delete()

    after = completist.get(page).content.decode()
    with made_anew():
        assert completist.get(page).content.decode() == after != before


def test_equal_cards_are_shown_once():
    first, again = shown(CARD, {"card": Card("zebra")}, {"card": Card("zebra")})

    assert (first, again, SHOWN) == ("zebra True", "zebra True", ["zebra"])


def test_a_card_that_differs_in_anything_is_another():
    cards = [Card("zebra"), Card("zebra", is_open=False), Card("Zebra")]

    texts = shown(CARD, *({"card": card} for card in cards))

    assert texts == ["zebra True", "zebra False", "Zebra True"]


def test_what_is_equal_and_of_another_kind_is_another():
    values = [1, True, 1.0, "<b>", mark_safe("<b>"), None, "None"]

    texts = shown(VALUE, *({"value": value} for value in values))

    assert texts == ["1", "True", "1.0", "&lt;b&gt;", "<b>", "None", "None"]


def test_what_has_the_hash_of_another_is_not_that_one():
    assert hash(-1) == hash(-2)

    texts = shown(VALUE, {"value": -1}, {"value": -2})

    assert texts == ["-1", "-2"]


def test_what_a_part_is_handed_is_known_by_its_name():
    both = '{% include "parts/value.html" with value=one only %}|'
    both += '{% include "parts/value.html" with other=one only %}'

    assert shown(both, {"one": "zebra"}) == ["zebra|"]


def test_a_page_that_escapes_nothing_has_parts_of_its_own():
    escaped = shown(VALUE, {"value": "<b>"})
    plain = shown(VALUE, {"value": "<b>"}, autoescape=False)

    assert (escaped, plain) == (["&lt;b&gt;"], ["<b>"])


def test_a_site_below_another_address_has_parts_of_its_own():
    address = '{% include "parts/address.html" only %}'
    templates = {"parts/address.html": "{% url 'films' %}", "page": address}
    loaders = [("django.template.loaders.locmem.Loader", templates)]
    template = Engine(loaders=loaders, builtins=["memory.parts"]).get_template("page")
    at_home = template.render(Context())

    set_script_prefix("/below/")
    try:
        below = template.render(Context())
    finally:
        set_script_prefix("/")

    assert (at_home, below) == ("/films/", "/below/films/")


#: Each is equal to itself although it may say something else the next time, or may be unequal to
#: itself although it says the same.
NOT_KEPT: dict[str, Any] = {
    "a row": Film(pk=1, title="The Lantern"),
    "a row within a tuple": (Film(pk=1, title="The Lantern"),),
    "a row within a pair": Pair(1, Film(pk=1)),
    "a list within a card": Holding([1]),
    "a card that is equal to others": Alike("x", "zebra"),
    "a dictionary": {"a": 1},
    "a list of lists": [[1]],
    "a set": frozenset({1}),
    "what may be changed": Changing(),
    "a text that is worked out late": lazystr("zebra"),
    "whatever else": object(),
}


@pytest.mark.parametrize("kind", NOT_KEPT)
def test_nothing_is_kept_by_what_may_change(kind):
    shown(VALUE, {"value": NOT_KEPT[kind]})

    assert parts.PARTS.held == 0


def test_a_row_that_was_changed_is_shown_as_it_is_now():
    row = Film(pk=1, title="The Lantern")
    (before,) = shown(VALUE, {"value": row})

    (after,) = shown(VALUE, {"value": Film(pk=1, title="The Garden")})

    assert (before, after) == ("The Lantern", "The Garden")


@pytest.mark.parametrize(
    "include",
    [
        '{% include "parts/card.html" with card=card %}',
        '{% include "pages/card.html" with card=card only %}',
        "{% include name with card=card only %}",
    ],
)
def test_what_may_read_the_page_around_it_is_not_kept(include):
    shown(include, *[{"card": Card("zebra"), "name": "parts/card.html"}] * 2)

    assert (len(SHOWN), parts.PARTS.held) == (2, 0)


@override_settings(DEBUG=True)
def test_nothing_is_kept_while_somebody_writes_templates():
    shown(CARD, *[{"card": Card("zebra")}] * 2)

    assert (len(SHOWN), parts.PARTS.held) == (2, 0)


def test_it_holds_no_more_than_it_may_and_forgets_what_nobody_asks_for():
    kept = Parts(size=20_000)

    for number in range(200):
        kept.put(("card", number), mark_safe(f"{number:100}"))
        kept.get(("card", 0))

    there = {number: kept.get(("card", number)) is not None for number in (199, 0, 1)}
    assert there == {199: True, 0: True, 1: False}
    assert 5_000 < kept.held <= 20_000


def test_it_takes_nothing_that_would_push_out_many():
    kept = Parts(size=16_000)

    kept.put("card", mark_safe("x" * 2_000))
    kept.put(("card", "x" * 2_000), mark_safe("x"))

    assert kept.held == 0


def test_the_weight_of_a_card_is_that_of_all_it_holds():
    kept = Parts(size=1_000_000)

    kept.put(Pair(Card("x" * 10_000), (date(2025, 6, 6), "y" * 10_000)), mark_safe("z" * 10_000))

    assert 30_000 < kept.held < 31_500
