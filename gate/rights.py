"""The rights that accounts have on rows of a model, as Django names them."""

from typing import Any

from django.contrib.auth import get_permission_codename
from django.db import models


def may(user: Any, verb: str, model: type[models.Model]) -> bool:
    """Whether the account may “view”, “add”, “change”, “delete” or “publish” such rows.

    Of which of them, the admin of the model may have more to say.
    """
    return user.has_perm(f"{model._meta.app_label}.{get_permission_codename(verb, model._meta)}")
