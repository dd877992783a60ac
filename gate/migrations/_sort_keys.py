"""Gives its sort key to each row that was there before there were sort keys."""

from django.db import migrations


def fill_sort_keys(app: str, *names: str) -> migrations.RunPython:
    def fill(apps, schema_editor) -> None:
        for name in names:
            rows = apps.get_model(app, name).objects.using(schema_editor.connection.alias)
            for row in rows.iterator():
                row.save(update_fields=["sort_key"])

    return migrations.RunPython(fill, migrations.RunPython.noop)
