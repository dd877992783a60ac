"""Pages as an editor looks at them by somebody else's eyes."""

import re
from datetime import timedelta
from inspect import cleandoc

import pytest
from django.contrib.auth.models import Group, Permission
from django.urls import reverse
from django.utils import timezone

from gate.queryset import sealed_fields
from gate.rule import gated_models, known_through, rule_of
from gate.sealed import unseal
from memory.keeping import is_kept
from readers.models import Seen
from tests.canaries import canaries_in
from tests.conftest import ReaderClient
from tests.factories import (
    CitationFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    NoteFactory,
    QuoteFactory,
    SourceFactory,
    UserFactory,
)
from tests.gate.editing import page as form_of
from tests.roles import make_roles
from tests.routes import actions, pages
from tests.signing_in import sign_in_to_edit

from .reading import read

NOBODY, EVERYTHING = "/admin/preview/nobody", "/admin/preview/everything"
WITH_DRAFTS = "-with-drafts"
WAIT = ("note", "quote", "interview", "placement", "echo")
SHOWN_WITH_THEM = [
    model._meta.model_name
    for model in gated_models()
    if sealed_fields(model) and not rule_of(model).live
    if not rule_of(model).known_by_others or known_through(model)
]
#: Whose forms show all that drafts lead to: what is set for later, too, and what stands beside it.
READS = [
    *(f"change_{kind}" for kind in (*WAIT, *SHOWN_WITH_THEM)),
    *(f"publish_{kind}" for kind in WAIT),
]


#: Whose forms show drafts with their parts, and whom these name.
WRITES = [
    *(f"change_{kind}" for kind in (*WAIT, "beat", "evidence", "citation")),
    *(f"view_{kind}" for kind in ("source", "person", "character")),
]


def staff_with(*rights: str) -> ReaderClient:
    client, staff = ReaderClient(), UserFactory(is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename__in=rights))
    sign_in_to_edit(client, staff)
    return client


def seen(*films) -> str:
    return f"/admin/preview/seen-{'.'.join(film.key for film in films)}"


def main_of(answer, prefix: str = "") -> str:
    """What a page says, with its addresses as they are on the site itself."""
    return read(answer).main.heard().replace(f"{prefix}/", "/")


@pytest.mark.parametrize("reader", ["stranger", "fan_of_first", "completist"])
def test_without_drafts_a_page_is_the_one_that_such_a_reader_gets(
    world, editor_client, request, reader
):
    client = request.getfixturevalue(reader)
    prefix = {"stranger": NOBODY, "fan_of_first": seen(world.first), "completist": EVERYTHING}
    kept = [page for listed in pages(world).values() for page in listed if is_kept(page)]

    own = {page: client.get(page) for page in kept}
    previewed = {page: editor_client.get(prefix[reader] + page) for page in kept}

    assert len(kept) > 20
    assert {page: answer.status_code for page, answer in previewed.items()} == {
        page: answer.status_code for page, answer in own.items()
    }
    assert {page: main_of(answer, prefix[reader]) for page, answer in previewed.items()} == {
        page: main_of(answer) for page, answer in own.items()
    }


def test_it_says_above_the_page_whose_eyes_these_are_and_where_to_find_others(world, editor_client):
    answer = editor_client.get(f"{seen(world.first)}/films/the-house/")

    own = seen(world.first)
    assert read(answer).by_id("preview").heard() == cleandoc(f"""
        (Preview)
        Preview as somebody who has seen The House. Nothing can be marked or opened here.
        - [As nobody]({NOBODY}/films/the-house/)
        - [As who has seen everything]({EVERYTHING}/films/the-house/)
        - [With drafts]({own}{WITH_DRAFTS}/films/the-house/)
        - [As somebody else…](/admin/preview/?page=%2Ffilms%2Fthe-house%2F)
        - [To its form](/admin/edit/film/the-house/)
        - [Leave the preview](/films/the-house/)
        """)
    assert "<title>Preview: " in answer.text
    assert "reader-bar" not in answer.text
    assert "<script" not in answer.text  # other tabs are told nothing of a reader who is not there


@pytest.mark.parametrize(
    ("number", "who"),
    [
        (1, "The Attic"),
        (3, "The Attic, The Barn and The Cellar"),
        (5, "The Attic, The Barn, The Cellar and 2 more films"),
    ],
)
def test_films_are_named_as_far_as_there_is_room(editor_client, number, who):
    names = ["The Attic", "The Barn", "The Cellar", "The Den", "The Estate"][:number]
    films = [FilmFactory(title=name, released=None) for name in names]

    answer = editor_client.get(f"{seen(*films)}/")

    told = read(answer).by_id("preview").all("p")[0].text
    assert told.startswith(f"Preview as somebody who has seen {who}.")


