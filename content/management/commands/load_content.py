from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from content.loaded import Loaded
from content.loader import STARTER, load
from content.plan import counts
from content.reading import ContentError
from films.models import Universe


class Command(BaseCommand):
    help = (
        "Loads content files: the starter content, or the folders named. Adds what is new, and "
        "brings up to date what nobody has changed since it was loaded."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, help="Folder of a universe, or of several universes."
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where a universe exists already."
        )

        parser.add_argument(
            "--open",
            action="store_true",
            dest="may_open",
            help="Agree to what opens sealed items to more readers, or sooner.",
        )
        parser.add_argument(
            "--dry-run", action="store_true", help="Say what would be done, and change nothing."
        )

    def handle(
        self,
        *args: Any,
        paths: list[Path],
        if_empty: bool,
        may_open: bool,
        dry_run: bool,
        **options: Any,
    ) -> None:
        if if_empty and Universe.objects.exists():
            self.stdout.write("There is content already; nothing loaded.")
            return
        try:
            with transaction.atomic():
                results = load(*(paths or [STARTER]), may_open=may_open)
                transaction.set_rollback(dry_run)
        except ContentError as error:
            raise CommandError("\n".join([*error.errors, "Nothing was loaded."])) from error
        for loaded in results:
            self.stdout.write(_summary(loaded))
            for line in loaded.updated:
                self.stdout.write(f"  updated: {line}")
            for line in loaded.kept:
                self.stdout.write(f"  kept, as changed here: {line}")
        if dry_run:
            self.stdout.write("Nothing was changed: this was a dry run.")


def _summary(loaded: Loaded) -> str:
    """“John Wick: 6 films, 1 echo; already there: 24 notes; left out, as removed here: 1 beat.”"""
    parts = [counts(loaded.added.items()) or "nothing new"]
    parts += [f"already there: {there}" for there in [counts(loaded.there.items())] if there]
    parts += [
        f"left out, as removed here: {gone}" for gone in [counts(loaded.left_out.items())] if gone
    ]
    return f"{loaded.universe}: {'; '.join(parts)}."
