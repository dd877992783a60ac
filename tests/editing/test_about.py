"""A film's page is where work on it starts: what there is about it, and the ways to more."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editing import about, desk
from films.models import Film
from gate.models import Stamp
from gate.publishing import State
from interviews.models import Interview, Quote
from people.models import Credit
from spoilers.models import Note, Placement
from tests.factories import (
    CreditFactory,
    EchoFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    TimedNoteFactory,
)
from tests.gate.editing import filled_in, page
from tests.short import short

from .desks import staff

pytestmark = pytest.mark.slow  # pages of editors, with their lists

WAITS = {"state": State.REVIEW, "live_from": None}
LISTS = {
    "Credits": "/admin/people/credit/",
    "Echoes": "/admin/spoilers/echo/",
    "Interviews": "/admin/interviews/interview/",
    "Notes": "/admin/spoilers/note/",
    "Placements": "/admin/spoilers/placement/",
}


#: Where more than one thing is made.
AT_ONCE = {"Interviews": [("from-article", "New from an article")]}


def told(client, item) -> list[about.Kind]:
    return client.get(page("change", item)).context.get("about", [])


def kind(heading: str, number: int, film: Film, **states: int) -> about.Kind:
    """What somebody is told who may do everything; `states` are of what is not published."""
    listed = f"{LISTS[heading]}?about=film-{film.pk}"
    one = {"Echoes": "echo"}.get(heading, heading.lower().removesuffix("s"))
    back = f"_changelist_filters=about%3Dfilm-{film.pk}"
    return about.Kind(
        heading,
        str(number),
        listed,
        [
            desk.Link(f"{listed}&state__exact={state}", f"{State(state).label}: {many}")
            for state, many in states.items()
        ],
        [
            desk.Link(f"{LISTS[heading]}{place}/?{back}", words)
            for place, words in (("add", f"Add {one}"), *AT_ONCE.get(heading, ()))
        ],
    )


def grow(film: Film) -> None:
    """One more of each kind and each state."""
    CreditFactory(film=film)
    InterviewFactory(films=[film])
    note = NoteFactory(film=film)
    for facts in ({}, {"is_published": False}, WAITS):
        EchoFactory(later=NoteFactory(), earlier=note, **facts)
        PlacementFactory(anchor=film, **facts)
        NoteFactory(film=film, **facts)
    NoteFactory(film=film).withdraw()


def test_a_films_page_says_how_much_of_each_kind_there_is_about_it(editor_client):
    film = FilmFactory()
    grow(film)
    grow(FilmFactory())

    assert told(editor_client, film) == [
        kind("Credits", 1, film),
        kind("Echoes", 3, film, draft=1, review=1),
        kind("Interviews", 1, film),
        kind("Notes", 5, film, draft=1, review=1, withdrawn=1),
        kind("Placements", 3, film, draft=1, review=1),
    ]


def test_it_says_so_on_the_page_too(editor_client):
    film = FilmFactory()
    NoteFactory(film=film, is_published=False)

    shown = editor_client.get(page("change", film)).text

    listed = f"/admin/spoilers/note/?about=film-{film.pk}"
    assert f'<a href="{listed}">Notes</a> <span class="counted">1</span>' in shown
    assert f'<a href="{listed}&amp;state__exact=draft">Draft: 1</a>' in shown


def test_what_nothing_is_about_yet_leads_to_the_first_of_each_kind(editor_client):
    film = FilmFactory()

    assert told(editor_client, film) == [
        kind("Credits", 0, film),
        kind("Echoes", 0, film),
        kind("Interviews", 0, film),
        kind("Notes", 0, film),
        kind("Placements", 0, film),
    ]


def test_each_is_told_to_who_may_look_at_it_and_may_be_added_by_who_may(db):
    film = FilmFactory()
    grow(film)
    client = staff("view_film", "view_note", "add_placement")

    assert told(client, film) == [
        kind("Notes", 5, film, draft=1, review=1, withdrawn=1)._replace(ways=[]),
        about.Kind("Placements", ways=kind("Placements", 3, film).ways),
    ]


def test_whoever_may_look_at_films_alone_is_told_nothing_else(db):
    film = FilmFactory()
    grow(film)

    shown = staff("view_film").get(page("change", film))

    assert shown.context["about"] == []
    assert "about-heading" not in shown.text


def test_counts_end(editor_client):
    film = FilmFactory()
    NoteFactory.create_batch(3, film=film, is_published=False)

    with short(desk, COUNTED=2):
        (notes,) = (one for one in told(editor_client, film) if one.heading == "Notes")

    assert notes.number == "more than 2"
    assert [link.words for link in notes.unpublished] == ["Draft: more than 2"]


def test_more_rows_need_no_more_queries(editor_client):
    film = FilmFactory()
    grow(film)
    editor_client.get(page("change", film))  # kinds of content are looked up once in a process

    def count() -> int:
        with CaptureQueriesContext(connection) as captured:
            editor_client.get(page("change", film))
        return len(captured)

    few = count()
    for _ in range(2):
        grow(film)

    assert count() == few


@pytest.mark.parametrize(
    ("heading", "make"),
    [
        ("Credits", lambda film: [CreditFactory(film=film)]),
        (
            "Echoes",
            lambda film: [
                EchoFactory(later=NoteFactory(film=film)),
                EchoFactory(earlier=NoteFactory(film=film)),
                EchoFactory(later=NoteFactory(film=film), earlier=NoteFactory(film=film)),
            ],
        ),
        ("Interviews", lambda film: [InterviewFactory(films=[film, FilmFactory()])]),
        ("Notes", lambda film: [NoteFactory(film=film), NoteFactory(film=film)]),
        (
            "Placements",
            lambda film: [
                PlacementFactory(placed=film),
                PlacementFactory(anchor=film),
                PlacementFactory(relation="between", second_anchor=film),
            ],
        ),
    ],
    ids=LISTS,
)
def test_the_list_is_narrowed_to_what_is_about_the_film(
    editor_client, heading: str, make: Callable
):
    film, other = FilmFactory(), FilmFactory()
    make(other)
    rows = make(film)
    (found,) = (one for one in told(editor_client, film) if one.heading == heading)

    listed = editor_client.get(found.address)

    assert set(listed.context["cl"].result_list) == set(rows)
    assert found.number == str(len(rows))
    assert f"film-{film.pk}" in listed.text
    assert str(film) in listed.text


@pytest.mark.parametrize(
    "asked", ["film-0", "film-x", "film-", "-1", "note-1", "film-9" * 9, "film-" + "9" * 5000]
)
def test_a_list_that_is_asked_for_what_is_not_there_shows_all(editor_client, asked):
    note = NoteFactory()

    listed = editor_client.get(reverse("admin:spoilers_note_changelist"), {"about": asked})

    assert list(listed.context["cl"].result_list) == [note]


def test_a_film_is_not_named_to_who_may_not_look_at_films(db):
    film, note = FilmFactory(), NoteFactory()

    listed = staff("view_note").get(
        reverse("admin:spoilers_note_changelist"), {"about": about.named(film)}
    )

    assert list(listed.context["cl"].result_list) == [note]
    assert str(film) not in listed.text


def begun(client, item, heading: str, **typed: object):
    """The form that an item's page leads to, sent with no more than is typed; and what it leads to."""
    (found,) = (one for one in told(client, item) if one.heading == heading)
    form = filled_in(client.get(found.ways[0].address))
    return client.post(found.ways[0].address, form | typed)


