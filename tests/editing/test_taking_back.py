"""One change of an item is taken back: that alone, and only where nothing else stands on it."""

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from editing.models import Version
from gate.publishing import State
from interviews.models import Citation, Quote
from people.models import Person
from spoilers.models import Beat, Echo, Evidence, Note
from tests.factories import (
    BeatFactory,
    CitationFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    PersonFactory,
    QuoteFactory,
    SourceFactory,
    TimedNoteFactory,
)
from tests.gate.editing import every_model, press, submit, submit_and_agree

from .changes import (
    address_of,
    ask_to_take_back,
    history,
    in_short,
    newest,
    obstacles,
    shown,
    take_back,
)
from .deleting import listed as deleted
from .deleting import stored
from .desks import staff

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # editors' pages, opened and saved


def test_a_field_becomes_what_it_was_and_what_others_changed_since_stays(editor_client):
    person = PersonFactory(name="Ada", sort_name="Ada")
    submit(editor_client, person, name="Ada L.")
    version = newest(person)
    submit(editor_client, person, sort_name="L., Ada")

    told = take_back(editor_client, version)

    person.refresh_from_db()
    assert told == ["“Ada”: the change is taken back."]
    assert (person.name, person.sort_name) == ("Ada", "L., Ada")
    assert shown(editor_client, person) == {"Name": "[-Ada L.-][+Ada+]"}


def test_the_history_says_whose_change_was_taken_back(editor_client):
    person = PersonFactory(name="Ada")
    submit(editor_client, person, name="Ada L.")
    version = newest(person)

    take_back(editor_client, version)

    said = f"Took back the change of editor, {version.at:%-d %B %Y, %H:%M}."
    assert history(editor_client, person)[0] == ("changed", "editor", said)
    assert LogEntry.objects.all()[0].get_change_message() == said


def test_it_asks_first_and_shows_what_will_be_another(editor_client):
    person = PersonFactory(name="Ada")
    submit(editor_client, person, name="Bob")

    asked = ask_to_take_back(editor_client, newest(person))

    assert in_short(asked.context["difference"].fields) == {"Name": "[-Bob-][+Ada+]"}
    assert Person.objects.get().name == "Bob"


def test_what_somebody_changed_after_it_is_not_overwritten(editor_client):
    person = PersonFactory(name="Ada")
    submit(editor_client, person, name="Bob")
    version = newest(person)
    submit(editor_client, person, name="Cyd")

    assert obstacles(editor_client, version) == ["Name was changed since."]
    assert editor_client.get(address_of(version)).context["taking"].obstacles == [
        "Name was changed since."
    ]
    assert Person.objects.get().name == "Cyd"


def test_what_was_changed_while_it_was_asked_is_asked_about_anew(editor_client):
    person = PersonFactory(name="Ada")
    submit(editor_client, person, name="Bob")
    asked = ask_to_take_back(editor_client, newest(person))
    Person.objects.update(sort_name="Zed")
    sent = {"post": "yes", "opened_with": asked.context["request"].question.written}

    answer = editor_client.post(asked.wsgi_request.path, sent)

    assert b"Changed since you opened this page" in answer.content
    assert Person.objects.get().name == "Bob"


def test_parts_come_back_go_and_become_what_they_were(editor_client):
    echo = EchoFactory(is_published=False)
    for number in (1, 2):
        BeatFactory(echo=echo, position=number)
    evidence, director = EvidenceFactory(echo=echo, position=1), PersonFactory()
    before = stored(Beat, Evidence)
    submit(
        editor_client,
        echo,
        **{
            "beats-0-sealed_later": "It stays shut.",
            "beats-1-DELETE": "on",
            "evidence-0-credits": director.pk,
            "evidence-TOTAL_FORMS": 2,
            "evidence-1-position": 2,
            "evidence-1-hand": evidence.hand,
            "evidence-1-quote": QuoteFactory().pk,
            "evidence-1-sealed_point": "She says so.",
        },
    )
    changed = (
        Beat.objects.count(),
        Evidence.objects.count(),
        [*Evidence.objects.filter(credits=director)],
    )

    take_back(editor_client, newest(echo))

    assert changed == (1, 2, [evidence])
    assert stored(Beat, Evidence) == before


