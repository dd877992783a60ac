"""What every editors' page has in common."""

import re

import pytest
from django.apps import apps
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.admin.templatetags.admin_list import result_headers
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from gate.models import Stamp
from gate.reader import Reader
from interviews.models import Interview, Quote
from spoilers.models import Note
from tests.canaries import canaries_in
from tests.factories import (
    BeatFactory,
    CharacterFactFactory,
    CharacterFactory,
    CitationFactory,
    CreditFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    SeenFactory,
    SourceFactory,
    UniverseFactory,
    UserFactory,
)

OURS = ("films", "people", "interviews", "spoilers")
FACTORIES = [
    CharacterFactFactory,
    CharacterFactory,
    CreditFactory,
    EchoFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    SeenFactory,
    SourceFactory,
    UniverseFactory,
]
OWN_PAGES = {factory._meta.model for factory in FACTORIES}
IN_ANOTHER_FORM = {
    "films.placementrequirement",
    "interviews.citation",
    "interviews.interviewfilm",
    "interviews.quoterequirement",
    "interviews.sourcerequirement",
    "people.characterfactrequirement",
    "people.creditrequirement",
    "spoilers.beat",
    "spoilers.evidence",
    "spoilers.noterequirement",
}

every_model = pytest.mark.parametrize("factory", FACTORIES, ids=lambda f: f._meta.model.__name__)


def page(name: str, row) -> str:
    args = [] if name in ("changelist", "add") else [row.pk]
    return reverse(f"admin:{row._meta.app_label}_{row._meta.model_name}_{name}", args=args)


def test_every_model_has_pages_of_its_own_or_a_place_in_another_form():
    models = {model for label in OURS for model in apps.get_app_config(label).get_models()}
    registered = {model for model in models if admin.site.is_registered(model)}
    inline = {
        inline.model._meta.label_lower
        for model in registered
        for inline in admin.site.get_model_admin(model).inlines
    } - {"interviews.quote"}

    assert registered == OWN_PAGES
    assert inline == IN_ANOTHER_FORM
    assert {model._meta.label_lower for model in models - registered} == IN_ANOTHER_FORM


@every_model
def test_every_page_answers_and_only_the_form_shows_sealed_text(editor_client, factory):
    row = factory()

    for name in ("changelist", "add", "history", "delete"):
        response = editor_client.get(page(name, row))
        assert (response.status_code, canaries_in(response.content)) == (200, set())
        assert response["Cache-Control"] == "private, no-store"
    form = editor_client.get(page("change", row))

    assert form.status_code == 200
    assert canaries_in(form.content) == canaries_in(*vars(row).values())


@every_model
def test_staff_without_a_right_cannot_tell_which_rows_there_are(db, client, factory):
    row = factory()
    client.force_login(UserFactory(is_staff=True))
    there = {name: client.get(page(name, row)) for name in ("change", "history", "delete")}

    row.delete()

    gone = {name: client.get(page(name, row)) for name in there}
    for name in there:
        assert (there[name].status_code, gone[name].status_code) == (403, 403)
        assert there[name].content == gone[name].content


def test_a_form_has_a_line_for_each_part_that_is_there_and_no_empty_ones(editor_client):
    quote = CitationFactory(quote=QuoteFactory(also_requires=[FilmFactory()])).quote
    echo = EvidenceFactory(echo=BeatFactory(echo=EchoFactory()).echo).echo

    for row, lines in ((quote, [1, 1]), (echo, [1, 1])):
        inlines = editor_client.get(page("change", row)).context["inline_admin_formsets"]
        assert [len(inline.formset.forms) for inline in inlines] == lines


