"""What never ran is named, so that a run can fail by it."""

from types import SimpleNamespace

import pytest

from tests.conftest import ReaderClient

from .reach import ALL, Part, compared, noting
from .reach_report import ASKING, Reach, _files

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
        str(world.first)

    assert Part("*.__str__", ALL) not in compared(told)[1]
    assert Part("films/models.py: Film.__str__", ALL) not in compared(told)[0]


def report(test: str, when: str = "teardown", expected: int = 1) -> SimpleNamespace:
    told = [(ASKING, expected), ("reached", "[]")]
    return SimpleNamespace(when=when, nodeid=test, user_properties=told)


def config(**options: str) -> SimpleNamespace:
    chosen = {"keyword": "", "markexpr": ""} | options
    return SimpleNamespace(option=SimpleNamespace(**chosen), args=["tests"])


def test_only_a_run_of_all_that_ask_twins_can_tell_what_none_reaches():
    files = sorted(_files())
    heard = Reach()
    for number, file in enumerate(files):
        assert not heard.is_complete(config())
        heard.hear(report(f"tests/promise/{file}::test_{number}", expected=len(files)))

    assert len(files) > 2
    assert heard.is_complete(config())
    assert not heard.is_complete(config(keyword="pages"))
    assert not heard.is_complete(config(markexpr="not slow"))


def test_a_part_that_no_question_reaches_is_told():
    lines: list[str] = []
    terminal = SimpleNamespace(
        section=lambda title, **how: lines.append(title), write_line=lines.append
    )
    heard = Reach()
    heard.hear(report("tests/promise/test_actions.py::test"))

    heard.compare()
    heard.write(terminal)

    assert lines[0] == "what no question reaches"
    assert f"Never ran on twins: {LOCK_ALL.where}\n    {ALL}" in lines
