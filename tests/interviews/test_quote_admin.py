"""What a quote spoils is filled in from its interview."""

import pytest
from django.urls import reverse

from films.models import Film
from interviews.models import Quote
from tests.factories import FilmFactory, InterviewFactory, PersonFactory, QuoteFactory
from tests.gate.editing import errors, filled_in, page

MISSING = {"spoils": ["Say which films this spoils, or stamp it as harmless."]}


@pytest.fixture
def films(db) -> list[Film]:
    return FilmFactory.create_batch(3)


def keys(*films: Film) -> set[int]:
    return {film.pk for film in films}


def test_a_new_quote_spoils_the_films_of_its_interview_until_an_editor_says_otherwise(
    editor_client, films
):
    interview = InterviewFactory(films=films[:2])
    QuoteFactory(interview=interview, spoils=films[2:])
    add = reverse("admin:interviews_quote_add")

    within = editor_client.get(page("change", interview))
    alone = editor_client.get(f"{add}?interview={interview.pk}")
    odd = editor_client.get(f"{add}?interview={10**30}&speaker={10**30}")

    quotes = within.context["inline_admin_formsets"][1].formset
    assert set(quotes.empty_form["spoils"].value()) == keys(*films[:2])
    assert set(quotes.forms[0]["spoils"].value()) == keys(*films[2:])
    forms = [answer.context["adminform"].form for answer in (alone, odd)]
    assert [form["spoils"].value() for form in forms] == [sorted(keys(*films[:2])), []]


@pytest.mark.parametrize("asked", ["x", str(10**30), ""])
def test_an_address_that_names_no_film_fills_in_none(editor_client, asked):
    shown = editor_client.get(f"{reverse('admin:interviews_quote_add')}?spoils={asked}")

    assert shown.context["adminform"].form["spoils"].value() is None


def test_one_that_names_a_film_fills_it_in(editor_client, films):
    shown = editor_client.get(f"{reverse('admin:interviews_quote_add')}?spoils={films[1].pk}")

    assert str(films[1]) in str(shown.context["adminform"].form["spoils"])


@pytest.mark.slow  # a tenth of a second and more each
@pytest.mark.parametrize(("stamp", "spoilt"), [("text", 2), ("existence", 2), ("nothing", 0)])
def test_a_new_quote_without_films_spoils_those_of_the_interview_that_is_chosen(
    editor_client, films, stamp, spoilt
):
    interview, speaker = InterviewFactory(films=films[:2]), PersonFactory()
    path = reverse("admin:interviews_quote_add")
    blank = editor_client.get(path)
    typed = {"interview": interview.pk, "speaker": speaker.pk, "fidelity": "verbatim"}

    answer = editor_client.post(
        path, filled_in(blank) | typed | {"sealed_text": "No.", "stamp": stamp}
    )

    assert "Otherwise, left empty, it takes the films that the interview talks about." in blank.text
    assert answer.status_code == 302
    assert Quote.objects.get().required == keys(*films[:spoilt])


def test_a_new_quote_of_an_interview_about_no_film_is_refused_without_films(editor_client):
    interview, speaker = InterviewFactory(), PersonFactory()
    path = reverse("admin:interviews_quote_add")
    typed = {"interview": interview.pk, "speaker": speaker.pk, "fidelity": "verbatim"}

    answer = editor_client.post(
        path, filled_in(editor_client.get(path)) | typed | {"sealed_text": "No.", "stamp": "text"}
    )

    assert errors(answer) == MISSING
