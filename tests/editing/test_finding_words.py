"""Words in sealed texts find their rows, for who sees these texts in a form anyway."""

import pytest

from gate.models import Stamp
from interviews.models import Interview, Quote, Source
from spoilers.models import Echo, Note
from tests.canaries import canaries_in
from tests.factories import (
    BeatFactory,
    CitationFactory,
    EchoFactory,
    NoteFactory,
    QuoteFactory,
    SourceFactory,
)
from tests.gate.editing import page

from .desks import staff
from .test_finding import found

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # an editors' page each

TEXT = "The dog comes back across the 100% wet roof."


@pytest.mark.parametrize(
    ("search", "is_found"),
    [
        ("dog", True),
        ("DOG roof", True),
        ('"comes back"', True),
        ('"back comes"', False),
        ("back comes", True),
        ("100%", True),
        ("0%0", False),
        ("wet_roof", False),
        ("dog cat", False),
    ],
)
def test_all_the_words_must_be_there(editor_client, search, is_found):
    # Without a number in a name: what is looked for in names has lost its signs, “0%0” is “00”.
    named = {"label": "The roof", "film__title": "The Garden"}
    note, _other = NoteFactory(sealed_text=TEXT, **named), NoteFactory(**named)

    assert found(editor_client, Note, search) == ([note] if is_found else [])


def test_of_very_many_words_the_first_fifty_count(editor_client):
    """A database takes no condition that is a thousand deep."""
    note, _other = NoteFactory(sealed_text=TEXT), NoteFactory()
    words = ["dog"] * 49

    assert found(editor_client, Note, " ".join([*words, "roof", *["cat"] * 1200])) == [note]
    assert found(editor_client, Note, " ".join([*words, "cat"])) == []


@pytest.mark.parametrize(("number", "is_told"), [(50, False), (51, True), (1200, True)])
def test_that_there_were_more_words_is_told(editor_client, number, is_told):
    NoteFactory(sealed_text=TEXT)

    answer = editor_client.get(page("changelist", Note), {"q": " ".join(["dog"] * number)})

    assert ("Only the first 50 words are looked for." in answer.text) == is_told


def test_a_label_is_found_as_before(editor_client):
    notes = [NoteFactory(label="The dog"), NoteFactory(sealed_text=TEXT)]
    NoteFactory()

    assert {*found(editor_client, Note, "dog")} == {*notes}


def test_headlines_and_addresses_are_looked_through(editor_client):
    source = SourceFactory(
        stamp=Stamp.NOTHING,
        sealed_title="He dies at the end",
        sealed_url="https://example.org/roof-ending",
    )
    SourceFactory()

    assert found(editor_client, Source, "dies") == [source]
    assert found(editor_client, Source, "roof-ending") == [source]


def test_the_texts_of_parts_find_their_whole(editor_client):
    beat = BeatFactory(sealed_later="He counts to five.")
    citation = CitationFactory(sealed_locator="p. 1173")
    BeatFactory()

    assert found(editor_client, Echo, "counts five") == [beat.echo]
    assert found(editor_client, Quote, "1173") == [citation.quote]
    assert found(editor_client, Interview, citation.quote.interview.label) == [
        citation.quote.interview
    ]


def test_no_word_of_the_text_is_on_the_page(editor_client):
    note = NoteFactory()
    (word,) = canaries_in(note.sealed_text)

    page = editor_client.get("/admin/spoilers/note/", {"q": word})

    assert str(note.label) in page.text
    assert page.text.count(word) == page.text.replace(f'value="{word}"', "").count(word) + 1


@pytest.mark.parametrize(
    ("rights", "finds"),
    [
        (["view_note"], []),
        (["change_note"], ["draft"]),
        (["change_note", "publish_note"], ["draft", "published"]),
    ],
)
def test_only_who_sees_a_text_in_its_form_finds_it(rights, finds):
    NoteFactory(label="draft", sealed_text=TEXT, is_published=False)
    NoteFactory(label="published", sealed_text=TEXT)

    assert sorted(note.label for note in found(staff(*rights), Note, "dog")) == finds


@pytest.mark.parametrize(
    ("rights", "finds"),
    [
        (["change_echo"], False),
        (["view_echo", "change_beat"], False),
        (["change_echo", "change_beat"], True),
    ],
)
def test_and_of_parts_who_may_change_both(rights, finds):
    beat = BeatFactory(echo=EchoFactory(is_published=False), sealed_theme="The dog")

    assert found(staff(*rights), Echo, "dog") == ([beat.echo] if finds else [])


@pytest.mark.parametrize("rights", [[], ["publish_quote"]])
def test_quotes_that_readers_meet_are_found_by_who_may_publish(rights):
    draft = QuoteFactory(sealed_text=TEXT, is_published=False).interview
    published = QuoteFactory(sealed_text=TEXT).interview

    interviews = found(staff("change_interview", "change_quote", *rights), Interview, "dog")

    assert {*interviews} == ({draft, published} if rights else {draft})
