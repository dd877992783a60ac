from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('films', '0006_release_order_without_keys'),
    ]

    operations = [
        migrations.AddIndex(
            model_name='universe',
            index=models.Index(fields=['position', 'sort_key'], name='universe_in_order'),
        ),
    ]
