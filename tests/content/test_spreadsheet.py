"""Films, credits and quotes as tables: no cell is a formula, and what comes back is what went out."""

import csv
import tomllib
from io import StringIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from content.dumping import dumped
from content.loader import load
from content.plan import Difference, Row
from content.reading import ContentError, Folder
from content.spreadsheet import NO_TABLE, SHEETS, read, written
from films.models import Film, Universe
from interviews.models import Quote

from .changing import HARBOUR
from .desk import EXPORT, SHOW, agree, refused

pytestmark = [pytest.mark.django_db, pytest.mark.slow]

FILMS, CREDITS, QUOTES = SHEETS
FORMULAS = ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "'=1", "''", "'Tis"]
every_sheet = pytest.mark.parametrize("sheet", SHEETS, ids=lambda sheet: sheet.name)


def table(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(StringIO(data.decode("utf-8-sig"), newline="")))


def csv_of(*rows: dict[str, str]) -> bytes:
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]))
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode()


def upload(client: Client, data: bytes) -> HttpResponse:
    file = SimpleUploadedFile("callback-content.csv", data)
    return client.post(SHOW, {"files": file, "overwrites": "on"})


def plan_of(answer: HttpResponse) -> tuple[list[Row], list[Row]]:
    (universe,) = answer.context["plan"].universes
    return universe.new, universe.newer


def folder(**film: str) -> Folder:
    """A universe of one film, whose columns are TOML already."""
    entry = "".join(f"{name} = {value}\n" for name, value in film.items())
    texts = {"universe.toml": f'[universe]\nname = "U"\n[[films]]\n{entry}', "interviews.toml": ""}
    return Folder("u", texts)


def titled(title: str) -> Folder:
    escaped = "".join(f"\\U{ord(sign):08X}" for sign in title)
    return folder(slug='"a"', title=f'"{escaped}"')


def title_of(found: list[Folder]) -> str:
    (one,) = found
    return tomllib.loads(one.texts["universe.toml"])["films"][0]["title"]


@pytest.mark.parametrize("title", FORMULAS)
def test_a_text_that_could_be_a_formula_is_marked_and_comes_back_as_it_was(title):
    data = written(FILMS, [titled(title)])

    assert [row["title"] for row in table(data)] == [f"'{title}"]
    assert title_of(read(data, [titled(title)])) == title


@settings(max_examples=200, deadline=None)
@given(title=st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=8))
def test_no_cell_begins_like_a_formula_and_all_of_them_come_back(title):
    title = title.replace("\r\n", "\n")

    data = written(FILMS, [titled(title)])

    (row,) = table(data)
    assert [cell for cell in row.values() if cell[:1] in "=+-@\t\r\n＝＋－＠" and cell] == []
    assert title_of(read(data, [titled(title)])) == title


@every_sheet
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_what_goes_out_comes_back_and_changes_nothing(editor_client, sheet, delimiter):
    load(HARBOUR)
    Quote.objects.filter(uid="gazette-moor/1").update(sealed_text="=1; +2,\n\t- “3”")
    rows = table(editor_client.post(EXPORT, {"what": sheet.name}).content)
    text = StringIO()
    writer = csv.DictWriter(text, list(rows[0]), delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)

    answer = upload(editor_client, text.getvalue().encode("utf-8-sig"))

    assert answer.context["plan"].changes_anything is False
    assert plan_of(answer) == ([], [])


def test_a_table_has_a_row_for_each_and_a_column_for_each_field(editor_client):
    load(HARBOUR)

    answer = editor_client.post(EXPORT, {"what": "quotes", "universe": "harbour"})

    rows = table(answer.content)
    at = Quote.objects.get(uid="gazette-moor/2").live_from
    assert rows[1] == {
        "interview": "gazette-moor",
        "uid": "gazette-moor/2",
        "public_id": Quote.objects.get(uid="gazette-moor/2").public_id,
        "speaker": "ben-lund",
        "fidelity": "bracketed",
        "text": "He [the son] had to come home.",
        "spoils": "low-water",
        "existence_spoils": "",
        "position": "",
        "draft": "",
        "state": "",
        "live_from": f"{at:%Y-%m-%dT%H:%M:%SZ}",
    }
    assert [row["existence_spoils"] for row in rows] == ["", "", "true"]
    assert (answer["Content-Type"], answer["Content-Disposition"], answer["Cache-Control"]) == (
        "text/csv; charset=utf-8",
        'attachment; filename="callback-harbour-quotes.csv"',
        "private, no-store",
    )


def test_a_cell_changes_its_field_and_what_has_no_column_stays(editor_client):
    load(HARBOUR)
    row = {"universe": "harbour", "slug": "low-water", "minutes": "96", "logline": ""}

    answer = upload(editor_client, csv_of(row))
    agree(editor_client, answer)

    film = Film.objects.get(slug="low-water")
    assert plan_of(answer)[1][0].changed[-1] == Difference("running time", "95", "96")
    assert (film.minutes, film.logline, film.title) == (96, "", "Low Water")


