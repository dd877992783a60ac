"""All content as files: a way out of every sealed text, for those alone whom forms show each of them.

What such an editor is shown is theirs to see. So the questions here are those of all others.
"""

import pytest
from django.contrib.auth.models import Permission

from content.format import ALL
from gate.reader import NOBODY
from interviews.models import InterviewFilm
from tests.content.desk import DO, EXPORT, PAGE, SHOW

from .asking import visitors as cast
from .stories.telling import assert_alike_on_twins, get, post

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("on_twins")]

KINDS = {kind.model._meta.model_name for kind in ALL} | {InterviewFilm._meta.model_name}
#: One for each way in which a form shows what is sealed: as its own, as a part, as published.
LACKING = ["change_note", "change_citation", "change_beat", "publish_echo"]
ASKED = [
    *get(PAGE, EXPORT),
    *(post(EXPORT, what=what) for what in ("", "films", "credits", "quotes")),
    post(SHOW),
    post(DO, shown="none"),
]


@pytest.mark.parametrize("right", LACKING)
def test_staff_who_lack_a_right_to_change_some_of_it_get_none_of_it(whole_world, right):
    staff = cast.visitor(whole_world, "staff, signed in")
    content = Permission.objects.filter(content_type__model__in=KINDS)
    staff.user.user_permissions.set(content.exclude(codename=right))

    answers = assert_alike_on_twins(staff, ASKED, NOBODY, variants=["texts"])

    assert [answer.status for answer in answers] == [403, 405, *[403] * 6]


def test_staff_who_may_change_all_of_it_find_no_text_on_the_page_that_asks_for_it(whole_world):
    staff = cast.visitor(whole_world, "staff, signed in")
    staff.user.user_permissions.set(Permission.objects.filter(content_type__model__in=KINDS))

    (answer,) = assert_alike_on_twins(staff, get(PAGE), NOBODY, variants=["texts"])

    assert (answer.status, b"Export</h2>" in answer.body) == (200, True)