def test_a_part_that_was_changed_since_stays(editor_client):
    echo = EchoFactory(is_published=False)
    BeatFactory(echo=echo, position=1)
    BeatFactory(echo=echo, position=2)
    submit(editor_client, echo, **{"beats-0-sealed_later": "It shuts.", "beats-1-position": 3})
    version = newest(echo)
    submit(editor_client, echo, **{"beats-0-sealed_later": "It stays shut."})

    assert obstacles(editor_client, version) == ["Beat 1: Later moment was changed since."]

    Beat.objects.all().delete()

    assert sorted(obstacles(editor_client, version)) == ["Beat 1 is gone.", "Beat 3 is gone."]


def with_another(client: Client, quote: Quote) -> Version:
    """The change that adds quote No. 9 to the interview of this one, which is its only one."""
    added = {
        "quotes-TOTAL_FORMS": 2,
        "quotes-1-position": 9,
        "quotes-1-speaker": quote.speaker_id,
        "quotes-1-fidelity": "verbatim",
        "quotes-1-sealed_text": "We shot the door last.",
        "quotes-1-stamp": quote.stamp,
        "quotes-1-spoils": [film.pk for film in quote.requirement.films.all()],
    }
    submit_and_agree(client, quote.interview, **added)
    return newest(quote.interview)


def test_a_part_that_has_more_to_it_since_stays(editor_client):
    quote = QuoteFactory(is_published=False, position=1)
    version = with_another(editor_client, quote)
    citation = CitationFactory(quote=Quote.objects.get(position=9), source=SourceFactory())

    assert obstacles(editor_client, version) == [
        f"Quote 9 has more to it since: Citation “{citation}”."
    ]

    Citation.objects.all().delete()
    take_back(editor_client, version)

    assert [*Quote.objects.all()] == [quote]
    # What goes with it can be had again.
    assert [one[0] for one in deleted(editor_client)] == ["quote"]


def test_a_part_that_readers_meet_by_now_is_withdrawn_first(editor_client):
    quote = QuoteFactory(is_published=False, position=1)
    version = with_another(editor_client, quote)
    added = Quote.objects.get(position=9)
    added.publish()

    refused = obstacles(editor_client, version)
    told = take_back(editor_client, version)

    assert refused == [f"Quote “{added}” is published: withdraw it first."]
    assert (told, Quote.objects.count()) == ([], 2)


def test_a_quote_that_a_change_removed_comes_back_with_a_history_of_its_own(editor_client):
    citation = CitationFactory(quote__is_published=False)
    interview, before = citation.quote.interview, stored(Quote, Citation)
    submit(editor_client, interview, **{"quotes-0-DELETE": "on"})
    gone = Quote.objects.count()

    take_back(editor_client, newest(interview))

    assert (gone, stored(Quote, Citation)) == (0, before)
    assert [one[0] for one in history(editor_client, citation.quote)] == ["added", "deleted"]
    assert deleted(editor_client) == []


def test_the_requirement_becomes_what_it_was_and_the_page_says_whom_that_lets_in(editor_client):
    film, other = FilmFactory(title="The House"), FilmFactory(title="The Garden")
    note = TimedNoteFactory(film=film, spoils=[film])
    submit_and_agree(editor_client, note, spoils=[film.pk, other.pk])
    version = newest(note)

    asked = ask_to_take_back(editor_client, version)
    take_back(editor_client, version)

    note.refresh_from_db()
    assert asked.context["taking"].opens == [
        f"“{note}”: Whoever has seen {film} will be able to read it."
    ]
    assert note.required == {film.pk}
    assert note.state == State.PUBLISHED


def test_to_publish_is_not_taken_back_nor_to_withdraw(editor_client):
    note = TimedNoteFactory(is_published=False)
    press(editor_client, note, "_submit")

    assert obstacles(editor_client, newest(note)) == [
        "It changed nothing that could be taken back."
    ]


def test_what_was_published_since_stays_published(editor_client):
    note = TimedNoteFactory(is_published=False, sealed_text="He lives.")
    submit(editor_client, note, sealed_text="He dies.")
    version = newest(note)
    note.refresh_from_db()
    note.publish()

    take_back(editor_client, version)

    assert Note.objects.get().is_live
    assert shown(editor_client, note) == {"Text": "He [-dies.-][+lives.+]"}


def test_who_may_not_change_an_item_does_not_take_back_its_changes(editor_client):
    note = TimedNoteFactory(sealed_text="He lives.")
    submit(editor_client, note, sealed_text="He dies.")
    version = newest(note)
    writer = staff("view_note", "change_note")

    answers = [ask_to_take_back(writer, version), writer.post(f"{address_of(version)}take-back/")]

    assert [one.status_code for one in answers] == [403, 403]
    note.withdraw()
    assert take_back(writer, version) == [f"“{note}”: the change is taken back."]


