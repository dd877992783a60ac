"""What items still lack is told to who may supply it, on the first page and in lists."""

import pytest
from django.urls import reverse

from editing import desk
from people.models import Credit
from spoilers.models import Placement
from tests.factories import (
    CitationFactory,
    CreditFactory,
    FilmFactory,
    PlacementFactory,
    QuoteFactory,
    SourceFactory,
)

from .desks import names, section, staff

pytestmark = pytest.mark.slow  # the editors' first page


def groups(client) -> dict[str, list[str]]:
    found = section(client, "unfinished")
    return {one.heading: names(one.rows) for one in found.groups} if found else {}


def test_quotes_without_a_citation_are_unfinished(editor_client):
    bare = QuoteFactory()
    CitationFactory()

    assert groups(editor_client)["Quotes without a citation"] == [str(bare)]


def test_cast_without_a_character_is_unfinished_and_no_other_work(editor_client):
    cast = CreditFactory(character=None)
    CreditFactory(character=None, job=Credit.Job.WRITER)
    CreditFactory()

    assert groups(editor_client)["Cast without a character"] == [str(cast)]


def test_films_that_no_claim_names_are_unfinished(editor_client):
    film, *others = FilmFactory.create_batch(4)
    PlacementFactory(
        relation=Placement.Relation.BETWEEN,
        **dict(zip(("placed", "anchor", "second_anchor"), others, strict=True)),
        stamp="nothing",
    )

    assert groups(editor_client) == {"Films without a place in the story": [str(film)]}


def test_sources_whose_page_may_be_gone_tomorrow_are_unfinished(editor_client):
    at_risk = SourceFactory(sealed_archive_url="")
    SourceFactory(sealed_archive_url="", sealed_url="")
    SourceFactory()

    assert groups(editor_client)["Sources without an archive"] == [str(at_risk)]


@pytest.mark.parametrize(
    ("rights", "headings"),
    [
        (["view_quote", "view_citation", "view_source", "view_film", "view_placement"], []),
        (["change_quote", "change_film"], []),
        (["change_quote", "view_citation"], ["Quotes without a citation"]),
        (["change_film", "change_placement"], ["Films without a place in the story"]),
        (["change_source"], ["Sources without an archive"]),
        (["change_credit"], ["Cast without a character"]),
    ],
    ids=" ".join,
)
def test_what_is_lacking_is_told_to_who_may_supply_it_and_see_all_that_it_says(
    db, rights, headings
):
    QuoteFactory()
    CreditFactory(character=None)
    SourceFactory(sealed_archive_url="")
    client = staff(*rights)

    found = groups(client)
    narrowed = [
        client.get(f"{reverse(f'admin:{name}_changelist')}?lacks={lack}").text
        for name, lack in (("interviews_quote", "citations"), ("films_film", "placements"))
        if client.get(reverse(f"admin:{name}_changelist")).status_code == 200
    ]

    assert list(found) == headings
    assert any("By unfinished" in text for text in narrowed) == bool(
        {"Quotes without a citation", "Films without a place in the story"} & {*headings}
    )


def test_groups_end_and_lead_to_lists_of_all(editor_client):
    bare = QuoteFactory.create_batch(desk.SHOWN_OF_EACH + 2)
    CitationFactory()
    (group,) = [
        one for one in section(editor_client, "unfinished").groups if "citation" in one.heading
    ]

    listed = editor_client.get(group.address).context["cl"]

    newest = [str(quote) for quote in reversed(bare)]
    assert (names(group.rows), group.number) == (newest[: desk.SHOWN_OF_EACH], str(len(bare)))
    assert {*listed.result_list} == {*bare}


def test_a_filter_that_nobody_offered_narrows_nothing(editor_client):
    bare, cited = QuoteFactory(), CitationFactory().quote

    listed = editor_client.get(f"{reverse('admin:interviews_quote_changelist')}?lacks=elsewhere")

    assert {*listed.context["cl"].result_list} == {bare, cited}
