"""Gives each row the words of its name, by which others of that name are found."""

from django.db import migrations


def fill_words(app: str, *names: str) -> migrations.RunPython:
    def fill(apps, schema_editor) -> None:
        for name in names:
            rows = apps.get_model(app, name).objects.using(schema_editor.connection.alias)
            for row in rows.iterator():
                row.save(update_fields=["words"])

    return migrations.RunPython(fill, migrations.RunPython.noop)
