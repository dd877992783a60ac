"""The forms of import and export, and what may come in by them: content files, or a table."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import UploadedFile

from editing.suspecting import LONGEST
from films.models import Universe
from gate.texts import one_line

from . import spreadsheet
from .archive import MAX_UPLOAD, in_folders, unpacked
from .dumping import dumped
from .reading import ContentError, Folder
from .spreadsheet import SHEETS
from .stored import NeverCompared, NoUniverse

#: So many mistakes are told, each on a line that may repeat a name of any length.
MISTAKES, LINE = 100, 300
NEVER_COMPARED = (
    "Some content was loaded by an older version, which did not note what editors change. Whoever "
    "runs the site loads its files once more (manage.py load_content), and then this works; or "
    "writes it as changed by editors (manage.py dump_content --all-edited)."
)
NO_UNIVERSE = "There is no universe yet, and content stands in one."


class ExportForm(forms.Form):
    what = forms.ChoiceField(
        required=False,
        choices=[
            ("", "Everything, as content files in a ZIP"),
            *((one.name, f"{one.name.capitalize()}, as a table (CSV)") for one in SHEETS),
        ],
    )
    universe = forms.ModelChoiceField(
        Universe.objects.order_by("position", "slug"),
        required=False,
        empty_label="All of them",
        to_field_name="slug",
        help_text="The files of one alone name people and sources that stand in those of others.",
    )


class FilesInput(forms.FileInput):
    allow_multiple_selected = True


class FilesField(forms.FileField):
    """One ZIP, loose TOML files, or a table: folders of content files, as they were uploaded."""

    widget = FilesInput

    def clean(self, data: Any, initial: Any = None) -> list[Folder]:
        files = [super(FilesField, self).clean(one, initial) for one in data or [None]]
        if sum(one.size for one in files) > MAX_UPLOAD:
            raise ValidationError(f"Together, at most {MAX_UPLOAD // 1_000_000} MB are taken.")
        try:
            return _folders(files)
        except ContentError as error:
            raise ValidationError(told(error)) from error


class ImportForm(forms.Form):
    files = FilesField(
        help_text="A ZIP or a table as it is exported here, or the .toml files of one universe. At "
        "most 1 MB.",
        widget=FilesInput({"accept": ".zip,.toml,.csv"}),
    )
    overwrites = forms.BooleanField(
        required=False,
        label="Change also what somebody has written or changed here",
        help_text="Otherwise the files change only what came from files and was left as it was.",
    )


class AgreeForm(forms.Form):
    """The answer to the page that shows an import."""

    shown = forms.CharField(widget=forms.HiddenInput)
    opening = forms.BooleanField(required=False, label="Yes, open it")
    stands_because = forms.CharField(
        required=False,
        label="Why these words give nothing away",
        max_length=LONGEST,
        validators=[one_line],
    )


def all_content() -> list[Folder]:
    """The content files of all that is there. Raises ContentError where there can be none."""
    try:
        return dumped()
    except NeverCompared as error:
        raise ContentError([NEVER_COMPARED]) from error
    except NoUniverse as error:
        raise ContentError([NO_UNIVERSE]) from error


def _folders(files: list[UploadedFile]) -> list[Folder]:
    if str(files[0].name).lower().endswith(".csv") and len(files) == 1:
        return spreadsheet.read(files[0].read(), all_content())
    if any(str(one.name).lower().endswith(".toml") for one in files):
        loose = {str(one.name): one.read() for one in files}
        if len(loose) < len(files):
            raise ContentError(["Two of the files have one name."])
        return in_folders(loose)
    if len(files) > 1:
        raise ContentError(["Choose one ZIP, one table, or .toml files alone."])
    return unpacked(files[0].read())


def told(error: ContentError, folders: Iterable[Folder] = ()) -> list[str]:
    """What is wrong, in lines for a page; of what came from a table, by the number of the row."""
    lines = error.errors
    if rows := {place: row for folder in folders for place, row in folder.rows.items()}:
        place = re.compile("(" + "|".join(map(re.escape, rows)) + r")(?!\d)")
        lines = [place.sub(lambda found: f"row {rows[found[1]]}", line) for line in lines]
    lines = [line if len(line) <= LINE else f"{line[:LINE]}…" for line in lines]
    more = len(lines) - MISTAKES
    return lines[:MISTAKES] + ([f"And {more} more mistakes."] if more > 0 else [])