@pytest.mark.parametrize(
    "done", [["/notes/{note}/reveal/"], ["/films/the-house/seen/", "/films/the-garden/seen/"]]
)
def test_what_the_editor_has_opened_or_seen_tells_nothing(world, editor_client, done):
    address = f"{NOBODY}/films/the-garden/"
    before = editor_client.get(address)
    for act in done:
        editor_client.act(act.format(note=world.later.public_id))

    after = editor_client.get(address)

    assert canaries_in(editor_client.get("/films/the-garden/").content) != set()
    assert main_of(after) == main_of(before)


def test_a_draft_is_there_as_it_will_be_once_it_is_published(world, editor_client):
    draft = NoteFactory(film=world.first, label="The cellar door", is_published=False)
    (word,) = canaries_in(unseal(draft.sealed_text))
    addresses = {
        "nobody": f"{NOBODY}/notes/{draft.public_id}/",
        "nobody, with drafts": f"{NOBODY}{WITH_DRAFTS}/notes/{draft.public_id}/",
        "everything": f"{EVERYTHING}/notes/{draft.public_id}/",
        "everything, with drafts": f"{EVERYTHING}{WITH_DRAFTS}/notes/{draft.public_id}/",
    }

    answers = {who: editor_client.get(address) for who, address in addresses.items()}

    told = {
        who: (a.status_code, draft.label in a.text, word in a.text) for who, a in answers.items()
    }
    assert told == {
        "nobody": (404, False, False),
        "nobody, with drafts": (200, True, False),
        "everything": (404, False, False),
        "everything, with drafts": (200, True, True),
    }


def test_what_is_withdrawn_stays_away(world, editor_client):
    world.later.withdraw()
    world.hidden_placement.withdraw()
    claim = canaries_in(unseal(world.hidden_placement.sealed_claim))

    answer = editor_client.get(f"{EVERYTHING}{WITH_DRAFTS}/films/the-garden/")

    assert world.later.public_id not in answer.text
    assert world.crossing.public_id in answer.text
    assert claim & canaries_in(answer.text) == set() < claim


def test_who_may_not_read_in_forms_all_that_drafts_lead_to_looks_at_what_is_published(world):
    client = staff_with(*READS[1:])  # without drafts of notes

    shown = client.get(f"{NOBODY}/films/the-house/")
    refused = client.get(f"{NOBODY}{WITH_DRAFTS}/films/the-house/")
    chooser = client.get("/admin/preview/?page=/films/the-house/")

    assert (shown.status_code, refused.status_code) == (200, 403)
    assert "With drafts" not in shown.text
    assert read(shown).by_id("preview").heard().splitlines()[1] == (
        "Preview as somebody who has marked nothing. Your account is shown no drafts in previews. "
        "Nothing can be marked or opened here."
    )
    assert "Your account is shown no drafts in previews." in chooser.text
    assert "drafts" not in chooser.context["form"].fields
    assert [way.url for way in chooser.context["ways"]] == [
        f"{NOBODY}/films/the-house/",
        f"{EVERYTHING}/films/the-house/",
    ]


@pytest.mark.parametrize("lacking", WRITES)
def test_without_one_of_the_rights_to_read_drafts_nobody_meets_any(db, lacking):
    client = staff_with(*(right for right in WRITES if right != lacking))

    answer = client.get(f"{NOBODY}{WITH_DRAFTS}/")

    assert answer.status_code == 403


@pytest.mark.parametrize("lacking", [[], *([right] for right in READS if right not in WRITES)])
def test_what_is_set_for_later_only_who_may_read_all_of_it_meets(world, lacking):
    later = NoteFactory(film=world.first, live_from=timezone.now() + timedelta(days=9))
    draft = NoteFactory(film=world.first, is_published=False)
    client = staff_with(*WRITES, *(right for right in READS if [right] != lacking))

    pages = [f"{EVERYTHING}{WITH_DRAFTS}{one.get_absolute_url()}" for one in (later, draft)]
    answers = [client.get(page) for page in pages]

    assert [one.status_code for one in answers] == [404 if lacking else 200, 200]
    told = "What is set for later stays away" in read(answers[1]).by_id("preview").text
    assert told == bool(lacking)


