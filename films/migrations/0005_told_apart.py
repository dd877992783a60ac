from django.db import migrations, models

from films.apart import apart


def tell_apart(apps, schema_editor):
    films = apps.get_model("films", "Film").objects.using(schema_editor.connection.alias)
    rows = list(films.order_by("pk"))
    titles = apart((film, film.title) for film in rows)
    names = apart((film, film.short_title or film.title) for film in rows)
    for film in rows:
        beside = {"beside_title": titles[film.pk], "beside_name": names[film.pk]}
        if any(beside.values()):
            films.filter(pk=film.pk).update(**beside)


class Migration(migrations.Migration):

    dependencies = [
        ('films', '0004_names'),
    ]

    operations = [
        migrations.AddField(
            model_name='film',
            name='beside_name',
            field=models.CharField(blank=True, default='', editable=False, max_length=120),
        ),
        migrations.AddField(
            model_name='film',
            name='beside_title',
            field=models.CharField(blank=True, default='', editable=False, max_length=120),
        ),
        migrations.RunPython(tell_apart, migrations.RunPython.noop),
        migrations.RemoveField(
            model_name='film',
            name='shares_name',
        ),
        migrations.RemoveField(
            model_name='film',
            name='shares_title',
        ),
    ]
