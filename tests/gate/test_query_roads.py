"""Every ordinary query over a sealed column is refused, or is answered as if nothing were there."""

import pytest
from django.core.exceptions import FieldError
from django.db import IntegrityError, transaction
from django.db.models import (
    Case,
    CharField,
    Count,
    Exists,
    F,
    FilteredRelation,
    Max,
    Min,
    OuterRef,
    Q,
    StringAgg,
    Subquery,
    TextField,
    Value,
    When,
    Window,
)
from django.db.models.functions import (
    Cast,
    Coalesce,
    Collate,
    Concat,
    FirstValue,
    JSONObject,
    Left,
    Length,
    Lower,
    Reverse,
    StrIndex,
    Substr,
    Trim,
    Upper,
)
from django.db.models.lookups import Contains, Exact, GreaterThan, Regex

from films.models import Film
from gate.sealed import SealedError
from people.models import Character
from spoilers.models import Echo, Note
from tests.canaries import canaries_in
from tests.factories import NoteFactory

from .conftest import leaving_database, stored

TEXT = TextField()
LOOKUPS = sorted(TEXT.get_lookups())
SEALED = "<Sealed>"

# What to annotate a note with, and what must come out, as Python prints it.
EXPRESSIONS = {
    "F": (F("sealed_text"), SEALED),
    "the column itself": (Note._meta.get_field("sealed_text").cached_col, SEALED),
    "F through a relation": (F("echoes_back__earlier__sealed_text"), SEALED),
    "slice": (F("sealed_text")[:5], "None"),
    "Length": (Length("sealed_text"), "None"),
    "Upper": (Upper("sealed_text"), SEALED),
    "Upper as text": (Upper("sealed_text", output_field=TEXT), "None"),
    "Lower as text": (Lower("sealed_text", output_field=CharField()), "None"),
    "Reverse": (Reverse("sealed_text", output_field=TEXT), "None"),
    "Trim": (Trim("sealed_text", output_field=TEXT), "None"),
    "Substr": (Substr("sealed_text", 1, 5, output_field=TEXT), "None"),
    "Left": (Left("sealed_text", 5, output_field=TEXT), "None"),
    "StrIndex": (StrIndex("sealed_text", Value("kanari")), "None"),
    "Cast": (Cast("sealed_text", TEXT), "None"),
    "Collate": (Cast(Collate("sealed_text", "C"), TEXT), "None"),
    "Concat": (Concat("sealed_text", Value(""), output_field=TEXT), "''"),
    "Coalesce": (Coalesce("sealed_text", Value("empty"), output_field=TEXT), "'empty'"),
    "Case": (Case(When(pk__gt=0, then=F("sealed_text")), output_field=TEXT), "None"),
    "JSONObject": (JSONObject(text=F("sealed_text")), "{'text': None}"),
    "Exact": (Coalesce(Exact(F("sealed_text"), Value("")), Value(False)), "False"),
    "Contains": (Coalesce(Contains(F("label"), F("sealed_text")), Value(False)), "False"),
    "GreaterThan": (Coalesce(GreaterThan(F("label"), F("sealed_text")), Value(False)), "False"),
    "Window": (
        Window(FirstValue("sealed_text", output_field=TEXT), partition_by="film"),
        "None",
    ),
    "Subquery": (
        Subquery(Note.objects.filter(pk=OuterRef("pk")).values("sealed_text"), output_field=TEXT),
        "None",
    ),
    "OuterRef": (
        Subquery(
            Film.objects.filter(pk=OuterRef("film"))
            .annotate(text=Cast(OuterRef("sealed_text"), TEXT))
            .values("text")
        ),
        "None",
    ),
    "Exists": (Exists(Film.objects.filter(title__lt=OuterRef("sealed_text"))), "False"),
    "Exists of not": (Exists(Film.objects.exclude(title=OuterRef("sealed_text"))), "False"),
}

AGGREGATES = {
    "Max": (Max("sealed_text", output_field=TEXT), None),
    "Min": (Min("sealed_text", output_field=TEXT), None),
    "Count": (Count("sealed_text"), 0),
    "Count of different": (Count("sealed_text", distinct=True), 0),
    "StringAgg": (StringAgg(Cast("sealed_text", TEXT), Value(";")), None),
    "longest": (Max(Length("sealed_text")), None),
}

