"""A world for the table test: a row for each way in which a row can be locked or not be there.

What each item spoils is noted down by hand as it is made, for tests/gate/words.py.
"""

from datetime import timedelta

from django.db import models
from django.utils import timezone

from films.models import Film
from gate.models import Stamp
from gate.publishing import State
from interviews.models import InterviewFilm
from tests.factories import (
    AcceptedWarningFactory,
    BeatFactory,
    CharacterFactFactory,
    CharacterFactory,
    CitationFactory,
    CreditFactory,
    EchoFactory,
    EvidenceFactory,
    FilmFactory,
    InterviewFactory,
    LoadedEntryFactory,
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    SourceFactory,
    UnsavedFormFactory,
    VersionFactory,
)

HARMLESS, TEXT, EXISTENCE = Stamp.NOTHING, Stamp.TEXT, Stamp.EXISTENCE

#: Of what readers may not meet yet, or no more.
NOT_LIVE = {
    "a draft": {"is_published": False},
    "waiting for review": {"is_published": False, "state": State.REVIEW},
    "withdrawn": {"is_published": False, "state": State.WITHDRAWN},
    "to come": {"live_from": timezone.now() + timedelta(days=365)},
}


class OneOfEverything:
    def __init__(self) -> None:
        self.films: list[Film] = FilmFactory.create_batch(3)
        self.first, self.second, self.third = self.films
        #: Every gated row, under a name that a failing test can print.
        self.rows: dict[str, models.Model] = {}
        #: By the names of the rows: the films of which all must be seen.
        self.spoils: dict[str, frozenset[int]] = {}
        self.interview = self.talk("published")
        self._people()
        self._notes()
        self._quotes()
        self._echoes()
        self._others()
        self._what_is_not_live()

    def add(self, name: str, factory, **facts) -> models.Model:
        """A row whose `spoils`, if any, names all the films that it spoils, its own one too."""
        self.rows[name] = factory(**facts)
        self.spoils[name] = frozenset(film.pk for film in facts.get("spoils", ()))
        return self.rows[name]

    def of(self, model: type[models.Model]) -> list[models.Model]:
        return [row for row in self.rows.values() if type(row) is model]

    def person(self, name: str) -> models.Model:
        return self.add(f"person {name}", PersonFactory)

    def source(self, name: str, stamp: Stamp, *films: Film) -> models.Model:
        return self.add(f"source {name}", SourceFactory, stamp=stamp, spoils=films)

    def note(self, name: str, stamp: Stamp, film: Film, *others: Film, **facts) -> models.Model:
        facts |= {"film": film, "stamp": stamp, "spoils": (film, *others)}
        return self.add(f"note {name}", NoteFactory, **facts)

    def talk(self, name: str, **facts) -> models.Model:
        interview = self.add(f"interview {name}", InterviewFactory, **facts)
        about = {"interview": interview, "film": self.first}
        self.add(f"film of interview {name}", InterviewFilm.objects.create, **about)
        return interview

    def quote(self, name: str, stamp: Stamp, *films: Film, **facts) -> models.Model:
        """Its speaker says nothing else, and it is cited once harmlessly and once not."""
        quote = self.add(
            f"quote {name}",
            QuoteFactory,
            interview=facts.pop("interview", self.interview),
            speaker=self.person(f"who says {name}"),
            stamp=stamp,
            spoils=films,
            **facts,
        )
        for of_source, stamp_of_source, spoilt in (
            ("harmless", HARMLESS, ()),
            ("spoiling", TEXT, (self.second,)),
        ):
            source = self.source(f"of {name}, {of_source}", stamp_of_source, *spoilt)
            self.add(
                f"citation of {name}, {of_source}", CitationFactory, quote=quote, source=source
            )
        return quote

    def credit(self, name: str, stamp: Stamp, film: Film, *others: Film) -> models.Model:
        return self.add(
            f"credit {name}",
            CreditFactory,
            film=film,
            person=self.person(f"credited {name}"),
            character=self.add(f"character credited {name}", CharacterFactory),
            stamp=stamp,
            spoils=() if stamp == HARMLESS else (film, *others),
        )

    def _people(self) -> None:
        self.person("nowhere")
        self.nowhere = self.add("character nowhere", CharacterFactory)
        self.credit("harmless", HARMLESS, self.first)
        self.credit("hidden", EXISTENCE, self.second)
        self.credit("hidden for long", EXISTENCE, self.second, self.third)
        self.add(
            "credit without character",
            CreditFactory,
            film=self.third,
            person=self.person("directing"),
            character=None,
            job="director",
        )
        hero = self.rows["character credited harmless"]
        for name, stamp, films in (
            ("harmless", HARMLESS, ()),
            ("hidden", EXISTENCE, (self.second,)),
            ("hidden for long", EXISTENCE, (self.first, self.third)),
        ):
            self.add(
                f"fact {name}",
                CharacterFactFactory,
                character=hero,
                relative=self.nowhere,
                stamp=stamp,
                spoils=films,
            )

    def _notes(self) -> None:
        self.note("first", TEXT, self.first)
        self.note("first again", TEXT, self.first)
        self.note("second", TEXT, self.second)
        self.note("crossing", TEXT, self.second, self.third)
        self.note("hidden", EXISTENCE, self.second)

    def _quotes(self) -> None:
        self.quote("harmless", HARMLESS)
        self.quote("locked", TEXT, self.third)
        self.quote("locked for long", TEXT, self.first, self.second)
        self.quote("hidden", EXISTENCE, self.third)

    def _echoes(self) -> None:
        for name, later, earlier, is_published in (
            ("plain", "second", "first", True),
            ("crossing", "crossing", "second", True),
            ("of a hidden note", "hidden", "first", True),
            # Between two notes that are open together: only the draft keeps it back.
            ("draft", "first again", "first", False),
        ):
            echo = self.add(
                f"echo {name}",
                EchoFactory,
                later=self.rows[f"note {later}"],
                earlier=self.rows[f"note {earlier}"],
                is_published=is_published,
            )
            self.add(f"beat of {name}", BeatFactory, echo=echo)
            for by in ("harmless", "locked", "hidden"):
                self._evidence(echo, name, by, quote=self.rows[f"quote {by}"])
            source = self.source(f"behind {name}", TEXT, self.third)
            self._evidence(echo, name, "a source", quote=None, source=source)

    def _evidence(self, echo: models.Model, of: str, by: str, **ground) -> None:
        whose = self.person(f"behind {of}, says {by}")
        name = f"evidence for {of} by {by}"
        self.add(name, EvidenceFactory, echo=echo, credits=whose, **ground)

    def _others(self) -> None:
        self.add("loaded entry", LoadedEntryFactory)
        self.add("version of a note", VersionFactory)
        self.add("unsaved form", UnsavedFormFactory)
        self.add("accepted warning", AcceptedWarningFactory)
        self.source("nowhere, harmless", HARMLESS)
        self.source("nowhere, spoiling", TEXT, self.first)
        for name, stamp, films in (
            ("harmless", HARMLESS, ()),
            ("hidden", EXISTENCE, (self.second, self.third)),
        ):
            self.add(
                f"placement {name}",
                PlacementFactory,
                placed=self.second,
                anchor=self.first,
                source=self.source(f"of placement {name}", TEXT, self.first),
                stamp=stamp,
                spoils=films,
            )
        self.add(
            "placement without source",
            PlacementFactory,
            placed=self.third,
            anchor=self.first,
            source=None,
            spoils=(self.third,),
        )

    def _what_is_not_live(self) -> None:
        """Open to whoever has seen the first film, but for their states."""
        ends = [
            ("second", "first again"),
            ("crossing", "first again"),
            ("crossing", "first"),
            ("hidden", "second"),
        ]
        for name, facts in NOT_LIVE.items():
            note = self.note(name, TEXT, self.first, **facts)
            self.quote(name, HARMLESS, **facts)
            said = self.quote(f"in {name}", HARMLESS, interview=self.talk(name, **facts))
            self._evidence(self.rows["echo plain"], "plain", f"what is said in {name}", quote=said)
            self.add(
                f"placement {name}",
                PlacementFactory,
                placed=note.film,
                anchor=self.third,
                source=self.source(f"of placement {name}", HARMLESS),
                stamp=HARMLESS,
                **facts,
            )
            later, earlier = (self.rows[f"note {end}"] for end in ends.pop())
            self.add(f"echo {name}", EchoFactory, later=later, earlier=earlier, **facts)
            end = f"an end that is {name}"
            echo = self.add(
                f"echo with {end}", EchoFactory, later=note, earlier=self.rows["note first"]
            )
            self.add(f"beat of {end}", BeatFactory, echo=echo)
            self._evidence(echo, end, "harmless", quote=self.rows["quote harmless"])
