from django.apps import AppConfig


class ContentConfig(AppConfig):
    name = "content"

    def ready(self) -> None:
        from editing.further_pages import further_pages

        from . import desk

        # The editors' pages do not know this package.
        further_pages.extend(desk.PAGES)
