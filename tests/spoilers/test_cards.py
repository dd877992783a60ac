"""Notes, echoes and evidence as the pages show them, each with what belongs on its card."""

import pytest

from films.cards import Films, Spoiled
from gate.models import Stamp
from gate.reader import NOBODY, Reader, Revealed
from spoilers.cards import (
    NoteCard,
    beat_cards,
    echo_cards,
    evidence_groups,
    note_cards,
    placement_cards,
    whole_echo,
)
from spoilers.models import Echo, Evidence, Note, Placement
from tests.factories import EchoFactory, EvidenceFactory, PlacementFactory, QuoteFactory


@pytest.fixture
def first(world) -> Reader:
    return Reader(seen=frozenset({world.first.pk}))


@pytest.fixture
def second(world) -> Reader:
    return Reader(seen=frozenset({world.second.pk}))


@pytest.fixture
def both(world) -> Reader:
    return Reader(seen=frozenset({world.first.pk, world.second.pk}))


def whole(world, reader: Reader):
    return whole_echo(Echo.objects.filter(pk=world.echo.pk), reader)


def test_an_echo_seen_from_one_end_names_the_films_still_to_see(world, first, second):
    def met(reader: Reader) -> list[tuple]:
        return [
            (card.known_end.name, card.needed, card.kind, card.later, card.earlier, card.in_words)
            for card in echo_cards(Echo.objects.all(), reader)
        ]

    assert met(NOBODY) == []
    assert met(first) == [
        (
            *("The House: The ending", "Garden", "", None, None),
            "The House: The ending has an echo; it needs Garden",
        )
    ]
    assert met(second) == [
        (
            *("Garden: The ending", "The House", "", None, None),
            "Garden: The ending has an echo; it needs The House",
        )
    ]


def test_an_open_echo_misses_nothing(world, both):
    card = whole(world, both)

    nothing = Spoiled((), (), ())
    assert (card.is_open, card.is_revealed) == (True, False)
    assert (card.missing, card.spoils) == (nothing, nothing)
    assert (card.kind, card.claim) == ("mirrors", "Intended by the makers")
    assert (card.text, card.difference) == (world.echo.sealed_text, world.echo.sealed_difference)
    assert [(end.name, end.text, end.timecode) for end in card.ends] == [
        ("Garden: The ending", world.later.sealed_text, world.later.sealed_timecode),
        ("The House: The ending", world.earlier.sealed_text, world.earlier.sealed_timecode),
    ]
    assert card.in_words == "Garden: The ending mirrors The House: The ending"


def test_a_locked_echo_has_one_end_and_no_words_of_its_own(world, first):
    card = whole(world, first)

    assert [(end.name, end.text) for end in card.ends] == [
        ("The House: The ending", world.earlier.sealed_text)
    ]
    assert (card.claim, card.text, card.difference, card.kind) == ("", "", "", "")
    assert (card.spoils.in_words, card.spoils.unnamed) == ("Garden", 0)


def test_a_list_of_echoes_holds_no_texts(world, both):
    (card,) = echo_cards(Echo.objects.all(), both)

    assert [(end.text, end.timecode) for end in card.ends] == [("", ""), ("", "")]


def test_an_echo_whose_end_was_revealed_can_be_hidden(world):
    reader = Reader(reveals=(Revealed(world.earlier.public_id), Revealed(world.later.public_id)))

    assert whole(world, reader).is_revealed


def test_echoes_hang_on_open_notes_only(world, first):
    notes = note_cards(Note.objects.order_by("film", "position"), first)

    assert [(note.label, note.is_open, [echo.pk for echo in note.echoes]) for note in notes] == [
        ("The ending", True, [world.echo.pk]),
        ("The ending", False, []),
        ("The doorbell", False, []),
    ]


def test_a_note_says_what_it_is_and_what_it_spoils(world):
    (card,) = note_cards(Note.objects.filter(pk=world.crossing.pk), NOBODY)

    assert card == NoteCard(
        pk=world.crossing.pk,
        public_id=world.crossing.public_id,
        url=f"/notes/{world.crossing.public_id}/",
        film=card.spoils.films[1],
        label="The doorbell",
        kind="Scene",
        spoils=card.spoils,
        is_open=False,
        is_revealed=False,
        text=None,
        timecode=None,
        echoes=(),
        rest="",
    )
    assert (card.what, card.spoils.in_words) == ("“The doorbell”", "Garden and another film")
    assert card.spoils.in_full == "The House and Garden"
    assert card.anchor == f"note-{world.crossing.public_id}"


