"""Who is reading: the only thing that a page may depend on besides public content."""

from collections.abc import Collection
from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Peek:
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
class Reader:
    """What one visitor may read: ids of films seen, and items peeked in this browser session."""

    seen: frozenset[int] = frozenset()
    peeks: tuple[Peek, ...] = ()

    @property
    def peeked(self) -> frozenset[str]:
        """Public ids of all items that are open by a peek."""
        return frozenset(public_id for peek in self.peeks for public_id in peek.public_ids)

    @property
    def has_state(self) -> bool:
        return bool(self.seen or self.peeks)

    def having_seen_just(self, film_ids: Collection[int]) -> "Reader":
        return replace(self, seen=frozenset(film_ids))

    def having_seen(self, film_ids: Collection[int]) -> "Reader":
        return replace(self, seen=self.seen | frozenset(film_ids))

    def not_having_seen(self, film_ids: Collection[int]) -> "Reader":
        return replace(self, seen=self.seen - frozenset(film_ids))

    def peeking(self, item: str, opens: Collection[str] = ()) -> "Reader":
        """This reader after revealing `item`.

        Revealing it again moves it to the end, and closes nothing that it had opened before.
        """
        others = [peek for peek in self.peeks if peek.item != item]
        before = [public_id for peek in self.peeks if peek.item == item for public_id in peek.opens]
        return replace(self, peeks=(*others, Peek(item, tuple(dict.fromkeys([*before, *opens])))))

    def without_peek(self, public_id: str) -> "Reader":
        """This reader with `public_id` closed, whichever peek had opened it."""
        kept = tuple(
            replace(peek, opens=tuple(other for other in peek.opens if other != public_id))
            for peek in self.peeks
            if peek.item != public_id
        )
        return replace(self, peeks=kept)


#: The reader of bots, link cards, feeds, shared caches, and of everything that goes wrong.
NOBODY = Reader()
