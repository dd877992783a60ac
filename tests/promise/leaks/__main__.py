"""Writes docs/leaks.md: `python -m tests.promise.leaks`."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from .table import FILE, page  # noqa: E402 - models need the set-up above

FILE.write_text(page())
