"""What exists for no reader by its state alone: drafts and the like, open to all but for that."""

from collections.abc import Iterator

from django.db import models

from gate.models import Stamp
from spoilers.models import Evidence
from tests.canaries import canaries_in, canary
from tests.factories import (
    BeatFactory,
    CitationFactory,
    EchoFactory,
    EvidenceFactory,
    InterviewFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    SourceFactory,
)
from tests.gate.one_of_everything import NOT_LIVE
from tests.world import World


class Unpublished:
    """Of every state a note, a quote, an interview, a placement and an echo, with what is known by
    them alone.

    Even their public columns hold words that nobody may meet.
    """

    def __init__(self, world: World) -> None:
        self.world = world
        #: By state: "withdrawn" and the like.
        self.notes: dict[str, models.Model] = {}
        self.interviews: dict[str, models.Model] = {}
        self.items: list[models.Model] = []
        later = world.attic_ending
        ends = [(later, world.crossing), (later, world.later), (later, world.hidden_note)]
        ends += [(world.later, world.crossing)]
        for (state, facts), pair in zip(NOT_LIVE.items(), ends, strict=True):
            self.items += self._of(state, facts, *pair)
        #: All that stands in any of their texts.
        self.words = {
            word
            for item in self.items
            for value in vars(item).values()
            for word in canaries_in(value if isinstance(value, str) else "")
        }

    def _of(
        self, state: str, facts: dict, later: models.Model, earlier: models.Model
    ) -> Iterator[models.Model]:
        facts = {**facts, "state_set_by": canary()}
        note = NoteFactory(
            film=self.world.third, spoils=[self.world.third], label=f"Draft {canary()}", **facts
        )
        self.notes[state] = note
        harmless = NoteFactory(film=self.world.first, label=f"Draft {canary()}", **facts)
        yield from (note, harmless)
        yield from self._quote(self.world.second_interview, **facts)
        # Published, and not there without its interview.
        self.interviews[state] = interview = self._interview(facts)
        yield interview
        yield from self._quote(interview)
        # Its source is known by this claim alone.
        source = SourceFactory(stamp=Stamp.NOTHING, outlet=f"Gazette {canary()}")
        claim = PlacementFactory(
            placed=self.world.second,
            anchor=self.world.third,
            stamp=Stamp.NOTHING,
            source=source,
            **facts,
        )
        echo = EchoFactory(later=later, earlier=earlier, **facts)
        yield from (source, claim, echo, BeatFactory(echo=echo))
        # Nobody is known by it, and whoever is known anyway by no more.
        for hand, credited in zip(
            Evidence.Hand, (self.world.actor, self.world.surprise), strict=True
        ):
            quote = self.world.open_quote
            yield EvidenceFactory(echo=echo, quote=quote, hand=hand, credits=credited)
        # Published, and of no use without its other end; nor is what it rests on.
        half = EchoFactory(later=note, earlier=self.world.earlier)
        credited = PersonFactory(name=f"Unlinked {canary()}")
        quote = self.world.open_quote
        yield from (half, credited, BeatFactory(echo=half))
        yield EvidenceFactory(echo=half, quote=quote, credits=credited)

    def _interview(self, facts: dict) -> models.Model:
        """The latest of all, with an address that it had before."""
        interview = InterviewFactory(
            label=f"Unheard of {canary()}",
            outlet=f"Gazette {canary()}",
            date="2026-03-04",
            films=[self.world.first, self.world.third],
            **facts,
        )
        interview.slug = f"{interview.slug}-{canary()}"
        interview.save()
        return interview

    def _quote(self, interview: models.Model, **facts: object) -> Iterator[models.Model]:
        speaker = PersonFactory(name=f"Unheard {canary()}")
        quote = QuoteFactory(interview=interview, speaker=speaker, stamp=Stamp.NOTHING, **facts)
        source = SourceFactory(stamp=Stamp.NOTHING, outlet=f"Gazette {canary()}")
        yield from (speaker, quote, source, CitationFactory(quote=quote, source=source))
        # Evidence for an echo that readers meet, which hides with its quote.
        credited = PersonFactory(name=f"Uncredited {canary()}")
        echo = self.world.far_echo
        yield credited
        yield EvidenceFactory(echo=echo, quote=quote, credits=credited, position=6)
