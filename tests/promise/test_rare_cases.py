"""What seldom happens to a reader: limits, mistakes, spoilers known by having revealed them alone.

tests/promise/coverage/ tells which parts of the site no other question reaches.
"""

from urllib.parse import urlsplit

import pytest
from django.http import HttpResponse

from films.models import FILM_KEY_LENGTH, Film
from gate.models import ALPHABET, PUBLIC_ID_LENGTH
from gate.reader import NOBODY, Reader, Revealed
from readers import cookies
from spoilers.models import Echo
from tests.factories import FilmFactory, SeenFactory, UniverseFactory

from .asking import visitors as cast
from .asking.questions import HTMX, OURS, Ask, on_page
from .asking.visitors import SIGNATURE, Visitor, a_visitor
from .stories.telling import assert_alike_on_twins, get, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]

both_ways = pytest.mark.parametrize("headers", [OURS, OURS + HTMX], ids=["plain", "htmx"])


def full_of_films() -> Reader:
    """Has seen so many that one more is too many."""
    universe = UniverseFactory()
    # Of the length, a signature with its time takes 51; each key has a dot beside it.
    many = (cookies.MAX_LENGTH - 50) // (FILM_KEY_LENGTH + 1)
    films = [FilmFactory.build(universe=universe) for _ in range(many)]
    return NOBODY.having_seen(Film.objects.bulk_create(films))


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
    led = dict(closed.headers)["hx-redirect" if headers != OURS else "location"]
    assert led == "/echoes/?done=hidden"


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


def test_an_echo_of_a_film_that_has_no_day_yet_is_told_without_a_year(whole_world):
    echo = Echo.objects.get(later__film__slug="the-cellar")
    everything = NOBODY.having_seen(Film.objects.all())
    visitor = a_visitor(whole_world, "everything", everything)

    (answer,) = assert_alike_on_twins(visitor, get(echo.get_absolute_url()), everything)

    assert b"The Cellar</span>" in answer.body


@pytest.mark.parametrize("name", ["some films, signed in"])
def test_who_has_an_account_and_edits_nothing_is_told_so(whole_world, name):
    visitor = cast.visitor(whole_world, name)

    (answer,) = assert_alike_on_twins(visitor, get("/admin/login/?next=/admin/"), visitor.reader)

    assert (answer.status, b"this account is not an editor" in answer.body) == (403, True)


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
        [
            *get(page),
            post(f"{page}reveal/", (*headers, *on_page(page)), agreed="yes"),
            *get(page),
        ],
        then,
    )

    assert b'id="open-it"' in hinted.body
    assert b'id="open-it"' not in opened.body


def test_a_browser_that_can_keep_no_more_films_is_told_so(whole_world):
    film = whole_world.first
    visitor = a_visitor(whole_world, "full", full_of_films())

    marked, _told, saved = assert_alike_on_twins(
        visitor,
        [
            post(f"{film.get_absolute_url()}seen/"),
            *get("/?done=toomany"),
            post("/seen/", shown="", films=film.key),
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
        response = HttpResponse()
        many = ".".join(["222222"] * cookies.MAX_LENGTH)
        response.set_signed_cookie(name, many, salt=f"callback.{name}")
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

    led = [urlsplit(dict(answer.headers)["location"]).path for answer in answers]
    assert led == ["/", "/", "/people/", *pages[3:7], "/echoes/", "/", "/people/"]


def test_mistakes_in_the_picker_are_named_and_one_film_is_one_film(whole_world):
    world = whole_world
    reader = NOBODY.having_seen([world.first])

    *mistakes, _saved, told = assert_alike_on_twins(
        cast.visitor(world, "stranger"),
        [
            post("/seen/"),
            post("/seen/", films=world.first.key),
            post("/seen/", shown="", films="9" * 20),
            post("/seen/", shown="no keys!", films=world.first.key),
            post("/seen/", shown="", films=world.first.key),
            *get("/?done=saved"),
        ],
        reader,
    )

    assert [answer.status for answer in mistakes] == [400] * 4
    assert b"1 film marked as seen" in told.body


@pytest.mark.parametrize("done", ["nothing", "unseen-no slug!", "unseen-", "-", "unseen-nowhere"])
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


@pytest.mark.parametrize("variant", ["at once", "none"])
@pytest.mark.parametrize(
    "ask",
    [
        Ask("picker", "GET", "/seen/?back=/people/surprise-guest/"),
        Ask("film-seen", "GET", "/films/the-roof/seen/"),
        Ask("film-seen", "GET", "/films/the-cellar/seen/"),
        Ask(
            "lock-all", "POST", "/seen/clear/", (*OURS, *on_page("/people/surprise-guest-before/"))
        ),
        Ask(
            "lock-all", "POST", "/seen/clear/", (*OURS, *on_page("/characters/the-visitor-before/"))
        ),
    ],
    ids=str,
)
def test_what_is_hidden_changes_no_question_and_no_way_back(whole_world, ask, variant):
    stranger = cast.visitor(whole_world, "stranger")

    (answer,) = assert_alike_on_twins(stranger, [ask], NOBODY, variants=(variant,))

    assert answer.status in (200, 303)


@pytest.mark.parametrize("name", ["stranger", "some films", "some films, signed in"])
def test_what_others_have_seen_changes_no_answer(whole_world, name):
    visitor, film = cast.visitor(whole_world, name), whole_world.first
    pages = [film.get_absolute_url(), f"/?done=seen-{film.slug}", "/seen/"]
    before = [visitor.client().get(page).content for page in pages]

    for _ in range(3):
        SeenFactory(film=film)

    assert [visitor.client().get(page).content for page in pages] == before
