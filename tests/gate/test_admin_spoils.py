"""One field of the editors' forms says which films an item spoils."""

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.urls import reverse

from films.models import Film
from gate.models import Requirement, Stamp
from gate.reader import NOBODY, Reader
from interviews.models import Quote, Source
from tests.canaries import canaries_in
from tests.factories import (
    CharacterFactFactory,
    CreditFactory,
    FilmFactory,
    InterviewFactory,
    PlacementFactory,
    QuoteFactory,
    SourceFactory,
    TimedNoteFactory,
    UserFactory,
)
from tests.signing_in import sign_in_to_edit

from .editing import errors, logged, page, submit, submit_and_agree, texts

pytestmark = pytest.mark.slow

GATED = [
    CharacterFactFactory,
    CreditFactory,
    TimedNoteFactory,
    PlacementFactory,
    QuoteFactory,
    SourceFactory,
]
every_item = pytest.mark.parametrize("factory", GATED, ids=lambda f: f._meta.model.__name__)
except_notes = pytest.mark.parametrize(
    "factory",
    [factory for factory in GATED if factory is not TimedNoteFactory],
    ids=lambda f: f._meta.model.__name__,
)

MISSING = {"spoils": ["Say which films this spoils, or stamp it as harmless."]}
TOO_MANY = {"spoils": ["It is stamped as harmless: stamp it otherwise, or take these films away."]}


@pytest.fixture
def films(db) -> list[Film]:
    return [FilmFactory(title=title) for title in ("The House", "The Garden", "The Gate")]


def locked(factory, *films: Film):
    """An item that spoils these films, and is part of the first of them if of any."""
    own = {"film": films[0]} if factory in (TimedNoteFactory, CreditFactory) else {}
    stamps = factory._meta.model._meta.get_field("stamp").stamps
    return factory(**own, spoils=films, stamp=stamps[-1])


def keys(*films: Film) -> set[int]:
    return {film.pk for film in films}


def now_required(item) -> frozenset[int]:
    return type(item).objects.get(pk=item.pk).required


@every_item
def test_a_form_shows_the_films_that_an_item_spoils_as_chosen(editor_client, films, factory):
    house, garden, _ = films
    item = locked(factory, house, garden)

    form = editor_client.get(page("change", item)).context["adminform"].form

    assert set(form["spoils"].value()) == item.required
    for film in (house, garden):
        assert f'<option value="{film.pk}" selected>{film}</option>' in str(form["spoils"])


def test_the_field_says_what_it_asks_and_finds_films_by_typing(editor_client):
    response = editor_client.get(page("change", TimedNoteFactory()))

    field = response.context["adminform"].form.fields["spoils"]
    attributes = field.widget.build_attrs({})
    assert field.label == "Spoils these films"
    assert "Its own film counts without being chosen here." in response.text
    assert "admin-autocomplete" in attributes["class"]
    asked = [attributes[f"data-{name}-name"] for name in ("model", "field")]
    assert (attributes["data-app-label"], *asked) == ("gate", "requirement", "films")


@every_item
def test_the_films_chosen_become_the_requirement(editor_client, films, factory):
    house, garden, gate = films
    item = locked(factory, house)

    answer = submit_and_agree(editor_client, item, spoils=[garden.pk, gate.pk])

    own = keys(house) if factory in (TimedNoteFactory, CreditFactory) else set()
    assert (answer.status_code, errors(answer)) == (302, {})
    assert now_required(item) == keys(garden, gate) | own
    assert logged() == ["Changed Spoils these films."]


@every_item
def test_an_untouched_form_keeps_the_requirement_and_logs_no_change(editor_client, films, factory):
    house, garden, _ = films
    item = locked(factory, house, garden)

    submit(editor_client, item)

    assert now_required(item) == keys(house, garden)
    assert logged() == ["No fields changed."]


@pytest.mark.parametrize("factory", [TimedNoteFactory, CreditFactory])
def test_the_film_that_an_item_is_part_of_is_added_by_itself(editor_client, films, factory):
    house, garden, _ = films
    item = locked(factory, house, garden)

    answer = submit_and_agree(editor_client, item, spoils=[])

    assert (errors(answer), now_required(item)) == ({}, keys(house))


