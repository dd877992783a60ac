"""Every database migrates that a released version has made; one from before them does not."""

from django.core.management import CommandError
from django.db import migrations


def refuse_a_database_from_before() -> migrations.RunPython:
    """The operation. Raises CommandError where the tables of such a database are there."""

    def refuse(apps, schema_editor) -> None:
        if "films_film" in schema_editor.connection.introspection.table_names():
            raise CommandError(
                "This database was made by a version from before the first release, and is not "
                "migrated. Move it away (db.sqlite3, or another DATABASE_URL), and start again."
            )

    return migrations.RunPython(refuse, migrations.RunPython.noop)
