"""The history of an item: who did what, when and why, and what was another afterwards."""

from datetime import date

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.urls import reverse

from editing import change_pages
from editing.models import Version
from gate.publishing import State
from interviews.models import Quote
from people.models import Person
from spoilers.models import Note
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
)
from tests.gate.editing import errors, every_model, filled_in, page, press, submit, submit_and_agree
from tests.signing_in import sign_in_to_edit

from .changes import address_of, history, newest, shown
from .deleting import bring_back, delete_many
from .desks import staff
from .signed_out import kept

pytestmark = pytest.mark.django_db


@every_model
def test_every_kind_of_item_has_a_history_and_a_difference_that_can_be_looked_at(
    editor_client, factory
):
    item = factory()
    submit(editor_client, item)

    assert history(editor_client, item) == [
        ("changed", "editor", ""),
        ("as it stood", "", ""),
    ]
    assert shown(editor_client, item) == {}
    assert b"Nothing that forms show was another afterwards." in (
        editor_client.get(address_of(newest(item))).content
    )


def test_whoever_saves_a_form_may_say_why(editor_client):
    person = PersonFactory(name="Ada")

    submit(editor_client, person, name="Ada L.", why="Her full name stands on the poster.")

    assert history(editor_client, person)[0] == (
        "changed",
        "editor",
        "Her full name stands on the poster.",
    )
    assert b"Her full name stands on the poster." in (
        editor_client.get(address_of(newest(person))).content
    )


def test_a_reason_is_one_line_and_what_was_typed_stays(editor_client):
    person = PersonFactory(name="Ada")

    answer = submit(editor_client, person, name="Ada L.", why="x" * 201)

    assert [*errors(answer)] == ["why"]
    assert answer.context["adminform"].form["why"].value() == "x" * 201
    assert answer.context["refused"].reasons[0].anchor == "id_why"
    assert Person.objects.get().name == "Ada"


def test_a_reason_that_was_typed_as_the_session_ended_is_there_again(editor_client):
    note = TimedNoteFactory()
    kept(editor_client, note, label="The opening", why="Seen again.")
    sign_in_to_edit(editor_client, get_user_model().objects.get(username="editor"))

    shown_again = filled_in(editor_client.get(page("change", note)))

    assert (shown_again["label"], shown_again["why"]) == ("The opening", "Seen again.")


def test_a_reason_alone_is_no_change_to_the_log(editor_client):
    person = PersonFactory()

    submit(editor_client, person, why="Looked at it again.")

    entry = editor_client.get(reverse("admin:index")).context["log_entries"][0]
    assert entry.get_change_message() == "No fields changed."


def test_no_reason_is_in_the_log(editor_client):
    """It may say what is sealed, and whoever looks at the desk of its editor reads the log."""
    person, why = PersonFactory(), "He is her father."
    submit(editor_client, person, name="Ada L.", why=why)
    added = filled_in(editor_client.get(page("add", Person())))
    added |= {"name": "Bo", "sort_name": "Bo", "slug": "bo", "why": why}
    editor_client.post(page("add", Person()), added)

    messages = [entry.get_change_message() for entry in LogEntry.objects.all()]

    assert messages == ["Added.", "Changed Name."]
    assert history(editor_client, Person.objects.get(slug="bo")) == [("added", "editor", why)]


def test_accounts_have_the_history_that_django_gives_them_and_are_asked_for_no_reason(
    editor_client,
):
    user = get_user_model().objects.get(username="editor")

    assert "why" not in editor_client.get(page("change", user)).context["adminform"].form.fields
    assert "changes" not in editor_client.get(page("history", user)).context


def test_what_stood_there_before_the_first_change_is_kept(editor_client):
    note = TimedNoteFactory(sealed_text="He lives.")

    submit(editor_client, note, sealed_text="He dies.")

    assert shown(editor_client, note) == {"Text": "He [-lives.-][+dies.+]"}


def test_what_content_files_have_changed_is_not_told_as_the_next_editors_work(editor_client):
    note = TimedNoteFactory(label="A door", sealed_text="He lives.")
    submit(editor_client, note)
    Note.objects.update(label="A window")

    submit(editor_client, note, sealed_text="He dies.")

    assert shown(editor_client, note) == {"Text": "He [-lives.-][+dies.+]"}
    assert [one[0] for one in history(editor_client, note)] == [
        "changed",
        "as it stood",
        "changed",
        "as it stood",
    ]


