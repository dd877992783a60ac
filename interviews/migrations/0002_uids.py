from operator import attrgetter

from django.db import migrations

from gate.migrations._uids import add_uids


def quote(row) -> str:
    return f"{row.interview.slug}/{row.position}"


def citation(row) -> str:
    return f"{row.quote.uid}/{row.source.key}"


class Migration(migrations.Migration):
    dependencies = [("interviews", "0001_tables"), ("films", "0003_uids")]

    operations = add_uids(
        "interviews",
        {
            "source": attrgetter("key"),
            "interview": attrgetter("slug"),
            "quote": quote,
            "citation": citation,
        },
    )
