from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.core.signals import request_started
from django.db.backends.signals import connection_created


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Callback"

    def ready(self) -> None:
        from . import checks  # noqa: F401 - registers the system check
        from .connections import leave_a_file_that_is_gone, note_the_file
        from .refusals import judge_content_type

        request_started.connect(judge_content_type)
        connection_created.connect(note_the_file)
        request_started.connect(leave_a_file_that_is_gone)


class EditorsConfig(AdminConfig):
    """Django's admin, with a site of our own."""

    default_site = "editing.site.EditorsSite"