def test_a_row_without_an_id_is_new(editor_client):
    load(HARBOUR)
    quote = {"speaker": "ada-moor", "fidelity": "verbatim", "text": "I like tea.", "draft": "TRUE"}

    shown = upload(editor_client, csv_of({"interview": "gazette-moor", "uid": ""} | quote))
    agree(editor_client, shown)

    new = Quote.objects.get(position=4)
    assert plan_of(shown) == ([Row("quote", str(new), new.uid, "Draft")], [])
    assert (new.interview.slug, new.speaker.slug, new.state) == (
        "gazette-moor",
        "ada-moor",
        "draft",
    )


def test_a_film_and_its_credit_come_in_by_two_tables(editor_client):
    load(HARBOUR)
    film = {"universe": "harbour", "slug": "new", "title": "New", "released": "2004-05-06"}
    credit = {"uid": "c", "film": "new", "person": "ada-moor", "job": "director"}

    for row in (film, credit):
        agree(editor_client, upload(editor_client, csv_of(row)))

    made = Film.objects.get(slug="new")
    assert (made.universe, f"{made.released}") == (Universe.objects.get(), "2004-05-06")
    assert [f"{one.person}, {one.job}" for one in made.credits.all()] == ["Ada Moor, director"]


MISTAKES = {
    "no table": (b"\r\n", [NO_TABLE]),
    "a table of something else": (b"slug,name\r\na,b", [NO_TABLE]),
    "another encoding": (
        "universe,slug\r\né,é".encode("latin-1"),
        ["This is not UTF-8 text: save the table as “CSV UTF-8”."],
    ),
    "a quotation mark that is not closed": (
        b'universe,slug\r\n"a,b',
        ["This is no table: unexpected end of data."],
    ),
    "a column that no film has": (
        b"universe,slug,titel\r\na,b,c",
        ["titel: unknown column; did you mean “title”?"],
    ),
    "a column twice": (b"universe,slug,slug\r\na,b,c", ["slug: is there twice"]),
    "a row that is too long": (
        b"universe,slug\r\na,b\r\n\r\na,b,c",
        ["row 4: has 3 cells, and there are 2 columns"],
    ),
    "a universe that is not there": (
        b"universe,slug\r\nnowhere,b",
        ["row 2: universe: unknown: “nowhere”"],
    ),
    "an interview that is not there": (
        b"interview,speaker\r\nnone,b",
        ["row 2: interview: unknown: “none”"],
    ),
    "more columns than can be looked at": (
        b"universe,slug" + b",mood" * 99,
        ["There are 101 columns; at most 100 are looked at."],
    ),
    "a quote of another interview": (
        b"interview,uid,speaker\r\ngazette-two,gazette-moor/1,ada-moor",
        ["row 2: interview: unknown: “gazette-two”"],
    ),
    "a day that is none": (
        b"universe,slug,released\r\nharbour,low-water,1 May 2001",
        [
            "row 2 (low-water): released: expected a date, found text",
        ],
    ),
    "a number that is none": (
        b"universe,slug,minutes\r\nharbour,low-water,many",
        [
            "row 2 (low-water): minutes: expected a whole number, found text",
        ],
    ),
    "a film in two rows": (
        b"universe,slug\r\nharbour,low-water\r\n\r\nharbour,low-water",
        ["row 4 (low-water): stands here a second time, after row 2"],
    ),
    "a quote that nobody said": (
        b"interview,uid,speaker\r\ngazette-moor,gazette-moor/1,\r\n"
        b"gazette-moor,,ada-moor",
        [
            "row 2: speaker: missing",
            "row 3: fidelity: missing",
            "row 3: text: missing",
        ],
    ),
    "a title that is taken away": (
        b"universe,slug,title\r\nharbour,low-water,",
        ["row 2 (low-water): title: missing"],
    ),
}  # fmt: skip


@pytest.mark.parametrize(("data", "lines"), MISTAKES.values(), ids=MISTAKES)
def test_a_mistake_in_a_table_is_told_and_nothing_is_done(editor_client, data, lines):
    load(HARBOUR)
    before = dumped()

    answer = upload(editor_client, data)

    assert refused(answer) == lines
    assert dumped() == before


def test_what_a_quote_is_part_of_stays():
    texts = {
        "universe.toml": '[universe]\nname = "U"',
        "interviews.toml": '[[interviews]]\nslug = "a"\n[[interviews.quotes]]\nuid = "q"\n'
        '[[interviews]]\nslug = "b"',
    }

    with pytest.raises(ContentError) as raised:
        read(b"interview,uid,speaker\r\nb,q,ada", [Folder("u", texts)])

    assert raised.value.errors == ["row 2: interview: stays as it is: “a”"]
