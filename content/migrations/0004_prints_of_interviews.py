"""Whether interviews were published is a field of theirs: what editors left alone is known as such."""

from django.db import migrations

from content.prints import Prints
from gate.publishing import ALWAYS
from gate.sealed import Unsealed


def print_what_was_loaded(apps, schema_editor):
    """What was there is published since ever (interviews/migrations/0010_drafts_of_interviews.py)."""
    entries = apps.get_model('content', 'LoadedEntry').objects
    found = entries.filter(table='interviews').values_list('pk', Unsealed('sealed_prints'))
    for pk, text in list(found):
        if text:
            prints = Prints.read(text)
            prints.take('draft', str(ALWAYS))
            entries.filter(pk=pk).update(sealed_prints=prints.written())


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0003_prints_of_drafts'),
    ]

    operations = [
        migrations.RunPython(print_what_was_loaded, migrations.RunPython.noop),
    ]
