"""`for_reader` opens what this reader may read, and lets nothing else leave the database."""

import pytest
from django.apps import apps
from django.core.exceptions import FieldDoesNotExist, ImproperlyConfigured
from django.db.models import F, Max, Q
from django.db.models.functions import Length, Upper

from gate.queryset import GatedQuerySet, sealed_fields
from gate.reader import NOBODY, Reader, Revealed
from gate.rule import gated_models
from gate.sealed import SealedError
from interviews.models import Citation, Interview, InterviewFilm, Quote
from people.models import Character, Credit, Person
from spoilers.models import Beat, Echo, Evidence, Note
from tests.canaries import canaries_in
from tests.factories import CitationFactory

from .conftest import leaving_database

READERS = {
    "nobody": lambda world: NOBODY,
    "fan of the first film": lambda world: Reader(seen=frozenset({world.first.pk})),
    "fan of the second film": lambda world: Reader(seen=frozenset({world.second.pk})),
    "completist": lambda world: Reader(seen=frozenset({world.first.pk, world.second.pk})),
    "fan of unknown films": lambda world: Reader(seen=frozenset({999_999_999})),
    "one who revealed in vain": lambda world: Reader(reveals=(Revealed("222222222"),)),
}


@pytest.mark.parametrize("who", READERS.values(), ids=READERS)
def test_what_leaves_the_database_is_what_the_reader_may_read(world, who):
    reader = who(world)

    with leaving_database() as rows:
        for model in gated_models():
            list(model.objects.for_reader(reader))

    # A source is met beside what cites it alone, and its quote needs both films.
    is_cited = reader.seen >= {world.first.pk, world.second.pk}
    unmet = set() if is_cited else canaries_in(*vars(world.source).values())
    assert canaries_in(*rows) == world.open_to(reader) - unmet


def test_every_model_with_a_sealed_column_declares_a_rule_and_is_asked_through_the_gate():
    sealed = {model for model in apps.get_models() if sealed_fields(model)}
    asked = {
        model
        for model in apps.get_models()
        if isinstance(model._default_manager.all(), GatedQuerySet)
    }

    assert asked == set(gated_models())
    assert asked - sealed == {Character, Credit, Interview, InterviewFilm, Person}
    assert sealed <= asked


NOT_TO_BE_ASKED_FOR = {
    "nothing": FieldDoesNotExist,
    "later__label": FieldDoesNotExist,
    "text__length": FieldDoesNotExist,
    "later__film__title": ImproperlyConfigured,  # a film has no rule
    "sealed_text": ValueError,
    "public_id": ValueError,
}


@pytest.mark.parametrize(("name", "error"), NOT_TO_BE_ASKED_FOR.items(), ids=NOT_TO_BE_ASKED_FOR)
def test_only_sealed_columns_can_be_asked_for(name, error):
    with pytest.raises(error):
        Echo.objects.for_reader(NOBODY, name)


def test_a_locked_text_is_none_and_an_open_one_is_plain_text(world):
    fan = Reader(seen=frozenset({world.first.pk}))

    notes = Note.objects.for_reader(fan).filter(label="The ending").order_by("film")

    assert [(note.is_open, note.text, note.timecode) for note in notes] == [
        (True, world.earlier.sealed_text, world.earlier.sealed_timecode),
        (False, None, None),
    ]


def test_the_sealed_attribute_stays_sealed_on_an_open_row(world):
    fan = Reader(seen=frozenset({world.first.pk}))

    note = Note.objects.for_reader(fan).get(pk=world.earlier.pk)

    assert repr(note.sealed_text) == "<Sealed>"


def test_a_reader_is_required():
    with pytest.raises(TypeError):
        Note.objects.for_reader()


@pytest.mark.parametrize(
    "nobody", [None, "", 0, object()], ids=["None", "text", "number", "object"]
)
def test_nothing_but_a_reader_opens_the_gate(world, nobody):
    with pytest.raises(AttributeError):
        list(Note.objects.for_reader(nobody))


