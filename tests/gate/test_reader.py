"""A reader is a value: every change gives a new one."""

from dataclasses import FrozenInstanceError

import pytest

from gate.reader import NOBODY, Peek, Reader


def test_nobody_has_seen_nothing_and_peeks_at_nothing():
    assert NOBODY == Reader()
    assert [NOBODY.seen, NOBODY.peeks, NOBODY.peeked] == [frozenset(), (), frozenset()]
    assert not NOBODY.has_state


@pytest.mark.parametrize("reader", [Reader(seen=frozenset({1})), Reader(peeks=(Peek("a"),))])
def test_a_reader_who_has_seen_or_peeked_has_state(reader):
    assert reader.has_state


def test_a_reader_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        NOBODY.seen = frozenset({1})
    with pytest.raises(FrozenInstanceError):
        Peek("a").item = "b"
    with pytest.raises(FrozenInstanceError):
        NOBODY.is_editor = True


def test_seeing_films_adds_them_and_keeps_the_peeks():
    reader = Reader(seen=frozenset({1, 2}), peeks=(Peek("a"),))

    assert reader.having_seen([2, 3]) == Reader(seen=frozenset({1, 2, 3}), peeks=(Peek("a"),))
    assert reader.having_seen([]) == reader
    assert reader.having_seen([1]).having_seen([1]) == reader


def test_having_seen_just_these_films_forgets_the_others_and_keeps_the_peeks():
    reader = Reader(seen=frozenset({1, 2}), peeks=(Peek("a"),))

    assert reader.having_seen_just([2, 3]) == Reader(seen=frozenset({2, 3}), peeks=(Peek("a"),))


def test_not_having_seen_films_takes_them_away_and_keeps_the_peeks():
    reader = Reader(seen=frozenset({1, 2}), peeks=(Peek("a"),))

    assert reader.not_having_seen([2, 3]) == Reader(seen=frozenset({1}), peeks=(Peek("a"),))
    assert reader.not_having_seen([1, 2]).not_having_seen([1, 2]).seen == frozenset()


def test_a_peek_opens_the_item_and_what_comes_with_it():
    reader = NOBODY.peeking("echo", opens=["later", "earlier"])

    assert reader == Reader(peeks=(Peek("echo", ("later", "earlier")),))
    assert reader.peeked == {"echo", "later", "earlier"}


def test_peeking_twice_is_the_same_as_once():
    once = NOBODY.peeking("echo", opens=["later"])

    assert once.peeking("echo", opens=["later"]) == once


def test_peeking_again_moves_the_item_to_the_end():
    reader = NOBODY.peeking("a").peeking("b").peeking("a", opens=["c"])

    assert reader.peeks == (Peek("b"), Peek("a", ("c",)))


def test_hiding_an_item_closes_what_it_had_opened():
    reader = NOBODY.peeking("echo", opens=["later", "earlier"]).peeking("quote")

    assert reader.without_peek("echo") == NOBODY.peeking("quote")


def test_hiding_one_of_several_things_opened_leaves_the_others_open():
    reader = NOBODY.peeking("echo", opens=["later", "earlier"]).peeking("later")

    assert reader.without_peek("later") == NOBODY.peeking("echo", opens=["earlier"])


def test_hiding_what_is_not_open_changes_nothing():
    reader = NOBODY.having_seen([1]).peeking("a")

    assert reader.without_peek("b") == reader
    assert NOBODY.without_peek("b") == NOBODY


def test_what_two_peeks_opened_stays_open_until_both_are_hidden():
    reader = NOBODY.peeking("one", opens=["shared"]).peeking("two", opens=["shared"])

    assert reader.without_peek("one").peeked == {"two", "shared"}
    assert reader.without_peek("one").without_peek("two") == NOBODY
