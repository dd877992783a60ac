"""What the content files have brought into this database, as the loader and the dump ask for it."""

from collections.abc import Iterator

from .models import LoadedEntry
from .prints import Prints
from .reading import Editors, Entry


def remembered() -> Iterator[tuple[LoadedEntry, str]]:
    """Every entry that was loaded once, with its prints as they are written down."""
    for row, (text,) in LoadedEntry.objects.opened_values("sealed_prints"):
        yield row, text


class Memory:
    """What has been loaded into this database, with its prints: not loaded again once it is gone."""

    def __init__(self, editors: Editors) -> None:
        self._before = {(row.table, row.uid): (row, text) for row, text in remembered()}
        self._removed = editors.removed
        self._met: dict[tuple[str, str], Prints] = {}

    def __contains__(self, key: tuple[str, str]) -> bool:
        return key in self._before or key in self._removed

    @property
    def newly_removed(self) -> list[str]:
        """Of what editors removed elsewhere: what was never loaded here, table and uid."""
        return [f"{table} {uid}" for table, uid in sorted(self._removed - self._before.keys())]

    def meet(self, entry: Entry, prints: Prints | None = None) -> Prints:
        """Remember the entry, and return its prints: these, or those that it has."""
        _row, text = self._before.get(entry.key, (None, ""))
        self._met[entry.key] = prints or Prints.read(text)
        return self._met[entry.key]

    def write(self) -> None:
        changed = []
        new = dict.fromkeys(self._removed - self._before.keys(), "")
        for key, prints in self._met.items():
            row, text = self._before.get(key, (None, ""))
            if row is None:
                new[key] = prints.written()
            elif (now := prints.written()) != text:
                row.sealed_prints = now
                changed.append(row)
        LoadedEntry.objects.bulk_create(
            LoadedEntry(table=table, uid=uid, sealed_prints=text)
            for (table, uid), text in sorted(new.items())
        )
        LoadedEntry.objects.bulk_update(changed, ["sealed_prints"], batch_size=500)
