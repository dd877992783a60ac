"""What an editor is asked before something is taken back from readers, and what goes or stays then."""

import pytest
from django.contrib.admin.models import LogEntry
from django.urls import reverse

from editing.withdrawing import NAMED
from gate.publishing import State
from interviews.models import Quote
from spoilers.models import Echo
from tests.factories import (
    EchoFactory,
    EvidenceFactory,
    NoteFactory,
    QuoteFactory,
    TimedNoteFactory,
)
from tests.gate.editing import page, press, say_yes

from .desks import staff
from .publishing import stands, told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # editors' pages, opened and saved

WITHDRAW = ["change_note", "publish_note"]


def chosen(client, *items):
    sent = {"action": "withdraw", "_selected_action": [item.pk for item in items]}
    return client.post(page("changelist", items[0]), sent)


def asked_of(answer):
    """What the page says: what goes out of sight, what may go along, and what stays."""
    names = [
        (kind.how_many, [str(row).partition(">")[2].partition("<")[0] for row in kind.named])
        for kind in answer.context["hidden"]
    ]
    kept = [str(row).partition(">")[2].partition("<")[0] for row in answer.context["kept"]]
    return names, [one.item for one in answer.context["alone"]], kept


def states(*items):
    return [stands(item)[0] for item in items]


def test_withdrawing_a_note_tells_the_published_echoes_that_go_with_it_and_asks(editor_client):
    note = TimedNoteFactory()
    back, forth = EchoFactory(later=note), EchoFactory(earlier=note)
    EchoFactory(later=note, is_published=False)
    EchoFactory()

    asked = press(editor_client, note, "_withdraw")
    before = states(note)
    answer = say_yes(editor_client, asked)

    assert asked.redirect_chain[-1][0] == page("withdraw", note)
    assert asked_of(asked) == ([("2 echoes", [str(back), str(forth)])], [], [])
    assert (before, states(note, back, forth)) == (
        ["published"],
        ["withdrawn", "published", "published"],
    )
    assert told(answer) == [f"“{note}”: Withdrawn."]
    assert LogEntry.objects.first().get_change_message() == "Withdrawn."


def test_what_nothing_hangs_on_is_withdrawn_at_once(editor_client):
    note = TimedNoteFactory()
    EchoFactory(later=note, is_published=False)

    answer = press(editor_client, note, "_withdraw")
    chosen(editor_client, other := NoteFactory())

    assert answer.redirect_chain[-1][0] == page("change", note)
    assert states(note, other) == ["withdrawn", "withdrawn"]


def test_an_echo_asks_whether_its_notes_and_quotes_go_too_and_leaves_what_is_not_ticked(
    editor_client,
):
    echo = EvidenceFactory(echo__is_published=False).echo
    echo.publish()
    quote = echo.evidence.get().quote

    asked = press(editor_client, echo, "_withdraw")
    answer = say_yes(editor_client, asked, along=f"note-{echo.later_id}")

    items = [echo.later, echo.earlier, quote.interview, quote]
    assert asked_of(asked) == ([], items, [])
    assert states(echo, *items) == ["withdrawn", "withdrawn", "published", "published", "published"]
    assert told(answer) == [f"“{one}”: Withdrawn." for one in (echo, echo.later)]


def test_a_note_on_which_another_echo_stands_stays_and_is_named(editor_client):
    echo = EchoFactory()
    EchoFactory(later=echo.earlier)

    asked = press(editor_client, echo, "_withdraw")
    say_yes(editor_client, asked, along=f"note-{echo.earlier_id}")

    assert asked_of(asked) == ([], [echo.later], [str(echo.earlier)])
    assert states(echo, echo.later, echo.earlier) == ["withdrawn", "published", "published"]


def test_a_note_is_nobodys_else_where_both_its_echoes_are_withdrawn_at_once(editor_client):
    echo = EchoFactory()
    other = EchoFactory(later=echo.earlier)

    asked = chosen(editor_client, echo, other)
    say_yes(editor_client, asked, along=f"note-{echo.earlier_id}")

    assert asked_of(asked) == ([], [echo.later, echo.earlier, other.earlier], [])
    assert states(echo, other, echo.later, echo.earlier) == [
        *("withdrawn", "withdrawn"),
        *("published", "withdrawn"),
    ]


