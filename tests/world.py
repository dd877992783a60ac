"""A small world with one of everything that can leak, and what each secret spoils.

`World.spoils` maps every canary to the films that must all be seen before it may show. It is
written down here by hand, so that tests compare the site with something the gate did not compute.
"""

from dataclasses import dataclass, field

from django.db import models

from films.models import Film
from gate.models import Stamp
from gate.reader import Reader
from people.models import Credit
from spoilers.models import Echo, Evidence

from .canaries import canaries_in, canary
from .factories import (
    BeatFactory,
    CharacterFactFactory,
    CharacterFactory,
    CitationFactory,
    CreditFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    SourceFactory,
    UniverseFactory,
)


@dataclass
class World:
    spoils: dict[str, frozenset[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._films()
        self._people()
        self._interview()
        self._notes()
        self._echo()

    def open_to(self, reader: Reader) -> set[str]:
        """The canaries that this reader has unlocked by films seen. What was revealed does not count here."""
        return {word for word, films in self.spoils.items() if films <= reader.seen}

    @property
    def films(self) -> list[Film]:
        return [self.first, self.second]

    def _films(self) -> None:
        self.universe = UniverseFactory(slug="the-house", name="The House")
        self.first = FilmFactory(universe=self.universe, slug="the-house", title="The House")
        self.second = FilmFactory(
            universe=self.universe, slug="the-garden", title="The Garden", short_title="Garden"
        )
        self.open_placement = self._sealed(
            PlacementFactory(placed=self.second, anchor=self.first, stamp=Stamp.NOTHING)
        )
        self.hidden_placement = self._sealed(
            PlacementFactory(
                placed=self.second,
                anchor=self.first,
                relation="during",
                spoils=[self.second],
                source=SourceFactory(
                    stamp=Stamp.NOTHING,
                    sealed_title="",
                    sealed_url="",
                    sealed_archive_url="",
                ),
            ),
            self.second,
        )

    def _people(self) -> None:
        self.director = PersonFactory(slug="ida-holm", name="Ida Holm", sort_name="Holm, Ida")
        self.directing = CreditFactory(
            film=self.second, person=self.director, job=Credit.Job.DIRECTOR, character=None
        )
        self.actor = PersonFactory(slug="jo-lind", name="Jo Lind", sort_name="Lind, Jo")
        self.hero = CharacterFactory(slug="the-gardener", name="The Gardener")
        self.acting = CreditFactory(film=self.first, person=self.actor, character=self.hero)
        self.returning = CreditFactory(film=self.second, person=self.actor, character=self.hero)
        self.surprise = PersonFactory(slug="surprise-guest", name=f"Guest {canary()}")
        self.ghost = CharacterFactory(slug="the-visitor", name=f"Ghost {canary()}")
        self.cameo = CreditFactory(
            film=self.second, person=self.surprise, character=self.ghost, stamp=Stamp.EXISTENCE
        )
        self._secret(self.surprise.name, self.second)
        self._secret(self.ghost.name, self.second)
        self.fact = self._sealed(
            CharacterFactFactory(
                character=self.hero,
                relative=self.ghost,
                spoils=[self.first, self.second],
            ),
            self.first,
            self.second,
        )

    def _interview(self) -> None:
        self.interview = InterviewFactory(
            slug="ida-holm-2025", label="Ida Holm in the Gazette, June 2025", films=[self.second]
        )
        said = {"interview": self.interview, "speaker": self.director}
        self.open_quote = self._sealed(QuoteFactory(**said, position=1, stamp=Stamp.NOTHING))
        self.sealed_quote = self._sealed(
            QuoteFactory(**said, position=2, spoils=[self.first, self.second]),
            self.first,
            self.second,
        )
        self.hidden_quote = self._sealed(
            QuoteFactory(**said, position=3, spoils=[self.second], stamp=Stamp.EXISTENCE),
            self.second,
        )
        self.source = self._sealed(
            SourceFactory(key="gazette-2025-06", outlet="Gazette", spoils=[self.second]),
            self.second,
        )
        self.citation = self._sealed(
            CitationFactory(quote=self.sealed_quote, source=self.source), self.first, self.second
        )

    def _notes(self) -> None:
        self.earlier = self._sealed(
            NoteFactory(film=self.first, label="The ending", kind="ending"), self.first
        )
        self.later = self._sealed(
            NoteFactory(film=self.second, label="The ending", kind="ending"), self.second
        )
        self.crossing = self._sealed(
            NoteFactory(film=self.second, label="The doorbell", spoils=[self.first]),
            self.first,
            self.second,
        )
        self.hidden_note = self._sealed(
            NoteFactory(film=self.second, label=f"Room {canary()}", stamp=Stamp.EXISTENCE),
            self.second,
        )
        self._secret(self.hidden_note.label, self.second)

    def _echo(self) -> None:
        both = (self.first, self.second)
        self.echo = self._sealed(
            EchoFactory(
                later=self.later,
                earlier=self.earlier,
                sealed_claim=Echo.Claim.INTENDED,
                is_published=False,
            ),
            *both,
        )
        self.beats = [
            self._sealed(BeatFactory(echo=self.echo, position=position), *both)
            for position in (1, 2)
        ]
        self.evidence = self._sealed(
            EvidenceFactory(echo=self.echo, quote=self.sealed_quote, credits=self.actor), *both
        )
        self.report = self._sealed(
            EvidenceFactory(
                echo=self.echo,
                quote=None,
                source=self.source,
                hand=Evidence.Hand.SECOND,
                position=1,
            ),
            *both,
        )
        self.echo.publish()

    def _sealed(self, item: models.Model, *films: Film) -> models.Model:
        sealed = [value for name, value in vars(item).items() if name.startswith("sealed_")]
        for text in sealed:
            self._secret(text, *films)
        return item

    def _secret(self, text: str, *films: Film) -> None:
        for word in canaries_in(text):
            self.spoils[word] = frozenset(film.pk for film in films)
