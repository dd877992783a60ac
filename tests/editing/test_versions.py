"""What is deleted is kept, and comes back whole; what readers meet is not deleted."""

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from editing.models import Version
from films.models import Film
from gate.models import Stamp
from gate.publishing import Publishable
from gate.reader import NOBODY, Reader
from gate.sealed import Unsealed
from interviews.models import Quote, Source
from readers.models import Seen
from spoilers.models import Beat, Echo, Evidence, Note
from tests.canaries import canaries_in
from tests.factories import (
    BeatFactory,
    CitationFactory,
    CreditFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    QuoteFactory,
    SeenFactory,
    SourceFactory,
    UserFactory,
)
from tests.gate.editing import FACTORIES, delete, page, say_yes, submit
from tests.signing_in import sign_in_to_edit

from .deleting import LIST, bring_back, delete_many, listed, stored

pytestmark = pytest.mark.slow

CONTENT = [factory for factory in FACTORIES if factory._meta.model is not Seen]
MAY_WAIT = [factory for factory in CONTENT if issubclass(factory._meta.model, Publishable)]


def named(factory) -> str:
    return factory._meta.model.__name__


@pytest.mark.parametrize("factory", CONTENT, ids=named)
def test_whatever_is_deleted_comes_back_as_it_was(editor_client, factory):
    row = factory(**({"is_published": False} if factory in MAY_WAIT else {}))
    model = type(row)
    before, name = stored(model), str(row)
    delete(editor_client, row)
    gone = model.objects.filter(pk=row.pk).count()
    shown = [one[:2] for one in listed(editor_client)]

    told = bring_back(editor_client)

    assert (gone, shown) == (0, [(str(model._meta.verbose_name), name)])
    assert told == [f"“{name}” is back, as it was."]
    assert stored(model) == before
    assert listed(editor_client) == []


def test_an_echo_comes_back_with_its_beats_and_its_evidence(editor_client):
    echo = EchoFactory(is_published=False)
    BeatFactory.create_batch(2, echo=echo)
    EvidenceFactory(echo=echo)
    parts = (Echo, Beat, Evidence)
    before = stored(*parts)

    delete_many(editor_client, echo)
    assert [Echo.objects.count(), Beat.objects.count(), Evidence.objects.count()] == [0, 0, 0]
    assert listed(editor_client) == [("echo", str(echo), "2 beats, 1 evidence", "editor")]
    bring_back(editor_client)

    assert stored(*parts) == before


def test_many_that_were_deleted_at_once_come_back_one_by_one(editor_client):
    notes = NoteFactory.create_batch(3, is_published=False)
    before = stored(Note)
    delete_many(editor_client, *notes)

    for _note in notes:
        bring_back(editor_client)

    assert stored(Note) == before


def test_a_quote_that_was_deleted_within_its_interview_comes_back(editor_client):
    quote = CitationFactory(quote=QuoteFactory(is_published=False)).quote
    before = stored(Quote)
    submit(editor_client, quote.interview, **{"quotes-0-DELETE": "on"})
    shown = listed(editor_client)

    bring_back(editor_client)

    assert shown == [("quote", str(quote), "1 citation", "editor")]
    assert stored(Quote) == before
    assert quote.citations.count() == 1


def test_what_needs_something_that_is_gone_says_what(editor_client):
    film = FilmFactory(title="The House")
    note = NoteFactory(label="The ending", film=film, is_published=False)
    name = str(note)
    delete(editor_client, note)
    delete(editor_client, film)

    told = bring_back(editor_client, 1)

    assert told == [
        f"“{name}” cannot be brought back. "
        "It needs the film “The House”, which is gone. Bring that back first."
    ]
    assert Note.objects.count() == 0


