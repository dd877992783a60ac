"""The first page of the editors' site, as each kind of account finds it."""

from datetime import UTC, datetime, timedelta

import pytest
from django.contrib.admin.models import ADDITION, CHANGE, DELETION, LogEntry
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from editing import desk
from films.models import Film
from gate.publishing import State
from people.models import Credit
from tests.canaries import canaries_in
from tests.factories import (
    CreditFactory,
    EchoFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PlacementFactory,
    QuoteFactory,
    SourceFactory,
    UserFactory,
)
from tests.gate.editing import page
from tests.short import short

from .desks import names, section, staff

pytestmark = pytest.mark.slow  # editors’ pages with many rows

MORNING = datetime(2026, 3, 2, 9, tzinfo=UTC)


def waits(factory, hours: int = 0, **facts):
    """An item that was submitted so many hours after nine."""
    at = MORNING + timedelta(hours=hours)
    facts |= {"live_from": None, "state_set_by": "anna", "state_set_at": at}
    return factory(state=State.REVIEW, **facts)


def done(user, row, flag=CHANGE) -> None:
    LogEntry.objects.log_actions(user.pk, [row], flag, "Changed.")


def test_an_empty_site_says_that_nothing_waits_and_no_more(editor_client):
    page = editor_client.get(reverse("admin:index"))

    assert page.context["sections"] == [
        desk.Section("waiting", "Waiting for review", nothing="Nothing waits for a review.")
    ]
    assert "Nothing waits for a review." in page.text


def test_moments_are_written_as_in_the_forms(editor_client):
    waits(NoteFactory)

    desk = editor_client.get(reverse("admin:index"))

    assert "Note, submitted by anna, 2 March 2026, 09:00</p>" in desk.text


def test_staff_without_any_right_find_no_section(db):
    NoteFactory()
    waits(NoteFactory)
    client = staff()
    done(client.user, NoteFactory())

    answer = client.get(reverse("admin:index"))

    assert (answer.context["sections"], answer.context["edited"]) == ([], [])
    assert "Your account may not look at anything yet." in answer.text


def test_what_has_waited_longest_comes_first_whatever_it_is(editor_client):
    note, quote = waits(NoteFactory, hours=2), waits(QuoteFactory, hours=1)
    early = waits(NoteFactory, film=note.film)
    NoteFactory(is_published=False)
    NoteFactory()

    found = section(editor_client, "waiting")

    assert found == desk.Section(
        "waiting",
        "Waiting for review",
        [
            desk.Row(kind, str(row), page("change", row), "submitted", "anna", row.state_set_at)
            for kind, row in (("Note", early), ("Quote", quote), ("Note", note))
        ],
        whole=[
            desk.Link("/admin/spoilers/note/?state__exact=review", "2 notes"),
            desk.Link("/admin/interviews/quote/?state__exact=review", "1 quote"),
        ],
        nothing="Nothing waits for a review.",
    )


def test_whoever_may_look_at_notes_alone_finds_notes_alone(db):
    client = staff("view_note")
    note, quote = waits(NoteFactory), waits(QuoteFactory)
    for row in (note, quote, quote.interview, note.film):
        done(client.user, row)
    CreditFactory(job=Credit.Job.ACTOR, character=None)

    found = client.get(reverse("admin:index")).context["sections"]

    assert [(one.name, names(one.rows)) for one in found] == [
        ("waiting", [str(note)]),
        ("changed", [str(note)]),
    ]


def test_the_links_lead_to_lists_of_just_what_waits(editor_client):
    waiting = waits(NoteFactory)
    NoteFactory()
    (link,) = section(editor_client, "waiting").whole

    listed = editor_client.get(link.address).context["cl"]

    assert list(listed.result_list) == [waiting]


def test_lists_and_counts_end(editor_client):
    film = FilmFactory()
    for hour in range(desk.SHOWN + 2):
        waits(NoteFactory, hours=hour, film=film, label=f"Note {hour}")

    with short(desk, COUNTED=desk.SHOWN + 1):
        found = section(editor_client, "waiting")

    assert names(found.rows) == [f"{film}: Note {hour}" for hour in range(desk.SHOWN)]
    assert [link.words for link in found.whole] == [f"more than {desk.SHOWN + 1} notes"]


def comes(factory, days: int, **facts):
    """An item that is published for nine o'clock, so many days after the first of March."""
    return factory(live_from=datetime(2999, 3, 1 + days, 9, tzinfo=UTC), **facts)


def test_what_is_to_come_is_listed_the_next_first_for_who_may_look_at_it(editor_client):
    quote, note = comes(QuoteFactory, 2), comes(NoteFactory, 1)
    late = comes(NoteFactory, 3, film=note.film)
    NoteFactory(is_published=False)
    NoteFactory()

    found = [section(client, "to-come") for client in (editor_client, staff("view_note"))]

    listed = [
        desk.Row(kind, str(row), page("change", row), f"from {day} March 2999, 09:00 on")
        for kind, row, day in (("Note", note, 2), ("Quote", quote, 3), ("Note", late, 4))
    ]
    assert found == [
        desk.Section("to-come", "To come", listed),
        desk.Section("to-come", "To come", [listed[0], listed[2]]),
    ]


