from collections.abc import Collection
from datetime import date
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, URLValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import StrIndex
from django.db.models.lookups import GreaterThan

from films.dates import known_to, within_film_history
from films.models import MOST, Film
from gate.addresses import address
from gate.among import Among
from gate.keyset import beyond
from gate.models import (
    Gated,
    PublicIdField,
    Stamp,
    StampField,
    UidField,
    never_blank,
    requirement_key,
    stamp_constraints,
)
from gate.publishing import PERMISSIONS, Publishable, State, publishing_constraints
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from gate.rule import Rule
from gate.sealed import SealedTextField, Unsealed
from gate.slugs import FormerSlugsField, in_addresses
from gate.sorting import SortKeyField, written_alike
from gate.texts import line_up_to, one_line, up_to
from people.models import Person

from .addresses import same_pages

#: Readers follow these links: no javascript: and the like.
is_address = URLValidator(
    schemes=["http", "https"], message="An address starts with https:// or http://."
)
LINE = line_up_to(2_000)
ADDRESS: dict[str, Any] = LINE | {"validators": [is_address, *LINE["validators"]]}

ADDRESSES = ("sealed_url", "sealed_archive_url")
ANOTHER_STAMP = (
    "This address is that of another source ({}), which is stamped otherwise, or spoils other "
    "films: whoever reads the one would know the other. Use that source, or stamp both alike."
)


class Source(Gated):
    """A page or broadcast that can be cited. Headlines and addresses often give things away."""

    uid = UidField()
    key = models.SlugField(
        "name for editors",
        max_length=80,
        unique=True,
        help_text="The outlet and the date, as in “techradar-2025-06”. Give nothing away.",
    )
    public_id = PublicIdField()
    outlet = models.CharField(
        max_length=80, validators=[one_line], help_text="The paper, the station or the site."
    )
    sort_key = SortKeyField("key", "outlet")
    published = models.DateField(
        null=True, blank=True, validators=[within_film_history], help_text="When it came out."
    )
    precision = models.CharField(**known_to())
    sealed_title = SealedTextField(
        "title", **line_up_to(300), blank=True, default="", help_text="The headline."
    )
    sealed_url = SealedTextField(
        "address", **ADDRESS, blank=True, default="", help_text="Where it is read or heard."
    )
    sealed_archive_url = SealedTextField(
        "archive address",
        **ADDRESS,
        blank=True,
        default="",
        help_text="Of a copy in a web archive, which is still there when the page has gone.",
    )
    accessed = models.DateField(
        "date of access",
        null=True,
        blank=True,
        validators=[within_film_history],
        help_text="When somebody last read it there.",
    )
    stamp = StampField(
        Stamp.NOTHING,
        Stamp.TEXT,
        default=Stamp.TEXT,
        help_text="Seal it where the headline or the address gives something away.",
    )

    #: On rows from `for_reader()` alone.
    title: str | None
    url: str | None
    archive_url: str | None

    gate = Rule(known_by_others=True)

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "source"
        ordering = ["key"]
        constraints = stamp_constraints(Stamp.NOTHING, Stamp.TEXT)

    def __str__(self) -> str:
        return self.key

    def validate_lock(self, films: Collection[int]) -> None:
        """Refuse the address of another source that is locked in another way."""
        others = Source.objects.exclude(self._alike(films)).exclude(pk=self.pk)
        if same := self._of_the_same_page(others):
            names = ", ".join(map(str, same))
            raise ValidationError({"stamp": ANOTHER_STAMP.format(names)})

    def of_the_same_page(self, films: Collection[int]) -> list["Source"]:
        """Other sources with its address, as far as they are locked as it is once it spoils `films`."""
        return self._of_the_same_page(Source.objects.filter(self._alike(films)).exclude(pk=self.pk))

    def _alike(self, films: Collection[int]) -> Q:
        return Q(stamp=self.stamp, requirement=requirement_key(films) or None)

    def _of_the_same_page(self, others: GatedQuerySet["Source"]) -> list["Source"]:
        pages = same_pages(*(getattr(self, name) for name in ADDRESSES))
        found = others.opened_values(*ADDRESSES)
        return [source for source, addresses in found if pages & same_pages(*addresses)]


