"""Everything secret that is not a text: dates, order, direction, requirements, ranks."""

from typing import Any

from interviews.models import Quote
from spoilers.models import Evidence, Note

from .knowledge import Knowledge
from .rows import Cell, Rows, gated

#: Positions that nothing else has: some before all others, most after.
LAST = 32_000


def shuffled(rows: Rows, knowledge: Knowledge) -> dict[Cell, Any]:
    changes = {}
    for model, rule in RULES.items():
        for index, (pk, row) in enumerate(sorted(rows[model].items(), reverse=True)):
            for column, value in rule(row, index, rows).items():
                cell = Cell(model, pk, column)
                if cell not in knowledge.cells:
                    changes[cell] = value
    return changes | _directions(rows, knowledge) | _requirements(rows, knowledge)


def _placed(row: dict, index: int, rows: Rows) -> dict[str, Any]:
    return {"position": LAST - index}


def _note(row: dict, index: int, rows: Rows) -> dict[str, Any]:
    kinds = [kind.value for kind in Note.Kind if kind != row["kind"]]
    return {"position": 0 if index % 2 else LAST - index, "kind": kinds[index % len(kinds)]}


def _quote(row: dict, index: int, rows: Rows) -> dict[str, Any]:
    # The texts of the world hold brackets only where they are bracketed; that stays so.
    others = [
        f.value for f in Quote.Fidelity if f not in (row["fidelity"], Quote.Fidelity.BRACKETED)
    ]
    speakers = sorted(rows["Person"])
    return {
        "position": LAST - index,
        "fidelity": others[index % len(others)],
        "speaker_id": speakers[index % len(speakers)],
    }


def _credit(row: dict, index: int, rows: Rows) -> dict[str, Any]:
    return {"position": 0 if index % 2 else LAST - index}


def _source(row: dict, index: int, rows: Rows) -> dict[str, Any]:
    return {
        "published": f"19{10 + index % 90}-02-03",
        "accessed": f"20{10 + index % 90}-04-05" if index % 3 else None,
        "precision": ("day", "month", "year")[index % 3],
    }


def _evidence(row: dict, index: int, rows: Rows) -> dict[str, Any]:
    people = sorted(rows["Person"])
    swapped = {Evidence.Hand.FIRST: Evidence.Hand.SECOND, Evidence.Hand.SECOND: Evidence.Hand.FIRST}
    changes = {"position": LAST - index, "credits_id": people[index % len(people)]}
    twice = [
        other
        for other in rows["Evidence"].values()
        if row["quote_id"]
        and (other["echo_id"], other["quote_id"]) == (row["echo_id"], row["quote_id"])
    ]
    # The same statement may stand behind an echo in either hand, so it holds both already.
    return changes if len(twice) > 1 else changes | {"hand": swapped[row["hand"]].value}


RULES = {
    "Note": _note,
    "Quote": _quote,
    "Credit": _credit,
    "CharacterFact": _placed,
    "Source": _source,
    "Citation": _placed,
    "Beat": _placed,
    "Evidence": _evidence,
}


def _directions(rows: Rows, knowledge: Knowledge) -> dict[Cell, Any]:
    """An echo that is not open runs the other way; one that nobody may know of is withdrawn."""
    changes: dict[Cell, Any] = {}
    for pk, row in rows["Echo"].items():
        if Cell("Echo", pk, "later_id") not in knowledge.cells:
            changes[Cell("Echo", pk, "later_id")] = row["earlier_id"]
            changes[Cell("Echo", pk, "earlier_id")] = row["later_id"]
    return changes


def _requirements(rows: Rows, knowledge: Knowledge) -> dict[Cell, Any]:
    """What is unknown spoils another film as well, and stands with it: it stays unknown.

    The film takes the place of the item's own, which moves among the further ones.
    """
    changes: dict[Cell, Any] = {}
    for model in rows.tables:
        if not gated(model):
            continue
        for pk, row in rows[model].items():
            further = [r for r in rows[f"{model}Requirement"].values() if r["item_id"] == pk]
            if further and Cell(model, pk, "film_id") not in knowledge.cells and row["film_id"]:
                changes[Cell(model, pk, "film_id")] = further[0]["film_id"]
                changes[Cell(f"{model}Requirement", further[0]["id"], "film_id")] = row["film_id"]
    return changes
