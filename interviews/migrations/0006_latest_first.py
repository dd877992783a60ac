from django.db import migrations, models
from django.db.models.functions import Length


def bound(apps, schema_editor):
    """Keys from before they were bounded may be longer than an index of PostgreSQL takes."""
    interviews = apps.get_model("interviews", "Interview").objects
    for interview in interviews.annotate(length=Length("sort_key")).filter(length__gt=600):
        interview.save(update_fields=["sort_key"])


class Migration(migrations.Migration):
    dependencies = [("interviews", "0005_quotes_go_with_their_interview")]

    operations = [
        migrations.RunPython(bound, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name="interview",
            index=models.Index(fields=["-date", "sort_key"], name="interview_latest_first"),
        ),
    ]
