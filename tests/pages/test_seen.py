"""Saying that one has seen a film, or has not; and locking everything again."""

from inspect import cleandoc

import pytest

from readers import cookies
from readers.models import Seen
from tests.conftest import ReaderClient
from tests.recording import writes

from .reading import read
from .visiting import answer, as_many_as_fit, go, without_undo

GARDEN = "/films/the-garden/"
HTMX = {"HX-Request": "true"}


@pytest.mark.parametrize(
    ("page", "place"),
    [
        (GARDEN, "/films/the-garden/?done=seen-the-garden"),
        ("/echoes/cmrrr2222/?done=saved", "/echoes/cmrrr2222/?done=seen-the-garden"),
        ("", "/films/the-garden/?done=seen-the-garden"),
    ],
)
def test_marking_a_film_leads_back_and_says_so(cinema, fan_of, page, place):
    client = fan_of(cinema.house)

    assert go(client, "/films/the-garden/seen/", page) == (303, place)
    assert read(client.get(place)).notice.heard().startswith("You have seen The House: The Garden.")


def test_marking_a_film_is_having_seen_it(cinema, fan_of):
    client = fan_of(cinema.bell)

    client.act("/films/the-garden/seen/")

    expected = fan_of(cinema.bell, cinema.garden)
    for page in (GARDEN, "/films/the-bell/", "/seen/", "/echoes/"):
        assert answer(client, page) == answer(expected, page)


@pytest.mark.parametrize("referer", ["https://example.org/", "http://testserver//example.org/"])
@pytest.mark.parametrize(
    ("verb", "place"),
    [
        ("seen", "/films/the-garden/?done=seen-the-garden"),
        ("unseen", "/films/the-garden/?done=unseen-the-garden"),
    ],
)
def test_who_comes_from_elsewhere_goes_to_the_film(cinema, stranger, referer, verb, place):
    assert go(stranger, f"/films/the-garden/{verb}/", Referer=referer) == (303, place)


def test_not_yet_brings_back_the_page_from_before_byte_for_byte(cinema, stranger):
    before = answer(stranger, GARDEN)
    stranger.act("/films/the-garden/seen/", page=GARDEN)
    assert answer(stranger, GARDEN) != before

    place = go(stranger, "/films/the-garden/unseen/", GARDEN)

    assert place == (303, f"{GARDEN}?done=unseen-the-garden")
    assert answer(stranger, GARDEN) == before


@pytest.mark.parametrize(
    ("page", "place"),
    [
        (GARDEN, GARDEN),
        ("/people/max-roe/", "/people/"),
        ("/characters/the-visitor/", "/"),
        ("/notes/ngrkx2222/", "/"),
        ("/notes/ngrndng22/", "/notes/ngrndng22/"),
        ("/echoes/cmrrr2222/", "/echoes/"),
    ],
)
def test_not_yet_leads_to_the_nearest_page_that_is_left(cinema, fan_of, page, place):
    client = fan_of(cinema.garden)

    assert go(client, "/films/the-garden/unseen/", page) == (303, f"{place}?done=unseen-the-garden")
    assert (
        read(client.get(f"{place}?done=unseen-the-garden"))
        .notice.heard()
        .startswith(
            "The House: The Garden is no longer marked as seen. What it spoils is locked again."
        )
    )


@pytest.mark.parametrize("verb", ["seen", "unseen"])
def test_marking_twice_is_the_same_as_once(cinema, fan_of, verb):
    client = fan_of(cinema.bell)
    client.act(f"/films/the-garden/{verb}/")
    once = answer(client, GARDEN), answer(client, "/seen/")

    client.act(f"/films/the-garden/{verb}/")

    assert (answer(client, GARDEN), answer(client, "/seen/")) == once


@pytest.mark.parametrize("verb", ["seen", "unseen"])
def test_a_film_that_is_not_there_cannot_be_marked(cinema, fan_of, verb):
    client = fan_of(cinema.bell)
    before = answer(client, "/seen/")

    assert client.act(f"/films/nowhere/{verb}/").status_code == 404
    assert answer(client, "/seen/") == before


