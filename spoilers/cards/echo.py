"""Echoes as pages show them: in a list, and whole."""

from dataclasses import dataclass
from typing import Any

from films.cards import FilmLink, Films, names
from gate.reader import Reader
from spoilers.models import Echo, Note
from spoilers.models.echo import EchoQuerySet


@dataclass(frozen=True, slots=True)
class End:
    """A note as the end of an echo."""

    pk: int
    public_id: str
    url: str
    film: FilmLink
    label: str
    #: Empty where the page shows no texts.
    text: str
    timecode: str

    @property
    def name(self) -> str:
        """“Ballerina: The ending”."""
        return f"{self.film.name}: {self.label}"


@dataclass(frozen=True, slots=True)
class EchoCard:
    """An echo in a list. Locked, it has one end, and says what else must be seen."""

    pk: int
    public_id: str
    url: str
    is_open: bool
    #: The note through which this reader knows of the echo.
    known_end: End
    #: Both, where the echo is open.
    later: End | None
    earlier: End | None
    kind: str
    #: Which films are still to be seen before it opens by itself.
    missing: tuple[FilmLink, ...]

    @property
    def ends(self) -> tuple[End, ...]:
        return (self.later, self.earlier) if self.later and self.earlier else (self.known_end,)

    @property
    def needed(self) -> str:
        """The names of the films still to be seen."""
        return names(self.missing)

    @property
    def title(self) -> str:
        """Stays in the browser's history, so it says no more of an open echo."""
        return f"An echo of {self.known_end.name}"

    @property
    def in_words(self) -> str:
        """“Ballerina: The ending mirrors Chapter 2: The ending”, or what it needs."""
        if self.later and self.earlier:
            return f"{self.later.name} {self.kind} {self.earlier.name}"
        return f"{self.known_end.name} has an echo; it needs {self.needed}"


@dataclass(frozen=True, slots=True)
class WholeEcho(EchoCard):
    """An echo on its own page."""

    is_revealed: bool
    claim: str
    text: str
    difference: str
    #: Which films revealing it gives away.
    spoils: tuple[FilmLink, ...]

    @property
    def spoiled(self) -> str:
        return names(self.spoils)


OPEN_ENDS = ("later__is_open", "earlier__is_open")
TEXTS = (
    *("claim", "text", "difference"),
    *("later__text", "later__timecode", "earlier__text", "earlier__timecode"),
)


def echo_cards(echoes: EchoQuerySet, reader: Reader, films: Films | None = None) -> list[EchoCard]:
    """The echoes that this reader may know of, in the order of `echoes`."""
    films = films or Films()
    rows = _echo_rows(echoes.for_reader(reader, "kind", *OPEN_ENDS), films)
    return [EchoCard(**_in_list(row, reader, films)) for row in rows]


def whole_echo(echoes: EchoQuerySet, reader: Reader) -> WholeEcho | None:
    """The first of these echoes that this reader may know of, with all that is open of it."""
    films = Films()
    rows = _echo_rows(echoes.for_reader(reader, "kind", *OPEN_ENDS, *TEXTS), films)
    for row in rows:
        return WholeEcho(
            **_in_list(row, reader, films),
            is_revealed=reader.has_revealed(row.later.public_id, row.earlier.public_id),
            claim=Echo.Claim(row.claim).label if row.claim else "",
            text=row.text or "",
            difference=row.difference or "",
            spoils=tuple(reader.unseen(films.required(row.later, row.earlier))),
        )
    return None


def _echo_rows(echoes: EchoQuerySet, films: Films) -> list[Echo]:
    ends = [
        f"{end}__{column}"
        for end in ("later", "earlier")
        for column in ("public_id", "label", "film", "requirement")
    ]
    rows = list(echoes.select_related("later", "earlier").only("public_id", *ends))
    films.look_up_required(end for row in rows for end in (row.later, row.earlier))
    return rows


def _in_list(row: Echo, reader: Reader, films: Films) -> dict[str, Any]:
    later, earlier = _end(row, "later", films), _end(row, "earlier", films)
    opened = {row.later: row.later_is_open, row.earlier: row.earlier_is_open}
    locked = [end for end, is_open in opened.items() if not is_open]
    return {
        "pk": row.pk,
        "public_id": row.public_id,
        "url": row.get_absolute_url(),
        "is_open": row.is_open,
        "known_end": later if row.later_is_open else earlier,
        "later": later if row.is_open else None,
        "earlier": earlier if row.is_open else None,
        "kind": Echo.Kind(row.kind).label if row.kind else "",
        "missing": tuple(reader.unseen(films.required(*locked))),
    }


def _end(row: Echo, name: str, films: Films) -> End:
    note: Note = getattr(row, name)
    # Texts are there only where the query asked for them.
    opened = vars(row)
    return End(
        pk=note.pk,
        public_id=note.public_id,
        url=note.get_absolute_url(),
        film=films[note.film_id],
        label=note.label,
        text=opened.get(f"{name}_text") or "",
        timecode=opened.get(f"{name}_timecode") or "",
    )
