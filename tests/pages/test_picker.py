"""The picker: the films that one has seen, ticked one by one."""

from inspect import cleandoc

import pytest

from films.models import Film
from pages import seen
from tests.conftest import ReaderClient
from tests.short import short

from .reading import read
from .visiting import answer, as_many_as_fit, go, without_undo

UNKNOWN = "One of these films is unknown or not out yet. Nothing was changed."
INCOMPLETE = "The form came incomplete. Nothing was changed. Reload the page and try again."
TOO_MANY = "This browser cannot remember more films without an account. Nothing was changed."


def ticks(response) -> list[str]:
    """The titles beside a tick."""
    labels = read(response).main.all("label")
    return [
        label.all("span")[0].text
        for label in labels
        for box in label.all("input")
        if "checked" in box.attributes
    ]


def alerts(response) -> list[str]:
    return [one.text for one in read(response).main if one.attributes.get("role") == "alert"]


def form(client: ReaderClient, address: str = "/seen/") -> dict[str, list[str]]:
    """What the page's form would send as it stands."""
    sent: dict[str, list[str]] = {}
    for one in read(client.get(address)).main.all("input"):
        if one.attributes["type"] == "hidden" or "checked" in one.attributes:
            sent.setdefault(one.attributes["name"], []).append(one.attributes["value"])
    return sent


def keys(cinema, *names: str) -> list[str]:
    return [getattr(cinema, name).key for name in names]


def test_the_picker_offers_what_is_out_and_ticks_what_is_seen(cinema, fan_of):
    page = read(fan_of(cinema.bell, cinema.tide).get("/seen/"))

    assert page.main.heard() == cleandoc("""
        # What have you seen?
        Tick the films. Whatever spoils only these opens; all else stays locked. You can change it at any time.
        The Houses
        ## The Houses
        <Tick all of The Houses that is out → /seen/ preset=all:houses> <Untick all of The Houses → /seen/ preset=none:houses>
        - [ ] The House 2019<up to here: tick The House and all before it → /seen/ preset=upto:the-house>
        - [x] The Bell 2020<up to here: tick The Bell and all before it → /seen/ preset=upto:the-bell>
        - [ ] The House: The Garden 2021<up to here: tick The House: The Garden and all before it → /seen/ preset=upto:the-garden>
        - [ ] The Attic 2023<up to here: tick The Attic and all before it → /seen/ preset=upto:the-attic>
        - The Fence not out yet. [Seen it already?](/films/the-fence/seen/?back=/seen/)
        - The Gate not out yet. [Seen it already?](/films/the-gate/seen/?back=/seen/)
        Harbour
        ## Harbour
        <Tick all of Harbour that is out → /seen/ preset=all:harbour> <Untick all of Harbour → /seen/ preset=none:harbour>
        - [x] Low Tide 2015<up to here: tick Low Tide and all before it → /seen/ preset=upto:low-tide>
        <Save what I have seen → /seen/>
        """)


def test_every_box_of_the_page_is_one_that_the_form_takes(cinema, stranger):
    boxes = [
        one.attributes["value"]
        for one in read(stranger.get("/seen/")).main.all("input")
        if one.attributes["type"] == "checkbox"
    ]

    places = [go(stranger, "/seen/", "/seen/", {"shown": "", "films": [value]}) for value in boxes]

    assert set(boxes) == {film.key for film in Film.objects.released()}
    assert places == [(303, "/?done=saved")] * 5
    assert len(ticks(stranger.get("/seen/"))) == 5


def test_a_site_without_films_has_nothing_to_tick(stranger, db):
    page = read(stranger.get("/seen/"))

    assert (page.main.parts, form(stranger)) == ([], {"shown": [""]})


@pytest.mark.parametrize(
    ("ticked", "titles"),
    [
        (["house", "attic"], ["The House", "The Attic"]),
        (["attic", "tide"], ["The Attic", "Low Tide"]),
        ([], []),
    ],
)
def test_saving_the_page_sets_exactly_what_is_ticked(cinema, fan_of, ticked, titles):
    client = fan_of(cinema.attic, cinema.tide)
    sent = form(client) | {"films": keys(cinema, *ticked)}

    place = go(client, "/seen/", "/seen/", sent)

    assert place == (303, f"/?done={'saved' if titles else 'none'}")
    assert ticks(client.get("/seen/")) == titles