def test_a_note_that_is_begun_there_is_the_next_of_its_film_and_spoils_it(editor_client):
    film = TimedNoteFactory(position=7).film

    answer = begun(editor_client, film, "Notes", label="Rain", sealed_text="It rains.")

    note = Note.objects.get(label="Rain")
    assert (note.film, note.position, note.stamp, note.required, note.state) == (
        film,
        8,
        Stamp.TEXT,
        {film.pk},
        State.DRAFT,
    )
    assert answer["Location"] == f"/admin/spoilers/note/?about=film-{film.pk}"


def test_a_credit_that_is_begun_there_is_of_its_film_and_harmless(editor_client):
    film, person = FilmFactory(), PersonFactory()
    CreditFactory(film=film, job=Credit.Job.WRITER, character=None, position=2)

    begun(editor_client, film, "Credits", person=person.pk, job="writer")

    credit = film.credits.get(person=person)
    assert (credit.position, credit.stamp, credit.required) == (3, Stamp.NOTHING, frozenset())


def test_a_placement_that_is_begun_there_places_the_film(editor_client):
    film, other = FilmFactory(), FilmFactory()
    typed = {"relation": "after", "anchor": other.pk, "sealed_claim": "It follows."}

    begun(editor_client, film, "Placements", **typed, stamp="nothing")

    assert Placement.objects.get().placed == film


