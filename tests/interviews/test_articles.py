"""“New from an article” makes a source, an interview, quotes and citations at once, or nothing."""

import pytest
from django.contrib.admin.models import LogEntry
from django.utils.timezone import localdate

from editing.models import Version
from editing.refusals import Reason
from gate.reader import NOBODY, Reader
from gate.sealed import unseal
from interviews.models import Citation, Interview, Quote, Source
from leakcheck.models import AcceptedWarning
from people.models import Person
from tests.factories import FilmFactory, PersonFactory, SourceFactory
from tests.gate.editing import filled_in, page

from .articles import (
    ADDRESS,
    LABEL,
    NOTHING,
    PUBLISHED,
    URL,
    article,
    blank,
    counts,
    quote,
    refused,
    send,
    source,
    told,
)

pytestmark = pytest.mark.slow  # editors' pages, opened and saved


def test_all_of_it_is_made_at_once_and_the_quotes_are_drafts(editor_client):
    film = FilmFactory()

    answer = send(
        editor_client,
        article(editor_client, film)
        | {"quotes-TOTAL_FORMS": 2}
        | quote(1, sealed_text="And his dog.", sealed_locator="", stamp="nothing"),
    )

    made, interview, person = Source.objects.get(), Interview.objects.get(), Person.objects.get()
    assert answer.redirect_chain == [(page("change", interview), 302)]
    names = ("key", "outlet", "published", "accessed", "stamp", "required")
    assert [getattr(made, name) for name in names] == [
        *("techradar-2025-06", "TechRadar", PUBLISHED, localdate(), "text", {film.pk})
    ]
    names = ("label", "slug", "outlet", "date", "precision")
    assert [getattr(interview, name) for name in names] == [
        *(LABEL, "len-wiseman-talks-to-techradar", "TechRadar", PUBLISHED, "day")
    ]
    assert [*interview.films.all()] == [film]
    assert (person.name, person.sort_name, person.slug) == (
        *("Len Wiseman", "Wiseman, Len"),
        "len-wiseman",
    )
    names = ("interview", "speaker", "position", "fidelity", "stamp", "required", "is_published")
    assert [[getattr(one, name) for name in names] for one in Quote.objects.all()] == [
        [interview, person, 1, "verbatim", "text", {film.pk}, False],
        [interview, person, 2, "verbatim", "nothing", set(), False],
    ]
    assert [(one.quote.position, one.source) for one in Citation.objects.all()] == [
        (1, made),
        (2, made),
    ]


def test_readers_meet_none_of_it_before_it_is_published_and_its_films_are_seen(editor_client):
    film = FilmFactory()
    send(editor_client, article(editor_client, film))
    fan = Reader(seen=frozenset({film.pk}))

    before = [*Quote.objects.for_reader(fan), *Interview.objects.for_reader(fan)]
    Interview.objects.get().publish()
    Quote.objects.get().publish()

    after = [[one.text for one in Quote.objects.for_reader(who)] for who in (fan, NOBODY)]
    cited = [(one.locator, str(one)) for one in Citation.objects.for_reader(fan)]
    assert (before, after) == ([], [["He dies."], [None]])
    assert cited == [("p. 3", "techradar-2025-06")]


def test_it_is_told_what_was_made_and_where_the_work_goes_on(editor_client):
    film = FilmFactory(title="The Clinic")

    answer = send(editor_client, article(editor_client, film))

    interview = Interview.objects.get().pk
    assert told(answer) == [
        f"Made from the article: the interview “{LABEL}”, the source “techradar-2025-06”, the "
        "person “Len Wiseman” and 1 quote. Readers meet nothing of it before it is published. "
        f'<a href="/admin/interviews/interview/{interview}/publish/">Publish it with its quotes</a>'
        f' · <a href="/admin/spoilers/note/add/?film={film.pk}">Write a note on {film}</a>'
        f' · <a href="/admin/spoilers/echo/add/?evidence_of={interview}">'
        "Begin an echo with its quotes as evidence</a>"
    ]


