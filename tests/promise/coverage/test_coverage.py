"""A site of a few lines, with planted conditions that every line and every branch would hide."""

import json
import sys
from importlib import import_module
from types import SimpleNamespace

import pytest
from django.db import connection
from django.template.loader import render_to_string

from gate.reader import NOBODY, Reader
from tests.factories import FilmFactory, NoteFactory

from . import lines, reached, report
from .parts import ALL, NEVER_RUNS, SITE, Part, Site

VIEWS = """
from django.db.models import Count, Q

from films.models import Film
from gate.among import AmongFound
from gate.prepared import prepared
from spoilers.models import Note


def text(note, reader):
    if note.is_open or note.is_marked and reader.seen_count == 17:
        return note.text
    return ""


def is_shown(note, reader):
    return note.is_open or reader.seen_count == 17


def labels(notes, reader):
    return [note.label for note in notes if not (note.is_marked and reader.reveals)]


KEY = {"key": lambda note: note.label}


def late(reader):
    return list(Note.objects.for_reader(reader).filter(Q(film__minutes=101) | Q(position__gt=32_000)))


@prepared
def _noted(minutes, slug):
    films = Film.objects.filter(Q(minutes=minutes) | Q(slug=slug)).order_by()
    return Note.objects.filter(AmongFound("film", films.values("pk"))).order_by()


def noted(minutes, slug):
    return list(_noted(minutes, slug))


def counted():
    return Note.objects.aggregate(n=Count("pk", filter=Q(film__minutes=77)))["n"]


def nowhere():
    return "nothing"  # pragma: no cover
"""
PAGE = """
{% for note in notes %}
<p>{% if note.is_open or note.is_marked and reader.seen_count == 17 %}{{ note.text }}{% else %}Locked{% endif %}</p>
<p>{% firstof note.label "Unnamed" %} {{ note.time|default:"–" }}</p>
{% endfor %}
"""

OPEN = SimpleNamespace(is_open=True, is_marked=False, text="It rains.", label="Rain", time="")
LOCKED = SimpleNamespace(is_open=False, is_marked=False, text="", label="", time="")
MARKED = SimpleNamespace(is_open=False, is_marked=True, text="", label="", time="")
NOTES = [OPEN, LOCKED, MARKED]


@pytest.fixture
def site(tmp_path, monkeypatch, settings) -> Site:
    name = f"planted{tmp_path.name.replace('-', '_')}"
    for path, text in {
        f"{name}/__init__.py": "",
        f"{name}/views.py": VIEWS,
        "templates/page.html": PAGE,
        "templates/lost.html": "Nobody comes here.",
    }.items():
        file = tmp_path / path
        file.parent.mkdir(exist_ok=True)
        file.write_text(text)
    monkeypatch.syspath_prepend(tmp_path)
    (engine,) = settings.TEMPLATES
    settings.TEMPLATES = [engine | {"DIRS": [tmp_path / "templates"]}]
    return Site(tmp_path)


@pytest.fixture
def views(site):
    name = next(path for path in site.files if path.endswith("views.py")).partition("/")[0]
    yield import_module(f"{name}.views")
    del sys.modules[name], sys.modules[f"{name}.views"]


class Run:
    """What is noted of some calls, and what is missed by them."""

    def __init__(self, site: Site) -> None:
        self.site, self.told = site, []

    def of(self, *calls) -> set[tuple[str, ...]]:
        """The missed parts of the functions and pages called, without the package's name."""
        with reached.noting(lambda _name, value: self.told.append(value), self.site):
            for call in calls:
                call()
        parts = (part._replace(where=part.where.split("/")[-1]) for part in self.missed)
        return {part for part in parts if part.what != ALL}

    @property
    def missed(self) -> set[Part]:
        return reached.missed(self.told, self.site)

    @property
    def missed_lines(self) -> set[str]:
        seen = {reached.Note(*note) for line in self.told for note in json.loads(line)}
        return {part.what for part in lines.missed(seen, self.site) if part.what != ALL}


@pytest.fixture
def run(site) -> Run:
    return Run(site)


def test_an_operand_that_no_reader_makes_true_is_missed_though_every_line_ran(run, views):
    missed = run.of(lambda: [views.text(note, NOBODY) for note in NOTES])

    assert run.missed_lines == set()
    assert {part for part in missed if part.where == "views.py: text"} == {
        Part("views.py: text", "reader.seen_count == 17", "never true")
    }


def test_a_condition_that_is_a_value_counts_as_well(run, views):
    missed = run.of(lambda: [views.is_shown(note, NOBODY) for note in NOTES])

    assert missed >= {Part("views.py: is_shown", "reader.seen_count == 17", "never true")}


def test_a_condition_of_a_comprehension_counts_by_its_operands(run, views):
    missed = run.of(lambda: views.labels(NOTES, NOBODY))

    assert {part for part in missed if part.where == "views.py: labels"} == {
        Part("views.py: labels", "reader.reveals", "never true")
    }


def test_a_lambda_that_nobody_calls_is_missed(run, views):
    never = Part("views.py: lambda", "note.label", NEVER_RUNS)

    assert never in run.of()
    assert never not in run.of(lambda: views.KEY["key"](OPEN))