@pytest.mark.parametrize("factory", [TimedNoteFactory, CreditFactory])
def test_an_item_that_is_moved_to_another_film_spoils_that_one(editor_client, films, factory):
    house, garden, _ = films
    item = locked(factory, house)

    answer = submit_and_agree(editor_client, item, film=garden.pk, spoils=[])

    assert (errors(answer), now_required(item)) == ({}, keys(garden))


@pytest.mark.parametrize(
    "factory", [CharacterFactFactory, PlacementFactory, QuoteFactory, SourceFactory]
)
def test_an_item_that_spoils_no_film_is_refused_in_words(editor_client, films, factory):
    item = locked(factory, films[0])

    answer = submit(editor_client, item, spoils=[])

    assert (errors(answer), now_required(item)) == (MISSING, keys(films[0]))


@except_notes
def test_a_harmless_item_that_spoils_films_is_refused_in_words(editor_client, films, factory):
    item = locked(factory, films[0])

    answer = submit(editor_client, item, stamp=Stamp.NOTHING, spoils=[films[1].pk])

    assert (errors(answer), now_required(item)) == (TOO_MANY, keys(films[0]))


@except_notes
def test_an_item_becomes_harmless_when_its_films_are_taken_away(editor_client, films, factory):
    item = locked(factory, films[0])

    answer = submit_and_agree(editor_client, item, stamp=Stamp.NOTHING, spoils=[])

    stored = type(item).objects.get()
    assert (errors(answer), stored.stamp, stored.requirement) == ({}, Stamp.NOTHING, None)


def test_a_harmless_item_comes_to_spoil_a_film(editor_client, films):
    quote = QuoteFactory(stamp=Stamp.NOTHING, sealed_text="It was he.")

    submit(editor_client, quote, stamp=Stamp.TEXT, spoils=[films[0].pk])

    assert texts(Quote, NOBODY) == [None]
    assert texts(Quote, Reader(seen=frozenset(keys(films[0])))) == ["It was he."]


def test_a_film_that_is_not_there_cannot_be_chosen(editor_client, films):
    quote = locked(QuoteFactory, films[0])

    answer = submit(editor_client, quote, spoils=[films[0].pk, 999_999_999])

    assert set(errors(answer)) == {"spoils"}
    assert now_required(quote) == keys(films[0])


def test_two_items_with_the_same_films_come_to_share_a_requirement(editor_client, films):
    one, other = (locked(QuoteFactory, film) for film in films[:2])

    submit_and_agree(editor_client, one, spoils=[films[1].pk, films[2].pk])
    submit_and_agree(editor_client, other, spoils=[films[2].pk, films[1].pk])

    assert Quote.objects.values("requirement").distinct().count() == 1
    assert Requirement.objects.get(key=f"{films[1].pk}.{films[2].pk}").films.count() == 2


SOURCE = {"key": "gazette-2025", "outlet": "Gazette", "precision": "day"}


def add_source(client: Client, **facts: object):
    return client.post(reverse("admin:interviews_source_add"), SOURCE | facts)


def test_a_new_item_is_refused_in_words_until_it_is_said_what_it_spoils(editor_client, films):
    refused = [
        errors(add_source(editor_client, stamp="text")),
        errors(add_source(editor_client, stamp="nothing", spoils=[films[0].pk])),
        errors(add_source(editor_client, spoils=[films[0].pk])),
    ]
    sources = Source.objects.count()
    add_source(editor_client, stamp="text", spoils=[film.pk for film in films[:2]])

    assert refused == [MISSING, TOO_MANY, {"stamp": ["This field is required."]}]
    assert (sources, Source.objects.get().required) == (0, keys(*films[:2]))


