"""What the picker sends changes just what differs from what it showed, or is refused in words."""

from datetime import timedelta

import pytest
from django.http import QueryDict
from django.utils import timezone

from films.models import Film
from gate.reader import NOBODY, Reader, Revealed
from readers.forms import INCOMPLETE, UNKNOWN, PickerForm, Preset
from tests.factories import FilmFactory, UniverseFactory

REVEALS = (Revealed("222222222"),)


@pytest.fixture
def films(db) -> dict[str, Film]:
    """Two films of one universe that are out, one that is not, one without a date, one elsewhere."""
    house = UniverseFactory(slug="house")
    today = timezone.localdate()
    dates = {"first": today - timedelta(days=9), "second": today, "soon": today + timedelta(days=1)}
    here = {
        name: FilmFactory(universe=house, slug=name, released=released)
        for name, released in (dates | {"announced": None}).items()
    }
    return here | {"elsewhere": FilmFactory(slug="elsewhere", universe__slug="away")}


def reader_of(*films: Film) -> Reader:
    return Reader(seen=frozenset(film.pk for film in films), reveals=REVEALS)


def keys(*films: Film) -> str:
    return ".".join(sorted(film.key for film in films))


def sent(ticked: list[Film], shown: list[Film]) -> QueryDict:
    fields = [f"films={film.key}" for film in ticked] + [f"shown={keys(*shown)}"]
    return QueryDict("&".join(fields))


def ticked_by(preset: str, *before: str) -> set[str]:
    return Preset(preset).ticked(set(before), list(Film.objects.for_picker()))


@pytest.mark.parametrize(
    ("seen", "shown", "ticked", "after"),
    [
        # Nothing changed meanwhile: what is ticked is what is seen.
        (["first"], ["first"], ["second", "elsewhere"], ["second", "elsewhere"]),
        (["first", "second"], ["first", "second"], [], []),
        ([], [], ["first"], ["first"]),
        (["first"], ["first"], ["first"], ["first"]),
        # A page from before: what was marked elsewhere since stays, and so does what was unmarked.
        (["first", "second"], ["first"], ["first", "elsewhere"], ["first", "second", "elsewhere"]),
        (["first", "second"], ["first"], [], ["second"]),
        ([], ["first"], ["first", "second"], ["second"]),
        (["second"], [], [], ["second"]),
        (["second"], [], ["second"], ["second"]),
    ],
)
def test_saving_changes_only_the_ticks_that_this_form_changed(films, seen, shown, ticked, after):
    named = [[films[name] for name in names] for names in (seen, shown, ticked, after)]
    reader = reader_of(*named[0])
    form = PickerForm(sent(named[2], shown=named[1]), reader)

    assert form.is_valid()
    assert form.read_by(reader) == reader_of(*named[3])


def test_a_film_marked_before_it_came_out_can_be_unmarked_and_no_other_one_ticked(films):
    early = reader_of(films["soon"])
    untick = PickerForm(sent([], shown=[films["soon"]]), early)
    tick = PickerForm(sent([films["soon"], films["announced"]], shown=[films["soon"]]), early)

    assert untick.is_valid()
    assert untick.read_by(early) == reader_of()
    assert tick.errors == {"films": [UNKNOWN]}


def test_what_was_shown_and_is_offered_no_more_is_left_as_it_is(films):
    """A film whose date was put off, or that is gone, since the page was made."""
    form = PickerForm(QueryDict(f"shown={keys(films['soon'])}.222222"), reader_of(films["first"]))

    assert form.is_valid()
    assert form.read_by(reader_of(films["first"])) == reader_of(films["first"])


