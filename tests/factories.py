"""One factory per model. Every sealed column gets a canary of its own."""

from datetime import UTC, date, datetime, timedelta

import factory
from django.contrib.auth import get_user_model
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from factory.django import DjangoModelFactory

from content.models import LoadedEntry
from editing.models import UnsavedForm, Version
from films.models import FILM_KEY_LENGTH, Film, Universe
from gate.models import ALPHABET, Stamp
from gate.publishing import ALWAYS, State
from interviews.models import Citation, Interview, Quote, Source
from leakcheck.models import AcceptedWarning
from people.models import Character, CharacterFact, Credit, Person
from readers.models import Seen
from spoilers.models import Beat, Echo, Evidence, Note, Placement

from .canaries import canary, secret

SECRET = factory.LazyFunction(secret)
SECRET_URL = factory.LazyFunction(lambda: f"https://example.org/{canary()}")


def _letters(number: int, length: int) -> str:
    """The number, written with the letters of which keys are made."""
    rest, last = divmod(number, len(ALPHABET))
    return (_letters(rest, length - 1) if length > 1 else "") + ALPHABET[last]


class Factory(DjangoModelFactory):
    class Meta:
        abstract = True
        skip_postgeneration_save = True


class GatedFactory(Factory):
    """`spoils=[film, …]` gives the requirement, besides the film that the item is part of.

    Where the item has to spoil something and nothing is said, it spoils a film of its own.
    """

    class Meta:
        abstract = True
        skip_postgeneration_save = True

    @classmethod
    def _create(cls, model, *args, spoils=None, **kwargs):
        item = model(*args, **kwargs)
        if spoils is None and not item.own_films and item.stamp != Stamp.NOTHING:
            spoils = [FilmFactory()]
        item.spoil(*(spoils or ()))
        item.save(force_insert=True)
        return item


class PublishedFactory(Factory):
    """Of what readers meet, unless `is_published=False` makes it a draft."""

    class Meta:
        abstract = True
        skip_postgeneration_save = True
        exclude = ("is_published",)

    is_published = True
    state = factory.LazyAttribute(
        lambda made: State.PUBLISHED if made.is_published else State.DRAFT
    )
    live_from = factory.LazyAttribute(lambda made: ALWAYS if made.is_published else None)


#: Of every account that UserFactory makes.
PASSWORD = "a long walk home"


class UserFactory(Factory):
    class Meta:
        model = get_user_model()

    username = factory.Sequence(lambda n: f"fan-{n}")
    password = factory.django.Password(PASSWORD)


class LoadedEntryFactory(Factory):
    class Meta:
        model = LoadedEntry

    table = "notes"
    uid = factory.LazyFunction(secret)
    sealed_prints = SECRET


class UniverseFactory(Factory):
    class Meta:
        model = Universe

    slug = factory.Sequence(lambda n: f"universe-{n}")
    name = factory.Sequence(lambda n: f"Universe {n}")


class FilmFactory(Factory):
    class Meta:
        model = Film

    universe = factory.SubFactory(UniverseFactory)
    # Random ones meet once in a hundred times where a test makes hundreds of films.
    key = factory.Sequence(lambda n: f"k{_letters(n, FILM_KEY_LENGTH - 1)}")
    slug = factory.Sequence(lambda n: f"film-{n}")
    title = factory.Sequence(lambda n: f"Film {n}")
    # However many are made in a process, all are out.
    released = factory.Sequence(lambda n: date(2001, 1, 5) + timedelta(days=n % 9_000))
    minutes = 101


class SeenFactory(Factory):
    class Meta:
        model = Seen

    user = factory.SubFactory(UserFactory)
    film = factory.SubFactory(FilmFactory)


class PersonFactory(Factory):
    class Meta:
        model = Person

    slug = factory.Sequence(lambda n: f"person-{n}")
    name = factory.Sequence(lambda n: f"Person {n}")
    sort_name = factory.SelfAttribute("name")


class CharacterFactory(Factory):
    class Meta:
        model = Character

    slug = factory.Sequence(lambda n: f"character-{n}")
    name = factory.Sequence(lambda n: f"Character {n}")


class CreditFactory(GatedFactory):
    class Meta:
        model = Credit

    film = factory.SubFactory(FilmFactory)
    person = factory.SubFactory(PersonFactory)
    character = factory.SubFactory(CharacterFactory)
    job = Credit.Job.ACTOR
    position = factory.Sequence(int)


class CharacterFactFactory(GatedFactory):
    class Meta:
        model = CharacterFact

    character = factory.SubFactory(CharacterFactory)
    position = factory.Sequence(int)
    sealed_text = SECRET


