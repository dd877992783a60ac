"""Starts the site as `make run` and a redeployment do, in the folder in which it is called.

    python -m tests.promise.published.start

Commands that load content come before those that publish files: a later start has content.
"""

import logging
import random
import secrets
from pathlib import Path

import django
from django.conf import settings
from django.core.management import CommandError, call_command, get_commands

#: Other packages' files. To compress them takes long.
UNUSED = ["admin", "django_htmx"]
FORMATS = ("json", "jsonl", "xml")


def main() -> None:
    # Ids and keys are random, but the same at every start: no difference needs to be left out.
    secrets.choice = random.Random(17).choice
    django.setup()
    logging.getLogger().setLevel(logging.INFO)
    _run("migrate", verbosity=0, skip_checks=True)
    for name in _our_commands():
        _run(name)
        _run(name)
    _run("check", deploy=True)
    _run("migrate")
    _run("makemigrations", check_changes=True, dry_run=True)
    _run("collectstatic", interactive=False, clear=True, ignore_patterns=UNUSED)
    for written in FORMATS:
        _run("dumpdata", format=written)


def _our_commands() -> list[str]:
    """Each must do for a start without arguments, whatever it is for."""
    return sorted(
        name
        for name, app in get_commands().items()
        if Path(settings.BASE_DIR, app.partition(".")[0]).is_dir()
    )


def _run(name: str, **options: object) -> None:
    print(f"$ {name}", flush=True)  # noqa: T201 - what is printed is what is looked at
    try:
        call_command(name, **options)
    except (CommandError, SystemExit) as error:
        print(f"{type(error).__name__}: {error}")  # noqa: T201 - as above


if __name__ == "__main__":
    main()
