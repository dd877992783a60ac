from typing import Any

from django.core.management import CommandError
from django.core.management.commands import dumpdata


class Command(dumpdata.Command):
    help = "Is of no use here: sealed texts leave the database by dump_content alone."

    def handle(self, *args: Any, **options: Any) -> None:
        raise CommandError("dumpdata cannot read sealed texts. Use: manage.py dump_content FOLDER")
