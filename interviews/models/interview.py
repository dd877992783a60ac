from datetime import date
from typing import Self

from django.db import models
from django.db.models.functions import Coalesce

from films.dates import known_to, within_film_history
from films.models import NO_DATE, Film
from gate.addresses import address
from gate.keyset import beyond
from gate.models import (
    UidField,
)
from gate.publishing import PERMISSIONS, Publishable, State, publishing_constraints
from gate.queryset import GatedQuerySet
from gate.reader import Reader
from gate.rule import Rule
from gate.slugs import FormerSlugsField, in_addresses
from gate.sorting import SortKeyField, written_alike
from gate.texts import one_line


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


class InterviewFilmQuerySet(GatedQuerySet["InterviewFilm"]):
    def after(self, released: date, key: str, slug: str) -> Self:
        """Films that come after such a film in order of release, and in this order."""
        film = (("day", released), ("film__sort_key", key), ("film__slug", slug))
        dated = self.alias(day=Coalesce("film__released", models.Value(NO_DATE)))
        return dated.filter(beyond(*film)).order_by(*(column for column, _value in film))


class InterviewFilm(models.Model):
    """The interview was given about this film, and shows on its page."""

    interview = models.ForeignKey(Interview, on_delete=models.CASCADE, related_name="coverage")
    film = models.ForeignKey(Film, on_delete=models.PROTECT, related_name="+")

    gate = Rule(open_with=("interview",))

    objects = InterviewFilmQuerySet.as_manager()

    class Meta:
        db_table = "interview_film"
        verbose_name = "film talked about"
        verbose_name_plural = "films talked about"
        constraints = [
            models.UniqueConstraint(fields=["interview", "film"], name="interview_film_once")
        ]

    def __str__(self) -> str:
        return str(self.film)
