from django.db import migrations, models


class Migration(migrations.Migration):
    """By itself: PostgreSQL makes no index in the transaction that has written the rows."""

    dependencies = [
        ('people', '0008_words'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='character',
            index=models.Index(fields=['words'], name='character_by_words'),
        ),
        migrations.AddIndex(
            model_name='person',
            index=models.Index(fields=['words'], name='person_by_words'),
        ),
    ]
