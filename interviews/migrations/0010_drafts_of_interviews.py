"""Interviews may wait as drafts; whatever readers meet they go on meeting."""

from django.db import migrations, models

from gate.publishing import ALWAYS


def keep_what_is_published(apps, schema_editor):
    apps.get_model('interviews', 'Interview').objects.update(state='published', live_from=ALWAYS)


class Migration(migrations.Migration):

    dependencies = [
        ('films', '0008_words_for_editors'),
        ('interviews', '0009_words_for_editors'),
    ]

    operations = [
        migrations.AlterModelOptions(
            name='interview',
            options={'default_permissions': ('add', 'change', 'delete', 'view', 'publish'), 'ordering': ['-date', 'sort_key']},
        ),
        migrations.AddField(
            model_name='interview',
            name='live_from',
            field=models.DateTimeField(blank=True, editable=False, null=True, verbose_name='readers meet it from'),
        ),
        migrations.AddField(
            model_name='interview',
            name='state',
            field=models.CharField(choices=[('draft', 'Draft'), ('review', 'Ready for review'), ('published', 'Published'), ('withdrawn', 'Withdrawn')], default='draft', editable=False, max_length=9),
        ),
        migrations.AddField(
            model_name='interview',
            name='state_set_at',
            field=models.DateTimeField(editable=False, null=True, verbose_name='at'),
        ),
        migrations.AddField(
            model_name='interview',
            name='state_set_by',
            field=models.CharField(blank=True, default='', editable=False, max_length=150, verbose_name='by'),
        ),
        migrations.RunPython(keep_what_is_published, migrations.RunPython.noop),
        migrations.AddIndex(
            model_name='interview',
            index=models.Index(fields=['live_from'], name='interview_by_moment'),
        ),
        migrations.AddConstraint(
            model_name='interview',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('live_from__isnull', False), ('state', 'published')), models.Q(('state__in', ['draft', 'review', 'withdrawn']), ('live_from', None)), _connector='OR'), name='interviews_interview_published_from', violation_error_message='What is published has a moment, and nothing else has.'),
        ),
    ]
