"""“New from an article” as an editor fills it in: with scripts and without, wide and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from interviews.models import Citation, Interview, Quote
from tests.interviews.articles import ADDRESS, LABEL, URL

from .conftest import PHONE, WIDE, Tab
from .test_editing import BOTH_WAYS, CUT_OFF, fits, save, sign_in


def describe(tab: Tab) -> None:
    """The source, the interview, and the first quote, but for what is chosen from lists."""
    for name, typed in {
        "source-0-sealed_title": "What the last scene means",
        "source-0-sealed_url": URL,
        "source-0-outlet": "Empire",
        "source-0-published": "2025-06-02",
        "label": LABEL,
        "quotes-0-new_speaker": "Nobody Known",
        "quotes-0-sealed_text": "We had it in mind from the first day.",
        "quotes-0-sealed_locator": "second answer",
    }.items():
        tab.page.locator(f'[name="{name}"]').fill(typed)
    tab.page.locator('[name="quotes-0-fidelity"]').select_option("verbatim")


def made() -> tuple[list[str], int]:
    """The states of the quotes that the article has made, and how many have their citation."""
    quotes = Quote.objects.filter(interview__label=LABEL)
    return [*quotes.values_list("state", flat=True)], Citation.objects.filter(
        quote__in=quotes
    ).count()


@BOTH_WAYS
def test_an_article_is_typed_on_one_page(open_tab, viewport, scheme):
    tab = open_tab(viewport=viewport, color_scheme=scheme)
    sign_in(tab, "/admin/")
    tab.page.get_by_role("link", name="New from an article").press("Enter")
    tab.page.wait_for_url(f"**{ADDRESS}")
    tab.picture(f"article-{viewport['width']}-{scheme}")
    describe(tab)
    tab.page.locator("#coverage-0 .select2-selection").click()
    tab.page.locator(".select2-results__option").last.click()
    tab.page.get_by_role("button", name="Add another Quote").click()
    tab.page.locator('[name="quotes-1-sealed_text"]').fill("And then we filmed it.")
    save(tab)
    tab.page.locator('[name="quotes-1-fidelity"]').select_option("verbatim")
    tab.picture(f"article-refused-{viewport['width']}-{scheme}")
    fitted, cut = fits(tab), tab.page.evaluate(CUT_OFF)
    refused = tab.page.locator("#refused-heading").inner_text()
    save(tab)
    tab.page.wait_for_url("**/change/")
    tab.picture(f"article-made-{viewport['width']}-{scheme}")

    assert (fitted, cut) == (True, [])
    assert refused == "Not saved yet: one thing to correct"
    assert made() == (["draft", "draft"], 2)


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_it_is_without_scripts_too_and_nothing_is_lost_on_the_way(open_tab, viewport):
    tab = open_tab(viewport=viewport, java_script_enabled=False)
    sign_in(tab, ADDRESS)
    describe(tab)
    tab.page.locator('[name="slug"]').fill("a-talk")
    tab.page.get_by_role("button", name="Add another quote").click()
    tab.page.wait_for_url("**?choices=all")
    tab.page.locator('[name="coverage-0-film"]').select_option(index=1)
    tab.page.locator('[name="quotes-1-sealed_text"]').fill("And then we filmed it.")
    tab.page.locator('[name="quotes-1-fidelity"]').select_option("verbatim")
    tab.picture(f"article-no-scripts-{viewport['width']}")
    fitted = fits(tab)
    tab.page.locator('[name="label"]').press("Enter")
    tab.page.wait_for_url("**/change/")

    assert fitted
    assert made() == (["draft", "draft"], 2)
    assert Interview.objects.get(label=LABEL).slug == "a-talk"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_has_no_accessibility_problem(open_tab, scheme):
    # What axe puts into the page, the site's own policy refuses.
    tab = open_tab(color_scheme=scheme, bypass_csp=True)
    sign_in(tab, ADDRESS)

    problems = Axe().run(tab.page).response["violations"]

    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in problems] == []
