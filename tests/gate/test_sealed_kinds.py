"""Numbers and JSON are sealed, opened and edited as texts are. No model of the site's has such yet."""

import json
import operator

import pytest
from django.db import connection, models, transaction
from django.db.models import Avg, F, Max, Sum
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Cast, Coalesce
from django.test.utils import isolate_apps

from films.models import Film
from gate.models import Gated, Stamp, StampField
from gate.queryset import GatedQuerySet
from gate.reader import NOBODY, Reader
from gate.rule import Rule
from gate.sealed import Sealed, SealedError, SealedField, unseal
from tests.factories import FilmFactory

from .conftest import leaving_database, make_table

NUMBER = 77_031
FACTS = {"guilty": ["the kanarilodger"], "victims": 3, "is_solved": False, "motive": None}


class SealedIntegerField(SealedField, models.IntegerField):
    """A number that only the gate reads."""


class SealedJSONField(SealedField, models.JSONField):
    """JSON that only the gate reads."""


@pytest.fixture
def film(db) -> Film:
    return FilmFactory()


@pytest.fixture
def riddles(db) -> type[models.Model]:
    """A model of this test alone, whose table goes when the test ends."""
    with isolate_apps("gate"):

        class Riddle(Gated):
            name = models.TextField()
            sealed_number = SealedIntegerField()
            sealed_facts = SealedJSONField()
            stamp = StampField(Stamp.TEXT, Stamp.EXISTENCE, default=Stamp.TEXT)

            gate = Rule()

            objects = GatedQuerySet.as_manager()

            class Meta:
                app_label = "gate"

    make_table(Riddle)
    return Riddle


@pytest.fixture
def riddle(riddles, film) -> models.Model:
    """As an ordinary query loads it."""
    made = riddles(name="Who was it?", sealed_number=NUMBER, sealed_facts=FACTS)
    made.spoil(film)
    made.save()
    return riddles.objects.get()


def stored(riddle: models.Model) -> list:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT sealed_number, sealed_facts FROM {riddle._meta.db_table}")
        ((number, facts),) = cursor.fetchall()
    return [number, json.loads(facts) if isinstance(facts, str) else facts]


def fan_of(film: Film) -> Reader:
    return Reader(seen=frozenset({film.pk}))


USES = {
    "int": int,
    "float": float,
    "complex": complex,
    "index": operator.index,
    "range": range,
    "as place in a list": lambda sealed: ["a", "b"][sealed],
    "sum": lambda sealed: sum([sealed]),
    "add": lambda sealed: sealed + 1,
    "add to": lambda sealed: 1 + sealed,
    "more": lambda sealed: sealed > 1,
    "at most": lambda sealed: 1 <= sealed,
    "equal": lambda sealed: sealed == NUMBER,
    "max": lambda sealed: max(sealed, 1),
    "truth": bool,
    "remainder": lambda sealed: sealed % 2,
    "text": str,
    "number in text": lambda sealed: f"{sealed:d}",
    "item": lambda sealed: sealed["guilty"],
    "items": dict,
    "in": lambda sealed: "guilty" in sealed,
    "length": len,
}
REFUSED_BY_PYTHON = {
    "round": round,
    "negative": operator.neg,
    "absolute": abs,
    "times": lambda sealed: sealed * 2,
    "divided": lambda sealed: sealed / 2,
    "power": lambda sealed: sealed**2,
    "bits": lambda sealed: sealed & 1,
    "json": json.dumps,
}


@pytest.mark.parametrize("column", ["sealed_number", "sealed_facts"])
@pytest.mark.parametrize("use", USES.values(), ids=USES)
def test_no_use_of_a_sealed_number_or_json_is_answered(riddle, use, column):
    loaded = type(riddle).objects.for_editor().get()

    for row in (riddle, loaded):
        with pytest.raises(SealedError):
            use(getattr(row, column))


@pytest.mark.parametrize("use", REFUSED_BY_PYTHON.values(), ids=REFUSED_BY_PYTHON)
def test_a_sealed_number_cannot_be_reckoned_with(use):
    with pytest.raises(TypeError):
        use(Sealed(NUMBER))


QUERIES = {
    "rows": lambda riddles: [[one.sealed_number, one.sealed_facts] for one in riddles],
    "values": lambda riddles: riddles.values_list("sealed_number", "sealed_facts"),
    "a number more": lambda riddles: riddles.values_list(
        Cast(F("sealed_number") + 1, models.IntegerField())
    ),
    "a number as text": lambda riddles: riddles.values_list(
        Cast("sealed_number", models.TextField())
    ),
    "one key": lambda riddles: riddles.values_list(KeyTextTransform("guilty", "sealed_facts")),
    "a default": lambda riddles: riddles.values_list(
        Coalesce(Cast("sealed_number", models.IntegerField()), 0)
    ),
    "aggregates": lambda riddles: [
        riddles.aggregate(
            total=Sum("sealed_number", output_field=models.IntegerField()),
            most=Max("sealed_number", output_field=models.IntegerField()),
            mean=Avg("sealed_number"),
        ).values()
    ],
}
NOTHING = {"<Sealed>", "None", "0"}


