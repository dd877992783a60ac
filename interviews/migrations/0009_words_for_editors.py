import django.core.validators
import django.db.models.deletion
import films.dates
import gate.sealed
import gate.texts
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('interviews', '0008_drafts'),
        ('people', '0007_words_for_editors'),
    ]

    operations = [
        migrations.AlterField(
            model_name='citation',
            name='sealed_locator',
            field=gate.sealed.SealedTextField(blank=True, default='', help_text='Paragraph, page or time.', max_length=120, validators=[gate.texts.one_line, django.core.validators.MaxLengthValidator(120)], verbose_name='place in the source'),
        ),
        migrations.AlterField(
            model_name='citation',
            name='source',
            field=models.ForeignKey(help_text='The page or broadcast in which it can be checked.', on_delete=django.db.models.deletion.PROTECT, related_name='citations', to='interviews.source'),
        ),
        migrations.AlterField(
            model_name='interview',
            name='date',
            field=models.DateField(help_text='Of the conversation, or else of its first printing.', validators=[films.dates.within_film_history]),
        ),
        migrations.AlterField(
            model_name='interview',
            name='outlet',
            field=models.CharField(help_text='The paper, the station or the site.', max_length=80, validators=[gate.texts.one_line]),
        ),
        migrations.AlterField(
            model_name='interview',
            name='precision',
            field=models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', help_text='How much of this date is known.', max_length=5),
        ),
        migrations.AlterField(
            model_name='interview',
            name='slug',
            field=models.SlugField(help_text='How its address ends: small letters and hyphens. Give nothing away.', max_length=80, unique=True, verbose_name='name in the address'),
        ),
        migrations.AlterField(
            model_name='quote',
            name='fidelity',
            field=models.CharField(choices=[('verbatim', 'Verbatim'), ('translated', 'Translated'), ('bracketed', 'With editorial brackets'), ('paraphrase', 'Paraphrase')], help_text='How close this is to what was said.', max_length=10),
        ),
        migrations.AlterField(
            model_name='quote',
            name='speaker',
            field=models.ForeignKey(help_text='Who said it.', on_delete=django.db.models.deletion.PROTECT, related_name='quotes', to='people.person'),
        ),
        migrations.AlterField(
            model_name='quote',
            name='stamp',
            field=models.CharField(choices=[], default='text', help_text='What of it gives something away.', max_length=10),
        ),
        migrations.AlterField(
            model_name='source',
            name='key',
            field=models.SlugField(help_text='The outlet and the date, as in “techradar-2025-06”. Give nothing away.', max_length=80, unique=True, verbose_name='name for editors'),
        ),
        migrations.AlterField(
            model_name='source',
            name='outlet',
            field=models.CharField(help_text='The paper, the station or the site.', max_length=80, validators=[gate.texts.one_line]),
        ),
        migrations.AlterField(
            model_name='source',
            name='precision',
            field=models.CharField(choices=[('day', 'day'), ('month', 'month'), ('year', 'year')], default='day', help_text='How much of this date is known.', max_length=5),
        ),
        migrations.AlterField(
            model_name='source',
            name='published',
            field=models.DateField(blank=True, help_text='When it came out.', null=True, validators=[films.dates.within_film_history]),
        ),
        migrations.AlterField(
            model_name='source',
            name='sealed_archive_url',
            field=gate.sealed.SealedTextField(blank=True, default='', help_text='Of a copy in a web archive, which is still there when the page has gone.', max_length=2000, validators=[django.core.validators.URLValidator(message='An address starts with https:// or http://.', schemes=['http', 'https']), gate.texts.one_line, django.core.validators.MaxLengthValidator(2000)], verbose_name='archive address'),
        ),
        migrations.AlterField(
            model_name='source',
            name='sealed_url',
            field=gate.sealed.SealedTextField(blank=True, default='', help_text='Where it is read or heard.', max_length=2000, validators=[django.core.validators.URLValidator(message='An address starts with https:// or http://.', schemes=['http', 'https']), gate.texts.one_line, django.core.validators.MaxLengthValidator(2000)], verbose_name='address'),
        ),
    ]