def test_each_thing_has_its_version_and_its_entry_in_the_history(editor_client):
    film = FilmFactory(title="The Clinic")

    send(editor_client, article(editor_client, film))

    entries = [(entry.object_repr, entry.get_change_message()) for entry in LogEntry.objects.all()]
    kinds = Version.objects.filter(act=Version.Act.ADDED).values_list("kind__model", flat=True)
    rows = [unseal(one.sealed_rows) for one in Version.objects.for_editor()]
    assert sorted(entries) == [
        ("Len Wiseman", "Added."),
        (
            LABEL,
            f"Added. Added source “techradar-2025-06”. Added film talked about “{film}”. "
            f"Added quote “{LABEL}, no. 1”.",
        ),
        ("techradar-2025-06", "Added."),
    ]
    assert sorted(kinds) == ["interview", "person", "quote", "source"]
    # The interview with its quote, and the quote by itself, each with what is cited.
    assert [("He dies." in one, "p. 3" in one) for one in rows].count((True, True)) == 2


def test_it_is_made_once_however_often_it_is_sent(editor_client):
    typed = article(editor_client)
    send(editor_client, typed)

    again = send(editor_client, typed)

    assert counts() == [1, 1, 1, 1, 1]
    assert [of for of, _why in refused(again)] == [
        *(
            "Name in the address",
            "Label",
            "Source 1: Name for editors",
            "Source 1: Address",
            "Quote 1: Of the same name",
        )
    ]


def test_where_one_thing_is_wrong_nothing_is_made_and_all_that_was_typed_stays(editor_client):
    typed = article(editor_client, **quote(0, new_speaker="Len Wiseman", fidelity="bracketed"))

    answer = send(editor_client, typed)

    shown = filled_in(answer)
    assert counts() == NOTHING
    assert refused(answer) == [
        ("Quote 1", ["A bracketed quote holds a [bracket]; or choose verbatim."])
    ]
    lost = [name for name, value in typed.items() if value and str(shown.get(name)) != str(value)]
    assert lost == []


def test_of_what_is_left_empty_only_that_is_asked_for_of_which_the_rest_is_made(editor_client):
    answer = send(editor_client, blank(editor_client) | quote(0))

    assert refused(answer) == [
        ("Label", ["This field is required."]),
        ("Quote 1: Spoils these films", ["Say which films this spoils, or stamp it as harmless."]),
        ("Quote 1: Speaker", ["Say who said it."]),
        (
            "Sources",
            [
                "Say where all this stands: describe the source, or choose one that is there "
                "already."
            ],
        ),
    ]


@pytest.mark.parametrize(
    ("left_empty", "asked"),
    [
        (
            {"label": "？"},
            (
                "Name in the address",
                ["No address can be made of this label: say what its page is called there."],
            ),
        ),
        (
            {"source-0-published": ""},
            ("Date", ["Say when it was, or when the source was published."]),
        ),
        ({"source-0-published": "soon"}, ("Source 1: Published", ["Enter a valid date."])),
        ({"source-0-outlet": ""}, ("Source 1: Outlet", ["This field is required."])),
    ],
)
def test_what_cannot_be_made_of_the_rest_is_asked_for(editor_client, left_empty, asked):
    answer = send(editor_client, article(editor_client) | left_empty)

    assert refused(answer) == [asked]
    assert counts() == NOTHING


def test_a_chosen_source_without_a_day_leaves_the_day_to_be_said(editor_client):
    there = SourceFactory(published=None)
    typed = article(
        editor_client, **source(sealed_title="", sealed_url="", outlet="", published="")
    )

    answer = send(editor_client, typed | {"cited": there.pk})

    assert refused(answer) == [("Date", ["Say when it was, or when the source was published."])]


