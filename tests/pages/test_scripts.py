"""Which pages load htmx: it weighs as much as all else that a page brings, but for the type."""

from gate.models import Stamp
from tests.factories import CharacterFactory, CreditFactory, InterviewFactory

from .reading import read


def test_only_pages_with_items_load_htmx(cinema, stranger):
    InterviewFactory(slug="silent")
    cook = CharacterFactory(slug="the-cook")
    CreditFactory(film=cinema.house, character=cook, stamp=Stamp.NOTHING)
    with_items = {
        "/films/the-house/",
        "/people/ida-holm/",
        "/characters/the-gardener/",
        "/interviews/ida-holm-2021/",
        "/notes/ngrndng22/",
    }
    without = {
        "/films/the-gate/",
        "/people/zoe-hart/",
        "/characters/the-cook/",
        "/interviews/silent/",
        "/",
        "/films/",
        "/universes/houses/",
        "/people/",
        "/interviews/",
        "/echoes/",
        "/timeline/",
        "/seen/",
        "/promise/",
        "/accounts/login/",
    }
    answers = {path: stranger.get(path) for path in with_items | without}

    loading = {
        path
        for path, answer in answers.items()
        if any("htmx" in one.attributes.get("src", "") for one in read(answer).all("script"))
    }

    assert {answer.status_code for answer in answers.values()} == {200}
    assert loading == with_items
