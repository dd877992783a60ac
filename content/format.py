"""What may stand in the content files: one `Kind` per sort of entry.

A universe is a folder with the files of `FILES`. An entry fills the columns of its model, so
the types, the choices and what may be referred to are the model's own and are not repeated.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from films.models import Film, Universe
from gate.models import Stamp
from gate.queryset import sealed_fields
from gate.rule import stamps_of
from interviews.models import Citation, Interview, Quote, Source
from people.models import Character, CharacterFact, Credit, Person
from spoilers.models import Beat, Echo, Evidence, Note, Placement

#: Fields that are no columns: lists of films.
FILM_LISTS = ("spoils", "also_spoils", "films")
#: The other one: true where a note or a quote is to be left out rather than shown as locked.
EXISTENCE = "existence_spoils"


@dataclass(frozen=True, eq=False)
class Kind:
    table: str
    model: type[models.Model]
    #: The fields, as an editor writes them; "?" marks what may be left out.
    form: str
    #: The natural key: columns that tell the entry from all others, in the files and after.
    key: tuple[str, ...] = ()
    #: What an entry is referred to by, where that is not the names of the key.
    referred_by: tuple[str, ...] = ()
    #: The model's `position` counts from 1 within these; parts count within their entry.
    counted_within: tuple[str, ...] = ()
    #: Entries nested in this one. They come and stay with it.
    parts: tuple["Kind", ...] = ()

    @cached_property
    def fields(self) -> dict[str, bool]:
        """Whether each field is required, by name."""
        return {name.removesuffix("?"): not name.endswith("?") for name in self.form.split()}

    @cached_property
    def part_tables(self) -> dict[str, "Kind"]:
        return {part.table: part for part in self.parts}

    @cached_property
    def stamps(self) -> tuple[Stamp, ...]:
        """The stamps that the model allows; none where it has no requirement of its own."""
        return stamps_of(self.model)

    @cached_property
    def has_position(self) -> bool:
        return self._has("position") and "position" not in self.fields

    def column(self, name: str) -> models.Field:
        sealed = {field.opens_as: field for field in sealed_fields(self.model)}
        return sealed.get(name) or self.model._meta.get_field(name)

    def _has(self, name: str) -> bool:
        return any(field.name == name for field in self.model._meta.concrete_fields)


@dataclass(frozen=True)
class Ref:
    """An entry by its natural key, whether it stands in the files or in the database."""

    kind: Kind
    key: tuple[Any, ...]

    def __str__(self) -> str:
        between = (
            " → " if all(isinstance(part, Ref) and part.key[1:] for part in self.key) else " / "
        )
        return between.join(str(part) for part in self.key if part is not None)

    def lookups(self, path: str = "") -> Iterator[tuple[str, Any]]:
        for name, value in zip(self.kind.key, self.key, strict=True):
            if isinstance(value, Ref):
                yield from value.lookups(f"{path}{name}__")
            else:
                yield f"{path}{name}", value

    def find(self) -> models.Model | None:
        return (
            self.kind.model._default_manager.filter(**dict(self.lookups())).order_by("pk").first()
        )


UNIVERSE = Kind("universe", Universe, "slug name studio? blurb accent position", key=("slug",))
FILM = Kind(
    "films",
    Film,
    "slug title short_title? kind? released? minutes? parts? logline",
    key=("slug",),
)
PLACEMENT = Kind(
    "placements",
    Placement,
    "placed relation anchor second_anchor? claim source? spoils?",
    key=("placed", "relation", "anchor", "source"),
)
PERSON = Kind("people", Person, "slug name sort_name", key=("slug",))
CHARACTER = Kind("characters", Character, "slug name description?", key=("slug",))
CREDIT = Kind(
    "credits",
    Credit,
    "film person job character? spoils?",
    key=("film", "person", "job", "character"),
    counted_within=("film", "job"),
)
FACT = Kind(
    "facts",
    CharacterFact,
    "character relative? text spoils?",
    key=("character", "position"),
    counted_within=("character",),
)
SOURCE = Kind(
    "sources",
    Source,
    "key outlet published? precision? title? url? archive_url? accessed? spoils?",
    key=("key",),
)
CITATION = Kind("citations", Citation, "source locator?")
QUOTE = Kind(
    "quotes",
    Quote,
    "speaker fidelity text spoils? existence_spoils?",
    key=("interview", "position"),
    referred_by=("interview", "number"),
    parts=(CITATION,),
)
INTERVIEW = Kind(
    "interviews",
    Interview,
    "slug label outlet date precision? films",
    key=("slug",),
    parts=(QUOTE,),
)
NOTE = Kind(
    "notes",
    Note,
    "film label kind text timecode? also_spoils? existence_spoils?",
    key=("film", "label"),
    counted_within=("film",),
)
BEAT = Kind("beats", Beat, "theme later earlier")
EVIDENCE = Kind("evidence", Evidence, "quote? source? hand point credits?")
ECHO = Kind(
    "echoes",
    Echo,
    "later earlier kind claim text difference?",
    key=("later", "earlier"),
    parts=(BEAT, EVIDENCE),
)

FILES = {
    "universe.toml": (UNIVERSE, FILM, PLACEMENT),
    "people.toml": (PERSON, CHARACTER, CREDIT, FACT),
    "interviews.toml": (SOURCE, INTERVIEW),
    "notes.toml": (NOTE,),
    "echoes.toml": (ECHO,),
}

#: Each kind refers only to those before it.
IN_ORDER_OF_WRITING = (
    UNIVERSE,
    FILM,
    PERSON,
    CHARACTER,
    SOURCE,
    PLACEMENT,
    CREDIT,
    FACT,
    INTERVIEW,
    NOTE,
    ECHO,
)

KIND_OF = {kind.model: kind for kind in (*IN_ORDER_OF_WRITING, QUOTE)}
