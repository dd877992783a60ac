"""What every gated model declares, by hand once more: a new model is named here."""

from typing import NamedTuple

from django.db import models

from content.models import LoadedEntry
from editing.models import UnsavedForm, Version
from gate.models import Stamp
from gate.rule import Rule
from interviews.models import Citation, Interview, InterviewFilm, Quote, Source
from leakcheck.models import AcceptedWarning
from people.models import Character, CharacterFact, Credit, Person
from spoilers.models import Beat, Echo, Evidence, Note, Placement

HARMLESS, TEXT, EXISTENCE = Stamp.NOTHING, Stamp.TEXT, Stamp.EXISTENCE


#: What a film leads to in code: only to what is public of it, and to what is asked by the gate.
FROM_A_FILM = {"credits", "interviews", "notes", "placements", "seen_by"}


class Declared(NamedTuple):
    rule: Rule
    stamps: tuple[Stamp, ...] = ()
    #: How often “is one of the requirements that the reader has fulfilled” stands in SQL: once for
    #: each row that is joined. None where nothing is asked, as nobody knows of any row.
    conditions: int | None = None


DECLARED: dict[type[models.Model], Declared] = {
    Version: Declared(Rule(known_by_others=True)),
    AcceptedWarning: Declared(Rule(known_by_others=True)),
    UnsavedForm: Declared(Rule(known_by_others=True)),
    LoadedEntry: Declared(Rule(known_by_others=True)),
    # By each of the rows from which one learns of them: a credit, a quote, evidence; a placement.
    Person: Declared(Rule(known_by_others=True), conditions=5),
    Character: Declared(Rule(known_by_others=True), conditions=1),
    Credit: Declared(
        Rule(makes_known=("person", "character")), (HARMLESS, EXISTENCE), conditions=1
    ),
    CharacterFact: Declared(Rule(), (HARMLESS, EXISTENCE), conditions=1),
    # And by its own.
    Source: Declared(Rule(known_by_others=True), (HARMLESS, TEXT), conditions=6),
    # Whether it is live, and no more.
    Interview: Declared(Rule(is_public=True, live="live_from"), conditions=0),
    InterviewFilm: Declared(Rule(open_with=("interview",)), conditions=0),
    Quote: Declared(
        Rule(known_with=("interview",), makes_known=("speaker",), live="live_from"),
        (HARMLESS, TEXT, EXISTENCE),
        conditions=1,
    ),
    Citation: Declared(Rule(open_with=("quote",), makes_known=("source",)), conditions=1),
    Note: Declared(Rule(live="live_from"), (TEXT, EXISTENCE), conditions=1),
    Echo: Declared(
        Rule(open_with=("later", "earlier"), known_by_any=True, live="live_from"), conditions=2
    ),
    Beat: Declared(Rule(open_with=("echo",)), conditions=2),
    # Two notes, and the quote that must be known.
    Evidence: Declared(
        Rule(open_with=("echo",), known_with=("quote",), makes_known=("source", "credits")),
        conditions=3,
    ),
    Placement: Declared(
        Rule(makes_known=("source",), live="live_from"), (HARMLESS, EXISTENCE), conditions=1
    ),
}
