"""No other site acts for a reader: not to open a spoiler, and not to lock or sign in either."""

import json
from itertools import product
from typing import Any, NamedTuple

import pytest
from django.http import HttpResponse

from readers import cookies
from tests.conftest import ReaderClient
from tests.factories import SeenFactory, UserFactory
from tests.routes import actions
from tests.world import World

from .watching.tables import differences, everything

HERE = "http://testserver"
ELSEWHERE = "https://elsewhere.example"
SITES = [None, "", "none", "same-site", "cross-site"]
ORIGINS = [None, "null", ELSEWHERE, "http://sub.testserver", "https://testserver", f"{HERE}:8000"]
REFERERS = [None, f"{ELSEWHERE}/", f"{ELSEWHERE}/?{HERE}/films/"]
#: Without a word on where it comes from, `none` is the reader alone: no page asked for it.
BY_NOBODYS_PAGE = ("none", None, None)
BY_ANOTHER_SITE = [
    headers for headers in product(SITES, ORIGINS, REFERERS) if headers != BY_NOBODYS_PAGE
]
BY_THIS_SITE = [
    ("same-origin", HERE, f"{HERE}/films/"),
    ("same-origin", HERE, None),
    ("same-origin", None, None),
    (None, HERE, f"{HERE}/films/"),
    (None, None, f"{HERE}/films/"),
    BY_NOBODYS_PAGE,
]


class Form(NamedTuple):
    """One way of sending a form; the first is what a plain `<form>` does."""

    content_type: str
    data: dict[str, Any] | str
    headers: dict[str, str]
    query: str = ""


FIELDS = {"shown": "", "agreed": "yes", "_method": "POST"}
HTMX = {"HX-Request": "true", "HX-Current-URL": f"{HERE}/films/", "HX-Target": "main"}
URLENCODED = "application/x-www-form-urlencoded"
FORMS = [
    Form(URLENCODED, "shown=&agreed=yes", {}),
    Form(URLENCODED, "shown=&agreed=yes", HTMX),
    Form("multipart/form-data; boundary=BoUnDaRyStRiNg", FIELDS, {}),
    Form("text/plain", "shown=\r\nagreed=yes\r\n", {}),
    Form("application/json", json.dumps(FIELDS), {"X-Requested-With": "XMLHttpRequest"}),
    Form(URLENCODED, "", {"X-HTTP-Method-Override": "GET"}, "?_method=GET&shown=&agreed=yes"),
    Form(URLENCODED, "", {"X-Forwarded-Host": "elsewhere.example"}),
    Form(URLENCODED, "", {"Sec-Fetch-Mode": "navigate", "Sec-Fetch-User": "?1"}),
]


@pytest.fixture
def member(world) -> ReaderClient:
    """Has something to lose: an account that has seen a film, and an item revealed."""
    client = ReaderClient()
    client.force_login(SeenFactory(user=UserFactory(username="fan"), film=world.first).user)
    client.has_revealed(world.later.public_id)
    return client


def send(client: ReaderClient, address: str, form: Form, sources: tuple) -> HttpResponse:
    named = zip(("Sec-Fetch-Site", "Origin", "Referer"), sources, strict=True)
    headers = {name: value for name, value in named if value is not None}
    return client.post(
        address + form.query,
        form.data,
        content_type=form.content_type,
        headers=headers | form.headers,
    )


def listed(world: World) -> list[str]:
    return [address for found in actions(world).values() for address in found]


def one_of_each(world: World) -> list[str]:
    return [found[0] for found in actions(world).values()]


def outcome(response: HttpResponse) -> tuple:
    return response.status_code, response.cookies.output()


def test_an_action_that_another_site_asks_for_is_refused_and_changes_nothing(world, member):
    before, actions = everything(), one_of_each(world)
    # From everywhere for two of the actions, others each time.
    asked = [
        (actions[(number + number // len(actions) + step) % len(actions)], sources)
        for number, sources in enumerate(BY_ANOTHER_SITE)
        for step in range(2)
    ]
    asked += [(address, ("cross-site", ELSEWHERE, None)) for address in listed(world)]

    outcomes = {outcome(send(member, address, FORMS[0], sources)) for address, sources in asked}

    assert outcomes == {(403, "")}
    assert differences(before, everything()) == {}


@pytest.mark.parametrize("form", FORMS, ids=lambda form: f"{form.content_type} {[*form.headers]}")
def test_no_way_of_sending_it_helps_another_site(world, member, form):
    before = everything()

    outcomes = {
        outcome(send(member, address, form, sources))
        for address in one_of_each(world)
        for sources in [("cross-site", ELSEWHERE, None), (None, "null", None), (None, None, None)]
    }

    assert outcomes == {(403, "")}
    assert differences(before, everything()) == {}


@pytest.mark.parametrize("sources", BY_THIS_SITE)
def test_the_same_action_by_this_sites_own_page_is_done(world, sources):
    note, hidden = world.later.public_id, world.hidden_note.public_id
    addresses = [
        f"/notes/{note}/reveal/",
        f"/notes/{note}/hide/",
        f"/notes/{hidden}/reveal/",
        f"/quotes/{world.sealed_quote.public_id}/reveal/",
        f"/films/{world.first.slug}/seen/",
        f"/films/{world.first.slug}/unseen/",
        "/seen/",
        "/seen/clear/",
    ]

    form = Form(URLENCODED, f"shown=&films={world.first.key}&agreed=yes", {})
    done = {}
    for address in addresses:
        response = send(ReaderClient(), address, form, sources)
        done[address] = (response.status_code, *response.cookies)

    assert list(done.values()) == [
        (303, cookies.REVEALED),
        (303,),
        (404,),
        (303, cookies.REVEALED),
        (303, cookies.SEEN),
        (303,),
        (303, cookies.SEEN),
        (303,),
    ]


def test_nobody_signs_a_reader_in_or_out_from_elsewhere(world, member):
    """An account that has seen everything would spoil whoever is signed in to it."""
    UserFactory(username="trap")
    before = everything()
    form = Form(URLENCODED, "login=trap&password=a+long+walk+home", {})
    newcomer, member.handler.enforce_csrf_checks = ReaderClient(enforce_csrf_checks=True), True
    asked = [(newcomer, "/accounts/login/"), (newcomer, "/accounts/signup/")]
    asked += [(member, "/accounts/logout/"), (member, "/admin/logout/")]

    outcomes = {
        outcome(send(client, address, form, sources))
        for (client, address), sources in product(asked, BY_ANOTHER_SITE)
    }

    assert outcomes == {(403, "")}
    assert differences(before, everything()) == {}


def test_no_other_site_may_read_an_answer_or_ask_with_headers_of_its_own(world, member):
    asked = {
        "Origin": ELSEWHERE,
        "Access-Control-Request-Method": "POST",
        "Access-Control-Request-Headers": "hx-request",
    }
    granted = set()
    for address in ["/", f"/films/{world.first.slug}/", *listed(world)]:
        for method in (member.options, member.get, member.post):
            answer = method(address, headers=asked)
            granted |= {name for name in answer.headers if name.startswith("Access-Control-")}

    assert granted == set()
