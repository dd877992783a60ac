"""Films that are not out: one may have seen them all the same, and is asked once."""

from inspect import cleandoc

import pytest

from tests.factories import NoteFactory

from .reading import read
from .visiting import answer, go

FENCE = "/films/the-fence/"
HTMX = {"HX-Request": "true"}


def ticks(client) -> list[str]:
    """What the picker says of the films that are not out."""
    rows = read(client.get("/seen/")).main.part("The Houses").all("li")
    return [row.heard() for row in rows[-2:]]


@pytest.mark.parametrize(
    ("slug", "address", "page"),
    [
        (
            "the-fence",
            "/films/the-fence/seen/",
            """
            # Have you seen The Fence already?
            It comes out on 1 January 2999. At a festival or a preview one may have seen it before. Marking it opens what it spoils.
            [Not yet](/films/the-fence/)
            <Yes, I have seen it → /films/the-fence/seen/>
            """,
        ),
        (
            "the-gate",
            "/films/the-gate/seen/?back=/seen/",
            """
            # Have you seen The Gate already?
            It has no date yet. At a festival or a preview one may have seen it before. Marking it opens what it spoils.
            [Not yet](/seen/)
            <Yes, I have seen it → /films/the-gate/seen/>
            """,
        ),
    ],
)
def test_whoever_says_so_of_a_film_that_is_not_out_is_asked_once(
    cinema, stranger, slug, address, page
):
    before = answer(stranger, f"/films/{slug}/")

    asked = read(stranger.get(address))

    assert asked.main.heard() == cleandoc(page)
    assert answer(stranger, f"/films/{slug}/") == before
    assert stranger.cookies.output() == ""


@pytest.mark.parametrize(
    ("precision", "words"),
    [("day", "on 1 January 2999"), ("month", "in January 2999"), ("year", "in 2999")],
)
def test_the_question_names_the_date_as_exactly_as_it_is_known(cinema, stranger, precision, words):
    cinema.fence.precision = precision
    cinema.fence.save()

    asked = read(stranger.get("/films/the-fence/seen/")).main.heard()

    assert f"It comes out {words}. At a festival" in asked


def test_whoever_says_yes_has_seen_it_and_comes_back_to_where_it_began(cinema, stranger):
    note = NoteFactory(film=cinema.fence, sealed_text="The fence falls.")
    asked = read(stranger.get("/films/the-fence/seen/?back=/seen/")).main
    form = {one.attributes["name"]: one.attributes["value"] for one in asked.all("input")}

    place = go(stranger, "/films/the-fence/seen/", "/films/the-fence/seen/", form)

    assert place == (303, "/seen/?done=seen-the-fence")
    assert read(stranger.get(place[1])).notice.heard() == (
        "You have seen The Fence. What it alone spoils is open now. "
        "[Read its notes](/films/the-fence/#notes)\n[Close this message](/seen/)"
    )
    assert "The fence falls." in read(stranger.get(note.get_absolute_url())).main.heard()


@pytest.mark.parametrize("slug", ["the-gate", "the-fence"])
@pytest.mark.parametrize("form", [{}, {"at": "note-ngrndng22"}])
def test_without_a_yes_nothing_is_marked_and_the_question_comes(cinema, stranger, slug, form):
    place = go(stranger, f"/films/{slug}/seen/", "/films/", form)
    htmx = stranger.act(f"/films/{slug}/seen/", form, page="/films/", **HTMX)

    question = f"/films/{slug}/seen/?back=/films/"
    assert place == (303, question)
    assert (htmx.status_code, htmx["HX-Redirect"], htmx.content) == (200, question, b"")
    assert stranger.cookies.output() == ""


def test_of_a_film_that_is_out_or_seen_nothing_is_asked(cinema, fan_of):
    fan = fan_of(cinema.fence)

    assert [(one.status_code, one.url) for one in (
        fan.get("/films/the-fence/seen/"), fan.get("/films/the-house/seen/?back=/seen/"),
    )] == [(303, FENCE), (303, "/films/the-house/")]  # fmt: skip
    assert fan.get("/films/nowhere/seen/").status_code == 404


def test_the_page_of_the_film_says_that_one_has_seen_it_and_takes_it_back(cinema, fan_of):
    fan = fan_of(cinema.fence)
    seen = [one for one in read(fan.get(FENCE)).main if "seen" in one.classes]

    place = go(fan, "/films/the-fence/unseen/", FENCE)

    assert [one.heard() for one in seen] == [
        "You have seen it. <Not yet, after all → /films/the-fence/unseen/>"
    ]
    assert place == (303, f"{FENCE}?done=unseen-the-fence")
    assert fan.cookies["seen"].value == ""


def test_the_picker_has_a_box_for_a_film_that_was_seen_before_its_date(cinema, stranger, fan_of):
    gate = "- The Gate not out yet. [Seen it already?](/films/the-gate/seen/?back=/seen/)"

    assert ticks(stranger) == [
        "- The Fence not out yet. [Seen it already?](/films/the-fence/seen/?back=/seen/)",
        gate,
    ]
    assert ticks(fan_of(cinema.fence)) == [
        "- [x] The Fence 2999<up to here: tick The Fence and all before it → preset=upto:the-fence>",
        gate,
    ]


def test_a_locked_item_offers_no_button_for_a_film_that_is_not_out(cinema, fan_of):
    NoteFactory(film=cinema.house, spoils=[cinema.fence], position=0, public_id="nfnc22222")

    item = read(fan_of(cinema.house).get("/films/the-house/")).main.by_id("note-nfnc22222")

    assert item.heard().split("\n")[2:] == [
        "Locked until you have seen The House and The Fence.",
        f"<Reveal {item.all('h3')[0].text.join('“”')} – spoils The House and The Fence → "
        "/notes/nfnc22222/reveal/>",
    ]
