"""Every column that can hold text is sealed, or public by a decision that is written down.

Of the others it is written down here that they are there: what counts, dates or points at
something hidden gives it away as well.
"""

from django.apps import apps
from django.conf import settings
from django.db import models

from gate.declassified import NEVER_READ, PUBLIC
from gate.sealed import SealedField

#: Columns that cannot hold text. Whatever is not of these kinds counts as text: fail closed.
NOT_TEXT = (
    models.AutoField,
    models.BooleanField,
    models.DateField,
    models.ForeignKey,
    models.IntegerField,
)

#: Who comes first, who belongs to whom, and when: read together with the row that they stand in,
#: by the rule of that row. A column that is computed from other rows (how many notes a film
#: has, when the last one was added) has no place here: hidden rows would move it.
OTHERS = {
    "content.LoadedEntry": "",
    "leakcheck.AcceptedWarning": "kind key by at",
    "editing.Version": "kind key act by at",
    "editing.UnsavedForm": "editor form page at",
    "films.Universe": "position",
    "films.Film": "universe released last_released minutes parts",
    "gate.Requirement": "",
    "gate.RequiredFilm": "requirement film size",
    "people.Person": "",
    "people.Character": "",
    "people.Credit": "requirement film person character position",
    "people.CharacterFact": "requirement character relative position",
    "interviews.Source": "requirement published accessed",
    "interviews.Interview": "date live_from state_set_at",
    "interviews.InterviewFilm": "interview film",
    "interviews.Quote": "requirement interview speaker position live_from state_set_at",
    "interviews.Citation": "quote source position",
    "readers.Seen": "user film since",
    "readers.AuditLine": "at",
    "spoilers.Placement": "requirement placed anchor second_anchor source live_from state_set_at",
    "spoilers.Note": "requirement film position live_from state_set_at",
    "spoilers.Echo": "later earlier made proof live_from state_set_at",
    "spoilers.Beat": "echo position",
    "spoilers.Evidence": "echo quote source credits position",
}


def our_models() -> list[type[models.Model]]:
    return [model for model in apps.get_models(include_auto_created=True) if _is_ours(model)]


def text_columns() -> list[models.Field]:
    return [
        column
        for model in our_models()
        for column in model._meta.concrete_fields
        if not isinstance(column, NOT_TEXT)
    ]


def _is_ours(model: type[models.Model]) -> bool:
    path = apps.get_app_config(model._meta.app_label).path
    return path.startswith(str(settings.BASE_DIR)) and "site-packages" not in path


def listed() -> list[str]:
    return [column for entry in PUBLIC for column in entry.fields]


def is_never_read(column: models.Field) -> bool:
    return not NEVER_READ.keys().isdisjoint({column.name, column.model._meta.label})


def test_every_text_column_is_sealed_or_public_by_decision_and_no_decision_is_stale():
    unsealed = [
        str(column)
        for column in text_columns()
        if not isinstance(column, SealedField) and not is_never_read(column)
    ]

    assert sorted(listed()) == sorted(unsealed)


def test_every_other_column_has_been_looked_at():
    others = {
        model._meta.label: {
            column.name
            for column in model._meta.concrete_fields
            if isinstance(column, NOT_TEXT) and not column.primary_key
        }
        for model in our_models()
    }

    assert others == {label: set(names.split()) for label, names in OTHERS.items()}


def test_the_census_looks_at_our_models():
    names = {str(column) for column in text_columns()}

    assert {"spoilers.Note.sealed_text", "spoilers.Note.label", "films.Film.title"} <= names
    assert not any(name.startswith(("auth.", "account.")) for name in names)


def test_every_decision_says_what_is_public_and_why():
    assert [entry for entry in PUBLIC if not (entry.what and entry.why and entry.fields)] == []
