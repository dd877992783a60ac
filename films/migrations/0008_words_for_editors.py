import django.core.validators
import django.db.models.deletion
import gate.texts
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('films', '0007_universes_in_order'),
    ]

    operations = [
        migrations.AlterField(
            model_name='film',
            name='minutes',
            field=models.PositiveSmallIntegerField(blank=True, help_text='In minutes.', null=True, validators=[django.core.validators.MaxValueValidator(9999)], verbose_name='running time'),
        ),
        migrations.AlterField(
            model_name='film',
            name='slug',
            field=models.SlugField(help_text='How its address ends: small letters and hyphens. Give nothing away.', max_length=80, unique=True, verbose_name='name in the address'),
        ),
        migrations.AlterField(
            model_name='film',
            name='universe',
            field=models.ForeignKey(help_text='The world that it shares with other films.', on_delete=django.db.models.deletion.PROTECT, related_name='films', to='films.universe'),
        ),
        migrations.AlterField(
            model_name='universe',
            name='slug',
            field=models.SlugField(help_text='How its address ends: small letters and hyphens. Give nothing away.', unique=True, verbose_name='name in the address'),
        ),
        migrations.AlterField(
            model_name='universe',
            name='studio',
            field=models.CharField(blank=True, help_text='Who makes its films.', max_length=120, validators=[gate.texts.one_line]),
        ),
    ]
