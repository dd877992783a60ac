"""What cannot be deleted says what needs it, leads there, and leads back."""

from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from tests.factories import (
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
    UserFactory,
)
from tests.gate.editing import page, submit
from tests.signing_in import sign_in_to_edit

from .deleting import chosen_to_delete

pytestmark = pytest.mark.slow


def told(client: Client, row: Any) -> list[str]:
    """What the page says that is asked for to delete this row."""
    return client.get(page("delete", row)).context["protected"]


def link(row: Any, name: str = "") -> str:
    return f'<a href="{page("change", row)}">{name or row}</a>'


def test_each_thing_that_needs_it_is_named_with_the_way_there(editor_client):
    note, credit, kinship = NoteFactory(), CreditFactory(), CharacterFactFactory()
    kinship.relative = CharacterFactory()
    kinship.save()
    echo = EchoFactory(later__is_published=False, is_published=False)
    placement = PlacementFactory(source=SourceFactory())

    answers = {
        "film": told(editor_client, note.film),
        "universe": told(editor_client, credit.film.universe),
        "person": told(editor_client, credit.person),
        "relative": told(editor_client, kinship.relative),
        "note": told(editor_client, echo.later),
        "source": told(editor_client, placement.source),
    }

    assert answers == {
        "film": [f"Note: {link(note)}"],
        "universe": [f"Film: {link(credit.film)}"],
        "person": [f"Credit: {link(credit)}"],
        "relative": [f"Character fact: {link(kinship)}"],
        "note": [f"Echo: {link(echo)}"],
        "source": [f"Placement: {link(placement)}"],
    }


def test_a_part_is_named_with_the_way_to_what_it_is_part_of(editor_client):
    proof = EvidenceFactory(quote__is_published=False, quote__interview__is_published=False)
    citation = CitationFactory()
    interview, film = InterviewFactory(), FilmFactory()
    coverage = interview.coverage.create(film=film)
    echo = link(proof.echo, f"echo “{proof.echo}”")

    answers = [
        told(editor_client, proof.quote.interview),
        told(editor_client, proof.quote),
        told(editor_client, citation.source),
        told(editor_client, film),
    ]

    assert answers == [
        [f"Evidence: {proof}, in {echo}"],
        [f"Evidence: {proof}, in {echo}"],
        [f"Citation: {citation}, in {link(citation.quote, f'quote “{citation.quote}”')}"],
        [
            f"{coverage._meta.verbose_name.capitalize()}: {coverage}, in "
            f"{link(interview, f'interview “{interview}”')}"
        ],
    ]


def test_what_fans_have_seen_is_told_once_and_not_by_whom(editor_client):
    film = FilmFactory()
    marks = SeenFactory.create_batch(3, film=film)

    assert told(editor_client, film) == [f"Seen: {marks[0]}"]


def test_there_is_a_way_back_from_one_and_from_many(editor_client):
    proof = EvidenceFactory()
    interview = proof.quote.interview

    one = editor_client.get(page("delete", interview))
    many = editor_client.post(page("changelist", interview), chosen_to_delete(interview))

    for answer, there, name in (
        (one, page("change", interview), "Back to the interview"),
        (many, page("changelist", interview), "Back to the interviews"),
    ):
        assert f'href="{there}" class="button way-back">{name}</a>' in answer.text
        assert answer.context["protected"] == told(editor_client, interview)
        assert link(proof.echo, f"echo “{proof.echo}”") in answer.text


def test_a_part_that_is_needed_says_so_in_the_form_of_the_whole(editor_client):
    proof = EvidenceFactory(quote__position=1)

    answer = submit(editor_client, proof.quote.interview, **{"quotes-0-DELETE": "on"})

    echo = link(proof.echo, f"echo “{proof.echo}”")
    (reason,) = answer.context["refused"].reasons
    assert reason.sentences == [
        f"“{proof.quote}” cannot be deleted while this needs it: Evidence: {proof}, in {echo}"
    ]
    assert echo in answer.text


def test_the_question_says_whether_what_is_deleted_can_be_brought_back(editor_client):
    staff, client = UserFactory(is_staff=True), Client()
    codes = ["delete_person", "view_person"]
    staff.user_permissions.set(Permission.objects.filter(codename__in=codes))
    sign_in_to_edit(client, staff)
    person = PersonFactory()

    asked = [
        editor_client.get(page("delete", person)).text,
        editor_client.post(page("changelist", person), chosen_to_delete(person)).text,
        editor_client.get(page("delete", staff)).text,
        client.get(page("delete", person)).text,
    ]

    kept, gone = "It can be brought back: it is kept under", "It cannot be brought back."
    assert [(kept in text, gone in text) for text in asked] == [(True, False)] * 2 + [
        (False, True)
    ] * 2


def test_whoever_may_not_look_at_it_is_not_led_there(db):
    quote, staff, client = QuoteFactory(), UserFactory(is_staff=True), Client()
    codes = ["delete_person", "view_person"]
    staff.user_permissions.set(Permission.objects.filter(codename__in=codes))
    sign_in_to_edit(client, staff)

    assert told(client, quote.speaker) == [f"Quote: {quote}"]
