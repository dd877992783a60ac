"""What is dumped is loaded, and comes out of there the same byte for byte."""

import tomllib
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.exceptions import ValidationError
from django.core.management import CommandError, call_command
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content.dumping import dump
from content.format import NOTE
from content.loader import STARTER, load
from content.management.commands.dump_content import NEVER_COMPARED
from content.models import LoadedEntry
from content.prints import BESIDE, NAMES
from films.models import Film, Universe
from gate.models import Stamp
from gate.publishing import State
from gate.texts import one_line
from interviews.models import Interview
from people.models import CharacterFact, Credit
from spoilers.models import Echo, Note
from tests.factories import (
    BeatFactory,
    CitationFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    QuoteFactory,
    SourceFactory,
)

from .emptying import empty
from .snapshot import snapshot

HARBOUR = Path(__file__).parent / "harbour"

pytestmark = [pytest.mark.django_db, pytest.mark.slow]


def files(folder: Path) -> dict[str, bytes]:
    """What stands in each file below a folder."""
    found = sorted(file for file in folder.rglob("*") if file.is_file())
    return {str(file.relative_to(folder)): file.read_bytes() for file in found}


def again(folder: Path) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """The content as files; and once more, after it was loaded from these into an empty database."""
    dump(folder / "one")
    empty()
    load(folder / "one")
    dump(folder / "two")
    return files(folder / "one"), files(folder / "two")


def counts(rows: dict[str, list[tuple]]) -> dict[str, int]:
    return {name: len(found) for name, found in rows.items()}


@pytest.mark.parametrize("content", [HARBOUR, STARTER], ids=lambda folder: folder.name)
def test_what_was_loaded_comes_back_the_same(content, tmp_path):
    load(content)
    count = counts(snapshot())

    one, two = again(tmp_path)

    assert one == two
    assert counts(snapshot()) == count


def test_what_editors_made_of_it_comes_back_the_same(world, tmp_path):
    load(HARBOUR)
    Note.objects.exclude(film__universe__slug="harbour").update(sealed_timecode="")
    Note.objects.filter(film__slug="high-water").update(position=4)
    Credit.objects.update(position=0)
    CharacterFact.objects.filter(position=1).update(position=30)
    Echo.objects.get(later__film__slug="high-water").withdraw()
    Film.objects.filter(slug="low-water").update(slug="ebb", logline="", kind="short")
    Universe.objects.filter(slug="harbour").update(position=0, blurb="")
    Interview.objects.get(slug="gazette-moor").coverage.all().delete()
    QuoteFactory(position=12, sealed_text='Three """ quotes, a \\\\ and\\n\\nan “end”.')
    PersonFactory(slug="nobody-yet", name="Nobody")
    SourceFactory(key="uncited", stamp=Stamp.NOTHING)
    addresses = set(Note.objects.values_list("public_id", "label", "stamp"))

    one, two = again(tmp_path)

    assert one == two
    assert set(Note.objects.values_list("public_id", "label", "stamp")) == addresses
    assert Echo.objects.exclude(state=State.PUBLISHED).count() == 1
    assert list(Credit.objects.filter(film__slug="ebb").values_list("position", flat=True)) == [
        0,
        0,
        0,
    ]


def is_taken(text: str) -> bool:
    try:
        one_line(text)
    except ValidationError:
        return False
    return True


seen = st.characters(exclude_categories=["Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp", "M"])
texts = st.text(seen, min_size=1, max_size=60).map(lambda text: f"“{text}”").filter(is_taken)
lines = st.lists(texts, min_size=1, max_size=3).map("\n".join)
moments = st.datetimes(
    datetime(2, 1, 2), datetime(9998, 12, 30), timezones=st.just(UTC), allow_imaginary=False
)
#: How far an item has come on its way to readers, in its columns.
standings = st.one_of(
    moments.map(lambda moment: {"state": State.PUBLISHED, "live_from": moment}),
    st.sampled_from([State.DRAFT, State.REVIEW, State.WITHDRAWN]).map(
        lambda state: {"state": state, "live_from": None}
    ),
)
small = st.integers(min_value=0, max_value=5)


