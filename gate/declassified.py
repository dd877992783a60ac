"""What is public by decision, and why: the only exceptions to the promise.

`/promise/` shows this list to readers, and tests/test_census.py holds every text column of
every model against it: a column that is neither sealed nor listed here fails the build.
"""

from typing import NamedTuple


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
            "films.Universe.studio",
            "films.Universe.blurb",
            "films.Universe.accent",
            "films.Film.slug",
            "films.Film.title",
            "films.Film.short_title",
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
            "people.Person.name",
            "people.Person.sort_name",
            "people.Character.slug",
            "people.Character.name",
            "people.Character.description",
            "people.Credit.job",
            "people.Credit.stamp",
            "people.CharacterFact.stamp",
        ),
    ),
    Entry(
        "A plot note’s label, kind, order, film and requirement, and so how many a film has.",
        "A locked note must say what it would spoil. Labels are neutral: “The ending”. A note "
        "whose existence spoils is left out altogether.",
        (
            "spoilers.Note.public_id",
            "spoilers.Note.label",
            "spoilers.Note.kind",
            "spoilers.Note.stamp",
            # As the requirement of a locked note, and of a locked quote, which says the same.
            "gate.Requirement.key",
        ),
    ),
    Entry(
        "An interview’s neutral label, outlet, date, speakers and the films it is about.",
        "That somebody spoke is no plot. The headline is, often enough: it is sealed.",
        (
            "interviews.Interview.slug",
            "interviews.Interview.label",
            "interviews.Interview.outlet",
            "interviews.Interview.precision",
        ),
    ),
    Entry(
        "A quote’s speaker, date and requirement.",
        "As with notes, a locked quote must say what it would spoil. Its words, how faithful "
        "they are and where they stand show once it is open.",
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
            "interviews.Source.precision",
            "interviews.Source.stamp",
        ),
    ),
    Entry(
        "Of an echo, once one of its two notes is open to you: that there is one, and which films "
        "you have yet to see to read it. Before that, nothing.",
        "Otherwise nobody could find the other end. Which scene it is, in which of the films, and "
        "what links the two show when both are open. Where the existence of the other note "
        "spoils, so does that of the echo.",
        ("spoilers.Echo.public_id", "spoilers.Evidence.hand"),
    ),
)
