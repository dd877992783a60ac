"""Who is reading: the only thing that a page may depend on besides public content."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Protocol

from .given import Keys, Reading, Slot
from .models import Requirement


class Film(Protocol):
    """Anything that names a film by its key: a row or a card."""

    @property
    def pk(self) -> int: ...


@dataclass(frozen=True)
class Revealed:
    """One act of revealing: the item asked for, and everything that it opened.

    Keeping the list (rather than working it out again) means that a reader has agreed to
    exactly this, whatever an editor adds later, and that hiding takes back exactly this.
    """

    item: str
    opens: tuple[str, ...] = ()

    @property
    def public_ids(self) -> tuple[str, ...]:
        return (self.item, *self.opens)


@dataclass(frozen=True)
class Reader(Reading):
    """What one visitor may read: films seen, and items revealed in this browser session.

    Only `gate/` and `readers/` read these fields; everything else asks by the methods.
    """

    seen: frozenset[int] = frozenset()
    reveals: tuple[Revealed, ...] = ()
    #: Takes for live what is not withdrawn: for an editor's preview (pages/preview.py), and no visitor.
    meets_drafts: bool = False
    #: Of that, drafts and what waits for a review alone, with their parts: for who writes and does
    #: not publish. All else is there as it is for a visitor.
    meets_waiting: bool = False

    @property
    def revealed(self) -> frozenset[str]:
        """Public ids of all items that are open because they were revealed."""
        return frozenset(public_id for one in self.reveals for public_id in one.public_ids)

    @cached_property
    def fulfilled(self) -> Keys:
        """The requirements of which every film is seen: asked for once in the life of a reader,
        which is one request. One that is made meanwhile stays locked until the next.
        """
        asker = vars(self).get("asker")  # of `as_visitor`: both have seen the same
        return asker.fulfilled if asker else Requirement.objects.fulfilled(self.seen)

    @property
    def shape(self) -> tuple[bool, bool, bool]:
        """Where nothing is revealed, SQL asks for nothing that is."""
        return bool(self.reveals), self.meets_drafts, self.meets_waiting

    @cached_property
    def as_visitor(self) -> "Reader":
        """Who has seen and revealed the same, and meets what is live."""
        visitor = replace(self, meets_drafts=False, meets_waiting=False)
        vars(visitor)["asker"] = self
        return visitor

    def stand_in(self, index: int) -> "AnyReader":
        return AnyReader(index, *self.shape)

    @property
    def seen_count(self) -> int:
        return len(self.seen)

    @property
    def reveal_count(self) -> int:
        """How many times this reader has revealed something that is still open."""
        return len(self.reveals)

    def has_seen(self, film: Film) -> bool:
        return film.pk in self.seen

    def unseen[F: Film](self, films: Iterable[F]) -> list[F]:
        """Those of `films` that this reader has not seen, in the same order."""
        return [film for film in films if film.pk not in self.seen]

    def has_revealed(self, *public_ids: str) -> bool:
        """At least one of these items is open because it was revealed."""
        return not self.revealed.isdisjoint(public_ids)

    def revealed_last(self, *public_ids: str) -> str | None:
        """Which of these items was revealed last; None where none was."""
        opened = [public_id for one in self.reveals for public_id in one.public_ids]
        return next((public_id for public_id in reversed(opened) if public_id in public_ids), None)

    def having_seen(self, films: Iterable[Film]) -> "Reader":
        return replace(self, seen=self.seen | {film.pk for film in films})

    def not_having_seen(self, films: Iterable[Film]) -> "Reader":
        return replace(self, seen=self.seen - {film.pk for film in films})

    def revealing(self, item: str, opens: Collection[str] = ()) -> "Reader":
        """This reader after revealing `item`, and `opens` along with it; all are public ids.

        Revealing it again moves it to the end, and closes nothing that it had opened before.
        """
        others = [one for one in self.reveals if one.item != item]
        before = [public_id for one in self.reveals if one.item == item for public_id in one.opens]
        opened = tuple(dict.fromkeys([*before, *opens]))
        return replace(self, reveals=(*others, Revealed(item, opened)))

    def hiding(self, public_id: str) -> "Reader":
        """This reader with `public_id` closed, whatever had opened it."""
        kept = tuple(
            replace(one, opens=tuple(other for other in one.opens if other != public_id))
            for one in self.reveals
            if one.item != public_id
        )
        return replace(self, reveals=kept)


class AnyReader:
    """Stands for every reader of one shape, in a query that is prepared; the gate alone asks it."""

    def __init__(
        self, index: int, has_revealed: bool, meets_drafts: bool, meets_waiting: bool
    ) -> None:
        self.index = index
        self.meets_drafts, self.meets_waiting = meets_drafts, meets_waiting
        self.fulfilled = Slot(index, _fulfilled, is_list=True)
        self.revealed: Slot | frozenset[str] = (
            Slot(index, _revealed, is_list=True) if has_revealed else frozenset()
        )

    @cached_property
    def as_visitor(self) -> "AnyReader":
        return AnyReader(self.index, bool(self.revealed), False, False)


def _fulfilled(reader: Reader) -> Keys:
    return reader.fulfilled


def _revealed(reader: Reader) -> frozenset[str]:
    return reader.revealed


#: The reader of bots, link cards, feeds, shared caches, and of everything that goes wrong.
NOBODY = Reader()
