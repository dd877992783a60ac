import django.db.models.deletion
import gate.texts
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('people', '0006_in_order_of_names'),
    ]

    operations = [
        migrations.AlterField(
            model_name='character',
            name='slug',
            field=models.SlugField(help_text='How its address ends: small letters and hyphens. Give nothing away.', max_length=80, unique=True, verbose_name='name in the address'),
        ),
        migrations.AlterField(
            model_name='characterfact',
            name='stamp',
            field=models.CharField(choices=[], default='existence', help_text='What of it gives something away.', max_length=10),
        ),
        migrations.AlterField(
            model_name='credit',
            name='character',
            field=models.ForeignKey(blank=True, help_text='Whom they play. Empty for any other work.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='credits', to='people.character'),
        ),
        migrations.AlterField(
            model_name='credit',
            name='stamp',
            field=models.CharField(choices=[], default='nothing', help_text='What of it gives something away.', max_length=10),
        ),
        migrations.AlterField(
            model_name='person',
            name='slug',
            field=models.SlugField(help_text='How its address ends: small letters and hyphens. Give nothing away.', max_length=80, unique=True, verbose_name='name in the address'),
        ),
        migrations.AlterField(
            model_name='person',
            name='sort_name',
            field=models.CharField(help_text='Family name first: “Reeves, Keanu”.', max_length=120, validators=[gate.texts.one_line], verbose_name='name in lists'),
        ),
    ]
