"""The list of what everybody changed: what it shows to whom, and how it is narrowed."""

from datetime import UTC, datetime

import pytest
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse

from editing import change_pages
from editing.models import Version
from people.models import Person
from spoilers.models import Note
from tests.factories import PersonFactory, TimedNoteFactory
from tests.gate.editing import delete, submit

from .changes import LIST, address_of, listed, newest
from .desks import section, staff

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # editors' pages, opened and saved


def test_changes_of_everybody_are_listed_the_latest_first(editor_client, other_client):
    person, note = PersonFactory(name="Ada"), TimedNoteFactory(label="A door")
    submit(editor_client, person, why="Spelt anew.")
    submit(other_client, note)

    found = editor_client.get(LIST).context["changes"]

    assert [(one.kind, one.name, one.act, one.by, one.reason) for one in found] == [
        ("Note", str(note), "changed", "other.editor", ""),
        ("Person", "Ada", "changed", "editor", "Spelt anew."),
    ]
    assert f'href="{address_of(newest(note))}"' in editor_client.get(LIST).text


def test_the_desk_leads_there(editor_client):
    submit(editor_client, PersonFactory())

    assert section(editor_client, "changed").link == (LIST, "All changes")


def test_it_is_narrowed_by_who_what_act_and_day(editor_client, other_client):
    person, note = PersonFactory(name="Ada"), TimedNoteFactory(label="A door")
    submit(editor_client, person)
    submit(other_client, note)
    Version.objects.filter(key=person.pk, kind__model="person").update(
        at=datetime(2026, 1, 2, 23, 59, tzinfo=UTC)
    )
    kinds = {one.model: one.pk for one in ContentType.objects.filter(model__in=["person", "note"])}
    ada, door = ("Person", "Ada", "changed"), ("Note", str(note), "changed")

    assert listed(editor_client, by=newest(note).by_id) == [door]
    assert listed(editor_client, kind=kinds["person"]) == [ada]
    assert listed(editor_client, act=Version.Act.CHANGED) == [door, ada]
    assert listed(editor_client, act=Version.Act.DELETED) == []
    assert listed(editor_client, until="2026-01-02") == [ada]
    assert listed(editor_client, since="2026-01-02", until="2026-01-02") == [ada]
    assert listed(editor_client, since="2026-01-03") == [door]
    assert listed(editor_client, by=newest(note).by_id, kind=kinds["person"]) == []


@pytest.mark.parametrize("asked", [{"by": "x"}, {"kind": "9999"}, {"act": "9"}, {"since": "1.1."}])
def test_what_cannot_be_asked_for_is_told_beside_its_field(editor_client, asked):
    submit(editor_client, PersonFactory())

    answer = editor_client.get(LIST, asked)

    assert answer.status_code == 200
    assert [*answer.context["form"].errors] == [*asked]
    assert answer.context["changes"] == []


def test_it_goes_on_on_further_pages_narrowed_as_it_is(editor_client, monkeypatch):
    monkeypatch.setattr(change_pages, "ON_A_PAGE", 2)
    for number in range(3):
        submit(editor_client, PersonFactory(name=f"No. {number}"))
    act = Version.Act.CHANGED.value

    first = editor_client.get(LIST, {"act": act})
    older = first.context["older"]

    assert f'href="?act={act}&amp;before={older}"' in first.text
    assert listed(editor_client, act=act, before=older) == [("Person", "No. 0", "changed")]
    assert (
        f'href="?act={act}">Newest' in editor_client.get(LIST, {"act": act, "before": older}).text
    )
    assert len(listed(editor_client, before="x")) == 2


def test_what_is_gone_is_named_for_who_may_bring_it_back(editor_client):
    person = PersonFactory(name="Ada")
    delete(editor_client, person)

    assert listed(editor_client) == [("Person", "Ada", "deleted")]
    assert listed(staff("view_person")) == [("Person", "", "deleted")]


def test_nobody_is_told_of_kinds_that_they_may_not_look_at(editor_client, other_client):
    submit(editor_client, PersonFactory(name="Ada"))
    submit(other_client, TimedNoteFactory())
    reader = staff("view_person")

    answer = reader.get(LIST)

    form = answer.context["form"].fields
    kinds = [kind.model_class() for kind in form["kind"].queryset]
    assert {one.kind for one in answer.context["changes"]} == {"Person"}
    assert [user.username for user in form["by"].queryset] == ["editor"]
    assert kinds == [Person]
    note = ContentType.objects.get_for_model(Note).pk
    assert [*reader.get(LIST, {"kind": note}).context["form"].errors] == ["kind"]


def test_staff_without_any_right_find_nothing(editor_client):
    submit(editor_client, PersonFactory())

    answer = staff().get(LIST)

    assert answer.context["changes"] == []
    assert b"There is no such change that your account may know of." in answer.content


def test_the_list_is_for_who_works_here(client):
    assert client.get(LIST).status_code == 302
    assert client.get(reverse("admin:one-change", args=[1])).status_code == 302


@pytest.mark.parametrize("number", [1, 9])
def test_a_list_takes_as_many_queries_however_long_it_is(
    editor_client, django_assert_max_num_queries, number
):
    for one in range(number):
        submit(editor_client, TimedNoteFactory())
        submit(editor_client, PersonFactory(name=f"No. {one}"))

    with django_assert_max_num_queries(22):
        editor_client.get(LIST)
