"""An echo whose later end is of the film that came out first is asked about before it is saved."""

from datetime import date

import pytest
from django.urls import reverse

from spoilers.models import Echo
from tests.factories import EchoFactory, FilmFactory, NoteFactory
from tests.gate.editing import filled_in, page, submit

pytestmark = pytest.mark.slow  # editors' pages, opened and saved


@pytest.fixture
def ends(db):
    """Notes on a film and on one that came out three years after it."""
    return [
        NoteFactory(film=FilmFactory(title=title, released=date(year, 6, 6)))
        for title, year in (("The House", 2014), ("The Garden", 2017))
    ]


def typed(client, later, earlier) -> dict[str, object]:
    texts = {"sealed_kind": "mirrors", "sealed_claim": "noticed", "sealed_text": "As before."}
    shown = client.get(reverse("admin:spoilers_echo_add"))
    return filled_in(shown) | texts | {"later": later.pk, "earlier": earlier.pk}


def add(client, data):
    return client.post(reverse("admin:spoilers_echo_add"), data)


def test_it_is_asked_and_saved_once_somebody_says_so(editor_client, ends):
    first, second = ends

    asked = add(editor_client, typed(editor_client, first, second))
    before = Echo.objects.count()
    (question,) = asked.context["refused"].questions
    box = question.box
    add(editor_client, filled_in(asked) | {box.html_name: box.field.widget.attrs["value"]})

    assert asked.context["refused"].headline == "One question before this is saved"
    assert box.errors == [
        "The film of the later note, “The House”, came out before that of the earlier one, “The "
        "Garden”. Change the two over, or tick the box and save again."
    ]
    assert (before, [*Echo.objects.values_list("later", "earlier")]) == (0, [(first.pk, second.pk)])


def test_nothing_is_asked_of_an_echo_in_the_order_of_release(editor_client, ends):
    first, second = ends

    saved = add(editor_client, typed(editor_client, second, first))

    assert saved.status_code == 302


def test_what_was_saved_so_is_not_asked_again_until_its_ends_change(editor_client, ends):
    first, second = ends
    echo = EchoFactory(later=first, earlier=second, is_published=False)
    other = NoteFactory(film=first.film)

    again = submit(editor_client, echo, sealed_text="As ever.")
    changed = submit(editor_client, echo, later=other.pk)

    assert again.status_code == 302
    assert [one.box.name for one in changed.context["refused"].questions] == ["order"]
    assert page("change", echo) == changed.wsgi_request.path


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("film", "other", "is_before"),
    [
        ((date(2014, 6, 6), "day", None), (date(2014, 6, 7), "day"), True),
        ((date(2014, 6, 6), "day", None), (date(2014, 6, 6), "day"), False),
        ((date(2014, 6, 6), "day", None), (date(2014, 1, 1), "year"), False),
        ((date(2014, 6, 6), "day", None), (date(2015, 1, 1), "year"), True),
        ((date(2014, 6, 1), "month", None), (date(2014, 6, 7), "day"), False),
        ((date(2014, 6, 1), "month", None), (date(2014, 7, 1), "day"), True),
        ((date(2014, 6, 6), "day", date(2016, 6, 6)), (date(2015, 6, 6), "day"), False),
        ((date(2014, 6, 6), "day", date(2016, 6, 6)), (date(2017, 6, 6), "day"), True),
        ((None, "day", None), (date(2014, 6, 6), "day"), False),
        ((date(2014, 6, 6), "day", None), (None, "day"), False),
    ],
)
def test_a_film_came_out_before_another_where_all_that_is_known_says_so(film, other, is_before):
    released, precision, last = film
    kind = {"kind": "series", "last_released": last} if last else {}
    one = FilmFactory(released=released, precision=precision, **kind)

    assert one.came_out_before(FilmFactory(released=other[0], precision=other[1])) == is_before
