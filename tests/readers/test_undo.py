"""A step back: what it carries, and when it is good no more. On pages: tests/pages/test_undo.py."""

from gate.reader import NOBODY, Reader, Revealed
from readers.undo import offer, print_of, undone

ONE, TWO = Revealed("222222222", ("333333333",)), Revealed("444444444")


def reader_of(films, *numbers: int, reveals: tuple[Revealed, ...] = ()) -> Reader:
    return Reader(seen=frozenset(films[number].pk for number in numbers), reveals=reveals)


def test_a_step_back_gives_the_reader_before_whatever_changed(films):
    readers = [
        NOBODY,
        reader_of(films, 0),
        reader_of(films, 0, 1, reveals=(ONE, TWO)),
        reader_of(films, 2, reveals=(TWO,)),
    ]

    back = [
        undone(offer(one, other), other) for one in readers for other in readers if one != other
    ]

    assert back == [one for one in readers for other in readers if one != other]


def test_nothing_is_offered_where_nothing_changed(films):
    assert offer(reader_of(films, 0), reader_of(films, 0)) == ""


def test_a_step_back_is_good_for_the_state_that_it_led_to_and_no_other(films):
    before, after = reader_of(films, 0, reveals=(ONE,)), reader_of(films, 0, 1)
    others = [
        NOBODY,
        before,
        reader_of(films, 1),
        reader_of(films, 0, 1, 2),
        reader_of(films, 0, 1, reveals=(TWO,)),
    ]

    assert [undone(offer(before, after), other) for other in others] == [None] * 5


def test_two_states_have_one_print_only_if_they_are_the_same(films):
    states = [
        NOBODY,
        reader_of(films, 0),
        reader_of(films, 0, 1),
        reader_of(films, 0, reveals=(ONE,)),
        reader_of(films, 0, reveals=(ONE, TWO)),
        reader_of(films, 0, reveals=(TWO, ONE)),
        reader_of(films, 0, reveals=(Revealed("222222222"), Revealed("333333333"))),
    ]

    assert len({print_of(state) for state in states}) == 7
    assert print_of(reader_of(films, 0, 1)) == print_of(reader_of(films, 1, 0))
    assert print_of(NOBODY) == ""
