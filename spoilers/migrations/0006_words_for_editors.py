import django.core.validators
import django.db.models.deletion
import gate.sealed
import gate.texts
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('films', '0008_words_for_editors'),
        ('interviews', '0009_words_for_editors'),
        ('spoilers', '0005_drafts'),
    ]

    operations = [
        migrations.AlterField(
            model_name='beat',
            name='position',
            field=models.PositiveSmallIntegerField(help_text='Order within the echo.', validators=[django.core.validators.MaxValueValidator(32767)]),
        ),
        migrations.AlterField(
            model_name='beat',
            name='sealed_earlier',
            field=gate.sealed.SealedTextField(help_text='What the earlier film shows of it.', max_length=1000, validators=[gate.texts.prose, django.core.validators.MaxLengthValidator(1000)], verbose_name='earlier moment'),
        ),
        migrations.AlterField(
            model_name='beat',
            name='sealed_later',
            field=gate.sealed.SealedTextField(help_text='What the later film shows of it.', max_length=1000, validators=[gate.texts.prose, django.core.validators.MaxLengthValidator(1000)], verbose_name='later moment'),
        ),
        migrations.AlterField(
            model_name='echo',
            name='earlier',
            field=models.ForeignKey(help_text='The note on the moment that it answers.', on_delete=django.db.models.deletion.PROTECT, related_name='echoes_forward', to='spoilers.note'),
        ),
        migrations.AlterField(
            model_name='echo',
            name='later',
            field=models.ForeignKey(help_text='The note on the moment that answers an earlier one.', on_delete=django.db.models.deletion.PROTECT, related_name='echoes_back', to='spoilers.note'),
        ),
        migrations.AlterField(
            model_name='echo',
            name='sealed_claim',
            field=gate.sealed.SealedTextField(choices=[('intended', 'Intended by the makers'), ('noticed', 'Noticed by others'), ('on-screen', 'Plain on screen'), ('likeness', 'A likeness only')], help_text='Who says that the two belong together.', verbose_name='claim'),
        ),
        migrations.AlterField(
            model_name='echo',
            name='sealed_kind',
            field=gate.sealed.SealedTextField(choices=[('mirrors', 'mirrors'), ('inverts', 'inverts'), ('repeats', 'repeats'), ('continues', 'continues'), ('quotes', 'quotes'), ('foreshadows', 'foreshadows'), ('same-event', 'shows the same event as')], help_text='How: the later moment … the earlier one.', verbose_name='kind'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='position',
            field=models.PositiveSmallIntegerField(default=0, help_text='The strongest first.', validators=[django.core.validators.MaxValueValidator(32767)]),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='quote',
            field=models.ForeignKey(blank=True, help_text='What somebody said; or else choose a source.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='interviews.quote'),
        ),
        migrations.AlterField(
            model_name='evidence',
            name='source',
            field=models.ForeignKey(blank=True, help_text='A page or broadcast, where it is nobody’s words.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='evidence', to='interviews.source'),
        ),
        migrations.AlterField(
            model_name='note',
            name='film',
            field=models.ForeignKey(help_text='The film in which it happens.', on_delete=django.db.models.deletion.PROTECT, related_name='notes', to='films.film'),
        ),
        migrations.AlterField(
            model_name='note',
            name='kind',
            field=models.CharField(choices=[('opening', 'Opening'), ('scene', 'Scene'), ('turn', 'Turn'), ('ending', 'Ending')], default='scene', help_text='Everyone reads this, too: where it would tell too much, it is a scene.', max_length=10),
        ),
        migrations.AlterField(
            model_name='note',
            name='stamp',
            field=models.CharField(choices=[], default='text', help_text='What of it gives something away.', max_length=10),
        ),
        migrations.AlterField(
            model_name='placement',
            name='anchor',
            field=models.ForeignKey(help_text='The film by which it is placed.', on_delete=django.db.models.deletion.PROTECT, related_name='+', to='films.film', verbose_name='other film'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='placed',
            field=models.ForeignKey(help_text='The film whose place in the story this claim is about.', on_delete=django.db.models.deletion.PROTECT, related_name='placements', to='films.film', verbose_name='film'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='relation',
            field=models.CharField(choices=[('after', 'after'), ('before', 'before'), ('between', 'between'), ('during', 'at the same time as')], help_text='Where it lies, as seen from the other film.', max_length=10),
        ),
        migrations.AlterField(
            model_name='placement',
            name='second_anchor',
            field=models.ForeignKey(blank=True, help_text='The other side, for “between” alone.', null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='films.film', verbose_name='second film'),
        ),
        migrations.AlterField(
            model_name='placement',
            name='stamp',
            field=models.CharField(choices=[], help_text='What of it gives something away.', max_length=10),
        ),
    ]