def test_a_source_does_not_come_back_beside_one_of_its_address_that_is_sealed(editor_client):
    page = "https://example.org/ending"
    source = SourceFactory(key="gazette", sealed_url=page, stamp=Stamp.NOTHING)
    delete(editor_client, source)
    SourceFactory(key="sealed", sealed_url=page, stamp=Stamp.TEXT)

    told = bring_back(editor_client)

    assert "Source: This address is that of another source (sealed)" in told[0]
    assert [str(one) for one in Source.objects.all()] == ["sealed"]


def test_what_has_been_replaced_says_by_what(editor_client):
    note = NoteFactory(label="The ending", is_published=False)
    name = str(note)
    delete(editor_client, note)
    NoteFactory(label="The ending", film=note.film)

    told = bring_back(editor_client)

    assert told == [
        f"“{name}” cannot be brought back. Note: Note with this Film and Label already exists."
    ]
    assert Note.objects.count() == 1


@pytest.mark.parametrize("factory", MAY_WAIT, ids=named)
def test_what_is_published_is_not_deleted_alone_or_with_others(editor_client, factory):
    published, draft = factory(), factory(is_published=False)
    chosen = {"action": "delete_selected", "_selected_action": [published.pk, draft.pk]}

    asked = [
        editor_client.get(page("delete", published)),
        editor_client.post(page("delete", published), {"post": "yes"}),
        editor_client.post(page("changelist", published), chosen | {"post": "yes"}),
    ]

    link = f'<a href="{page("change", published)}">{published}</a>'
    reason = f"{named(factory)}: {link}. It is published: withdraw it first."
    assert [answer.context["protected"] for answer in asked] == [[reason]] * 3
    assert type(draft).objects.filter(pk__in=[published.pk, draft.pk]).count() == 2
    assert [canaries_in(answer.content) for answer in asked] == [set()] * 3


def test_a_published_quote_is_not_deleted_with_or_within_its_interview(editor_client):
    quote = QuoteFactory(position=0)

    asked = editor_client.get(page("delete", quote.interview))
    answer = submit(editor_client, quote.interview, **{"quotes-0-DELETE": "on"})

    link = f'<a href="{page("change", quote)}">{quote}</a>'
    whole = f'<a href="{page("change", quote.interview)}">{quote.interview}</a>'
    assert asked.context["protected"] == [
        f"Interview: {whole}. It is published: withdraw it first.",
        f"Quote: {link}. It is published: withdraw it first.",
    ]
    (reason,) = answer.context["refused"].reasons
    assert reason.sentences == [f"“{quote}” cannot be deleted. It is published: withdraw it first."]
    assert list(Quote.objects.all()) == [quote]


def test_a_withdrawn_echo_is_deleted_and_is_withdrawn_when_it_comes_back(editor_client):
    echo = EvidenceFactory(echo__is_published=False).echo
    echo.publish()
    chosen = {"action": "withdraw", "_selected_action": [echo.pk]}
    say_yes(editor_client, editor_client.post(page("changelist", echo), chosen))
    delete(editor_client, echo)

    bring_back(editor_client)

    assert [(one.is_published, one.proof) for one in Echo.objects.all()] == [(False, None)]


def test_every_save_is_kept_with_its_rows(editor_client):
    quote = QuoteFactory(sealed_text="He lives.")
    submit(editor_client, quote, sealed_text="He dies.")
    submit(editor_client, quote.interview, **{"quotes-0-sealed_text": "He left."})

    kept = Version.objects.values_list(
        "kind__model", "act", "by__username", Unsealed("sealed_rows")
    )

    assert [one[:3] for one in kept] == [
        ("interview", Version.Act.CHANGED, "editor"),
        ("quote", Version.Act.CHANGED, "editor"),
        ("interview", Version.Act.FOUND, None),
        ("quote", Version.Act.CHANGED, "editor"),
        ("quote", Version.Act.FOUND, None),
    ]
    said = ["He left.", "He left.", "He dies.", "He dies.", "He lives."]
    assert [text in one[3] for text, one in zip(said, kept, strict=True)] == [True] * 5


