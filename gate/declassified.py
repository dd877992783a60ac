"""What is public by decision, and why: the only exceptions to the promise.

`/promise/` shows this list to readers, and tests/test_census.py holds every text column of
every model against it: a column that is neither sealed nor listed here fails the build.
"""

from functools import cache
from typing import NamedTuple

from django.db import models

from .slugs import FormerSlugsField
from .sorting import KeyField


class Entry(NamedTuple):
    what: str
    why: str
    fields: tuple[str, ...]  # "app.Model.field"


PUBLIC: tuple[Entry, ...] = (
    Entry(
        "That a universe and its films exist: names, kinds, dates, running times, loglines.",
        "You must be able to say which ones you have seen. Editors write loglines as a cinema "
        "would print them before the show.",
        (
            "films.Universe.slug",
            "films.Universe.name",
            "films.Universe.sort_key",
            "films.Universe.studio",
            "films.Universe.blurb",
            "films.Universe.accent",
            "films.Film.key",
            "films.Film.slug",
            "films.Film.former_slugs",
            "films.Film.title",
            "films.Film.short_title",
            "films.Film.sort_key",
            "films.Film.beside_title",
            "films.Film.beside_name",
            "films.Film.precision",
            "films.Film.kind",
            "films.Film.logline",
        ),
    ),
    Entry(
        "People and characters as they are billed, with their ordinary credits.",
        "This is what the poster says. A credit that gives something away is stamped, and left "
        "out until you have seen its film; so is a character or a person known only by it. Whom an "
        "echo’s evidence credits is known by that as well, once the echo is open to you.",
        (
            "people.Person.slug",
            "people.Person.former_slugs",
            "people.Person.name",
            "people.Person.sort_name",
            "people.Person.sort_key",
            "people.Person.words",
            "people.Character.slug",
            "people.Character.former_slugs",
            "people.Character.name",
            "people.Character.sort_key",
            "people.Character.words",
            "people.Character.description",
            "people.Credit.job",
            "people.Credit.stamp",
            "people.CharacterFact.stamp",
        ),
    ),
    Entry(
        "A plot note’s label, kind, order, film and requirement, and so how many a film has.",
        "A locked note must say what it would spoil. Two names together can tell what answers "
        "what: so a note names its own film, and counts the others until you have seen one of them "
        "or ask to reveal it. Labels are neutral: “The ending”. A note whose existence spoils is "
        "left out altogether.",
        (
            "spoilers.Note.public_id",
            "spoilers.Note.label",
            "spoilers.Note.sort_key",
            "spoilers.Note.kind",
            "spoilers.Note.stamp",
            # As the requirement of a locked note, and of a locked quote, which says the same.
            "gate.Requirement.key",
        ),
    ),
    Entry(
        "An interview’s neutral label, outlet, date, speakers and the films it is about, once it is "
        "published.",
        "That somebody spoke is no plot. The headline is, often enough: it is sealed.",
        (
            "interviews.Interview.slug",
            "interviews.Interview.former_slugs",
            "interviews.Interview.label",
            "interviews.Interview.sort_key",
            "interviews.Interview.outlet",
            "interviews.Interview.precision",
        ),
    ),
    Entry(
        "A quote’s speaker, date and requirement.",
        "As with notes, a locked quote must say what it would spoil; its own film is the latest "
        "of those that its interview is about. Its words, how faithful they are and where they "
        "stand show once it is open.",
        (
            "interviews.Quote.public_id",
            "interviews.Quote.fidelity",
            "interviews.Quote.stamp",
        ),
    ),
    Entry(
        "Claims on story order that an editor has stamped as harmless, and who makes them.",
        "“Between Chapter 3 and Chapter 4” is how studios announce a film. A claim that tells "
        "more is stamped, and left out until you have seen the films.",
        ("spoilers.Placement.relation", "spoilers.Placement.stamp"),
    ),
    Entry(
        "A source’s outlet and date, and its headline and address where they are harmless.",
        "They show only beside something that is open to you.",
        (
            "interviews.Source.key",
            "interviews.Source.public_id",
            "interviews.Source.outlet",
            "interviews.Source.sort_key",
            "interviews.Source.precision",
            "interviews.Source.stamp",
        ),
    ),
    Entry(
        "Of an echo, once one of its two notes is open to you: that there is one, and which films "
        "you have yet to see to read it. Before that, nothing.",
        "Otherwise nobody could find the other end. While you have seen none of them, films are "
        "counted rather than named, but for those of the note that you know. Which scene it is, in which of the films, and "
        "what links the two show when both are open. Where the existence of the other note "
        "spoils, so does that of the echo.",
        ("spoilers.Echo.public_id", "spoilers.Evidence.hand"),
    ),
)

#: Columns of which no answer depends, and why they are not sealed. tests/test_architecture.py keeps
#: their names to the files that may use them.
NEVER_READ: dict[str, str] = {
    "uid": "what an item is called in content files, which are matched by it",
    "state": "how far an item has come; readers’ pages ask since when it is live, and no more",
    "state_set_by": "which editor decided on that",
    "state_set_at": "when they did",
    "content.LoadedEntry": "which entries of content files were loaded, by their uids",
    "readers.AuditLine": "who signed in to edit, and whose rights were changed: for superusers",
}


@cache
def public_columns(model: type[models.Model]) -> list[models.Field]:
    """The columns that hold words which everybody reads, as far as they may know of the row."""
    named = {path for entry in PUBLIC for path in entry.fields}
    return [
        field
        for field in model._meta.concrete_fields
        if f"{model._meta.label}.{field.name}" in named
        and isinstance(field, models.CharField | models.TextField)
        and not (field.choices or isinstance(field, KeyField))
        and (field.editable or isinstance(field, FormerSlugsField))
    ]
