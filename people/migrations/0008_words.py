import gate.sorting
from django.db import migrations, models

from gate.migrations._words import fill_words


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0007_words_for_editors'),
    ]

    operations = [
        migrations.AddField(
            model_name='character',
            name='words',
            field=gate.sorting.WordsKeyField('name', default='', editable=False),
        ),
        migrations.AddField(
            model_name='person',
            name='words',
            field=gate.sorting.WordsKeyField('name', default='', editable=False),
        ),
        fill_words('people', 'person', 'character'),
    ]