SEARCHES = {
    "Q": lambda: Note.objects.filter(Q(sealed_text__contains="a") | Q(pk=0)),
    "through a foreign key": lambda: Echo.objects.filter(later__sealed_text__contains="a"),
    "from the other side": lambda: Film.objects.filter(notes__sealed_text__contains="a"),
    "over two relations": lambda: Character.objects.filter(
        credits__film__notes__sealed_text__contains="a"
    ),
    "exclude from the other side": lambda: Film.objects.exclude(notes__sealed_text="a"),
    "When": lambda: Note.objects.annotate(x=Case(When(sealed_text__contains="a", then=1))),
    "filtered Count": lambda: Note.objects.aggregate(n=Count("pk", filter=Q(sealed_text="a"))),
    "FilteredRelation": lambda: list(
        Film.objects.annotate(
            found=FilteredRelation("notes", condition=Q(notes__sealed_text__contains="a"))
        ).filter(found__isnull=False)
    ),
    "alias": lambda: Note.objects.alias(x=F("sealed_text")).filter(x__contains="a"),
    "alias of upper case": lambda: Note.objects.alias(x=Upper("sealed_text")).filter(x="a"),
    "get_or_create": lambda: Note.objects.get_or_create(sealed_text="a"),
    "update_or_create": lambda: Note.objects.update_or_create(sealed_text="a"),
    "compared with itself": lambda: Note.objects.filter(sealed_text=F("sealed_text")),
    "transform": lambda: Note.objects.filter(sealed_text__upper__contains="a"),
    "transform in values": lambda: Note.objects.values("sealed_text__upper"),
    "transform in order": lambda: list(Note.objects.order_by("sealed_text__upper")),
}


@pytest.mark.parametrize("lookup", LOOKUPS)
@pytest.mark.parametrize("method", ["filter", "exclude", "get"])
def test_no_lookup_searches_a_sealed_column(note, method, lookup):
    with pytest.raises(SealedError, match=r"^Note\.sealed_text is sealed: it cannot be searched"):
        getattr(Note.objects, method)(**{f"sealed_text__{lookup}": note.label})


@pytest.mark.parametrize("search", SEARCHES.values(), ids=SEARCHES)
def test_no_roundabout_search_reaches_a_sealed_column(note, search):
    with pytest.raises(SealedError):
        search()


@pytest.mark.parametrize(("expression", "expected"), EXPRESSIONS.values(), ids=EXPRESSIONS)
def test_no_expression_brings_a_sealed_text_out(note, expression, expected):
    notes = Note.objects.filter(pk=note.pk).annotate(got=expression)

    with leaving_database() as rows:
        got = [repr(value) for value in notes.values_list("got", flat=True)]

    assert got == [expected]
    assert rows != []
    assert canaries_in(*rows) == set()


@pytest.mark.parametrize(("aggregate", "expected"), AGGREGATES.values(), ids=AGGREGATES)
def test_no_aggregate_counts_or_compares_sealed_texts(note, aggregate, expected):
    assert Note.objects.aggregate(got=aggregate) == {"got": expected}
    assert Film.objects.aggregate(got=Max(Length("notes__sealed_text"))) == {"got": None}


@pytest.mark.parametrize("method", ["values", "values_list"])
def test_values_hold_a_seal(note, method):
    with leaving_database() as rows:
        got = [repr(row) for row in getattr(Note.objects.filter(pk=note.pk), method)("sealed_text")]

    assert got in (["{'sealed_text': <Sealed>}"], ["(<Sealed>,)"])
    assert rows == [(None,)]


def test_all_values_hold_a_seal_in_every_sealed_column(world):
    with leaving_database() as rows:
        for model in (Note, Echo):
            list(model.objects.values())
            list(model.objects.values_list(named=True))

    assert canaries_in(*rows) == canaries_in(world.hidden_note.label)


def test_texts_give_no_order(world):
    notes = [
        NoteFactory(film=world.second, sealed_text=text, position=90)
        for text in ("third", "second", "first")
    ]
    among = Note.objects.filter(position=90)

    for order in (
        "sealed_text",
        "-sealed_text",
        F("sealed_text").desc(),
        Upper("sealed_text"),
        Length("sealed_text"),
    ):
        assert list(among.order_by(order, "pk")) == notes
        assert among.order_by(order, "pk").first() == notes[0]
    assert among.order_by("sealed_text", "pk").last() == notes[-1]
    assert among.earliest("sealed_text", "pk") == notes[0]
    assert among.latest("sealed_text", "-pk") == notes[0]


