"""Echoes as pages show them: in a list, and whole."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from films.cards import FilmLink, Films, Spoiled, another, spoiled
from gate.prepared import prepared
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
    missing: Spoiled
    made: datetime

    @property
    def ends(self) -> tuple[End, ...]:
        return (self.later, self.earlier) if self.later and self.earlier else (self.known_end,)

    @property
    def needed(self) -> str:
        """“Ballerina”, “another film”: the films still to be seen."""
        return self.missing.in_words if self.missing.named else another(self.missing.unnamed)

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
    spoils: Spoiled

    @property
    def what(self) -> str:
        """For a button that says what it opens."""
        return "this echo"


#: An echo that a reader knows has an open end; where it is not open, just one.
OPEN_END = "later__is_open"
TEXTS = (
    *("claim", "text", "difference"),
    *("later__text", "later__timecode", "earlier__text", "earlier__timecode"),
)


def echo_cards(
    echoes: EchoQuerySet, reader: Reader, films: Films | None = None, most: int | None = None
) -> list[EchoCard]:
    """The echoes that this reader may know of, in the order of `echoes`; the first `most`."""
    films = films or Films()
    rows = _with_films(_listed(echoes, reader)[:most], films)
    return [EchoCard(**_in_list(row, reader, films)) for row in rows]


def whole_echo(echoes: EchoQuerySet, reader: Reader) -> WholeEcho | None:
    """The first of these echoes that this reader may know of, with all that is open of it."""
    films = Films()
    rows = _with_films(_whole(echoes, reader), films)
    for row in rows:
        return WholeEcho(
            **_in_list(row, reader, films),
            is_revealed=reader.has_revealed(row.later.public_id, row.earlier.public_id),
            claim=Echo.Claim(row.claim).label if row.claim else "",
            text=row.text or "",
            difference=row.difference or "",
            spoils=_spoiled(row, reader, films),
        )
    return None


@prepared
def _listed(echoes: EchoQuerySet, reader: Reader) -> EchoQuerySet:
    return _with_ends(echoes.for_reader(reader, "kind", OPEN_END))


@prepared
def _whole(echoes: EchoQuerySet, reader: Reader) -> EchoQuerySet:
    return _with_ends(echoes.for_reader(reader, "kind", OPEN_END, *TEXTS))


def _with_ends(echoes: EchoQuerySet) -> EchoQuerySet:
    ends = [
        f"{end}__{column}"
        for end in ("later", "earlier")
        for column in ("public_id", "label", "film", "requirement")
    ]
    return echoes.select_related("later", "earlier").only("public_id", "made", *ends)


def _with_films(echoes: EchoQuerySet, films: Films) -> list[Echo]:
    rows = list(echoes)
    films.look_up_required(end for row in rows for end in (row.later, row.earlier))
    return rows


def _in_list(row: Echo, reader: Reader, films: Films) -> dict[str, Any]:
    later, earlier = _end(row, "later", films), _end(row, "earlier", films)
    locked = [] if row.is_open else [row.earlier if row.later_is_open else row.later]
    return {
        "pk": row.pk,
        "public_id": row.public_id,
        "url": row.get_absolute_url(),
        "is_open": row.is_open,
        "known_end": later if row.later_is_open else earlier,
        "later": later if row.is_open else None,
        "earlier": earlier if row.is_open else None,
        "made": row.made,
        "kind": Echo.Kind(row.kind).label if row.kind else "",
        "missing": _spoiled(row, reader, films).among(films.required(*locked)),
    }


def _spoiled(row: Echo, reader: Reader, films: Films) -> Spoiled:
    """What it gives away beyond what is seen. Of its films, the open end's are its own."""
    known = row.later if row.later_is_open else row.earlier
    told = spoiled(films.required(row.later, row.earlier), known.required, reader)
    return told.among(told.unseen)


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