@given(data=st.data())
@settings(
    max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
def test_whatever_stands_in_a_database_comes_back_the_same(data, tmp_path_factory):
    draw = data.draw
    with transaction.atomic():
        films = [
            FilmFactory(title=f"{number} {draw(texts)}"[:160], logline=draw(lines))
            for number in range(3)
        ]
        notes = [
            NoteFactory(
                film=draw(st.sampled_from(films)),
                label=f"{number} {draw(texts)}"[:80],
                position=draw(small),
                sealed_text=draw(lines),
                sealed_timecode="",
                stamp=draw(st.sampled_from([Stamp.TEXT, Stamp.EXISTENCE])),
                spoils=draw(st.lists(st.sampled_from(films), max_size=2)),
                **draw(standings),
            )
            for number in range(draw(small))
        ]
        interview = InterviewFactory(films=draw(st.lists(st.sampled_from(films), unique=True)))
        for position in draw(st.lists(small, unique=True)):
            quote = QuoteFactory(
                interview=interview,
                position=position,
                sealed_text=draw(lines),
                stamp=draw(st.sampled_from(Stamp)),
                spoils=[draw(st.sampled_from(films))],
                **draw(standings),
            )
            CitationFactory(quote=quote, position=draw(small), sealed_locator=draw(texts))
        for later, earlier in zip(notes[1:], notes, strict=False):
            echo = EchoFactory(
                later=later,
                earlier=earlier,
                sealed_text=draw(lines),
                **draw(standings),
            )
            for position in draw(st.lists(small, unique=True, max_size=2)):
                BeatFactory(echo=echo, position=position, sealed_theme=draw(texts))
                EvidenceFactory(echo=echo, position=draw(small), sealed_point=draw(lines))

        one, two = again(tmp_path_factory.mktemp("dumps"))

        assert one == two
        transaction.set_rollback(True)


def test_what_editors_changed_and_removed_comes_back_the_same(tmp_path):
    load(HARBOUR)
    Film.objects.filter(slug="low-water").update(title="Ebb", slug="ebb")
    Echo.objects.get().delete()
    Note.objects.filter(film__slug="high-water").delete()

    one, two = again(tmp_path)

    assert one == two
    assert (
        one["harbour/editors.toml"].decode()
        == """\
[removed]
notes = [
    "high-water/the-ending",
    "high-water/the-letter",
]
echoes = [
    "high-water/the-ending--low-water/the-ending",
]
beats = [
    "high-water/the-ending--low-water/the-ending/beat/1",
    "high-water/the-ending--low-water/the-ending/beat/2",
]
evidence = [
    "high-water/the-ending--low-water/the-ending/evidence/1",
    "high-water/the-ending--low-water/the-ending/evidence/2",
]

[changed.films]
low-water = [
    "slug",
    "title",
]
"""
    )


def test_a_dump_holds_what_no_reader_may_know_of(tmp_path):
    load(HARBOUR)
    Echo.objects.get().withdraw()

    dump(tmp_path / "dump")

    written = b"".join(files(tmp_path / "dump").values()).decode()
    assert all(
        text in written
        for text in ("He goes the way that he came.", "The keeper wrote it.", 'state = "withdrawn"')
    )


def test_the_command_says_what_it_wrote_and_writes_over_nothing(tmp_path, capsys):
    load(HARBOUR)
    folder = tmp_path / "dump"

    call_command("dump_content", folder)
    before = files(folder)
    with pytest.raises(CommandError) as raised:
        call_command("dump_content", folder)

    assert capsys.readouterr().out == f"Written: {folder}/harbour\n"
    assert str(raised.value) == f"{folder} is there already, and not an empty folder."
    assert files(folder) == before


def test_what_was_never_compared_is_dumped_once_it_was_loaded_again_or_as_edited(tmp_path):
    load(HARBOUR)
    LoadedEntry.objects.filter(table="notes").update(sealed_prints="")
    one, other = tmp_path / "one", tmp_path / "other"

    with pytest.raises(CommandError) as raised:
        call_command("dump_content", one)
    was_written = one.exists()
    call_command("dump_content", other, "--all-edited")
    load(HARBOUR)
    call_command("dump_content", one)

    assert (str(raised.value), was_written) == (NEVER_COMPARED, False)
    changed = tomllib.loads((other / "harbour" / "editors.toml").read_text())["changed"]
    fields = sorted(NOTE.fields.keys() - NAMES - BESIDE)
    notes = ["low-water/the-ending", "high-water/the-ending", "high-water/the-letter"]
    assert changed == {"notes": dict.fromkeys(notes, fields)}
    assert not (one / "harbour" / "editors.toml").exists()


def test_an_entry_of_which_editors_changed_all_is_dumped_again_as_such(tmp_path):
    load(HARBOUR)
    LoadedEntry.objects.filter(table="notes").update(sealed_prints="")
    dump(tmp_path / "zero", all_edited=True)
    empty()
    load(tmp_path / "zero")

    one, two = again(tmp_path)

    assert one == two == files(tmp_path / "zero")


def test_content_without_a_universe_cannot_be_dumped(tmp_path):
    PersonFactory()

    with pytest.raises(CommandError) as raised:
        call_command("dump_content", tmp_path / "dump")

    assert str(raised.value) == "There is no universe, and content stands in one."
    assert not (tmp_path / "dump").exists()


@pytest.mark.parametrize("arguments", [[], ["auth"], ["spoilers.note", "--indent", "2"]])
def test_dumpdata_says_in_one_line_what_to_use_instead(arguments):
    with pytest.raises(CommandError) as raised:
        call_command("dumpdata", *arguments)

    assert str(raised.value) == (
        "dumpdata cannot read sealed texts. Use: manage.py dump_content FOLDER"
    )
