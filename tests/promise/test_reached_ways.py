"""Where the work of editors starts: what these pages count and lead to tells no sealed text."""

import pytest
from django.contrib.auth.models import Permission

from films.models import Film
from gate.reader import NOBODY
from interviews.models import Interview
from spoilers.models import Echo, Note

from .asking import visitors as cast
from .stories.telling import assert_alike_on_twins, get
from .test_reached_editors import shown_to_staff
from .written.roads import page

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]

LOOKING = ["view_film", "view_note", "view_echo", "view_placement"]
ADDING = ["add_interview", "add_note"]


def test_a_films_page_tells_of_what_is_about_it_no_sealed_text(whole_world):
    path = page(Film, "change", whole_world.first.pk)

    answer = shown_to_staff(whole_world, path, [*LOOKING, *ADDING])

    assert [words in answer.body for words in (b"Draft: ", b"Add note", b"Add interview")] == [
        *(True, True, True)
    ]


def test_to_who_may_look_at_films_alone_it_does_not_tell_how_many_notes_there_are(whole_world):
    staff = cast.visitor(whole_world, "staff, signed in")
    staff.user.user_permissions.set(Permission.objects.filter(codename="view_film"))
    path = page(Film, "change", whole_world.first.pk)

    (answer,) = assert_alike_on_twins(staff, get(path), NOBODY, variants=["none"])

    assert b"The House" in answer.body


@pytest.mark.parametrize("model", [Note, Echo], ids=lambda model: model.__name__)
def test_a_list_that_is_narrowed_to_a_film_shows_no_sealed_text(whole_world, model):
    path = f"{page(model, 'changelist')}?about=film-{whole_world.first.pk}"

    answer = shown_to_staff(whole_world, path, LOOKING)

    assert (
        b"The House: The ending" in answer.body if model is Echo else b"The ending" in answer.body
    )


def test_a_form_that_is_filled_in_with_a_film_shows_no_sealed_text(whole_world):
    path = f"{page(Interview, 'add')}?_changelist_filters=about%3Dfilm-{whole_world.first.pk}"

    answer = shown_to_staff(whole_world, path, [*LOOKING, *ADDING, "add_interviewfilm"])

    assert b"The House" in answer.body


def test_the_guide_tells_nothing_of_what_there_is(whole_world):
    adding = Permission.objects.filter(codename__startswith="add_")

    answer = shown_to_staff(
        whole_world, "/admin/guide/", list(adding.values_list("codename", flat=True))
    )

    assert b"Add note" in answer.body
