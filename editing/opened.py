"""What an editor's form was opened with, as prints of all values: it travels in the form itself.

When the form comes back, a value whose print is another one by now was changed meanwhile.
"""

from base64 import b64encode
from collections.abc import Collection, Iterable
from typing import Any, NamedTuple, Self

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.core import signing
from django.db import models
from django.forms import ModelForm
from django.utils.crypto import get_random_string, salted_hmac

from gate.sealed import unseal

FIELD = "opened_with"
#: Beside it, in a form filled in with what was kept: what of it that is (editing/unsaved_forms.py).
UNSAVED = "unsaved"
SALT = "editing.opened"
#: Of a print, in letters.
LENGTH = 8
#: Of what tells two tabs apart, in letters.
TAB = 8
#: Of columns that the form does not show, together.
REST = ""
#: Signing in writes it: nobody edits it.
NO_EDIT = {"last_login"}
#: What a film is called beside its namesakes: it changes with them, and nobody edits it.
FOLLOWS = {"beside_title", "beside_name"}

Prints = dict[str, str]


def plain(value: Any) -> Any:
    """Whatever a field holds, stored or cleaned, in one form that can be compared and hashed."""
    value = unseal(value)
    if isinstance(value, models.Model):
        return str(value.pk)
    if isinstance(value, list | tuple | set | frozenset | models.QuerySet):
        return sorted(plain(one) for one in value)
    return "" if value is None else str(value)


def print_of(value: Any) -> str:
    digest = salted_hmac(SALT, repr(plain(value)), algorithm="sha256").digest()
    return b64encode(digest[: LENGTH * 6 // 8]).decode()


def prints_of(form: ModelForm) -> Prints:
    """The prints of the row that a form edits, by the form's fields; before anything is cleaned."""
    shown = {
        name: print_of(form.get_initial_for_field(field, name))
        for name, field in form.fields.items()
    }
    left_out = shown.keys() | NO_EDIT | ({"requirement"} if "spoils" in shown else set())
    return shown | {REST: print_of(columns(form.instance, left_out))}


def columns(row: models.Model, left_out: Collection[str]) -> list[str]:
    """What was written into the columns of a row, but for those that are left out; to be printed."""
    return [
        f"{column.name}={plain(getattr(row, column.attname))}"
        for column in row._meta.concrete_fields
        if column.name not in FOLLOWS and column.name not in left_out
    ]


def newest_entry() -> int:
    """The key of the last entry of the editors' log; 0 where there is none."""
    return LogEntry.objects.order_by("-pk").values_list("pk", flat=True).first() or 0


class Opened(NamedTuple):
    """What a form says of itself when it comes back."""

    #: The key of the editor to whom it was given.
    editor: int
    #: The last entry of the editors' log at that time.
    entry: int
    #: By the prefix of a form and the key of its row (“quotes-12”): the prints of its fields. On a
    #: page that asks, by the kind of row (editing/asking.py).
    rows: dict[str, str]
    #: Two tabs may open one form within one second, and what is typed there is kept apart.
    tab: str = ""

    @classmethod
    def by(cls, editor: User, forms: Iterable[Any]) -> Self:
        """With the rows of `forms` (NeverOverwrites) as they stand in the database."""
        rows = {row_name(form): "".join(form.stands.values()) for form in forms if form.instance.pk}
        return cls(editor.pk, newest_entry(), rows, get_random_string(TAB))

    @classmethod
    def read(cls, text: str, max_age: int | None = None) -> Self | None:
        """None where nothing, or nothing of ours, is said, or longer ago than in `max_age` seconds."""
        try:
            return cls(*signing.loads(text, salt=SALT, max_age=max_age))
        except (signing.BadSignature, TypeError):
            return None

    def written(self) -> str:
        # Not compressed: the length of the page would tell of the prints.
        return signing.dumps(tuple(self), salt=SALT)

    def prints(self, form: Any) -> Prints | None:
        """Those of the row that `form` edits; None where they are of other fields, or missing."""
        said = self.rows.get(row_name(form), "")
        prints = [said[start : start + LENGTH] for start in range(0, len(said), LENGTH)]
        return (
            dict(zip(form.stands, prints, strict=True)) if len(prints) == len(form.stands) else None
        )


def row_name(form: ModelForm) -> str:
    """The same when the row stands elsewhere in a formset by then."""
    formset = (form.prefix or "").rpartition("-")[0]
    return f"{formset}-{form.instance.pk}"