class InterviewQuerySet(GatedQuerySet["Interview"]):
    def for_cards(self, reader: Reader) -> Self:
        """Those that this reader may know of, with what interviews/cards.py asks for, and the place
        that each has in lists.
        """
        return self.for_reader(reader).only(
            "slug", "label", "outlet", "sort_key", "date", "precision"
        )

    def labelled(self, label: str) -> Self:
        """Those with this label, however it is written."""
        return self.filter(written_alike(label, "label"))

    def about_universe(self, slug: str) -> Self:
        """Those about a film of this universe."""
        # Found from the films on: asked of each interview, it would read all there are.
        coverage = InterviewFilm.objects.filter(film__universe__slug=slug)
        return self.filter(pk__in=coverage.values("interview"))


class Interview(Publishable):
    """One conversation, or one published statement. Its quotes are there as long as it is."""

    uid = UidField()
    slug = models.SlugField(**in_addresses())
    former_slugs = FormerSlugsField()
    label = models.CharField(
        max_length=160,
        unique=True,
        validators=[one_line],
        help_text="Neutral, never the headline: “Len Wiseman talks to TechRadar, June 2025”.",
    )
    outlet = models.CharField(
        max_length=80, validators=[one_line], help_text="The paper, the station or the site."
    )
    sort_key = SortKeyField("label", "outlet")
    date = models.DateField(
        validators=[within_film_history],
        help_text="Of the conversation, or else of its first printing.",
    )
    precision = models.CharField(**known_to())
    films = models.ManyToManyField(Film, through="InterviewFilm", related_name="interviews")

    gate = Rule(is_public=True, live="live_from")

    objects = InterviewQuerySet.as_manager()

    class Meta:
        db_table = "interview"
        default_permissions = PERMISSIONS
        ordering = ["-date", "sort_key"]
        indexes = [
            models.Index(fields=["-date", "sort_key"], name="interview_latest_first"),
            models.Index(fields=["live_from"], name="interview_by_moment"),
        ]
        constraints = publishing_constraints()

    def __str__(self) -> str:
        return self.label

    def get_absolute_url(self) -> str:
        return address("interview", self.slug)

    def brings_along(self) -> "list[Publishable]":
        """Not those that somebody took back from readers, or set for a moment that lies ahead."""
        return list(self.quotes.filter(state__in=(State.DRAFT, State.REVIEW)))