def test_what_is_kept_is_sealed_to_every_query_and_to_every_reader(editor_client):
    delete(editor_client, NoteFactory(is_published=False))

    read = Version.objects.values_list("sealed_name", "sealed_rows").get()

    assert [canaries_in(str(getattr(cell, "_value", cell))) for cell in read] == [set(), set()]
    everything = Reader(seen=frozenset(Film.objects.values_list("pk", flat=True)))
    assert [Version.objects.for_reader(one).count() for one in (NOBODY, everything)] == [0, 0]


def test_the_list_shows_names_and_no_sealed_text(editor_client):
    for factory in (NoteFactory, QuoteFactory, EchoFactory):
        delete(editor_client, factory(is_published=False))

    answer = editor_client.get(LIST)

    assert len(answer.context["deleted"]) == 3
    assert canaries_in(answer.content) == set()


def test_staff_are_shown_what_they_may_add(db, editor_client):
    delete(editor_client, NoteFactory(is_published=False))
    delete(editor_client, PersonFactory(name="Ada"))
    staff, client = UserFactory(is_staff=True), Client()
    sign_in_to_edit(client, staff)
    version = editor_client.get(LIST).context["deleted"][1].pk
    without = (listed(client), client.post(reverse("admin:bring-back", args=[version])).status_code)

    staff.user_permissions.set(Permission.objects.filter(codename="add_person"))

    assert without == ([], 403)
    assert listed(client) == [("person", "Ada", "", "editor")]
    assert client.post(reverse("admin:bring-back", args=[version])).status_code == 403


def test_of_accounts_that_go_nothing_is_kept(editor_client):
    delete(editor_client, SeenFactory(user=UserFactory(is_staff=True)).user)

    assert Version.objects.count() == 0
    assert listed(editor_client) == []


def test_what_an_editor_deleted_stays_in_the_list_when_their_account_is_gone(editor, editor_client):
    client = Client()
    other = UserFactory(is_staff=True, is_superuser=True)
    sign_in_to_edit(client, other)
    delete(client, CreditFactory())

    other.delete()

    assert [one[3] for one in listed(editor_client)] == ["somebody whose account is gone"]


def test_of_two_editors_who_bring_the_same_thing_back_the_second_is_told(
    editor_client, other_client
):
    delete(editor_client, PersonFactory())
    version = editor_client.get(LIST).context["deleted"][0].pk
    bring_back(other_client)

    answer = editor_client.post(reverse("admin:bring-back", args=[version]), follow=True)

    assert "Somebody else has brought that back meanwhile." in answer.text
    assert Version.objects.filter(act=Version.Act.ADDED).count() == 1


def test_staff_without_the_right_are_not_told_that_something_is_back(db, editor_client):
    delete(editor_client, PersonFactory())
    version = editor_client.get(LIST).context["deleted"][0].pk
    bring_back(editor_client)
    client = Client()
    sign_in_to_edit(client, UserFactory(is_staff=True))

    answers = [
        client.post(reverse("admin:bring-back", args=[number])) for number in (version, 987_654)
    ]

    assert [answer.status_code for answer in answers] == [403, 403]


def test_bringing_back_is_logged_and_kept(editor_client):
    interview = InterviewFactory(is_published=False)
    delete(editor_client, interview)

    bring_back(editor_client)

    assert LogEntry.objects.first().get_change_message() == "Brought back."
    assert [one.act for one in Version.objects.all()] == [Version.Act.ADDED, Version.Act.DELETED]


def test_a_quote_comes_back_after_the_films_that_it_spoils(editor_client):
    films = [FilmFactory(title="The House"), FilmFactory(title="The Garden")]
    quote = QuoteFactory(spoils=films, is_published=False)
    before = stored(Quote)
    for row in (quote, *films):
        delete(editor_client, row)
    told = bring_back(editor_client, 2)
    for _film in films:
        bring_back(editor_client)

    bring_back(editor_client)

    assert told[0].count("which is gone") == 2
    assert stored(Quote) == before
    assert Quote.objects.get().requirement.films.count() == 2
