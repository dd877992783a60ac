"""What never ran is named, so that a run can fail by it."""

from types import SimpleNamespace

import pytest

from spoilers.models import Note
from tests.conftest import ReaderClient

from .reach import ALL, Part, compared, noting
from .reach_report import HERE, Reach, is_whole

pytestmark = pytest.mark.django_db

LOCK_ALL = Part("spoilers/seen_views.py: lock_all", ALL)
SAVING = Part("spoilers/seen_views.py: picker", "return _save_picker(request)")
SHOWING = Part(
    "spoilers/seen_views.py: picker",
    "return _show_picker(request, ticked=request.reader.seen)",
)
TIMELINE = Part("films/timeline.html", ALL)
ERROR = Part("spoilers/picker.html", "{% error %}")


def missed(*paths: str) -> set[Part]:
    told: list[str] = []
    client = ReaderClient()
    with noting(lambda _name, value: told.append(value)):
        for path in paths:
            client.get(path)
    return set(compared(told)[0])


def test_what_did_not_run_is_named_down_to_a_branch(world):
    parts = missed("/seen/")

    assert {LOCK_ALL, SAVING, TIMELINE, ERROR} <= parts
    assert SHOWING not in parts
    assert Part("spoilers/picker.html", ALL) not in parts


def test_what_ran_before_counts_again(world):
    """What a process has compiled and kept, or was told of already, runs as if anew."""
    first = missed("/timeline/", f"/films/{world.first.slug}/")
    again = missed("/timeline/", f"/films/{world.first.slug}/")

    assert TIMELINE not in first
    assert Part("films/title_card.py: TitleCard.of", ALL) not in first
    assert again == first


def test_an_explanation_of_what_runs_is_stale(world):
    told: list[str] = []
    with noting(lambda _name, value: told.append(value)):
        Note.objects.for_editor()
        str(world.first)

    missed, stale = compared(told)
    assert Part("gate/queryset.py: GatedQuerySet.for_editor", ALL) in stale
    assert Part("*.__str__", ALL) not in stale  # others are explained by it still
    assert Part("films/models.py: Film.__str__", ALL) not in missed


def config(*args: str, **options: object) -> SimpleNamespace:
    left_out = {"keyword": "", "markexpr": "", "deselect": None, "lf": False, "ignore": None}
    chosen = SimpleNamespace(**left_out | options)
    return SimpleNamespace(option=chosen, args=args or (str(HERE.parent),))


def test_only_a_run_of_all_tests_tells_what_none_reaches():
    assert is_whole(config())
    assert is_whole(config(str(HERE)))
    assert not is_whole(config(str(HERE / "test_actions.py")))
    assert not is_whole(config(f"{HERE}/test_actions.py::test_signing_in_and_out"))
    assert not is_whole(config(keyword="pages"))
    assert not is_whole(config(markexpr="not slow"))
    assert not is_whole(config(deselect=["tests/promise/test_actions.py"]))
    assert not is_whole(config(lf=True))
    assert not is_whole(config(ignore=["tests/promise/test_actions.py"]))


def test_a_part_that_no_question_reaches_is_told():
    lines: list[str] = []
    terminal = SimpleNamespace(
        section=lambda title, **how: lines.append(title), write_line=lines.append
    )
    heard = Reach()

    heard.compare()
    heard.write(terminal)

    assert lines[0] == "what no question reaches"
    assert f"Never ran on twins: {LOCK_ALL.where}\n    {ALL}" in lines
