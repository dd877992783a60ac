"""A database as before anything was loaded."""

from django.apps import apps

from content.models import LoadedEntry

from .snapshot import APPS


def empty() -> None:
    """Take all content away, past every protection."""
    models = [
        LoadedEntry,
        *(model for app in APPS for model in apps.get_app_config(app).get_models()),
    ]
    for model in models:
        rows = model._base_manager.all()
        rows._raw_delete(rows.db)  # noqa: SLF001 - nothing else deletes what is protected
