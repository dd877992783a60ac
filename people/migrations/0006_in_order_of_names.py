from django.db import migrations, models
from django.db.models.functions import Length


def bound(apps, schema_editor):
    """Keys from before they were bounded may be longer than an index of PostgreSQL takes."""
    people = apps.get_model("people", "Person").objects
    for person in people.annotate(length=Length("sort_key")).filter(length__gt=600):
        person.save(update_fields=["sort_key"])


class Migration(migrations.Migration):
    dependencies = [("people", "0005_where_an_identity_is_hidden")]

    operations = [
        migrations.RunPython(bound, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(fields=["sort_key", "slug"], name="person_in_order"),
        ),
    ]
