"""Two editors at one form: the later save takes nothing back that the earlier one wrote."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group
from django.db import connections, models
from django.test import Client, override_settings

from editing.admin import Editor
from editing.forms import UNTOUCHED
from editing.opened import print_of
from films.models import Film
from gate.models import Stamp
from gate.reader import Reader
from interviews.models import Quote
from readers.models import AuditLine
from spoilers.models import Beat, Echo, Note
from tests.factories import (
    BeatFactory,
    EchoFactory,
    FilmFactory,
    QuoteFactory,
    TimedNoteFactory,
    UserFactory,
)
from tests.gate.editing import delete, filled_in, page, say_yes, submit
from tests.promise.written.roads import page as page_of
from tests.signing_in import sign_in_to_edit

from .rows import ROWS, change

pytestmark = pytest.mark.slow

every_row = pytest.mark.parametrize("model", ROWS, ids=lambda model: model.__name__)


def opened(client: Client, row: models.Model) -> dict[str, Any]:
    return filled_in(client.get(page("change", row)))


def saved(client: Client, row: models.Model, form: dict[str, Any], **typed: Any) -> Any:
    return client.post(page("change", row), form | typed)


def again(answer: Any) -> dict[str, Any]:
    """The form as it came back, ready to be sent once more."""
    return filled_in(answer)


def told(answer: Any) -> dict[str, tuple[str, str | None]]:
    """By field: what is stored by now, and what was typed."""
    return {
        difference.label: (difference.stored, difference.typed)
        for form in answer.context["changed"]
        for difference in form.differences
    }


def by_whom(answer: Any) -> list[tuple[str, str]]:
    return [
        (entry.user.username, entry.get_change_message()) for entry in answer.context["changes"]
    ]


def test_a_print_cannot_be_made_without_the_key():
    """Else whoever sees a form's source could try words until one fits."""
    one = print_of("He dies.")

    with override_settings(SECRET_KEY="another"):
        assert print_of("He dies.") != one


def test_no_model_is_edited_in_any_other_way():
    registered = admin.site._registry  # noqa: SLF001 - the list of what it edits

    assert [model for model, editing in registered.items() if not isinstance(editing, Editor)] == []
    # A list saves its rows without looking at what they were.
    assert [model for model, editing in registered.items() if editing.list_editable] == []
    ours = {model for model in registered if model._meta.app_label not in ("account",)}
    assert ours - {AuditLine} == ROWS.keys()  # which nobody edits


def test_a_film_that_gets_or_loses_a_namesake_was_changed_by_nobody(editor_client):
    film = FilmFactory(title="Ballerina")
    form = opened(editor_client, film)
    other = FilmFactory(title="Ballerina")

    answer = saved(editor_client, film, form, logline="She dances.")

    assert answer.status_code == 302
    film.refresh_from_db()
    assert (film.logline, film.beside_title != "") == ("She dances.", True)
    asked = editor_client.get(page("delete", film))
    other.delete()
    assert say_yes(editor_client, asked).status_code == 302
    assert not Film.objects.exists()


@every_row
def test_whoever_saves_second_overwrites_nothing(editor_client, model):
    row = ROWS[model]()
    form = opened(editor_client, row)
    stored = change(row)

    answer = saved(editor_client, row, form)

    assert answer.status_code == 200
    assert "Changed since you opened this form" in answer.text
    assert model._base_manager.filter(pk=row.pk, **stored).exists()


@every_row
def test_whoever_has_seen_what_was_changed_can_save(editor_client, model):
    row = ROWS[model]()
    form = opened(editor_client, row)
    stored = change(row)
    refused = saved(editor_client, row, form)

    answer = saved(editor_client, row, again(refused))

    assert answer.status_code == 302
    assert model._base_manager.filter(pk=row.pk, **stored).exists()