def test_the_list_of_what_is_to_come_ends(editor_client):
    film = FilmFactory()
    for day in range(desk.SHOWN + 1, 0, -1):
        comes(NoteFactory, day, film=film, label=f"Note {day}")

    found = section(editor_client, "to-come")

    assert names(found.rows) == [f"{film}: Note {day}" for day in range(1, desk.SHOWN + 1)]


def test_your_drafts_are_those_that_you_have_saved_the_latest_first(db):
    client = staff("change_note", "view_quote", "change_interview")
    other = UserFactory(is_staff=True)
    first, second = NoteFactory.create_batch(2, is_published=False)
    within = QuoteFactory(is_published=False)
    of_another, published = NoteFactory(is_published=False), NoteFactory()
    done(client.user, first, ADDITION)
    done(client.user, second, ADDITION)
    done(client.user, within.interview)  # quotes are written in the form of their interview
    done(client.user, published)
    done(client.user, first)
    done(other, of_another)
    done(other, second)

    found = section(client, "drafts")

    assert names(found.rows) == [str(first), str(within), str(second)]


def test_what_was_changed_of_late_is_listed_once_each_with_who_did_it(editor_client, editor):
    anna = UserFactory(is_staff=True, username="anna")
    note, film = NoteFactory(), FilmFactory()
    done(anna, note, ADDITION)
    done(editor, film, ADDITION)
    done(anna, note)
    done(editor, UserFactory())  # who works here is no content
    done(anna, film, DELETION)
    film_name = str(film)
    Film.objects.filter(pk=film.pk).delete()

    found = section(editor_client, "changed")

    entries = LogEntry.objects.order_by("-pk")
    gone, changed = entries[0], entries[2]
    assert found.rows == [
        desk.Row("Film", film_name, None, "deleted", "anna", gone.action_time),
        desk.Row("Note", str(note), page("change", note), "changed", "anna", changed.action_time),
    ]


def test_the_list_of_what_was_changed_ends(editor_client, editor):
    for row in [NoteFactory() for _ in range(desk.SHOWN + 1)]:
        done(editor, row)

    found = section(editor_client, "changed")

    latest = LogEntry.objects.order_by("-pk")[: desk.SHOWN]
    assert names(found.rows) == [entry.object_repr for entry in latest]


def test_only_the_latest_entries_of_the_log_are_looked_at(editor_client, editor):
    notes = [NoteFactory(is_published=False) for _ in range(3)]
    for note in notes:
        done(editor, note)

    with short(desk, LOOKED_BACK=2):
        found = [names(section(editor_client, name).rows) for name in ("drafts", "changed")]

    latest = [str(note) for note in reversed(notes[1:])]
    assert found == [latest, latest]


def test_content_comes_before_accounts_and_what_belongs_to_readers(editor_client):
    context = editor_client.get(reverse("admin:index")).context

    apps = [[app["app_label"] for app in context[name]] for name in ("edited", "others")]

    assert apps == [["films", "interviews", "people", "spoilers"], ["auth", "readers"]]


def grow(user) -> None:
    """One more row in each list of the page."""
    rows = [
        *(waits(factory) for factory in (NoteFactory, QuoteFactory, EchoFactory, PlacementFactory)),
        *(
            factory(is_published=False)
            for factory in (NoteFactory, QuoteFactory, EchoFactory, PlacementFactory)
        ),
        *(
            comes(factory, 1)
            for factory in (NoteFactory, QuoteFactory, EchoFactory, PlacementFactory)
        ),
        CreditFactory(character=None),
        SourceFactory(sealed_archive_url=""),
        FilmFactory(),
        InterviewFactory(),
    ]
    for row in rows:
        done(user, row)


def count(client) -> int:
    with CaptureQueriesContext(connection) as captured:
        client.get(reverse("admin:index"))
    return len(captured)


def test_the_page_needs_no_more_queries_for_more_rows(editor_client, editor):
    grow(editor)
    editor_client.get(reverse("admin:index"))  # kinds of content are looked up once in a process
    few = count(editor_client)
    for _ in range(2):
        grow(editor)

    assert count(editor_client) == few


def test_the_page_shows_no_sealed_text(editor_client, editor):
    grow(editor)

    answer = editor_client.get(f"{reverse('admin:index')}?check=waiting")

    assert [one.name for one in answer.context["sections"]] == [
        *("drafts", "waiting", "warnings", "to-come", "unfinished", "changed")
    ]
    assert canaries_in(answer.content) == set()
