"""What may stand in the content files: one `Kind` per sort of entry.

A universe is a folder with the files of `FILES`. An entry fills the columns of its model, so
the types, the choices and what may be referred to are the model's own and are not repeated.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db import models

from films.models import Film, Universe
from gate.models import Stamp
from gate.publishing import Publishable
from gate.queryset import sealed_fields
from gate.rule import stamps_of
from interviews.models import Citation, Interview, Quote, Source
from people.models import Character, CharacterFact, Credit, Person
from spoilers.models import Beat, Echo, Evidence, Note, Placement

#: Fields that are no columns: lists of films.
FILM_LISTS = ("spoils", "also_spoils", "films")
#: Another one: true where a note or a quote is to be left out rather than shown as locked.
EXISTENCE = "existence_spoils"
#: And those of what may wait (gate/publishing.py), of which an entry says one: true for a draft;
#: what else keeps it from readers, as a dump has it; the moment from which on they meet it. Without
#: any of them, that is the moment of loading; or, of a quote, its interview says it.
DRAFT = "draft"
STATE = "state"
LIVE_FROM = "live_from"
PUBLISHING = (DRAFT, STATE, LIVE_FROM)


@dataclass(frozen=True, eq=False)
class Kind:
    table: str
    model: type[models.Model]
    #: The fields, as an editor writes them; "?" marks what may be left out.
    form: str
    #: The column by which other entries refer to this one. Where it is no uid, it is the uid of
    #: an entry that names none: a slug is good enough until an editor changes it in the site.
    named_by: str = "uid"
    #: The model's `position` counts from 1 within these, where the entry does not say it.
    counted_within: tuple[str, ...] = ()
    #: Entries nested in this one.
    parts: tuple["Kind", ...] = ()

    @cached_property
    def fields(self) -> dict[str, bool]:
        """Whether each field is required, by name."""
        uid = "uid" if self.named_by == "uid" else "uid?"
        publishing = [f"{name}?" for name in PUBLISHING if self.is_publishable]
        names = [uid, *self.form.split(), *publishing]
        return {name.removesuffix("?"): not name.endswith("?") for name in names}

    @cached_property
    def part_tables(self) -> dict[str, "Kind"]:
        return {part.table: part for part in self.parts}

    @property
    def is_publishable(self) -> bool:
        return issubclass(self.model, Publishable)

    @property
    def carries_its_parts(self) -> bool:
        """It is there for readers before its parts are, which have a state of their own: an interview."""
        return self.is_publishable and any(part.is_publishable for part in self.parts)

    @cached_property
    def stamps(self) -> tuple[Stamp, ...]:
        """The stamps that the model allows; none where it has no requirement of its own."""
        return stamps_of(self.model)

    def column(self, name: str) -> Any:
        sealed = {field.opens_as: field for field in sealed_fields(self.model)}
        return sealed.get(name) or self.model._meta.get_field(name)


@dataclass(frozen=True)
class Ref:
    """An entry by what names it, whether it stands in the files or in the database."""

    kind: Kind
    name: str

    def __str__(self) -> str:
        return self.name

    def find(self) -> models.Model | None:
        """The item of that name in the database."""
        return self.kind.model._default_manager.filter(**{self.kind.named_by: self.name}).first()


UNIVERSE = Kind(
    "universe",
    Universe,
    "slug name studio? blurb? accent position",
    named_by="slug",
)
FILM = Kind(
    "films",
    Film,
    "slug former_slugs? title short_title? kind? released? precision? last_released? minutes? parts? logline?",
    named_by="slug",
)
PLACEMENT = Kind(
    "placements",
    Placement,
    "placed relation anchor second_anchor? claim source? spoils?",
)
PERSON = Kind("people", Person, "slug former_slugs? name sort_name", named_by="slug")
CHARACTER = Kind("characters", Character, "slug former_slugs? name description?", named_by="slug")
CREDIT = Kind(
    "credits",
    Credit,
    "film person job character? spoils? position?",
    counted_within=("film", "job"),
)
FACT = Kind(
    "facts",
    CharacterFact,
    "character relative? text spoils? position?",
    counted_within=("character",),
)
SOURCE = Kind(
    "sources",
    Source,
    "public_id? key outlet published? precision? title? url? archive_url? accessed? spoils?",
    named_by="key",
)
CITATION = Kind("citations", Citation, "source locator? position?", counted_within=("quote",))
QUOTE = Kind(
    "quotes",
    Quote,
    "public_id? speaker fidelity text spoils? existence_spoils? position?",
    counted_within=("interview",),
    parts=(CITATION,),
)
INTERVIEW = Kind(
    "interviews",
    Interview,
    "slug former_slugs? label outlet date precision? films?",
    named_by="slug",
    parts=(QUOTE,),
)
NOTE = Kind(
    "notes",
    Note,
    "public_id? film label kind text timecode? also_spoils? existence_spoils? position?",
    counted_within=("film",),
)
BEAT = Kind("beats", Beat, "theme later earlier position?", counted_within=("echo",))
EVIDENCE = Kind(
    "evidence",
    Evidence,
    "quote? source? hand point credits? position?",
    counted_within=("echo",),
)
ECHO = Kind(
    "echoes",
    Echo,
    "public_id? later earlier kind claim text difference?",
    parts=(BEAT, EVIDENCE),
)

FILES = {
    "universe.toml": (UNIVERSE, FILM, PLACEMENT),
    "people.toml": (PERSON, CHARACTER, CREDIT, FACT),
    "interviews.toml": (SOURCE, INTERVIEW),
    "notes.toml": (NOTE,),
    "echoes.toml": (ECHO,),
}

#: Beside these, where content was written out of a database: what editors had done to what was
#: loaded there. It is not loaded again, and not overwritten, after this either.
EDITORS = "editors.toml"

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

ALL = (*IN_ORDER_OF_WRITING, QUOTE, CITATION, BEAT, EVIDENCE)
KIND_OF = {kind.model: kind for kind in ALL}
