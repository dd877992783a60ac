"""Without scripts, an editor can choose what is not chosen yet: on a page that lists it all."""

import re
from typing import Any

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.test import Client

from editing import choices, refusals
from interviews.models import Interview, Quote
from spoilers.models import Echo
from tests.factories import (
    EchoFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    QuoteFactory,
    UniverseFactory,
    UserFactory,
)
from tests.gate.editing import every_model, filled_in, page
from tests.signing_in import sign_in_to_edit

pytestmark = pytest.mark.slow

ALL = "?choices=all"


def shown(client: Client, address: str) -> Any:
    answer = client.get(address)
    forms = [answer.context["adminform"].form]
    for inline in answer.context["inline_admin_formsets"]:
        forms += [*inline.formset.initial_forms, *inline.formset.extra_forms]
    return answer, forms


def offered(form: Any, name: str) -> set[str]:
    """The options of a field, as they stand in the page."""
    return set(re.findall(r'<option value="([^"]+)"', str(form[name])))


@every_model
def test_every_field_that_needs_scripts_has_a_page_that_does_without(editor_client, factory):
    row = factory()
    address = page("change", row)

    plain, usual = shown(editor_client, address)
    whole, listing = shown(editor_client, address + ALL)

    needs = [field for form in usual for field in choices.searching(form)]
    assert [field for form in listing for field in choices.searching(form)] == []
    inlines = admin.site.get_model_admin(type(row)).inlines
    parts = any(inline.autocomplete_fields for inline in inlines)
    assert ("List all that there is to choose" in plain.text) == bool(needs or parts)
    assert "List all that there is to choose" not in whole.text


def test_all_films_are_offered_there_and_those_chosen_alone_elsewhere(editor_client):
    films = FilmFactory.create_batch(3)
    quote = QuoteFactory(spoils=films[:1])
    address = page("change", quote)

    _page, (usual, *_rows) = shown(editor_client, address)
    _page, (listing, *_rows) = shown(editor_client, address + ALL)
    before = offered(usual, "spoils")
    sent = filled_in(editor_client.get(address + ALL)) | {"spoils": [film.pk for film in films]}
    answer = editor_client.post(address + ALL, sent)

    assert before == {str(films[0].pk)}
    assert offered(listing, "spoils") == {str(film.pk) for film in films}
    assert offered(listing, "speaker") == {str(quote.speaker_id)}
    assert answer.status_code == 302
    quote.refresh_from_db()
    assert quote.required == {film.pk for film in films}


def test_the_way_there_keeps_what_the_address_says(editor_client):
    interview = InterviewFactory()

    answer = editor_client.get(f"{page('add', QuoteFactory())}?interview={interview.pk}")

    assert f'formaction="?interview={interview.pk}&amp;choices=all"' in answer.text


def test_what_was_typed_comes_along_and_nothing_is_saved(editor_client):
    interview, film, speaker = InterviewFactory(), FilmFactory(), PersonFactory()
    add, before = page("add", interview), Interview.objects.count()
    typed = filled_in(editor_client.get(add)) | {"label": "A talk", "outlet": ""}

    listing = editor_client.post(add + ALL, typed | {choices.BUTTON: "all"})
    quote = {"quotes-0-speaker": speaker.pk, "quotes-0-sealed_text": "No."}
    quote |= {"quotes-0-fidelity": "verbatim"}
    facts = {"label": "A talk", "slug": "a-talk", "outlet": "A paper", "date": "2025-06-01"}
    sent = filled_in(listing) | facts | quote | {"coverage-0-film": film.pk}
    saved = Interview.objects.count()
    answer = editor_client.post(add + ALL, sent)

    form, (talk, quotes) = listing.context["adminform"].form, forms_of_parts(listing)
    assert (form["label"].value(), form.errors, saved) == ("A talk", {}, before)
    assert listing.text.count("errorlist") == 0
    assert offered(talk, "film") == {str(film.pk)}
    assert offered(quotes, "speaker") == {str(speaker.pk)}
    assert answer.status_code == 302
    (added,) = Interview.objects.get(slug="a-talk").quotes.all()
    assert added.required == {film.pk}


