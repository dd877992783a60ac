"""What editors changed: to who may not read an item, its history tells nothing that is sealed.

The names of items stand in lists and in the log, for whoever may look at such items. Why one was
changed, what it held, and what was called so and is gone: that is sealed.
"""

import pytest
from django.contrib.auth.models import Permission
from django.db import models
from django.urls import reverse

from editing import versions
from editing.models import Version
from interviews.models import Interview, Quote
from spoilers.models import Echo, Note
from tests.canaries import canaries_in, canary
from tests.factories import UserFactory, VersionFactory

from .asking import visitors as cast
from .asking.questions import Ask
from .battery import Battery, undone
from .test_reached_editors import shown_to_staff
from .watching.answers import Answer, ask
from .whole_world import WholeWorld
from .written.roads import editor, page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]

LIST = "/admin/changes/"
#: Whoever has these may look at everything, and change nothing.
LOOKS = "view_"


def changed(*items: models.Model) -> list[str]:
    """The addresses of what somebody has changed of these, for a reason that is sealed."""
    somebody = UserFactory(is_staff=True, username="somebody.else")
    kept = []
    for item in items:
        versions.keep_as_found(item)
        kept.append(versions.keep(item, Version.Act.CHANGED, somebody, canary()))
    return [reverse("admin:one-change", args=[one.pk]) for one in kept]


def looking() -> list[str]:
    found = Permission.objects.filter(codename__startswith=LOOKS)
    return [*found.values_list("codename", flat=True)]


def items(world: WholeWorld) -> list[models.Model]:
    return [
        world.later,
        world.hidden_note,
        world.echo,
        world.sealed_quote,
        world.sealed_quote.interview,
        world.hero,
        world.first,
    ]


def test_the_history_of_an_item_tells_who_may_only_look_neither_why_nor_what(whole_world):
    for item, address in zip(items(whole_world), changed(*items(whole_world)), strict=True):
        called, path = canaries_in(str(item)), page(type(item), "history", item.pk)
        history = shown_to_staff(whole_world, path, looking(), called)
        change = shown_to_staff(whole_world, address, looking(), called)

        assert [b"by somebody.else" in one.body for one in (history, change)] == [True, True]
        assert b"What was changed shows an account that may change this" in change.body


@pytest.mark.parametrize(
    ("kind", "rights"),
    [
        (Note, ["change_note"]),
        (Echo, ["change_echo", "change_beat", "change_evidence"]),
        (Quote, ["change_quote", "change_citation"]),
        (Interview, ["change_interview", "change_quote", "change_citation"]),
        (Interview, ["change_interview", "publish_interview", "change_quote", "change_citation"]),
    ],
    ids=lambda one: one.__name__ if isinstance(one, type) else "",
)
def test_nor_does_that_of_what_readers_meet_to_who_may_not_publish_it(whole_world, kind, rights):
    (item,) = [one for one in items(whole_world) if type(one) is kind][:1]
    (address,) = changed(item)

    answers = [
        shown_to_staff(whole_world, path, rights)
        for path in (page(kind, "history", item.pk), address, LIST)
    ]

    assert [b"by somebody.else" in one.body for one in answers] == [True] * 3
    assert take_back(whole_world, address, rights).status == 403


def take_back(world: WholeWorld, address: str, rights: list[str]) -> Answer:
    return shown_to_staff(world, f"{address}take-back/", rights)


def test_the_list_of_all_changes_names_for_them_what_is_there_and_nothing_that_is_gone(
    whole_world,
):
    changed(*items(whole_world))
    VersionFactory(act=Version.Act.DELETED, by=UserFactory(is_staff=True))

    called = canaries_in(*map(str, items(whole_world)))
    answer = shown_to_staff(whole_world, LIST, looking(), called)

    assert [one.encode() in answer.body for one in ("what is gone", "The ending")] == [True, True]


def test_nor_does_the_change_of_what_is_gone_say_what_it_was(whole_world):
    gone = VersionFactory(act=Version.Act.DELETED, by=UserFactory(is_staff=True))

    answer = shown_to_staff(whole_world, reverse("admin:one-change", args=[gone.pk]), looking())

    assert b"Note: gone" in answer.body


@pytest.mark.parametrize("path", [LIST, f"{LIST}?act=2", f"{LIST}?by=0&kind=0", "/admin/"])
@pytest.mark.parametrize("rights", [[], ["view_film", "view_person"]], ids=["none", "of others"])
def test_changes_of_what_somebody_may_not_look_at_leave_their_pages_as_they_are(
    whole_world, path, rights
):
    """Also the choice of editors, and where the list goes on."""
    staff = cast.visitor(whole_world, "staff, signed in")
    staff.user.user_permissions.set(Permission.objects.filter(codename__in=rights))
    told = []
    for number in (0, 60):
        with undone():
            for _each in range(number):
                VersionFactory(by=UserFactory(is_staff=True))
            told.append(ask(staff.client(), Ask("", "GET", path)))

    assert told[0].sent == told[1].sent
    battery = Battery()
    assert battery.detector.found(told[1].fetched) & battery.sealed == set()


def test_nor_can_they_tell_a_change_of_it_from_one_that_never_was(whole_world):
    there, nowhere = changed(whole_world.later)[0], reverse("admin:one-change", args=[987_654])
    staff = cast.visitor(whole_world, "staff, signed in")
    staff.user.user_permissions.set(Permission.objects.filter(codename="view_film"))

    for way in ("", "take-back/"):
        paths = [f"{path}{way}" for path in (there, nowhere)]
        answers = [ask(staff.client(), Ask("", "GET", path)) for path in paths]

        assert [one.status for one in answers] == [404, 404]
        # The page says where it stands, for who signs in from there.
        known, unknown = (
            one.body.replace(path.encode(), b"") for one, path in zip(answers, paths, strict=True)
        )
        assert known == unknown


def test_the_pages_of_who_may_read_all_of_it(whole_world):
    """They show it: what they hold is in tests/editing."""
    (address,) = changed(whole_world.later)
    client = editor()
    paths = [address, f"{address}take-back/", LIST, f"{LIST}?since=x", f"{LIST}?before=1"]

    answers = [ask(client, Ask("", "GET", path)) for path in paths]

    assert [one.status for one in answers] == [200] * 5
