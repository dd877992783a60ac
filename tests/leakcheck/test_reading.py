"""Which texts are read of rows, and who may read each."""

import pytest

from gate.declassified import public_columns
from gate.models import Stamp
from gate.rule import gated_models
from leakcheck.declared import looked_at
from leakcheck.reading import Site
from leakcheck.rules import warnings
from leakcheck.texts import Named, Text
from tests.factories import (
    BeatFactory,
    CharacterFactory,
    CitationFactory,
    CreditFactory,
    EchoFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    QuoteFactory,
    SourceFactory,
)

pytestmark = pytest.mark.django_db


def text_of(row, column: str, site: Site | None = None) -> Text:
    key = (row._meta.label, row.pk)
    found = (site or Site()).found().texts
    return next(text for text in found if (text.item, text.column) == (key, column))


def test_what_is_public_is_what_the_site_has_declared():
    columns = {
        model._meta.label: {field.name for field in public_columns(model)}
        for model in looked_at()
        if public_columns(model)
    }

    assert columns == {
        "films.Universe": {"slug", "name", "studio", "blurb"},
        "films.Film": {"slug", "former_slugs", "title", "short_title", "logline"},
        "people.Person": {"slug", "former_slugs", "name", "sort_name"},
        "people.Character": {"slug", "former_slugs", "name", "description"},
        "spoilers.Note": {"label"},
        "interviews.Interview": {"slug", "former_slugs", "label", "outlet"},
        "interviews.Source": {"key", "outlet"},
    }


def test_what_only_the_editors_keep_and_what_says_nothing_is_not_looked_at():
    kept = {"content.LoadedEntry", "editing.Version", "editing.UnsavedForm"}
    kept |= {"leakcheck.AcceptedWarning", "interviews.InterviewFilm"}

    assert {model._meta.label for model in gated_models()} - kept == {
        model._meta.label for model in looked_at() if model in gated_models()
    }


def test_a_label_is_for_everybody_unless_its_existence_spoils():
    film, other = FilmFactory(), FilmFactory()
    known = NoteFactory(film=film, spoils=[film, other])
    hidden = NoteFactory(film=film, stamp=Stamp.EXISTENCE)

    assert text_of(known, "label").needs == frozenset()
    assert text_of(known, "sealed_text").needs == {film.pk, other.pk}
    assert text_of(hidden, "label").needs == {film.pk}


def test_a_harmless_text_is_for_everybody():
    quote = QuoteFactory(stamp=Stamp.NOTHING)

    assert text_of(quote, "sealed_text").needs == frozenset()


def test_a_part_needs_the_films_of_what_it_hangs_on():
    later, earlier = NoteFactory(), NoteFactory()
    beat = BeatFactory(echo=EchoFactory(later=later, earlier=earlier, is_published=False))

    text = text_of(beat, "sealed_theme")

    assert text.needs == {later.film_id, earlier.film_id}
    assert {("spoilers.Note", later.pk), ("spoilers.Note", earlier.pk)} < text.hangs_on


def test_a_label_stands_beside_the_headline_that_a_quote_of_it_cites():
    interview = InterviewFactory()
    source = SourceFactory(spoils=[FilmFactory()])
    CitationFactory(quote=QuoteFactory(interview=interview, spoils=[FilmFactory()]), source=source)

    site = Site()

    label, headline = text_of(interview, "label", site), text_of(source, "sealed_title", site)
    assert label.hangs_on & headline.hangs_on == {("interviews.Interview", interview.pk)}


def test_a_character_is_hidden_where_the_credit_is():
    shown, hidden = FilmFactory(), FilmFactory()
    who = CharacterFactory(name="Ada")
    CreditFactory(character=who, film=shown, stamp=Stamp.NOTHING)
    CreditFactory(character=who, film=hidden, stamp=Stamp.EXISTENCE)

    named = Site().found().stage.named

    key = ("people.Character", who.pk)
    assert Named(key, "Ada", frozenset([shown.pk]), frozenset([hidden.pk])) in named


def test_a_part_of_the_site_holds_what_has_to_do_with_its_films():
    film, other = FilmFactory(), FilmFactory()
    note = NoteFactory(film=film, label="The pit bull", sealed_text="A pit bull.")
    elsewhere = NoteFactory(film=other, label="The wreck", sealed_text="A wreck.")
    between = EchoFactory(later=note, earlier=NoteFactory(film=FilmFactory()))

    part = Site([film.pk]).found()

    assert {text.item for text in part.texts if text.item[0].startswith("spoilers")} == {
        ("spoilers.Note", note.pk),
        ("spoilers.Echo", between.pk),
        ("spoilers.Note", between.earlier_id),
    }
    whole = warnings(*Site().found())
    assert [warning.where.item[1] for warning in whole] == [note.pk, elsewhere.pk]
    assert warnings(*part) == [one for one in whole if one.where.item[1] == note.pk]


def test_a_row_of_a_form_stands_in_place_of_the_stored_one():
    note = NoteFactory(sealed_text="As stored.")
    note.sealed_text = "As typed."
    site = Site([note.film_id])

    site.put(note)

    assert text_of(note, "sealed_text", site).words == "As typed."