def test_whoever_comes_for_the_first_time_and_saves_no_tick_is_told_just_that(cinema, stranger):
    place = go(stranger, "/seen/", "/seen/", form(stranger))

    assert place == (303, "/?done=none")
    assert stranger.cookies.output() == ""
    assert read(stranger.get(place[1])).notice.heard().startswith("Saved: no film marked as seen.")


def test_a_page_from_before_changes_only_the_ticks_that_were_changed_on_it(cinema, fan_of):
    client = fan_of(cinema.attic, cinema.tide)
    stale = form(client)
    client.act("/films/the-house/seen/")
    client.act("/films/low-tide/unseen/")

    client.act("/seen/", stale | {"films": keys(cinema, "bell", "tide")})

    assert ticks(client.get("/seen/")) == ["The House", "The Bell"]


def test_a_page_from_before_that_nobody_touched_changes_nothing(cinema, fan_of):
    client = fan_of(cinema.attic, cinema.tide)
    stale = form(client)
    client.act("/films/the-house/seen/")
    client.act("/films/low-tide/unseen/")
    before = answer(client, "/seen/")

    client.act("/seen/", stale)

    assert answer(client, "/seen/") == before


@pytest.mark.parametrize(
    ("films", "error"),
    [
        (["0"], UNKNOWN),
        (["one"], UNKNOWN),
        (["²"], UNKNOWN),
        (["9" * 5000], UNKNOWN),
        (["gate"], UNKNOWN),
        (["bell", "fence"], UNKNOWN),
    ],
)
def test_a_choice_that_the_picker_does_not_offer_is_refused_with_words(
    cinema, fan_of, films, error
):
    client = fan_of(cinema.bell)
    before = client.get("/seen/").content
    sent = form(client) | {
        "films": [getattr(cinema, one).key if hasattr(cinema, one) else one for one in films]
    }

    response = client.act("/seen/", sent, page="/seen/")

    assert (response.status_code, alerts(response)) == (400, [error])
    assert client.get("/seen/").content == before


BOUNDARY = "multipart/form-data; boundary=x"
BODIES = {
    "empty": ("application/x-www-form-urlencoded", b""),
    "of another kind": ("application/json", b'{"shown": "", "films": []}'),
    "without a kind": ("", b"shown="),
    "without its marker": ("application/x-www-form-urlencoded", b"films={bell}"),
    "cut in its marker": ("application/x-www-form-urlencoded", b"films={house}&shown={bell}.22"),
    "cut before its marker": ("application/x-www-form-urlencoded", b"films={house}&sho"),
    "multipart, empty": (BOUNDARY, b"--x--\r\n"),
    "multipart, cut": (
        BOUNDARY,
        b"--x\r\nContent-Disposition: form-data; name=films\r\n\r\n{house}",
    ),
}


@pytest.mark.parametrize(("kind", "body"), BODIES.values(), ids=BODIES)
def test_a_form_that_comes_incomplete_is_refused_and_changes_nothing(cinema, fan_of, kind, body):
    client = fan_of(cinema.bell)
    before = answer(client, "/seen/")
    for name in ("bell", "house"):
        body = body.replace(b"{%s}" % name.encode(), getattr(cinema, name).key.encode())

    response = client.generic(
        "POST", "/seen/", body, content_type=kind, headers={"Sec-Fetch-Site": "same-origin"}
    )

    assert (response.status_code, alerts(response)) == (400, [INCOMPLETE])
    assert answer(client, "/seen/") == before


def test_a_chunked_form_whose_body_never_came_changes_nothing(cinema, fan_of):
    """A server that hands on no length hands on no body either."""
    client = fan_of(cinema.bell)
    before = answer(client, "/seen/")

    response = client.generic(
        "POST", "/seen/", headers={"Sec-Fetch-Site": "same-origin", "Transfer-Encoding": "chunked"}
    )

    assert (response.status_code, alerts(response)) == (400, [INCOMPLETE])
    assert answer(client, "/seen/") == before


