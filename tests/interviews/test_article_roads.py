"""Who comes to “New from an article”, from where, and where it leads afterwards."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.test import Client
from django.utils import timezone

from editing.models import UnsavedForm
from gate.publishing import State
from interviews.article_forms import NO_SPEAKER
from interviews.models import Interview, Quote
from spoilers.models import Echo
from tests.factories import (
    FilmFactory,
    InterviewFactory,
    PersonFactory,
    QuoteFactory,
    SourceFactory,
    UserFactory,
)
from tests.gate.editing import filled_in, forms_of, page, say_yes
from tests.roles import make_roles
from tests.signing_in import sign_in_to_edit

from .articles import ADDRESS, LABEL, NOTHING, URL, article, counts, desk, refused, send, source

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # editors' pages, opened and saved

LINK = f'href="{ADDRESS}"'
MADE = [f"add_{kind}" for kind in ("source", "interview", "interviewfilm", "quote", "citation")]
LISTS = [f"/admin/interviews/{kind}/" for kind in ("source", "interview", "quote")]
PUBLISH = "Publish its quotes"
ECHO = "Begin an echo with its quotes as evidence"


def ways_on(client: Client, interview: Interview) -> list[str]:
    return [way.words for way in client.get(page("change", interview)).context["ways_on"]]


def somebody(*rights: str, role: str = "") -> Client:
    client, user = Client(), UserFactory(is_staff=True)
    user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    if role:
        make_roles()
        user.groups.add(Group.objects.get(name=role))
    sign_in_to_edit(client, user)
    return client


@pytest.mark.parametrize(
    ("role", "status", "offered"),
    [
        ("Publisher", 200, [True] * 4),
        ("Chief", 200, [True] * 4),
        ("Writer", 200, [True] * 4),
        ("", 403, [False] * 4),
    ],
)
def test_it_is_offered_on_the_desk_and_beside_lists_to_who_may_add_all_of_it(role, status, offered):
    client = somebody(role=role)

    answers = [client.get(address) for address in (desk(), *LISTS)]

    assert [LINK in answer.text for answer in answers] == offered
    assert client.get(ADDRESS).status_code == status


@pytest.mark.parametrize("missing", MADE)
def test_without_the_right_to_add_one_thing_nothing_is_made(missing):
    client = somebody(*(right for right in MADE if right != missing))

    answer = client.post(ADDRESS, {"label": LABEL})

    assert answer.status_code == 403
    assert Interview.objects.count() == 0


def test_the_page_has_a_field_for_all_that_it_takes(editor_client):
    shown = editor_client.get(ADDRESS)

    fields = set(re.findall(r'<(?:input|select|textarea)[^>]* name="([^"]+)"', shown.text))
    expected = {bound.html_name for form in forms_of(shown) for bound in form}
    # Nothing is there to be opened, deleted, or known by its key.
    assert {name.rpartition("-")[2] for name in expected - fields} == {"opening", "DELETE", "id"}


def test_there_is_room_for_one_source_however_many_are_sent(editor_client):
    typed = article(editor_client) | {"source-TOTAL_FORMS": 1000}

    answer = editor_client.post(ADDRESS, typed)

    described = answer.context["inline_admin_formsets"][0].formset
    assert len(described.forms) == 1
    assert [str(error) for error in described.non_form_errors()] == [
        "Please submit at most 1 form."
    ]
    assert counts() == NOTHING


def test_beside_the_lists_of_other_things_it_is_not_offered(editor_client):
    assert LINK not in editor_client.get("/admin/people/person/").text


@pytest.mark.parametrize(
    ("more", "is_there"),
    [
        (("add_person", "view_person"), True),
        (("add_person",), False),
        (("view_person",), False),
        ((), False),
    ],
)
def test_only_who_may_look_at_people_and_add_them_names_new_ones(more, is_there):
    shown = somebody(*MADE, *more).get(ADDRESS)

    assert ("new_speaker" in shown.text) == is_there


@pytest.mark.parametrize("more", [(), ("add_person",), ("view_person",)])
def test_a_name_that_is_sent_by_somebody_else_is_not_looked_for(more):
    PersonFactory(name="Len Wiseman", sort_name="Wiseman, Len", slug="len")
    client = somebody(*MADE, *more)

    answer = send(client, article(client))

    assert refused(answer) == [("Quote 1: Speaker", [NO_SPEAKER])]
    assert "Wiseman (" not in answer.text


@pytest.mark.parametrize(("more", "told"), [(("change_source",), ["clinic"]), ((), [])])
def test_only_who_may_change_a_source_is_told_that_it_has_the_same_address(more, told):
    film = FilmFactory()
    SourceFactory(key="clinic", spoils=[film], sealed_url=URL)
    client = somebody(*MADE, "add_person", "view_person", *more)

    answer = send(client, article(client, film))

    assert [key for key in ("clinic",) if key in answer.text] == told
    assert Interview.objects.exists() == (not told)


def test_a_source_that_is_stamped_otherwise_is_named_as_in_its_own_form(editor_client):
    SourceFactory(key="clinic", sealed_url=URL)
    film = FilmFactory()
    alone = "/admin/interviews/source/add/"
    names = {"sealed_url": URL, "key": "new", "outlet": "A", "stamp": "text", "spoils": [film.pk]}

    here = send(editor_client, article(editor_client, film, **source(key="new")))
    there = editor_client.post(alone, filled_in(editor_client.get(alone)) | names)

    ((of, said),) = refused(here)
    assert (of, [said]) == ("Source 1: Stamp", [why for _of, why in refused(there)])
    assert "Save with “clinic”" not in here.text


def test_what_was_typed_waits_while_a_session_ends(editor_client):
    typed = article(editor_client)
    editor_client.logout()
    editor_client.post(ADDRESS, typed)
    sign_in_to_edit(editor_client, get_user_model().objects.get(username="editor"))

    waiting = editor_client.get(desk()).context["waiting"]
    shown = filled_in(editor_client.get(ADDRESS))
    send(editor_client, shown)

    assert waiting == [(ADDRESS, "A new interview")]
    assert [name for name in typed if typed[name] and str(shown[name]) != str(typed[name])] == [
        "opened_with"
    ]
    assert counts() == [1, 1, 1, 1, 1]
    assert UnsavedForm.objects.count() == 0


@pytest.mark.parametrize("asked", ["x", str(10**30), "7"])
def test_an_address_that_names_no_source_chooses_none(editor_client, asked):
    shown = editor_client.get(f"{ADDRESS}?cited={asked}")

    assert "selected" not in str(shown.context["adminform"].form["cited"])


@pytest.mark.parametrize("key", ["x", "\0", "9" * 5000])
def test_what_is_sent_for_a_row_and_is_no_key_is_refused_in_words(editor_client, key):
    odd = {"cited": key, "coverage-0-film": key, "quotes-0-spoils": key}

    answer = editor_client.post(ADDRESS, article(editor_client) | odd)

    form, (_source, films, quotes) = (
        answer.context["adminform"].form,
        answer.context["inline_admin_formsets"],
    )
    shown = form["cited"], films.formset.forms[0]["film"], quotes.formset.forms[0]["spoils"]
    assert [bool(field.errors) for field in shown] == [True] * 3
    assert [field.value() or [] for field in shown] == [[]] * 3
    assert counts() == NOTHING


def test_one_that_names_a_source_chooses_it(editor_client):
    there = SourceFactory(key="clinic")

    shown = editor_client.get(f"{ADDRESS}?cited={there.pk}")

    chosen = f'<option value="{there.pk}" selected>clinic</option>'
    assert chosen in str(shown.context["adminform"].form["cited"])


def test_the_quotes_of_an_interview_are_published_together(editor_client):
    interview = InterviewFactory()
    quotes = [QuoteFactory(interview=interview, is_published=False) for _number in range(2)]
    other = QuoteFactory(is_published=False)
    address = f"/admin/interviews/interview/{interview.pk}/publish-quotes/"

    asked = editor_client.get(address)
    answer = say_yes(editor_client, asked)

    assert [one.item for one in asked.context["meeting"]] == quotes
    assert (answer.status_code, answer["Location"]) == (302, page("change", interview))
    assert [*Quote.objects.filter(live_from=None)] == [other]


@pytest.mark.parametrize(("state", "is_offered"), [({"is_published": False}, True), ({}, False)])
def test_the_form_of_an_interview_leads_there_while_there_is_something_to_publish(
    editor_client, state, is_offered
):
    interview = InterviewFactory()
    QuoteFactory(interview=interview, **state)
    path = page("change", interview)
    link = f'href="/admin/interviews/interview/{interview.pk}/publish-quotes/"'

    shown = [client.get(path).text for client in (editor_client, somebody("change_interview"))]

    assert [link in text for text in shown] == [is_offered, False]


def test_what_was_taken_back_or_comes_later_is_not_published_along(editor_client):
    interview = InterviewFactory()
    draft = QuoteFactory(interview=interview, is_published=False)
    withdrawn, coming = QuoteFactory.create_batch(2, interview=interview)
    withdrawn.withdraw()
    coming.publish(at=timezone.now() + timedelta(days=1))
    address = f"/admin/interviews/interview/{interview.pk}/publish-quotes/"

    say_yes(editor_client, editor_client.get(address))

    assert {one: (one.state, one.is_live) for one in Quote.objects.all()} == {
        draft: (State.PUBLISHED, True),
        withdrawn: (State.WITHDRAWN, False),
        coming: (State.PUBLISHED, False),
    }
    assert PUBLISH not in ways_on(editor_client, interview)


@pytest.mark.parametrize("rights", [("view_interview",), ("publish_quote",)])
def test_they_are_not_by_who_may_not_publish_quotes_or_look_at_interviews(rights):
    interview = InterviewFactory()
    QuoteFactory(interview=interview, is_published=False)

    answer = somebody(*rights).get(f"/admin/interviews/interview/{interview.pk}/publish-quotes/")

    assert answer.status_code == 403


def test_an_interview_that_is_not_there_has_no_quotes_to_publish(editor_client):
    assert editor_client.get("/admin/interviews/interview/7/publish-quotes/").status_code == 404


def test_an_echo_begins_with_the_quotes_of_an_interview_as_evidence(editor_client):
    interview = InterviewFactory()
    quotes = [QuoteFactory(interview=interview, position=position) for position in (2, 1)]
    QuoteFactory()

    shown = editor_client.get(f"/admin/spoilers/echo/add/?evidence_of={interview.pk}")

    evidence = shown.context["inline_admin_formsets"][1].formset
    rows = [(row["quote"].value(), row["position"].value()) for row in evidence.forms]
    assert rows == [(quotes[1].pk, 1), (quotes[0].pk, 2)]


def test_the_page_of_an_interview_leads_on_as_what_was_told_when_it_was_made(editor_client):
    film = FilmFactory()
    drafted, published, silent = (
        InterviewFactory(films=[film]),
        InterviewFactory(),
        InterviewFactory(),
    )
    new, empty = InterviewFactory.create_batch(2, is_published=False)
    for interview in (drafted, new):
        QuoteFactory(interview=interview, is_published=False)
    QuoteFactory(interview=published)

    shown = editor_client.get(page("change", drafted))

    links = [f'<a href="{way.address}">{way.words}</a>' for way in shown.context["ways_on"]]
    assert ways_on(editor_client, drafted) == [PUBLISH, f"Write a note on {film}", ECHO]
    assert all(link in shown.text for link in links)
    assert ways_on(editor_client, published) == [ECHO]
    assert ways_on(editor_client, silent) == []
    assert ways_on(editor_client, new) == ["Publish it with its quotes", ECHO]
    assert ways_on(editor_client, empty) == ["Publish it"]


@pytest.mark.parametrize("state", [{"is_published": False}, {"stamp": "existence"}])
def test_who_may_not_look_at_quotes_is_not_told_by_a_way_on_that_there_are_some(state):
    interview = QuoteFactory(**state).interview
    client = somebody("view_interview", "add_echo", "add_evidence", "add_beat")

    assert ways_on(client, interview) == []


@pytest.mark.parametrize("asked", ["", "x", str(10**30), "7", "9" * 5000])
def test_an_address_that_names_no_interview_fills_in_no_evidence(editor_client, asked):
    shown = editor_client.get(f"/admin/spoilers/echo/add/?evidence_of={asked}")

    assert [*shown.context["inline_admin_formsets"][1].formset.forms] == []


def test_nor_is_a_quote_named_to_who_may_not_look_at_quotes():
    quote = QuoteFactory()
    client = somebody("add_echo", "add_evidence", "add_beat", "add_quote")

    shown = client.get(f"/admin/spoilers/echo/add/?evidence_of={quote.interview_id}")

    assert quote.interview.label not in shown.text
    assert Echo.objects.count() == 0


@pytest.mark.django_db(transaction=True)
def test_an_article_that_is_sent_twice_at_one_moment_is_made_once(postgresql):
    editor = get_user_model().objects.create_superuser("editor")
    clients = [Client(), Client()]
    for client in clients:
        sign_in_to_edit(client, editor)
    typed = article(clients[0])
    both = Barrier(2)

    def send_it(client: Client) -> int:
        try:
            both.wait()
            return client.post(ADDRESS, typed).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(2) as pool:
        statuses = sorted(pool.map(send_it, clients))

    assert (statuses, counts()) == ([200, 302], [1, 1, 1, 1, 1])
