from django.apps import AppConfig, apps
from django.db.models.signals import post_migrate


class MemoryConfig(AppConfig):
    name = "memory"

    def ready(self) -> None:
        from .triggers import after_migrate

        # Once a migrate: this app has no models, for which Django would tell it by itself.
        post_migrate.connect(after_migrate, sender=apps.get_app_config("films"))