class InterviewFilm(models.Model):
    """The interview was given about this film, and shows on its page."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="coverage")
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="+")

    gate = Rule(open_with=("interview",))

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "interview_film"
        verbose_name = "film talked about"
        verbose_name_plural = "films talked about"
        constraints = [
            models.UniqueConstraint(fields=["interview", "film"], name="interview_film_once")
        ]

    def __str__(self) -> str:
        return str(self.film)


class QuoteQuerySet(GatedQuerySet["Quote"]):
    def about(self, film: int) -> Self:
        """What was said in interviews about a film (its key), oldest first."""
        about = self.filter(interview__films=film)
        return about.order_by("interview__date", "interview__sort_key", "position")

    def after(self, day: date, key: str, position: int) -> Self:
        """Those of `about()` that come after one at this place, of an interview and in it."""
        spoken = ("interview__date", day), ("interview__sort_key", key)
        return self.filter(beyond(*spoken, ("position", position)))

    def said_by(self, people: Collection[int]) -> Self:
        """Quotes of these people, who are given by their keys, latest first."""
        return self.filter(Among("speaker", people)).order_by(
            "-interview__date", "interview", "position"
        )

    def said_after(self, day: date, key: str, position: int) -> Self:
        """Those of `said_by()` that come after one at this place."""
        spoken = ("-interview__date", day), ("interview__sort_key", key)
        return self.filter(beyond(*spoken, ("position", position)))


class Quote(Publishable, Gated):
    """What one person said, once."""

    class Fidelity(models.TextChoices):
        VERBATIM = "verbatim", "Verbatim"
        TRANSLATED = "translated", "Translated"
        BRACKETED = "bracketed", "With editorial brackets"
        PARAPHRASE = "paraphrase", "Paraphrase"

    uid = UidField()
    public_id = PublicIdField()
    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="quotes")
    speaker = models.ForeignKey(
        Person, on_delete=models.PROTECT, related_name="quotes", help_text="Who said it."
    )
    position = models.PositiveSmallIntegerField(
        validators=[MaxValueValidator(MOST)], help_text="Order within the interview."
    )
    fidelity = models.CharField(
        max_length=10, choices=Fidelity, help_text="How close this is to what was said."
    )
    sealed_text = SealedTextField(
        "text",
        **up_to(4_000),
        help_text="What was said. Editorial insertions stand in [square brackets].",
    )
    stamp = StampField(Stamp.NOTHING, Stamp.TEXT, Stamp.EXISTENCE, default=Stamp.TEXT)

    #: On rows from `for_reader()` alone.
    text: str | None

    gate = Rule(known_with=("interview",), makes_known=("speaker",), live="live_from")

    objects = QuoteQuerySet.as_manager()

    class Meta:
        db_table = "quote"
        default_permissions = PERMISSIONS
        ordering = ["interview", "position", "pk"]
        # What anybody may read is found by it, beside what their films open.
        indexes = [
            models.Index(fields=["stamp"], name="quote_by_stamp"),
            models.Index(fields=["live_from"], name="quote_by_moment"),
        ]
        constraints = [
            *stamp_constraints(Stamp.NOTHING, Stamp.TEXT, Stamp.EXISTENCE),
            *never_blank("sealed_text"),
            *publishing_constraints(),
            models.UniqueConstraint(
                fields=["interview", "position"], name="quote_position_once_per_interview"
            ),
            models.CheckConstraint(
                condition=~Q(fidelity="bracketed")
                | Q(GreaterThan(StrIndex(Unsealed("sealed_text"), models.Value("[")), 0)),
                name="quote_bracketed_has_bracket",
                violation_error_message="A bracketed quote holds a [bracket]; or choose verbatim.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.interview}, no. {self.position}"

    def get_absolute_url(self) -> str:
        return f"{self.interview.get_absolute_url()}#quote-{self.public_id}"

    def stands_on(self) -> list[Publishable]:
        """Its interview, as it is stored: it may have been published a moment ago, for another quote."""
        return list(Interview.objects.filter(pk=self.interview_id))


class Citation(models.Model):
    """Where a quote can be checked. One statement may stand in several places."""

    uid = UidField()
    quote = models.ForeignKey(Quote, on_delete=models.CASCADE, related_name="citations")
    source = models.ForeignKey(
        Source,
        on_delete=models.PROTECT,
        related_name="citations",
        help_text="The page or broadcast in which it can be checked.",
    )
    sealed_locator = SealedTextField(
        "place in the source",
        **line_up_to(120),
        blank=True,
        default="",
        help_text="Paragraph, page or time.",
    )
    position = models.PositiveSmallIntegerField(
        default=0, validators=[MaxValueValidator(MOST)], help_text="The first printing first."
    )

    #: On rows from `for_reader()` that ask for it.
    is_open: bool
    locator: str | None
    source_is_open: bool
    source_title: str | None
    source_url: str | None
    source_archive_url: str | None

    gate = Rule(open_with=("quote",), makes_known=("source",))

    objects = GatedQuerySet.as_manager()

    class Meta:
        db_table = "citation"
        ordering = ["quote", "position", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["quote", "source"], name="citation_source_once")
        ]

    def __str__(self) -> str:
        return str(self.source)
