"""Mistakes of editors, and staff who may look but not touch: no page tells a sealed text.

An editor's form shows what it edits. So a form is sent here with the same texts on both twins; its
answer may then depend on nothing else that is sealed.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.auth.models import Permission, User
from django.utils import timezone

from editing.opened import FIELD
from films.models import Film
from gate.publishing import State
from gate.reader import NOBODY
from interviews.models import Interview, Quote
from readers.models import AuditLine
from spoilers.models import Echo, Evidence, Note
from tests.canaries import canaries_in
from tests.conftest import ReaderClient
from tests.factories import (
    EchoFactory,
    EvidenceFactory,
    NoteFactory,
    QuoteFactory,
    SeenFactory,
    UserFactory,
)

from .asking import visitors as cast
from .asking.questions import OURS, Ask
from .battery import Battery, difference, undone
from .stories.telling import assert_alike_on_twins, get, post
from .twins import rows
from .twins.texts import new_texts
from .twins.writing import write
from .watching.answers import Answer, ask
from .whole_world import WholeWorld
from .written.forms import filled
from .written.hands import BRIEF
from .written.roads import editor, page

#: The number of no row.
NO_ROW = 987_654

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]

#: Whatever has pages of its own for editors.
#: Not accounts, nor lines on them, which tell the minute: the editor who looks is made anew for
#: each twin.
EDITED = [model for model in admin.site._registry if model not in (User, AuditLine)]  # noqa: SLF001

type Data = dict[str, Any]


def sent(path: str, data: Data, client: ReaderClient) -> Answer:
    pairs = [
        (name, str(value))
        for name, values in data.items()
        for value in (values if isinstance(values, list) else [values])
    ]
    return ask(client, Ask("", "POST", path, OURS, tuple(pairs)))


def answered(path: str, mistaken: Callable[[Data], Data]) -> Answer:
    """How the form of this path, filled in and then `mistaken`, is answered: the same on twins."""
    one, other = _on_twins(
        lambda client: sent(path, mistaken(filled(client.get(path), BRIEF)), client)
    )
    assert difference(one, other) == ""
    return one


def _on_twins(
    asked: Callable[[ReaderClient], Answer], by: Callable[[], ReaderClient] = editor
) -> Iterator[Answer]:
    """By an editor, or others; the twin differs in all sealed texts, and in nothing else."""
    for is_twin in (False, True):
        with undone():
            if is_twin:
                write(new_texts(rows.read(), rows.is_sealed))
            yield asked(by())


def shown(path: str, by: Callable[[], ReaderClient] = editor) -> Answer:
    """The page at this path: the same on twins."""
    one, other = _on_twins(lambda client: ask(client, Ask("", "GET", path)), by)
    assert difference(one, other) == ""
    return one


def shown_to_staff(
    world: WholeWorld, path: str, rights: list[str], theirs: Iterable[str] = ()
) -> Answer:
    """As somebody with these rights finds the page, who may change the item with `theirs` for words.

    No other sealed word leaves the database for them.
    """
    staff = cast.visitor(world, "staff, signed in")
    staff.user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    answer, battery = shown(path, staff.client), Battery()
    assert battery.detector.found(answer.fetched) & battery.sealed == {*theirs}
    return answer


@pytest.mark.parametrize(
    ("stamp", "films", "mistake"),
    [
        ("nothing", 1, "It is stamped as harmless: stamp it otherwise, or take these films away."),
        ("text", 0, "Say which films this spoils, or stamp it as harmless."),
        ("", 0, "This field is required."),
    ],
)
def test_a_stamp_that_does_not_fit_its_films(whole_world, stamp, films, mistake):
    spoils = [whole_world.first.pk][:films]

    answer = answered(
        page(Quote, "change", whole_world.sealed_quote.pk),
        lambda data: data | {"stamp": stamp, "spoils": spoils},
    )

    assert mistake.encode() in answer.body


def test_what_is_no_key_of_a_film(whole_world):
    answer = answered(
        page(Quote, "change", whole_world.sealed_quote.pk),
        lambda data: data | {"spoils": [whole_world.first.pk, "9" * 20]},
    )

    assert f"“{'9' * 20}” is not a valid value.".encode() in answer.body


def test_a_form_with_nothing_in_it_that_is_right(whole_world):
    answer = answered(
        page(Quote, "change", whole_world.sealed_quote.pk),
        lambda data: (
            # Without what it was opened with, the page shows its editor what is stored.
            {name: value for name, value in data.items() if "-" in name or name == FIELD}
            | {"spoils": NO_ROW}
        ),
    )

    # At each field, and once more at the top with the way to it.
    assert answer.body.count(b"This field is required.") == 2 * 6


def test_a_note_that_would_spoil_no_film_but_its_own_asks_first(whole_world):
    answer = answered(
        page(Note, "change", whole_world.crossing.pk), lambda data: data | {"spoils": []}
    )

    assert b"This opens what is sealed. Whoever has seen" in answer.body


def test_a_film_that_is_needed_is_not_deleted(whole_world):
    SeenFactory(film=whole_world.first)

    answer = shown(page(Film, "delete", whole_world.first.pk))

    assert b"stays as long as this needs it" in answer.body


def test_a_note_that_spoils_the_films_that_it_spoilt(whole_world):
    answer = answered(page(Note, "change", whole_world.crossing.pk), lambda data: data)

    assert answer.status == 302


def test_an_echo_of_a_note_with_itself(whole_world):
    answer = answered(
        page(Echo, "change", whole_world.echo.pk),
        lambda data: data | {"earlier": data["later"]},
    )

    assert b"An echo runs between two different notes." in answer.body


def test_the_proof_of_a_published_echo_is_not_deleted(whole_world):
    echo = whole_world.echo
    EvidenceFactory(echo=echo, quote=whole_world.open_quote)
    echo.publish()
    first = Evidence.objects.filter(echo=echo).order_by("position", "pk")[0]

    answer = answered(
        page(Echo, "change", echo.pk),
        lambda data: (
            data
            | {
                name.replace("-id", "-DELETE"): "on"
                for name, value in data.items()
                if name.startswith("evidence-")
                and name.endswith("-id")
                and str(value) == str(first.pk)
            }
        ),
    )

    assert b"This echo was published with the evidence that you are deleting." in answer.body


def test_the_page_for_signing_in_again_tells_nothing_of_what_was_typed(whole_world):
    path = page(Note, "change", whole_world.later.pk)

    def signed_out(client: ReaderClient) -> Answer:
        typed = filled(client.get(path), BRIEF)
        client.logout()
        sent(path, typed, client)
        return ask(client, Ask("", "GET", "/accounts/login/"))

    one, other = _on_twins(signed_out)

    assert difference(one, other) == ""
    assert b"What you typed is kept" in one.body


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_a_list_of_rows_shows_no_sealed_text(whole_world, model):
    answer = shown(page(model, "changelist"))

    assert answer.status == 200


def test_staff_who_may_look_but_not_change_are_shown_no_sealed_text(whole_world):
    staff = cast.visitor(whole_world, "staff, signed in")
    staff.user.user_permissions.set(Permission.objects.filter(codename="view_note"))
    path = page(Note, "change", whole_world.later.pk)

    (answer,) = assert_alike_on_twins(staff, get(path), NOBODY, variants=["texts"])

    assert answer.status == 200
    assert b"The ending" in answer.body


@pytest.mark.parametrize(
    "rights",
    [
        ["view_echo", "view_beat", "view_evidence"],
        ["change_echo", "change_beat", "change_evidence"],
    ],
    ids=["looks", "changes"],
)
def test_nor_are_they_shown_that_of_the_parts_of_what_is_published(whole_world, rights):
    """To change it would take the right to publish as well."""
    answer = shown_to_staff(whole_world, page(Echo, "change", whole_world.echo.pk), rights)

    assert b"Beats" in answer.body


def test_nor_that_of_the_quotes_of_an_interview_which_alone_they_may_change(whole_world):
    path = page(Interview, "change", whole_world.sealed_quote.interview_id)

    answer = shown_to_staff(whole_world, path, ["change_interview", "view_quote"])

    assert b"Quotes" in answer.body


def waiting_echo(whole_world) -> Echo:
    """With a note and a quote that wait as well."""
    note = NoteFactory(film=whole_world.third, is_published=False)
    echo = EchoFactory(later=note, earlier=whole_world.earlier, is_published=False)
    EvidenceFactory(echo=echo, quote=QuoteFactory(is_published=False))
    return echo


def test_the_page_that_asks_before_something_is_published_shows_no_sealed_text(whole_world):
    echo = waiting_echo(whole_world)

    answer = shown(page(Echo, "publish", echo.pk))

    assert b"With it comes what readers do not meet yet" in answer.body


def test_nor_does_it_to_who_may_not_publish_all_of_it(whole_world):
    echo = waiting_echo(whole_world)
    path = page(Echo, "publish", echo.pk)
    own = canaries_in(*vars(echo).values())

    answer = shown_to_staff(whole_world, path, ["change_echo", "publish_echo"], own)

    assert b"Somebody who may is to publish it first" in answer.body


def test_nor_does_the_page_that_asks_before_a_deletion_to_who_may_not_change_it(whole_world):
    path = page(Echo, "delete", whole_world.draft.pk)

    answer = shown_to_staff(whole_world, path, ["view_echo", "delete_echo", "delete_evidence"])

    assert b"Delete the echo" in answer.body


def on_the_desk(whole_world) -> None:
    """Something for each of its lists."""
    waiting = NoteFactory(film=whole_world.first, state=State.REVIEW, live_from=None)
    NoteFactory(film=whole_world.first).publish(at=timezone.now() + timedelta(days=9))
    editor = UserFactory(is_staff=True)
    LogEntry.objects.log_actions(editor.pk, [waiting, whole_world.echo], CHANGE, "Changed.")


def test_staff_without_any_right_cannot_tell_from_the_desk_what_there_is(whole_world):
    on_the_desk(whole_world)
    staff = cast.visitor(whole_world, "staff, signed in")

    (answer,) = assert_alike_on_twins(staff, get("/admin/"), NOBODY)

    assert b"Your account may not look at anything yet." in answer.body


def test_the_desk_shows_no_sealed_text_to_staff_who_may_look_at_everything(whole_world):
    on_the_desk(whole_world)
    looking = Permission.objects.filter(codename__startswith="view_")
    finishing = ["change_quote", "change_credit", "change_film"]

    answer = shown_to_staff(
        whole_world, "/admin/", [*looking.values_list("codename", flat=True), *finishing]
    )

    headings = (b"Waiting for review", b"To come", b"Unfinished", b"Recently changed")
    assert [heading for heading in headings if heading not in answer.body] == []


def test_staff_who_sign_out_of_the_editors_pages(whole_world):
    staff = cast.visitor(whole_world, "staff, signed in")

    (answer,) = assert_alike_on_twins(staff, [post("/admin/logout/")], NOBODY)

    assert b"Logged out" in answer.body
