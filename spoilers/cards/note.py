"""Notes as pages show them, each with the echoes that run through it."""

from collections.abc import Iterable
from dataclasses import dataclass

from films.cards import FilmLink, Films, Spoiled, spoiled
from gate.prepared import prepared
from gate.reader import Reader
from spoilers.models.note import Note, NoteQuerySet

from .echo import EchoCard, echo_cards, touching


@dataclass(frozen=True, slots=True)
class NoteCard:
    public_id: str
    url: str
    film: FilmLink
    label: str
    kind: str
    spoils: Spoiled
    is_open: bool
    is_revealed: bool
    text: str | None
    timecode: str | None
    #: Empty while the note is locked.
    echoes: tuple[EchoCard, ...]

    @property
    def anchor(self) -> str:
        return f"note-{self.public_id}"

    @property
    def what(self) -> str:
        """For a button that says what it opens."""
        return f"“{self.label}”"


def note_cards(
    notes: NoteQuerySet, reader: Reader, films: Films | None = None, most: int | None = None
) -> list[NoteCard]:
    """The notes that this reader may know of, in the order of `notes`; the first `most`."""
    films = films or Films()
    rows = list(_rows(notes, reader)[:most])
    films.look_up_required(rows)
    opened = [row.pk for row in rows if row.is_open]
    echoes = echo_cards(touching(opened), reader, films)
    by_note = _by_note(echoes)
    return [
        NoteCard(
            public_id=row.public_id,
            url=row.get_absolute_url(),
            film=films[row.film_id],
            label=row.label,
            kind=Note.Kind(row.kind).label,
            spoils=spoiled(films.required(row), (row.film_id,), reader),
            is_open=row.is_open,
            is_revealed=reader.has_revealed(row.public_id),
            text=row.text,
            timecode=row.timecode,
            echoes=tuple(by_note.get(row.public_id, ())),
        )
        for row in rows
    ]


@prepared
def _rows(notes: NoteQuerySet, reader: Reader) -> NoteQuerySet:
    return notes.for_reader(reader).only("public_id", "film", "label", "kind", "requirement")


def _by_note(echoes: Iterable[EchoCard]) -> dict[str, list[EchoCard]]:
    """Each under its ends, as far as this reader knows them."""
    found: dict[str, list[EchoCard]] = {}
    for echo in echoes:
        for end in echo.ends:
            found.setdefault(end.public_id, []).append(echo)
    return found
