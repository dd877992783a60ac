"""Who may bring back what was deleted, and what two who do it at one moment are told."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.contrib.messages import get_messages
from django.db import connections
from django.test import Client
from django.urls import reverse

from editing.models import Version
from interviews.models import Interview
from people.models import Person
from tests.factories import CitationFactory, PersonFactory, UserFactory
from tests.gate.editing import delete
from tests.signing_in import sign_in_to_edit

from .deleting import LIST, bring_back, stored

pytestmark = pytest.mark.slow


def test_what_comes_with_an_item_takes_the_right_to_add_that_too(editor_client):
    citation = CitationFactory(quote__is_published=False, quote__interview__is_published=False)
    interview = citation.quote.interview
    kinds = (Interview, type(citation.quote), type(citation))
    before, name = stored(*kinds), str(interview)
    delete(editor_client, interview)
    staff, client = UserFactory(is_staff=True), Client()
    sign_in_to_edit(client, staff)
    may_add = Permission.objects.filter(codename__startswith="add_")
    staff.user_permissions.set(may_add.filter(codename__in=["add_interview", "add_interviewfilm"]))
    refused, left = bring_back(client), stored(*kinds)

    may_publish = Permission.objects.filter(codename="publish_quote")
    staff.user_permissions.set([*may_add, *may_publish])
    told = bring_back(client)

    assert refused == [
        f"“{name}” cannot be brought back. "
        "It comes with citations, which your account may not add. "
        "It comes with quotes, which your account may not add."
    ]
    assert left == {kind.__name__: [] for kind in kinds}
    assert told == [f"“{name}” is back, as it was."]
    assert stored(*kinds) == before


# It waits for the database to be emptied afterwards.
@pytest.mark.django_db(transaction=True)
def test_of_two_who_bring_the_same_thing_back_at_one_moment_the_second_is_told(postgresql):
    clients = [Client(), Client()]
    for number, client in enumerate(clients):
        sign_in_to_edit(client, get_user_model().objects.create_superuser(f"editor-{number}"))
    delete(clients[0], PersonFactory(name="Ada"))
    path = reverse("admin:bring-back", args=[clients[0].get(LIST).context["deleted"][0].pk])
    together = Barrier(2)

    def press(client: Client) -> list[str]:
        together.wait()
        try:
            answer = client.post(path)
            return [str(message) for message in get_messages(answer.wsgi_request)][-1:]
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as pool:
        told = sorted(pool.map(press, clients))

    assert told == [
        ["Somebody else has brought that back meanwhile."],
        ["“Ada” is back, as it was."],
    ]
    assert Person.objects.count() == 1
    assert Version.objects.filter(act=Version.Act.ADDED).count() == 1
