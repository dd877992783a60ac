"""The editors' pages as two editors use them: what one typed, the other does not lose."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.contrib.auth import get_user_model
from django.contrib.sessions.models import Session

from editing.second_factor import has_one
from gate.reader import Reader
from interviews.models import Interview, Quote
from spoilers.models import Echo, Note
from tests.signing_in import give_factor, recovery_codes

from .conftest import PHONE, WIDE, Tab, playwright

expect = playwright.expect
PASSWORD = "ink and tea"
BOTH_WAYS = pytest.mark.parametrize(
    ("viewport", "scheme"), [(WIDE, "light"), (PHONE, "dark")], ids=["wide-light", "phone-dark"]
)

#: The names of fields that reach beyond what shows them.
CUT_OFF = """() => [...document.querySelectorAll(".inline-related :is(input, select, textarea)")]
  .filter((field) => field.checkVisibility() && !field.matches(".select2-hidden-accessible"))
  .filter((field) => {
    const shown = field.closest(".inline-group").getBoundingClientRect();
    return field.getBoundingClientRect().right > shown.right;
  })
  .map((field) => field.name)"""


def sign_in(tab: Tab, path: str, name: str = "editor") -> None:
    users = get_user_model().objects
    if not users.filter(username=name).exists():
        users.create_superuser(name, password=PASSWORD)
    tab.go(path)
    fill_in(tab, name)
    tab.page.wait_for_url(f"**{path}")


def fill_in(tab: Tab, name: str) -> None:
    """With a recovery code: a code of the app is taken once in half a minute."""
    user = get_user_model().objects.get(username=name)
    if not has_one(user):
        give_factor(user)
    tab.page.locator('[name="login"]').fill(name)
    tab.page.locator('[name="password"]').fill(PASSWORD)
    tab.page.locator('[name="password"]').press("Enter")
    tab.page.locator('[name="code"]').fill(recovery_codes(user)[0])
    tab.page.locator('[name="code"]').press("Enter")


def form_of(row) -> str:
    return f"/admin/{row._meta.app_label}/{row._meta.model_name}/{row.pk}/change/"


def save(tab: Tab) -> None:
    tab.page.locator('[name="_save"]:visible').first.click()


def fits(tab: Tab) -> bool:
    return tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


@BOTH_WAYS
def test_the_second_of_two_editors_sees_both_texts_and_decides(open_tab, viewport, scheme):
    one, other = (open_tab(viewport=viewport, color_scheme=scheme) for _ in range(2))
    quote = Quote.objects.exclude(stamp="existence").filter(requirement__isnull=False).first()
    sign_in(one, form_of(quote))
    sign_in(other, form_of(quote), "second.editor")
    other.page.locator('[name="sealed_text"]').fill("What the second editor typed.")
    save(other)
    other.page.wait_for_url("**/quote/")

    one.page.locator('[name="sealed_text"]').fill("What the first editor typed.")
    save(one)
    shown = one.page.locator(".changed").inner_text()
    one.picture(f"changed-{viewport['width']}-{scheme}")
    fitted = fits(one)
    save(one)
    one.page.wait_for_url("**/quote/")

    for word in ("second.editor", "What the second editor typed.", "What the first editor typed."):
        assert word in shown
    assert fitted
    reader = Reader(seen=quote.required)
    assert Quote.objects.for_reader(reader).get(pk=quote.pk).text == "What the first editor typed."


@BOTH_WAYS
def test_opening_asks_once_without_scripts_too(open_tab, viewport, scheme):
    tab = open_tab(viewport=viewport, color_scheme=scheme, java_script_enabled=False)
    quote = Quote.objects.filter(stamp="text").first()
    sign_in(tab, form_of(quote))
    tab.page.locator('[name="sealed_text"]').fill("We had it in mind from the first day.")
    tab.page.locator('[name="stamp"]').select_option("nothing")
    tab.page.locator('[name="spoils"]').select_option([])
    save(tab)
    tab.picture(f"opening-{viewport['width']}-{scheme}")
    expect(tab.page.locator(".refused")).to_be_focused()
    asked = tab.page.locator(".refused").inner_text()
    fitted = fits(tab)

    tab.page.get_by_label("Yes, open it").check()
    save(tab)
    tab.page.wait_for_url("**/quote/")

    assert "Everyone will be able to read it." in asked
    assert fitted
    assert Quote.objects.get(pk=quote.pk).stamp == "nothing"


@BOTH_WAYS
def test_the_desk_leads_to_what_waits_without_scripts_too(open_tab, viewport, scheme):
    tab = open_tab(viewport=viewport, color_scheme=scheme, java_script_enabled=False)
    note = Note.objects.first()
    note.withdraw()
    note.submit(by="anna")
    sign_in(tab, "/admin/")
    tab.picture(f"desk-{viewport['width']}-{scheme}")
    fitted = fits(tab)

    tab.page.get_by_role("link", name="Check what waits").press("Enter")
    tab.page.wait_for_url("**/admin/?check=waiting#warnings")
    said = tab.page.locator("#warnings").inner_text()
    tab.page.locator("#waiting").get_by_role("link", name=str(note)).press("Enter")
    tab.page.wait_for_url(f"**{form_of(note)}")

    assert "No warnings." in said
    assert fitted


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_has_no_accessibility_problem(open_tab, scheme):
    # What axe puts into the page, the site's own policy refuses.
    tab = open_tab(color_scheme=scheme, bypass_csp=True)
    note = Note.objects.first()
    note.withdraw()
    note.submit(by="anna")
    sign_in(tab, "/admin/")

    problems = Axe().run(tab.page).response["violations"]

    assert [(one["id"], [node["target"] for node in one["nodes"]]) for one in problems] == []


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_the_first_mistake_has_the_focus(open_tab, scripts):
    tab = open_tab(viewport=PHONE, java_script_enabled=scripts)
    quote = Quote.objects.first()
    sign_in(tab, form_of(quote))
    tab.page.locator('[name="sealed_text"]').fill("")
    save(tab)
    text = tab.page.locator('[name="sealed_text"]')
    expect(text).to_be_focused()
    expect(tab.page.locator(".field-sealed_text .errorlist")).to_be_in_viewport()

    tab.page.on("dialog", lambda dialog: dialog.accept())  # whether to leave what is not saved
    tab.go("/admin/interviews/quote/add/")
    save(tab)

    interview = tab.page.locator(".field-interview")
    expect(interview.locator(".select2-selection" if scripts else "select")).to_be_focused()


def test_choices_are_listed_without_scripts_and_what_was_typed_stays(open_tab):
    tab = open_tab(java_script_enabled=False)
    sign_in(tab, "/admin/interviews/quote/add/")
    tab.page.locator('[name="sealed_text"]').fill("What was typed.")

    tab.page.locator('[name="position"]').press("Enter")
    pressed = tab.page.locator("#refused-heading").inner_text()
    tab.page.get_by_role("button", name="List all that there is to choose").click()
    tab.page.wait_for_url("**?choices=all")

    assert pressed.startswith("Not saved yet")
    assert tab.page.locator('[name="sealed_text"]').input_value() == "What was typed."
    assert tab.page.locator('[name="interview"] option').count() == Interview.objects.count() + 1
    assert tab.page.locator(".errorlist").count() == 0


@pytest.mark.parametrize("viewport", [WIDE, PHONE], ids=["wide", "phone"])
def test_what_an_item_spoils_has_the_width_of_the_form(open_tab, viewport):
    tab = open_tab(viewport=viewport)
    sign_in(tab, form_of(Quote.objects.first()))

    widths = [
        tab.page.locator(f".field-spoils {part}").bounding_box()["width"]
        for part in (".select2-container", ".flex-container")
    ]

    assert widths[0] > 0.95 * widths[1]


@BOTH_WAYS
def test_what_was_deleted_is_listed_and_comes_back(open_tab, viewport, scheme):
    tab = open_tab(viewport=viewport, color_scheme=scheme)
    echo = Echo.objects.first()
    echo.withdraw()
    sign_in(tab, f"/admin/spoilers/echo/{echo.pk}/delete/")
    tab.page.get_by_role("button", name="Yes, I’m sure").click()
    tab.page.wait_for_url("**/echo/")

    tab.page.get_by_role("link", name="Bring it back").click()
    tab.picture(f"deleted-{viewport['width']}-{scheme}")
    fitted = fits(tab)
    tab.page.get_by_role("button", name="Bring back").click()

    assert "is back, as it was." in tab.page.locator(".messagelist").inner_text()
    assert fitted
    assert Echo.objects.filter(pk=echo.pk).exists()


def test_rows_that_are_added_show_the_positions_that_come_next(tab):
    interview = Interview.objects.first()
    interview.quotes.update(position=7)
    sign_in(tab, form_of(interview))

    for _time in range(3):
        tab.page.get_by_role("button", name="Add another Quote").click()

    shown = tab.page.locator('[name^="quotes-"][name$="-position"]:not([name*="__"])')
    assert [field.input_value() for field in shown.all()] == ["7", "8", "9", "10"]


def test_no_field_of_a_form_within_a_form_is_cut_off_on_a_phone(open_tab):
    tab = open_tab(viewport=PHONE)
    rows = [Interview.objects.first(), Quote.objects.first(), Echo.objects.first()]
    sign_in(tab, "/admin/")

    cut = {}
    for row in rows:
        tab.go(form_of(row))
        tab.picture(f"within-{row._meta.model_name}")
        cut[row._meta.model_name] = tab.page.evaluate(CUT_OFF)

    assert cut == {"interview": [], "quote": [], "echo": []}


def test_a_session_that_ends_while_somebody_types_takes_nothing_along(tab):
    note = Note.objects.first()
    sign_in(tab, form_of(note))
    tab.page.locator('[name="sealed_text"]').fill("What was typed for an hour.")
    Session.objects.all().delete()

    save(tab)
    fill_in(tab, "editor")
    tab.page.wait_for_url(f"**{form_of(note)}")
    shown = tab.page.locator('[name="sealed_text"]').input_value()
    tab.picture("typed-1440-light")
    save(tab)
    tab.page.wait_for_url("**/note/")

    assert shown == "What was typed for an hour."
    text = Note.objects.for_reader(Reader(seen=note.required)).get(pk=note.pk).text
    assert text == "What was typed for an hour."


def test_leaving_asks_when_something_is_not_saved_and_only_then(tab):
    interview = Interview.objects.first()
    sign_in(tab, form_of(interview))
    asked = []
    tab.page.on("dialog", lambda dialog: (asked.append(dialog.type), dialog.accept()))

    def leave() -> list[str]:
        asked.clear()
        tab.go("/admin/")
        return list(asked)

    def untouched() -> None:
        tab.page.locator('[name="outlet"]').click()

    def a_text() -> None:
        tab.page.locator('[name="quotes-0-sealed_text"]').press_sequentially("!")

    def a_film() -> None:
        tab.page.locator(".field-spoils .select2-selection").first.click()
        tab.page.locator(".select2-results__option").last.click()

    def a_row() -> None:
        tab.page.get_by_role("button", name="Add another Quote").click()

    def a_mark() -> None:
        tab.page.locator('[name="quotes-0-DELETE"]').check()

    told = {}
    for change in (untouched, a_text, a_film, a_row, a_mark):
        tab.go(form_of(interview))
        change()
        told[change.__name__] = leave()
    tab.go(form_of(interview))
    a_text()
    asked.clear()
    save(tab)
    tab.page.wait_for_url("**/interview/")

    asks = ["beforeunload"]
    assert told == {"untouched": [], "a_text": asks, "a_film": asks, "a_row": asks, "a_mark": asks}
    assert asked == []
