"""A system check that says which SQLite journal is in use, and why."""

import sqlite3
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Info, Tags, register


@register(Tags.database)
def sqlite_journal(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    if settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3":
        return []
    return [
        Info(
            f"SQLite {sqlite3.sqlite_version} uses the {settings.JOURNAL_MODE} journal.",
            hint="Write-ahead logging is used from SQLite 3.51.3 on; before, it can corrupt.",
            id="callback.I001",
        )
    ]
