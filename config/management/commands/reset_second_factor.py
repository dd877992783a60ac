from argparse import ArgumentParser
from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError

from config.mail import deliver
from editing.second_factor import has_one
from readers.second_factor import reset

#: For the mail server, in seconds.
PATIENCE = 20


class Command(BaseCommand):
    help = (
        "Takes the second factor of an account away, when the phone and the recovery codes are "
        "lost. Make sure first that it is its owner who asks: from then on the password is enough "
        "to set up another one."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("name", help="Of the account.")
        parser.add_argument("--yes", action="store_true", help="Do not ask.")

    def handle(self, *args: Any, name: str, yes: bool, **options: Any) -> None:
        """Raises CommandError, with nothing changed, where there is nothing to take away."""
        user = User.objects.filter(username=name).first()
        if user is None:
            raise CommandError(f"No account is called “{name}”.")
        if not has_one(user):
            raise CommandError(f"“{name}” has no second factor.")
        if not (yes or _agreed(f"Take the second factor of “{name}” away? [y/N] ")):
            raise CommandError("Nothing was changed.")
        reset(user)
        deliver(PATIENCE)
        self.stdout.write(
            f"“{name}” has no second factor any more. Have them sign in at once and set up another."
        )


def _agreed(question: str) -> bool:
    try:
        return input(question).strip().lower() in ("y", "yes")
    except EOFError:  # nobody is there to answer
        return False
