from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.db import models
from django.db.models import Q

from films.dates import known_to, within_film_history
from gate.models import (
    Gated,
    PublicIdField,
    Stamp,
    StampField,
    UidField,
    requirement_key,
    stamp_constraints,
)
from gate.queryset import GatedQuerySet
from gate.rule import Rule
from gate.sealed import SealedTextField
from gate.sorting import SortKeyField
from gate.texts import line_up_to, one_line
from interviews.addresses import same_pages

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
