"""Interviews in content files wait, and come, with all that was said in them."""

from datetime import UTC, datetime

import pytest

from content.dumping import dump
from content.loader import load
from gate.publishing import State
from gate.reader import NOBODY
from interviews.models import Interview, Quote

from .changing import INTERVIEW, edit, errors_of, told
from .emptying import empty
from .snapshot import everything, snapshot

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

SOON = datetime(2927, 1, 5, 18, tzinfo=UTC)
SLUG = 'slug = "gazette-moor"'


@pytest.fixture
def alone(harbour):
    """Without the echo that stands on what was said."""
    (harbour / "echoes.toml").write_text("")
    return harbour


def say(folder, line: str) -> None:
    edit(folder / "interviews.toml", SLUG, f"{SLUG}\n{line}")


def standing() -> list[tuple[str, datetime | None]]:
    """Of the interview, and of its quotes."""
    items = [Interview.objects.get(uid="gazette-moor"), *Quote.objects.order_by("position")]
    return [(one.state, one.live_from) for one in items]


@pytest.mark.parametrize(
    ("line", "state"),
    [
        ("draft = true", State.DRAFT),
        ('state = "review"', State.REVIEW),
        ('state = "withdrawn"', State.WITHDRAWN),
    ],
)
def test_quotes_that_say_nothing_wait_with_their_interview(alone, line, state):
    say(alone, line)

    load(alone)

    assert standing() == [(state, None)] * 4
    assert not Interview.objects.for_reader(everything()).exists()


def test_what_comes_later_holds_its_quotes_back(alone):
    say(alone, "live_from = 2927-01-05T18:00:00Z")

    load(alone)

    assert standing()[0] == (State.PUBLISHED, SOON)
    assert [state for state, _moment in standing()[1:]] == [State.PUBLISHED] * 3
    assert not Quote.objects.for_reader(everything()).exists()


def test_a_quote_with_a_moment_of_its_own_is_met_once_its_interview_is(alone):
    say(alone, "draft = true")
    edit(
        alone / "interviews.toml",
        'fidelity = "verbatim"',
        'fidelity = "verbatim"\n  live_from = 2020-01-01T00:00:00Z',
    )
    load(alone)
    before = Quote.objects.for_reader(NOBODY).count()

    Interview.objects.get().publish()

    assert (before, Quote.objects.for_reader(NOBODY).count()) == (0, 1)


def test_newer_files_publish_it_with_its_quotes_which_opens_them(alone):
    say(alone, "draft = true")
    load(alone)
    edit(alone / "interviews.toml", f"{SLUG}\ndraft = true", SLUG)

    refused = errors_of(alone)
    load(alone, may_open=True)

    assert (
        f"{INTERVIEW}: draft: This opens what is sealed. Everyone will be able to read it. Load with --open to agree."
        in refused
    )
    assert [state for state, _moment in standing()] == [State.PUBLISHED] * 4
    assert Interview.objects.for_reader(NOBODY).exists()


def test_newer_files_take_it_back(alone):
    load(alone)
    say(alone, "draft = true")

    changed, kept = told(alone)

    assert changed == [
        "interviews gazette-moor: draft",
        *(f"quotes gazette-moor/{number}: draft" for number in (1, 2, 3)),
    ]
    assert (kept, standing()) == ([], [(State.DRAFT, None)] * 4)


def test_what_an_editor_has_decided_on_stays_so(alone):
    load(alone)
    Interview.objects.get().withdraw(by="ada")
    say(alone, "draft = true")

    _changed, kept = told(alone)

    assert kept == ["interviews gazette-moor: draft"]
    assert standing()[0] == (State.WITHDRAWN, None)


def test_a_new_quote_of_what_an_editor_took_back_is_refused_in_words(alone):
    load(alone)
    Interview.objects.get().withdraw(by="ada")
    edit(
        alone / "interviews.toml",
        '  uid = "gazette-moor/3"',
        '  uid = "gazette-moor/4"\n  speaker = "ben-lund"\n  fidelity = "paraphrase"\n'
        '  text = "No."\n\n  [[interviews.quotes]]\n  uid = "gazette-moor/3"',
    )

    (line,) = errors_of(alone)

    assert line.startswith(f"{INTERVIEW}, quotes 3")
    assert line.endswith("is not published: publish it first, or both.")


def test_an_echo_is_refused_while_the_interview_behind_it_waits(harbour):
    say(harbour, "draft = true")

    assert any("is not published, and the echo is" in line for line in errors_of(harbour))


@pytest.mark.parametrize(
    "line",
    ["draft = true", 'state = "review"', 'state = "withdrawn"', "live_from = 2927-01-05T18:00:00Z"],
)
def test_what_is_dumped_and_loaded_is_the_same(alone, tmp_path, line):
    say(alone, line)
    load(alone)
    before = snapshot()
    first, second = tmp_path / "first", tmp_path / "second"
    dump(first)
    empty()

    load(first)
    dump(second)

    texts = [
        {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*.toml")}
        for folder in (first, second)
    ]
    assert texts[0] == texts[1]
    assert len(before["Interview"]) == len(snapshot()["Interview"])
