"""Every column that can hold text is sealed, or public by a decision that is written down."""

from django.apps import apps
from django.conf import settings
from django.db import models

from gate.declassified import PUBLIC
from gate.sealed import SealedTextField

#: Columns that cannot hold text. Whatever is not of these kinds counts as text: fail closed.
NOT_TEXT = (
    models.AutoField,
    models.BooleanField,
    models.DateField,
    models.ForeignKey,
    models.IntegerField,
)


def text_columns() -> list[models.Field]:
    return [
        column
        for model in apps.get_models(include_auto_created=True)
        if _is_ours(model)
        for column in model._meta.concrete_fields
        if not isinstance(column, NOT_TEXT)
    ]


def _is_ours(model: type[models.Model]) -> bool:
    path = apps.get_app_config(model._meta.app_label).path
    return path.startswith(str(settings.BASE_DIR)) and "site-packages" not in path


def listed() -> list[str]:
    return [column for entry in PUBLIC for column in entry.fields]


def test_every_text_column_is_sealed_or_public_by_decision_and_no_decision_is_stale():
    unsealed = [str(column) for column in text_columns() if not isinstance(column, SealedTextField)]

    assert sorted(listed()) == sorted(unsealed)


def test_the_census_looks_at_our_models():
    names = {str(column) for column in text_columns()}

    assert {"spoilers.Note.sealed_text", "spoilers.Note.label", "films.Film.title"} <= names
    assert not any(name.startswith(("auth.", "account.")) for name in names)


def test_every_decision_says_what_is_public_and_why():
    assert [entry for entry in PUBLIC if not (entry.what and entry.why and entry.fields)] == []