def test_fields_are_told_in_the_words_of_the_form(editor_client):
    film, other = FilmFactory(title="The House"), FilmFactory(title="The Garden")
    speaker, second = PersonFactory(name="Ada"), PersonFactory(name="Bob")
    quote = QuoteFactory(
        is_published=False, speaker=speaker, fidelity="verbatim", spoils=[film], position=1
    )

    submit(
        editor_client,
        quote,
        speaker=second.pk,
        fidelity="paraphrase",
        spoils=[film.pk, other.pk],
        stamp="existence",
        position=3,
    )

    assert shown(editor_client, quote) == {
        "Speaker": "[-Ada-][+Bob+]",
        "Position": "[-1-][+3+]",
        "Fidelity": f"[-{Quote.Fidelity('verbatim').label}-][+{Quote.Fidelity('paraphrase').label}+]",
        "Stamp": "[-Spoils: shown as locked until the films are seen-]"
        "[+Even its existence spoils: left out until the films are seen+]",
        "Spoils these films": f"[-{film}-][+{film}, {other}+]",
    }


def test_a_day_is_told_as_the_pages_write_it(editor_client):
    interview = InterviewFactory(date=date(2025, 6, 2))

    submit(editor_client, interview, date="2025-06-03")

    assert shown(editor_client, interview) == {"Date": "[-2 June 2025-][+3 June 2025+]"}


def test_what_became_of_an_item_on_its_way_to_readers_is_told(editor_client):
    note = TimedNoteFactory(is_published=False)

    press(editor_client, note, "_submit")

    assert shown(editor_client, note) == {"State": "[-Draft-][+Ready for review+]"}
    assert history(editor_client, note)[0] == ("changed", "editor", "Ready for review.")


def test_parts_are_added_removed_and_changed(editor_client):
    echo = EchoFactory(is_published=False)
    beat, gone = (
        BeatFactory(
            echo=echo,
            position=number,
            sealed_theme="A door",
            sealed_later="It shuts.",
            sealed_earlier="It opens.",
        )
        for number in (1, 2)
    )
    evidence, director = EvidenceFactory(echo=echo, position=1), PersonFactory()
    quote = QuoteFactory()
    told = editor_client.get(page("change", echo)).context["inline_admin_formsets"]
    assert [one.formset.prefix for one in told] == ["beats", "evidence"]

    submit(
        editor_client,
        echo,
        **{
            "beats-0-sealed_later": "It stays shut.",
            "beats-1-DELETE": "on",
            "evidence-0-credits": director.pk,
            "evidence-TOTAL_FORMS": 2,
            "evidence-1-position": 2,
            "evidence-1-quote": quote.pk,
            "evidence-1-hand": evidence.hand,
            "evidence-1-sealed_point": "She says so.",
        },
    )

    assert (beat.position, gone.position, evidence.position) == (1, 2, 1)
    assert shown(editor_client, echo) == {
        "Beat 1, changed": {"Later moment": "It [-shuts.-][+stays shut.+]"},
        "Beat 2, removed": {
            "Theme": "[-A door-]",
            "Later moment": "[-It shuts.-]",
            "Earlier moment": "[-It opens.-]",
        },
        "Evidence 1, changed": {"Credits": f"[+{director}+]"},
        "Evidence 2, added": {
            "Quote": f"[+{quote}+]",
            "Hand": f"[+{evidence.get_hand_display()}+]",
            "Point": "[+She says so.+]",
        },
    }


def test_what_is_deleted_and_comes_back_is_told_whole(editor_client):
    note = TimedNoteFactory(is_published=False, label="A door", sealed_text="He lives.")

    delete_many(editor_client, note)
    deleted = shown(editor_client, note)

    bring_back(editor_client)

    back = shown(editor_client, note)
    assert (deleted["Text"], back["Text"]) == ("[-He lives.-]", "[+He lives.+]")
    assert history(editor_client, note) == [
        ("added", "editor", "Brought back."),
        ("deleted", "editor", ""),
    ]


def test_a_quote_that_was_changed_in_the_form_of_its_interview_has_that_in_its_own_history(
    editor_client,
):
    quote = QuoteFactory(is_published=False, sealed_text="He lives.", position=1)
    other = QuoteFactory(is_published=False, interview=quote.interview, position=9)

    submit(
        editor_client, quote.interview, why="Heard again.", **{"quotes-0-sealed_text": "He dies."}
    )

    assert shown(editor_client, quote) == {"Text": "He [-lives.-][+dies.+]"}
    assert history(editor_client, quote)[0] == ("changed", "editor", "Heard again.")
    assert history(editor_client, other) == []


