"""The small world and the starter content together, with every state of every sealed thing."""

from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection

from films.models import Film
from gate.models import Stamp
from interviews.models import Quote
from people.models import Credit
from spoilers.models import Echo, Evidence, Placement
from tests.canaries import canary
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
    NoteFactory,
    PersonFactory,
    PlacementFactory,
    QuoteFactory,
    SeenFactory,
    SourceFactory,
    UnsavedFormFactory,
    UserFactory,
    VersionFactory,
)
from tests.world import World

from .twins import rows
from .unpublished import Unpublished

NO_TEXT = {"sealed_title": "", "sealed_url": "", "sealed_archive_url": ""}


class WholeWorld(World):
    """What tests/world.py lacks; `spoils` is kept by hand for this part as well."""

    def __post_init__(self) -> None:
        call_command("load_content", verbosity=0)
        self.starter = {model: set(table) for model, table in rows.read().tables.items()}
        _plant_canaries()
        super().__post_init__()
        self._later_film()
        self._what_nobody_can_unlock()
        self._further_sources()
        self._further_statements()
        self._further_echoes()
        self._further_people()
        self.unpublished = Unpublished(self)
        self.withdrawn_note = self.unpublished.notes["withdrawn"]
        self.withdrawn_interview = self.unpublished.interviews["withdrawn"]
        self._somebody_else()
        self._editing()

    def _later_film(self) -> None:
        self.third = FilmFactory(universe=self.universe, slug="the-attic", title="The Attic")
        self.attic_ending = self._sealed(
            NoteFactory(film=self.third, label="The ending", kind="ending"), self.third
        )
        self.foreboding = self._sealed(
            NoteFactory(
                film=self.first,
                label=f"Shadow {canary()}",
                spoils=[self.third],
                stamp=Stamp.EXISTENCE,
                position=0,
            ),
            self.first,
            self.third,
        )
        self._secret(self.foreboding.label, self.first, self.third)
        self._sealed(
            PlacementFactory(
                placed=self.third,
                relation=Placement.Relation.BEFORE,
                anchor=self.first,
                spoils=[self.first, self.third],
                source=SourceFactory(stamp=Stamp.NOTHING, precision="month", **NO_TEXT),
            ),
            self.first,
            self.third,
        )
        self._sealed(
            PlacementFactory(
                placed=self.second,
                relation=Placement.Relation.BETWEEN,
                anchor=self.third,
                second_anchor=self.first,
                spoils=[self.third],
            ),
            self.third,
        )

    def _what_nobody_can_unlock(self) -> None:
        """A film that is not out, and what editors have not finished."""
        self.announced = FilmFactory(
            universe=self.universe, slug="the-cellar", title="The Cellar", released=None
        )
        self.cellar_note = NoteFactory(film=self.announced, label="The door")
        EchoFactory(later=self.cellar_note, earlier=self.later)
        NoteFactory(film=self.announced, label=canary(), stamp=Stamp.EXISTENCE)
        self.dated = FilmFactory(
            universe=self.universe,
            slug="the-roof",
            title="The Roof",
            released="2121-05-06",
            minutes=1,
        )
        NoteFactory(film=self.dated, label=canary(), stamp=Stamp.EXISTENCE)
        self.series = FilmFactory(
            universe=self.universe,
            slug="the-long-corridor",
            title="The Long Corridor Upstairs: A Story of the House",
            short_title="The Long Corridor Upstairs",
            kind="series",
            minutes=None,
            parts=200,
        )
        # Where another universe begins is nowhere in the order of this one.
        elsewhere = Film.objects.get(slug="ballerina")
        self._sealed(PlacementFactory(placed=self.series, anchor=elsewhere, stamp=Stamp.NOTHING))
        self.draft = EchoFactory(later=self.crossing, earlier=self.earlier, is_published=False)
        BeatFactory(echo=self.draft)
        self.uncited = SourceFactory(spoils=[self.first])
        nobody = canary()
        self.nobody = PersonFactory(slug="nobody-yet", name=nobody)

    def _further_sources(self) -> None:
        self.open_source = self._sealed(SourceFactory(stamp=Stamp.NOTHING, precision="year"))
        self._sealed(CitationFactory(quote=self.open_quote, source=self.open_source))
        on_paper = self._sealed(
            SourceFactory(stamp=Stamp.NOTHING, sealed_url="", sealed_archive_url="")
        )
        self._sealed(CitationFactory(quote=self.open_quote, source=on_paper, position=2))
        # Beside a statement that everybody may read, a headline that gives something away.
        self.telling_source = self._sealed(
            SourceFactory(spoils=[self.first, self.third], accessed="2026-01-02"),
            self.first,
            self.third,
        )
        self._sealed(CitationFactory(quote=self.open_quote, source=self.telling_source, position=1))

    def _further_statements(self) -> None:
        self.second_interview = InterviewFactory(
            slug="two-voices", label="Two voices, 2026", films=[self.first, self.third]
        )
        said = {"interview": self.second_interview, "spoils": [self.third]}
        self.bracketed_quote = self._sealed(
            QuoteFactory(
                **said,
                speaker=self.actor,
                position=1,
                fidelity=Quote.Fidelity.BRACKETED,
                sealed_text=f"He [{canary()}] did it.",
            ),
            self.third,
        )
        self.silent = PersonFactory(slug="a-silent-voice", name=f"Silent {canary()}")
        self.unheard_quote = self._sealed(
            QuoteFactory(**said, speaker=self.silent, position=2, stamp=Stamp.EXISTENCE), self.third
        )
        self._secret(self.silent.name, self.third)
        # Nothing of it may be known but that it was held.
        self.hushed_interview = InterviewFactory(
            slug="a-hushed-voice", label="A hushed voice, 2026", films=[self.third]
        )
        self.hushed_quote = self._sealed(
            QuoteFactory(
                interview=self.hushed_interview,
                speaker=self.director,
                spoils=[self.third],
                stamp=Stamp.EXISTENCE,
            ),
            self.third,
        )

    def _further_echoes(self) -> None:
        """Evidence that spoils more than its echo, and echoes whose ends are hidden."""
        for quote in (self.bracketed_quote, self.unheard_quote):
            EvidenceFactory(echo=self.echo, quote=quote, credits=self.director, position=5)
            # Their sources spoil only what the echo itself does.
            self._sealed(
                CitationFactory(quote=quote, source=SourceFactory(spoils=[self.second])), self.third
            )
        both = (self.first, self.third)
        self.far_echo = self._sealed(
            EchoFactory(
                later=self.attic_ending,
                earlier=self.earlier,
                sealed_kind=Echo.Kind.INVERTS,
                sealed_claim=Echo.Claim.LIKENESS,
            ),
            *both,
        )
        self._sealed(BeatFactory(echo=self.far_echo, position=1), *both)
        self.credited = PersonFactory(slug="a-credited-voice", name=f"Credited {canary()}")
        self._secret(self.credited.name, *both)
        self._sealed(
            EvidenceFactory(
                echo=self.far_echo,
                quote=None,
                source=self.open_source,
                hand=Evidence.Hand.SECOND,
                credits=self.credited,
            ),
            *both,
        )
        far_off = self._sealed(
            NoteFactory(film=self.third, label="The window", spoils=[self.second]),
            self.second,
            self.third,
        )
        # Here could lie what needs the attic alone, for whoever has seen the two other films.
        self._sealed(
            NoteFactory(film=self.second, label="The letterbox", spoils=[self.third]),
            self.second,
            self.third,
        )
        self.needy_echo = self._sealed(
            EchoFactory(later=far_off, earlier=self.earlier), self.first, self.second, self.third
        )
        self.dark_echo = self._sealed(
            EchoFactory(later=self.hidden_note, earlier=self.foreboding),
            self.first,
            self.second,
            self.third,
        )
        self.dim_echo = self._sealed(
            EchoFactory(later=self.hidden_note, earlier=self.earlier), self.first, self.second
        )

    def _further_people(self) -> None:
        self._sealed(CharacterFactFactory(character=self.hero, relative=None, stamp=Stamp.NOTHING))
        self._sealed(
            CharacterFactFactory(character=self.hero, relative=None, spoils=[self.third]),
            self.third,
        )
        masked = CharacterFactory(
            slug="the-mask", name=f"Mask {canary()}", description=f"As {canary()} was."
        )
        CreditFactory(
            film=self.third,
            person=self.actor,
            character=masked,
            stamp=Stamp.EXISTENCE,
            spoils=[self.first],
        )
        # The only ones of their jobs there.
        for film, job in ((self.first, Credit.Job.CREATOR), (self.third, Credit.Job.WRITER)):
            CreditFactory(
                film=film,
                person=self.director,
                job=job,
                character=None,
                stamp=Stamp.EXISTENCE,
            )
        self._secret(masked.name, self.first, self.third)
        self._secret(masked.description, self.first, self.third)

        # What is known, and what is hidden, had other addresses once.
        known = (self.first, self.second_interview, self.actor, self.hero)
        for item in (*known, self.surprise, self.ghost):
            now, item.slug = item.slug, f"{item.slug}-before"
            item.save()
            item.slug = now
            item.save()

    def _somebody_else(self) -> None:
        """An account that has seen everything: no other reader's answer may depend on it."""
        user = UserFactory()
        for film in Film.objects.released():
            SeenFactory(user=user, film=film)

    def _editing(self) -> None:
        """What the editors' pages remember of it."""
        editor = UserFactory(is_staff=True)
        for item in (self.hidden_note, self.foreboding, self.surprise, self.echo):
            LogEntry.objects.create(
                user=editor,
                content_type=ContentType.objects.get_for_model(item),
                object_id=item.pk,
                object_repr=canary(),
                action_flag=CHANGE,
            )
        VersionFactory(by=editor)
        UnsavedFormFactory(editor=editor)
        AcceptedWarningFactory(by=editor)


def _plant_canaries() -> None:
    """Each sealed text of the starter content gets a word of its own, as those of the factories."""
    for model_name, table in rows.read().tables.items():
        model = rows.content_models()[model_name]
        for field in model._meta.concrete_fields:
            if not field.name.startswith("sealed_") or field.choices:
                continue
            joint = "?" if "url" in field.name else " "
            texts = [
                (f"{row[field.column]}{joint}{canary()}", pk)
                for pk, row in table.items()
                if row[field.column]
            ]
            statement = f"UPDATE {model._meta.db_table} SET {field.column} = %s WHERE id = %s"
            with connection.cursor() as cursor:
                cursor.executemany(statement, texts)
