"""By whose eyes an editor looks at a page, as addresses say it."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.http import Http404

from films.cards import counting
from films.models import FILM_KEY, Film
from gate.reader import Reader
from gate.texts import listing
from readers.preview import somebody_like

NOBODY, EVERYTHING, SEEN, DRAFTS = "nobody", "everything", "seen-", "-with-drafts"
#: As many films as an address can well name.
MOST_FILMS = 50
#: So many are named in words.
NAMED = 3


@dataclass(frozen=True, slots=True)
class Eyes:
    """“nobody”, “everything-with-drafts”, “seen-2bcdfg.3hjkmn”: the films by their keys."""

    has_seen: str
    with_drafts: bool = False

    def __str__(self) -> str:
        return self.has_seen + (DRAFTS if self.with_drafts else "")

    @classmethod
    def of(cls, films: Iterable[Film], *, with_drafts: bool) -> "Eyes":
        """Of somebody who has seen these, and of nobody where there are none."""
        keys = ".".join(film.key for film in films)
        return cls(f"{SEEN}{keys}" if keys else NOBODY, with_drafts)

    @property
    def keys(self) -> list[str]:
        """Of the films seen, where they are named."""
        named = self.has_seen.removeprefix(SEEN)
        return named.split(".") if named != self.has_seen else []

    def stand_for(self, *, of_all: bool) -> tuple[Reader, str]:
        """The reader, and who that is in words. Raises Http404 where a film is not there.

        Of what is not published yet they meet all where `of_all`, and else what waits.
        """
        if self.has_seen == EVERYTHING:
            films = Film.objects.order_by().values_list("pk", flat=True)
            return self._like(films, of_all), "somebody who has seen everything"
        named = list(Film.objects.filter(key__in=self.keys).in_release_order())
        if len(named) != len(set(self.keys)):
            raise Http404
        if not named:
            return self._like((), of_all), "somebody who has marked nothing"
        words = [film.name for film in named[:NAMED]]
        words += [counting(len(named) - NAMED, "more film")] if named[NAMED:] else []
        return self._like(
            (film.pk for film in named), of_all
        ), f"somebody who has seen {listing(words)}"

    def _like(self, seen: Iterable[int], of_all: bool) -> Reader:
        all_of_it, waiting = self.with_drafts and of_all, self.with_drafts and not of_all
        return somebody_like(seen, meets_drafts=all_of_it, meets_waiting=waiting)


class EyesConverter:
    """Of addresses, to `Eyes` and back."""

    regex = (
        rf"(?:{NOBODY}|{EVERYTHING}|{SEEN}{FILM_KEY}(?:\.{FILM_KEY}){{0,{MOST_FILMS - 1}}})"
        rf"(?:{DRAFTS})?"
    )

    @staticmethod
    def to_python(value: str) -> Eyes:
        return Eyes(value.removesuffix(DRAFTS), value.endswith(DRAFTS))

    @staticmethod
    def to_url(value: Eyes | str) -> str:
        return str(value)