def test_a_stamp_that_another_editor_set_is_not_turned_back(editor_client, other_client):
    quote = QuoteFactory(stamp=Stamp.TEXT, sealed_text="He lives.")
    form = opened(editor_client, quote)
    saved(
        other_client, quote, opened(other_client, quote), stamp="existence", sealed_text="He dies."
    )

    refused = saved(editor_client, quote, form, sealed_text="He lives on.")
    stored = Quote.objects.get().stamp
    answer = saved(editor_client, quote, again(refused))

    assert by_whom(refused) == [("other.editor", "Changed Text and Stamp.")]
    assert told(refused) == {
        "Text": ("He dies.", "He lives on."),
        "Stamp": (Stamp.EXISTENCE.label, UNTOUCHED),
    }
    assert again(refused)["sealed_text"] == "He lives on."
    assert (stored, answer.status_code) == (Stamp.EXISTENCE, 302)
    (row,) = Quote.objects.for_reader(Reader(seen=quote.required))
    assert (row.stamp, row.text) == (Stamp.EXISTENCE, "He lives on.")


def test_the_films_that_an_item_spoils_are_compared_too(editor_client, other_client):
    house, garden = FilmFactory(title="The House"), FilmFactory(title="The Garden")
    quote = QuoteFactory(spoils=[house])
    form = opened(editor_client, quote)
    submit(other_client, quote, spoils=[house.pk, garden.pk])

    refused = saved(editor_client, quote, form)

    assert told(refused) == {"Spoils these films": ("The House, The Garden", UNTOUCHED)}
    assert set(again(refused)["spoils"]) == {str(house.pk), str(garden.pk)}
    assert Quote.objects.get().required == {house.pk, garden.pk}


def test_the_rights_of_an_account_are_not_turned_back(editor_client, other_client):
    group = Group.objects.create(name="Proof readers")
    user = UserFactory(is_staff=True)
    form = opened(editor_client, user)
    submit(other_client, user, groups=[group.pk])

    refused = saved(editor_client, user, form, first_name="Ada")

    assert told(refused)["Groups"] == ("Proof readers", UNTOUCHED)
    assert list(user.groups.all()) == [group]


def test_signing_in_changes_nothing_that_somebody_edits(editor_client):
    user = UserFactory(is_staff=True)
    form = opened(editor_client, user)
    Client().force_login(user)

    answer = saved(editor_client, user, form, first_name="Ada")

    assert answer.status_code == 302


def test_a_quote_that_was_changed_alone_is_not_overwritten_by_its_interview(
    editor_client, other_client
):
    quote = QuoteFactory(sealed_text="He lives.")
    form = opened(editor_client, quote.interview)
    submit(other_client, quote, sealed_text="He dies.")

    refused = saved(editor_client, quote.interview, form, **{"quotes-0-sealed_text": "He left."})
    answer = saved(editor_client, quote.interview, again(refused))

    assert by_whom(refused) == [("other.editor", "Changed Text.")]
    assert told(refused) == {"Text": ("He dies.", "He left.")}
    assert answer.status_code == 302
    assert [row.text for row in Quote.objects.for_reader(Reader(seen=quote.required))] == [
        "He left."
    ]


def test_a_quote_that_was_changed_in_its_interview_is_not_overwritten_alone(
    editor_client, other_client
):
    quote = QuoteFactory(sealed_text="He lives.")
    form = opened(editor_client, quote)
    submit(other_client, quote.interview, **{"quotes-0-sealed_text": "He dies."})

    refused = saved(editor_client, quote, form, sealed_text="He left.")

    assert by_whom(refused) == [("other.editor", f"Changed Text for quote “{quote}”.")]
    assert told(refused) == {"Text": ("He dies.", "He left.")}


