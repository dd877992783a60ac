"""A page begins after the values of the row before it, in whatever order the list has."""

from datetime import date
from itertools import product

import pytest

from gate.keyset import beyond
from gate.prepared import prepared
from interviews.models import Interview
from people.models import Person
from tests.factories import InterviewFactory, PersonFactory

DAYS = [date(2001, 1, 1), date(2001, 1, 2), date(2020, 5, 5)]


@pytest.mark.django_db
def test_what_lies_beyond_each_row_are_the_rows_that_follow_it():
    for day, label in product(DAYS, ("a", "b", "ж")):
        InterviewFactory(date=day, label=f"{label} {day}")
    listed = list(Interview.objects.order_by("-date", "sort_key"))

    for index, row in enumerate(listed):
        condition = beyond(("-date", row.date), ("sort_key", row.sort_key))

        assert list(Interview.objects.filter(condition)) == listed[index + 1 :]


@pytest.mark.django_db
def test_a_position_need_not_be_that_of_any_row():
    for name in ("Ann", "Cy"):
        PersonFactory(name=name)

    found = Person.objects.filter(beyond(("sort_key", "b"), ("slug", "")))

    assert [person.name for person in found] == ["Cy"]


@prepared
def people_after(key: str, slug: str):
    return Person.objects.filter(beyond(("sort_key", key), ("slug", slug)))


@pytest.mark.django_db
def test_the_first_rows_of_a_prepared_query_are_asked_for_alone(django_assert_num_queries):
    for name in ("Ann", "Bo", "Cy", "Di"):
        PersonFactory(name=name)

    with django_assert_num_queries(4) as captured:
        found = [
            [person.name for person in people_after("b", "")[:most]] for most in (1, 2, 3, None)
        ]

    assert found == [["Bo"], ["Bo", "Cy"], ["Bo", "Cy", "Di"], ["Bo", "Cy", "Di"]]
    ends = [query["sql"].rpartition("LIMIT")[2].strip() for query in captured.captured_queries]
    assert ends[:3] == ["1", "2", "3"]
    assert "LIMIT" not in captured.captured_queries[3]["sql"]


@pytest.mark.django_db
def test_the_first_rows_are_the_first_for_whatever_is_done_with_them():
    for name in ("Ann", "Bo", "Cy", "Di"):
        PersonFactory(name=name)

    first = people_after("b", "")[:2]

    assert [person.name for person in first.plain()] == ["Bo", "Cy"]
    assert first.count() == 2


@pytest.mark.parametrize("part", [slice(1, 2), slice(None, None, 2), 0])
def test_a_prepared_query_gives_no_other_part(part):
    with pytest.raises(TypeError, match="only the first rows"):
        people_after("b", "")[part]
