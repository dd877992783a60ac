"""Mistakes of editors, and staff who may look but not touch: no page tells a sealed text.

An editor's form shows what it edits. So a form is sent here with the same texts on both twins; its
answer may then depend on nothing else that is sealed.
"""

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission, User

from films.models import Film
from gate.reader import NOBODY
from interviews.models import Quote
from spoilers.models import Echo, Evidence, Note
from tests.conftest import ReaderClient
from tests.factories import EvidenceFactory, SeenFactory

from .asking import visitors as cast
from .asking.questions import OURS, Ask
from .battery import difference, undone
from .stories.telling import assert_alike_on_twins, get, post
from .twins import rows
from .twins.texts import new_texts
from .twins.writing import write
from .watching.answers import Answer, ask
from .written.forms import filled
from .written.hands import BRIEF
from .written.roads import editor, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]

#: Whatever has pages of its own for editors.
#: Not accounts: the editor who looks is made anew for each twin.
EDITED = [model for model in admin.site._registry if model is not User]  # noqa: SLF001

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


def _on_twins(asked: Callable[[ReaderClient], Answer]) -> Iterator[Answer]:
    """By an editor; the twin differs in all sealed texts, and in nothing else."""
    for is_twin in (False, True):
        with undone():
            if is_twin:
                write(new_texts(rows.read(), rows.is_sealed))
            yield asked(editor())


@pytest.mark.parametrize(
    ("stamp", "films", "mistake"),
    [
        ("nothing", 1, "It is stamped as harmless, and yet it spoils these films."),
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


def test_a_form_with_nothing_in_it_that_is_right(whole_world):
    answer = answered(
        page(Quote, "change", whole_world.sealed_quote.pk),
        lambda data: (
            {name: value for name, value in data.items() if "-" in name} | {"spoils": cast.NO_FILM}
        ),
    )

    assert answer.body.count(b"This field is required.") == 6


def test_a_note_that_spoils_no_film_but_its_own(whole_world):
    answer = answered(
        page(Note, "change", whole_world.crossing.pk), lambda data: data | {"spoils": []}
    )

    assert answer.status == 302


def test_a_film_that_is_needed_is_not_deleted(whole_world):
    SeenFactory(film=whole_world.first)
    path = page(Film, "delete", whole_world.first.pk)

    one, other = _on_twins(lambda client: ask(client, Ask("", "GET", path)))

    assert difference(one, other) == ""
    assert b"would require deleting the following protected related objects" in one.body


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


@pytest.mark.parametrize("model", EDITED, ids=lambda model: model.__name__)
def test_a_list_of_rows_shows_no_sealed_text(whole_world, model):
    one, other = _on_twins(lambda client: ask(client, Ask("", "GET", page(model, "changelist"))))

    assert difference(one, other) == ""
    assert one.status == 200


def test_staff_who_may_look_but_not_change_are_shown_no_sealed_text(whole_world):
    staff = next(one for one in cast.visitors(whole_world) if one.name == "staff, signed in")
    staff.user.user_permissions.set(Permission.objects.filter(codename="view_note"))
    path = page(Note, "change", whole_world.later.pk)

    (answer,) = assert_alike_on_twins(staff, get(path), NOBODY, variants=["texts"])

    assert answer.status == 200
    assert b"The ending" in answer.body


def test_staff_who_sign_out_of_the_editors_pages(whole_world):
    staff = next(one for one in cast.visitors(whole_world) if one.name == "staff, signed in")

    (answer,) = assert_alike_on_twins(staff, [post("/admin/logout/")], NOBODY)

    assert b"Logged out" in answer.body
