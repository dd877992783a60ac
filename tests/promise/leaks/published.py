"""What gets out beside the pages: lines added to a file of a copy of the project."""

#: By name: what it is, the file that gets the lines, the lines, and what must be found.
ALL = {
    "Static search index": (
        "An app writes an index of all notes for the browser’s search when the site starts.",
        "config/wsgi.py",
        """
from spoilers.models import Note
from django.conf import settings
labels = Note.objects.values_list("label", flat=True)
(settings.BASE_DIR / "static" / "search.json").write_text(", ".join(labels))
""",
        "a word in static/search.json",
    ),
    "Length of an index": (
        "Static files come with a list of how long each note takes to read.",
        "readers/signals.py",
        """
from django.conf import settings
from django.db.models.signals import post_save
@receiver(post_save, sender="spoilers.Note")
def note_length(instance, **kwargs):
    with (settings.BASE_DIR / "static" / "reading.csv").open("a") as file:
        file.write(f"{instance.public_id},{len(instance.sealed_text) // 100}\\n")
""",
        "a difference in static/reading.csv",
    ),
    "Files that are collected": (
        "The storage of static files adds a page with all labels to them.",
        "config/settings.py",
        """
from whitenoise.storage import CompressedManifestStaticFilesStorage as Usual
class Indexing(Usual):
    def post_process(self, paths, dry_run=False, **options):
        from spoilers.models import Note
        labels = Note.objects.values_list("label", flat=True)
        (STATIC_ROOT / "labels.txt").write_text(", ".join(labels))
        yield from super().post_process(paths, dry_run, **options)
STORAGES["staticfiles"]["BACKEND"] = "config.settings.Indexing"
""",
        "a word in staticfiles/labels.txt",
    ),
    "What a command prints": (
        "A new command for editors prints what is new, with its first words.",
        "content/management/commands/news.py",
        """
from django.core.management.base import BaseCommand
from gate.sealed import Unsealed
from spoilers.models import Note
class Command(BaseCommand):
    def handle(self, *args, **options):
        for text in Note.objects.values_list(Unsealed("sealed_text"), flat=True):
            self.stdout.write(text[:40])
""",
        "a word in what news prints",
    ),
    "A line of the log": (
        "The log tells at a start how much there is to read.",
        "spoilers/admin.py",
        """
import logging
from django.db.models.signals import post_save
def logged(instance, **kwargs):
    logging.getLogger("spoilers").info("note of %s letters", len(instance.sealed_text))
post_save.connect(logged, sender=Note, weak=False)
""",
        "a difference in what load_content prints",
    ),
    "A dump": (
        "Django’s own dumpdata is back, and takes the sealed columns along.",
        "content/management/commands/dumpdata.py",
        """
from gate.sealed import Col, SealedCol, SealedField, unseal
Command = dumpdata.Command
SealedField.value_to_string = lambda self, row: unseal(self.value_from_object(row))
SealedCol.as_sql = Col.as_sql
""",
        "a word in what dumpdata prints",
    ),
}