@pytest.mark.parametrize(
    ("address", "allowed"),
    [
        ("/films/the-bell/seen/", "GET, HEAD, POST"),
        ("/films/the-bell/unseen/", "POST"),
        ("/seen/clear/", "POST"),
        ("/seen/undo/", "POST"),
    ],
)
def test_only_a_post_from_our_own_pages_marks_or_locks(cinema, fan_of, address, allowed):
    client = fan_of(cinema.garden)
    before = answer(client, "/seen/")
    methods = {"GET", "HEAD", "PUT", "DELETE"} - set(allowed.split(", "))

    refused = client.act(address, page=GARDEN, **{"Sec-Fetch-Site": "cross-site"})
    others = [getattr(client, method.lower())(address) for method in methods]

    assert refused.status_code == 403
    assert {(other.status_code, other["Allow"]) for other in others} == {(405, allowed)}
    assert answer(client, "/seen/") == before


def test_one_film_more_than_a_cookie_holds_is_refused_with_words(cinema, stranger):
    stranger.has_seen(*as_many_as_fit())
    before = answer(stranger, GARDEN)

    place = go(stranger, "/films/the-garden/seen/", GARDEN)

    assert place == (303, "/films/the-garden/?done=toomany")
    assert answer(stranger, GARDEN) == before


def test_locking_everything_forgets_films_and_reveals_and_brings_the_first_page_back(
    cinema, stranger
):
    before = answer(stranger, GARDEN)
    stranger.act("/films/the-garden/seen/")
    stranger.act("/notes/nhsndng22/reveal/")

    place = go(stranger, "/seen/clear/", GARDEN)

    assert place == (303, f"{GARDEN}?done=locked")
    assert answer(stranger, GARDEN) == before
    assert read(stranger.get(f"{GARDEN}?done=locked")).notice.heard() == (
        f"Everything is locked again.\n[Close this message]({GARDEN})"
    )


@pytest.mark.slow  # a tenth of a second and more each
@pytest.mark.parametrize(
    ("page", "place"),
    [
        ("/", "/"),
        ("/films/", "/films/"),
        (GARDEN, GARDEN),
        ("/films/nowhere/", "/films/"),
        ("/people/", "/people/"),
        ("/people/ida-holm/", "/people/ida-holm/"),
        ("/people/max-roe/", "/people/"),
        ("/characters/the-gardener/", "/characters/the-gardener/"),
        ("/characters/the-visitor/", "/"),
        ("/interviews/", "/interviews/"),
        ("/interviews/ida-holm-2021/?done=saved", "/interviews/ida-holm-2021/"),
        ("/notes/ngrndng22/", "/notes/ngrndng22/"),
        ("/notes/ngrkx2222/", "/"),
        ("/echoes/", "/echoes/"),
        ("/echoes/cmrrr2222/", "/echoes/"),
        ("/timeline/", "/timeline/"),
        ("/seen/", "/seen/"),
        ("/promise/", "/promise/"),
        ("/accounts/login/", "/accounts/login/"),
        ("/nowhere/", "/"),
        ("/nowhere", "/"),
        ("", "/"),
    ],
)
def test_locking_everything_leads_to_the_nearest_page_that_is_left(cinema, devotee, page, place):
    assert go(devotee, "/seen/clear/", page) == (303, f"{place}?done=locked")
    assert devotee.get(place).status_code == 200


def test_to_htmx_an_action_names_the_next_page_in_a_header(cinema, devotee):
    response = devotee.act("/seen/clear/", page="/echoes/cmrrr2222/", **HTMX)

    place = without_undo(response["HX-Redirect"])
    assert (response.status_code, place, response.content) == (200, "/echoes/?done=locked", b"")


def test_looking_whether_a_page_is_left_writes_nothing(cinema, member):
    Seen.objects.create(user=member.user, film=cinema.garden)

    with writes() as written:
        member.act("/films/the-garden/unseen/", page="/people/max-roe/")

    assert written == ["DELETE"]
    assert not Seen.objects.exists()


