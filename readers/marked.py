"""What a reader has marked, as rows."""

from films.models import Film
from gate.among import Among
from gate.reader import Reader


def latest_seen(reader: Reader) -> Film | None:
    """Of the films that somebody has seen, the one that came out last."""
    return Film.objects.filter(Among("pk", reader.seen)).in_release_order().last()
