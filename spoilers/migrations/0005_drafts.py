"""Notes and placements may wait as drafts too; whatever readers meet they go on meeting."""

import django.db.models.lookups
import gate.sealed
from django.db import migrations, models

from gate.publishing import ALWAYS


def keep_what_is_published(apps, schema_editor):
    published = {'state': 'published', 'live_from': ALWAYS}
    for name in ('Note', 'Placement'):
        apps.get_model('spoilers', name).objects.update(**published)
    apps.get_model('spoilers', 'Echo').objects.filter(is_published=True).update(**published)


def keep_what_was_published(apps, schema_editor):
    apps.get_model('spoilers', 'Echo').objects.filter(state='published').update(is_published=True)


class Migration(migrations.Migration):

    dependencies = [
        ('films', '0007_universes_in_order'),
        ('gate', '0001_tables'),
        ('interviews', '0008_drafts'),
        ('spoilers', '0004_when_an_echo_was_made'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='echo',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'publish'), 'ordering': ['pk'], 'verbose_name_plural': 'echoes'},
        ),
        migrations.AlterModelOptions(
            name='note',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'publish'), 'ordering': ['film', 'position', 'pk']},
        ),
        migrations.AlterModelOptions(
            name='placement',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'publish'), 'ordering': ['placed', 'pk']},
        ),
        migrations.RemoveConstraint(
            model_name='echo',
            name='echo_published_as_intended_has_proof',
        ),
        migrations.AddField(
            model_name='echo',
            name='live_from',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='readers meet it from'),
        ),
        migrations.AddField(
            model_name='echo',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('review', 'Ready for review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=9),
        ),
        migrations.AddField(
            model_name='echo',
            name='state_set_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='at'),
        ),
        migrations.AddField(
            model_name='echo',
            name='state_set_by',
            field=models.CharField(blank=True, default='', editable=False, max_length=150, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='note',
            name='live_from',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='readers meet it from'),
        ),
        migrations.AddField(
            model_name='note',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('review', 'Ready for review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=9),
        ),
        migrations.AddField(
            model_name='note',
            name='state_set_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='at'),
        ),
        migrations.AddField(
            model_name='note',
            name='state_set_by',
            field=models.CharField(blank=True, default='', editable=False, max_length=150, verbose_name='by'),
        ),
        migrations.AddField(
            model_name='placement',
            name='live_from',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='readers meet it from'),
        ),
        migrations.AddField(
            model_name='placement',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('review', 'Ready for review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=9),
        ),
        migrations.AddField(
            model_name='placement',
            name='state_set_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='at'),
        ),
        migrations.AddField(
            model_name='placement',
            name='state_set_by',
            field=models.CharField(blank=True, default='', editable=False, max_length=150, verbose_name='by'),
        ),
        migrations.RunPython(keep_what_is_published, keep_what_was_published),
        migrations.AddIndex(
            model_name='echo',
            index=models.Index(fields=['live_from'], name='echo_by_moment'),
        ),
        migrations.AddIndex(
            model_name='note',
            index=models.Index(fields=['live_from'], name='note_by_moment'),
        ),
        migrations.AddIndex(
            model_name='placement',
            index=models.Index(fields=['live_from'], name='placement_by_moment'),
        ),
        migrations.AddConstraint(
            model_name='echo',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('live_from__isnull', False), ('state', 'published')), models.Q(('state__in', ['draft', 'review', 'withdrawn']), ('live_from', None)), _connector='OR'), name='spoilers_echo_published_from', violation_error_message='What is published has a moment, and nothing else has.'),
        ),
        migrations.AddConstraint(
            model_name='echo',
            constraint=models.CheckConstraint(condition=models.Q(('live_from', None), ('proof__isnull', False), models.Q(django.db.models.lookups.Exact(gate.sealed.Unsealed('sealed_claim'), models.Value('intended')), _negated=True), _connector='OR'), name='echo_published_as_intended_has_proof', violation_error_message='An echo that is said to be intended needs evidence before it is published.'),
        ),
        migrations.AddConstraint(
            model_name='note',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('live_from__isnull', False), ('state', 'published')), models.Q(('state__in', ['draft', 'review', 'withdrawn']), ('live_from', None)), _connector='OR'), name='spoilers_note_published_from', violation_error_message='What is published has a moment, and nothing else has.'),
        ),
        migrations.AddConstraint(
            model_name='placement',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('live_from__isnull', False), ('state', 'published')), models.Q(('state__in', ['draft', 'review', 'withdrawn']), ('live_from', None)), _connector='OR'), name='spoilers_placement_published_from', violation_error_message='What is published has a moment, and nothing else has.'),
        ),
        migrations.RemoveField(
            model_name='echo',
            name='is_published',
        ),
    ]
