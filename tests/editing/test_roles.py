"""Who may do what in the editors' pages: the roles that every database has from the start."""

from importlib import import_module

import pytest
from django.apps import apps
from django.contrib.auth.models import Group, Permission
from django.test import Client

from films.models import Film
from gate.publishing import State
from gate.sealed import unseal
from interviews.models import Quote
from spoilers.models import Note
from tests.canaries import canaries_in
from tests.factories import (
    BeatFactory,
    CitationFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    PersonFactory,
    QuoteFactory,
    TimedNoteFactory,
    UserFactory,
)
from tests.gate.editing import delete, filled_in, page, press, say_yes
from tests.roles import make_roles
from tests.signing_in import sign_in_to_edit

from .deleting import bring_back, chosen_to_delete

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

WAITS = ["note", "echo", "placement", "quote", "interview"]
PARTS = ["beat", "evidence", "citation", "interviewfilm"]
KNOWN_BY_OTHERS = ["source", "person", "character"]
AT_ONCE = ["universe", "film", "credit", "characterfact"]


def rights(verbs: str, kinds: list[str]) -> set[str]:
    return {f"{verb}_{kind}" for verb in verbs.split() for kind in kinds}


WRITER = (
    rights("add change delete view", WAITS + PARTS)
    | rights("add view", KNOWN_BY_OTHERS)
    | rights("view", AT_ONCE)
)
PUBLISHER = (
    WRITER
    | rights("publish", WAITS)
    | rights("add change delete view", KNOWN_BY_OTHERS)
    | rights("add change view", AT_ONCE)
)
CHIEF = PUBLISHER | rights("delete", AT_ONCE)


@pytest.fixture(autouse=True)
def roles(db) -> None:
    make_roles()


def of(role: str) -> Client:
    client = Client()
    user = UserFactory(is_staff=True, username=role.lower())
    user.groups.add(Group.objects.get(name=role))
    sign_in_to_edit(client, user)
    return client


@pytest.fixture
def writer(db) -> Client:
    return of("Writer")


@pytest.fixture
def publisher(db) -> Client:
    return of("Publisher")


def test_every_role_has_these_rights_and_they_are_djangos_own():
    found = {
        group.name: set(group.permissions.values_list("codename", flat=True))
        for group in Group.objects.all()
    }
    twice = Permission.objects.values_list("content_type__model", "codename")

    assert found == {"Writer": WRITER, "Publisher": PUBLISHER, "Chief": CHIEF}
    assert len(twice) == len(set(twice))
    assert Permission.objects.get(codename="add_characterfact").name == "Can add character fact"


def test_who_could_change_what_readers_meet_before_there_were_roles_still_can():
    editor, looker = UserFactory(is_staff=True), UserFactory(is_staff=True)
    group = Group.objects.create(name="Those who quote")
    editor.user_permissions.set(Permission.objects.filter(codename__in=["change_note"]))
    looker.user_permissions.set(Permission.objects.filter(codename="view_note"))
    group.permissions.set(Permission.objects.filter(codename="change_quote"))

    import_module("editing.migrations.0003_roles").keep_what_could_be_done(apps, None)

    assert set(editor.user_permissions.values_list("codename", flat=True)) == {
        "change_note",
        "publish_note",
    }
    assert [one.codename for one in looker.user_permissions.all()] == ["view_note"]
    assert set(group.permissions.values_list("codename", flat=True)) == {
        "change_quote",
        "publish_quote",
    }


def test_a_group_that_is_called_like_a_role_from_before_gets_no_more_than_it_has():
    Group.objects.exclude(name="Chief").delete()
    group = Group.objects.get()
    group.permissions.set(Permission.objects.filter(codename="view_note"))

    import_module("editing.migrations.0003_roles").make_roles(apps, None)

    assert {one.codename for one in group.permissions.all()} == {"view_note"}
    assert {one.name for one in Group.objects.all()} == {"Writer", "Publisher", "Chief"}


def test_who_could_change_interviews_before_they_could_wait_publishes_them_now():
    editor, group = UserFactory(is_staff=True), Group.objects.create(name="Those who talk")
    for rights in (editor.user_permissions, group.permissions):
        rights.set(Permission.objects.filter(codename="change_interview"))

    import_module("editing.migrations.0004_who_publishes_interviews").keep_what_could_be_done(
        apps, None
    )

    for rights in (editor.user_permissions, group.permissions):
        names = rights.values_list("codename", flat=True)
        assert set(names) == {"change_interview", "publish_interview"}


def test_a_writer_whose_rights_somebody_has_changed_gets_no_interviews_to_write():
    Group.objects.all().delete()
    import_module("editing.migrations.0003_roles").make_roles(apps, None)
    writers, publishers = (Group.objects.get(name=name) for name in ("Writer", "Publisher"))
    writers.permissions.remove(Permission.objects.get(codename="delete_note"))

    import_module("editing.migrations.0004_who_publishes_interviews").let_writers_write(apps, None)

    names = [
        set(one.permissions.values_list("codename", flat=True)) for one in (writers, publishers)
    ]
    assert ["add_interview" in found for found in names] == [False, True]
    assert ["delete_interview" in found for found in names] == [False, True]


