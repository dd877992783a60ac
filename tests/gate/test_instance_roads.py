"""However a row is loaded, copied, saved or written out, its sealed text stays where it is."""

import copy
import io
import json
import pickle

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.core import serializers
from django.core.management import CommandError, call_command
from django.core.serializers.json import DjangoJSONEncoder
from django.db import IntegrityError, connection, transaction
from django.db.models import QuerySet, prefetch_related_objects
from django.forms import modelform_factory
from django.forms.models import model_to_dict
from django.template import Context, Template

from films.models import Film
from gate.sealed import Sealed, SealedError
from spoilers.models import Echo, Note
from tests.canaries import canaries_in, secret

from .conftest import leaving_database, stored

LOADS = {
    "get": lambda pk: Note.objects.get(pk=pk),
    "first": lambda pk: Note.objects.filter(pk=pk).first(),
    "last": lambda pk: Note.objects.filter(pk=pk).last(),
    "earliest": lambda pk: Note.objects.filter(pk=pk).earliest("position"),
    "in_bulk": lambda pk: Note.objects.in_bulk([pk])[pk],
    "iterator": lambda pk: list(Note.objects.filter(pk=pk).iterator())[0],
    "slice": lambda pk: Note.objects.filter(pk=pk)[0],
    "base manager": lambda pk: Note._base_manager.get(pk=pk),
    "only": lambda pk: Note.objects.only("sealed_text").get(pk=pk),
    "only another": lambda pk: Note.objects.only("label").get(pk=pk),
    "defer": lambda pk: Note.objects.defer("sealed_text").get(pk=pk),
    "defer undone": lambda pk: Note.objects.defer("sealed_text").defer(None).get(pk=pk),
    "get_or_create": lambda pk: Note.objects.get_or_create(pk=pk)[0],
    "select_for_update": lambda pk: Note.objects.select_for_update().get(pk=pk),
    "union": lambda pk: next(iter(_one(pk).union(_one(0)).order_by())),
    "foreign key": lambda pk: Echo.objects.get(later=pk).later,
    "select_related": lambda pk: Echo.objects.select_related("later").get(later=pk).later,
    "select_related only": lambda pk: (
        Echo.objects.select_related("later").only("later__sealed_text").get(later=pk).later
    ),
    "prefetch": lambda pk: Echo.objects.prefetch_related("later").get(later=pk).later,
    "prefetch of an instance": lambda pk: _prefetched(Echo.objects.get(later=pk)).later,
    "reverse manager": lambda pk: Film.objects.get(notes=pk).notes.get(pk=pk),
    "prefetch from the other side": lambda pk: next(
        note
        for note in Film.objects.prefetch_related("notes").get(notes=pk).notes.all()
        if note.pk == pk
    ),
    "refresh_from_db": lambda pk: _refreshed(Note.objects.get(pk=pk)),
    "refresh_from_db of the column": lambda pk: _refreshed(
        Note.objects.get(pk=pk), fields=["sealed_text"]
    ),
    "copy": lambda pk: copy.copy(Note.objects.get(pk=pk)),
    "deepcopy": lambda pk: copy.deepcopy(Note.objects.get(pk=pk)),
    "pickle": lambda pk: pickle.loads(pickle.dumps(Note.objects.get(pk=pk))),
    "pickled queryset": lambda pk: pickle.loads(pickle.dumps(Note.objects.filter(pk=pk)))[0],
}


def _one(pk: int) -> QuerySet:
    return Note.objects.filter(pk=pk).order_by()


def _prefetched(echo: Echo) -> Echo:
    prefetch_related_objects([echo], "later")
    return echo


def _refreshed(note: Note, **kwargs: object) -> Note:
    note.refresh_from_db(**kwargs)
    return note


@pytest.mark.parametrize("load", LOADS.values(), ids=LOADS)
def test_no_way_of_loading_a_row_loads_its_sealed_text(note, load):
    with leaving_database() as rows:
        loaded = load(note.pk)
        attribute = loaded.sealed_text

    assert loaded == note
    assert type(attribute) is Sealed
    with pytest.raises(SealedError):
        str(attribute)
    assert canaries_in(vars(loaded), *rows) & canaries_in(stored(note)) == set()


@pytest.mark.parametrize("load", LOADS.values(), ids=LOADS)
def test_the_readable_name_is_an_error_on_rows_that_did_not_pass_the_gate(note, load):
    loaded = load(note.pk)

    with pytest.raises(SealedError, match=r"^Note\.text exists only on rows from for_reader"):
        loaded.text  # noqa: B018 - reading it is what is tried
    with pytest.raises(SealedError):
        hasattr(loaded, "text")
    with pytest.raises(SealedError):
        Template("{{ note.text }}").render(Context({"note": loaded}))


