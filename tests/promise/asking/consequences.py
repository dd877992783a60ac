"""What an action makes of a reader, worked out in plain Python: it may unlock what it names.

The twins of an action agree on what the reader has unlocked before it, and after it.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date

from gate.reader import Reader
from tests.promise.twins.knowledge import Knowledge
from tests.promise.twins.rows import Key, Row, Rows

from .questions import OURS, Ask


def after(knowledge: Knowledge, ask: Ask) -> Reader:
    """The reader after `ask`; the same one where it is refused or opens nothing."""
    reader, films = knowledge.reader, knowledge.rows["Film"]
    if ask.method != "POST" or OURS[0] not in ask.headers or not ask.path.endswith("/"):
        return reader
    _, _, *rest = ask.path.split("/")
    match ask.route:
        case "note-reveal":
            return _reveal("Note", rest[0], knowledge, _has_agreed(ask))
        case "quote-reveal":
            return _reveal("Quote", rest[0], knowledge, _has_agreed(ask))
        case "echo-reveal":
            return _reveal("Echo", rest[0], knowledge, _has_agreed(ask))
        case "film-seen":
            slug = f"/{rest[0]}/"
            named = [
                pk
                for pk, film in films.items()
                if slug in (f"/{film['slug']}/", film["former_slugs"])
            ]
            return having_seen(
                reader, [pk for pk in named if _is_out(films[pk]) or _has_agreed(ask)]
            )
        case "picker":
            return having_seen(reader, _picked(ask, knowledge.rows))
    return reader


def having_seen(reader: Reader, films: Iterable[int]) -> Reader:
    return replace(reader, seen=reader.seen.union(films))


def _has_agreed(ask: Ask) -> bool:
    return any(name == "agreed" for name, _value in ask.data)


def _reveal(model: str, public_id: str, knowledge: Knowledge, has_agreed: bool) -> Reader:
    """After revealing what shows as locked, and what belongs to it and spoils nothing more."""
    for pk, row in knowledge.rows[model].items():
        is_locked = knowledge.knows(model, pk) and not knowledge.is_open(model, pk)
        if row["public_id"] == public_id and is_locked:
            if not has_agreed and _asks_first(model, row, knowledge):
                return knowledge.reader
            opens = {"Quote": _with_quote, "Echo": _with_echo}.get(model, _with_note)
            return knowledge.reader.revealing(public_id, opens(row, knowledge))
    return knowledge.reader


def _asks_first(model: str, row: Row, knowledge: Knowledge) -> bool:
    """Nothing opens yet where the button has not named every film that it spoils."""
    rows = knowledge.rows
    own: set[int] = set()
    items = [row]
    if model == "Echo":
        items = [rows["Note"][row["later_id"]], rows["Note"][row["earlier_id"]]]
        own = set(next(rows.required(end) for end in items if knowledge.is_open("Note", end["id"])))
    films = {film for item in items for film in rows.required(item)}
    is_named = len(films) == 1 or films <= own
    return not is_named and films.isdisjoint(knowledge.reader.seen)


def _with_note(note: Row, knowledge: Knowledge) -> list[str]:
    return []


def _with_quote(quote: Row, knowledge: Knowledge) -> list[str]:
    return _sources({quote["id"]}, set(), _informed([quote], knowledge))


def _with_echo(echo: Row, knowledge: Knowledge) -> list[str]:
    rows = knowledge.rows
    ends = [echo["later_id"], echo["earlier_id"]]
    informed = _informed([rows["Note"][end] for end in ends], knowledge)
    evidence = [
        row
        for pk, row in rows["Evidence"].items()
        if row["echo_id"] == echo["id"] and informed.knows("Evidence", pk)
    ]
    quotes = {row["quote_id"] for row in evidence if row["quote_id"]}
    quotes = {quote for quote in quotes if informed.is_open("Quote", quote)}
    locked = [end for end in ends if not knowledge.is_open("Note", end)]
    return [
        *(rows["Note"][end]["public_id"] for end in locked),
        *(rows["Quote"][quote]["public_id"] for quote in sorted(quotes)),
        # Of a statement that stays locked, not even where it stands.
        *_sources(quotes, {row["source_id"] for row in evidence if row["source_id"]}, informed),
    ]


def _informed(items: Iterable[Row], knowledge: Knowledge) -> Knowledge:
    """As if the reader had seen what these give away."""
    spoiled = (film for item in items for film in knowledge.rows.required(item))
    return Knowledge(knowledge.rows, having_seen(knowledge.reader, spoiled))


def _sources(quotes: set[Key], sources: set[Key], informed: Knowledge) -> list[str]:
    rows = informed.rows
    cited = {row["source_id"] for row in rows["Citation"].values() if row["quote_id"] in quotes}
    return [
        rows["Source"][pk]["public_id"]
        for pk in sorted(cited | sources)
        if informed.is_open("Source", pk)
    ]


def _picked(ask: Ask, rows: Rows) -> list[int]:
    """No fewer than what the form asks for."""
    ticked = {value for name, value in ask.data if name == "films"}
    return [pk for pk, film in rows["Film"].items() if film["key"] in ticked and _is_out(film)]


def _is_out(film: Row) -> bool:
    return bool(film["released"]) and str(film["released"]) <= date.today().isoformat()
