"""A new row comes after those beside which it stands, without an editor counting them."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.apps import apps
from django.contrib.auth import get_user_model
from django.db import connections, models
from django.test import Client

from editing.positions import beside
from films.models import Universe
from interviews.models import Citation, Interview, Quote
from people.models import CharacterFact, Credit
from spoilers.models import Beat, Evidence, Note
from tests.factories import (
    BeatFactory,
    CharacterFactFactory,
    CitationFactory,
    CreditFactory,
    EvidenceFactory,
    FilmFactory,
    PersonFactory,
    QuoteFactory,
    TimedNoteFactory,
    UniverseFactory,
)
from tests.gate.editing import errors, filled_in, page
from tests.signing_in import sign_in_to_edit

pytestmark = pytest.mark.slow


def added(client: Client, row: object, **typed: object) -> object:
    """Sends the form for another row of this kind."""
    path = page("add", row)
    return client.post(path, filled_in(client.get(path)) | typed)


def blank(client: Client, row: object, prefix: str) -> int:
    """The position that a new row shows in the form of this one."""
    shown = client.get(page("change", row))
    (formset,) = (
        inline.formset
        for inline in shown.context["inline_admin_formsets"]
        if inline.formset.prefix == prefix
    )
    return formset.empty_form["position"].value()


def test_every_model_with_positions_says_among_which_rows_they_count():
    found = {model: beside(model) for model in apps.get_models() if beside(model) is not None}

    assert found == {
        Universe: (),
        Credit: ("film", "job"),
        CharacterFact: ("character",),
        Quote: ("interview",),
        Citation: ("quote",),
        Note: ("film",),
        Beat: ("echo",),
        Evidence: ("echo",),
    }


@pytest.mark.parametrize(
    ("part", "whole", "prefix"),
    [
        (QuoteFactory, "interview", "quotes"),
        (CitationFactory, "quote", "citations"),
        (BeatFactory, "echo", "beats"),
        (EvidenceFactory, "echo", "evidence"),
    ],
)
def test_a_new_row_within_another_form_shows_the_next_position(editor_client, part, whole, prefix):
    row = part(position=7)
    empty = type(getattr(row, whole))(pk=None)
    part(position=30)

    shown = blank(editor_client, getattr(row, whole), prefix)
    first = editor_client.get(page("add", empty)).context["inline_admin_formsets"]

    assert shown == 8
    formsets = {inline.formset.prefix: inline.formset for inline in first}
    assert formsets[prefix].empty_form.initial["position"] == 1


def test_rows_that_are_added_together_are_numbered_on(editor_client):
    echo = BeatFactory(position=7).echo
    form = filled_in(editor_client.get(page("change", echo)))
    for number, position in ((1, ""), (2, "20"), (3, "")):
        form |= {f"beats-{number}-{name}": "Rain" for name in ("sealed_later", "sealed_earlier")}
        form |= {f"beats-{number}-sealed_theme": "Rain", f"beats-{number}-position": position}

    answer = editor_client.post(page("change", echo), form | {"beats-TOTAL_FORMS": 4})

    assert answer.status_code == 302
    assert list(echo.beats.values_list("position", flat=True)) == [7, 8, 20, 21]


def test_a_new_row_in_which_only_its_position_stands_is_none(editor_client):
    echo = BeatFactory(position=7).echo
    form = filled_in(editor_client.get(page("change", echo)))

    more = {"beats-TOTAL_FORMS": 2, "beats-1-position": "9"}
    answer = editor_client.post(page("change", echo), form | more)

    assert answer.status_code == 302
    assert echo.beats.count() == 1


def test_an_item_that_is_added_alone_comes_last_where_no_position_is_typed(editor_client):
    note = TimedNoteFactory(position=7)
    TimedNoteFactory(position=30)
    facts = {"film": note.film_id, "kind": "scene", "sealed_text": "It rains.", "stamp": "text"}

    answers = [
        added(editor_client, note, **facts, label="Rain", position=""),
        added(editor_client, note, **facts, label="Snow", position="3"),
    ]

    assert [answer.status_code for answer in answers] == [302, 302]
    found = Note.objects.filter(film=note.film).order_by("pk")
    assert list(found.values_list("position", flat=True)) == [7, 8, 3]


def test_credits_are_counted_within_their_job(editor_client):
    film, person = FilmFactory(), PersonFactory()
    for job, position in ((Credit.Job.ACTOR, 7), (Credit.Job.WRITER, 2)):
        CreditFactory(film=film, job=job, position=position, character=None)
    facts = {"film": film.pk, "person": person.pk, "stamp": "nothing", "position": ""}

    for job in (Credit.Job.ACTOR, Credit.Job.WRITER, Credit.Job.DIRECTOR):
        added(editor_client, CreditFactory(), **facts, job=job)

    found = film.credits.filter(person=person).order_by("job")
    assert list(found.values_list("job", "position")) == [
        ("actor", 8),
        ("director", 1),
        ("writer", 3),
    ]


def test_universes_are_counted_altogether(editor_client):
    universe = UniverseFactory(position=7)

    added(editor_client, universe, slug="sea", name="Sea", position="")

    assert Universe.objects.get(slug="sea").position == 8


def test_a_stored_row_keeps_its_position_and_is_asked_for_one(editor_client):
    beat = BeatFactory(position=7)
    form = filled_in(editor_client.get(page("change", beat.echo)))

    refused = editor_client.post(page("change", beat.echo), form | {"beats-0-position": ""})

    rows = refused.context["inline_admin_formsets"][0].formset.errors
    assert rows == [{"position": ["This field is required."]}]


def test_what_is_wrong_elsewhere_is_told_and_no_position_is_missed(editor_client):
    row = QuoteFactory()

    answer = added(editor_client, row, fidelity="verbatim", sealed_text="No.", position="")

    assert set(errors(answer)) == {"interview", "speaker", "spoils"}


def test_an_interview_is_added_with_its_quotes(editor_client):
    film, speaker = FilmFactory(), PersonFactory()
    path = page("add", QuoteFactory().interview)
    form = filled_in(editor_client.get(path)) | {
        **{"slug": "talk", "label": "A talk", "outlet": "Radio", "date": "2025-06-08"},
        **{"coverage-TOTAL_FORMS": 1, "coverage-0-film": film.pk, "quotes-TOTAL_FORMS": 2},
    }
    for number in (0, 1):
        form |= {
            f"quotes-{number}-{name}": value
            for name, value in {
                **{"speaker": speaker.pk, "fidelity": "verbatim", "sealed_text": "No."},
                **{"stamp": "text", "position": ""},
            }.items()
        }

    answer = editor_client.post(path, form)

    assert answer.status_code == 302
    found = Interview.objects.get(slug="talk").quotes.order_by("position")
    assert [(quote.position, quote.required) for quote in found] == [
        (1, {film.pk}),
        (2, {film.pk}),
    ]


def added_at_one_moment(row: models.Model, **typed: object) -> list[int]:
    """Two editors each add a row like this one; the status that each of them gets."""
    sends = []
    for name in ("one", "other"):
        client = Client()
        sign_in_to_edit(client, get_user_model().objects.create_superuser(name))
        sends.append((client, filled_in(client.get(page("add", row))) | typed))
    together = Barrier(2)

    def send(client: Client, form: dict[str, object]) -> int:
        together.wait()
        try:
            return client.post(page("add", row), form).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as pool:
        return sorted(pool.map(lambda args: send(*args), sends))


@pytest.mark.django_db(transaction=True)
def test_two_facts_that_are_added_at_one_moment_come_after_each_other(postgresql):
    fact = CharacterFactFactory(position=7)
    typed = {"character": fact.character_id, "sealed_text": "It rains.", "stamp": "nothing"}

    statuses = added_at_one_moment(fact, **typed, position="")

    assert statuses == [302, 302]
    assert list(fact.character.facts.values_list("position", flat=True)) == [7, 8, 9]


@pytest.mark.django_db(transaction=True)
def test_of_two_quotes_that_are_given_one_place_at_one_moment_the_second_is_refused(postgresql):
    quote = QuoteFactory(position=7)
    typed = {"interview": quote.interview_id, "speaker": quote.speaker_id, "stamp": "nothing"}

    statuses = added_at_one_moment(
        quote, **typed, fidelity="verbatim", sealed_text="It rains.", position="9"
    )

    assert statuses == [200, 302]
    assert list(quote.interview.quotes.values_list("position", flat=True)) == [7, 9]