def test_the_marker_comes_last_so_that_a_cut_form_has_none(cinema, fan_of):
    controls = read(fan_of(cinema.bell).get("/seen/")).main.all("form")[0].all("input")

    assert controls[-1].attributes == {
        "type": "hidden",
        "name": "shown",
        "value": cinema.bell.key,
    }


def test_what_was_ticked_stays_ticked_after_a_mistake(cinema, fan_of):
    client = fan_of(cinema.bell)
    sent = form(client) | {"films": [*keys(cinema, "house", "tide"), "0"]}

    response = client.act("/seen/", sent)

    assert (response.status_code, ticks(response)) == (400, ["The House", "Low Tide"])
    assert read(response).bar.heard().split("\n")[1] == "1 film seen"
    # What is sent after it is corrected is still a change to what the page had first shown.
    (shown,) = (
        one for one in read(response).main.all("input") if one.attributes["name"] == "shown"
    )
    assert shown.attributes["value"] == cinema.bell.key


@pytest.mark.slow  # five hundred films
def test_more_films_than_a_cookie_holds_are_refused_and_the_ticks_stay(cinema, fan_of, member):
    many = [cinema.house, *as_many_as_fit()]
    client = fan_of(cinema.bell)
    before = client.get("/seen/").content
    sent = {"films": [film.key for film in many]}

    with short(seen, FILMS=len(many) + 9):
        response = client.act("/seen/", form(client) | sent)
    with_account = member.act("/seen/", {"shown": ""} | sent)

    assert (response.status_code, alerts(response)) == (400, [TOO_MANY])
    assert len(ticks(response)) == len(many)
    assert client.get("/seen/").content == before
    assert without_undo(with_account.url) == "/?done=saved"
    assert member.user.seen_films.count() == len(many)


def test_the_picker_takes_no_form_from_elsewhere_and_no_other_method(cinema, fan_of):
    client = fan_of(cinema.bell)
    before = client.get("/seen/").content

    refused = client.act("/seen/", {"shown": ""}, **{"Sec-Fetch-Site": "cross-site"})
    put = client.put("/seen/")

    assert refused.status_code == 403
    assert (put.status_code, put["Allow"]) == (405, "GET, HEAD, POST")
    assert client.get("/seen/").content == before


def test_htmx_is_led_to_the_front_page_after_saving(cinema, stranger):
    sent = {"shown": "", "films": keys(cinema, "house")}

    response = stranger.act("/seen/", sent, **{"HX-Request": "true"})

    assert (without_undo(response["HX-Redirect"]), response.content) == ("/?done=saved", b"")


@pytest.mark.parametrize(
    ("link", "place"),
    [
        ("/notes/ngrkx2222/", "/?done=closed"),
        ("/nowhere/", "/?done=closed"),
        ("/echoes/cmrrr2222/", "/echoes/?done=closed"),
        ("/films/the-garden/", "/films/the-garden/?done=saved"),
    ],
)
def test_who_came_by_a_link_that_stays_closed_is_told_so(cinema, stranger, link, place):
    sent = {"shown": "", "films": keys(cinema, "tide"), "back": link}

    led = go(stranger, "/seen/", "/seen/", sent)

    assert led == (303, place)
    notice = read(stranger.get(place)).notice.heard()
    assert ("The page of your link is still closed, or there is none." in notice) == (
        "closed" in place
    )


def test_a_film_without_a_date_shows_no_year(cinema, fan_of):
    rows = read(fan_of(cinema.gate).get("/seen/")).main.all("label")

    assert [row.text for row in rows if "The Gate" in row.text] == ["The Gate"]


@pytest.mark.parametrize("address", ["/seen/", "/seen/?preset=upto:the-bell&shown="])
def test_the_page_asks_for_its_films_once(cinema, stranger, django_assert_num_queries, address):
    with django_assert_num_queries(1):
        stranger.get(address)