def test_a_writer_looks_at_an_echo_with_its_notes_and_the_quote_behind_it(world):
    notes = [NoteFactory(film=film, is_published=False) for film in (world.second, world.first)]
    echo = EchoFactory(later=notes[0], earlier=notes[1], is_published=False)
    quote = QuoteFactory(interview__is_published=False, is_published=False, stamp="nothing")
    evidence = EvidenceFactory(echo=echo, quote=quote)
    source = SourceFactory(stamp="nothing")
    CitationFactory(quote=quote, source=source)
    writer = UserFactory(is_staff=True)
    make_roles()
    writer.groups.add(Group.objects.get(name="Writer"))
    client = ReaderClient()
    sign_in_to_edit(client, writer)

    answer = client.get(f"{EVERYTHING}{WITH_DRAFTS}{echo.get_absolute_url()}")

    own = [note.sealed_text for note in notes]
    own += [echo.sealed_text, evidence.sealed_point, quote.sealed_text]
    assert [text for text in own if not canaries_in(text) <= canaries_in(answer.content)] == []
    # Its form does not show them to a writer either.
    assert canaries_in(source.sealed_title) & canaries_in(answer.content) == set()


def test_what_is_published_shows_a_writer_nothing_for_a_draft_on_which_it_stands(world):
    note = NoteFactory(film=world.first, is_published=False)
    echo = EchoFactory(later=note, earlier=world.earlier)
    quote = QuoteFactory(interview__is_published=False, stamp="nothing")
    client = staff_with(*WRITES)

    pages = [echo.get_absolute_url(), quote.interview.get_absolute_url(), note.get_absolute_url()]
    answers = [client.get(f"{EVERYTHING}{WITH_DRAFTS}{page}") for page in pages]

    found = set().union(*(canaries_in(one.content) for one in answers))
    assert [one.status_code for one in answers] == [404, 200, 200]
    assert found & canaries_in(echo.sealed_text, quote.sealed_text) == set()
    assert canaries_in(note.sealed_text) <= found


def test_who_may_read_all_of_it_needs_no_other_right(world):
    answer = staff_with(*READS).get(f"{NOBODY}{WITH_DRAFTS}/films/the-house/")

    assert answer.status_code == 200


@pytest.mark.parametrize("address", ["/admin/preview/", f"{NOBODY}/films/", f"{NOBODY}/"])
def test_others_are_asked_to_sign_in(world, completist, address):
    answer = completist.get(address)

    assert (answer.status_code, answer["Location"]) == (302, f"/admin/login/?next={address}")


def test_nothing_of_it_is_kept(world, editor_client):
    address = f"{EVERYTHING}/films/the-house/"

    answer = editor_client.get(address)

    assert "no-store" in answer["Cache-Control"]
    assert not is_kept(address)
    assert answer.cookies.keys() == set()


def test_nothing_is_marked_or_opened_in_it(world, editor_client):
    answers = {
        address: editor_client.post(f"{NOBODY}{address}", {"agreed": "yes"})
        for listed in actions(world).values()
        for address in listed
    }

    assert {read(answer).main.all("h1")[0].text for answer in answers.values()} == {
        "Not in a preview"
    }
    assert {(answer.status_code, *answer.cookies) for answer in answers.values()} == {(404,)}
    assert list(Seen.objects.all()) == []


@pytest.mark.parametrize(
    "path", ["/account/data/", "/accounts/login/", "/admin/", "/healthz", "/notes/x/"]
)
def test_what_is_no_page_for_reading_is_not_in_it(world, editor_client, path):
    answer = editor_client.get(NOBODY + path)

    assert answer.status_code == 404
    assert "Preview" in read(answer).by_id("preview").text


def test_a_page_that_such_a_reader_does_not_find_says_so_in_the_preview(world, editor_client):
    answer = editor_client.get(f"{NOBODY}/notes/{world.hidden_note.public_id}/")

    assert answer.status_code == 404
    assert read(answer).main.all("h1")[0].text == "Not in the programme"
    assert "somebody who has marked nothing" in read(answer).by_id("preview").text
    assert canaries_in(answer.content) == set()


def test_from_a_draft_which_the_site_does_not_show_it_leads_back_to_the_form(world, editor_client):
    draft = NoteFactory(film=world.first, is_published=False)
    page = f"/notes/{draft.public_id}/"

    bar = read(editor_client.get(f"{EVERYTHING}{WITH_DRAFTS}{page}")).by_id("preview")
    (way,) = (a.attributes["href"] for a in bar.all("a") if a.text == "To its form")
    left, form = editor_client.get(page), editor_client.get(way)

    assert left.status_code == 404
    assert form["Location"] == f"/admin/spoilers/note/{draft.pk}/change/"


