"""The words of docs/promise.md once more, in plain Python over the rows of one world.

Nothing of the gate is asked here, so that the gate can be compared with it.
"""

from collections.abc import Callable, Collection, Iterator

from django.db import models
from django.utils import timezone

from content.models import LoadedEntry
from editing.models import UnsavedForm, Version
from gate.models import Gated
from gate.reader import Reader, Revealed
from interviews.models import Citation, Interview, InterviewFilm, Quote, Source
from leakcheck.models import AcceptedWarning
from people.models import Character, Credit, Person
from spoilers.models import Beat, Echo, Evidence, Placement

from .one_of_everything import OneOfEverything

DROPPED, LOCKED, OPEN = "dropped", "locked", "open"


class Words:
    """What somebody who has seen these films, and revealed these items, meets of each row."""

    def __init__(self, world: OneOfEverything, seen: frozenset[int], revealed: set[str]) -> None:
        self.world, self.seen, self.revealed = world, seen, revealed
        self.names = {row: name for name, row in world.rows.items()}

    def meets(self, row: models.Model) -> str:
        if not self.is_there(row):
            return DROPPED
        return OPEN if self.is_open(row) else LOCKED

    def reads(self, row: models.Model, column: str) -> str | None:
        """The text of one sealed column of a row, however the row is come by."""
        return vars(row)[f"sealed_{column}"] if self.is_open(row) else None

    def is_open(self, row: models.Model) -> bool:
        match row:
            case Version() | UnsavedForm() | LoadedEntry() | AcceptedWarning():
                return False
            case Person() | Character():
                return self.is_there(row)
            case Interview():
                return self.is_live(row)
            case InterviewFilm():
                return self.is_live(row.interview)
            case Citation():
                return self.is_open(row.quote)
            case Echo():
                return self.is_live(row) and self.is_open(row.later) and self.is_open(row.earlier)
            case Beat():
                return self.is_open(row.echo)
            case Evidence():
                is_told = row.quote is None or self.is_there(row.quote)
                return is_told and self.is_open(row.echo)
        return self._is_unlocked(row)

    def is_there(self, row: models.Model) -> bool:
        match row:
            case Echo():
                ends = [row.later, row.earlier]
                is_told = all(map(self.is_there, ends)) and any(map(self.is_open, ends))
                return self.is_live(row) and is_told
            case Person() | Character() | Source():
                return any(self.is_there(other) for other in self._naming(row))
            case Gated():
                is_shown = row.stamp != "existence" or self._is_unlocked(row)
                return is_shown and self.is_live(row)
        return self.is_open(row)

    def _is_unlocked(self, row: models.Model) -> bool:
        is_revealed = getattr(row, "public_id", None) in self.revealed
        opens = row.stamp == "nothing" or self._has_seen_all(row) or is_revealed
        return opens and self.is_live(row)

    def is_live(self, row: models.Model) -> bool:
        """Published, and not for a moment that lies ahead; a quote as long as its interview is."""
        if not hasattr(row, "state"):
            return True
        if isinstance(row, Quote) and not self.is_live(row.interview):
            return False
        return row.state == "published" and row.live_from <= timezone.now()

    def _has_seen_all(self, row: models.Model) -> bool:
        return self.world.spoils[self.names[row]] <= self.seen

    def _naming(self, row: models.Model) -> Iterator[models.Model]:
        """The rows from which one learns of a person, a character or a source; of others, none."""
        named: dict[type[models.Model], Callable] = {
            Credit: lambda other: [other.person, other.character],
            Quote: lambda other: [other.speaker],
            Citation: lambda other: [other.source],
            Evidence: lambda other: [other.source, other.credits],
            Placement: lambda other: [other.source],
        }
        for other in self.world.rows.values():
            if type(other) in named and row in named[type(other)](other):
                yield other


def readers_of(world: OneOfEverything, seen: Collection[int]) -> list[tuple[Reader, Words]]:
    """Those who have seen these films, by their places in the world, with what they meet.

    They have revealed nothing, or all that can be; or one item, while hardly a film opens any.
    """
    films = frozenset(world.films[place].pk for place in seen)
    items = [row.public_id for row in world.rows.values() if hasattr(row, "public_id")]
    alone = [[public_id] for public_id in items] if len(films) < 2 else []
    return [
        (
            Reader(seen=films, reveals=tuple(Revealed(public_id) for public_id in revealed)),
            Words(world, films, set(revealed)),
        )
        for revealed in ([], *alone, items)
    ]