@pytest.mark.parametrize("query", QUERIES.values(), ids=QUERIES)
def test_an_ordinary_query_reads_neither_number_nor_json(riddle, query):
    with leaving_database() as rows:
        got = [[repr(value) for value in row] for row in query(type(riddle).objects.all())]

    assert {value for row in got for value in row} <= NOTHING
    assert (len(got), "kanari" in str(rows), str(NUMBER) in str(rows)) == (1, False, False)
    assert rows != []


@pytest.mark.parametrize(
    "condition",
    [
        {"sealed_number": NUMBER},
        {"sealed_number__gt": 1},
        {"sealed_number__isnull": False},
        {"sealed_facts__guilty": "x"},
        {"sealed_facts__has_key": "guilty"},
        {"sealed_facts__guilty__0": "x"},
    ],
    ids=lambda condition: next(iter(condition)),
)
def test_a_sealed_number_or_json_cannot_be_searched(riddle, condition):
    with pytest.raises(SealedError):
        type(riddle).objects.filter(**condition)


def test_sealed_numbers_give_no_order(riddles, film):
    for number in (3, 1, 2):
        made = riddles(name=str(number), sealed_number=number, sealed_facts=[])
        made.spoil(film)
        made.save()

    for order in ("sealed_number", "-sealed_number", F("sealed_number") * -1):
        assert [one.name for one in riddles.objects.order_by(order, "pk")] == ["3", "1", "2"]


@pytest.mark.parametrize("value", [(NUMBER, FACTS), (0, {}), (-1, []), (7, False), (7, "text")])
def test_a_reader_reads_the_number_and_the_json_that_are_open(riddles, film, value):
    made = riddles(name="Who?", sealed_number=value[0], sealed_facts=value[1])
    made.spoil(film)
    made.save()

    strangers, fans = (riddles.objects.for_reader(who).get() for who in (NOBODY, fan_of(film)))

    assert [strangers.is_open, strangers.number, strangers.facts] == [False, None, None]
    assert [fans.is_open, fans.number, fans.facts] == [True, *value]
    assert [type(fans.number), type(fans.facts)] == [int, type(value[1])]
    assert repr(fans.sealed_number) == "<Sealed>"


def test_what_is_reckoned_from_opened_values_knows_open_ones_only(riddle, film):
    strangers, fans = (type(riddle).objects.for_reader(who) for who in (NOBODY, fan_of(film)))

    for rows, total, found in ((strangers, None, []), (fans, NUMBER, [riddle])):
        assert rows.aggregate(total=Sum("number")) == {"total": total}
        assert list(rows.filter(number__gt=NUMBER - 1)) == found
        assert list(rows.filter(facts__victims=3)) == found
        assert list(rows.filter(facts__has_key="guilty")) == found


def test_the_editors_road_opens_both_and_saves_both_again(riddle):
    loaded = type(riddle).objects.for_editor().get()

    assert [repr(loaded.sealed_number), repr(loaded.sealed_facts)] == ["<Sealed>", "<Sealed>"]
    assert [unseal(loaded.sealed_number), unseal(loaded.sealed_facts)] == [NUMBER, FACTS]
    loaded.name = "Who did it?"
    loaded.save()
    assert stored(riddle) == [NUMBER, FACTS]


def test_saving_a_row_leaves_a_number_and_json_alone_that_were_not_loaded(riddle):
    riddle.name = "Who did it?"

    riddle.save()

    assert (stored(riddle), type(riddle).objects.get().name) == ([NUMBER, FACTS], "Who did it?")


def test_a_new_number_and_new_json_are_written_by_every_ordinary_road(riddle):
    riddle.sealed_number, riddle.sealed_facts = 5, ["five"]
    riddle.save()
    by_save = stored(riddle)

    type(riddle).objects.update(sealed_number=6, sealed_facts={"six": 6})

    assert [by_save, stored(riddle)] == [[5, ["five"]], [6, {"six": 6}]]


@pytest.mark.parametrize(
    "changes",
    [{"name": F("sealed_number")}, {"sealed_number": F("sealed_number") + 1}],
    ids=["copied", "counted up"],
)
def test_a_sealed_number_is_never_copied_or_reckoned_on_in_place(riddle, changes):
    with pytest.raises(SealedError), transaction.atomic():
        type(riddle).objects.update(**changes)

    assert (stored(riddle), type(riddle).objects.get().name) == ([NUMBER, FACTS], "Who was it?")