def test_a_list_says_what_each_row_spoils_and_how_it_is_kept(editor_client):
    first, second = (FilmFactory(title=title) for title in ("The House", "The Garden"))
    rows = {
        QuoteFactory(film=None, stamp=Stamp.OPEN): ("harmless", "nothing"),
        QuoteFactory(film=first, stamp=Stamp.OPEN): ("harmless", "nothing"),
        QuoteFactory(film=second, stamp=Stamp.HIDDEN): ("existence spoils", "The Garden"),
        QuoteFactory(film=second, also_requires=[first], stamp=Stamp.SEALED): (
            "spoils",
            "The House, The Garden",
        ),
    }

    listed = editor_client.get(page("changelist", next(iter(rows)))).text

    cells = re.findall(r'field-(short_stamp|spoils)">([^<]*)<', listed)
    stamps, spoilt = (
        [text for name, text in cells if name == n] for n in ("short_stamp", "spoils")
    )
    assert sorted(zip(stamps, spoilt, strict=True)) == sorted(rows.values())


def test_a_list_can_be_ordered_by_stamp_and_not_by_what_is_spoilt(editor_client):
    listed = editor_client.get(page("changelist", QuoteFactory())).context["cl"]

    headers = {header["text"]: header["sortable"] for header in result_headers(listed)}
    assert (headers["stamp"], headers["spoils"]) == (True, False)


@pytest.mark.parametrize("factory", [NoteFactory, FilmFactory, PersonFactory, EchoFactory])
def test_a_form_links_to_the_page_itself(editor_client, factory):
    row = factory()

    assert editor_client.get(page("change", row)).context["absolute_url"] == row.get_absolute_url()


def test_a_form_of_what_has_no_page_links_to_none(editor_client):
    response = editor_client.get(page("change", CharacterFactFactory()))

    assert response.context.get("absolute_url") is None
    assert response.context["has_absolute_url"] is False


def test_a_sealed_column_of_one_line_is_edited_in_one_line(editor_client):
    form = editor_client.get(page("change", NoteFactory())).context["adminform"].form

    kinds = {
        name: form.fields[name].widget.template_name for name in ("sealed_timecode", "sealed_text")
    }
    assert kinds == {
        "sealed_timecode": "django/forms/widgets/text.html",
        "sealed_text": "django/forms/widgets/textarea.html",
    }


@every_model
def test_a_list_needs_as_many_queries_for_twelve_rows_as_for_two(editor_client, factory):
    path = page("changelist", factory())
    factory()
    with CaptureQueriesContext(connection) as at_two:
        editor_client.get(path)
    factory.create_batch(10)

    with CaptureQueriesContext(connection) as at_twelve:
        response = editor_client.get(path)

    assert response.context["cl"].result_count == 12
    assert len(at_twelve) == len(at_two)


@every_model
def test_every_filter_of_a_list_answers_without_sealed_text(editor_client, factory):
    path = page("changelist", factory())
    shown = editor_client.get(path).context["cl"]
    queries = [
        choice["query_string"] for spec in shown.filter_specs for choice in spec.choices(shown)
    ]

    answers = [editor_client.get(path + query) for query in ["?_facets=True", *queries]]

    assert {(answer.status_code, *canaries_in(answer.content)) for answer in answers} == {(200,)}


@pytest.mark.parametrize(
    ("factory", "parts", "column"),
    [
        (InterviewFactory, QuoteFactory, '"interviews_quote"."sealed_text"'),
        (QuoteFactory, CitationFactory, '"interviews_citation"."sealed_locator"'),
    ],
    ids=["quotes", "citations"],
)
def test_a_form_needs_no_query_to_open_each_of_its_parts(editor_client, factory, parts, column):
    whole = factory()
    for position in range(3):
        parts(**{whole._meta.model_name: whole, "position": position})

    with CaptureQueriesContext(connection) as queries:
        editor_client.get(page("change", whole))

    assert len([query for query in queries if column in query["sql"]]) == 1


def test_autocomplete_needs_as_many_queries_for_six_rows_as_for_one(editor_client):
    asked = {"app_label": "spoilers", "model_name": "evidence", "field_name": "quote"}
    QuoteFactory()
    with CaptureQueriesContext(connection) as at_one:
        editor_client.get(reverse("admin:autocomplete"), asked)
    QuoteFactory.create_batch(5)

    with CaptureQueriesContext(connection) as at_six:
        response = editor_client.get(reverse("admin:autocomplete"), asked)

    assert len(response.json()["results"]) == 6
    assert len(at_six) == len(at_one)


