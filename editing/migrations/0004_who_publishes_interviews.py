"""Interviews may wait: who writes adds drafts of them, and who could change them may publish them."""

from importlib import import_module

from django.db import migrations

INTERVIEW = {"interviews": ("interview",)}
#: The films that it talks about stand in its form.
WHOLE = {"interviews": ("interview", "interviewfilm")}
before = import_module("editing.migrations.0003_roles")


def keep_what_could_be_done(apps, schema_editor):
    """Who could change what readers meet goes on doing so: it takes the right to publish now."""
    (change,), (publish,) = (before._rights(apps, (verb,), INTERVIEW) for verb in ("change", "publish"))
    for group in apps.get_model("auth", "Group").objects.filter(permissions=change):
        group.permissions.add(publish)
    for user in apps.get_model("auth", "User").objects.filter(user_permissions=change):
        user.user_permissions.add(publish)


def let_writers_write(apps, schema_editor):
    """The roles as they were made. What somebody has changed of them stays so."""
    group = apps.get_model("auth", "Group").objects
    drafts = list(before._rights(apps, before.ANY, WHOLE))
    publish = list(before._rights(apps, ("publish",), INTERVIEW))
    rights = set()
    for name, role in before.ROLES.items():
        rights |= {right.pk for verbs, kinds in role for right in before._rights(apps, verbs, kinds)}
        made = group.filter(name=name).first()
        own = set(made.permissions.values_list("pk", flat=True)) if made else set()
        if made and own - {right.pk for right in publish} == rights:
            made.permissions.add(*drafts)


class Migration(migrations.Migration):
    dependencies = [("editing", "0003_roles")]

    operations = [
        # In this order: who writes from now on could not change what readers meet.
        migrations.RunPython(keep_what_could_be_done, migrations.RunPython.noop),
        migrations.RunPython(let_writers_write, migrations.RunPython.noop),
    ]
