"""The pages from which editors set out: the guide, and that of a film."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from films.models import Film
from spoilers.models import Note

from .test_editing import BOTH_WAYS, fits, form_of, sign_in

GUIDE = "/admin/guide/"


@BOTH_WAYS
def test_a_note_is_begun_at_its_film_without_scripts_too(open_tab, viewport, scheme):
    tab = open_tab(viewport=viewport, color_scheme=scheme, java_script_enabled=False)
    film = Film.objects.get(slug="the-ninth-lamp")
    Note.objects.filter(film=film).first().withdraw()
    sign_in(tab, form_of(film))
    tab.picture(f"film-{viewport['width']}-{scheme}")
    fitted = fits(tab)

    tab.page.get_by_role("link", name="Withdrawn: 1").press("Enter")
    listed = tab.page.locator("#result_list tbody tr").count()
    tab.page.go_back()
    tab.page.get_by_role("link", name="Add note").press("Enter")
    chosen = tab.page.locator('[name="film"] option:checked').inner_text()
    tab.page.locator('[name="label"]').fill("The rain")
    tab.page.locator('[name="sealed_text"]').fill("It rains.")
    tab.page.locator('[name="_save"]:visible').first.click()
    tab.page.wait_for_url(f"**/note/?about=film-{film.pk}")

    assert (fitted, listed, chosen) == (True, 1, "The Ninth Lamp")
    assert Note.objects.filter(film=film, label="The rain").count() == 1


@BOTH_WAYS
def test_the_guide_is_read_from_a_form_without_scripts_too(open_tab, viewport, scheme):
    tab = open_tab(viewport=viewport, color_scheme=scheme, java_script_enabled=False)
    sign_in(tab, "/admin/spoilers/note/add/")

    tab.page.get_by_role("link", name="Guide").press("Enter")
    tab.page.wait_for_url(f"**{GUIDE}#note")
    tab.picture(f"guide-{viewport['width']}-{scheme}")
    fitted = fits(tab)
    tab.page.locator("#note").get_by_role("link", name="Add note").press("Enter")
    tab.page.wait_for_url("**/admin/spoilers/note/add/")

    assert fitted


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_neither_has_an_accessibility_problem(open_tab, scheme):
    # What axe puts into the page, the site's own policy refuses.
    tab = open_tab(color_scheme=scheme, bypass_csp=True)
    film = form_of(Film.objects.first())
    sign_in(tab, film)
    problems = {film: Axe().run(tab.page, ".about").response["violations"]}

    tab.go(GUIDE)
    problems[GUIDE] = Axe().run(tab.page).response["violations"]

    assert {
        path: [(one["id"], [node["target"] for node in one["nodes"]]) for one in found]
        for path, found in problems.items()
    } == {film: [], GUIDE: []}
