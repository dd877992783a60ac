"""What is a part of something goes and comes with it, and the editor is told how."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import Permission
from django.test import Client

from editing.models import Version
from gate.models import RequiredFilm, Requirement
from interviews.models import Citation, Interview, InterviewFilm, Quote
from people.models import Character, CharacterFact
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
    QuoteFactory,
    UserFactory,
)
from tests.gate.editing import delete, page, say_yes, submit
from tests.signing_in import sign_in_to_edit

from .deleting import LIST, bring_back, delete_many, listed, stored

pytestmark = pytest.mark.slow


def test_an_interview_goes_and_comes_back_with_its_quotes(editor_client):
    film = FilmFactory()
    interview = InterviewFactory(films=[film], is_published=False)
    spoils = [film, FilmFactory()]
    quotes = QuoteFactory.create_batch(2, interview=interview, spoils=spoils, is_published=False)
    CitationFactory(quote=quotes[0])
    kinds = (Interview, InterviewFilm, Quote, Citation, Requirement, RequiredFilm)
    before = stored(*kinds)

    asked = editor_client.get(page("delete", interview))
    say_yes(editor_client, asked)
    left = [kind.objects.count() for kind in kinds[:4]]
    shown = listed(editor_client)
    told = bring_back(editor_client)

    assert [str(quote) in asked.text for quote in quotes] == [True, True]
    assert left == [0, 0, 0, 0]
    parts = "1 citation, 1 film talked about, 2 quotes"
    assert shown == [("interview", str(interview), parts, "editor")]
    assert told == [f"“{interview}” is back, as it was."]
    assert stored(*kinds) == before
    assert listed(editor_client) == []


def test_a_character_goes_and_comes_back_with_the_facts_about_it(editor_client):
    fact = CharacterFactFactory()
    before = stored(Character, CharacterFact)

    delete(editor_client, fact.character)
    shown = listed(editor_client)
    bring_back(editor_client)

    assert shown == [("character", str(fact.character), "1 character fact", "editor")]
    assert stored(Character, CharacterFact) == before


def test_what_stands_on_something_else_as_well_protects_it(editor_client):
    quote = EvidenceFactory(quote__is_published=False, quote__interview__is_published=False).quote
    kinship = CharacterFactFactory(relative=CharacterFactory())
    note, credit = NoteFactory(), CreditFactory()
    wholes = (quote.interview, kinship.relative, note.film, credit.person, credit.character)

    asked = [editor_client.get(page("delete", row)) for row in wholes]

    assert [len(answer.context["protected"]) for answer in asked] == [1] * len(wholes)


def test_a_quote_that_went_with_its_interview_is_not_listed_by_itself(editor_client):
    quote = QuoteFactory(is_published=False, interview__is_published=False)
    delete(editor_client, quote)
    bring_back(editor_client)
    interview = str(quote.interview)

    delete(editor_client, quote.interview)

    assert [one[:2] for one in listed(editor_client)] == [("interview", interview)]


def links(client: Client, answer: Any) -> list[tuple[str, str]]:
    """Where the messages lead that are shown after this answer."""
    shown = client.get(answer["Location"]).text
    (told,) = re.findall(r'<ul class="messagelist">.*?</ul>', shown, re.DOTALL)
    return re.findall(r'<a href="([^"]+#[^"]+)">([^<]+)</a>', told)


def test_whoever_has_deleted_something_is_told_how_to_have_it_again(editor_client):
    notes = NoteFactory.create_batch(3, is_published=False)
    echo = BeatFactory(echo=EchoFactory()).echo
    interview = InterviewFactory()
    QuoteFactory.create_batch(2, interview=interview, is_published=False)

    one = links(editor_client, delete(editor_client, notes[0]))
    many = links(editor_client, delete_many(editor_client, *notes[1:]))
    gone = {"quotes-0-DELETE": "on", "quotes-1-DELETE": "on"}
    parts = links(editor_client, submit(editor_client, interview, **gone))
    unkept = links(editor_client, submit(editor_client, echo, sealed_text="It answers."))

    first = Version.objects.get(key=notes[0].pk, kind__model="note")
    assert one == [(f"{LIST}#version-{first.pk}", "Bring it back")]
    assert [text for _place, text in many + parts] == ["Bring them back"] * 2
    ids = [place.partition("#")[2] for place, _text in one + many + parts]
    assert [f'id="{name}"' in editor_client.get(LIST).text for name in ids] == [True] * 3
    assert unkept == []


def test_whoever_may_not_bring_it_back_is_not_led_there(db):
    staff, client = UserFactory(is_staff=True), Client()
    staff.user_permissions.set(
        Permission.objects.filter(codename__in=["delete_person", "view_person"])
    )
    sign_in_to_edit(client, staff)

    answer = delete(client, PersonFactory())

    assert answer.status_code == 302
    assert links(client, answer) == []


def test_the_box_that_deletes_a_part_says_which(editor_client):
    interview = InterviewFactory(films=[FilmFactory(title="The House")])

    form = editor_client.get(page("change", interview)).text

    assert 'name="coverage-0-DELETE" aria-label="Delete The House"' in form