def test_an_interview_that_is_begun_there_talks_about_the_film_and_so_its_quotes_spoil_it(
    editor_client,
):
    film, speaker = FilmFactory(), PersonFactory()
    quote = {"speaker": speaker.pk, "fidelity": "verbatim", "sealed_text": "No."}
    typed = {f"quotes-0-{name}": value for name, value in quote.items()} | {
        **{"slug": "talk", "label": "A talk", "outlet": "Radio", "date": "2025-06-08"},
        **{"quotes-TOTAL_FORMS": 1, "quotes-0-stamp": "text", "quotes-0-position": ""},
    }

    begun(editor_client, film, "Interviews", **typed)

    interview = Interview.objects.get()
    assert list(interview.films.all()) == [film]
    assert Quote.objects.get().required == {film.pk}


def test_an_article_that_is_begun_there_is_about_the_film(editor_client):
    film = FilmFactory()
    (interviews,) = (one for one in told(editor_client, film) if one.heading == "Interviews")

    shown = editor_client.get(interviews.ways[1].address)

    films = shown.context["inline_admin_formsets"][1].formset
    assert [form["film"].value() for form in films.forms] == [film.pk]


def test_a_quote_that_is_begun_at_its_interview_spoils_the_films_of_it(editor_client):
    film, speaker = FilmFactory(), PersonFactory()
    interview = InterviewFactory(films=[film])
    quote = {"speaker": speaker.pk, "fidelity": "verbatim", "sealed_text": "No."}

    begun(editor_client, interview, "Quotes", **quote)

    found = interview.quotes.get()
    assert (found.position, found.required, found.state) == (1, {film.pk}, State.DRAFT)


def test_the_next_one_is_about_the_film_as_well(editor_client):
    film = TimedNoteFactory().film

    again = begun(
        editor_client, film, "Notes", label="Rain", sealed_text="It rains.", _addanother="1"
    )
    listed = editor_client.get(
        reverse("admin:spoilers_note_changelist"), {"about": about.named(film)}
    )

    assert filled_in(editor_client.get(again["Location"]))["film"] == str(film.pk)
    assert f'href="{again["Location"].replace("&", "&amp;")}"' in listed.text


def test_what_the_address_says_of_the_film_comes_first(editor_client):
    film, other = FilmFactory(), FilmFactory()
    (notes,) = (one for one in told(editor_client, film) if one.heading == "Notes")

    shown = editor_client.get(f"{notes.ways[0].address}&film={other.pk}")

    assert filled_in(shown)["film"] == str(other.pk)


@pytest.mark.parametrize("key", ["0", "x", "", "9" * 40, "9" * 5000])
def test_an_interview_that_is_begun_without_a_film_has_no_row_for_one(editor_client, key):
    shown = editor_client.get(reverse("admin:interviews_interview_add"), {"films": key})

    films, _quotes = shown.context["inline_admin_formsets"]
    assert films.formset.forms == []


def test_an_interviews_page_leads_to_its_quotes(editor_client):
    interview = QuoteFactory().interview
    QuoteFactory(interview=interview, is_published=False)
    QuoteFactory()
    listed = f"/admin/interviews/quote/?about=interview-{interview.pk}"

    assert told(editor_client, interview) == [
        about.Kind(
            "Quotes",
            "2",
            listed,
            [desk.Link(f"{listed}&state__exact=draft", "Draft: 1")],
            [
                desk.Link(
                    f"/admin/interviews/quote/add/?_changelist_filters=about%3Dinterview-{interview.pk}",
                    "Add quote",
                )
            ],
        )
    ]


@pytest.mark.parametrize("page_of", ["add", "popup"])
def test_neither_a_new_film_nor_a_window_of_its_own_leads_anywhere(editor_client, page_of):
    film = FilmFactory()
    paths = {"add": page("add", film), "popup": f"{page('change', film)}?_popup=1"}

    shown = editor_client.get(paths[page_of])

    assert "about" not in shown.context
