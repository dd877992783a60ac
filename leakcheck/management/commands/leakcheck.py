import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from films.models import Film, Universe
from leakcheck.acceptance import Accepted, standing_among
from leakcheck.reading import Site
from leakcheck.rules import warnings
from leakcheck.texts import Warning
from leakcheck.wording import called, see, sentence


class Command(BaseCommand):
    help = (
        "Looks for public words that give sealed ones away. Prints where they stand, why they are "
        "suspected and which words they are, and ends with the status 1 where there are any."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--universe", metavar="SLUG", help="Only what has to do with its films."
        )
        parser.add_argument(
            "--accepted", action="store_true", help="Print also what editors let stand, and why."
        )

    def handle(self, *args: Any, universe: str | None, accepted: bool, **options: Any) -> None:
        found = Site(_films_of(universe)).found()
        raised = warnings(*found)
        standing = standing_among(raised)
        for number, warning in enumerate(raised):
            if number not in standing:
                self.stdout.write(_told(warning))
            elif accepted:
                self.stdout.write(f"{_told(warning)}\n{_why(standing[number])}")
        left = len(raised) - len(standing)
        many = "1 warning" if left == 1 else f"{left or 'No'} warnings"
        looked = f"{len(standing)} accepted earlier; {len(found.texts)} texts looked at."
        self.stdout.write(f"{many}; {looked}")
        if left:
            sys.exit(1)


def _films_of(universe: str | None) -> list[int] | None:
    if universe is None:
        return None
    if not Universe.objects.filter(slug=universe).exists():
        raise CommandError(f"There is no universe at the address {universe!r}.")
    return [*Film.objects.filter(universe__slug=universe).values_list("pk", flat=True)]


def _told(warning: Warning) -> str:
    lines = [f"{called(warning.where.item)}: {sentence(warning)}", see(warning)]
    return "\n  ".join(filter(None, lines))


def _why(accepted: Accepted) -> str:
    return f"  accepted by {accepted.by} on {accepted.at:%Y-%m-%d}: {accepted.reason}"
