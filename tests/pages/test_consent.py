"""Consent: a reader knows every film that an item gives away before it opens, and no sooner."""

from inspect import cleandoc

import pytest

from tests.factories import EchoFactory, NoteFactory

from .reading import read
from .visiting import answer, go

GARDEN = "/films/the-garden/"
HTMX = {"HX-Request": "true"}
#: Items of several films, of which a stranger has seen none: a page with each, and its question.
SEVERAL = [
    ("/notes/ngrdrbx22/", GARDEN, "“The doorbell”", "The House and The Garden"),
    ("/notes/nttcrp222/", "/notes/nttcrp222/", "“The rope”", "The House, The Bell and The Attic"),
    (
        "/quotes/qgzdr2222/",
        "/people/ida-holm/",
        "what Ida Holm said to Gazette",
        "The House and The Garden",
    ),
]


def anchor(item: str) -> str:
    return item.strip("/").replace("s/", "-")


@pytest.mark.parametrize(("item", "page", "what", "films"), SEVERAL)
def test_a_second_step_names_every_film_before_anything_opens(
    cinema, stranger, item, page, what, films
):
    before = answer(stranger, page)

    status, place = go(stranger, f"{item}reveal/", page)

    assert (status, place) == (303, f"{item}reveal/?back={page}")
    assert read(stranger.get(place)).main.heard() == "\n".join(
        [
            f"# Reveal {what}?",
            f"This gives away {films}.",
            f"[Keep it locked]({page}#{anchor(item)})",
            f"<Reveal it → {item}reveal/>",
        ]
    )
    assert answer(stranger, page) == before
    assert stranger.cookies.output() == ""


@pytest.mark.parametrize(("item", "page", "what", "films"), SEVERAL)
def test_whoever_agrees_comes_back_to_the_open_item(cinema, stranger, item, page, what, films):
    _status, question = go(stranger, f"{item}reveal/", page)
    (form,) = read(stranger.get(question)).main.all("form")
    sent = {one.attributes["name"]: one.attributes["value"] for one in form.all("input")}

    place = go(stranger, form.attributes["action"], question, sent)

    name = anchor(item)
    assert sent == {"agreed": "yes", "back": page}
    assert place == (303, f"{page}?done=opened-{name.partition('-')[2]}#{name}")
    assert "Hide" in read(stranger.get(page)).main.by_id(name).all("button")[-1].text


@pytest.mark.parametrize(("item", "page", "what", "films"), SEVERAL)
def test_with_htmx_the_item_itself_asks(cinema, stranger, item, page, what, films):
    before = answer(stranger, page)
    shown = read(stranger.get(page)).main.by_id(anchor(item)).heard()

    asked = read(stranger.act(f"{item}reveal/", page=page, **HTMX)).by_id(anchor(item))
    kept_locked = read(stranger.act(f"{item}hide/", page=page, **HTMX))

    question, keep, reveal = asked.heard().split("\n")[-3:]
    assert question == f"This gives away {films}. Reveal it?"
    assert reveal == f"<Reveal {what} → {item}reveal/>"
    assert keep == f"<Keep it locked → {item}hide/>"
    assert [one.attributes["tabindex"] for one in asked if "question" in one.classes] == ["-1"]
    assert kept_locked.by_id(anchor(item)).heard() == shown
    assert kept_locked.notice.heard() == ""
    assert answer(stranger, page) == before


@pytest.mark.parametrize(("item", "page", "what", "films"), SEVERAL)
def test_with_htmx_agreeing_opens_it(cinema, stranger, item, page, what, films):
    asked = read(stranger.act(f"{item}reveal/", page=page, **HTMX)).by_id(anchor(item))
    reveal = asked.all("form")[-1]
    sent = {one.attributes["name"]: one.attributes["value"] for one in reveal.all("input")}

    opened = read(stranger.act(reveal.attributes["hx-post"], sent, page=page, **HTMX))

    name = anchor(item)
    assert sent == {"agreed": "yes"}
    assert opened.by_id(name) == read(stranger.get(page)).main.by_id(name)
    assert opened.notice.heard().startswith("Open now: ")


def test_an_echo_known_by_a_revealed_note_names_the_other_film_only_when_asked(cinema, stranger):
    stranger.has_revealed("ngrndng22")
    page = "/echoes/cmrrr2222/"

    to_read = read(stranger.get(page)).main.part("To read it").heard()
    poster = read(stranger.get(page)).main.all("h1")[0].heard()
    place = go(stranger, f"{page}reveal/", page)

    assert to_read == cleandoc("""
        ## To read it
        “The ending” has an echo. To read it you also need to have seen another film.
        <I have seen The Garden → /films/the-garden/seen/>
        <Reveal this echo – spoils The Garden and another film → /echoes/cmrrr2222/reveal/>
        """)
    assert poster == "# The House: The Garden The ending has an echo Another film Not open yet"
    assert place == (303, f"{page}reveal/?back={page}")
    assert read(stranger.get(place[1])).main.heard() == cleandoc("""
        # Reveal this echo?
        This gives away The House and The Garden.
        [Keep it locked](/echoes/cmrrr2222/)
        <Reveal it → /echoes/cmrrr2222/reveal/>
        """)


