from operator import attrgetter

from django.db import migrations

from gate.migrations._uids import add_uids


class Migration(migrations.Migration):
    dependencies = [("films", "0002_keys_and_last_parts")]

    operations = add_uids("films", dict.fromkeys(["universe", "film"], attrgetter("slug")))