def test_what_is_computed_from_opened_texts_knows_open_texts_only(world):
    locked = Note.objects.for_reader(NOBODY)

    with leaving_database() as rows:
        assert list(locked.filter(text__contains="kanari")) == []
        assert list(locked.exclude(text=None)) == []
        assert locked.aggregate(longest=Max(Length("text"))) == {"longest": None}
        assert set(locked.annotate(copy=Upper("text")).values_list("copy")) == {(None,)}
        assert set(locked.annotate(copy=F("sealed_text")).values_list("text")) == {(None,)}
        assert locked.filter(Q(text__gt="") | Q(text__lte="")).count() == 0
        assert locked.opened().count() == 0
    assert canaries_in(*rows) == set()


def test_search_finds_an_open_text_and_only_that(world):
    fan = Reader(seen=frozenset({world.first.pk}))

    found = Note.objects.for_reader(fan).filter(text__contains="was behind it")

    assert list(found) == [world.earlier]


def test_a_relation_from_an_opened_row_is_sealed_again(world):
    both = Reader(seen=frozenset({world.first.pk, world.second.pk}))

    echo = Echo.objects.for_reader(both).select_related("later").get()

    assert echo.text == world.echo.sealed_text
    assert repr(echo.later.sealed_text) == "<Sealed>"


def test_a_related_item_opens_by_its_own_rule_in_the_same_query(world):
    harmless = CitationFactory(quote=world.open_quote, source=world.source)
    wanted = ("locator", "source__is_open", "source__title", "source__url")
    both = Reader(seen=frozenset({world.first.pk, world.second.pk}))

    strangers = list(Citation.objects.for_reader(NOBODY, *wanted))
    completists = list(Citation.objects.for_reader(both, *wanted))

    title, url = world.source.sealed_title, world.source.sealed_url
    assert [
        [
            (row.pk, row.locator, row.source_is_open, row.source_title, row.source_url)
            for row in rows
        ]
        for rows in (strangers, completists)
    ] == [
        [(harmless.pk, harmless.sealed_locator, False, None, None)],
        [(row.pk, row.sealed_locator, True, title, url) for row in (harmless, world.citation)],
    ]


def test_joined_rows_add_nothing_to_what_leaves_the_database(world):
    with leaving_database() as rows:
        for model, relation in [
            (Echo, "later"),
            (Beat, "echo"),
            (Evidence, "quote"),
            (Citation, "source"),
            (Quote, "interview"),
        ]:
            list(model.objects.for_reader(NOBODY).select_related(relation))
            list(model.objects.select_related(relation))

    assert canaries_in(*rows) == canaries_in(world.open_quote.sealed_text)


def test_a_reader_of_very_many_films_and_reveals_is_served(world):
    many = Reader(
        seen=frozenset(range(world.second.pk, world.second.pk + 500)),
        reveals=tuple(Revealed(f"{number:09d}") for number in range(150)),
    )

    counts = {model.__name__: model.objects.for_reader(many).count() for model in gated_models()}

    assert counts["Note"] == 4
    for model in gated_models():
        list(model.objects.for_reader(many))


def test_the_editors_road_gives_seals_that_can_be_saved(world):
    note = Note.objects.for_editor().get(pk=world.later.pk)

    with pytest.raises(SealedError):
        str(note.sealed_text)
    note.label = "The last dance"
    note.save()

    fan = Reader(seen=frozenset({world.second.pk}))
    saved = Note.objects.for_reader(fan).get(pk=note.pk)
    assert [saved.label, saved.text] == ["The last dance", world.later.sealed_text]


def test_the_editors_road_leaves_the_query_sealed_that_it_starts_from(world):
    ordinary = Note.objects.filter(pk=world.later.pk)

    with leaving_database() as rows:
        ordinary.for_editor()
        list(ordinary)

    assert canaries_in(*rows) == set()


def test_the_editors_road_does_not_reach_into_other_queries(world):
    Note.objects.for_editor().get(pk=world.later.pk)

    with leaving_database() as rows:
        list(Note.objects.all())
        list(Note.objects.for_editor().get(pk=world.later.pk).film.notes.values("sealed_text"))
        list(Note.objects.filter(pk__in=Note.objects.for_editor().values("pk")))

    texts = canaries_in(world.later.sealed_text, world.later.sealed_timecode)
    assert canaries_in(*rows) - canaries_in(world.hidden_note.label) == texts
