"""How well the rules tell leaks from honest words: `python -m tests.leakcheck` prints it."""

import pytest

from .labelled import FILES, cases_of, measure


@pytest.mark.parametrize("name", FILES)
def test_nine_leaks_of_ten_are_found_and_nine_warnings_of_ten_are_right(name):
    found = measure(name)

    assert found.recall >= 0.9, found.missed
    assert found.precision >= 0.9, found.false_alarms


@pytest.mark.parametrize("name", FILES)
def test_about_half_of_the_cases_are_leaks_and_no_case_stands_there_twice(name):
    found = measure(name)

    assert found.cases >= 100
    assert 0.4 <= found.leaks / found.cases <= 0.6
    names = [case.name for case in cases_of(name)]
    assert sorted(set(names)) == sorted(names)
