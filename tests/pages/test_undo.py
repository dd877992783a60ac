"""Taking back what one did last: by a value in the notice's form, which is stored nowhere."""

import time

import pytest
from django.core import signing

from readers import undo
from readers.models import Seen
from tests.conftest import ReaderClient

from .reading import read
from .visiting import answer, as_many_as_fit, go, undo_in

pytestmark = pytest.mark.slow

GARDEN = "/films/the-garden/"
PAGES = ["/seen/", GARDEN, "/films/the-house/", "/echoes/", "/interviews/ida-holm-2021/"]
BACK = "Taken back: all is as it was before."
TOO_LATE = "This cannot be taken back any more: something was changed since."

#: What can be taken back: where it is sent, with what, and what it then says.
ACTIONS = {
    "lock everything": ("/seen/clear/", {}, "locked"),
    "not yet": ("/films/the-garden/unseen/", {}, "unseen-the-garden"),
    "I have seen it": ("/films/the-house/seen/", {}, "seen-the-house"),
    "the picker": ("/seen/", {"shown": "{garden}.{tide}", "films": "{bell}"}, "saved"),
}


def act(cinema, client: ReaderClient, action: str, page: str = GARDEN) -> str:
    """Does it, and gives the address to which it leads."""
    address, form, _done = ACTIONS[action]
    films = {name: getattr(cinema, name).key for name in ("garden", "tide", "bell")}
    data = {name: value.format(**films) for name, value in form.items()}
    return client.act(address, data, page=page).url


def offered(client: ReaderClient, place: str) -> str:
    """What the form in the notice would send; empty where none stands there."""
    values = [one.attributes["value"] for one in read(client.get(place)).notice.all("input")]
    return "".join(values)


def everything(client: ReaderClient) -> list:
    return [answer(client, page) for page in PAGES]


@pytest.fixture
def fan(cinema, fan_of) -> ReaderClient:
    """Has seen two films, and opened a note."""
    client = fan_of(cinema.garden, cinema.tide)
    client.has_revealed("nhsndng22")
    return client


@pytest.mark.parametrize("action", ACTIONS)
def test_each_of_these_actions_can_be_taken_back_and_all_is_as_it_was(cinema, fan, action):
    before = everything(fan)
    place = act(cinema, fan, action)
    assert everything(fan) != before
    form = read(fan.get(place)).notice.all("form")[0]

    where = go(fan, form.attributes["action"], place, {"undo": offered(fan, place)})

    page = place.partition("?")[0]
    assert where == (303, f"{page}?done=undone")
    assert everything(fan) == before
    assert read(fan.get(where[1])).notice.heard() == f"{BACK}\n[Close this message]({page})"


@pytest.mark.parametrize("action", ACTIONS)
def test_a_notice_says_what_was_done_and_offers_to_take_it_back(cinema, fan, action):
    place = act(cinema, fan, action)

    notice = read(fan.get(place)).notice

    assert place.partition("?done=")[2].partition("&")[0] == ACTIONS[action][2]
    assert [line for line in notice.heard().split("\n") if "<" in line] == ["<Undo → /seen/undo/>"]
    assert offered(fan, place) == undo_in(place)


@pytest.mark.parametrize("action", ACTIONS)
def test_in_an_account_an_action_is_taken_back_as_well(cinema, member, action):
    for film in (cinema.garden, cinema.tide):
        Seen.objects.create(user=member.user, film=film)
    member.has_revealed("nhsndng22")
    before = everything(member)
    place = act(cinema, member, action)

    member.act("/seen/undo/", {"undo": offered(member, place)}, page=GARDEN)

    assert everything(member) == before


@pytest.mark.parametrize("action", ACTIONS)
def test_the_offer_ends_with_the_next_action(cinema, fan, action):
    place = act(cinema, fan, action)
    offer = offered(fan, place)
    fan.act("/films/the-attic/seen/")
    after = everything(fan)

    where = go(fan, "/seen/undo/", GARDEN, {"undo": offer})

    assert where == (303, f"{GARDEN}?done=toolate")
    assert everything(fan) == after
    assert read(fan.get(where[1])).notice.heard() == f"{TOO_LATE}\n[Close this message]({GARDEN})"
    assert offered(fan, place) == ""


def test_a_second_click_says_that_it_is_too_late_and_changes_nothing(cinema, fan):
    offer = offered(fan, act(cinema, fan, "lock everything"))
    fan.act("/seen/undo/", {"undo": offer}, page=GARDEN)
    before = everything(fan)

    assert go(fan, "/seen/undo/", GARDEN, {"undo": offer}) == (303, f"{GARDEN}?done=toolate")
    assert everything(fan) == before


def test_revealing_something_ends_the_offer_too(cinema, fan):
    offer = offered(fan, act(cinema, fan, "lock everything"))
    fan.act("/notes/ngrndng22/reveal/")

    assert go(fan, "/seen/undo/", GARDEN, {"undo": offer}) == (303, f"{GARDEN}?done=toolate")


