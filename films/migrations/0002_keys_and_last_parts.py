"""Gives every film a key of its own, and series the day of their last part."""

from datetime import date

from django.db import migrations, models

import films.dates
import films.models


def give_keys(apps, schema_editor):
    for film in apps.get_model("films", "Film").objects.all():
        film.key = films.models.new_film_key()
        film.save(update_fields=["key"])


#: Of the series in the starter content; of others, editors say it.
LAST_PARTS = {"the-continental": date(2023, 10, 6), "the-tide-office": date(2020, 10, 7)}


def tell_last_parts(apps, schema_editor):
    for slug, day in LAST_PARTS.items():
        series = apps.get_model("films", "Film").objects.filter(slug=slug, kind="series")
        series.filter(released__lte=day).update(last_released=day)


class Migration(migrations.Migration):
    dependencies = [("films", "0001_tables")]

    operations = [
        migrations.AddField("film", "key", models.CharField(editable=False, max_length=6, null=True)),
        migrations.RunPython(give_keys, migrations.RunPython.noop),
        migrations.AlterField(
            "film",
            "key",
            models.CharField(
                default=films.models.new_film_key, editable=False, max_length=6, unique=True
            ),
        ),
        migrations.AddField(
            "film",
            "last_released",
            models.DateField(
                blank=True,
                help_text="For a series. Empty while more parts are to come.",
                null=True,
                validators=[films.dates.within_film_history],
                verbose_name="last part released",
            ),
        ),
        migrations.RunPython(tell_last_parts, migrations.RunPython.noop),
        migrations.AddConstraint(
            "film",
            models.CheckConstraint(
                condition=models.Q(
                    ("last_released__isnull", True),
                    models.Q(
                        ("kind", "series"), ("last_released__gte", models.F("released"))
                    ),
                    _connector="OR",
                ),
                name="film_last_part_after_first",
                violation_error_message="Only a series has a last part, which comes out no earlier than the first.",
            ),
        ),
    ]
