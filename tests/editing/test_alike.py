"""Before a second one of the same is made, what is there is offered; two of one name are told apart."""

from datetime import date
from typing import Any

import pytest
from django.urls import reverse

from films.models import Film
from gate.models import Stamp
from interviews.models import Interview, Source
from people.models import Character, Person
from tests.factories import (
    CharacterFactory,
    FilmFactory,
    InterviewFactory,
    PersonFactory,
    SourceFactory,
    UniverseFactory,
)
from tests.gate.editing import filled_in, page
from tests.interviews.articles import LABEL, article, send

from .desks import staff

pytestmark = [pytest.mark.django_db, pytest.mark.slow]  # forms of editors, opened and sent

ANOTHER = "This may be there already. Look at it, or tick the box to save this as another one."
SCOTT = {"name": "wínston SCOTT", "sort_name": "Scott, Winston", "slug": "scott"}


def added(client, model, typed: dict[str, Any], query: str = "") -> Any:
    path = page("add", model()) + query
    return client.post(path, filled_in(client.get(path)) | typed)


def asked(answer) -> list[tuple[str, list[str]]]:
    """What the form asks, and what it names."""
    questions = answer.context["refused"].questions
    return [(one.box.errors[0], [other.name for other in one.others]) for one in questions]


def ticked(answer) -> dict[str, str]:
    box = answer.context["adminform"].form["another"]
    return filled_in(answer) | {"another": box.field.widget.attrs["value"]}


def test_a_second_person_of_one_name_is_made_once_somebody_says_so(editor_client):
    there = PersonFactory(name="Winston Scott", slug="winston-scott")

    answer = added(editor_client, Person, SCOTT)
    before = Person.objects.count()
    saved = editor_client.post(page("add", there), ticked(answer))

    assert asked(answer) == [(ANOTHER, ["Winston Scott (winston-scott)"])]
    assert f'<a href="{page("change", there)}">' in answer.text
    assert 'value="wínston SCOTT"' in answer.text
    assert (before, saved.status_code) == (1, 302)
    assert [one.slug for one in Person.objects.order_by("pk")] == ["winston-scott", "scott"]


def test_the_answer_holds_for_this_name_alone(editor_client):
    PersonFactory(name="Winston Scott", slug="winston-scott")
    PersonFactory(name="Ana de Armas", slug="ana")
    typed = ticked(added(editor_client, Person, SCOTT))

    path = page("add", Person())
    other = editor_client.post(path, typed | {"name": "Armas, Ana de"})
    same = editor_client.post(path, typed | {"name": "Scott Winston"})

    assert asked(other) == [(ANOTHER, ["Ana de Armas (ana)"])]
    assert asked(same) == [(ANOTHER, ["Winston Scott (winston-scott)"])]


def test_it_is_asked_beside_an_address_that_is_taken(editor_client):
    PersonFactory(name="Winston Scott", slug="scott")

    answer = added(editor_client, Person, SCOTT)

    reasons = answer.context["refused"].reasons
    assert [one.of for one in reasons] == ["Name in the address"]
    assert asked(answer) == [(ANOTHER, ["Winston Scott (scott)"])]


@pytest.mark.parametrize("name", ["Winston Scotts", "Winston", "Winston Scott Scott"])
def test_another_name_asks_nothing(editor_client, name):
    PersonFactory(name="Winston Scott")

    assert added(editor_client, Person, SCOTT | {"name": name}).status_code == 302


def test_what_is_there_already_asks_nothing_when_it_is_changed(editor_client):
    _there, row = PersonFactory.create_batch(2, name="Winston Scott")

    path = page("change", row)
    saved = editor_client.post(path, filled_in(editor_client.get(path)) | {"sort_name": "Scott"})

    assert saved.status_code == 302


def test_who_may_not_look_at_people_is_told_of_none():
    PersonFactory(name="Winston Scott")

    saved = added(staff("add_person"), Person, SCOTT)

    assert (saved.status_code, Person.objects.count()) == (302, 2)


def test_of_very_many_ten_are_named(editor_client):
    PersonFactory.create_batch(12, name="Winston Scott")

    ((_question, names),) = asked(added(editor_client, Person, SCOTT))

    assert len(names) == 10


def test_a_second_character_asks(editor_client):
    CharacterFactory(name="The Bowery King", slug="king")

    answer = added(editor_client, Character, {"name": "Bowery King, the", "slug": "another"})

    assert asked(answer) == [(ANOTHER, ["The Bowery King (king)"])]


@pytest.mark.parametrize(
    ("there", "typed", "asks"),
    [
        (date(2025, 6, 6), "2025-01-01", True),
        (date(2025, 6, 6), "2024-06-06", False),
        (date(2025, 6, 6), "", False),
        (None, "", True),
        (None, "2025-06-06", False),
    ],
)
def test_a_second_film_of_one_title_and_year_asks(editor_client, there, typed, asks):
    film = FilmFactory(title="Ballerina", slug="ballerina", released=there)
    facts = {"title": "BALLERINA!", "slug": "second", "universe": UniverseFactory().pk}

    answer = added(editor_client, Film, facts | {"released": typed})

    assert (answer.status_code == 200) == asks
    assert asked(answer) == [(ANOTHER, [f"{film} (ballerina)"])] if asks else True


