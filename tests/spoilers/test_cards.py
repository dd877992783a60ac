"""Notes, echoes and evidence as the pages show them, each with what belongs on its card."""

from gate.models import Stamp
from gate.reader import NOBODY, Reader
from spoilers.models import Echo, Evidence, Note
from tests.factories import EchoFactory, EvidenceFactory, QuoteFactory


def test_an_echo_seen_from_one_end_names_the_films_still_to_see(world):
    first = Reader(seen=frozenset({world.first.pk}))
    second = Reader(seen=frozenset({world.second.pk}))

    def met(reader: Reader) -> list[tuple]:
        return [
            (row.open_end, row.missing, row.kind_label, row.claim_label, row.text)
            for row in Echo.objects.for_page(reader)
        ]

    assert met(NOBODY) == []
    assert met(first) == [(world.earlier, [world.second], "", "", None)]
    assert met(second) == [(world.later, [world.first], "", "", None)]


def test_an_open_echo_misses_nothing(world):
    both = Reader(seen=frozenset({world.first.pk, world.second.pk}))

    (row,) = Echo.objects.for_page(both)

    assert [row.missing, row.kind_label, row.claim_label, row.later.text, row.earlier.text] == [
        [],
        "mirrors",
        "Intended by the makers",
        world.later.sealed_text,
        world.earlier.sealed_text,
    ]


def test_a_locked_end_of_an_echo_has_no_text(world):
    (row,) = Echo.objects.for_page(Reader(seen=frozenset({world.first.pk})))

    assert [row.later.text, row.later.timecode, row.earlier.text] == [
        None,
        None,
        world.earlier.sealed_text,
    ]


def test_echoes_hang_on_open_notes_only(world):
    reader = Reader(seen=frozenset({world.first.pk}))

    notes = Note.objects.for_page(reader)

    assert [(row, row.echoes) for row in notes] == [
        (world.earlier, [world.echo]),
        (world.later, []),
        (world.crossing, []),
    ]


def test_evidence_comes_in_order_with_quote_or_source(world):
    both = Reader(seen=frozenset({world.first.pk, world.second.pk}))

    rows = Evidence.objects.for_page(world.echo, both)

    assert [(row, row.quote_card, row.source_card) for row in rows] == [
        (world.evidence, world.sealed_quote, None),
        (world.report, None, world.source),
    ]


def test_evidence_by_a_quote_that_this_reader_may_not_know_of_is_left_out(world):
    hidden = QuoteFactory(stamp=Stamp.HIDDEN)
    EvidenceFactory(echo=world.echo, quote=hidden)
    both = Reader(seen=frozenset({world.first.pk, world.second.pk}))

    assert Evidence.objects.for_page(world.echo, both) == [world.evidence, world.report]


def test_evidence_of_a_locked_echo_is_none(world):
    assert Evidence.objects.for_page(world.echo, NOBODY) == []


def test_a_person_stands_behind_an_open_echo_by_their_words_or_their_idea(world):
    both = Reader(seen=frozenset({world.first.pk, world.second.pk}))
    one = Reader(seen=frozenset({world.first.pk}))

    for person in (world.director, world.actor):
        assert list(Echo.objects.stood_behind_by([person], both)) == [world.echo]
        assert list(Echo.objects.stood_behind_by([person], one)) == []
    assert list(Echo.objects.stood_behind_by([world.surprise], both)) == []


def test_nobody_stands_behind_an_echo_by_words_that_this_reader_may_not_know_of(world):
    hidden = QuoteFactory(stamp=Stamp.HIDDEN)
    EvidenceFactory(echo=world.echo, quote=hidden, credits=world.surprise)
    both = Reader(seen=frozenset({world.first.pk, world.second.pk}))
    all_three = both.having_seen([hidden.film.pk])

    for person in (hidden.speaker, world.surprise):
        assert list(Echo.objects.stood_behind_by([person], both)) == []
        assert list(Echo.objects.stood_behind_by([person], all_three)) == [world.echo]


def test_echoes_run_through_the_notes_that_they_touch(world):
    EchoFactory()

    assert list(Echo.objects.touching([world.later])) == [world.echo]
    assert list(Echo.objects.touching([])) == []
