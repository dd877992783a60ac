"""What a sealed item is made of: a public id, a stamp, and the films that it spoils."""

import secrets
from collections.abc import Collection, Iterable
from functools import lru_cache
from typing import Any

from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import Q
from django.db.models.lookups import Exact

from .among import Among
from .given import Keys
from .prepared import prepared
from .sealed import Unsealed

# No vowels and no look-alikes, so an id can be read aloud and never spells a word.
ALPHABET = "23456789bcdfghjkmnpqrstvwxz"
PUBLIC_ID_LENGTH = 9
UID_LENGTH = 400

is_public_id = RegexValidator(
    rf"\A[{ALPHABET}]{{{PUBLIC_ID_LENGTH}}}\Z",
    f"A public id has {PUBLIC_ID_LENGTH} of the signs {ALPHABET}.",
)
is_uid = RegexValidator(
    r"\A[A-Za-z0-9][A-Za-z0-9._/-]*\Z",
    "A uid is made of letters, digits and the signs - _ . / in between.",
)


def random_id(length: int) -> str:
    return "".join(secrets.choice(ALPHABET) for _ in range(length))


def new_public_id() -> str:
    """A random id for a URL. It says nothing: neither what stands there nor how many there are."""
    return random_id(PUBLIC_ID_LENGTH)


class PublicIdField(models.CharField):
    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {
            "max_length": PUBLIC_ID_LENGTH,
            "unique": True,
            "editable": False,
            "default": new_public_id,
            "validators": [is_public_id],
        }
        super().__init__(**kwargs)


class UidField(models.CharField):
    """What an item is called in content files, in every database: it never changes.

    A random one for what editors enter. Content files may say more with theirs than a reader may
    know, so no page shows one (tests/test_architecture.py).
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs |= {
            "max_length": UID_LENGTH,
            "unique": True,
            "editable": False,
            "default": new_public_id,
            "validators": [is_uid],
        }
        super().__init__(**kwargs)


class Stamp(models.TextChoices):
    """What of an item spoils, as an editor says. Each model allows only some of these."""

    NOTHING = "nothing", "Harmless: everyone may read it"
    TEXT = "text", "Spoils: shown as locked until the films are seen"
    EXISTENCE = "existence", "Even its existence spoils: left out until the films are seen"


class StampField(models.CharField):
    """An editor's choice among the stamps that the model allows, given as positional arguments."""

    def __init__(self, *stamps: Stamp, **kwargs: Any) -> None:
        self.stamps = stamps
        kwargs |= {"max_length": 10, "choices": [(stamp.value, stamp.label) for stamp in stamps]}
        kwargs.setdefault("help_text", "What of it gives something away.")
        super().__init__(**kwargs)

    def deconstruct(self) -> tuple:
        name, _path, args, kwargs = super().deconstruct()
        return name, "django.db.models.CharField", args, kwargs


def requirement_key(films: Iterable[int]) -> str:
    """What names the requirement to have seen all of these films, which are given by their keys."""
    return ".".join(map(str, sorted(films)))


@lru_cache(maxsize=4096)
def films_of(key: str | None) -> frozenset[int]:
    """The films of a requirement, by what names it; none where there is none."""
    return frozenset(map(int, key.split("."))) if key else frozenset()


class RequirementManager(models.Manager["Requirement"]):
    def of(self, films: Iterable[models.Model]) -> "Requirement | None":
        """The requirement to have seen all of `films`, made if it is new; None for no films."""
        film_ids = {film.pk for film in films}
        if not film_ids:
            return None
        with transaction.atomic():
            requirement, is_new = self.get_or_create(key=requirement_key(film_ids))
            if is_new:
                RequiredFilm.objects.bulk_create(
                    RequiredFilm(requirement=requirement, film_id=film_id, size=len(film_ids))
                    for film_id in film_ids
                )
        return requirement

    def fulfilled(self, seen: Collection[int]) -> Keys:
        """The keys of all requirements of which every film is among `seen`, which are keys, too."""
        return Keys(_fulfilled(seen)) if seen else Keys()


