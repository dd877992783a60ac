"""Two rows that are one become one: all that named the one that goes names the one that stays."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier
from typing import Any

import pytest
from django.contrib.admin.models import LogEntry
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Permission
from django.db import connections, models
from django.utils import timezone

from editing.models import Version
from editing.pointing import is_named
from films.models import Film
from gate.models import Stamp
from gate.publishing import State
from interviews.models import Citation, Interview, InterviewFilm, Quote
from leakcheck.models import AcceptedWarning
from people.models import Character, CharacterFact, Credit, Person
from readers.models import Seen
from tests.conftest import ReaderClient
from tests.factories import (
    AcceptedWarningFactory,
    CharacterFactFactory,
    CharacterFactory,
    CitationFactory,
    CreditFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    SeenFactory,
    SourceFactory,
    UniverseFactory,
)
from tests.gate.editing import page, say_yes
from tests.signing_in import sign_in_to_edit

from .deleting import bring_back, stored
from .desks import staff
from .merging import merge, merge_page, reasons, told

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # editors' pages, opened and sent


def two_people(**facts: Any) -> list[Person]:
    """Both of whom all readers know."""
    people = [PersonFactory(name="Winston Scott", slug=slug, **facts) for slug in ("goes", "stays")]
    for person in people:
        CreditFactory(person=person)
    return people


def two_characters() -> list[Character]:
    characters = CharacterFactory.create_batch(2, name="The Bowery King")
    for character in characters:
        CreditFactory(character=character)
    return characters


def two_sources() -> list[Any]:
    sources = SourceFactory.create_batch(2, stamp=Stamp.NOTHING, spoils=[])
    for source in sources:
        CitationFactory(source=source, quote__stamp=Stamp.NOTHING, quote__spoils=[])
    return sources


def two_films() -> list[Film]:
    FilmFactory.create_batch(2, universe=UniverseFactory(), title="Ballerina")
    # What stands beside the title of the first came with the second.
    return list(Film.objects.order_by("pk"))


def assert_named(stays: models.Model, *named: tuple[models.Model, str]) -> None:
    for row, column in named:
        row.refresh_from_db()
        assert getattr(row, column) == stays


def test_what_names_a_person_names_the_other(editor_client):
    goes, stays = two_people()
    credit, quote = CreditFactory(person=goes), QuoteFactory(speaker=goes)
    evidence = EvidenceFactory(credits=goes)

    merge(editor_client, goes, stays)

    assert_named(stays, (credit, "person"), (quote, "speaker"), (evidence, "credits"))
    assert not Person.objects.filter(pk=goes.pk).exists()


def test_what_names_a_character(editor_client):
    goes, stays = two_characters()
    CharacterFactFactory(character=stays, position=4)
    facts = [CharacterFactFactory(character=goes, position=number) for number in (4, 9)]
    kinship = CharacterFactFactory(relative=goes)

    merge(editor_client, goes, stays)

    assert_named(stays, *((fact, "character") for fact in facts), (kinship, "relative"))
    assert [fact.position for fact in facts] == [5, 6]


def test_what_names_a_source(editor_client):
    goes, stays = two_sources()
    placement = PlacementFactory(source=goes)
    evidence = EvidenceFactory(quote=None, source=goes)

    merge(editor_client, goes, stays)

    assert_named(stays, (placement, "source"), (evidence, "source"))
    assert Citation.objects.filter(source=stays).count() == 2


def test_what_hangs_on_an_interview_comes_last(editor_client):
    goes, stays = InterviewFactory.create_batch(2)
    film = FilmFactory()
    for interview in (goes, stays):
        interview.coverage.create(film=film)
    quotes = [QuoteFactory(interview=one, position=3) for one in (stays, goes)]
    other = goes.coverage.create(film=FilmFactory())

    merge(editor_client, goes, stays)

    assert_named(stays, (quotes[1], "interview"), (other, "interview"))
    assert [quote.position for quote in quotes] == [3, 4]
    assert InterviewFilm.objects.filter(film=film).count() == 1
    assert Interview.objects.get() == stays


def test_what_names_a_film(editor_client):
    goes, stays = two_films()
    interview, other = InterviewFactory(films=[goes, stays]), InterviewFactory(films=[goes])
    credit, third = CreditFactory(film=goes), FilmFactory()
    placement = PlacementFactory(placed=goes, anchor=third, stamp=Stamp.NOTHING, spoils=[])

    merge(editor_client, goes, stays)

    assert_named(stays, (credit, "film"), (placement, "placed"))
    assert [[*one.films.all()] for one in (interview, other)] == [[stays], [stays]]


def test_what_stands_on_both_is_dropped_once_and_kept(editor_client):
    goes, stays = two_people()
    same = {"film": FilmFactory(), "character": CharacterFactory()}
    credits = [CreditFactory(person=one, **same, position=n) for n, one in enumerate((goes, stays))]

    asked = editor_client.get(merge_page(goes, stays))
    answer = say_yes(editor_client, asked)

    (dropped,) = asked.context["dropped"]
    assert (dropped.heading, dropped.names, dropped.more) == ("1 credit", [str(credits[1])], 0)
    assert not Credit.objects.filter(pk=credits[0].pk).exists()
    assert Version.objects.filter(key=credits[0].pk, act=Version.Act.DELETED).exists()
    assert told(answer)[0].startswith(
        "“Winston Scott” is merged into “Winston Scott”: 1 credit moved, 1 credit dropped."
    )


def alone(row: models.Model) -> models.Model:
    return type(row)._base_manager.get(pk=row.pk)


def everything() -> dict[str, list[dict[str, Any]]]:
    return stored(Person, Character, Credit, CharacterFact, Quote, Citation, Film, Seen, Version)


def assert_refused(client, goes: models.Model, stays: models.Model, *why: str) -> None:
    """Whatever is answered, nothing is done."""
    before = everything()

    asked = client.get(merge_page(goes, stays))
    say_yes(client, asked)

    assert reasons(asked) == [*why]
    assert everything() == before


def test_what_is_not_the_same_on_both_is_refused(editor_client):
    goes, stays = two_people()
    same = {"film": FilmFactory(), "character": CharacterFactory()}
    credit = CreditFactory(person=goes, stamp=Stamp.EXISTENCE, **same)
    CreditFactory(person=stays, **same)

    assert_refused(
        editor_client,
        *(goes, stays),
        f"Credit “{credit}” stands on both, and is not the same there: make the two alike first, "
        "or delete one.",
    )


def test_a_quote_that_cites_both_at_other_places_is_refused(editor_client):
    goes, stays = two_sources()
    quote = QuoteFactory(stamp=Stamp.NOTHING, spoils=[])
    for source in (goes, stays):
        CitationFactory(quote=quote, source=source)

    asked = editor_client.get(merge_page(goes, stays))

    assert [one.partition(" stands on both")[1] for one in reasons(asked)] == [" stands on both"]


def test_two_characters_who_are_kin_are_refused(editor_client):
    goes, stays = two_characters()
    fact = CharacterFactFactory(character=goes, relative=stays)

    assert_refused(
        editor_client,
        *(goes, stays),
        f"Character fact “{alone(fact)}” would be wrong: A kinship is between two characters.",
    )


def test_a_film_that_is_placed_by_the_other_is_refused(editor_client):
    goes, stays = two_films()
    placement = PlacementFactory(placed=goes, anchor=stays, stamp=Stamp.NOTHING, spoils=[])

    assert_refused(
        editor_client,
        *(goes, stays),
        f"Placement “Placement of {stays}” would be wrong: "
        "A film is placed in relation to another one.",
    )
    assert alone(placement)


@pytest.mark.parametrize(
    ("facts", "column"), [({}, "universe"), ({"kind": Film.Kind.SERIES}, "kind")]
)
def test_films_of_two_universes_or_kinds_are_refused(editor_client, facts, column):
    goes = FilmFactory()
    stays = FilmFactory(**({"universe": goes.universe} | facts if facts else {}))

    assert_refused(
        editor_client,
        *(goes, stays),
        f"They differ in “{column}”: make them alike first, if they are one.",
    )


@pytest.mark.parametrize("is_published", [True, False])
def test_a_film_that_seals_something_stays(editor_client, is_published):
    goes, stays = two_films()
    NoteFactory(film=goes, is_published=is_published)

    assert_refused(
        editor_client,
        *(goes, stays),
        f"“{goes}” seals something, which whoever has seen “{stays}” would read without a mark of "
        f"“{goes}”. Merge the other way round.",
    )


def test_of_two_films_that_seal_something_it_says_what_is_to_be_done_first(editor_client):
    goes, stays = two_films()
    NoteFactory.create_batch(2, film=goes)
    QuoteFactory(spoils=[goes])
    NoteFactory(film=stays)

    assert_refused(
        editor_client,
        *(goes, stays),
        f"Both films seal something, and a mark is of one of them: whoever has marked “{stays}” alone "
        f"would read what “{goes}” seals, and no mark in a cookie can be taken back. Let what "
        f"“{goes}” seals, 2 notes and 1 quote, spoil “{stays}” instead, each in its own form, which "
        "says whom that lets in; then merge.",
    )


@pytest.mark.parametrize("is_published", [True, False])
def test_whether_a_person_is_named_is_asked_at_once_however_often(
    editor_client, is_published, django_assert_num_queries
):
    person = PersonFactory()
    QuoteFactory.create_batch(5, speaker=person, is_published=is_published)
    EvidenceFactory(credits=person, echo__is_published=False)

    with django_assert_num_queries(1 if is_published else 3):
        assert is_named(person) == is_published


def test_readers_marks_come_along_where_they_open_nothing(editor_client):
    goes, stays = two_films()
    mark, both = SeenFactory(film=goes), SeenFactory(film=goes)
    SeenFactory(film=stays, user=both.user)

    asked = editor_client.get(merge_page(goes, stays))
    say_yes(editor_client, asked)

    assert f"Accounts that have marked “{goes}” as seen have “{stays}” marked" in asked.text
    assert {(one.user, one.film) for one in Seen.objects.all()} == {
        (mark.user, stays),
        (both.user, stays),
    }


def test_and_end_where_they_would(editor_client):
    goes, stays = two_films()
    NoteFactory(film=stays, is_published=False)
    SeenFactory(film=goes)
    mark = SeenFactory(film=stays)

    asked = editor_client.get(merge_page(goes, stays))
    say_yes(editor_client, asked)

    assert f"Readers’ marks of “{goes}” end" in asked.text
    assert [*Seen.objects.all()] == [mark]


def test_warnings_that_somebody_lets_stand_come_along(editor_client):
    goes, stays = two_people()
    warning = AcceptedWarningFactory(key=goes.pk)
    warning.kind = LogEntry.content_type.field.related_model.objects.get_for_model(Person)
    warning.save()

    asked = editor_client.get(merge_page(goes, stays))
    say_yes(editor_client, asked)

    assert "Warnings that somebody lets stand about" in asked.text
    assert AcceptedWarning.objects.get().key == stays.pk


def test_old_addresses_lead_to_the_one_that_stays(editor_client, stranger):
    goes, stays = two_people()
    goes.slug = "renamed"
    goes.save()

    merge(editor_client, goes, stays)

    for slug in ("goes", "renamed"):
        answer = stranger.get(f"/people/{slug}/")
        assert (answer.status_code, answer["Location"]) == (301, "/people/stays/")


def test_but_not_those_that_not_every_reader_knew(editor_client, stranger):
    goes, (_other, stays) = PersonFactory(slug="hidden"), two_people()
    CreditFactory(person=goes, stamp=Stamp.EXISTENCE)

    asked = editor_client.get(merge_page(goes, stays))
    say_yes(editor_client, asked)

    assert f"The address of “{goes}” leads nowhere any more" in asked.text
    assert stranger.get("/people/hidden/").status_code == 404
    assert Person.objects.get(slug="stays").former_slugs == ""


def test_one_whom_some_readers_know_does_not_become_one_whom_others_do(editor_client):
    stays, (goes, _other) = PersonFactory(name="Somebody"), two_people()
    CreditFactory(person=stays, stamp=Stamp.EXISTENCE)

    assert_refused(
        editor_client,
        *(goes, stays),
        "Not every reader knows of “Somebody”, and some know of “Winston Scott”: these would read "
        "what is written of the other. Merge the other way round.",
    )


def test_nor_does_a_source_that_some_readers_know_unless_both_are_read_alike(editor_client):
    facts = {"stamp": Stamp.NOTHING, "sealed_url": "https://example.org/", "outlet": "Empire"}
    goes, stays = (SourceFactory(**facts) for _one in range(2))
    citations = [CitationFactory(source=source) for source in (goes, stays)]

    assert_refused(
        editor_client,
        *(goes, stays),
        f"Not every reader knows of “{stays}”, and some know of “{goes}”: these would read what is "
        "written of the other. Make the two alike first, in all that readers see of them; or, where "
        "everybody knows of the one, let that one stay.",
    )
    for source in (goes, stays):
        source.sealed_title, source.sealed_archive_url = "The ending", ""
        source.save()
    merge(editor_client, goes, stays)

    assert_named(stays, (citations[0], "source"))


@pytest.mark.parametrize("one_is_sealed", [True, False])
def test_nor_one_that_is_read_by_others(editor_client, one_is_sealed):
    """Both say the same, and one of them to fewer readers."""
    address = {"sealed_url": "https://example.org/", "sealed_archive_url": ""}
    facts = {"outlet": "Empire", "sealed_title": "The ending", **address}
    lock = {"stamp": Stamp.TEXT, "spoils": [FilmFactory()]}
    locks = [lock, {"stamp": Stamp.NOTHING, "spoils": []} if one_is_sealed else lock]
    goes, stays = (SourceFactory(**facts, **one) for one in locks)
    for source in (goes, stays):
        CitationFactory(source=source)

    answer = editor_client.get(merge_page(goes, stays))

    assert len(reasons(answer)) == (1 if one_is_sealed else 0)


@pytest.mark.parametrize("is_live", [True, False])
def test_two_of_whom_no_reader_knows_are_merged(editor_client, is_live):
    goes, stays = PersonFactory.create_batch(2)
    quote = QuoteFactory(speaker=goes, is_published=False)
    if is_live:
        CreditFactory(person=stays)

    merge(editor_client, goes, stays)

    assert_named(stays, (quote, "speaker"))


@pytest.mark.parametrize("stamp", [Stamp.NOTHING, Stamp.EXISTENCE])
def test_a_fact_about_a_character_whom_nobody_knows_does_not_come_to_one_who_is_known(
    editor_client, stamp
):
    goes, (_other, stays) = CharacterFactory(name="The Guest"), two_characters()
    CharacterFactFactory(character=goes, stamp=stamp, spoils=[] if stamp == Stamp.NOTHING else None)

    assert_refused(
        editor_client,
        *(goes, stays),
        "Character fact about “The Guest” would be read by others than before, since other readers "
        "know of “The Bowery King”. Look at it first, and move it in its own form.",
    )


def test_every_item_that_changed_has_a_version_and_a_line_in_the_log(editor_client):
    goes, stays = two_people()
    evidence = EvidenceFactory(credits=goes)
    (credit,) = goes.credits.all()

    merge(editor_client, goes, stays)

    versions = {(one.kind.model, one.key, one.act) for one in Version.objects.all()}
    found = {("credit", credit.pk), ("echo", evidence.echo_id), ("person", stays.pk)}
    assert versions == {
        *((*one, Version.Act.FOUND) for one in found),
        ("credit", credit.pk, Version.Act.CHANGED),
        ("echo", evidence.echo_id, Version.Act.CHANGED),
        ("person", goes.pk, Version.Act.DELETED),
        ("person", stays.pk, Version.Act.CHANGED),
    }
    said = {(one.content_type.model, one.get_change_message()) for one in LogEntry.objects.all()}
    assert said == {
        ("person", ""),
        ("credit", "Merged “Winston Scott” into “Winston Scott”."),
        ("echo", "Merged “Winston Scott” into “Winston Scott”."),
        (
            "person",
            "Merged “Winston Scott” into this: 1 credit and 1 evidence moved.",
        ),
    }


def test_the_one_that_went_comes_back_alone(editor_client):
    goes, stays = two_people()
    merge(editor_client, goes, stays)

    (said,) = bring_back(editor_client)

    assert said == "“Winston Scott” is back, as it was."
    assert (alone(goes).slug, stays.credits.count()) == ("goes", 2)


def test_what_came_since_the_page_was_opened_is_asked_about_anew(editor_client):
    goes, stays = two_people()
    asked = editor_client.get(merge_page(goes, stays))
    credit = CreditFactory(person=goes)

    again = say_yes(editor_client, asked)
    answer = say_yes(editor_client, again)

    assert f"Credit “{credit.person}, cast, {credit.film}” is new" in again.text
    assert answer.status_code == 302
    assert_named(stays, (credit, "person"))


def test_the_answer_to_one_page_is_none_to_another(editor_client):
    goes, stays = two_people()
    other = PersonFactory()
    asked = editor_client.get(merge_page(goes, other))
    asked.wsgi_request.get_full_path = lambda: merge_page(goes, stays)

    say_yes(editor_client, asked)

    assert alone(goes)


def test_who_merges_them_twice_is_told_that_it_is_gone(editor_client):
    goes, stays = two_people()
    asked = editor_client.get(merge_page(goes, stays))
    say_yes(editor_client, asked)

    answer = say_yes(editor_client, asked)

    assert (answer.status_code, answer["Location"]) == (302, page("changelist", stays))
    assert told(answer)[-1] == "It is not there any more: somebody has merged it, or deleted it."


def test_of_very_many_so_many_are_named_and_no_more_are_moved(editor_client, monkeypatch):
    goes, stays = two_people()
    CreditFactory.create_batch(21, person=goes)

    asked = editor_client.get(merge_page(goes, stays))
    monkeypatch.setattr("editing.merging.MOST", 21)
    refused = editor_client.get(merge_page(goes, stays))

    (group,) = asked.context["moved"]
    assert (group.heading, len(group.names), group.more) == ("22 credits", 20, 2)
    assert reasons(refused) == [
        "More than 500 rows point at “Winston Scott”: somebody who runs the site has to do this."
    ]


def test_the_one_that_stays_is_chosen_among_those_that_are_alike_or_by_typing(editor_client):
    goes, stays = two_people()

    answer = editor_client.get(merge_page(goes))

    assert f'<a href="?into={stays.pk}">Winston Scott (stays)</a>' in answer.text
    assert 'class="admin-autocomplete"' in answer.text
    assert "List all that there is to choose" in answer.text


def test_of_very_many_that_are_alike_ten_are_offered(editor_client):
    goes, _stays = two_people()
    PersonFactory.create_batch(11, name="Winston Scott")

    assert len(editor_client.get(merge_page(goes)).context["alike"]) == 10


def test_without_scripts_among_all(editor_client):
    goes, _stays = two_people()

    answer = editor_client.get(f"{merge_page(goes)}?choices=all")

    assert "Winston Scott (stays)</option>" in answer.text
    assert "List all that there is to choose" not in answer.text


@pytest.mark.parametrize("into", ["", "itself", "987654", "words"])
def test_none_that_is_not_there_is_chosen(editor_client, into):
    goes, _stays = two_people()
    key = str(goes.pk) if into == "itself" else into

    answer = editor_client.get(f"{merge_page(goes)}?into={key}")

    assert answer.context["form"].errors.keys() == {"into"}
    assert alone(goes)


def test_what_is_written_of_both_is_shown_where_it_differs(editor_client):
    goes, stays = two_people(sort_name="Scott, Winston")
    goes.sort_name = "Scott, W."
    goes.save()

    asked = editor_client.get(merge_page(goes, stays))

    assert asked.context["differs"] == [("name in lists", "Scott, Winston", "Scott, W.")]


def test_of_sources_it_says_that_sealed_texts_go(editor_client):
    goes, stays = two_sources()
    type(goes).objects.filter(pk=stays.pk).update(published=date(2020, 1, 1))

    asked = editor_client.get(merge_page(goes, stays))

    assert "The sealed texts of the one that goes go with it" in asked.text
    assert [one.label for one in asked.context["differs"]] == ["outlet", "published"]


DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("goes", "stays", "is_done"),
    [
        (State.PUBLISHED, State.DRAFT, True),
        (State.DRAFT, State.DRAFT, True),
        (State.DRAFT, State.PUBLISHED, False),
        (State.WITHDRAWN, State.PUBLISHED, False),
        (2 * DAY, State.PUBLISHED, False),
        (2 * DAY, DAY, False),
        (DAY, 2 * DAY, True),
        (State.WITHDRAWN, State.REVIEW, True),
    ],
)
def test_quotes_of_an_interview_that_waits_are_not_met_by_a_merge(
    editor_client, goes, stays, is_done
):
    interviews = [InterviewFactory(is_published=False) for _one in range(2)]
    quote = QuoteFactory(interview=interviews[0])
    for interview, state in zip(interviews, (goes, stays), strict=True):
        is_later = isinstance(state, timedelta)
        at = timezone.now() + (state if is_later else -DAY)
        state = State.PUBLISHED if is_later else state
        interview.restore(state, at if state == State.PUBLISHED else None)

    asked = editor_client.get(merge_page(*interviews))
    if not reasons(asked):
        say_yes(editor_client, asked)

    quote.refresh_from_db()
    assert quote.interview == interviews[1 if is_done else 0]


def test_it_says_why_one_that_readers_do_not_meet_does_not_go(editor_client):
    draft, published = InterviewFactory(is_published=False), InterviewFactory()

    assert reasons(editor_client.get(merge_page(draft, published))) == [
        f"Readers meet “{published}”, and “{draft}” later or not at all: they would meet what hangs "
        "on it. Publish this one first, or withdraw the other."
    ]


ALL = ["change_person", "delete_person", "change_credit", "change_quote", "publish_quote"]
ALL += ["change_evidence", "change_echo", "publish_echo", "change_film", "change_interview"]
ALL += ["publish_interview", "change_character"]


@pytest.mark.parametrize("missing", [None, *ALL[:8]])
def test_it_takes_every_right_on_what_may_be_touched(missing):
    goes, stays = two_people()
    client = staff(*(right for right in ALL if right != missing))

    answer = client.get(merge_page(goes, stays))
    done = client.post(merge_page(goes, stays), {"post": "yes"})

    expected = 200 if missing is None else 403
    assert (answer.status_code, done.status_code) == (expected, expected)


@pytest.mark.parametrize(
    ("missing", "status"), [("", 200), ("change_quote", 403), ("change_source", 403)]
)
def test_of_films_it_takes_the_right_on_all_that_one_could_seal(missing, status):
    """Whether something does is told by why they are not merged."""
    rights = Permission.objects.exclude(codename=missing).values_list("codename", flat=True)

    answer = staff(*rights).get(merge_page(*two_films()))

    assert answer.status_code == status


@pytest.mark.parametrize(("missing", "is_offered"), [(None, True), ("delete_person", False)])
def test_the_form_leads_there_for_who_may(missing, is_offered):
    goes, _stays = two_people()
    client = staff(*(right for right in ALL if right != missing))

    answer = client.get(page("change", goes))

    assert (f'<a href="{merge_page(goes)}">Merge…</a>' in answer.text) == is_offered


@pytest.mark.django_db(transaction=True)
def test_of_two_that_are_merged_into_each_other_at_one_moment_one_stays(postgresql):
    rows = two_people()
    clients = [ReaderClient(), ReaderClient()]
    for number, client in enumerate(clients):
        sign_in_to_edit(client, get_user_model().objects.create_superuser(f"editor-{number}"))
    ways = [(rows[0], rows[1]), (rows[1], rows[0])]
    asked = [client.get(merge_page(*way)) for client, way in zip(clients, ways, strict=True)]
    together = Barrier(2)

    def act(number: int) -> int:
        together.wait()
        try:
            return say_yes(clients[number], asked[number]).status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor() as pool:
        answers = list(pool.map(act, range(2)))

    # The other editor is asked to choose again.
    assert sorted(answers) == [200, 302]
    assert Person.objects.count() == 1
    assert Credit.objects.filter(person__in=Person.objects.all()).count() == 2
