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


def test_django_s_own_dump_refuses_in_every_form_rather_than_leave_out_what_is_sealed(brief):
    refusal = "dumpdata cannot read sealed texts. Use: manage.py dump_content FOLDER"

    dumps = brief.printed["dumpdata"].split("CommandError: ")[1:]

    # Twice as a command of ours, and in each format.
    assert [dump.splitlines()[0] for dump in dumps] == [refusal] * 5
