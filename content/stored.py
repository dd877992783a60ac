"""All content of the database, in the order of the files: what a dump is made of.

The loader, too, reads here the rows that it brings up to date.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from datetime import date

from django.db import models

from gate.queryset import GatedQuerySet
from interviews.models import InterviewFilm

from .format import (
    ALL,
    BEAT,
    CHARACTER,
    CITATION,
    CREDIT,
    ECHO,
    EVIDENCE,
    FACT,
    FILM,
    INTERVIEW,
    NOTE,
    PERSON,
    PLACEMENT,
    QUOTE,
    SOURCE,
    UNIVERSE,
    Kind,
)
from .memory import remembered
from .prints import Prints, facts_of

type Row = models.Model

#: By which columns the entries of a kind follow one another; where there is none, by their age.
ORDER = {
    UNIVERSE: ("position", "slug"),
    FILM: ("released", "slug"),
    PERSON: ("slug",),
    CHARACTER: ("slug",),
    SOURCE: ("key",),
    INTERVIEW: ("date", "slug"),
    CREDIT: ("film_id", "job", "position"),
    NOTE: ("film_id", "position"),
    FACT: ("character_id", "position"),
    **dict.fromkeys((QUOTE, CITATION, BEAT, EVIDENCE), ("position",)),
}


class NoUniverse(Exception):
    """There is content, and no universe whose files could hold it."""


class NeverCompared(Exception):
    """Content was loaded before prints were kept: nobody knows what editors changed of it."""


class Stored:
    """Sealed columns are opened, as for an editor. Raises NoUniverse, and NeverCompared.

    Where it is `all_edited`, all that was never compared counts as changed by editors.
    """

    def __init__(self, all_edited: bool = False) -> None:
        self.rows: dict[Kind, list[Row]] = {}
        self._by_key: dict[Kind, dict[int, Row]] = {}
        self._rank: dict[str, dict[int, int]] = {}
        self._groups: dict[tuple, list[Row]] = defaultdict(list)
        # What others are sorted by stands before them.
        for kind in ALL:
            self.rows[kind] = sorted(
                opened_rows(kind), key=lambda row, kind=kind: self._order(kind, row)
            )
            self._by_key[kind] = {row.pk: row for row in self.rows[kind]}
            column = f"{kind.model._meta.model_name}_id"
            self._rank[column] = {row.pk: rank for rank, row in enumerate(self.rows[kind])}
            for row in self.rows[kind] if kind.counted_within else ():
                self._groups[_group(kind, row)].append(row)
        if not self.rows[UNIVERSE] and any(self.rows.values()):
            raise NoUniverse
        #: The films of each interview.
        self.talks: dict[int, set[int]] = defaultdict(set)
        for talk in InterviewFilm.objects.order_by():
            self.talks[talk.interview_id].add(talk.film_id)
        self._loaded: dict[Kind, dict[str, Prints]] = {kind: {} for kind in ALL}
        kinds = {kind.table: kind for kind in ALL}
        self._there = {kind: {row.uid for row in self.rows[kind]} for kind in ALL}
        for row, text in remembered():
            kind = kinds[row.table]
            self._loaded[kind][row.uid] = Prints.read(text)
            if not (text or all_edited) and row.uid in self._there[kind]:
                raise NeverCompared
        self._homes: dict[tuple[Kind, int | None], int] = {}
        for kind, key, universe in self._ties():
            known = self._homes.setdefault((kind, key), universe)
            self._homes[kind, key] = min(known, universe, key=self._rank["universe_id"].get)

    def of(self, kind: Kind, universe: Row) -> list[Row]:
        """The rows of a kind that stand in the files of this universe."""
        return [row for row in self.rows[kind] if self._home(kind, row) == universe.pk]

    def parts(self, kind: Kind, of: Row) -> list[Row]:
        return self._groups[kind, of.pk]

    def is_counted(self, kind: Kind, row: Row) -> bool:
        """Whether the places in the file say the positions of this row and those beside it."""
        group = self._groups[_group(kind, row)]
        return [one.position for one in group] == list(range(1, len(group) + 1))

    def removed(self) -> dict[str, list[str]]:
        """The uids of what was loaded and is not there any more, by table."""
        gone = {kind.table: sorted(self._loaded[kind].keys() - self._there[kind]) for kind in ALL}
        return {table: uids for table, uids in gone.items() if uids}

    def changed(self, universe: Row) -> dict[str, dict[str, list[str]]]:
        """The fields of what was loaded that are as an editor left them, by table and uid."""
        found = {
            kind.table: dict(self._changed(kind, row) for row in self._all_of(kind, universe))
            for kind in ALL
        }
        named = {
            table: {uid: names for uid, names in rows.items() if names}
            for table, rows in found.items()
        }
        return {table: rows for table, rows in named.items() if rows}

    def name(self, kind: Kind, key: int) -> str:
        return getattr(self._by_key[kind][key], kind.named_by)

    def names_of_films(self, keys: Iterable[int]) -> list[str]:
        return [self.name(FILM, key) for key in sorted(keys, key=self._rank["film_id"].get)]

    def _all_of(self, kind: Kind, universe: Row) -> list[Row]:
        """The same of parts, too: they stand where the entry does of which they are part."""
        for whole in (one for one in ALL if kind in one.parts):
            return [row for of in self._all_of(whole, universe) for row in self.parts(kind, of)]
        return self.of(kind, universe)

    def _changed(self, kind: Kind, row: Row) -> tuple[str, list[str]]:
        prints = self._loaded[kind].get(row.uid)
        if prints is None:
            return row.uid, []
        said = facts_of(kind, row, self.talks.get(row.pk, ()))
        return row.uid, sorted(name for name in said if not prints.fit(name, said[name]))

    def _order(self, kind: Kind, row: Row) -> tuple:
        values = [(name, getattr(row, name)) for name in ORDER.get(kind, ())]
        ranked = [
            self._rank[name][value] if name in self._rank else value for name, value in values
        ]
        return (*(date.max if value is None else value for value in ranked), row.pk)

    def _home(self, kind: Kind, row: Row) -> int:
        """The universe in whose files the row stands."""
        if kind is UNIVERSE:
            return row.pk
        if kind is FILM:
            return row.universe_id
        if kind in (NOTE, CREDIT, PLACEMENT):
            film = row.placed_id if kind is PLACEMENT else row.film_id
            return self._by_key[FILM][film].universe_id
        if kind is FACT:
            return self._home_of(CHARACTER, row.character_id)
        if kind is ECHO:
            return self._home_of(NOTE, row.later_id)
        # What nothing ties to any universe stands in the first.
        return self._homes.get((kind, row.pk), self.rows[UNIVERSE][0].pk)

    def _home_of(self, kind: Kind, key: int) -> int:
        return self._home(kind, self._by_key[kind][key])

    def _ties(self) -> Iterator[tuple[Kind, int | None, int]]:
        """What has to do with which universe, where nothing of its own says so."""
        for interview, films in self.talks.items():
            for film in films:
                yield INTERVIEW, interview, self._home_of(FILM, film)
        for credit in self.rows[CREDIT]:
            home = self._home(CREDIT, credit)
            yield PERSON, credit.person_id, home
            yield CHARACTER, credit.character_id, home
        for quote in self.rows[QUOTE]:
            yield PERSON, quote.speaker_id, self._home_of(INTERVIEW, quote.interview_id)
        for citation in self.rows[CITATION]:
            quote = self._by_key[QUOTE][citation.quote_id]
            yield SOURCE, citation.source_id, self._home_of(INTERVIEW, quote.interview_id)
        for placement in self.rows[PLACEMENT]:
            yield SOURCE, placement.source_id, self._home(PLACEMENT, placement)
        for evidence in self.rows[EVIDENCE]:
            home = self._home_of(ECHO, evidence.echo_id)
            yield SOURCE, evidence.source_id, home
            yield PERSON, evidence.credits_id, home


def opened_rows(kind: Kind) -> models.QuerySet:
    """All rows of a kind; what is sealed of them can be saved, and written to files."""
    rows = kind.model._default_manager.order_by("pk")
    return rows.for_editor() if isinstance(rows, GatedQuerySet) else rows


def _group(kind: Kind, row: Row) -> tuple:
    """Those among which the row is counted; parts of an entry are found by it."""
    columns = (kind.model._meta.get_field(name).attname for name in kind.counted_within)
    return (kind, *(getattr(row, column) for column in columns))
