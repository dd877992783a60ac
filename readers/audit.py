"""Who has signed in to edit, and whose rights were changed, by whom: a line for each, and for good.
So has each export of content, which takes the sealed texts along.

In a table rather than in the log, which turns over, and which whoever asks later may not see. No
addresses of networks: they tell where people live, and no right follows from one.
"""

from typing import Any

from allauth.core import context
from allauth.mfa import signals as mfa
from allauth.mfa.models import Authenticator
from django.contrib.auth.models import Group, Permission, User
from django.contrib.auth.signals import user_logged_in
from django.db import models
from django.db.models.signals import m2m_changed, post_delete, post_save, pre_delete, pre_save
from django.dispatch import receiver
from django.http import HttpRequest

from editing.second_factor import was_given

from .models import AuditLine

Act = AuditLine.Act
TOTP = Authenticator.Type.TOTP
#: Not a name that an account can have.
COMMAND_LINE = "(command line)"
#: What of an account is compared when it is saved; what a new one begins with.
WATCHED = ("username", "is_staff", "is_superuser", "is_active")
NEW = {"is_staff": False, "is_superuser": False}
BEFORE = "before_this_save"
#: What a signal says of a relation once it was changed, and how a line says it.
CHANGES = {"post_add": "+", "post_remove": "−", "pre_clear": "−"}


def write(act: AuditLine.Act, whom: str, about: str = "") -> None:
    """A line on the account or the group `whom`, by whoever does it now."""
    AuditLine.objects.create(act=act, whom=whom, about=about, by=_who())


def lines_on(user: User) -> list[dict[str, Any]]:
    """What was written down of an account, to show it to its owner: `at`, `what` and `about`.

    Nothing of somebody before who was called so: lines outlive their accounts.
    """
    theirs = AuditLine.objects.filter(whom=user.username, at__gte=user.date_joined)
    found = theirs.order_by("at", "pk")
    return [{"at": one.at, "what": one.get_act_display(), "about": one.about} for one in found]


def _who() -> str:
    request = context.request
    if request is None:
        return COMMAND_LINE
    user = getattr(request, "user", None)
    return user.get_username() if user is not None else ""


@receiver(user_logged_in)
def signed_in(request: HttpRequest, user: User, **kwargs: Any) -> None:
    if user.is_staff:
        how = "with the second factor" if was_given(request, user) else "with the password alone"
        write(Act.SIGNED_IN, user.username, how)


@receiver(mfa.authentication_failed)
def wrong_code(user: User, **kwargs: Any) -> None:
    if user.is_staff:
        write(Act.WRONG_CODE, user.username)


@receiver(mfa.authenticator_used)
def code_given(user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    if not user.is_staff:
        return
    if authenticator.type != TOTP:
        write(Act.RECOVERY_CODE, user.username)
    elif kwargs.get("reauthenticated"):
        write(Act.CODE, user.username)


@receiver(mfa.authenticator_added)
@receiver(mfa.authenticator_removed)
@receiver(mfa.authenticator_reset)
def factor_changed(signal: Any, user: User, authenticator: Authenticator, **kwargs: Any) -> None:
    """Recovery codes come and go with the factor itself; made anew, they have a line of their own."""
    if not user.is_staff:
        return
    if signal is mfa.authenticator_reset:
        write(Act.NEW_CODES, user.username)
    elif authenticator.type == TOTP:
        was_set_up = signal is mfa.authenticator_added
        write(Act.SET_UP if was_set_up else Act.TAKEN_AWAY, user.username)


@receiver(pre_save, sender=User)
def note_what_was(instance: User, update_fields: Any, **kwargs: Any) -> None:
    """Kept on the account for `account_changed`; nothing where this save does not touch it."""
    touched = [name for name in WATCHED if update_fields is None or name in update_fields]
    stored = User.objects.filter(pk=instance.pk) if touched else User.objects.none()
    vars(instance)[BEFORE] = stored.values(*touched).first() or {}


@receiver(post_save, sender=User)
def account_changed(instance: User, created: bool, **kwargs: Any) -> None:
    stored = vars(instance).pop(BEFORE)
    before = NEW if created else stored
    now = {name: getattr(instance, name) for name in before}
    changes = [
        f"{name}: {before[name]} → {now[name]}" for name in before if now[name] != before[name]
    ]
    if changes:
        write(Act.RIGHTS, instance.username, ", ".join(changes))


@receiver(m2m_changed, sender=User.groups.through)
@receiver(m2m_changed, sender=User.user_permissions.through)
@receiver(m2m_changed, sender=Group.permissions.through)
def relation_changed(
    sender: type[models.Model],
    instance: User | Group | Permission,
    action: str,
    reverse: bool,
    model: type[models.Model],
    pk_set: set[int] | None,
    **kwargs: Any,
) -> None:
    """A line on the account or the group; one on each, where it was done from the other end."""
    sign = CHANGES.get(action)
    if not sign:
        return
    if pk_set is None:  # all of them
        ends = (type(instance)._meta.model_name, model._meta.model_name)
        rows = sender._default_manager.filter(**{f"{ends[0]}_id": instance.pk})
        pk_set = set(rows.values_list(f"{ends[1]}_id", flat=True))
    others = [_called(one) for one in model._default_manager.filter(pk__in=pk_set).order_by("pk")]
    if reverse:
        for other in others:
            write(Act.RIGHTS, other, f"{sign} {_called(instance)}")
    elif others:
        write(Act.RIGHTS, _called(instance), ", ".join(f"{sign} {other}" for other in others))


@receiver(post_delete, sender=User)
def account_deleted(instance: User, **kwargs: Any) -> None:
    if instance.is_staff:
        write(Act.DELETED, instance.username)


@receiver(pre_delete, sender=Group)
def group_deleted(instance: Group, **kwargs: Any) -> None:
    """Its members lose what it allowed, of which no signal tells."""
    members = instance.user_set.order_by("username").values_list("username", flat=True)
    write(Act.DELETED, _called(instance), ", ".join(f"− {name}" for name in members))


def _called(one: Any) -> str:
    """No account is called like a group or a permission: names have no spaces."""
    if isinstance(one, Permission):
        return f"permission {one.content_type.app_label}.{one.codename}"
    return one.username if isinstance(one, User) else f"group {one.name}"
