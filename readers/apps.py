from django.apps import AppConfig


class ReadersConfig(AppConfig):
    name = "readers"

    def ready(self) -> None:
        from . import signals  # noqa: F401 - connects Django's own sign-in signals