@prepared
def _fulfilled(seen: Collection[int]) -> "models.QuerySet[RequiredFilm, str]":
    films = RequiredFilm.objects.filter(Among("film_id", seen)).values("requirement")
    # One that has lost a film has fewer rows than its size says, and stays unfulfilled.
    whole = films.annotate(count=models.Count("*")).filter(count=models.Max("size"))
    return whole.values_list("requirement", flat=True)


class Requirement(models.Model):
    """A set of films that must all be seen. Items with the same set share one row.

    It never changes: an item that comes to spoil another film points at another requirement.
    So nothing can shorten one, and what a reader may open is found once for many items.
    """

    #: The films' keys in order, joined by dots: “3.12”.
    key = models.CharField(max_length=2000, primary_key=True, editable=False)
    films = models.ManyToManyField(
        "films.Film", through="RequiredFilm", related_name="+", editable=False
    )

    objects = RequirementManager()

    class Meta:
        db_table = "requirement"

    def __str__(self) -> str:
        return f"Requirement {self.key}"


def keep_what_is_needed(
    collector: Any, field: Any, rows: "models.QuerySet[RequiredFilm]", using: str
) -> None:
    """For `on_delete`: a film is not deleted while an item needs it. Raises ProtectedError."""
    requirements = Requirement.objects.using(using).filter(films__in=rows.values("film"))
    # They go with the film, unless an item still points at one (PROTECT).
    collector.collect(requirements, source=field.remote_field.model)


class RequiredFilm(models.Model):
    """One film of a requirement. `size` is the number of films of the whole requirement."""

    requirement = models.ForeignKey(Requirement, on_delete=models.CASCADE, related_name="rows")
    film = models.ForeignKey("films.Film", on_delete=keep_what_is_needed, related_name="+")
    size = models.PositiveSmallIntegerField()

    class Meta:
        db_table = "required_film"
        constraints = [
            models.UniqueConstraint(fields=["requirement", "film"], name="required_film_once"),
            models.CheckConstraint(condition=Q(size__gt=0), name="required_film_has_size"),
        ]
        indexes = [
            models.Index(fields=["film", "requirement", "size"], name="required_film_by_film")
        ]

    def __str__(self) -> str:
        return f"{self.film} for {self.requirement}"


class Gated(models.Model):
    """An item with a stamp and a requirement of its own: the films that it spoils.

    A subclass adds `stamp`. An item that is stamped harmless has no requirement, every other
    one has: the database holds it to that (stamp_constraints).
    """

    requirement = models.ForeignKey(
        Requirement,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
    )

    #: Of the subclass.
    stamp: Any

    #: On rows from `for_reader()` alone.
    is_open: bool

    class Meta:
        abstract = True

    def spoil(self, *films: models.Model) -> None:
        """Make `films` this item's requirement, with the film that it is part of, if any.

        A harmless item comes to have none. Does not save.
        """
        harmless = self.stamp == Stamp.NOTHING
        needed = () if harmless else (*self.own_films, *films)
        self.requirement = Requirement.objects.of(needed)

    def validate_lock(self, films: Collection[int]) -> None:
        """Refuse what other rows do not allow of this item once it spoils these films (their keys).

        Raises ValidationError. Forms, content files and what is brought back all ask here.
        """

    @property
    def required(self) -> frozenset[int]:
        """The keys of the films that must be seen; none for a harmless item. No query."""
        return films_of(self.requirement_id)

    @property
    def own_films(self) -> tuple[models.Model, ...]:
        """The film that the item is part of, which is always among those that it spoils."""
        film = getattr(self, "film", None)
        return (film,) if film else ()


def stamp_constraints(*stamps: Stamp) -> list[models.BaseConstraint]:
    """Only these stamps, and a requirement exactly where the stamp locks something."""
    return [
        models.CheckConstraint(
            condition=Q(stamp__in=[stamp.value for stamp in stamps]),
            name="%(app_label)s_%(class)s_stamp_known",
            violation_error_message="Choose one of the stamps offered.",
        ),
        models.CheckConstraint(
            condition=Q(stamp=Stamp.NOTHING, requirement__isnull=True)
            | (~Q(stamp=Stamp.NOTHING) & Q(requirement__isnull=False)),
            name="%(app_label)s_%(class)s_spoils_films",
            violation_error_message="Say which films this spoils, or stamp it as harmless.",
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
