"""Whoever speaks in an article is chosen, named anew, or the same as before."""

import pytest

from interviews.models import Quote
from people.models import Person
from tests.factories import PersonFactory
from tests.gate.editing import filled_in

from .articles import NOTHING, article, counts, quote, refused, send

pytestmark = pytest.mark.slow  # editors' pages, opened and saved

ASKED = "Somebody called “Len Wiseman” is there already: say whether it is them."


def speakers() -> list[Person]:
    return [one.speaker for one in Quote.objects.order_by("position")]


def of_two(client, *second: object, **changes: object) -> dict:
    more = quote(1, sealed_text="And his dog.", **changes)
    return article(client) | {"quotes-TOTAL_FORMS": 2} | more


@pytest.mark.parametrize("name", ["", "Len Wiseman", "Wiseman, Len", "len wiseman"])
def test_whoever_is_named_twice_or_goes_on_speaking_is_one_person(editor_client, name):
    send(editor_client, of_two(editor_client, new_speaker=name))

    person = Person.objects.get()
    assert speakers() == [person, person]


def test_two_who_are_new_are_two(editor_client):
    send(editor_client, of_two(editor_client, new_speaker="de Armas, Ana"))

    assert [(one.name, one.sort_name, one.slug) for one in speakers()] == [
        ("Len Wiseman", "Wiseman, Len", "len-wiseman"),
        ("Ana de Armas", "de Armas, Ana", "ana-de-armas"),
    ]


def test_those_of_the_same_name_are_offered_before_a_second_one_is_made(editor_client):
    there = PersonFactory(name="Len Wiseman", sort_name="Wiseman, Len", slug="len")

    asked = send(editor_client, article(editor_client))

    choices = asked.context["inline_admin_formsets"][2].formset.forms[0]["same_name"]
    assert refused(asked) == [("Quote 1: Of the same name", [ASKED])]
    assert choices.field.widget.choices == [
        ("", "---------"),
        (str(there.pk), "Len Wiseman (/people/len/)"),
        ("another", "Somebody else"),
    ]
    assert counts() == [0, 0, 0, 0, 1]


def test_one_of_them_is_chosen(editor_client):
    there = PersonFactory(name="Len Wiseman", sort_name="Wiseman, Len")
    asked = send(editor_client, article(editor_client))

    send(editor_client, filled_in(asked), **{"quotes-0-same_name": there.pk})

    assert speakers() == [there]
    assert counts() == [1, 1, 1, 1, 1]


def test_somebody_else_is_made_at_an_address_of_their_own(editor_client):
    there = PersonFactory(name="Len Wiseman", sort_name="Wiseman, Len", slug="len-wiseman")
    asked = send(editor_client, article(editor_client))

    again = send(editor_client, filled_in(asked), **{"quotes-0-same_name": "another"})
    send(editor_client, filled_in(again), **{"quotes-0-new_slug": "len-wiseman-cook"})

    (speaker,) = speakers()
    taken = "This is the address of another person: say what theirs is to be."
    assert refused(again) == [("Quote 1: Address of their page", [taken])]
    assert (speaker == there, speaker.name, speaker.slug) == (
        *(False, "Len Wiseman"),
        "len-wiseman-cook",
    )


def test_one_who_is_not_of_this_name_is_no_answer(editor_client):
    other = PersonFactory()
    PersonFactory(name="Len Wiseman", sort_name="Wiseman, Len")
    typed = article(editor_client)

    asked = send(editor_client, typed, **{"quotes-0-same_name": other.pk})

    assert refused(asked) == [("Quote 1: Of the same name", [ASKED])]


@pytest.mark.parametrize(
    ("typed", "field", "why"),
    [
        (
            {"new_speaker": "押井守"},
            "Address of their page",
            "Say what their page is called in its address.",
        ),
        (
            {"new_speaker": "Len\u200bWiseman"},
            "Or somebody new",
            "This character cannot be seen: U+200B, ZERO WIDTH SPACE.",
        ),
        (
            {"new_speaker": "Len Wiseman", "new_slug": "a b"},
            "Address of their page",
            "Enter a valid “slug” consisting of letters, numbers, underscores or hyphens.",
        ),
    ],
)
def test_a_name_or_an_address_of_which_no_page_can_be_made_is_refused(
    editor_client, typed, field, why
):
    answer = send(editor_client, article(editor_client) | quote(**typed))

    assert refused(answer) == [(f"Quote 1: {field}", [why])]
    assert counts() == NOTHING


def test_a_speaker_is_either_chosen_or_named(editor_client):
    there = PersonFactory()

    answer = send(editor_client, article(editor_client, **quote(speaker=there.pk, new_speaker="A")))

    assert refused(answer) == [
        (
            "Quote 1: Or somebody new",
            ["Choose somebody who is there, or name somebody new: not both."],
        )
    ]
