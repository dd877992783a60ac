"""An editor takes all content along, writes in it, and brings it back."""

from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from spoilers.models import Note

from .conftest import PHONE, WIDE, Tab, playwright
from .test_editing import fits, sign_in
from .test_second_factor import rules_broken

expect = playwright.expect
PAGE = "/admin/content/"


def export(tab: Tab) -> Path:
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Export").click()
    return download.value.path()


def rewritten(archive: Path, folder: Path, changes: dict[str, str]) -> Path:
    """The same content files with other words in them."""
    target = folder / "content.zip"
    with ZipFile(archive) as old, ZipFile(target, "w", ZIP_DEFLATED) as new:
        for one in old.infolist():
            text = old.read(one).decode()
            for before, after in changes.items():
                text = text.replace(before, after)
            new.writestr(one.filename, text)
    return target


def upload(tab: Tab, file: Path) -> None:
    tab.page.get_by_label("Files").set_input_files(file)
    tab.page.get_by_role("button", name="Show what it would do").click()


@pytest.mark.parametrize(
    ("viewport", "scheme", "scripts"),
    [(WIDE, "light", True), (PHONE, "dark", True), (PHONE, "light", False)],
    ids=["wide-light", "phone-dark", "no scripts"],
)
def test_an_export_that_somebody_has_written_in_is_shown_and_imported(
    open_tab, tmp_path, viewport, scheme, scripts
):
    tab = open_tab(viewport=viewport, color_scheme=scheme, java_script_enabled=scripts)
    note = Note.objects.get(film__slug="john-wick-chapter-4", label="Early on")
    opened = Note.objects.filter(film__slug="the-eighth-night").get(label="The register")
    sign_in(tab, PAGE)
    fitted = [fits(tab)]
    changes = {'"Early on"': '"Rather early"', 'also_spoils = [\n    "the-ninth-lamp",\n]\n': ""}
    archive = rewritten(export(tab), tmp_path, changes)

    upload(tab, archive)
    tab.picture(f"import-{viewport['width']}-{scheme}")
    fitted.append(fits(tab))
    broken = rules_broken(tab) if scripts else []
    tab.page.get_by_role("button", name="Import").click()
    expect(tab.page.locator(".refused").first).to_be_focused()
    before = Note.objects.get(pk=note.pk).label
    # The line that says why words stay, the box that opens, the button.
    tab.page.keyboard.press("Tab")
    tab.page.keyboard.type("Nobody can tell.")
    for key in ("Tab", "Space", "Tab", "Enter"):
        tab.page.keyboard.press(key)
    expect(tab.page.get_by_text("Imported: 0 new, 2 changed.")).to_be_visible()

    assert (fitted, broken, before) == ([True, True], [], "Early on")
    assert Note.objects.get(pk=note.pk).label == "Rather early"
    assert Note.objects.get(pk=opened.pk).required == {opened.film_id}


def test_what_is_no_zip_is_refused_where_the_focus_is(tab, tmp_path):
    file = tmp_path / "content.zip"
    file.write_text("[universe]")
    sign_in(tab, PAGE)

    upload(tab, file)

    expect(tab.page.locator(".refused")).to_be_focused()
    expect(tab.page.locator(".refused")).to_contain_text("This is no ZIP file")
