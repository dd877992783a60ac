"""Three roles for those who edit: who writes, who publishes, and who does everything.

An account that works here (is_staff) gets one of these groups, or rights one by one as before. What
has no drafts is there for readers as soon as it is saved; so writers add to it only what nobody
knows of by itself: sources, people and characters are known by what names them.
"""

from django.db import migrations

WAITS = {"spoilers": ("note", "echo", "placement"), "interviews": ("quote",)}
PARTS = {"spoilers": ("beat", "evidence"), "interviews": ("citation",)}
KNOWN_BY_OTHERS = {"interviews": ("source",), "people": ("person", "character")}
AT_ONCE = {
    "films": ("universe", "film"),
    "interviews": ("interview", "interviewfilm"),
    "people": ("credit", "characterfact"),
}
ANY = ("add", "change", "delete", "view")

#: Each role has what the one before it has. By verbs, the kinds that it may do this to.
ROLES = {
    "Writer": [(ANY, WAITS), (ANY, PARTS), (("add", "view"), KNOWN_BY_OTHERS), (("view",), AT_ONCE)],
    "Publisher": [
        (("publish",), WAITS),
        (ANY, KNOWN_BY_OTHERS),
        (("add", "change", "view"), AT_ONCE),
    ],
    "Chief": [(("delete",), AT_ONCE)],
}


def keep_what_could_be_done(apps, schema_editor):
    """Who could change what readers meet goes on doing so: it takes the right to publish now."""
    for app, names in WAITS.items():
        for name in names:
            (change,), (publish,) = (_rights(apps, (verb,), {app: (name,)}) for verb in ("change", "publish"))
            for group in apps.get_model("auth", "Group").objects.filter(permissions=change):
                group.permissions.add(publish)
            for user in apps.get_model("auth", "User").objects.filter(user_permissions=change):
                user.user_permissions.add(publish)


def make_roles(apps, schema_editor):
    group = apps.get_model("auth", "Group").objects
    rights = []
    for name, role in ROLES.items():
        rights += [right for verbs, kinds in role for right in _rights(apps, verbs, kinds)]
        # Where a group is called so already, it keeps what it has, and gets no more.
        made, is_new = group.get_or_create(name=name)
        if is_new:
            made.permissions.set(rights)


def _rights(apps, verbs, kinds):
    """Django makes them after the migrations, and leaves those alone that are there."""
    kind_of, right = apps.get_model("contenttypes", "ContentType"), apps.get_model("auth", "Permission")
    for app, names in kinds.items():
        for name in names:
            kind, _ = kind_of.objects.get_or_create(app_label=app, model=name)
            for verb in verbs:
                yield right.objects.get_or_create(
                    codename=f"{verb}_{name}",
                    content_type=kind,
                    defaults={"name": f"Can {verb} {NAMES.get(name, name)}"},
                )[0]


#: Where it is not the name of the class in small letters.
NAMES = {"characterfact": "character fact", "interviewfilm": "film talked about"}


class Migration(migrations.Migration):
    dependencies = [
        ("editing", "0002_unsaved_form"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [
        migrations.RunPython(keep_what_could_be_done, migrations.RunPython.noop),
        migrations.RunPython(make_roles, migrations.RunPython.noop),
    ]