def test_texts_give_no_groups(world):
    count = Note.objects.count()

    assert Note.objects.order_by().values("sealed_text").distinct().count() == 1
    assert list(
        Note.objects.order_by().values("sealed_text").annotate(n=Count("pk")).values_list("n")
    ) == [(count,)]


def test_an_order_by_texts_leaves_the_groups_as_they_are(world):
    per_film = Note.objects.order_by().values("film").annotate(n=Count("pk"))

    ordered = per_film.order_by("sealed_text", "film").values_list("film", "n")

    assert list(ordered) == list(per_film.order_by("film").values_list("film", "n"))


def test_distinct_on_a_sealed_column_sees_one_value(world, postgresql):
    assert len(Note.objects.order_by("sealed_text").distinct("sealed_text")) == 1


def test_a_union_does_not_take_the_seal_off(note):
    labels = Note.objects.filter(pk=0).order_by().values_list("label")
    texts = Note.objects.filter(pk=note.pk).order_by().values_list(Cast("sealed_text", TEXT))

    with leaving_database() as rows:
        assert list(labels.union(texts).order_by()) == [(None,)]
        assert list(labels.union(texts, all=True).order_by()) == [(None,)]
    assert canaries_in(*rows) == set()


def test_a_sealed_column_cannot_be_compared_with_public_ones(note):
    held = Exact(F("sealed_text"), Value(stored(note)))
    matched = Regex(F("sealed_text"), Value("kanari"))

    assert list(Note.objects.filter(held)) == []
    assert list(Note.objects.filter(matched)) == []
    assert list(Note.objects.filter(label__lt=F("sealed_text"))) == []
    assert list(Note.objects.filter(label__gt=F("sealed_text"))) == []
    assert list(Note.objects.exclude(label__lt=F("sealed_text"))) == []
    assert list(Note.objects.filter(label__in=Note.objects.values("sealed_text"))) == []


COPIES = {
    "update": lambda note: Note.objects.filter(pk=note.pk).update(label=F("sealed_text")),
    "update of a part": lambda note: Note.objects.filter(pk=note.pk).update(
        label=Left("sealed_text", 5)
    ),
    "update by subquery": lambda note: Film.objects.filter(pk=note.film_id).update(
        logline=Subquery(Note.objects.filter(film=OuterRef("pk")).values("sealed_text")[:1])
    ),
    "bulk_update": lambda note: (
        setattr(note, "label", F("sealed_text")),
        Note.objects.bulk_update([note], ["label"]),
    ),
    "save": lambda note: (setattr(note, "label", F("sealed_text")), note.save()),
    "emptying by bulk_update": lambda note: Note.objects.bulk_update([note], ["sealed_text"]),
    "emptying by save": lambda note: note.save(update_fields=["sealed_text"]),
    "emptying by update": lambda note: Note.objects.update(sealed_text=F("sealed_text")),
    "losing all but what is added": lambda note: Note.objects.update(
        sealed_text=Concat("sealed_text", Value("!"), output_field=TEXT)
    ),
    "copying a default": lambda note: Note.objects.filter(pk=note.pk).update(
        label=Coalesce("sealed_text", Value("nothing"), output_field=TEXT)
    ),
}


@pytest.mark.parametrize("copy", COPIES.values(), ids=COPIES)
def test_a_sealed_text_is_never_copied_into_another_column(note, copy):
    label, logline = note.label, note.film.logline

    with pytest.raises((SealedError, IntegrityError)), transaction.atomic():
        copy(note)

    note.refresh_from_db()
    assert [note.label, Film.objects.get(pk=note.film_id).logline] == [label, logline]


def test_the_refusal_to_copy_says_why(note):
    why = r"^A sealed column cannot be the source of an update"

    with pytest.raises(SealedError, match=why), transaction.atomic():
        COPIES["update"](note)


def test_a_sealed_column_is_no_key_for_many_rows(note):
    with pytest.raises((SealedError, ValueError)):
        Note.objects.in_bulk([note.label], field_name="sealed_text")
    with pytest.raises((SealedError, FieldError, TypeError)):
        Note.objects.dates("sealed_text", "day")