@pytest.mark.django_db
def test_an_operand_of_sql_is_missed_that_no_row_fulfils(run, views, world):
    missed = run.of(lambda: views.late(Reader(seen=frozenset([world.first.pk]))))

    mine = {part for part in missed if part.where == "views.py: late"}
    assert mine >= {
        Part("views.py: late", "film.minutes = %s", "never false"),
        Part("views.py: late", "note.position > %s", "never true"),
    }
    assert {part.what for part in mine if "requirement" in part.what} == set()


@pytest.mark.django_db
def test_an_operand_of_a_subquery_is_noted_when_nothing_else_of_the_question_is_new(
    run, views, world
):
    film = FilmFactory(minutes=77)
    NoteFactory(film=film)
    slug = Part("views.py: noted", "film.slug = %s", "never true")

    assert slug in run.of(lambda: views.noted(77, "nowhere"))
    assert slug not in run.of(lambda: views.noted(78, film.slug))


@pytest.mark.django_db
def test_a_condition_of_sql_by_which_rows_are_counted_is_missed(run, views, world):
    missed = run.of(views.counted)

    assert missed >= {Part("views.py: counted", "film.minutes = %s", "never true")}


def test_an_operand_of_a_template_is_missed_though_every_piece_is_printed(run):
    missed = run.of(lambda: render_to_string("page.html", {"notes": NOTES, "reader": NOBODY}))

    assert {part for part in missed if part.where == "page.html"} == {
        Part("page.html", "reader.seen_count == 17", "never true"),
        Part("page.html", 'note.time|default:"–"', "never true"),
    }


def test_a_piece_of_a_template_that_is_not_printed_is_missed(run):
    missed = run.of(lambda: render_to_string("page.html", {"notes": [OPEN]}))

    assert missed >= {
        Part("page.html", "Locked", NEVER_RUNS),
        Part("page.html", "note.is_open", "never false"),
        Part("page.html", "note.label", "never false"),
    }


def test_what_never_runs_as_a_whole_is_named_once(run, views, site):
    run.of(lambda: views.text(OPEN, NOBODY))

    name = views.__name__.partition(".")[0]
    assert {part for part in run.missed if part.what == ALL} == {
        *(
            Part(f"{name}/views.py: {function}", ALL)
            for function in ("is_shown", "labels", "late", "_noted", "noted", "counted", "nowhere")
        ),
        Part("page.html", ALL),
        Part("lost.html", ALL),
    }


def test_what_runs_at_other_times_is_not_noted_and_left_as_it_was(run, views):
    plain = views.text.__code__

    run.of()
    views.text(OPEN, NOBODY)

    assert views.text.__code__ is plain
    assert Part(f"{views.__name__.replace('.', '/')}.py: text", ALL) in run.missed


def test_what_is_explained_is_left_out_and_what_is_not_missed_is_stale(monkeypatch, tmp_path):
    monkeypatch.setattr(reached, "EXPLAINED", tmp_path / "unreached.toml")
    reached.EXPLAINED.write_text(
        '[[unreached]]\nwhere = ["a.py*", "b.py: f: x == 1"]\nwhy = "…"\n'
        '[[unreached]]\nwhere = ["gone.html"]\nwhy = "…"\n'
    )
    missed = {Part("a.py: f", ALL), Part("b.py: f", "x == 1"), Part("b.py: f", "x == 2")}

    assert reached.compared(missed) == ([Part("b.py: f", "x == 2")], ["gone.html"])


def test_an_explanation_for_another_database_explains_nothing_here(monkeypatch, tmp_path):
    monkeypatch.setattr(reached, "EXPLAINED", tmp_path / "unreached.toml")
    reached.EXPLAINED.write_text(
        f'[[unreached]]\nwhere = ["a.py: f"]\non = "{connection.vendor}"\nwhy = "…"\n'
        '[[unreached]]\nwhere = ["b.py: f", "gone.html"]\non = "another"\nwhy = "…"\n'
    )
    missed = {Part("a.py: f", ALL), Part("b.py: f", ALL)}

    assert reached.compared(missed) == ([Part("b.py: f", ALL)], [])


def config(*args: str, **options: object) -> SimpleNamespace:
    left_out = {"keyword": "", "markexpr": "", "deselect": None, "ignore": None}
    return SimpleNamespace(option=SimpleNamespace(**left_out | options), args=args)


def test_only_a_run_of_all_tests_tells_what_none_reaches():
    whole = [config(str(report.HERE)), config(str(report.HERE.parent))]
    parts = [
        config(str(report.HERE / "test_actions.py")),
        config(str(report.HERE), keyword="pages"),
        config(str(report.HERE), markexpr="not slow"),
        config(str(report.HERE), deselect=["tests/promise/test_actions.py"]),
        config(str(report.HERE), lf=True),
        config(str(report.HERE), ignore=["tests/promise/test_actions.py"]),
    ]

    assert [report.is_whole(one) for one in whole + parts] == [True] * 2 + [False] * 6


def test_the_site_is_all_of_its_packages_and_templates():
    packages = {path.partition("/")[0] for path in SITE.files}

    assert packages == {
        *("config", "content", "editing", "films", "gate", "interviews"),
        *("leakcheck", "memory", "pages", "people", "readers", "spoilers"),
    }
    assert {"base.html", "pages/film.html", "admin/base_site.html"} <= set(SITE.templates)
