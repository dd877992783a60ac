"""A small programme in plain words, made for reading whole pages: one of everything they show.

Dates, names and public ids are fixed, so that a test can hold a page as it is read.
"""

from datetime import date

from films.models import Film
from gate.models import Stamp
from interviews.models import Quote
from people.models import Credit
from spoilers.models import Echo, Evidence, Note, Placement
from tests.factories import (
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

#: The films of “The Houses”, as every page reads that lists them.
HOUSES = """\
- [The House](/films/the-house/)
2 notes
- [The Bell](/films/the-bell/)
1 note
- [The House: The Garden](/films/the-garden/)
2 notes
- [The Attic](/films/the-attic/)
1 note
- [The Fence](/films/the-fence/)
Announced
- [The Gate](/films/the-gate/)
Announced
"""


class Cinema:
    def __init__(self) -> None:
        self._films()
        self._people()
        self._interviews()
        self._notes()
        self._echoes()
        self._places()

    def _films(self) -> None:
        self.houses = UniverseFactory(
            slug="houses",
            name="The Houses",
            studio="Holm Pictures",
            blurb="A house that remembers.",
            accent="teal",
            position=1,
        )
        self.harbour = UniverseFactory(slug="harbour", name="Harbour", accent="amber", position=2)
        self.house = self._film("The House", date(2019, 6, 6), logline="A gardener takes a job.")
        self.bell = self._film("The Bell", date(2020, 3, 1), kind=Film.Kind.SHORT, minutes=1)
        self.garden = self._film("The House: The Garden", date(2021, 10, 1), minutes=125)
        self.attic = self._film(
            "The Attic", date(2023, 9, 22), kind=Film.Kind.SERIES, minutes=None, parts=3
        )
        self.fence = self._film("The Fence", date(2999, 1, 1), minutes=90)
        self.gate = self._film("The Gate", None, minutes=None)
        self.tide = FilmFactory(
            universe=self.harbour, slug="low-tide", title="Low Tide", released=date(2015, 1, 1)
        )

    def _film(self, title: str, released: date | None, **facts) -> Film:
        name = title.removeprefix("The House: ")
        return FilmFactory(
            universe=self.houses,
            slug=name.lower().replace(" ", "-"),
            title=title,
            short_title="" if name == title else name,
            released=released,
            **facts,
        )

    def _people(self) -> None:
        self.ida = PersonFactory(slug="ida-holm", name="Ida Holm", sort_name="Holm, Ida")
        self.jo = PersonFactory(slug="jo-lind", name="Jo Lind", sort_name="Lind, Jo")
        self.zoe = PersonFactory(slug="zoe-hart", name="Zoe Hart", sort_name="Hart, Zoe")
        self.max = PersonFactory(slug="max-roe", name="Max Roe", sort_name="Roe, Max")
        self.una = PersonFactory(slug="una-berg", name="Una Berg", sort_name="Berg, Una")
        self.gardener = CharacterFactory(
            slug="the-gardener", name="The Gardener", description="Keeps the grounds."
        )
        self.visitor = CharacterFactory(slug="the-visitor", name="The Visitor")
        guest = CharacterFactory(slug="the-guest", name="The Guest")
        director, writer, creator, cast = Credit.Job
        for film, person, job, character, position in [
            (self.house, self.jo, cast, self.gardener, 1),
            (self.garden, self.jo, cast, self.gardener, 2),
            (self.garden, self.ida, cast, guest, 1),
            (self.garden, self.max, cast, self.visitor, 3),
            (self.garden, self.ida, writer, None, 1),
            (self.garden, self.ida, director, None, 1),
            (self.gate, self.ida, director, None, 1),
            (self.attic, self.zoe, creator, None, 1),
        ]:
            CreditFactory(
                film=film,
                person=person,
                job=job,
                character=character,
                position=position,
                stamp=Stamp.EXISTENCE if person is self.max else Stamp.NOTHING,
            )
        CharacterFactFactory(
            character=self.gardener,
            position=2,
            sealed_text="She is the sister of the Visitor.",
            relative=self.visitor,
            spoils=[self.garden, self.house],
        )
        CharacterFactFactory(
            character=self.gardener,
            position=1,
            sealed_text="She whistles.",
            stamp=Stamp.NOTHING,
        )

    def _interviews(self) -> None:
        self.times = InterviewFactory(
            slug="jo-lind-2021",
            label="Jo Lind in the Times, May 2021",
            outlet="Times",
            date=date(2021, 5, 1),
            precision="month",
            films=[self.garden, self.house],
        )
        self.gazette = InterviewFactory(
            slug="ida-holm-2021",
            label="Ida Holm in the Gazette, June 2021",
            outlet="Gazette",
            date=date(2021, 6, 8),
            films=[self.garden],
        )
        self.radio = InterviewFactory(
            slug="una-berg-2022",
            label="Una Berg on the radio, 2022",
            outlet="Harbour Radio",
            date=date(2022, 1, 1),
            precision="year",
        )
        self.three = self._quote(
            "qtmsthr22",
            self.times,
            self.jo,
            1,
            "We rang it thrice.",
            self.garden,
            self.house,
            self.bell,
        )
        self.harmless = self._quote(
            "qgzrnd222", self.gazette, self.ida, 1, "It rained.\nFor weeks.", fidelity="verbatim"
        )
        self.locked = self._quote(
            "qgzdr2222",
            self.gazette,
            self.ida,
            2,
            "Jo [Lind] wanted the same door.",
            *(self.house, self.garden),
            fidelity="bracketed",
        )
        self.hidden = self._quote(
            "qgznght22",
            self.gazette,
            self.ida,
            3,
            "Max came by night.",
            self.garden,
            fidelity="translated",
            stamp=Stamp.EXISTENCE,
        )
        self._quote("qrdnbd222", self.radio, self.una, 1, "Nobody rang at all.")
        self.who_rang = SourceFactory(
            key="gazette",
            public_id="srcwhrng2",
            outlet="Gazette",
            published=date(2021, 6, 8),
            sealed_title="Who rang?",
            sealed_url="https://gazette.example/who-rang",
            sealed_archive_url="",
            spoils=[self.garden],
        )
        CitationFactory(quote=self.locked, source=self.who_rang, sealed_locator="page 5")

    def _quote(self, public_id, interview, speaker, position, text, *spoils, **facts) -> Quote:
        facts = {"stamp": Stamp.TEXT if spoils else Stamp.NOTHING} | facts
        return QuoteFactory(
            interview=interview,
            speaker=speaker,
            position=position,
            public_id=public_id,
            sealed_text=text,
            spoils=spoils,
            **facts,
        )

    def _notes(self) -> None:
        self.house_ending = self._note(
            "nhsndng22", self.house, "The ending", 2, "The door stays open.", kind="ending"
        )
        self._note("nhsstrt22", self.house, "The first night", 1, "She hears it.", kind="opening")
        self.ring = self._note("nbxrng222", self.bell, "The ring", 1, "It rings once.")
        self.ending = self._note(
            "ngrndng22",
            self.garden,
            "The ending",
            2,
            "She opens.\n\nNobody is there.",
            kind="ending",
            sealed_timecode="1:52:10",
        )
        self.doorbell = self._note(
            "ngrdrbx22", self.garden, "The doorbell", 1, "It rings twice.", spoils=[self.house]
        )
        self.key = self._note(
            "ngrkx2222", self.garden, "A second key", 3, "He has one.", stamp=Stamp.EXISTENCE
        )
        self._note(
            "nttcrp222", self.attic, "The rope", 1, "It is cut.", spoils=[self.bell, self.house]
        )

    def _note(self, public_id, film, label, position, text, **facts) -> Note:
        facts = {"sealed_timecode": ""} | facts
        return NoteFactory(
            public_id=public_id,
            film=film,
            label=label,
            position=position,
            sealed_text=text,
            **facts,
        )

    def _echoes(self) -> None:
        self.mirror = EchoFactory(
            public_id="cmrrr2222",
            later=self.ending,
            earlier=self.house_ending,
            sealed_claim=Echo.Claim.INTENDED,
            sealed_text="Both end at the door.",
            sealed_difference="This time it is shut.",
            is_published=False,
        )
        for position, words in [
            (2, ("The door", "shut", "open")),
            (1, ("The step", "one", "two")),
        ]:
            theme, later, earlier = words
            BeatFactory(
                echo=self.mirror,
                position=position,
                sealed_theme=theme,
                sealed_later=later,
                sealed_earlier=earlier,
            )
        first, second = Evidence.Hand.FIRST, Evidence.Hand.SECOND
        said = {"echo": self.mirror, "quote": self.locked}
        EvidenceFactory(**said, position=1, hand=first, sealed_point="It was on purpose.")
        EvidenceFactory(
            **said, position=2, hand=second, sealed_point="It was Jo’s wish.", credits=self.jo
        )
        EvidenceFactory(
            echo=self.mirror,
            quote=None,
            source=self.who_rang,
            position=3,
            hand=second,
            sealed_point="The Gazette saw it too.",
        )
        self.mirror.publish()
        self.repeat = EchoFactory(
            public_id="crpt22222",
            later=self.doorbell,
            earlier=self.ring,
            sealed_kind=Echo.Kind.REPEATS,
            sealed_claim=Echo.Claim.LIKENESS,
            sealed_text="It rings again.",
            sealed_difference="",
        )

    def _places(self) -> None:
        self.open_source = SourceFactory(
            key="times",
            outlet="Times",
            published=date(2021, 5, 1),
            precision="month",
            sealed_title="Two years on",
            sealed_url="https://times.example/two",
            sealed_archive_url="https://archive.example/two",
            accessed=date(2026, 1, 2),
            stamp=Stamp.NOTHING,
        )
        after, before = Placement.Relation.AFTER, Placement.Relation.BEFORE
        self._place(self.bell, before, self.house, "The bell hangs there already.")
        self._place(self.garden, after, self.house, "Two years pass.", source=self.open_source)
        self._place(self.garden, after, self.house, "The trees have grown.")
        self._place(
            self.attic,
            Placement.Relation.BETWEEN,
            self.house,
            "The roof is whole.",
            second_anchor=self.garden,
            source=self.who_rang,
        )
        self._place(
            self.attic,
            after,
            self.garden,
            "The key is found.",
            stamp=Stamp.EXISTENCE,
            spoils=[self.attic],
        )

    def _place(self, placed, relation, anchor, claim, **facts) -> None:
        facts = {"stamp": Stamp.NOTHING} | facts
        PlacementFactory(
            placed=placed, relation=relation, anchor=anchor, sealed_claim=claim, **facts
        )
