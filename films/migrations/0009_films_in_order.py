from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('films', '0008_words_for_editors'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='film',
            index=models.Index(fields=['universe', 'released', 'sort_key', 'slug'], name='film_in_universe'),
        ),
    ]
