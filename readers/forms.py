"""The picker's form: which films somebody says they have seen."""

import re
from collections.abc import Iterable, Sequence, Set
from typing import Any

from django import forms
from django.http import QueryDict

from films.models import FILM_KEY, Film, FilmQuerySet
from gate.among import Among
from gate.prepared import prepared
from gate.reader import Reader
from gate.slugs import formerly

UNKNOWN = "One of these films is unknown or not out yet. Nothing was changed."
INCOMPLETE = "The form came incomplete. Nothing was changed. Reload the page and try again."

_KEY = re.compile(FILM_KEY, re.ASCII)
_KEYS = re.compile(rf"\A({FILM_KEY}(\.{FILM_KEY})*)?\Z", re.ASCII)


class PickerForm(forms.Form):
    """The ticks, and `shown`: which boxes were ticked when the page was made.

    Only what differs between the two is changed, so a page from before takes nothing back that
    was marked elsewhere since. A form without `shown` is none of ours, or was cut on its way: it
    is not valid, rather than one that unticks everything. Films go by their keys.
    """

    data: QueryDict

    shown = forms.RegexField(_KEYS, required=False, error_messages={"invalid": INCOMPLETE})

    def __init__(self, data: QueryDict, reader: Reader) -> None:
        super().__init__(data)
        #: What was sent and can have a box: one query.
        self.offered = offered(_called(self._sent()), reader)
        self.fields["films"] = forms.MultipleChoiceField(
            choices=[(key, film.name) for key, film in self.offered.items()],
            required=False,
            error_messages={"invalid_choice": UNKNOWN},
        )

    def _sent(self) -> Set[str]:
        """The keys that were sent, ticked or shown as ticked."""
        shown = self.data.get("shown", "").split(".")
        return {key for key in [*self.data.getlist("films"), *shown] if _KEY.fullmatch(key)}

    def clean(self) -> dict[str, Any]:
        if "shown" not in self.data:
            raise forms.ValidationError(INCOMPLETE)
        return super().clean() or self.cleaned_data

    @property
    def ticked(self) -> Set[str]:
        """The keys that were sent as ticked, as far as they are offered."""
        return self.offered.keys() & self.data.getlist("films")

    @property
    def was_ticked(self) -> Set[str]:
        """The keys that the page had ticked, as far as they are offered."""
        return self.offered.keys() & (self.cleaned_data.get("shown") or "").split(".")

    def read_by(self, reader: Reader) -> Reader:
        """`reader` after saving this form, which is valid."""
        added, removed = self.ticked - self.was_ticked, self.was_ticked - self.ticked
        reader = reader.having_seen(self.offered[key] for key in added)
        return reader.not_having_seen(self.offered[key] for key in removed)


@prepared
def _called(keys: Set[str]) -> FilmQuerySet:
    return Film.objects.filter(Among("key", keys)).for_picker().order_by()


def offered(films: Iterable[Film], reader: Reader) -> dict[str, Film]:
    """Those that have a box, by their keys: what is out, and what `reader` has marked before."""
    return {film.key: film for film in films if film.is_released or reader.has_seen(film)}


class Preset:
    """“all:ellmaren”, “none:ellmaren”, “upto:the-film”: boxes to tick. It saves nothing."""

    def __init__(self, value: str) -> None:
        self.word, _, self.slug = value.replace("\0", "").partition(":")

    def ticked(self, before: Set[str], listed: Sequence[Film]) -> Set[str]:
        """The keys of the films that are ticked after it, `before` being those ticked before.

        `listed` are the films of the page, in its order: “up to” only ticks, and in that order. Where the value names nothing, all stays as it is. A series counts once its
        last part is out.
        """
        whole = [film for film in listed if film.universe.slug == self.slug]
        match self.word:
            case "all":
                return before | _finished(whole)
            case "none":
                return before - {film.key for film in whole}
            case "upto":
                named = (film for film in listed if film.slug == self.slug)
                last = next(named, None) or formerly(Film.objects.all(), self.slug)
                if last and last in listed:
                    part = [film for film in listed if film.universe_id == last.universe_id]
                    return before | _finished(part[: part.index(last) + 1])
        return before


def _finished(films: Iterable[Film]) -> set[str]:
    return {film.key for film in films if film.is_finished}
