"""What an action makes of a reader, worked out in plain Python: it may unlock what it names.

The twins of an action agree on what the reader has unlocked before it, and after it.
"""

from datetime import date

from gate.models import Stamp
from gate.reader import Reader

from .asking import OURS, Ask
from .knowledge import Knowledge
from .rows import Rows


def after(knowledge: Knowledge, ask: Ask) -> Reader:
    """The reader after `ask`; the same one where it is refused or opens nothing."""
    reader, rows = knowledge.reader, knowledge.rows
    if ask.method != "POST" or OURS[0] not in ask.headers or not ask.path.endswith("/"):
        return reader
    _, _, *rest = ask.path.split("/")
    match ask.route:
        case "spoilers:note-reveal":
            return _reveal("Note", rest[0], knowledge)
        case "spoilers:quote-reveal":
            return _reveal("Quote", rest[0], knowledge)
        case "spoilers:echo-reveal":
            return _reveal("Echo", rest[0], knowledge)
        case "spoilers:film-seen":
            return reader.having_seen(
                [
                    pk
                    for pk, film in rows["Film"].items()
                    if film["slug"] == rest[0] and _is_out(film)
                ]
            )
        case "spoilers:picker":
            return reader.having_seen(_picked(ask, rows))
    return reader


def _reveal(model: str, public_id: str, knowledge: Knowledge) -> Reader:
    """A peek at a row that shows as locked, and at what belongs to it and spoils nothing more."""
    rows, reader = knowledge.rows, knowledge.reader
    for pk, row in rows[model].items():
        is_locked = (model, pk, "sealed_text") not in knowledge.cells
        if row["public_id"] == public_id and knowledge.knows(model, pk) and is_locked:
            return reader.peeking(public_id, _opens_with(model, pk, knowledge))
    return reader


def _opens_with(model: str, pk: int, knowledge: Knowledge) -> list[str]:
    rows, seen = knowledge.rows, knowledge.reader.seen
    if model == "Quote":
        return _sources({pk}, set(), seen | rows.requirement("Quote", pk), rows)
    if model == "Echo":
        echo = rows["Echo"][pk]
        ends = [echo["later_id"], echo["earlier_id"]]
        informed = seen.union(*(rows.requirement("Note", end) for end in ends))
        evidence = [row for row in rows["Evidence"].values() if row["echo_id"] == pk]
        quotes = {
            row["quote_id"]
            for row in evidence
            if row["quote_id"]
            and (
                _opened("Quote", row["quote_id"], informed, rows)
                # Opened before, whatever else it spoils: now its sources may open as well.
                or knowledge.is_open("Quote", row["quote_id"])
            )
        }
        sources = {row["source_id"] for row in evidence if row["source_id"]}
        locked = [end for end in ends if not knowledge.is_open("Note", end)]
        return [
            *(rows["Note"][end]["public_id"] for end in locked),
            *(rows["Quote"][quote]["public_id"] for quote in sorted(quotes)),
            # Of a statement that stays locked, not even where it stands.
            *_sources(quotes, sources, informed, rows),
        ]
    return []


def _sources(
    quotes: set[int], sources: set[int], informed: frozenset[int], rows: Rows
) -> list[str]:
    cited = {row["source_id"] for row in rows["Citation"].values() if row["quote_id"] in quotes}
    return [
        rows["Source"][pk]["public_id"]
        for pk in sorted(cited | sources)
        if _opened("Source", pk, informed, rows)
    ]


def _opened(model: str, pk: int, informed: frozenset[int], rows: Rows) -> bool:
    return rows[model][pk]["stamp"] == Stamp.OPEN or rows.requirement(model, pk) <= informed


def _picked(ask: Ask, rows: Rows) -> list[int]:
    """No fewer than what the form asks for: with a preset, everything that is out."""
    if any(name == "preset" and value in ("all", "upto") for name, value in ask.data):
        return [pk for pk, film in rows["Film"].items() if _is_out(film)]
    return [int(value) for name, value in ask.data if name == "films"]


def _is_out(film: dict) -> bool:
    return bool(film["released"]) and str(film["released"]) <= date.today().isoformat()
