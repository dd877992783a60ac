from datetime import timedelta

from django.db import migrations, models

import spoilers.models.echo


def in_order(apps, schema_editor):
    """Those that are there already keep their order: a second lies between two."""
    now = spoilers.models.echo.this_moment()
    for ago, echo in enumerate(apps.get_model("spoilers", "Echo").objects.order_by("-pk").only("pk")):
        echo.made = now - timedelta(seconds=ago)
        echo.save(update_fields=["made"])


class Migration(migrations.Migration):
    dependencies = [("spoilers", "0003_names")]

    operations = [
        migrations.AddField(
            model_name="echo",
            name="made",
            field=models.DateTimeField(default=spoilers.models.echo.this_moment, editable=False),
        ),
        migrations.RunPython(in_order, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="echo",
            index=models.Index(fields=["-made", "public_id"], name="echo_newest_first"),
        ),
    ]