def test_reading_a_sealed_attribute_asks_the_database_nothing(note, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert type(note.sealed_text) is Sealed


def test_the_seal_of_another_row_takes_back_what_was_assigned_and_empties_nothing(world, note):
    note.sealed_text = "Something quite different happens."

    note.sealed_text = Note.objects.get(pk=world.earlier.pk).sealed_text

    assert repr(note.sealed_text) == "<Sealed>"
    note.save()  # what is stored stays, says the fixture


def test_nothing_is_a_value_and_no_seal(note):
    note.sealed_text = None

    assert note.sealed_text is None


def test_hand_written_sql_gives_seals_as_long_as_it_gives_no_alias(note):
    loaded = Note.objects.raw(f"SELECT * FROM {Note._meta.db_table} WHERE id = %s", [note.pk])[0]

    assert canaries_in(vars(loaded), loaded) == set()
    with pytest.raises(SealedError):
        str(loaded.sealed_text)
    with pytest.raises(SealedError):
        pickle.dumps(loaded)


@pytest.mark.parametrize("form", ["json", "jsonl", "xml", "python"])
def test_no_serializer_writes_a_row_that_did_not_pass_the_gate(note, form):
    out = io.StringIO()

    with pytest.raises(SealedError):
        serializers.serialize(form, [note], stream=out)

    assert canaries_in(out.getvalue()) == set()


def test_dumpdata_refuses(note, monkeypatch):
    # The refusal would leave a cursor open on PostgreSQL, whose closing fails some tests later.
    monkeypatch.setitem(connection.settings_dict, "DISABLE_SERVER_SIDE_CURSORS", True)
    out = io.StringIO()

    with pytest.raises(CommandError) as error:
        call_command("dumpdata", "spoilers.note", stdout=out)

    assert canaries_in(out.getvalue(), error.value) == set()


def test_json_refuses_the_values_of_a_row(note):
    for encoder in (None, DjangoJSONEncoder):
        with pytest.raises(TypeError):
            json.dumps(list(Note.objects.values()), cls=encoder, default=None)
    with pytest.raises(TypeError):
        json.dumps(model_to_dict(note))


def test_model_to_dict_holds_a_seal(note):
    assert repr(model_to_dict(note, fields=["sealed_text"])) == "{'sealed_text': <Sealed>}"


def test_an_ordinary_form_does_not_render_a_sealed_text(note):
    form = modelform_factory(Note, fields=["label", "sealed_text"])(instance=note)

    with pytest.raises(SealedError):
        str(form)
    with pytest.raises(SealedError):
        form["sealed_text"].as_text()


def test_an_ordinary_form_that_fails_does_not_tell_the_stored_text(note):
    form = modelform_factory(Note, fields=["label", "sealed_text"])(
        {"label": "x" * 81, "sealed_text": ""}, instance=note
    )

    assert canaries_in(form.errors, form) == set()


def test_the_editors_log_names_the_column_only(note, editor):
    LogEntry.objects.log_actions(editor.pk, [note], CHANGE, [{"changed": {"fields": ["Text"]}}])

    entry = LogEntry.objects.get()
    assert [entry.object_repr, entry.get_change_message()] == [
        "Garden: The ending",
        "Changed Text.",
    ]


def test_a_row_prints_without_its_text(note):
    assert [str(note), repr(note)] == ["Garden: The ending", "<Note: Garden: The ending>"]


def test_saving_a_row_leaves_a_text_alone_that_was_not_loaded(note):
    note.label = "The last dance"
    note.save()

    assert Note.objects.get(pk=note.pk).label == "The last dance"


def test_a_sealed_text_cannot_be_moved_to_another_row(note, world):
    other = Note.objects.get(pk=world.earlier.pk)

    other.sealed_text = note.sealed_text
    other.save()

    assert stored(other) == world.earlier.sealed_text


def test_a_row_cannot_be_cloned_with_its_text(note):
    note_id, note.pk = note.pk, None
    note._state.adding = True
    note.label = "The same again"

    with pytest.raises(IntegrityError), transaction.atomic():
        note.save(force_insert=True)

    note.pk = note_id


def test_a_new_text_can_be_written_by_every_ordinary_road(world):
    texts = [secret() for _ in range(4)]

    world.earlier.sealed_text = texts[0]
    world.earlier.save()
    Note.objects.filter(pk=world.later.pk).update(sealed_text=texts[1])
    world.crossing.sealed_text = texts[2]
    Note.objects.bulk_update([world.crossing], ["sealed_text"])
    Note.objects.update_or_create(defaults={"sealed_text": texts[3]}, pk=world.hidden_note.pk)

    notes = [world.earlier, world.later, world.crossing, world.hidden_note]
    assert [stored(note) for note in notes] == texts


def test_text_that_was_just_assigned_can_be_read_back_on_that_instance_only(world):
    text = secret()
    made = Note(film=world.first, label="New", position=9, sealed_text=text)
    made.spoil()
    made.save()

    assert made.sealed_text == text
    assert type(Note.objects.get(pk=made.pk).sealed_text) is Sealed