def test_a_fan_with_an_account_keeps_films_there_and_not_in_a_cookie(cinema, member, fan_of):
    member.act("/films/the-garden/seen/")

    assert list(Seen.objects.values_list("user", "film")) == [(member.user.pk, cinema.garden.pk)]
    # Empty, and still set: the browser drops pages that it keeps for Back when a cookie changes.
    assert member.cookies[cookies.SEEN].value == ""
    expected = read(fan_of(cinema.garden).get(GARDEN)).main.heard()
    assert read(member.get(GARDEN)).main.heard() == expected


def test_an_account_keeps_the_day_on_which_a_film_was_first_marked(cinema, member):
    member.act("/films/the-garden/seen/")
    since = Seen.objects.get().since

    member.act("/seen/", {"films": [cinema.bell.key, cinema.garden.key], "shown": ""})

    kept = dict(Seen.objects.values_list("film", "since"))
    assert kept.keys() == {cinema.bell.pk, cinema.garden.pk}
    assert kept[cinema.garden.pk] == since


def test_locking_everything_empties_the_account_too(cinema, member):
    member.act("/films/the-garden/seen/")

    member.act("/seen/clear/")

    assert not Seen.objects.exists()


def test_two_devices_of_one_account_mark_and_unmark_in_turn_and_nothing_is_lost(cinema, member):
    """The second device still shows the page from before the first one's marks."""
    other = ReaderClient()
    other.force_login(member.user)
    stale = {"shown": "", "films": [cinema.tide.key]}

    member.act("/films/the-garden/seen/")
    other.act("/seen/", stale)
    member.act("/films/low-tide/unseen/")
    other.act("/films/the-bell/seen/")

    assert set(Seen.objects.values_list("film", flat=True)) == {cinema.garden.pk, cinema.bell.pk}


@pytest.mark.parametrize(
    ("at", "anchor"),
    [
        ("note-ngrdrbx22", "#note-ngrdrbx22"),
        ("quote-qgzdr2222", "#quote-qgzdr2222"),
        *((odd, "") for odd in ("", "note-", "x", "note-ngrdrbx22&done=saved", "note-NGRDRBX22")),
        *((odd, "") for odd in ("note-ngrdrbx22\r\nX: y", "echo-cmrrr2222", "note-ngrdrbx22x")),
    ],
)
def test_marking_a_film_from_a_locked_item_leads_back_to_that_item(cinema, fan_of, at, anchor):
    place = go(fan_of(cinema.bell), "/films/the-garden/seen/", "/films/the-house/", {"at": at})

    assert place == (303, f"/films/the-house/?done=seen-the-garden{anchor}")


def test_a_locked_item_offers_each_film_that_it_names_and_comes_back_to_itself(cinema, stranger):
    quote = read(stranger.get("/interviews/jo-lind-2021/")).main.by_id("quote-qtmsthr22")
    mark, _reveal = quote.all("form")
    form = {one.attributes["name"]: one.attributes["value"] for one in mark.all("input")}

    place = go(stranger, mark.attributes["action"], "/interviews/jo-lind-2021/", form)

    assert [button.attributes["class"] for button in quote.all("button")] == [
        "button",
        "button button--quiet",
    ]
    assert place == (303, "/interviews/jo-lind-2021/?done=seen-the-garden#quote-qtmsthr22")
    after = read(stranger.get("/interviews/jo-lind-2021/")).main.by_id("quote-qtmsthr22")
    assert after.heard() == cleandoc("""
        [Jo Lind](/people/jo-lind/)
        Locked until you have seen The House, The Bell and The Garden.
        <I have seen The House → /films/the-house/seen/>
        <I have seen The Bell → /films/the-bell/seen/>
        <Reveal what Jo Lind said to Times – spoils The House, The Bell and The Garden → /quotes/qtmsthr22/reveal/>
        """)