def test_a_writer_adds_a_quote_to_an_interview_that_readers_meet_and_changes_no_word_of_that(
    writer,
):
    interview = InterviewFactory()
    draft = QuoteFactory(interview=interview, is_published=False)
    form = filled_in(writer.get(page("change", draft)))

    changed = writer.post(page("change", draft), form | {"position": 7}).status_code
    refused = writer.post(page("change", interview), {"label": "Another"}).status_code

    assert (changed, refused) == (302, 403)
    assert Quote.objects.get().position == 7


def test_a_writer_changes_drafts_and_looks_at_what_readers_meet(writer):
    draft, live = TimedNoteFactory(is_published=False), TimedNoteFactory()
    forms = {note: filled_in(writer.get(page("change", note))) for note in (draft, live)}

    answers = [
        writer.post(page("change", note), forms[draft] | {"label": "Another"}).status_code
        for note in (draft, live)
    ]

    assert answers == [302, 403]
    assert ("label" in forms[draft], "label" in forms[live]) == (True, False)
    assert [Note.objects.get(pk=note.pk).label for note in (draft, live)] == ["Another", live.label]


@pytest.mark.parametrize(
    ("part", "whole", "column"),
    [
        (BeatFactory, "echo", "sealed_theme"),
        (EvidenceFactory, "echo", "sealed_point"),
        (CitationFactory, "quote", "sealed_locator"),
    ],
    ids=["beat", "evidence", "citation"],
)
def test_a_writer_reads_the_parts_of_drafts_and_not_of_what_readers_meet(
    writer, part, whole, column
):
    drafted, met = part(), part()
    draft, live = getattr(drafted, whole), getattr(met, whole)
    draft.withdraw()
    live.publish()

    shown = [canaries_in(writer.get(page("change", item)).content) for item in (draft, live)]

    secret = unseal(getattr(drafted, column))
    assert [shown[0] >= canaries_in(secret.encode()) > set(), shown[1]] == [True, set()]


def test_a_writer_deletes_drafts_alone_one_by_one_and_in_a_list(writer):
    draft, other, live = (
        TimedNoteFactory(is_published=False),
        TimedNoteFactory(is_published=False),
        TimedNoteFactory(),
    )

    delete(writer, draft)
    refused = writer.get(page("delete", live)).status_code
    asked = writer.post(page("changelist", live), chosen_to_delete(other, live))
    say_yes(writer, asked)

    assert refused == 403
    assert set(Note.objects.all()) == {other, live}


def test_what_a_publisher_deleted_comes_back_to_a_writer_as_a_draft_to_delete(writer, publisher):
    note = TimedNoteFactory()
    note.withdraw()
    delete(publisher, note)

    bring_back(writer)
    found = Note.objects.get()
    delete(writer, found)

    assert (found.pk, found.state, found.live_from) == (note.pk, State.DRAFT, None)
    assert not Note.objects.exists()


def test_who_may_change_interviews_but_not_publish_changes_no_quote_that_readers_meet(db):
    client, live = Client(), QuoteFactory()
    user = UserFactory(is_staff=True)
    codes = [
        f"{verb}_{kind}" for verb in ("change", "view", "add") for kind in ("interview", "quote")
    ]
    user.user_permissions.set(Permission.objects.filter(codename__in=codes))
    sign_in_to_edit(client, user)

    shown = client.get(page("change", live.interview))
    form = filled_in(shown)
    client.post(page("change", live.interview), form | {"quotes-0-position": 77})

    assert [name for name in form if name.endswith("-sealed_text")] == []
    assert Quote.objects.get().position == live.position


@pytest.mark.parametrize("factory", [FilmFactory, PersonFactory])
def test_a_writer_changes_nothing_that_readers_meet_at_once(writer, factory):
    row = factory()

    refused = writer.post(page("change", row), {"name": "x", "title": "x"}).status_code

    assert (refused, filled_in(writer.get(page("change", row)))) == (403, {})


def test_a_writer_adds_a_person_whom_nobody_knows_and_no_film(writer):
    person = PersonFactory()
    form = filled_in(of("Chief").get(page("change", person)))
    person.delete()

    added = writer.post(page("add", person), form).status_code
    refused = writer.get(page("add", FilmFactory())).status_code

    assert (added, refused, Film.objects.count()) == (302, 403, 1)


def test_a_publisher_publishes_what_a_writer_has_handed_on(writer, publisher):
    quote = QuoteFactory(is_published=False)
    echo = EchoFactory(is_published=False)
    EvidenceFactory(echo=echo, quote=quote)
    press(writer, echo, "_submit")

    asked = press(publisher, echo, "_publish")
    say_yes(publisher, asked)

    echo.refresh_from_db()
    assert (echo.state, echo.state_set_by) == (State.PUBLISHED, "publisher")
    assert Quote.objects.get().state == State.PUBLISHED