def test_further_films_are_found_by_typing_under_words_that_say_what_they_do(editor_client):
    response = editor_client.get(page("change", NoteFactory()))

    (further,) = response.context["inline_admin_formsets"]
    film = further.formset.empty_form.fields["film"]
    assert "admin-autocomplete" in film.widget.widget.build_attrs({})["class"]
    assert further.opts.verbose_name == "further film"
    assert "Also spoils (all of these must be seen as well)" in response.text


@pytest.mark.parametrize(
    ("source", "field"),
    [
        ("films.film", "universe"),
        ("films.placement", "placed"),
        ("interviews.citation", "source"),
        ("interviews.quote", "interview"),
        ("people.credit", "character"),
        ("spoilers.echo", "later"),
        ("spoilers.evidence", "quote"),
        ("spoilers.note", "film"),
    ],
)
def test_autocomplete_answers_names_and_nothing_sealed(editor_client, source, field):
    app, model = source.split(".")
    target = apps.get_model(source)._meta.get_field(field).related_model
    row = next(f for f in FACTORIES if f._meta.model is target)()

    response = editor_client.get(
        reverse("admin:autocomplete"), {"app_label": app, "model_name": model, "field_name": field}
    )

    assert response.json() == {
        "results": [{"id": str(row.pk), "text": str(row)}],
        "pagination": {"more": False},
    }
    assert canaries_in(row, response.content) == set()


@every_model
def test_searching_for_a_sealed_word_finds_nothing(editor_client, factory):
    row = factory()

    for word in canaries_in(*vars(row).values()) or {"kanari"}:
        response = editor_client.get(page("changelist", row), {"q": word})

        assert response.context["cl"].result_count == 0


def test_an_edited_text_reaches_those_who_have_seen_the_film_and_no_log_or_message(editor_client):
    note = NoteFactory(sealed_timecode="")
    new = "The kanariabcdefghijkl stays."

    saved = submit(editor_client, note, sealed_text=new, _continue="1")
    page_after = editor_client.get(page("history", note))

    fan, nobody = Reader(seen=frozenset({note.film_id})), Reader()
    assert texts(Note, fan) == [new]
    assert texts(Note, nobody) == [None]
    assert [str(message) for message in messages(saved)] == [
        f'The note “<a href="{page("change", note)}">{note}</a>” was changed successfully. '
        "You may edit it again below."
    ]
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Changed Text."]
    assert [entry.object_repr for entry in LogEntry.objects.all()] == [str(note)]
    assert canaries_in(page_after.content) == set()


def test_saving_an_untouched_form_changes_nothing_though_browsers_send_other_line_ends(
    editor_client,
):
    note = NoteFactory(sealed_text="One paragraph.\n\nAnother.", sealed_timecode="1:52:10")

    submit(editor_client, note, sealed_text="One paragraph.\r\n\r\nAnother.")

    assert texts(Note, Reader(seen=frozenset({note.film_id}))) == ["One paragraph.\n\nAnother."]
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == [
        "No fields changed."
    ]


def test_a_text_that_was_left_empty_is_refused_and_the_old_one_stays(editor_client):
    note = NoteFactory(sealed_text="It ends.")

    response = submit(editor_client, note, sealed_text=" ")

    assert response.context["adminform"].form.errors == {"sealed_text": ["This field is required."]}
    assert texts(Note, Reader(seen=frozenset({note.film_id}))) == ["It ends."]


def test_a_sealed_item_without_a_film_is_refused_in_words(editor_client):
    response = editor_client.post(
        reverse("admin:interviews_source_add"),
        {
            **{"key": "gazette-2025", "outlet": "Gazette", "precision": "day", "stamp": "sealed"},
            **{"also_requires-TOTAL_FORMS": 0, "also_requires-INITIAL_FORMS": 0},
        },
    )

    assert response.context["adminform"].form.errors == {
        "__all__": ["Say which film this spoils, or stamp it as harmless."]
    }


