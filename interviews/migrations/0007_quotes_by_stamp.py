from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('interviews', '0006_latest_first'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='quote',
            index=models.Index(fields=['stamp'], name='quote_by_stamp'),
        ),
    ]
