from django.apps import AppConfig


class SpoilersConfig(AppConfig):
    name = "spoilers"

    def ready(self) -> None:
        from . import signals  # noqa: F401 - connects Django's own sign-in signals