REFUSED = {
    "unknown": ("shown=&films=222222", {"films": [UNKNOWN]}),
    "a row number": ("shown=&films={first.pk}", {"films": [UNKNOWN]}),
    "a slug": ("shown=&films=first", {"films": [UNKNOWN]}),
    "empty": ("shown=&films=", {"films": [UNKNOWN]}),
    "too long": (f"shown=&films={'2' * 5000}", {"films": [UNKNOWN]}),
    "null in a film": ("shown=&films=%00", {"films": [UNKNOWN]}),
    "one of several": ("shown=&films={first.key}&films=0", {"films": [UNKNOWN]}),
    "not out yet": ("shown=&films={soon.key}", {"films": [UNKNOWN]}),
    "announced": ("shown=&films={announced.key}", {"films": [UNKNOWN]}),
    "no marker": ("films={first.key}", {"__all__": [INCOMPLETE]}),
    "nothing at all": ("", {"__all__": [INCOMPLETE]}),
    "a cut marker": ("films={first.key}&shown=2222", {"shown": [INCOMPLETE]}),
    "a marker of another kind": ("films={first.key}&shown=1.2", {"shown": [INCOMPLETE]}),
    "a marker with a line": ("films={first.key}&shown=222222%0A2", {"shown": [INCOMPLETE]}),
}


@pytest.mark.parametrize(("fields", "errors"), REFUSED.values(), ids=REFUSED)
def test_what_the_picker_does_not_offer_is_refused_in_words(films, fields, errors):
    form = PickerForm(QueryDict(fields.format(**films)), NOBODY)

    assert form.errors == errors


@pytest.mark.parametrize(
    ("preset", "before", "after"),
    [
        ("all:house", [], ["first", "second"]),
        ("all:house", ["elsewhere"], ["first", "second", "elsewhere"]),
        ("none:house", ["first", "elsewhere"], ["elsewhere"]),
        ("none:house", ["first", "soon"], []),
        ("upto:first", [], ["first"]),
        ("upto:second", [], ["first", "second"]),
        ("upto:second", ["elsewhere"], ["first", "second", "elsewhere"]),
        # It only ticks.
        ("upto:first", ["second", "elsewhere"], ["first", "second", "elsewhere"]),
        ("upto:elsewhere", ["second"], ["second", "elsewhere"]),
        # What is not out is not seen by a button for many.
        ("upto:announced", [], ["first", "second"]),
        # It names nothing.
        *((nothing, ["first"], ["first"]) for nothing in (
            "", ":", "all", "all:", "all:nowhere", "none:nowhere", "upto:", "upto:nowhere",
            "upto:house", "all:first", "some:house", "\0", "all:\0", "upto:first\0x",
        )),
    ],
)  # fmt: skip
def test_a_preset_ticks_boxes_in_one_universe(films, preset, before, after):
    ticked = ticked_by(preset, *(films[name].key for name in before))

    assert ticked == {films[name].key for name in after}


def test_up_to_cuts_in_the_order_of_the_page_equal_dates_included(films):
    day = films["first"].released
    for title in ("Zinc", "Amber"):
        films[title] = FilmFactory(
            universe=films["first"].universe, slug=title.lower(), title=title, released=day
        )

    parts = [ticked_by(f"upto:{slug}") for slug in ("amber", "first", "zinc")]

    assert parts == [
        {films[name].key for name in names}
        for names in (["Amber"], ["Amber", "first"], ["Amber", "first", "Zinc"])
    ]


@pytest.mark.parametrize(
    ("last", "is_ticked"), [(None, False), (-1, True), (0, True), (1, False)], ids=str
)
def test_no_preset_ticks_a_series_whose_last_part_is_not_out(films, last, is_ticked):
    today = timezone.localdate()
    series = FilmFactory(
        universe=films["first"].universe,
        slug="series",
        kind=Film.Kind.SERIES,
        released=today - timedelta(days=3),
        last_released=None if last is None else today + timedelta(days=last),
    )

    found = [ticked_by(value) for value in ("all:house", "upto:series", "upto:second")]

    assert [series.key in ticked for ticked in found] == [is_ticked] * 3
    assert series.key in PickerForm(sent([series], []), NOBODY).offered