def test_an_offer_is_of_no_use_to_another_reader(cinema, fan, fan_of, stranger):
    offer = offered(fan, act(cinema, fan, "not yet"))
    for other in (stranger, fan_of(cinema.bell)):
        before = everything(other)

        assert go(other, "/seen/undo/", GARDEN, {"undo": offer}) == (303, f"{GARDEN}?done=toolate")
        assert everything(other) == before


def forged(offer: str) -> dict[str, str]:
    step = signing.loads(offer, salt=undo.SALT)
    return {
        "nothing": "",
        "no offer": "x",
        "null": "\0",
        "cut": offer[:-1],
        "signed for another purpose": signing.dumps(step, salt="callback.seen", compress=True),
        "signed by somebody else": signing.dumps(step, key="another key", salt=undo.SALT),
        "not signed": offer.rpartition(":")[0],
    }


@pytest.mark.parametrize("kind", forged(signing.dumps({}, salt=undo.SALT)))
def test_a_forged_offer_opens_nothing(cinema, fan, kind):
    offer = offered(fan, act(cinema, fan, "lock everything"))
    before = everything(fan)

    where = go(fan, "/seen/undo/", GARDEN, {"undo": forged(offer)[kind]})

    assert where == (303, f"{GARDEN}?done=toolate")
    assert everything(fan) == before


def test_without_an_offer_nothing_is_taken_back(cinema, fan):
    before = everything(fan)

    assert go(fan, "/seen/undo/", GARDEN) == (303, f"{GARDEN}?done=toolate")
    assert everything(fan) == before


@pytest.mark.parametrize(
    ("age", "done"), [(3590, "undone"), (3610, "toolate")], ids=["an hour", "more"]
)
def test_an_offer_stands_for_an_hour(cinema, fan, monkeypatch, age, done):
    offer = offered(fan, act(cinema, fan, "not yet"))
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now + age)

    assert go(fan, "/seen/undo/", GARDEN, {"undo": offer}) == (303, f"{GARDEN}?done={done}")


def test_what_changed_nothing_offers_nothing(cinema, fan, stranger):
    places = [
        fan.act("/films/the-garden/seen/", page=GARDEN).url,
        fan.act("/films/the-bell/unseen/", page=GARDEN).url,
        fan.act("/seen/", {"shown": ""}).url,
        stranger.act("/seen/clear/", page=GARDEN).url,
    ]

    assert [undo_in(place) for place in places] == [""] * 4


def test_hiding_offers_nothing_for_its_button_is_still_there(cinema, fan):
    assert (
        fan.act("/notes/nhsndng22/hide/", page=GARDEN).url == f"{GARDEN}?done=hidden#note-nhsndng22"
    )


def test_a_step_too_long_for_an_address_offers_nothing_and_is_done_all_the_same(cinema, member):
    crowd = as_many_as_fit(1500)
    Seen.objects.bulk_create(Seen(user=member.user, film=film) for film in crowd)

    place = member.act("/seen/clear/", page=GARDEN).url

    assert place == f"{GARDEN}?done=locked"
    assert not Seen.objects.exists()


def test_as_many_films_as_a_cookie_holds_can_be_taken_back(cinema, stranger):
    stranger.has_seen(*as_many_as_fit())
    before = answer(stranger, "/seen/")
    place = stranger.act("/seen/clear/", page=GARDEN).url

    stranger.act("/seen/undo/", {"undo": offered(stranger, place)})

    assert len(undo_in(place)) <= undo.MAX_LENGTH
    assert answer(stranger, "/seen/") == before


def test_an_offer_in_an_address_shows_no_form_where_it_is_not_this_readers(cinema, fan, stranger):
    """A link that somebody shares with the offer in it: there is nothing for others in it."""
    place = act(cinema, fan, "I have seen it")

    assert offered(stranger, place) == ""


def test_taking_back_leads_to_the_nearest_page_that_is_left(cinema, stranger):
    """The page was there only by what is taken back."""
    place = stranger.act("/films/the-garden/seen/", page="/people/").url
    form = {"undo": undo_in(place)}

    assert go(stranger, "/seen/undo/", "/people/max-roe/", form) == (303, "/people/?done=undone")


def test_taking_back_needs_no_storage(cinema, fan):
    place = act(cinema, fan, "not yet")

    cookies = {name: cookie.value for name, cookie in fan.cookies.items()}
    assert cookies.keys() == {"seen", "revealed"}
    assert undo_in(place) not in "".join(cookies.values())


def test_a_film_that_is_gone_meanwhile_is_left_out(cinema, fan):
    offer = offered(fan, act(cinema, fan, "lock everything"))

    cinema.tide.delete()

    fan.act("/seen/undo/", {"undo": offer}, page=GARDEN)
    assert read(fan.get("/")).bar.heard().split("\n")[1] == "1 film seen · 1 text opened"


def test_to_htmx_taking_back_names_the_next_page(cinema, fan):
    offer = offered(fan, act(cinema, fan, "not yet"))

    response = fan.act("/seen/undo/", {"undo": offer}, page=GARDEN, **{"HX-Request": "true"})

    assert (response.status_code, response["HX-Redirect"]) == (200, f"{GARDEN}?done=undone")