def test_an_interview_names_its_quotes_and_the_echoes_behind_which_they_stand(editor_client):
    quote = QuoteFactory()
    echo = EvidenceFactory(quote=quote, hand="first").echo
    EvidenceFactory(quote=quote, hand="second", echo=echo)

    asked = chosen(editor_client, quote.interview)
    say_yes(editor_client, asked)

    assert asked_of(asked) == ([("1 quote", [str(quote)]), ("1 echo", [str(echo)])], [], [])
    assert states(quote.interview, quote, echo) == ["withdrawn", "published", "published"]


def test_of_many_echoes_that_go_with_a_note_a_few_are_named(editor_client):
    note = NoteFactory()
    echoes = [EchoFactory(later=note) for _ in range(NAMED + 2)]

    asked = chosen(editor_client, note)

    assert asked_of(asked)[0] == [(f"{NAMED + 2} echoes", [str(one) for one in echoes[:NAMED]])]
    assert "and 2 more" in asked.text


def test_what_was_published_since_the_page_was_shown_is_told_before_anything_is_done(
    editor_client,
):
    echo = EchoFactory()
    asked = press(editor_client, echo, "_withdraw")
    other = EchoFactory(earlier=echo.later)

    anew = say_yes(editor_client, asked, along=f"note-{echo.later_id}")

    assert states(echo, echo.later) == ["published", "published"]
    assert anew.context["question"].is_asked_anew
    assert asked_of(anew) == ([], [echo.earlier], [str(other.earlier)])


def test_who_may_not_look_at_echoes_is_told_nothing_of_them(db):
    note = NoteFactory()
    EchoFactory(later=note)

    answer = chosen(staff(*WITHDRAW), note)

    assert (told(answer), states(note)) == ([f"“{note}”: Withdrawn."], ["withdrawn"])


def test_what_somebody_may_not_withdraw_is_named_and_stays(db):
    echo = EchoFactory()
    client = staff("change_echo", "publish_echo", "view_note")

    asked = chosen(client, echo)
    say_yes(client, asked, along=f"note-{echo.later_id}")

    assert asked_of(asked) == ([], [], [str(echo.later), str(echo.earlier)])
    assert states(echo, echo.later) == ["withdrawn", "published"]


def test_the_page_is_for_who_may_publish_and_for_what_is_published(editor_client):
    echo, draft = EchoFactory(), EchoFactory(is_published=False)
    path = page("withdraw", echo)

    refused = staff("change_echo", "view_note").get(path).status_code
    nothing = editor_client.get(page("withdraw", draft), follow=True)
    absent = editor_client.get(reverse("admin:spoilers_echo_withdraw", args=[987_654])).status_code
    editor_client.get(path)

    assert (refused, absent) == (403, 404)
    assert nothing.redirect_chain[-1][0] == page("change", draft)
    assert [str(one) for one in nothing.context["messages"]] == ["Not published."]
    assert states(echo) == ["published"]


def test_the_page_on_which_an_echo_is_deleted_names_what_stays(editor_client):
    echo = EvidenceFactory(echo__is_published=False).echo
    quote = echo.evidence.get().quote
    echo.earlier.withdraw()

    asked = editor_client.get(page("delete", echo))
    say_yes(editor_client, asked)

    stays = asked.wsgi_request.question.stays
    assert [str(one).partition(">")[2].replace("</a>", "") for one in stays] == [
        f"{quote.interview}. Published",
        f"{quote}. Published",
        *(
            f"{note}. {said}"
            for note, said in zip(
                (echo.later, echo.earlier), ("Published", "Withdrawn"), strict=True
            )
        ),
    ]
    assert not Echo.objects.exists()
    assert Quote.objects.filter(pk=quote.pk, state=State.PUBLISHED).exists()
