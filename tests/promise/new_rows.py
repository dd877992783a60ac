"""Rows of whose existence a reader may not know: as many as a test asks for, of every kind."""

from itertools import cycle, islice

from films.models import Placement, PlacementRequirement
from gate.models import Stamp
from interviews.models import Citation, Quote, QuoteRequirement, Source
from people.models import (
    Character,
    CharacterFact,
    CharacterFactRequirement,
    Credit,
    CreditRequirement,
    Person,
)
from spoilers.models import Beat, Echo, Evidence, Note, NoteRequirement
from tests.canaries import canary, secret

from .knowledge import Knowledge
from .rows import Rows


def add(count: int, rows: Rows, knowledge: Knowledge) -> None:
    """`count` hidden notes and unknown echoes, and a fifth as many of the rest."""
    Adding(rows, knowledge).add(count, -(-count // 5))


class Adding:
    def __init__(self, rows: Rows, knowledge: Knowledge) -> None:
        self.rows, self.knowledge = rows, knowledge
        self.films = sorted(rows["Film"])
        self.unseen = sorted(set(self.films) - knowledge.spoiled)
        positions = (
            row.get("position") or 0 for table in rows.tables.values() for row in table.values()
        )
        self.last = max(positions, default=0)  # of those that were added before, too

    def add(self, count: int, fewer: int) -> None:
        self._people(fewer)
        self._sources(fewer)
        if not self.unseen:  # then nothing can be hidden from this reader by a requirement
            return
        self._notes(count)
        self._echoes()
        self._credits(fewer)
        self._facts(fewer)
        self._quotes(fewer)
        self._placements(fewer)

    def _known(self, model: str) -> list[int]:
        return sorted(pk for name, pk in self.knowledge.known if name == model)

    def _spread(self, model: str, count: int) -> list[int]:
        """Known rows of the model, each in turn: what is added hangs on what shows."""
        return list(islice(cycle(self._known(model)), count)) if self._known(model) else []

    def _hidden(self, film: int, number: int) -> dict:
        return {"film_id": film, "stamp": Stamp.HIDDEN, "position": self.last + 1 + number}

    def _requirements(self, model, items: list, key: str = "film_id") -> None:
        """Items on films that are seen spoil another film as well."""
        unseen = cycle(self.unseen)
        model.objects.bulk_create(
            model(item=item, film_id=next(unseen))
            for item in items
            if getattr(item, key) not in self.unseen
        )

    def _people(self, count: int) -> None:
        words = [canary() for _ in range(count)]
        self.people = Person.objects.bulk_create(
            Person(slug=word, name=f"Aa {word}", sort_name=f"Aa {word}") for word in words
        )
        self.characters = Character.objects.bulk_create(
            Character(slug=f"c-{word}", name=f"Aa {word}", description=secret()) for word in words
        )

    def _sources(self, count: int) -> None:
        self.sources = Source.objects.bulk_create(
            Source(
                key=f"new-{number}-{canary()}",
                outlet=canary(),
                sealed_title=secret(),
                sealed_url=f"https://example.org/{canary()}",
                sealed_archive_url=f"https://example.org/{canary()}",
                stamp=Stamp.OPEN,
            )
            for number in range(count)
        )

    def _notes(self, count: int) -> None:
        films = list(islice(cycle(self.films), count + 1))
        self.notes = Note.objects.bulk_create(
            Note(
                label=f"New {canary()}",
                sealed_text=secret(),
                sealed_timecode=canary(),
                **self._hidden(film, number) | {"position": number % 3},
            )
            for number, film in enumerate(films)
        )
        self._requirements(NoteRequirement, self.notes)

    def _echoes(self) -> None:
        """Each from one hidden note to the next; to every locked note from the first.

        And to every note from the last, as drafts.
        """
        ends = list(zip(self.notes, self.notes[1:], strict=False))
        pairs = [(later.pk, earlier.pk) for later, earlier in ends]
        locked = [pk for pk in self._known("Note") if not self.knowledge_opens("Note", pk)]
        pairs += [(self.notes[0].pk, pk) for pk in locked]
        drafts = [(self.notes[-1].pk, pk) for pk in self._known("Note")]
        echoes = Echo.objects.bulk_create(
            Echo(
                later_id=later,
                earlier_id=earlier,
                sealed_kind=Echo.Kind.MIRRORS,
                sealed_claim=Echo.Claim.NOTICED,
                sealed_text=secret(),
                sealed_difference=secret(),
                is_published=(later, earlier) in pairs,
            )
            for later, earlier in pairs + drafts
        )
        self._parts([echo.pk for echo in echoes])
        # And more of what belongs to an echo that is known and not open.
        self._parts(
            [pk for pk in self._known("Echo") if ("Echo", pk, "sealed_text") not in self.cells]
        )

    @property
    def cells(self) -> set:
        return self.knowledge.cells

    def knowledge_opens(self, model: str, pk: int) -> bool:
        return (model, pk, "sealed_text") in self.cells

    def _parts(self, echoes: list[int]) -> None:
        Beat.objects.bulk_create(
            Beat(
                echo_id=echo,
                position=self.last + number,
                sealed_theme=secret(),
                sealed_later=secret(),
                sealed_earlier=secret(),
            )
            for echo in echoes
            for number in (1, 2)
        )
        people = self._spread("Person", len(echoes))
        Evidence.objects.bulk_create(
            Evidence(
                echo_id=echo,
                source=self.sources[0],
                hand=Evidence.Hand.FIRST,
                sealed_point=secret(),
                credits_id=person,
            )
            for echo, person in zip(echoes, people, strict=False)
        )

    def _credits(self, count: int) -> None:
        """Of people whom the reader knows, as people whom the reader knows, and of new ones."""
        known, parts = self._spread("Person", count), self._spread("Character", count)
        films = list(islice(cycle(self.films), count))
        # A job that hardly anybody has, so that no credit comes twice.
        taken = {
            (row["film_id"], row["person_id"], row["job"], row["character_id"])
            for row in self.rows["Credit"].values()
        }
        new = {
            *((film, person, "creator", None) for film, person in zip(films, known, strict=False)),
            *((f, p, "actor", c) for f, p, c in zip(films, known, parts, strict=False)),
            *(
                (film, person.pk, "actor", character.pk)
                for film, person, character in zip(films, self.people, self.characters, strict=True)
            ),
        }
        credits = Credit.objects.bulk_create(
            Credit(person_id=person, job=job, character_id=character, **self._hidden(film, 0))
            for film, person, job, character in sorted(new - taken, key=str)
        )
        self._requirements(CreditRequirement, credits)

    def _facts(self, count: int) -> None:
        films = cycle(self.films)
        facts = CharacterFact.objects.bulk_create(
            CharacterFact(
                character_id=character,
                relative=relative,
                sealed_text=secret(),
                **self._hidden(next(films), number),
            )
            for number, (character, relative) in enumerate(
                zip(self._spread("Character", count), self.characters, strict=False)
            )
        )
        self._requirements(CharacterFactRequirement, facts)

    def _quotes(self, count: int) -> None:
        films = cycle(self.films)
        people = self._spread("Person", count // 2) + [person.pk for person in self.people]
        quotes = Quote.objects.bulk_create(
            Quote(
                interview_id=interview,
                speaker_id=speaker,
                fidelity=Quote.Fidelity.VERBATIM,
                sealed_text=secret(),
                **self._hidden(next(films), number),
            )
            for number, (interview, speaker) in enumerate(
                zip(self._spread("Interview", count), people, strict=False)
            )
        )
        self._requirements(QuoteRequirement, quotes)
        self._cite(quotes)

    def _cite(self, quotes: list[Quote]) -> None:
        locked = [pk for pk in self._known("Quote") if not self.knowledge_opens("Quote", pk)]
        cited = [quote.pk for quote in quotes] + locked
        Citation.objects.bulk_create(
            Citation(quote_id=quote, source=source, sealed_locator=secret())
            for quote, source in zip(cited, cycle(self.sources), strict=False)
        )
        echoes = self._spread("Echo", len(quotes))
        Evidence.objects.bulk_create(
            Evidence(
                echo_id=echo,
                quote=quote,
                hand=Evidence.Hand.SECOND,
                sealed_point=secret(),
            )
            for echo, quote in zip(echoes, quotes, strict=False)
        )

    def _placements(self, count: int) -> None:
        """Claims that turn the order of the story round."""
        films = [pk for pk in self.films if self.rows["Film"][pk]["released"]]
        pairs = islice(cycle(zip(films, films[1:], strict=False)), count)
        placements = Placement.objects.bulk_create(
            Placement(
                placed_id=earlier,
                anchor_id=later,
                relation=Placement.Relation.AFTER,
                sealed_claim=secret(),
                source=source,
                film_id=later,
                stamp=Stamp.HIDDEN,
            )
            for (earlier, later), source in zip(pairs, self.sources, strict=False)
        )
        self._requirements(PlacementRequirement, placements)