def test_an_echo_asks_in_its_place_with_htmx(cinema, stranger):
    stranger.has_revealed("ngrndng22")
    page = "/echoes/cmrrr2222/"

    asked = read(stranger.act(f"{page}reveal/", page=page, **HTMX))

    assert asked.part("To read it").heard() == cleandoc("""
        ## To read it
        “The ending” has an echo. To read it you also need to have seen another film.
        This gives away The House and The Garden. Reveal it?
        <Keep it locked → /echoes/cmrrr2222/hide/>
        <Reveal this echo → /echoes/cmrrr2222/reveal/>
        """)


@pytest.mark.parametrize("headers", [{}, HTMX])
@pytest.mark.parametrize(
    ("seen", "item"),
    [
        ([], "/notes/ngrndng22/"),
        (["house"], "/notes/ngrdrbx22/"),
        (["bell"], "/quotes/qtmsthr22/"),
        (["garden"], "/echoes/cmrrr2222/"),
    ],
)
def test_where_the_button_names_every_film_one_step_is_enough(cinema, fan_of, seen, item, headers):
    client = fan_of(*(getattr(cinema, name) for name in seen))

    client.act(f"{item}reveal/", **headers)

    public_id = item.strip("/").partition("/")[2]
    assert client.cookies["revealed"].value.startswith(public_id)


@pytest.mark.parametrize("form", [{}, {"agreed": "no"}, {"agreed": ""}, {"yes": "agreed"}])
def test_nothing_opens_without_a_yes(cinema, stranger, form):
    """That the field is there is the answer: no button sends it with another value."""
    go(stranger, "/notes/ngrdrbx22/reveal/", GARDEN, form)

    assert ("revealed" in stranger.cookies) is ("agreed" in form)


@pytest.mark.parametrize("item", ["/notes/ngrndng22/", "/quotes/qgzdr2222/", "/echoes/cmrrr2222/"])
def test_nothing_is_asked_of_what_is_open(cinema, devotee, item):
    places = {
        "/notes/ngrndng22/": "/films/the-garden/#note-ngrndng22",
        "/quotes/qgzdr2222/": "/interviews/ida-holm-2021/#quote-qgzdr2222",
        "/echoes/cmrrr2222/": "/echoes/cmrrr2222/",
    }

    response = devotee.get(f"{item}reveal/")

    assert (response.status_code, response.url) == (303, places[item])


def test_the_question_does_not_lead_to_another_site(cinema, stranger):
    asked = read(stranger.get("/notes/ngrdrbx22/reveal/?back=//elsewhere.example/")).main

    assert [one.attributes["href"] for one in asked.all("a")] == [f"{GARDEN}#note-ngrdrbx22"]


def test_the_question_is_the_same_wherever_a_stranger_comes_from(cinema, stranger):
    """A cache that strangers share tells pages apart by their addresses alone."""
    answers = [
        stranger.get("/notes/ngrdrbx22/reveal/", headers=headers)
        for headers in (
            {},
            {"Referer": "http://testserver/people/"},
            {"Referer": "http://x.example/"},
        )
    ]

    assert len({one.content for one in answers}) == 1
    assert answers[0]["Cache-Control"] == "public, max-age=0, s-maxage=60"


def test_an_item_without_a_film_of_its_own_names_none(cinema, stranger):
    """Its interview is about none of the films that it spoils."""
    cinema.times.coverage.all().delete()

    quote = read(stranger.get("/interviews/jo-lind-2021/")).main.by_id("quote-qtmsthr22")

    assert quote.heard() == cleandoc("""
        [Jo Lind](/people/jo-lind/)
        Locked until you have seen 3 films.
        <Reveal what Jo Lind said to Times – spoils 3 films → /quotes/qtmsthr22/reveal/>
        """)


def test_which_films_a_stranger_is_not_told_changes_no_byte_of_any_page(cinema, stranger):
    """Only how many there are is public until the reader asks."""
    rope = cinema.ring
    rope.spoil(cinema.attic)
    rope.save()
    pages = ["/films/the-bell/", rope.get_absolute_url()]
    before = [answer(stranger, page) for page in pages]

    rope.spoil(cinema.tide)
    rope.save()

    assert [answer(stranger, page) for page in pages] == before


def test_an_echo_of_two_unnamed_films_says_how_many(cinema, stranger):
    later = NoteFactory(film=cinema.garden, spoils=[cinema.house])
    echo = EchoFactory(later=later, earlier=cinema.ring)
    stranger.has_revealed(cinema.ring.public_id)

    to_read = read(stranger.get(echo.get_absolute_url())).main.part("To read it")

    assert to_read.all("p")[0].text == (
        "“The ring” has an echo. To read it you also need to have seen 2 other films."
    )