def test_an_echo_known_only_by_a_revealed_note_names_no_film_of_its_other_end(world):
    """Who has seen neither film knows of it: the two names together would tell what answers what."""
    reader = Reader(reveals=(Revealed(world.earlier.public_id),))

    card = whole(world, reader)

    assert (card.known_end.name, card.needed) == ("The House: The ending", "another film")
    assert card.in_words == "The House: The ending has an echo; it needs another film"
    assert (card.spoils.in_words, card.spoils.in_full) == (
        "The House and another film",
        "The House and Garden",
    )


def test_a_note_names_its_other_films_once_one_of_them_is_seen(world, first, second):
    notes = Note.objects.filter(pk=world.crossing.pk)

    told = [note_cards(notes, reader)[0].spoils.in_words for reader in (NOBODY, first, second)]

    assert told == ["Garden and another film", *["The House and Garden"] * 2]


def test_beats_come_in_order_and_only_with_their_echo(world, first, both):
    cards = beat_cards(whole(world, both), both)

    assert [(card.theme, card.later, card.earlier) for card in cards] == [
        (beat.sealed_theme, beat.sealed_later, beat.sealed_earlier) for beat in world.beats
    ]
    assert beat_cards(whole(world, first), first) == []


def test_evidence_comes_in_order_with_quote_or_source(world, both):
    groups = evidence_groups(whole(world, both), both)

    found = [
        (
            group.quote and group.quote.public_id,
            [
                (
                    card.hand,
                    card.point,
                    card.credited and card.credited.name,
                    card.source and card.source.outlet,
                )
                for card in group.points
            ],
        )
        for group in groups
    ]
    assert found == [
        (
            world.sealed_quote.public_id,
            [("First-hand", world.evidence.sealed_point, "Jo Lind", None)],
        ),
        (None, [("Second-hand", world.report.sealed_point, None, "Gazette")]),
    ]


def test_evidence_by_one_quote_stands_together_as_long_as_it_follows_itself(world, both):
    said = {"echo": world.echo, "quote": world.sealed_quote}
    again = EvidenceFactory(**said, hand=Evidence.Hand.SECOND, position=0)

    groups = evidence_groups(whole(world, both), both)

    assert [[card.point for card in group.points] for group in groups] == [
        [world.evidence.sealed_point, again.sealed_point],
        [world.report.sealed_point],
    ]

    Evidence.objects.filter(pk=again.pk).update(position=2)
    groups = evidence_groups(whole(world, both), both)
    assert [[card.point for card in group.points] for group in groups] == [
        [world.evidence.sealed_point],
        [world.report.sealed_point],
        [again.sealed_point],
    ]


def test_evidence_by_a_quote_that_this_reader_may_not_know_of_is_left_out(world, both):
    before = evidence_groups(whole(world, both), both)
    EvidenceFactory(echo=world.echo, quote=QuoteFactory(stamp=Stamp.EXISTENCE), position=9)

    assert evidence_groups(whole(world, both), both) == before


def test_a_person_stands_behind_an_open_echo_by_their_words_or_their_idea(world, first, both):
    def behind(person, reader: Reader) -> list[Echo]:
        return list(Echo.objects.stood_behind_by([person.pk], reader))

    people = [world.director, world.actor, world.surprise]

    assert [behind(person, both) for person in people] == [[world.echo], [world.echo], []]
    assert [behind(person, first) for person in people] == [[], [], []]


def test_nobody_stands_behind_an_echo_by_words_that_this_reader_may_not_know_of(world, both):
    hidden = QuoteFactory(stamp=Stamp.EXISTENCE)
    EvidenceFactory(echo=world.echo, quote=hidden, credits=world.surprise)
    informed = Reader(seen=both.seen | hidden.required)

    for person in (hidden.speaker, world.surprise):
        assert list(Echo.objects.stood_behind_by([person.pk], both)) == []
        assert list(Echo.objects.stood_behind_by([person.pk], informed)) == [world.echo]


def test_echoes_run_through_the_notes_that_they_touch(world):
    EchoFactory()

    assert list(Echo.objects.touching([world.later.pk])) == [world.echo]
    assert list(Echo.objects.touching([])) == []


def test_a_placement_says_where_a_film_lies_and_who_says_so(world, second):
    PlacementFactory(
        placed=world.first,
        relation=Placement.Relation.BETWEEN,
        anchor=world.second,
        second_anchor=PlacementFactory().anchor,
        spoils=[world.second],
    )

    cards = placement_cards(Placement.objects.filter(placed__in=world.films), second, Films())

    places = [(card.placed, card.place, card.source and card.source.outlet) for card in cards]
    third = Placement.objects.last().second_anchor
    assert places == [
        (world.second.pk, "After The House", None),
        (world.second.pk, "At the same time as The House", world.hidden_placement.source.outlet),
        (world.first.pk, f"Between Garden and {third.title}", None),
    ]
