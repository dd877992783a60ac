from operator import attrgetter

from django.db import migrations

from gate.migrations._uids import add_uids


def credit(row) -> str:
    slugs = [row.film.slug, row.person.slug, row.job]
    return "/".join([*slugs, row.character.slug] if row.character else slugs)


def fact(row) -> str:
    return f"{row.character.slug}/{row.position}"


class Migration(migrations.Migration):
    dependencies = [("people", "0001_tables"), ("films", "0003_uids")]

    operations = add_uids(
        "people",
        {
            "person": attrgetter("slug"),
            "character": attrgetter("slug"),
            "credit": credit,
            "characterfact": fact,
        },
    )
