"""A reader is a value: every change gives a new one."""

from dataclasses import FrozenInstanceError
from types import SimpleNamespace

import pytest

from gate.reader import NOBODY, Reader, Revealed

ONE, TWO, THREE = (SimpleNamespace(pk=pk) for pk in (1, 2, 3))


def test_nobody_has_seen_nothing_and_has_revealed_nothing():
    assert NOBODY == Reader()
    assert [NOBODY.seen, NOBODY.reveals, NOBODY.revealed] == [frozenset(), (), frozenset()]


def test_a_reader_cannot_be_changed():
    with pytest.raises(FrozenInstanceError):
        NOBODY.seen = frozenset({1})
    with pytest.raises(FrozenInstanceError):
        Revealed("a").item = "b"
    with pytest.raises(FrozenInstanceError):
        NOBODY.is_editor = True


def test_seeing_films_adds_them_and_keeps_what_was_revealed():
    reader = Reader(seen=frozenset({1, 2}), reveals=(Revealed("a"),))

    assert reader.having_seen([TWO, THREE]) == Reader(
        seen=frozenset({1, 2, 3}), reveals=(Revealed("a"),)
    )
    assert reader.having_seen([]) == reader
    assert reader.having_seen([ONE]).having_seen([ONE]) == reader


def test_not_having_seen_films_takes_them_away_and_keeps_what_was_revealed():
    reader = Reader(seen=frozenset({1, 2}), reveals=(Revealed("a"),))

    assert reader.not_having_seen([TWO, THREE]) == Reader(
        seen=frozenset({1}), reveals=(Revealed("a"),)
    )
    assert reader.not_having_seen([ONE, TWO]).not_having_seen([ONE, TWO]).seen == frozenset()


def test_revealing_an_item_opens_the_item_and_what_comes_with_it():
    reader = NOBODY.revealing("echo", opens=["later", "earlier"])

    assert reader == Reader(reveals=(Revealed("echo", ("later", "earlier")),))
    assert reader.revealed == {"echo", "later", "earlier"}


def test_revealing_twice_is_the_same_as_once():
    once = NOBODY.revealing("echo", opens=["later"])

    assert once.revealing("echo", opens=["later"]) == once


def test_revealing_again_moves_the_item_to_the_end():
    reader = NOBODY.revealing("a").revealing("b").revealing("a", opens=["c"])

    assert reader.reveals == (Revealed("b"), Revealed("a", ("c",)))


def test_hiding_an_item_closes_what_it_had_opened():
    reader = NOBODY.revealing("echo", opens=["later", "earlier"]).revealing("quote")

    assert reader.hiding("echo") == NOBODY.revealing("quote")


def test_hiding_one_of_several_things_opened_leaves_the_others_open():
    reader = NOBODY.revealing("echo", opens=["later", "earlier"]).revealing("later")

    assert reader.hiding("later") == NOBODY.revealing("echo", opens=["earlier"])


def test_hiding_what_is_not_open_changes_nothing():
    reader = NOBODY.having_seen([ONE]).revealing("a")

    assert reader.hiding("b") == reader
    assert NOBODY.hiding("b") == NOBODY


def test_what_two_reveals_opened_stays_open_until_both_are_hidden():
    reader = NOBODY.revealing("one", opens=["shared"]).revealing("two", opens=["shared"])

    assert reader.hiding("one").revealed == {"two", "shared"}
    assert reader.hiding("one").hiding("two") == NOBODY


def test_what_one_has_seen_is_asked_film_by_film():
    reader = Reader(seen=frozenset({1, 3}))

    assert [reader.has_seen(film) for film in (ONE, TWO, THREE)] == [True, False, True]
    assert reader.unseen([THREE, TWO, ONE]) == [TWO]
    assert NOBODY.unseen([THREE, TWO, ONE]) == [THREE, TWO, ONE]
    assert reader.seen_count == 2


def test_what_one_has_revealed_is_asked_item_by_item():
    reader = NOBODY.revealing("echo", opens=["later", "earlier"]).revealing("quote")

    asked = [("echo",), ("later",), ("quote",), ("note",), ("note", "earlier"), ()]
    assert [reader.has_revealed(*ids) for ids in asked] == [True, True, True, False, True, False]
    assert reader.reveal_count == 2


def test_what_was_revealed_last_is_told_among_those_asked_for():
    reader = NOBODY.revealing("a").revealing("echo", opens=["later", "earlier"]).revealing("b")

    asked = [("a",), ("a", "b"), ("b", "a"), ("later", "earlier", "a"), ("echo", "a"), ("c",), ()]
    assert [reader.revealed_last(*ids) for ids in asked] == [
        *("a", "b", "b", "earlier", "echo", None, None)
    ]
