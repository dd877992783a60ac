from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.dumping import dump
from content.stored import NeverCompared, NoUniverse

NEVER_COMPARED = (
    "Some content was loaded by an older version, which did not note what editors change. Load its "
    "files once more (load_content), and then dump; or dump it as changed by editors (--all-edited)."
)


class Command(BaseCommand):
    help = (
        "Writes all content, sealed texts too, as files that load_content reads: "
        "a folder for each universe, in the folder named."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("folder", type=Path, help="An empty folder, or one to be made.")
        parser.add_argument(
            "--all-edited",
            action="store_true",
            help="Take all that was loaded by an older version for changed by editors.",
        )

    def handle(self, *args: Any, folder: Path, all_edited: bool, **options: Any) -> None:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise CommandError(f"{folder} is there already, and not an empty folder.")
        try:
            written = dump(folder, all_edited)
        except NoUniverse as error:
            raise CommandError("There is no universe, and content stands in one.") from error
        except NeverCompared as error:
            raise CommandError(NEVER_COMPARED) from error
        for universe in written:
            self.stdout.write(f"Written: {universe}")
