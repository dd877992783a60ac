"""Whether they were published is a field of more entries: what editors left alone is known as such."""

from django.db import migrations

from content.prints import Prints
from gate.publishing import ALWAYS
from gate.sealed import Unsealed

DRAFT = 'draft'
#: What was there is published since ever (spoilers/migrations/0005_drafts.py).
PUBLISHED, WAITS = str(ALWAYS), 'draft'
#: As the prints had it, when echoes alone could wait.
BEFORE = {'False': PUBLISHED, 'True': WAITS}


def print_what_was_loaded(apps, schema_editor):
    entries = apps.get_model('content', 'LoadedEntry').objects
    tables = ('notes', 'quotes', 'placements', 'echoes')
    found = entries.filter(table__in=tables).values_list('pk', 'table', Unsealed('sealed_prints'))
    for pk, table, text in list(found):
        prints = Prints.read(text)
        loaded = [now for was, now in BEFORE.items() if prints.fit(DRAFT, was)]
        if table != 'echoes':
            loaded = [PUBLISHED]
        if text and loaded:
            prints.take(DRAFT, loaded[0])
            entries.filter(pk=pk).update(sealed_prints=prints.written())


class Migration(migrations.Migration):

    dependencies = [
        ('content', '0002_prints'),
    ]

    operations = [
        migrations.RunPython(print_what_was_loaded, migrations.RunPython.noop),
    ]