def test_the_lists_say_that_nothing_is_saved_and_take_no_mistake_for_one(editor_client):
    quote = QuoteFactory()
    address = page("change", quote) + ALL

    listing = editor_client.post(
        address, filled_in(editor_client.get(address)) | {choices.BUTTON: "all", "sealed_text": ""}
    )

    refused = listing.context["refused"]
    assert (refused.headline, refused.is_calm) == (refusals.LISTED, True)
    assert [one.sentences for one in refused.reasons] == [[refusals.STILL_HERE]]
    assert 'aria-invalid="true"' not in listing.text


def test_what_somebody_else_changed_is_told_with_the_lists_too(editor_client):
    quote = QuoteFactory()
    address = page("change", quote) + ALL
    typed = filled_in(editor_client.get(address)) | {choices.BUTTON: "all"}
    Quote.objects.update(fidelity="translated")

    listing = editor_client.post(address, typed)

    (row,) = listing.context["changed"]
    assert [one.label for one in row.differences] == ["Fidelity"]


def forms_of_parts(answer: Any) -> list[Any]:
    parts = answer.context["inline_admin_formsets"]
    return [form for inline in parts for form in inline.formset.extra_forms]


def test_a_page_without_such_fields_does_not_lead_there(editor_client):
    answer = editor_client.get(page("change", UniverseFactory()))

    assert "<noscript>" not in answer.text


def test_there_is_a_blank_row_for_each_of_its_parts(editor_client):
    interview, film, speaker = InterviewFactory(), FilmFactory(), PersonFactory()
    address = page("change", interview) + ALL
    _page, (_main, talk, quote) = shown(editor_client, address)
    typed = {"coverage-0-film": film.pk, "quotes-0-speaker": speaker.pk, "quotes-0-stamp": "text"}
    typed |= {"quotes-0-fidelity": "verbatim", "quotes-0-sealed_text": "No."}

    answer = editor_client.post(address, filled_in(editor_client.get(address)) | typed)

    assert (offered(talk, "film"), offered(quote, "speaker")) == (
        {str(film.pk)},
        {str(speaker.pk)},
    )
    assert answer.status_code == 302
    (added,) = interview.quotes.all()
    assert added.required == {film.pk}


def test_a_blank_row_that_stays_blank_is_none(editor_client):
    interview = QuoteFactory().interview
    address = page("change", interview) + ALL

    answer = editor_client.post(address, filled_in(editor_client.get(address)))

    assert answer.status_code == 302
    assert interview.quotes.count() == 1


def test_very_many_rows_keep_their_fields(editor_client):
    interview, speaker = InterviewFactory(), PersonFactory()
    films = [FilmFactory()]
    QuoteFactory.create_batch(
        choices.MOST_ROWS + 1, interview=interview, speaker=speaker, spoils=films
    )

    _page, (_main, *rows) = shown(editor_client, page("change", interview) + ALL)

    searching = [row for row in rows if any(choices.searching(row))]
    assert len(searching) == choices.MOST_ROWS + 1


def test_staff_see_no_more_there_than_elsewhere(db):
    NoteFactory()
    echo, staff = EchoFactory(is_published=False), UserFactory(is_staff=True)
    staff.user_permissions.set(Permission.objects.filter(codename="change_echo"))
    client = Client()
    sign_in_to_edit(client, staff)

    _page, (form,) = shown(client, page("change", echo) + ALL)

    assert offered(form, "later") == {str(echo.later_id)}
    staff.user_permissions.add(Permission.objects.get(codename="view_note"))
    _page, (form,) = shown(client, page("change", Echo.objects.get()) + ALL)
    assert len(offered(form, "later")) == 3


def test_whoever_edits_an_item_chooses_among_all_films(db):
    quote, films = QuoteFactory(), FilmFactory.create_batch(2)
    staff, client = UserFactory(is_staff=True), Client()
    staff.user_permissions.set(Permission.objects.filter(codename="change_quote"))
    sign_in_to_edit(client, staff)

    _page, (form, *_rows) = shown(client, page("change", quote) + ALL)

    keys = [*quote.required, *(film.pk for film in films)]
    assert offered(form, "spoils") == set(map(str, keys))