def test_a_source_that_is_there_is_cited_and_what_it_says_stands_in_for_what_is_left_empty(
    editor_client,
):
    there = SourceFactory(outlet="Empire", published=PUBLISHED, precision="month")
    film, speaker = FilmFactory(), PersonFactory()
    typed = blank(editor_client) | {
        "cited": there.pk,
        "label": LABEL,
        "coverage-TOTAL_FORMS": 1,
        "coverage-0-film": film.pk,
    }

    send(editor_client, typed | quote(0, speaker=speaker.pk))

    names = ("outlet", "date", "precision")
    assert [getattr(Interview.objects.get(), name) for name in names] == [
        *("Empire", PUBLISHED, "month")
    ]
    assert [(one.source, one.quote.speaker) for one in Citation.objects.all()] == [(there, speaker)]
    assert counts() == [1, 1, 1, 1, 1]


def test_a_source_is_either_chosen_or_described(editor_client):
    typed = article(editor_client, cited=SourceFactory().pk)

    answer = send(editor_client, typed)

    assert refused(answer) == [
        ("Sources", ["Choose the source that is there, or describe a new one: not both."])
    ]


def test_a_source_with_the_same_address_is_offered_and_used_by_a_button(editor_client):
    film = FilmFactory()
    there = SourceFactory(key="clinic", spoils=[film], sealed_url=f"{URL}?utm_source=x")
    typed = article(editor_client, film)

    asked = send(editor_client, typed)
    made = counts()
    send(editor_client, filled_in(asked), _use=there.pk)

    assert refused(asked) == [
        (
            "Source 1: Address",
            ["This address is that of a source which is there already: “clinic”."],
        )
    ]
    assert "Save with “clinic” as its source</button>" in asked.text
    assert made == [1, 0, 0, 0, 0]
    assert [one.source for one in Citation.objects.all()] == [there]
    assert counts() == [1, 1, 1, 1, 1]


def test_the_name_of_a_source_that_was_left_empty_is_asked_for_where_it_is_taken(editor_client):
    SourceFactory(key="techradar-2025-06")

    answer = send(editor_client, article(editor_client))

    assert refused(answer) == [
        (
            "Source 1: Name for editors",
            ["“techradar-2025-06” is the name of another source: give this one another."],
        )
    ]


def test_a_label_that_gives_something_away_is_asked_about(editor_client):
    film = FilmFactory()
    typed = article(
        editor_client,
        film,
        label="The pit bull talks",
        **quote(0, new_speaker="Len Wiseman", sealed_text="He takes a pit bull from its cage."),
    )

    asked = send(editor_client, typed)

    (question,) = asked.context["refused"].questions
    agreed = {
        question.box.html_name: question.box.field.widget.attrs["value"],
        question.why.html_name: "A dog is in the poster.",
    }
    made = counts()
    send(editor_client, filled_in(asked), **agreed)
    assert question.about == [
        Reason(
            [
                "In this interview: The name in the address spells out what is sealed: “pit”, “bull”.",
                "In this interview: The label has rare words in common with what is sealed: “pit”, "
                "“bull”.",
            ],
            "Quote 1: Text",
            "id_quotes-0-sealed_text",
        )
    ]
    assert (made, counts()) == (NOTHING, [1, 1, 1, 1, 1])
    assert {one.key for one in AcceptedWarning.objects.all()} == {Interview.objects.get().pk}


def test_without_scripts_there_is_room_for_another_quote_and_nothing_is_lost(editor_client):
    typed = article(editor_client)

    more = editor_client.post(f"{ADDRESS}?choices=all", typed | {"_list": "rows"})

    shown = filled_in(more)
    assert more.context["refused"].headline == "There is room for more now"
    assert (shown["quotes-TOTAL_FORMS"], shown["coverage-TOTAL_FORMS"]) == ("2", "2")
    assert [shown[name] for name in typed if name.startswith("quotes-0-new")] == ["Len Wiseman"]
    send(editor_client, shown | quote(1, sealed_text="And his dog."))
    assert counts() == [1, 1, 2, 2, 1]
