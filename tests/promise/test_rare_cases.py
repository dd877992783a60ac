"""What seldom happens to a reader: limits, mistakes, spoilers known by having revealed them alone.

tests/promise/coverage/ tells which parts of the site no other question reaches.
"""

import pytest
from django.http import HttpResponse

from gate.models import ALPHABET, PUBLIC_ID_LENGTH
from gate.reader import NOBODY, Reader, Revealed
from readers import cookies

from .asking import visitors as cast
from .asking.questions import HTMX, OURS, on_page
from .asking.visitors import SIGNATURE, Visitor, a_visitor
from .stories.telling import assert_alike_on_twins, get, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]

both_ways = pytest.mark.parametrize("headers", [OURS, OURS + HTMX], ids=["plain", "htmx"])

#: So many that one more is too many; none of them is there.
FULL_OF_FILMS = Reader(seen=frozenset(range(900_000, 900_000 + cookies.MAX_FILMS)))


def full_of_reveals() -> Reader:
    letters = [ALPHABET[n // 26] + ALPHABET[n % 26] for n in range(cookies.MAX_REVEALED)]
    return Reader(reveals=tuple(Revealed(two + "2" * (PUBLIC_ID_LENGTH - 2)) for two in letters))


def having_revealed(world, *items) -> Visitor:
    return a_visitor(
        world, "reveals", Reader(reveals=tuple(Revealed(item.public_id) for item in items))
    )


@both_ways
@pytest.mark.parametrize(
    ("name", "folder"), [("hidden_note", "notes"), ("hidden_quote", "quotes")], ids=str
)
def test_what_was_known_by_revealing_alone_is_gone_when_it_closes(
    whole_world, name, folder, headers
):
    item = getattr(whole_world, name)
    page = item.get_absolute_url()
    visitor = having_revealed(whole_world, item)

    shown, _closed, gone = assert_alike_on_twins(
        visitor,
        [
            *get(f"/?done=opened-{item.public_id}"),
            post(f"/{folder}/{item.public_id}/hide/", (*headers, *on_page(page))),
            post(f"/{folder}/{item.public_id}/reveal/", (*headers, *on_page(page))),
        ],
        visitor.reader,
    )

    assert b"Open now" in shown.body
    assert gone.status == 404


@both_ways
def test_an_echo_known_by_its_own_reveal_alone_is_left_when_it_closes(whole_world, headers):
    echo = whole_world.echo
    reader = Reader(reveals=(Revealed(echo.public_id, (whole_world.earlier.public_id,)),))
    page = echo.get_absolute_url()

    seen, closed, gone = assert_alike_on_twins(
        a_visitor(whole_world, "echo alone", reader),
        [*get(page), post(f"{page}hide/", (*headers, *on_page(page))), *get(page)],
        reader,
    )

    assert (seen.status, gone.status) == (200, 404)
    assert dict(closed.headers)["hx-redirect" if headers != OURS else "location"] == "/echoes/"


@both_ways
def test_an_echo_of_two_reveals_closes_at_the_end_that_was_opened_last(whole_world, headers):
    echo, ends = whole_world.echo, (whole_world.later, whole_world.earlier)
    visitor = having_revealed(whole_world, *ends)
    page = echo.get_absolute_url()
    steps = [*get(page), post(f"{page}hide/", (*headers, *on_page(page))), *get(page)]

    seen, _closed, left = assert_alike_on_twins(visitor, steps, visitor.reader)

    assert (seen.status, left.status) == (200, 200)
    assert seen.body != left.body


def test_an_echo_that_is_open_by_its_films_stays_open_when_it_is_hidden(whole_world):
    world = whole_world
    both = NOBODY.having_seen([world.first, world.second])
    page = world.echo.get_absolute_url()
    steps = [*get(page), post(f"{page}hide/", (*OURS, *on_page(page))), *get(page)]

    seen, _hidden, left = assert_alike_on_twins(a_visitor(world, "both", both), steps, both)

    assert seen.body == left.body


@both_ways
def test_an_echo_that_was_revealed_before_is_revealed_again(whole_world, headers):
    echo = whole_world.echo
    reader = Reader(reveals=(Revealed(echo.public_id, (whole_world.earlier.public_id,)),))
    page = echo.get_absolute_url()
    then = reader.revealing(
        echo.public_id,
        [item.public_id for item in (whole_world.later, whole_world.sealed_quote)]
        + [whole_world.source.public_id],
    )

    hinted, _revealed, opened = assert_alike_on_twins(
        a_visitor(whole_world, "echo alone", reader),
        [*get(page), post(f"{page}reveal/", (*headers, *on_page(page))), *get(page)],
        then,
    )

    assert b'id="open-it"' in hinted.body
    assert b'id="open-it"' not in opened.body


def test_a_browser_that_can_keep_no_more_films_is_told_so(whole_world):
    film = whole_world.first
    visitor = a_visitor(whole_world, "full", FULL_OF_FILMS)

    marked, _told, saved = assert_alike_on_twins(
        visitor,
        [
            post(f"{film.get_absolute_url()}seen/"),
            *get("/?done=toomany"),
            post("/seen/", preset="upto", upto=film.slug),
        ],
        visitor.reader,
    )

    assert dict(marked.headers)["location"].endswith("?done=toomany")
    assert saved.status == 400


def test_past_the_last_reveal_the_oldest_closes(whole_world):
    visitor = a_visitor(whole_world, "full", full_of_reveals())
    oldest, next_oldest = visitor.reader.reveals[:2]
    note = whole_world.later

    (revealed,) = assert_alike_on_twins(
        visitor,
        [post(f"/notes/{note.public_id}/reveal/")],
        visitor.reader.revealing(note.public_id),
    )

    (kept,) = (value for name, value in revealed.headers if name == "set-cookie")
    assert kept.startswith(f"{cookies.REVEALED}={next_oldest.item}.")
    assert f".{note.public_id}:" in kept
    assert oldest.item not in kept


@pytest.mark.parametrize("name", [cookies.SEEN, cookies.REVEALED])
@pytest.mark.parametrize("kind", ["too long", "too many"])
def test_a_cookie_that_cannot_be_read_says_nothing(whole_world, name, kind):
    visitor = a_visitor(whole_world, "nobody", NOBODY)
    visitor.jar[name] = f"{'2' * cookies.MAX_LENGTH}:{SIGNATURE}"
    if kind == "too many":
        numbers = ".".join(map(str, range(1, cookies.MAX_FILMS + 2)))
        response = HttpResponse()
        response.set_signed_cookie(name, numbers, salt=f"callback.{name}")
        visitor.jar = response.cookies
    pages = get("/", whole_world.first.get_absolute_url(), "/echoes/")

    answers = assert_alike_on_twins(visitor, pages, NOBODY)

    stranger = cast.visitor(whole_world, "stranger")
    assert [answer.body for answer in answers] == [
        answer.body for answer in assert_alike_on_twins(stranger, pages, NOBODY)
    ]


@pytest.mark.parametrize("name", ["stranger", "all films"])
def test_locking_everything_leads_away_from_what_then_vanishes(whole_world, name):
    world = whole_world
    films = [film.pk for film in world.films] if name == "all films" else []
    visitor = a_visitor(world, name, Reader(seen=frozenset(films)))
    vanishing = [world.hidden_note, world.ghost, world.surprise]
    staying = [world.later, world.hero, world.actor, world.first]
    pages = [item.get_absolute_url() for item in (*vanishing, *staying)]
    pages += [world.echo.get_absolute_url(), "/nowhere/", "/people/"]

    answers = assert_alike_on_twins(
        visitor, [post("/seen/clear/", (*OURS, *on_page(page))) for page in pages], visitor.reader
    )

    led = [dict(answer.headers)["location"] for answer in answers]
    assert led == ["/", "/", "/people/", *pages[3:7], "/echoes/", "/", "/people/"]


def test_mistakes_in_the_picker_are_named_and_one_film_is_one_film(whole_world):
    world = whole_world
    reader = NOBODY.having_seen([world.first])

    *mistakes, _saved, told = assert_alike_on_twins(
        cast.visitor(world, "stranger"),
        [
            post("/seen/", preset="upto", upto="no slug!"),
            post("/seen/", preset="upto", upto="nowhere"),
            post("/seen/", preset="everything"),
            post("/seen/", films="9" * 20),
            post("/seen/", films=str(world.first.pk)),
            *get("/?done=saved"),
        ],
        reader,
    )

    assert [answer.status for answer in mistakes] == [400] * 4
    assert b"1 film marked as seen" in told.body


@pytest.mark.parametrize("done", ["nothing", "opened-no slug!", "opened-", "-", "early-nowhere"])
def test_an_odd_notice_is_none(whole_world, done):
    stranger = cast.visitor(whole_world, "stranger")

    odd, plain = assert_alike_on_twins(stranger, get(f"/?done={done}", "/"), NOBODY)

    assert odd.body == plain.body


@pytest.mark.parametrize(
    ("claim", "status"),
    [
        ((("Origin", "http://testserver"),), 303),
        ((("Referer", "http://testserver/films/"),), 303),
        ((("Origin", "http://elsewhere.example"),), 403),
        ((("Origin", "http://[nowhere"),), 403),
        ((("Sec-Fetch-Site", "none"),), 303),
    ],
    ids=str,
)
@pytest.mark.parametrize("name", ["later", "hidden_note"])
def test_where_an_action_comes_from_tells_nothing_of_what_it_asks_for(
    whole_world, name, claim, status
):
    note = getattr(whole_world, name)
    stranger = cast.visitor(whole_world, "stranger")

    (answer,) = assert_alike_on_twins(
        stranger,
        [post(f"/notes/{note.public_id}/reveal/", claim)],
        NOBODY.revealing(whole_world.later.public_id),
    )

    there = name == "later"
    assert answer.status == (status if there or status == 403 else 404)
