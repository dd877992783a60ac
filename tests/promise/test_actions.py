"""What readers do, one thing after the other, is the same on twins, step by step."""

from dataclasses import replace

import pytest

from gate.reader import NOBODY
from tests.factories import PASSWORD

from .asking import visitors as cast
from .asking.consequences import having_seen
from .asking.questions import AGREED, HTMX, OURS, Ask, on_page
from .stories.telling import assert_alike_on_twins
from .watching.answers import send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]


def item(world, name: str) -> tuple[str, str, str]:
    """Folder, public id and the page where it stands."""
    found = getattr(world, name)
    folder = {"Note": "notes", "Quote": "quotes", "Echo": "echoes"}[type(found).__name__]
    return folder, found.public_id, found.get_absolute_url()


@pytest.mark.parametrize("headers", [OURS, OURS + HTMX], ids=["plain", "htmx"])
@pytest.mark.parametrize("name", ["later", "crossing", "sealed_quote", "bracketed_quote"])
def test_reveal_hide_and_reveal_again(whole_world, name, headers):
    stranger = cast.visitor(whole_world, "stranger")
    folder, public_id, page = item(whole_world, name)
    source = (*headers, *on_page(page))
    reveal = Ask("", "POST", f"/{folder}/{public_id}/reveal/", source, AGREED)
    hide = replace(reveal, path=f"/{folder}/{public_id}/hide/")
    look = Ask("", "GET", page)

    opens = [whole_world.source.public_id] if name == "sealed_quote" else []
    answers = assert_alike_on_twins(
        stranger,
        [look, reveal, look, hide, look, reveal, reveal, look, hide, hide, look],
        NOBODY.revealing(public_id, opens),
    )

    before, opened, closed = answers[0], answers[2], answers[4]
    assert opened.body != before.body
    assert opened.body == answers[7].body
    assert closed.body == before.body == answers[10].body


@pytest.mark.parametrize(
    "name", ["hidden_note", "foreboding", "hidden_quote", "dark_echo", "draft", "withdrawn_note"]
)
def test_what_a_stranger_may_not_know_of_cannot_be_had_in_any_order(whole_world, name):
    stranger = cast.visitor(whole_world, "stranger")
    folder, public_id, page = item(whole_world, name)
    steps = [
        Ask("", "POST", f"/{folder}/{public_id}/{verb}/", (*headers, *on_page(page)))
        for headers in (OURS, OURS + HTMX)
        for verb in ("reveal", "hide", "reveal")
    ]

    answers = assert_alike_on_twins(stranger, [*steps, Ask("", "GET", "/")], NOBODY)

    assert [answer.status for answer in answers] == [404] * 6 + [200]
    assert {answer.cookies for answer in answers} == {()}


@pytest.mark.parametrize("headers", [OURS, OURS + HTMX], ids=["plain", "htmx"])
def test_from_one_end_of_an_echo_to_the_other_and_back(whole_world, headers):
    """Its evidence spoils a film more than the echo itself: of that, nothing is kept either."""
    stranger = cast.visitor(whole_world, "stranger")
    echo = whole_world.echo
    note = f"/notes/{whole_world.later.public_id}"
    page = echo.get_absolute_url()
    steps = [
        Ask("", "GET", page),
        Ask("", "POST", f"{note}/reveal/", (*headers, *on_page(page))),
        Ask("", "GET", page),
        Ask("", "POST", f"{page}reveal/", (*headers, *on_page(page)), AGREED),
        Ask("", "GET", page),
        Ask("", "GET", "/"),
        Ask("", "GET", f"/people/{whole_world.silent.slug}/"),
        Ask("", "POST", f"{page}hide/", (*headers, *on_page(page))),
        Ask("", "GET", page),
        Ask("", "POST", f"{note}/hide/", (*headers, *on_page(page))),
        Ask("", "GET", page),
        Ask("", "POST", "/seen/clear/", OURS),
        Ask("", "GET", page),
    ]
    then = NOBODY.revealing(whole_world.later.public_id).revealing(
        echo.public_id,
        [
            whole_world.earlier.public_id,
            whole_world.sealed_quote.public_id,
            whole_world.source.public_id,
        ],
    )

    answers = assert_alike_on_twins(stranger, steps, then)

    statuses = [answers[number].status for number in (0, 2, 4, 8, 10, 12)]
    assert statuses == [404, 200, 200, 200, 404, 404]
    assert answers[2].body == answers[8].body != answers[4].body


@pytest.mark.parametrize("name", ["some films", "one reveal", "forged"])
def test_signing_in_and_out(whole_world, name):
    visitor = cast.visitor(whole_world, name)
    account = cast.visitor(whole_world, "other films, signed in")
    form = (("login", account.user.username), ("password", PASSWORD))
    pages = [Ask("", "GET", path) for path in ("/", whole_world.second.get_absolute_url())]
    steps = [
        *pages,
        Ask("", "GET", "/accounts/login/"),
        Ask("", "POST", "/accounts/login/", OURS, (*form[:1], ("password", "wrong"))),
        Ask("", "POST", "/accounts/login/", OURS, (*form, ("next", "/echoes/"))),
        *pages,
        Ask("", "GET", "/accounts/logout/"),
        Ask("", "POST", "/accounts/logout/", OURS),
        *pages,
    ]

    then = having_seen(visitor.reader, account.reader.seen)
    answers = assert_alike_on_twins(visitor, steps, then)

    stranger = cast.visitor(whole_world, "stranger").client()
    assert [answers[number].status for number in (4, 8)] == [302, 302]
    assert [answer.body for answer in answers[-2:]] == [
        send(stranger, page).content for page in pages
    ]
