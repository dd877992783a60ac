"""The oracle: what one reader has unlocked, worked out in plain Python from all rows.

It says for each row whether the reader may know that it is there, and which of its cells are
public or open to this reader. All other cells are secret; the twins (secrets.py) differ in
them. Nothing here asks the gate: it is the promise written a second time, as a test must.
"""

from dataclasses import dataclass, field

from gate.models import Stamp
from gate.reader import NOBODY, Reader

from .rows import Cell, Rows, content_models, gated

#: Public whole, by decision (gate/declassified.py), or the reader's own.
PUBLIC = ("Universe", "Film", "Interview", "InterviewFilm", "Seen")

#: Of a row that shows as locked: what is secret all the same. Everything else of it is public
#: by decision: a label, a kind, the order, who spoke, and the requirement.
LOCKED = {
    "Note": {"sealed_text", "sealed_timecode"},
    # "Its words, how faithful they are and where they stand show once it is open."
    "Quote": {"sealed_text", "fidelity"},
}


@dataclass
class Knowledge:
    rows: Rows
    reader: Reader = NOBODY
    #: Rows of whose existence the reader may know.
    known: set[tuple[str, int]] = field(default_factory=set)
    #: What the reader has unlocked, or what is public.
    cells: set[Cell] = field(default_factory=set)
    #: The films seen, and those that an item peeked at gives away.
    spoiled: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        self.spoiled = self._spoiled()
        for model in PUBLIC:
            for pk in self.rows[model]:
                self._know_all(model, pk)
        for model in ("Note", "Quote", "Placement", "Credit", "CharacterFact"):
            self._items(model)
        self._echoes()
        self._citations()
        self._evidence()
        self._placement_sources()
        self._people()
        self._requirements()

    def or_of(self, other: "Knowledge") -> "Knowledge":
        """What is unlocked by the one or by the other: before an action, or after it."""
        self.known |= other.known
        self.cells |= other.cells
        self.spoiled |= other.spoiled
        return self

    def _spoiled(self) -> frozenset[int]:
        films = set(self.reader.seen)
        for model in ("Note", "Quote", "Source"):
            for pk, row in self.rows[model].items():
                if row["public_id"] in self.reader.peeked:
                    films |= self.rows.requirement(model, pk)
        return frozenset(films)

    def is_open(self, model: str, pk: int) -> bool:
        row = self.rows[model][pk]
        if row["stamp"] == Stamp.OPEN or row.get("public_id") in self.reader.peeked:
            return True
        return self.rows.requirement(model, pk) <= self.reader.seen

    def knows(self, model: str, pk: int | None) -> bool:
        return (model, pk) in self.known

    def _know_all(self, model: str, pk: int, but: set[str] | frozenset[str] = frozenset()) -> None:
        self._know(model, pk, self.rows[model][pk].keys() - but)

    def _know(self, model: str, pk: int, columns: set[str]) -> None:
        self.known.add((model, pk))
        self.cells.update(Cell(model, pk, column) for column in columns)

    def _items(self, model: str) -> None:
        for pk, row in self.rows[model].items():
            if self.is_open(model, pk):
                self._know_all(model, pk)
            elif row["stamp"] == Stamp.SEALED:
                self._know_all(model, pk, but=LOCKED[model])

    def _echoes(self) -> None:
        """An echo with one open end is known, and no more of it than what its other end spoils.

        Where the other end is one whose existence spoils, so does the echo's.
        """
        for pk, row in self.rows["Echo"].items():
            ends = [row["later_id"], row["earlier_id"]]
            opened = [end for end in ends if self.is_open("Note", end)]
            if not row["is_published"] or not all(self.knows("Note", end) for end in ends):
                continue
            if len(opened) == 2:
                self._know_all("Echo", pk)
                self._parts_of_open_echo(pk)
            elif opened:
                self._know("Echo", pk, {"id", "public_id", "is_published"})

    def _parts_of_open_echo(self, echo: int) -> None:
        for pk, beat in self.rows["Beat"].items():
            if beat["echo_id"] == echo:
                self._know_all("Beat", pk)

    def _evidence(self) -> None:
        for pk, row in self.rows["Evidence"].items():
            echo, quote, source = row["echo_id"], row["quote_id"], row["source_id"]
            if not self._echo_is_open(echo) or (quote and not self.knows("Quote", quote)):
                continue
            self._know_all("Evidence", pk)
            if source:
                self._know_source(source)
            if person := row["credits_id"]:
                self._know("Person", person, {"id", "slug", "name"})

    def _echo_is_open(self, pk: int) -> bool:
        row = self.rows["Echo"][pk]
        ends = (row["later_id"], row["earlier_id"])
        return row["is_published"] and all(self.is_open("Note", end) for end in ends)

    def _citations(self) -> None:
        for pk, row in self.rows["Citation"].items():
            if self.is_open("Quote", row["quote_id"]):
                self._know_all("Citation", pk)
                self._know_source(row["source_id"])

    def _placement_sources(self) -> None:
        for pk, row in self.rows["Placement"].items():
            if self.knows("Placement", pk) and row["source_id"]:
                self._know_source(row["source_id"])

    def _know_source(self, pk: int) -> None:
        """Outlet and date stand beside whatever cites it; the headline only where it is open."""
        # Whether it is open shows: "Its headline and address would give something away."
        columns = {"id", "public_id", "key", "outlet", "published", "precision", "stamp"}
        if self.is_open("Source", pk):
            columns |= self.rows["Source"][pk].keys()
        self._know("Source", pk, columns)

    def _people(self) -> None:
        """Whoever is known by a credit or a quote; a character only by a credit."""
        for pk, row in self.rows["Credit"].items():
            if self.knows("Credit", pk):
                self._know_all("Person", row["person_id"])
                if row["character_id"]:
                    self._know_all("Character", row["character_id"])
        for pk, row in self.rows["Quote"].items():
            if self.knows("Quote", pk):
                self._know_all("Person", row["speaker_id"])

    def _requirements(self) -> None:
        for model in content_models():
            if gated(model):
                for pk, row in self.rows[f"{model}Requirement"].items():
                    if Cell(model, row["item_id"], "film_id") in self.cells:
                        self._know_all(f"{model}Requirement", pk)