@pytest.mark.parametrize("address", ["javascript:alert(1)", "ftp://example.org/", "not an address"])
def test_a_source_lies_on_the_web(editor_client, address):
    source = SourceFactory()

    response = submit(editor_client, source, sealed_url=address)

    assert response.context["adminform"].form.errors == {
        "sealed_url": ["An address starts with https:// or http://."]
    }


def test_a_bracketed_quote_without_a_bracket_is_refused_in_words(editor_client):
    quote = QuoteFactory(sealed_text="As it was said.")

    response = submit(editor_client, quote, fidelity="bracketed")

    assert response.context["adminform"].form.errors == {
        "__all__": ["A bracketed quote holds a [bracket]; or choose verbatim."]
    }


def test_a_quote_is_edited_within_its_interview(editor_client):
    quote = QuoteFactory(sealed_text="As it was said.")
    interview = Interview.objects.get()

    submit(editor_client, interview, **{"quotes-0-sealed_text": "As it was meant."})

    assert texts(Quote, Reader(seen=frozenset({quote.film_id}))) == ["As it was meant."]
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == [
        f"Changed Text for quote “{quote}”."
    ]


def test_staff_who_may_only_look_see_no_sealed_text(db):
    user = UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__startswith="view_"))
    client = Client()
    client.force_login(user)
    quote = QuoteFactory()
    rows = [NoteFactory(), EchoFactory(), PlacementFactory(), quote, quote.interview]

    answers = [client.get(page("change", row)) for row in rows]

    assert [answer.status_code for answer in answers] == [200] * len(rows)
    assert [canaries_in(answer.content) for answer in answers] == [set()] * len(rows)
    assert "field-label" in answers[0].text


def test_staff_who_may_only_add_write_the_sealed_text_of_what_they_add(db):
    staff = UserFactory(is_staff=True)
    staff.user_permissions.add(Permission.objects.get(codename="add_note"))
    client = Client()
    client.force_login(staff)

    form = client.get(reverse("admin:spoilers_note_add")).context["adminform"].form

    assert {"sealed_text", "sealed_timecode"} <= form.fields.keys()


def test_what_others_point_at_is_not_deleted_but_named(editor_client):
    note = NoteFactory(label="The ending")
    quote = QuoteFactory(film=note.film)

    response = editor_client.get(page("delete", note.film))
    editor_client.post(page("delete", note.film), {"post": "yes"})

    assert set(response.context["protected"]) == {
        f'Note: <a href="{page("change", note)}">{note}</a>',
        f'Quote: <a href="{page("change", quote)}">{quote}</a>',
    }
    assert Note.objects.count() == 1
    assert canaries_in(response.content) == set()


def test_deleting_many_shows_their_names_and_no_sealed_text(editor_client):
    notes = NoteFactory.create_batch(2)
    chosen = {"action": "delete_selected", "_selected_action": [note.pk for note in notes]}
    path = reverse("admin:spoilers_note_changelist")

    asked = editor_client.post(path, chosen)
    deleted = editor_client.post(path, chosen | {"post": "yes"}, follow=True)

    assert canaries_in(asked.content, deleted.content) == set()
    assert Note.objects.count() == 0


def submit(client: Client, row, **changes: str) -> HttpResponse:
    """Sends the change form of a row as it stands, but for the changes."""
    path = page("change", row)
    return client.post(path, filled_in(client.get(path)) | changes)


def filled_in(response: HttpResponse) -> dict[str, object]:
    formsets = [formset.formset for formset in response.context["inline_admin_formsets"]]
    forms = [
        response.context["adminform"].form,
        *(formset.management_form for formset in formsets),
        *(form for formset in formsets for form in formset.initial_forms),
    ]
    fields = [field for form in forms for field in form]
    return {field.html_name: field.value() for field in fields if field.value() is not None}


def texts(model, reader: Reader) -> list[str | None]:
    return [row.text for row in model.objects.for_reader(reader)]


def messages(response: HttpResponse) -> list:
    return list(get_messages(response.wsgi_request))
