"""What the picker sends is taken whole, or refused in words."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from films.models import Film
from gate.reader import Reader, Revealed
from readers.forms import NO_LAST, NO_PRESET, UNKNOWN, picker_form
from tests.factories import FilmFactory, UniverseFactory

REVEALS = (Revealed("222222222"),)


@pytest.fixture
def films(db) -> dict[str, Film]:
    """Two films of one universe that are out, one that is not, one without a date, one elsewhere."""
    house = UniverseFactory()
    today = timezone.localdate()
    dates = {"first": today - timedelta(days=9), "second": today, "soon": today + timedelta(days=1)}
    here = {
        name: FilmFactory(universe=house, slug=name, released=released)
        for name, released in (dates | {"announced": None}).items()
    }
    return here | {"elsewhere": FilmFactory(slug="elsewhere")}


def reader_of(*films: Film) -> Reader:
    return Reader(seen=frozenset(film.pk for film in films), reveals=REVEALS)


def ticks(*films: Film) -> QueryDict:
    return QueryDict("&".join(f"films={film.pk}" for film in films))


def preset(name: str, upto: str | None = None) -> QueryDict:
    return QueryDict(f"preset={name}" + ("" if upto is None else f"&upto={upto}"))


@pytest.mark.parametrize("ticked", [(), ("first",), ("second", "elsewhere")], ids=str)
def test_the_ticked_films_are_all_that_the_reader_has_seen(films, ticked):
    chosen = [films[name] for name in ticked]
    form = picker_form(ticks(*chosen))

    assert form.is_valid()
    assert form.read_by(reader_of(films["first"], films["second"])) == reader_of(*chosen)


def test_what_is_ticked_without_a_preset_is_not_taken_for_one(films):
    form = picker_form(QueryDict(f"films={films['first'].pk}&upto=second"))

    assert form.is_valid()
    assert form.read_by(reader_of()) == reader_of(films["first"])


@pytest.mark.parametrize(
    ("asked", "seen"),
    [
        (("none",), ()),
        (("all",), ("first", "second", "elsewhere")),
        (("upto", "first"), ("first",)),
        (("upto", "second"), ("first", "second")),
        (("upto", "elsewhere"), ("second", "elsewhere")),
        (("none", "first"), ()),
    ],
    ids=str,
)
def test_a_preset_sets_all_films_or_those_of_one_universe(films, asked, seen):
    form = picker_form(preset(*asked))

    assert form.is_valid()
    assert form.read_by(reader_of(films["second"])) == reader_of(*(films[name] for name in seen))


def test_up_to_a_film_leaves_other_universes_alone(films):
    before = reader_of(films["elsewhere"], films["second"])
    form = picker_form(preset("upto", "first"))

    assert form.is_valid()
    assert form.read_by(before) == reader_of(films["elsewhere"], films["first"])


REFUSED = {
    "unknown": ("films=999999999", {"films": [UNKNOWN]}),
    "zero": ("films=0", {"films": [UNKNOWN]}),
    "beyond any key": ("films=999999999999999999999", {"films": [UNKNOWN]}),
    "too long": (f"films={'9' * 5000}", {"films": [UNKNOWN]}),
    "no number": ("films=one", {"films": [UNKNOWN]}),
    "no digit": ("films=²", {"films": [UNKNOWN]}),
    "null in a film": ("films=%00", {"films": [UNKNOWN]}),
    "one of several": ("films={first.pk}&films=0", {"films": [UNKNOWN]}),
    "not out yet": ("films={soon.pk}", {"films": [UNKNOWN]}),
    "announced": ("films={announced.pk}", {"films": [UNKNOWN]}),
    "preset unknown": ("preset=some", {"preset": [NO_PRESET]}),
    "preset empty": ("preset=", {"preset": [NO_PRESET]}),
    "up to nothing": ("preset=upto", {"upto": [NO_LAST]}),
    "up to an empty name": ("preset=upto&upto=", {"upto": [NO_LAST]}),
    "up to an unknown film": ("preset=upto&upto=the-gate", {"upto": [NO_LAST]}),
    "up to what is not out": ("preset=upto&upto=soon", {"upto": [NO_LAST]}),
    "up to what is announced": ("preset=upto&upto=announced", {"upto": [NO_LAST]}),
    "null in a name": ("preset=upto&upto=%00", {"upto": [NO_LAST]}),
}


@pytest.mark.parametrize(("sent", "errors"), REFUSED.values(), ids=REFUSED)
def test_what_the_picker_does_not_offer_is_refused_in_words(films, sent, errors):
    form = picker_form(QueryDict(sent.format(**films)))

    assert form.errors == errors
