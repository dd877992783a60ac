"""However rows from `for_reader` are asked for, in parts or within other queries, the gate holds."""

import pytest
from django.db.models import Count, Exists, F, Max, OuterRef, Prefetch, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, Length

from films.models import Film
from gate.queryset import sealed_fields
from gate.reader import NOBODY
from gate.rule import gated_models
from interviews.models import Source
from spoilers.models import Beat, Echo, Evidence, Note
from tests.canaries import canaries_in

from .conftest import leaving_database
from .words import OPEN, Words, readers_of

FAN_OF_FIRST = (0,)


@pytest.fixture
def asked(everything) -> tuple[QuerySet[Note], Words]:
    """The notes of somebody who has seen the first film: both of its own, and three that are not."""
    reader, words = readers_of(everything, FAN_OF_FIRST)[0]
    return Note.objects.for_reader(reader), words


def shown(words: Words) -> dict[Note, str | None]:
    notes = words.world.of(Note)
    return {note: words.reads(note, "text") for note in notes if words.is_there(note)}


WAYS = {
    "list": lambda notes: list(notes),
    "iterator": lambda notes: list(notes.iterator()),
    "chunks": lambda notes: list(notes.iterator(chunk_size=1)),
    "in_bulk": lambda notes: list(notes.in_bulk().values()),
    "slices": lambda notes: [*notes[:2], *notes[2:]],
    "reverse": lambda notes: list(notes.reverse()),
    "distinct": lambda notes: list(notes.distinct()),
    "select_related": lambda notes: list(notes.select_related("film")),
    "only": lambda notes: list(notes.only("label")),
    "defer": lambda notes: list(notes.defer("label")),
    "ordered by text": lambda notes: list(notes.order_by("text", "pk")),
    "of a film that has notes": lambda notes: list(notes.filter(film__notes__pk__gt=0).distinct()),
    "either of two": lambda notes: list(notes.filter(film=F("film")) | notes.filter(pk=0)),
    "both of two": lambda notes: list(notes.filter(pk__gt=0) & notes.filter(film=F("film"))),
    "either condition": lambda notes: list(notes.filter(Q(text__gt="") | Q(text=None))),
    "not excluded": lambda notes: list(notes.exclude(echoes_back__public_id="")),
    "union": lambda notes: list(notes.order_by().union(notes.order_by(), all=False)),
    "among themselves": lambda notes: list(notes.filter(pk__in=notes.values("pk"))),
    "counted beside": lambda notes: list(notes.annotate(n=Count("echoes_back"))),
    "from their films": lambda notes: [
        note
        for film in Film.objects.all()
        for note in film.notes.filter(pk__in=notes)
        for note in notes.filter(pk=note.pk)
    ],
    "prefetched": lambda notes: [
        note
        for film in Film.objects.prefetch_related(Prefetch("notes", notes))
        for note in film.notes.all()
    ],
    "first and others": lambda notes: [notes.first(), *notes.exclude(pk=notes.first().pk)],
}


@pytest.mark.parametrize("way", WAYS.values(), ids=WAYS)
def test_every_way_of_asking_gives_the_same_rows_with_the_same_texts(asked, way):
    notes, words = asked

    with leaving_database() as rows:
        met = [(note, note.text) for note in way(notes)]

    assert sorted(met, key=lambda pair: pair[0].pk) == list(shown(words).items())
    open_notes = [note for note in words.world.of(Note) if words.meets(note) == OPEN]
    texts = [vars(note) for note in open_notes]
    assert canaries_in(*rows) <= canaries_in(*(text for of in texts for text in of.values()))


WITHIN = {
    "among themselves": lambda rows: rows.filter(pk__in=rows.values("pk")),
    "beside themselves": lambda rows: rows.filter(Exists(rows.filter(pk=OuterRef("pk")))),
    "either of two": lambda rows: rows.filter(pk__gt=0) | rows.filter(pk=0),
}


@pytest.mark.parametrize("model", gated_models(), ids=lambda model: model.__name__)
def test_rows_within_another_query_of_the_same_model_are_those_that_the_reader_meets(
    everything, model
):
    """Such a query calls the tables by other names than one that stands alone."""
    reader, words = readers_of(everything, (0, 1))[0]
    rows = model.objects.for_reader(reader)
    columns = [field.opens_as for field in sealed_fields(model)]
    known = {row for row in everything.of(model) if words.is_there(row)}

    for way in WITHIN.values():
        asked = way(rows)
        assert {row: [getattr(row, column) for column in columns] for row in asked} == {
            row: [words.reads(row, column) for column in columns] for row in known
        }
    for column in columns:
        text = Subquery(rows.filter(pk=OuterRef("pk")).values(column))
        found = model.objects.annotate(found=text).values_list("pk", "found")
        assert dict(found) == {
            row.pk: words.reads(row, column) if row in known else None
            for row in everything.of(model)
        }


