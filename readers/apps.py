from django.apps import AppConfig, apps
from django.db import models

from gate.texts import one_line

#: Django's own columns of names; the rule for user names alone takes letters of which nothing is
#: seen, such as U+3164, and with them a second “editor”.
NAMES = {"User": ("username", "first_name", "last_name"), "Group": ("name",)}


class ReadersConfig(AppConfig):
    name = "readers"

    def ready(self) -> None:
        from editing.pointing import movers

        from . import audit, signals  # noqa: F401 - connect signals of Django's and allauth's
        from .merging import MARKS

        # The editors' pages do not know this package.
        movers.append(MARKS)

        # Where every form asks: sign-up, the editors' pages, createsuperuser.
        for model, names in NAMES.items():
            for name in names:
                self._column(model, name).validators.append(one_line)

    def _column(self, model: str, name: str) -> models.Field:
        return apps.get_model("auth", model)._meta.get_field(name)