@pytest.mark.parametrize(
    ("rights", "path"),
    [(READS, "/films/the-house/"), (READS, "/films/"), (["view_film"], "/no/such/page/")],
)
def test_it_leads_to_no_form_that_there_is_not_or_that_an_account_may_not_look_at(
    world, rights, path
):
    answer = staff_with(*rights).get(f"{NOBODY}{path}")

    assert "To its form" not in answer.text
    assert "Leave the preview" in answer.text


@pytest.mark.parametrize("who", ["seen-zzzzzz", "seen-", "seen-x", "anybody", "nobody-with"])
def test_eyes_that_there_are_not_lead_nowhere(world, editor_client, who):
    answer = editor_client.get(f"/admin/preview/{who}/films/")

    assert answer.status_code == 404


def test_an_old_address_leads_on_within_the_preview(world, editor_client):
    world.first.slug = "the-old-house"
    world.first.save()

    answer = editor_client.get(f"{NOBODY}/films/the-house/")

    assert (answer.status_code, answer["Location"]) == (301, f"{NOBODY}/films/the-old-house/")


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ({}, f"{NOBODY}/films/the-house/"),
        ({"drafts": "on"}, f"{NOBODY}{WITH_DRAFTS}/films/the-house/"),
        ({"films": "both"}, "{both}/films/the-house/"),
        ({"page": "//elsewhere.example/"}, f"{NOBODY}/elsewhere.example/"),
        ({"page": ""}, f"{NOBODY}/"),
        ({"page": "/a\r\nb: c"}, f"{NOBODY}/a%0D%0Ab:%20c"),
    ],
)
def test_whose_eyes_is_chosen_on_a_page_of_its_own(world, editor_client, asked, leads):
    films = [film.pk for film in world.films] if "films" in asked else []
    told = {"page": "/films/the-house/", "look": "1"} | asked | {"films": films}

    answer = editor_client.get("/admin/preview/", told)

    assert answer.status_code == 302
    assert answer["Location"] == leads.format(both=seen(*world.films))


def test_what_cannot_be_chosen_is_said_and_nothing_is_lost(world, editor_client, monkeypatch):
    films = [world.first.pk, world.second.pk]
    told = {"page": "/films/", "look": "1", "films": [*films, 0]}

    answer = editor_client.get("/admin/preview/", told)

    form = answer.context["form"]
    assert form.errors == {
        "films": ["Select a valid choice. 0 is not one of the available choices."]
    }
    assert form["films"].value() == [str(pk) for pk in told["films"]]
    assert form["page"].value() == "/films/"


@pytest.mark.parametrize("key", ["x", "1.5", "9" * 40, "9" * 5000])
def test_what_is_the_key_of_no_film_is_left_out(world, editor_client, key):
    told = {"page": "/films/", "films": [key, world.first.pk]}

    asked = editor_client.get("/admin/preview/", told)
    answered = editor_client.get("/admin/preview/", told | {"look": "1"})

    assert asked.context["form"]["films"].value() == [str(world.first.pk)]
    assert answered["Location"] == f"{seen(world.first)}/films/"


def test_without_scripts_all_films_are_listed_when_somebody_asks(world, editor_client):
    few = editor_client.get("/admin/preview/?page=/films/")
    all_of_them = editor_client.get("/admin/preview/?page=/films/&choices=all")

    listed = [
        [option.text for option in read(answer).all("option")] for answer in (few, all_of_them)
    ]
    assert listed == [[], [str(film) for film in world.films]]


@pytest.mark.parametrize(
    ("item", "films"),
    [
        ("later", ["second"]),
        ("crossing", ["first", "second"]),
        ("echo", ["first", "second"]),
        ("first", ["first"]),
        ("interview", ["second"]),
        ("director", []),
    ],
)
def test_a_form_leads_to_it_with_the_films_by_which_its_page_opens(
    world, editor_client, item, films
):
    row = getattr(world, item)

    answer = editor_client.get(form_of("change", row))

    query = {
        "page": row.get_absolute_url(),
        "films": sorted(getattr(world, film).pk for film in films),
    }
    assert answer.context["preview"] == reverse("preview-choose", query=query)
    assert re.search(r"<a href=\"/admin/preview/[^\"]*\">Preview</a>", answer.text)


def test_what_has_no_page_has_no_preview(world, editor_client):
    answer = editor_client.get(form_of("change", world.source))

    assert answer.context["preview"] is None
    assert "Preview</a>" not in answer.text