def test_a_row_of_a_form_that_was_deleted_meanwhile_is_kept_as_a_new_one(
    editor_client, other_client
):
    echo = EchoFactory()
    beats = [BeatFactory(echo=echo, position=number) for number in range(3)]
    form = opened(editor_client, echo)
    submit(other_client, echo, **{"beats-1-DELETE": "on"})

    typed = {"beats-1-sealed_theme": "Rain", "beats-2-sealed_theme": "Doors"}
    refused = saved(editor_client, echo, form, **typed)
    there = set(Beat.objects.all())
    answer = saved(editor_client, echo, again(refused))

    assert "Beat 2 was deleted since you opened it." in refused.text
    assert by_whom(refused)[0][0] == "other.editor"
    assert there == {beats[0], beats[2]}
    assert answer.status_code == 302
    reader = Reader(seen=echo.later.required | echo.earlier.required)
    themes = [beat.theme for beat in echo.beats.for_reader(reader)]
    assert themes[1:] == ["Rain", "Doors"]


def test_a_row_that_was_changed_meanwhile_is_not_deleted(editor_client):
    beat = BeatFactory(echo=EchoFactory(is_published=False), position=1)
    form = opened(editor_client, beat.echo)
    Beat.objects.update(position=9)

    refused = saved(editor_client, beat.echo, form, **{"beats-0-DELETE": "on"})

    assert refused.status_code == 200
    assert told(refused) == {"Position": ("9", UNTOUCHED)}
    assert list(Beat.objects.all()) == [beat]


def test_what_was_typed_into_the_form_of_a_deleted_row_is_kept(editor_client, other_client):
    quote = QuoteFactory(sealed_text="He lives.", is_published=False)
    form = opened(editor_client, quote)
    delete(other_client, quote)

    refused = saved(editor_client, quote, form, sealed_text="He lives on.", position=12)
    left = Quote.objects.count()
    answer = editor_client.post(page_of(Quote, "add"), again(refused))

    assert "This was deleted since you opened it." in refused.text
    assert f'action="{page_of(Quote, "add")}"' in refused.text
    assert (left, answer.status_code) == (0, 302)
    ((row, (text,)),) = Quote.objects.opened_values("sealed_text")
    assert (text, row.position, row.state) == ("He lives on.", 12, "draft")


def test_an_echo_that_was_published_meanwhile_is_not_saved_unseen(editor_client, other_client):
    echo = EchoFactory(is_published=False)
    form = opened(editor_client, echo)
    chosen = {"action": "publish", "_selected_action": [echo.pk]}
    say_yes(other_client, other_client.post(page("changelist", echo), chosen))

    refused = saved(editor_client, echo, form, sealed_text="It answers.")

    assert told(refused) == {"What this form does not show": ("It was changed.", None)}
    assert by_whom(refused) == [("other.editor", "Published.")]
    assert [one.is_published for one in Echo.objects.all()] == [True]


@pytest.mark.parametrize("said", ["", "nonsense", "WzEsMl0:1abc:def"])
def test_a_form_that_does_not_say_when_it_was_opened_is_refused(editor_client, said):
    note = TimedNoteFactory(label="The ending")

    answer = saved(editor_client, note, opened(editor_client, note), label="End", opened_with=said)

    before = Note.objects.get().label
    again = saved(editor_client, note, filled_in(answer))

    assert "It cannot be told whether somebody else changed" in answer.text
    assert told(answer) == {"Label": ("The ending", "End")}
    assert (before, again.status_code, Note.objects.get().label) == ("The ending", 302, "End")


@pytest.mark.django_db(transaction=True)
def test_of_two_saves_at_one_moment_the_second_sees_the_first(postgresql):
    note = TimedNoteFactory(label="The ending")
    clients = []
    for name in ("one", "other"):
        client = Client()
        sign_in_to_edit(client, get_user_model().objects.create_superuser(name))
        clients.append((client, opened(client, note), name))
    together = Barrier(2)

    def save(client: Client, form: dict[str, Any], name: str) -> int:
        together.wait()
        try:
            return saved(client, note, form, label=f"By {name}").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as pool:
        statuses = list(pool.map(lambda args: save(*args), clients))

    assert sorted(statuses) == [200, 302]
    first = clients[statuses.index(302)][2]
    assert Note.objects.get().label == f"By {first}"
