"""A process that starts on A, as in production, answers like one that starts on its twin."""

import re

import pytest

from .battery import difference
from .cold.processes import Answers, Project

STRANGER, FAN = "stranger", "some films"
#: The fan comes first, so that what they leave behind in a process would reach the stranger.
ORDER = [FAN, STRANGER]
HASHED = re.compile(rb"/static/css/site\.[0-9a-f]{12}\.css")


@pytest.fixture(scope="module")
def project(tmp_path_factory) -> Project:
    return Project(tmp_path_factory.mktemp("cold"))


@pytest.fixture(scope="module")
def files(project) -> dict[str, dict[str, str]]:
    """Those of the project, at each stage of its way into production."""
    files = {"as it was": project.files()}
    project.collect()
    files["collected"] = project.files()
    project.make(ORDER)
    project.collect()
    return files | {"loaded": project.files()}


@pytest.fixture(scope="module")
def originals(project, files) -> Answers:
    return project.answers("A", ORDER)


def of(visitor: str, answers: Answers) -> Answers:
    return {asked: answer for asked, answer in answers.items() if asked[0] == visitor}


def differences(one: Answers, other: Answers) -> dict[tuple[str, str], str]:
    assert one.keys() == other.keys() != set()
    return {
        asked: difference(answer, other[asked])
        for asked, answer in one.items()
        if answer.sent != other[asked].sent
    }


def test_it_is_asked_as_in_production(originals):
    """By HTTPS, for pages with hashed static files, by two who do not see the same."""
    home = originals[STRANGER, "/"]

    assert {answer.status for answer in originals.values()} == {200, 301, 302, 303, 404}
    assert "strict-transport-security" in dict(home.headers)
    assert HASHED.search(home.body)
    assert len(of(FAN, originals)) == len(of(STRANGER, originals)) > 50
    assert originals[FAN, "/"].body != home.body


@pytest.mark.parametrize("visitor", [STRANGER, FAN])
def test_a_process_that_never_saw_the_original_answers_like_it(project, originals, visitor):
    answers = project.answers(visitor, ORDER[: ORDER.index(visitor) + 1])

    assert differences(of(visitor, originals), of(visitor, answers)) == {}


def test_loading_content_and_serving_it_write_no_file(files, originals, project):
    """But for the database. A list to search in, kept as a file, would hold all that is sealed."""
    assert set(files["loaded"].items()) ^ set(files["collected"].items()) == set()
    assert set(project.files().items()) ^ set(files["collected"].items()) == set()


def test_collecting_static_files_writes_nothing_beside_them(files):
    outside = {
        file: hashed
        for file, hashed in files["collected"].items()
        if not file.startswith("staticfiles/")
    }

    assert outside == files["as it was"]
    assert len(files["collected"]) > len(outside)


def test_each_planted_leak_is_found(project, files):
    """Each in its own header of the home page, and on no other page anything."""
    one, other = (project.answers(each, [STRANGER], command="leaks") for each in ("A", STRANGER))

    home = (STRANGER, "/")
    assert differences(one, other).keys() == {home}
    differing = set(one[home].headers) ^ set(other[home].headers)
    assert {name for name, _value in differing} == {
        "x-at-start",
        "x-at-first-use",
        "x-in-production",
        "last-modified",
        "x-size",
    }