def test_a_quote_within_its_interview_takes_several_films(editor_client, films):
    quote, other = (locked(QuoteFactory, films[0]) for _ in range(2))
    Quote.objects.filter(pk=other.pk).update(interview=quote.interview, position=quote.position + 1)

    submit_and_agree(
        editor_client, quote.interview, **{"quotes-0-spoils": [film.pk for film in films[1:]]}
    )

    assert [now_required(one) for one in (quote, other)] == [keys(*films[1:]), keys(films[0])]
    assert logged() == [f"Changed Spoils these films for quote “{quote}”."]


def test_a_quote_within_its_interview_is_refused_in_words_like_others(editor_client, films):
    quote = locked(QuoteFactory, films[0])
    changes = [
        {"quotes-0-spoils": []},
        {"quotes-0-stamp": "nothing"},
    ]

    answers = [submit(editor_client, quote.interview, **change) for change in changes]

    assert [answer.context["inline_admin_formsets"][1].formset.errors for answer in answers] == [
        [MISSING],
        [TOO_MANY],
    ]
    assert now_required(quote) == keys(films[0])


def test_a_new_quote_in_an_interview_takes_several_films(editor_client, films):
    interview = InterviewFactory()
    speaker = QuoteFactory().speaker

    submit(
        editor_client,
        interview,
        **{
            "quotes-TOTAL_FORMS": 1,
            "quotes-0-position": 1,
            "quotes-0-speaker": speaker.pk,
            "quotes-0-fidelity": "verbatim",
            "quotes-0-sealed_text": "It was he.",
            "quotes-0-stamp": "text",
            "quotes-0-spoils": [film.pk for film in films],
        },
    )

    assert interview.quotes.get().required == keys(*films)


def test_who_may_only_look_is_told_what_a_quote_within_its_interview_spoils(films):
    quote = locked(QuoteFactory, *films[:2])
    looker = UserFactory(is_staff=True)
    rights = ["view_interview", "view_quote"]
    looker.user_permissions.set(Permission.objects.filter(codename__in=rights))
    client = Client()
    sign_in_to_edit(client, looker)

    answer = client.get(page("change", quote.interview))

    assert b"The House, The Garden" in answer.content
    assert canaries_in(answer.content) == set()


@pytest.mark.parametrize(
    ("factory", "sentences"),
    [
        (TimedNoteFactory, "Its own film counts without being chosen here."),
        (
            CreditFactory,
            "Its own film counts without being chosen here. Leave it empty if it is harmless.",
        ),
        (QuoteFactory, "Leave it empty if it is harmless."),
    ],
)
def test_the_help_names_only_what_there_is(editor_client, factory, sentences):
    form = editor_client.get(page("change", factory())).context["adminform"].form

    whole = f"All of them must be seen before it opens. {sentences}"
    assert form.fields["spoils"].help_text == whole


def test_whoever_may_edit_an_item_finds_films_and_changes_what_it_spoils(films):
    quote = locked(QuoteFactory, films[0])
    staff = UserFactory(is_staff=True)
    client = Client()
    sign_in_to_edit(client, staff)
    asked = {"app_label": "gate", "model_name": "requirement", "field_name": "films"}
    found = [client.get(reverse("admin:autocomplete"), asked)]
    rights = ["change_quote", "publish_quote"]
    staff.user_permissions.set(Permission.objects.filter(codename__in=rights))

    found.append(client.get(reverse("admin:autocomplete"), asked))
    saved = submit(client, quote, spoils=[film.pk for film in films])
    listed = client.get(reverse("admin:films_film_changelist"))

    assert [answer.status_code for answer in found] == [403, 200]
    assert len(found[1].json()["results"]) == 3
    assert (saved.status_code, now_required(quote)) == (302, keys(*films))
    assert listed.status_code == 403


@pytest.mark.parametrize("key", ["9" * 19, "9" * 25, "-1", "house"])
@every_item
def test_what_is_no_key_of_a_film_is_refused_in_words(films, editor_client, factory, key):
    item = locked(factory, films[0])

    answer = submit(editor_client, item, spoils=[films[0].pk, key])

    assert errors(answer) == {"spoils": [f"“{key}” is not a valid value."]}
    assert item.required == {films[0].pk}