def test_what_a_change_did_to_a_part_takes_the_right_to_change_it(editor_client):
    interview = InterviewFactory(is_published=False, films=[FilmFactory()])
    submit(editor_client, interview, **{"coverage-0-film": FilmFactory().pk})
    writer = staff("change_interview", "change_quote", "publish_quote", "change_citation")

    assert obstacles(writer, newest(interview)) == [
        "Your account may not change films talked about."
    ]


def test_what_a_change_added_takes_the_right_to_delete_it(editor_client):
    echo = EchoFactory(is_published=False)
    added = {
        "beats-TOTAL_FORMS": 1,
        "beats-0-position": 1,
        "beats-0-sealed_theme": "A door",
        "beats-0-sealed_later": "It shuts.",
        "beats-0-sealed_earlier": "It opens.",
    }
    submit(editor_client, echo, **added)
    writer = staff("change_echo", "change_beat", "change_evidence")

    assert obstacles(writer, newest(echo)) == ["Your account may not delete beats."]
    assert Beat.objects.count() == 1


def test_what_a_change_removed_takes_the_right_to_add_it(editor_client):
    echo = BeatFactory(echo__is_published=False).echo
    submit(editor_client, echo, **{"beats-0-DELETE": "on"})
    writer = staff("change_echo", "change_beat", "change_evidence")

    assert obstacles(writer, newest(echo)) == ["Your account may not add beats."]
    assert Beat.objects.count() == 0


def test_what_rests_on_a_part_holds_it(editor_client):
    echo = EchoFactory(is_published=False)
    added = {
        "evidence-TOTAL_FORMS": 1,
        "evidence-0-position": 1,
        "evidence-0-hand": EvidenceFactory().hand,
        "evidence-0-quote": QuoteFactory().pk,
        "evidence-0-sealed_point": "She says so.",
    }
    submit(editor_client, echo, **added)
    version = newest(echo)
    Echo.objects.get(pk=echo.pk).publish()

    told = take_back(editor_client, version)

    assert [one.partition("“")[0] for one in told] == ["It cannot be taken back. Evidence "]
    assert Evidence.objects.filter(echo=echo).count() == 1


def test_what_stands_in_its_place_by_now_is_told(editor_client):
    person = PersonFactory(slug="ada")
    submit(editor_client, person, slug="ada-l")
    version = newest(person)
    PersonFactory(slug="ada")

    told = take_back(editor_client, version)

    assert len(told) == 1
    assert told[0].startswith("It cannot be taken back. Person")
    assert Version.objects.filter(key=person.pk)[0] == version


@pytest.mark.parametrize("act", ["added", "found"])
def test_only_changes_are_taken_back(editor_client, act):
    person = PersonFactory(name="Ada")
    submit(editor_client, person, name="Bob")
    first = Version.objects.order_by("pk")[0]
    if act == "added":
        Version.objects.filter(pk=first.pk).update(act=Version.Act.ADDED)

    assert ask_to_take_back(editor_client, first).status_code == 403
    assert editor_client.get(address_of(first)).context["taking"] is None


MORE = ("sealed_claim", "sort_name", "position")


@every_model
def test_a_change_of_every_kind_of_item_is_taken_back(editor_client, factory):
    item = factory()
    kind = type(item)
    text = next(
        name
        for name in (*("description", "blurb", "logline", "sealed_text", "outlet"), *MORE)
        if name in {field.name for field in kind._meta.concrete_fields if not field.choices}
    )
    before = stored(kind)
    submit_and_agree(
        editor_client, item, **{text: "7" if text == "position" else "Quite another text."}
    )
    changed = stored(kind)

    told = take_back(editor_client, newest(item))

    assert changed != before
    assert (told, stored(kind)) == ([f"“{item}”: the change is taken back."], before)


def test_the_part_of_an_interview_that_is_taken_back_has_that_in_its_own_history(editor_client):
    quote = QuoteFactory(is_published=False, sealed_text="He lives.")
    submit(editor_client, quote.interview, **{"quotes-0-sealed_text": "He dies."})

    take_back(editor_client, newest(quote.interview))

    assert shown(editor_client, quote) == {"Text": "He [-dies.-][+lives.+]"}
    assert history(editor_client, quote)[0][2].startswith("Took back the change of editor, ")


def test_where_it_fails_nothing_is_kept_either(editor_client):
    person = PersonFactory(slug="ada")
    submit(editor_client, person, slug="ada-l")
    version = newest(person)
    PersonFactory(slug="ada")
    before = stored(Person, Version)

    take_back(editor_client, version)

    assert stored(Person, Version) == before
