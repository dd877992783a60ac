"""What is said of the echoes that stand on something, once it is taken back from readers."""

import pytest
from django.contrib.admin.models import LogEntry

from editing.publishing import NAMED
from tests.factories import EchoFactory, EvidenceFactory, NoteFactory, QuoteFactory
from tests.gate.editing import page

from .desks import staff
from .publishing import told

pytestmark = pytest.mark.django_db


def withdrawn(client, item):
    chosen = {"action": "withdraw", "_selected_action": [item.pk]}
    return client.post(page("changelist", item), chosen)


def test_withdrawing_a_note_tells_the_published_echoes_that_go_with_it(editor_client):
    note = NoteFactory()
    back, forth = EchoFactory(later=note), EchoFactory(earlier=note)
    EchoFactory(later=note, is_published=False)
    EchoFactory()

    answer = withdrawn(editor_client, note)

    assert told(answer) == [
        f"“{note}”: Withdrawn. It takes 2 published echoes along, in whole or in part: "
        f"“{back}” and “{forth}”."
    ]
    assert [entry.get_change_message() for entry in LogEntry.objects.all()] == ["Withdrawn."]


def test_withdrawing_a_quote_tells_the_echo_behind_which_it_stands_once(editor_client):
    quote = QuoteFactory()
    echo = EvidenceFactory(quote=quote, hand="first").echo
    EvidenceFactory(quote=quote, hand="second", echo=echo)

    answer = withdrawn(editor_client, quote)

    assert told(answer) == [
        f"“{quote}”: Withdrawn. It takes 1 published echo along, in whole or in part: “{echo}”."
    ]


def test_of_many_echoes_that_go_with_a_note_a_few_are_named(editor_client):
    note = NoteFactory()
    echoes = [EchoFactory(later=note) for _ in range(NAMED + 2)]

    answer = withdrawn(editor_client, note)

    names = ", ".join(f"“{echo}”" for echo in echoes[:NAMED])
    assert told(answer) == [
        f"“{note}”: Withdrawn. It takes {NAMED + 2} published echoes along, "
        f"in whole or in part: {names} and 2 more."
    ]


def test_who_may_not_look_at_echoes_is_told_nothing_of_them(db):
    note = NoteFactory()
    EchoFactory(later=note)

    answer = withdrawn(staff("change_note", "publish_note"), note)

    assert told(answer) == [f"“{note}”: Withdrawn."]