def test_a_citation_counts_to_the_history_of_its_quote(editor_client):
    citation = CitationFactory(quote__is_published=False, sealed_locator="p. 3")

    submit(editor_client, citation.quote, **{"citations-0-sealed_locator": "p. 4"})

    assert shown(editor_client, citation.quote) == {
        f"Citation {citation.position}, changed": {"Place in the source": "p. [-3-][+4+]"}
    }


def test_a_history_that_nobody_has_made_says_so(editor_client):
    answer = editor_client.get(page("history", PersonFactory()))

    assert b"its next change is the first to stand here." in answer.content


def test_a_long_history_goes_on_on_further_pages(editor_client, monkeypatch):
    monkeypatch.setattr(change_pages, "ON_A_PAGE", 2)
    person = PersonFactory()
    for number in range(4):
        submit(editor_client, person, why=f"no. {number}")
    path = page("history", person)
    seen, query = [], ""
    while query is not None:
        context = editor_client.get(f"{path}{query}").context
        seen.append([one.reason for one in context["changes"]])
        query = f"?before={context['older']}" if context["older"] else None

    assert seen == [["no. 3", "no. 2"], ["no. 1", "no. 0"], [""]]


def test_who_may_look_but_not_change_is_told_who_and_when_and_neither_why_nor_what(editor_client):
    note = TimedNoteFactory(sealed_text="He lives.")
    submit(editor_client, note, sealed_text="He dies.", why="He was dead.")
    reader = staff("view_note")

    listed = reader.get(page("history", note))
    answer = reader.get(address_of(newest(note)))

    assert history(reader, note)[0] == ("changed", "editor", "")
    assert [one.may_read for one in listed.context["changes"]] == [False, False]
    assert answer.context["difference"] is None
    assert [word in listed.text + answer.text for word in ("He dies", "He was", "He lives")] == [
        False
    ] * 3


@pytest.mark.parametrize(("state", "may_read"), [(State.DRAFT, True), (State.PUBLISHED, False)])
def test_who_may_not_publish_reads_the_history_of_what_readers_do_not_meet(
    editor_client, state, may_read
):
    note = TimedNoteFactory(is_published=state == State.PUBLISHED)
    submit_and_agree(editor_client, note)

    answer = staff("view_note", "change_note").get(page("history", note))

    assert [one.may_read for one in answer.context["changes"]] == [may_read] * 2


@pytest.mark.parametrize(
    ("rights", "may_read"),
    [
        (["change_echo", "change_beat"], False),
        (["change_echo", "change_beat", "change_evidence"], True),
    ],
    ids=["not of all", "of all"],
)
def test_the_parts_of_an_item_take_the_right_to_them(editor_client, rights, may_read):
    echo = BeatFactory(echo__is_published=False).echo
    submit(editor_client, echo)

    answer = staff(*rights).get(page("history", echo))

    assert [one.may_read for one in answer.context["changes"]] == [may_read] * 2


@pytest.mark.parametrize("right", ["view_film", "add_note"])
def test_what_is_of_a_kind_that_somebody_may_not_look_at_is_not_there_for_them(
    editor_client, right
):
    note = TimedNoteFactory()
    submit(editor_client, note)
    stranger = staff(right)
    there, nowhere = address_of(newest(note)), reverse("admin:one-change", args=[987_654])

    assert stranger.get(page("history", note)).status_code == 403
    assert [stranger.get(path).status_code for path in (there, nowhere)] == [404, 404]


def test_names_of_what_somebody_may_not_look_at_are_not_told(editor_client):
    speaker, second = PersonFactory(name="Ada"), PersonFactory(name="Bob")
    quote = QuoteFactory(is_published=False, speaker=speaker)
    submit(editor_client, quote, speaker=second.pk)
    writer = staff("change_quote", "change_citation")

    assert shown(writer, quote) == {"Speaker": f"[-No. {speaker.pk}-][+No. {second.pk}+]"}


def test_a_version_of_what_was_loaded_by_a_command_is_kept_as_found(editor_client):
    call_command("load_content", "tests/content/harbour", verbosity=0)
    note = Note.objects.order_by("pk")[0]
    before = Version.objects.count()

    submit_and_agree(editor_client, note, label="Another label")

    assert (before, Version.objects.count()) == (0, 2)
    assert [*shown(editor_client, note)] == ["Label"]