FIGURES = {
    "count": (lambda notes: notes.count(), 4),
    "exists": (lambda notes: notes.exists(), True),
    "count of open": (lambda notes: notes.opened().count(), 2),
    "none of the hidden": (lambda notes: notes.filter(stamp="existence").exists(), False),
    "texts": (lambda notes: notes.aggregate(n=Count("text"))["n"], 2),
    "keys": (lambda notes: notes.aggregate(n=Count("pk"))["n"], 4),
    "longest locked": (
        lambda notes: notes.filter(is_open=False).aggregate(n=Max(Length("text")))["n"],
        None,
    ),
    "by state": (
        lambda notes: list(
            notes.order_by()
            .values("is_open")
            .annotate(n=Count("pk"))
            .order_by("is_open")
            .values_list("is_open", "n")
        ),
        [(False, 2), (True, 2)],
    ),
    "counted per film": (
        lambda notes: [
            film.n
            for film in Film.objects.order_by("pk")[:3].annotate(
                n=Coalesce(
                    Subquery(
                        notes.filter(film=OuterRef("pk"))
                        .order_by()
                        .values("film")
                        .annotate(n=Count("pk"))
                        .values("n")
                    ),
                    0,
                )
            )
        ],
        [2, 2, 0],
    ),
    "films with notes": (
        lambda notes: Film.objects.filter(Exists(notes.filter(film=OuterRef("pk")))).count(),
        2,
    ),
    "films with open notes": (
        lambda notes: Film.objects.filter(
            Exists(notes.opened().filter(film=OuterRef("pk")))
        ).count(),
        1,
    ),
    "films in words": (
        lambda notes: (
            Film.objects.filter(notes__in=notes.filter(text__contains="behind it"))
            .distinct()
            .count()
        ),
        1,
    ),
    # A locked text neither has a word nor lacks it.
    "with a word": (lambda notes: notes.filter(text__contains="behind it").count(), 2),
    "without a word": (lambda notes: notes.exclude(text__contains="behind it").count(), 0),
}


@pytest.mark.parametrize(("figure", "expected"), FIGURES.values(), ids=FIGURES)
def test_figures_over_rows_count_no_more_than_the_reader_meets(asked, figure, expected):
    notes, _ = asked

    assert figure(notes) == expected


@pytest.mark.parametrize("columns", [("text",), ("label", "text"), ("timecode", "is_open", "text")])
def test_values_are_those_that_the_reader_may_read(asked, columns):
    notes, words = asked

    plain = list(notes.order_by("pk").values_list(*columns))

    assert plain == [
        tuple(
            {
                "label": note.label,
                "text": words.reads(note, "text"),
                "timecode": words.reads(note, "timecode"),
                "is_open": words.is_open(note),
            }[column]
            for column in columns
        )
        for note in shown(words)
    ]


def test_texts_behind_another_row_come_out_of_a_subquery_by_their_own_rule(asked):
    notes, words = asked
    film = words.world.first

    first_text = notes.filter(film=OuterRef("pk")).order_by("pk").values("text")[:1]
    texts = Film.objects.filter(pk__in=[one.pk for one in words.world.films]).annotate(
        text=Subquery(first_text)
    )

    assert list(texts.order_by("pk").values_list("pk", "text")) == [
        (film.pk, words.world.rows["note first"].sealed_text),
        (words.world.second.pk, None),
        (words.world.third.pk, None),
    ]


def test_changing_rows_reaches_those_alone_that_the_reader_meets(asked):
    notes, words = asked
    hidden = words.world.rows["note hidden"]

    notes.opened().update(label=F("public_id"))
    deleted, _ = notes.filter(pk=hidden.pk).delete()

    are_open = {note for note in words.world.of(Note) if words.is_open(note)}
    assert set(Note.objects.filter(label=F("public_id"))) == are_open
    assert deleted == 0
    assert Note.objects.filter(pk=hidden.pk).exists()


def test_rows_asked_for_twice_open_by_what_both_readers_may_know_and_the_last_may_read(everything):
    (completist, _), (nobody, words) = (readers_of(everything, seen)[0] for seen in (range(3), ()))

    twice = Note.objects.for_reader(completist).for_reader(nobody)
    other_way = Note.objects.for_reader(nobody).for_reader(completist)

    assert {note: note.text for note in twice} == shown(words)
    assert {note: note.text for note in other_way} == {
        note: note.sealed_text for note in shown(words)
    }


# What used to be given to whoever asked a model directly, instead of through its echo or quote.
@pytest.mark.parametrize("model", [Beat, Evidence])
def test_a_draft_has_no_parts_for_any_reader(everything, model):
    draft = everything.rows["echo draft"]
    for reader, _ in readers_of(everything, range(3)):
        assert list(model.objects.for_reader(reader).filter(echo=draft)) == []
        assert list(model.objects.for_reader(reader, "echo__text").filter(echo=draft)) == []
    assert model.objects.filter(echo=draft).exists()


def test_evidence_does_not_tell_of_a_quote_whose_existence_spoils(everything):
    reader, _ = readers_of(everything, (0, 1))[0]
    of_plain = Evidence.objects.for_reader(reader).filter(echo=everything.rows["echo plain"])

    assert {row.pk for row in of_plain} == {
        everything.rows[f"evidence for plain by {by}"].pk
        for by in ("harmless", "locked", "a source")
    }


def test_a_stranger_meets_no_source_but_those_beside_what_everybody_meets(everything):
    met = Source.objects.for_reader(NOBODY)

    assert {row.pk: row.title for row in met} == {
        everything.rows[name].pk: everything.rows[name].sealed_title if is_open else None
        for name, is_open in {
            "source of harmless, harmless": True,
            "source of harmless, spoiling": False,
            "source of placement harmless": False,
        }.items()
    }


def test_nobody_meets_an_echo_or_any_part_of_one(everything):
    asked = [Echo, Beat, Evidence]

    assert [list(model.objects.for_reader(NOBODY)) for model in asked] == [[], [], []]
