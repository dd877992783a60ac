"""Notes as pages show them, each with the echoes that run through it."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass

from films.cards import FilmLink, Films, Spoiled, spoiled
from gate.places import few_or_first
from gate.prepared import prepared
from gate.reader import Reader
from spoilers.models.echo import Echo, EchoQuerySet
from spoilers.models.note import Note, NoteQuerySet

from .echo import EchoCard, echo_cards

#: Of the echoes that run through a note, its card has so many; its page leads on to the others.
ECHOES = 12
#: So many, of all notes on a page, are read without counting those of each.
AT_ONCE = 60


@dataclass(frozen=True, slots=True)
class NoteCard:
    pk: int
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
    #: The first of them; empty while the note is locked.
    echoes: tuple[EchoCard, ...]
    #: After which echo the rest begins; empty where these are all.
    rest: str

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
    echoes = few_or_first(
        echo_cards(_running_through(opened), reader, films, AT_ONCE + 1),
        AT_ONCE,
        lambda: echo_cards(_first_through_each(opened, ECHOES + 1), reader, films),
    )
    by_note = _by_note(echoes)
    return [
        NoteCard(
            pk=row.pk,
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
            echoes=tuple(own[:ECHOES]),
            rest=own[ECHOES - 1].public_id if len(own) > ECHOES else "",
        )
        for row in rows
        for own in [by_note.get(row.public_id, [])]
    ]


@prepared
def _running_through(notes: Collection[int]) -> EchoQuerySet:
    return Echo.objects.touching(notes)


@prepared
def _first_through_each(notes: Collection[int], most: int) -> EchoQuerySet:
    return Echo.objects.touching(notes).first_of_each(notes, most)


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
