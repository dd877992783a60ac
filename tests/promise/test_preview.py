"""What an editor is shown by somebody else's eyes depends on nothing that these have not unlocked."""

from dataclasses import replace

import pytest
from django.contrib.auth.models import Permission

from films.models import Film
from gate.reader import NOBODY, Reader
from memory.keeping import is_kept
from tests.pages.test_preview import READS

from .asking import questions as asking
from .asking import visitors as cast
from .battery import Battery, Session
from .portions import DEEP
from .twins.twin import AT_ONCE
from .whole_world import WholeWorld

pytestmark = pytest.mark.django_db

#: One page in so many, for each of them others.
EVERY = 1 if DEEP else 7
#: Who changes drafts and their parts, and neither publishes nor changes sources.
WRITES = [
    *("change_note", "change_quote", "change_interview", "change_placement", "change_echo"),
    *("change_beat", "change_evidence", "view_source", "view_person", "view_character"),
    "change_citation",
]


def eyes(world: WholeWorld) -> dict[str, Reader]:
    """By the words of an address, those whom they stand for."""
    everything = frozenset(Film.objects.values_list("pk", flat=True))
    one = frozenset([world.first.pk])
    return {
        "nobody": Reader(),
        f"seen-{world.first.key}": Reader(seen=one),
        "everything": Reader(seen=everything),
        "nobody-with-drafts": Reader(meets_drafts=True),
        f"seen-{world.first.key}-with-drafts": Reader(seen=one, meets_drafts=True),
        "everything-with-drafts": Reader(seen=everything, meets_drafts=True),
    }


def writers_eyes(world: WholeWorld, number: int) -> tuple[str, Reader]:
    """The same with drafts, of those whose forms show no more than these."""
    who, reader = list(eyes(world).items())[number]
    return f"{who}-with-drafts", replace(reader, meets_waiting=True)


def looking(world: WholeWorld, reader: Reader, rights: list[str]) -> cast.Visitor:
    """Staff with these rights, of whom the oracle is to think as of those by whose eyes they look."""
    staff = cast.visitor(world, "staff, signed in")
    staff.user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    return replace(staff, reader=reader)


def previewed(world: WholeWorld, who: str) -> list[asking.Ask]:
    asks = asking.asks(world, deep=DEEP, kinds=["reading"])
    return [
        asking.Ask("preview-page", "GET", f"/admin/preview/{who}{ask.path}")
        for ask in asks
        if is_kept(ask.path)
    ]


@pytest.mark.usefixtures("on_twins")
@pytest.mark.parametrize("number", range(6))
def test_a_preview_depends_on_nothing_that_its_reader_has_not_unlocked(whole_world, number):
    who, reader = list(eyes(whole_world).items())[number]
    visitor = looking(whole_world, reader, READS if reader.meets_drafts else [])
    pages = previewed(whole_world, who)[number % EVERY :: EVERY]
    always = (whole_world.second.get_absolute_url(), "/echoes/")
    pages += [asking.Ask("preview-page", "GET", f"/admin/preview/{who}{path}") for path in always]

    report = Battery().run([visitor], pages, [AT_ONCE])

    assert report.pairs == len(pages) > 5
    assert "\n".join(map(str, report.findings)) == ""
    assert {200} <= report.statuses <= {200, 301, 404}


@pytest.mark.usefixtures("on_twins")
@pytest.mark.parametrize("number", range(3))
def test_nor_on_anything_that_is_no_draft_where_a_writer_looks_at_drafts(whole_world, number):
    """Not on what is set for later, nor on what is published and stands on a draft."""
    who, reader = writers_eyes(whole_world, number)
    visitor = looking(whole_world, reader, WRITES)
    pages = previewed(whole_world, who)[number % EVERY :: EVERY]
    unpublished = whole_world.unpublished
    always = [whole_world.second.get_absolute_url(), "/echoes/", "/interviews/"]
    always += [one.get_absolute_url() for one in unpublished.notes.values()]
    always += [one.get_absolute_url() for one in unpublished.interviews.values()]
    always += [whole_world.third.get_absolute_url(), whole_world.far_echo.get_absolute_url()]
    pages += [asking.Ask("preview-page", "GET", f"/admin/preview/{who}{path}") for path in always]

    report = Battery().run([visitor], pages, [AT_ONCE])

    assert report.pairs == len(pages) > 5
    assert "\n".join(map(str, report.findings)) == ""
    assert {200} <= report.statuses <= {200, 301, 404}


def test_a_writer_meets_what_waits_and_nothing_else_that_is_not_live(whole_world):
    who, reader = writers_eyes(whole_world, 2)
    session = Session(looking(whole_world, reader, WRITES))
    found = {
        state: session.ask(
            asking.Ask("preview-page", "GET", f"/admin/preview/{who}{note.get_absolute_url()}")
        ).status
        for state, note in whole_world.unpublished.notes.items()
    }

    waits = {"a draft", "waiting for review"}
    assert found.keys() > waits
    assert found == {state: 200 if state in waits else 404 for state in found}


def test_drafts_are_shown_to_those_eyes_alone_that_are_to_meet_them(whole_world):
    """Else there would be nothing to compare."""
    words = {}
    for who, reader in eyes(whole_world).items():
        visitor = looking(whole_world, reader, READS)
        session = Session(visitor)
        path = f"/admin/preview/{who}/notes/{whole_world.unpublished.notes['a draft'].public_id}/"
        answer = session.ask(asking.Ask("preview-page", "GET", path))
        words[who] = answer.status

    assert set(words.items()) == {
        (who, 200 if reader.meets_drafts else 404) for who, reader in eyes(whole_world).items()
    }


@pytest.mark.usefixtures("on_twins")
@pytest.mark.parametrize(
    "rights", [[], WRITES[1:], WRITES[:-1]], ids=["none", "all but notes", "all but citations"]
)
def test_who_may_not_read_all_drafts_is_refused_whatever_there_is(whole_world, rights):
    visitor = looking(whole_world, Reader(), rights)
    pages = previewed(whole_world, "everything-with-drafts")[::EVERY]

    report = Battery().run([visitor], pages, [AT_ONCE])

    assert "\n".join(map(str, report.findings)) == ""
    assert report.statuses == {403}


@pytest.mark.usefixtures("on_twins")
def test_who_may_edit_finds_the_same_ways_to_do_so_whatever_is_locked(whole_world):
    kinds = ("note", "quote", "film", "person", "interview")
    rights = [f"{verb}_{kind}" for verb in ("change", "publish") for kind in kinds]
    visitor = looking(whole_world, NOBODY, rights)
    paths = [
        whole_world.second.get_absolute_url(),
        whole_world.interview.get_absolute_url(),
        whole_world.director.get_absolute_url(),
        whole_world.actor.get_absolute_url(),
        "/people/",
        "/films/nowhere/",
        f"/notes/{whole_world.hidden_note.public_id}/",
    ]
    asks = [asking.Ask("film", "GET", path) for path in paths]
    asks += [
        asking.Ask("edit", "GET", f"/admin/edit/{kind}/{key}/")
        for kind, key in (
            ("film", whole_world.second.slug),
            ("film", "nowhere"),
            ("house", "nowhere"),
            ("echo", whole_world.echo.public_id),
        )
    ]

    report = Battery().run([visitor], asks, [AT_ONCE])

    assert "\n".join(map(str, report.findings)) == ""
    assert report.statuses == {200, 302, 403, 404}
