"""Nothing that a start prints or writes beside the database depends on what is sealed."""

import pytest

from .project import BRIEF, LENGTHY, Published, started


@pytest.fixture(scope="module")
def brief() -> Published:
    return started(BRIEF.text)


def test_a_start_publishes_no_hidden_word_and_nothing_that_depends_on_a_sealed_text(brief):
    assert brief.findings(started(LENGTHY.text)) == []


def test_a_start_loads_the_content_and_writes_the_static_files(brief):
    assert brief.printed["load_content"].startswith("The Harbour: 2 films")
    assert "staticfiles/staticfiles.json" in brief.files


def test_a_dump_stops_at_the_first_sealed_column_rather_than_leave_it_out(brief):
    refusal = (
        "Unable to serialize database: This text is sealed. Read it through "
        "for_reader(request.reader); see gate/sealed.py."
    )

    dumps = brief.printed["dumpdata"].split("CommandError: ")[1:]

    assert [dump.splitlines()[0] for dump in dumps] == [refusal] * 3
