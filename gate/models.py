"""What a sealed item is made of. Abstract: the tables belong to the apps."""

import secrets
from typing import Any

from django.db import models
from django.db.models import Q
from django.db.models.lookups import Exact

from .sealed import Unsealed

# No vowels and no look-alikes, so an id can be read aloud and never spells a word.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
PUBLIC_ID_LENGTH = 9


def new_public_id() -> str:
    """A random id for a URL. It says nothing: neither what stands there nor how many there are."""
    return "".join(secrets.choice(ALPHABET) for _ in range(PUBLIC_ID_LENGTH))


class PublicIdField(models.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {
            "max_length": PUBLIC_ID_LENGTH,
            "unique": True,
            "editable": False,
            "default": new_public_id,
        }
        super().__init__(**kwargs)


class Stamp(models.TextChoices):
    """What an editor says about an item. Each model allows only some of these."""

    OPEN = "open", "Harmless: everyone may read it"
    SEALED = "sealed", "Spoils: shown as locked until the films are seen"
    HIDDEN = "hidden", "Even its existence spoils: left out until the films are seen"


class StampField(models.CharField):
    """An editor's choice among the stamps that the model allows, given as positional arguments."""

    def __init__(self, *stamps: Stamp, **kwargs: Any) -> None:
        self.stamps = stamps
        kwargs |= {"max_length": 10, "choices": [(stamp.value, stamp.label) for stamp in stamps]}
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


class Gated(models.Model):
    """An item with a requirement of its own: the film that it spoils, and any further films.

    The requirement is `film` together with the rows of `also_requires`; all must be seen.
    Because `film` may be empty only on an item stamped OPEN, a sealed text always has one.
    """

    film = models.ForeignKey(
        "films.Film",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        help_text="The film that this gives away. Further films go under “Also spoils”.",
    )

    class Meta:
        abstract = True

    @property
    def requirement(self) -> list:
        """The films to see, in release order; none on a harmless item.

        Public: it is what a reveal button names.
        """
        films = {self.film, *(row.film for row in self.also_requires.all())} - {None}
        return sorted(films, key=lambda film: film.release_key)


class AlsoRequiresManager(models.Manager):
    def get_queryset(self) -> models.QuerySet:
        return super().get_queryset().select_related("film")


class AlsoRequires(models.Model):
    """A further film of a requirement. Subclasses add `item`, with related_name "also_requires".

    A table of our own rather than a plain many-to-many, because that would let the deletion
    of a film shorten a requirement, and so open a text.
    """

    film = models.ForeignKey(
        "films.Film", on_delete=models.PROTECT, related_name="+", verbose_name="also spoils"
    )

    objects = AlsoRequiresManager()

    class Meta:
        abstract = True
        verbose_name = "also spoils"
        verbose_name_plural = "also spoils"
        constraints = [
            models.UniqueConstraint(
                fields=["item", "film"],
                name="%(class)s_film_once",
                violation_error_message="This film is in the list already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.film)


def stamp_constraints(*stamps: Stamp) -> list[models.BaseConstraint]:
    """Only these stamps, and a film wherever the stamp locks something."""
    return [
        models.CheckConstraint(
            condition=Q(stamp__in=[stamp.value for stamp in stamps]),
            name="%(app_label)s_%(class)s_stamp_known",
            violation_error_message="Choose one of the stamps offered.",
        ),
        models.CheckConstraint(
            condition=Q(stamp=Stamp.OPEN) | Q(film__isnull=False),
            name="%(app_label)s_%(class)s_sealed_has_film",
            violation_error_message="Say which film this spoils, or stamp it as harmless.",
        ),
    ]


def never_blank(*fields: str) -> list[models.BaseConstraint]:
    """Sealed columns that must hold a text: an empty one would open to nothing."""
    return [
        models.CheckConstraint(
            condition=~Q(Exact(Unsealed(field), models.Value(""))),
            name=f"%(app_label)s_%(class)s_{field}_not_blank",
            violation_error_message="This text cannot be empty.",
        )
        for field in fields
    ]