def test_a_second_interview_with_the_same_label_asks(editor_client):
    InterviewFactory(label="Len Wiseman talks to TechRadar", slug="len")
    typed = {"slug": "other", "outlet": "Other", "date": "2025-06-02"}

    answer = added(editor_client, Interview, typed | {"label": "len wiseman talks to Techradar."})

    assert asked(answer) == [(ANOTHER, ["Len Wiseman talks to TechRadar (len)"])]


@pytest.mark.parametrize(("title", "asks"), [("???", True), ("!!!", False)])
def test_a_title_without_letters_is_alike_where_its_signs_are(editor_client, title, asks):
    FilmFactory(title="???", slug="unspoken", released=None)
    typed = {"title": title, "slug": "second", "universe": UniverseFactory().pk, "released": ""}

    answer = added(editor_client, Film, typed)

    assert (answer.status_code == 200) == asks
    assert asked(answer) == [(ANOTHER, ["??? (unspoken)"])] if asks else True


def test_nor_do_labels_of_which_neither_has_a_letter_ask(editor_client):
    InterviewFactory(label="???")
    typed = {"slug": "other", "outlet": "Other", "date": "2025-06-02", "label": "!!!"}

    assert added(editor_client, Interview, typed).status_code == 302


def test_a_long_name_is_cut_where_its_key_is(editor_client):
    """One sign may stand for many letters."""
    title = "㍐" * 80
    FilmFactory(title=title, slug="yuan", released=None)
    typed = {"title": title, "slug": "second", "universe": UniverseFactory().pk, "released": ""}

    assert len(asked(added(editor_client, Film, typed))) == 1


NEW = {
    "key": "new-one",
    "outlet": "Outlet",
    "sealed_title": "",
    "sealed_url": "http://www.example.org/ending/?utm_source=x",
    "sealed_archive_url": "",
    "stamp": "nothing",
}


def source() -> Source:
    return SourceFactory(
        key="there", stamp=Stamp.NOTHING, spoils=[], sealed_url="https://example.org/ending"
    )


def test_a_second_source_with_one_address_asks(editor_client):
    source()

    assert asked(added(editor_client, Source, NEW)) == [(ANOTHER, ["there"])]


def test_who_may_not_change_sources_cannot_tell_by_their_addresses_which_there_are():
    source()

    assert added(staff("add_source", "view_source"), Source, NEW).status_code == 302


def test_in_a_window_of_its_own_what_is_there_can_be_taken(editor_client):
    there = PersonFactory(name="Winston Scott", slug="winston-scott")

    window = {"_popup": "1", "_source_model": "people.credit"}
    query = "?_popup=1&_source_model=people.credit"
    answer = added(editor_client, Person, SCOTT | window, query)
    path = page("add", there) + query
    taken = editor_client.post(path, filled_in(answer) | window | {"_take": there.pk})

    assert f'name="_take" value="{there.pk}">Take “Winston Scott (winston-scott)”' in answer.text
    assert taken.template_name[-1] == "admin/popup_response.html"
    assert f"&quot;value&quot;: &quot;{there.pk}&quot;" in taken.rendered_content
    assert Person.objects.count() == 1


@pytest.mark.parametrize("rights", [["add_person"], ["add_person", "view_person"]])
def test_nothing_is_taken_that_the_account_may_not_look_at(rights):
    there = PersonFactory(name="Winston Scott", slug="scott")
    client = staff(*rights)
    path = page("add", there) + "?_popup=1"

    taken = client.post(path, {"_popup": "1", "_take": there.pk})

    assert ("Winston" in taken.rendered_content) == ("view_person" in rights)


def test_two_of_one_name_are_told_apart_where_they_are_found_by_typing(editor_client):
    PersonFactory(name="Winston Scott", slug="actor")
    PersonFactory(name="Winston Scott", slug="cook")
    PersonFactory(name="Winston Scotts", slug="other")
    query = {"app_label": "people", "model_name": "credit", "field_name": "person", "term": "scott"}

    found = editor_client.get(reverse("admin:autocomplete"), query).json()

    assert [one["text"] for one in found["results"]] == [
        "Winston Scott (actor)",
        "Winston Scott (cook)",
        "Winston Scotts",
    ]


def test_and_where_all_are_listed_for_who_has_no_scripts(editor_client):
    PersonFactory(name="Winston Scott", slug="actor")
    PersonFactory(name="Winston Scott", slug="cook")

    answer = editor_client.get("/admin/people/credit/add/?choices=all")

    assert "Winston Scott (actor)</option>" in answer.text
    assert "Winston Scott (cook)</option>" in answer.text


def test_a_second_interview_that_comes_from_an_article_asks_and_is_made_once_somebody_says_so(
    editor_client,
):
    InterviewFactory(label=LABEL.upper(), slug="len")

    answer = send(editor_client, article(editor_client))
    saved = send(editor_client, ticked(answer))

    assert asked(answer) == [(ANOTHER, [f"{LABEL.upper()} (len)"])]
    assert saved.context.get("refused") is None
    assert Interview.objects.filter(label=LABEL).exists()
