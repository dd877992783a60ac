"""Gives a uid to each row that was there before there were uids."""

from collections.abc import Callable, Iterator

from django.db import migrations, models

import gate.models


def add_uids(app: str, names: dict[str, Callable[[models.Model], str]]) -> list:
    """The operations: the column, a uid for each row (`names` makes it), and no two alike."""

    def fill(apps, schema_editor) -> None:
        for model, name in names.items():
            rows = apps.get_model(app, model).objects.using(schema_editor.connection.alias)
            taken = set()
            for row in rows.order_by("pk"):
                uid = name(row)
                if uid in taken:
                    uid = gate.models.new_public_id()
                taken.add(uid)
                rows.filter(pk=row.pk).update(uid=uid)

    return [
        *_columns(names, migrations.AddField, models.CharField(max_length=400, default="")),
        migrations.RunPython(fill, migrations.RunPython.noop),
        *_columns(names, migrations.AlterField, gate.models.UidField()),
    ]


def _columns(names: dict, operation: type, field: models.Field) -> Iterator:
    for model in names:
        yield operation(model_name=model, name="uid", field=field.clone())