class SourceFactory(GatedFactory):
    class Meta:
        model = Source

    key = factory.Sequence(lambda n: f"source-{n}")
    outlet = factory.Sequence(lambda n: f"Outlet {n}")
    published = date(2025, 6, 8)
    sealed_title = SECRET
    sealed_url = SECRET_URL
    sealed_archive_url = SECRET_URL


class PlacementFactory(PublishedFactory, GatedFactory):
    class Meta:
        model = Placement

    placed = factory.SubFactory(FilmFactory)
    relation = Placement.Relation.AFTER
    anchor = factory.SubFactory(FilmFactory)
    stamp = Stamp.EXISTENCE
    sealed_claim = SECRET


class InterviewFactory(PublishedFactory):
    class Meta:
        model = Interview
        skip_postgeneration_save = True

    slug = factory.Sequence(lambda n: f"interview-{n}")
    label = factory.Sequence(lambda n: f"Interview {n}")
    outlet = "An Outlet"
    date = date(2025, 6, 8)

    @factory.post_generation
    def films(interview, create, films):
        for film in films or ():
            interview.coverage.create(film=film)


class QuoteFactory(PublishedFactory, GatedFactory):
    class Meta:
        model = Quote

    interview = factory.SubFactory(InterviewFactory)
    speaker = factory.SubFactory(PersonFactory)
    position = factory.Sequence(int)
    fidelity = Quote.Fidelity.PARAPHRASE
    sealed_text = SECRET


class CitationFactory(Factory):
    class Meta:
        model = Citation

    quote = factory.SubFactory(QuoteFactory)
    source = factory.SubFactory(SourceFactory)
    sealed_locator = SECRET


class NoteFactory(PublishedFactory, GatedFactory):
    class Meta:
        model = Note

    film = factory.SubFactory(FilmFactory)
    label = factory.Sequence(lambda n: f"Moment {n}")
    position = factory.Sequence(int)
    sealed_text = SECRET
    sealed_timecode = SECRET


class TimedNoteFactory(NoteFactory):
    """One that the editors' form takes as it stands: a word for a leak to show is no timecode."""

    sealed_timecode = "0:52:10"


class EchoFactory(PublishedFactory):
    class Meta:
        model = Echo

    #: One after the other, and long ago.
    made = factory.Sequence(lambda n: datetime(2001, 1, 5, tzinfo=UTC) + timedelta(seconds=n))
    later = factory.SubFactory(NoteFactory)
    earlier = factory.SubFactory(NoteFactory)
    sealed_kind = Echo.Kind.MIRRORS
    sealed_claim = Echo.Claim.NOTICED
    sealed_text = SECRET
    sealed_difference = SECRET


class OrderedEchoFactory(EchoFactory):
    """One that the editors' form takes without asking which of its films came out first."""

    earlier = factory.SubFactory(NoteFactory, film__released=date(1950, 1, 1))


class BeatFactory(Factory):
    class Meta:
        model = Beat

    echo = factory.SubFactory(EchoFactory)
    position = factory.Sequence(int)
    sealed_theme = SECRET
    sealed_later = SECRET
    sealed_earlier = SECRET


class EvidenceFactory(Factory):
    class Meta:
        model = Evidence

    echo = factory.SubFactory(EchoFactory)
    quote = factory.SubFactory(QuoteFactory)
    hand = Evidence.Hand.FIRST
    sealed_point = SECRET


class VersionFactory(Factory):
    """Of a note that is not there any more."""

    class Meta:
        model = Version

    kind = factory.LazyFunction(lambda: ContentType.objects.get_for_model(Note))
    key = factory.Sequence(lambda n: 900_000 + n)
    act = Version.Act.CHANGED
    sealed_name = SECRET
    sealed_rows = SECRET
    sealed_reason = SECRET


class UnsavedFormFactory(Factory):
    class Meta:
        model = UnsavedForm

    editor = factory.SubFactory(UserFactory, is_staff=True)
    form = factory.Sequence(int)
    page = factory.Sequence(int)
    sealed_address = SECRET
    sealed_typed = SECRET


class AcceptedWarningFactory(Factory):
    """About a note that is not there any more."""

    class Meta:
        model = AcceptedWarning

    kind = factory.LazyFunction(lambda: ContentType.objects.get_for_model(Note))
    key = factory.Sequence(lambda n: 900_000 + n)
    sealed_print = SECRET
    sealed_reason = SECRET


#: By the model: of two for one model, the one that says more.
FACTORY: dict[type[Model], type[DjangoModelFactory]] = {
    one._meta.model: one
    for one in list(globals().values())
    if isinstance(one, type)
    and issubclass(one, DjangoModelFactory)
    and one is not DjangoModelFactory
    and not one._meta.abstract
}
