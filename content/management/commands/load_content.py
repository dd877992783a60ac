from argparse import ArgumentParser
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from content.format import UNIVERSE, Kind
from content.loader import STARTER, Loaded, load
from content.reading import ContentError
from films.models import Universe


class Command(BaseCommand):
    help = (
        "Adds what is missing from content files: the starter content, or the folders named. "
        "Never changes what is there."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "paths", nargs="*", type=Path, help="Folder of a universe, or of several universes."
        )
        parser.add_argument(
            "--if-empty", action="store_true", help="Do nothing where a universe exists already."
        )

    def handle(self, *args: Any, paths: list[Path], if_empty: bool, **options: Any) -> None:
        if if_empty and Universe.objects.exists():
            self.stdout.write("There is content already; nothing loaded.")
            return
        try:
            results = load(*(paths or [STARTER]))
        except ContentError as error:
            raise CommandError("\n".join([*error.errors, "Nothing was loaded."])) from error
        for loaded in results:
            self.stdout.write(_summary(loaded))


def _summary(loaded: Loaded) -> str:
    """“John Wick: 6 films, 1 echo; already there: 24 notes.”"""
    added = _counts(loaded.added) or "nothing new"
    there = _counts(loaded.there)
    return f"{loaded.universe}: {added}{f'; already there: {there}' if there else ''}."


def _counts(counter: Counter[Kind]) -> str:
    return ", ".join(
        f"{number} {_noun(kind, number)}"
        for kind, number in counter.items()
        if kind is not UNIVERSE
    )


def _noun(kind: Kind, number: int) -> str:
    meta = kind.model._meta
    return str(meta.verbose_name if number == 1 else meta.verbose_name_plural)
