"""Fields in which editors find rows by typing have names, as all others have."""

import re

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from interviews.models import Interview, Quote

from .test_editing import form_of, sign_in


def test_a_form_with_such_fields_has_no_accessibility_problem(open_tab):
    # What axe puts into the page, the site's own policy refuses.
    tab = open_tab(bypass_csp=True)
    sign_in(tab, "/admin/interviews/quote/add/")

    problems = Axe().run(tab.page).response["violations"]
    tab.go("/admin/preview/")
    problems += Axe().run(tab.page).response["violations"]

    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in problems] == []


def test_each_is_read_out_with_its_name_and_with_what_is_chosen(open_tab):
    tab = open_tab()
    quote = Quote.objects.first()
    interview = Interview.objects.filter(coverage__isnull=False).first()
    sign_in(tab, form_of(quote))
    boxes = [tab.page.get_by_role("combobox", name=f"Speaker {quote.speaker}").count()]
    tab.go(form_of(interview))
    film = interview.films.first()
    boxes.append(tab.page.get_by_role("combobox", name=f"Film {film}").count())
    tab.page.get_by_role("button", name="Add another Film talked about").click()
    boxes.append(tab.page.get_by_role("combobox", name=re.compile(r"^Film\b")).count())

    assert boxes == [1, 1, interview.films.count() + 1]


def test_a_row_that_is_added_by_keyboard_is_where_the_next_key_goes(tab):
    interview = Interview.objects.first()
    films, quotes = interview.coverage.count(), interview.quotes.count()
    sign_in(tab, form_of(interview))

    tab.page.get_by_role("button", name="Add another Film talked about").press("Enter")
    expect(tab.page.locator(f"#coverage-{films} .select2-selection")).to_be_focused()
    tab.page.get_by_role("button", name="Add another Quote").press("Enter")
    expect(tab.page.locator(f"[name=quotes-{quotes}-position]")).to_be_focused()
