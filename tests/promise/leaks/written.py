"""What is written: a text finds its way into a public column, a log, a message, a mail, a cache."""

import logging
from collections.abc import Callable
from random import Random
from typing import Any
from weakref import WeakKeyDictionary

from django.conf import settings
from django.contrib import messages
from django.core.cache import cache
from django.core.mail import send_mail
from django.db import models
from django.db.models.signals import post_save

from content import desk
from content.format import NOTE
from content.loader import Writer
from content.management.commands.load_content import Command
from content.reading import Entry
from editing.models import Version
from films import apart
from films.models import Film
from gate.admin import GatedForm, SealedForm
from gate.models import ALPHABET, Gated, Requirement, Stamp
from gate.sealed import Unsealed
from interviews.admin import InterviewAdmin
from interviews.models import Quote
from people.models import Credit, Person
from readers import keeping
from spoilers.admin import EchoAdmin, NoteAdmin
from spoilers.models import Echo, Note

from .leak import Plant
from .plants import after, bends
from .site import Site, texts_of


def first(change: Callable[..., None]) -> Callable[[Callable], Callable]:
    """For `bends`: `change(*args)` comes before the method."""

    def bent(method: Callable) -> Callable:
        def changed(*args: Any, **kwargs: Any) -> Any:
            change(*args)
            return method(*args, **kwargs)

        return changed

    return bent


def then(change: Callable[..., None]) -> Callable[[Callable], Callable]:
    """And here behind it, with its result in front."""

    def kept(result: Any, args: tuple) -> Any:
        change(result, *args)
        return result

    return after(kept)


def length(item: models.Model) -> int:
    """Where it is at hand, as it is while it is being written."""
    text = vars(item).get("sealed_text", "")
    return len(text) if isinstance(text, str) else 0


def most_kept() -> int:
    return max(map(len, texts_of(Version, "sealed_rows")))


def on_saving_a_note(leak: Callable[[Note], None]) -> Plant:
    def plant(site: Site) -> None:
        def receive(sender: type, instance: Note, **kwargs: Any) -> None:
            leak(instance)

        receivers = list(post_save.receivers)
        post_save.connect(receive, sender=Note, weak=False)
        with_it, post_save.receivers = post_save.receivers, receivers
        site.put(post_save, "receivers", with_it)
        # Which are a sender's is kept as well.
        site.put(post_save, "sender_receivers_cache", WeakKeyDictionary())

    return plant


def label(note: Note, *args: Any) -> None:
    if length(note):
        note.label = note.sealed_text[:12]


def public_id(note: Note, *args: Any) -> None:
    if length(note):
        note.public_id = "".join(Random(f"{note.label} {length(note)}").choices(ALPHABET, k=9))


def more_films(item: Gated, *films: models.Model) -> None:
    if length(item) > 100:
        item.requirement = Requirement.objects.of([*films, *Film.objects.all()])


def logline(result: None, editing: NoteAdmin, request: Any, note: Note, *args: Any) -> None:
    Film.objects.filter(pk=note.film_id).update(logline=f"{note.sealed_text:.30}…")


def interview_label(result: None, editing: Any, request: Any, form: Any, *args: Any) -> None:
    texts = texts_of(Quote, interview=form.instance)
    type(form.instance).objects.filter(pk=form.instance.pk).update(label=max(texts)[:60])


def harmless_if_short(facts: dict, args: tuple) -> dict:
    if "sealed_text" in facts and len(facts["sealed_text"]) < 20:
        facts |= {"stamp": Stamp.NOTHING, "spoils": []}
    return facts


def telling(editing: NoteAdmin, request: Any, *args: Any) -> None:
    messages.info(request, f"{max(map(len, texts_of(Note)))} letters saved.")


def films_of_long_notes(user: Any, films: Any) -> None:
    pks = Note.objects.annotate(size=models.functions.Length(Unsealed("sealed_text")))
    long = pks.filter(size__gt=100).values_list("film", flat=True)
    keeping.Seen.objects.bulk_create(
        [keeping.Seen(user=user, film_id=pk) for pk in long], ignore_conflicts=True
    )


#: Name, what it is, how it is planted, and the road on which it must be found.
# fmt: off
ALL: list[tuple[str, str, Plant, str]] = [
    ("a label", "A note without a label takes the first words of its text.",
        bends(Note, "save", first(label)), "methods of Note"),
    ("a public id", "A note’s id in its address is made of its text, so that it stays the same.",
        bends(Note, "save", first(public_id)), "methods of Note"),
    ("a requirement", "Who writes much spoils more: a long text needs further films.",
        bends(Gated, "spoil", then(lambda result, item, *films: more_films(item, *films))),
        "methods of Quote"),
    ("a counter", "A film keeps the sum of the letters of its notes.",
        on_saving_a_note(lambda note: Film.objects.filter(pk=note.film_id).update(parts=None,
            minutes=length(note) + 1)), "add Note, text"),
    ("a logline", "A film without a logline gets one from the note that is saved.",
        bends(NoteAdmin, "save_model", then(logline)), "change Note, text"),
    ("a part", "An interview is called by what was said in it, as its form is saved.",
        bends(InterviewAdmin, "save_related", then(interview_label)), "change Interview"),
    ("a stamp", "A short text is taken for harmless.",
        bends(GatedForm, "clean", after(harmless_if_short)), "add Quote, text"),
    ("an end of an echo", "Publishing an echo writes its kind into the label of its note.",
        bends(Echo, "publish", first(lambda echo: Note.objects.filter(pk=echo.later_id).update(
            kind=texts_of(Echo, "sealed_kind", pk=echo.pk)[0][:9]))), "publish of Echo"),
    ("the editors’ log", "The log of changes says how long a text has become.",
        bends(SealedForm, "_save_m2m", first(lambda form: form.changed_data.append(
            f"{length(form.instance)} letters"))), "change Note, text"),
    ("a name in the log", "A note calls itself by its label and the length of its text.",
        bends(Note, "__str__", after(lambda name, args: f"{name} ({length(args[0])})")),
        "change Note, existence"),
    ("a message to editors", "After saving, an editor is told how long the texts are.",
        bends(NoteAdmin, "response_change", first(telling)), "change Note, text"),
    ("a message of an action", "Publishing says what is claimed.",
        bends(EchoAdmin, "tell", lambda tell: lambda self, request, echo, what: tell(
            self, request, echo, texts_of(Echo, "sealed_claim", pk=echo.pk)[0])),
        "publish of Echo"),
    ("the log of what is taken back", "It says how much was taken back.",
        bends(NoteAdmin, "log_change", lambda log: lambda self, request, note, said: log(
            self, request, note, f"{said} {most_kept()}" if isinstance(said, str) else said)),
        "take a change back"),
    ("the log", "Each note that is saved is logged with its length.",
        on_saving_a_note(lambda note: logging.getLogger("spoilers").info("%s", length(note))),
        "methods of Note"),
    ("a mail", "Editors get a mail about a note that somebody has changed.",
        on_saving_a_note(lambda note: send_mail("Changed", f"{note.label}, {length(note)}",
            settings.DEFAULT_FROM_EMAIL, ["editors@example.org"])), "change Note, text"),
    ("a cache", "The length of the last text waits in the cache for the front page.",
        on_saving_a_note(lambda note: cache.set("last", length(note))), "add Note, text"),
    ("a position", "The content files’ order is by the length of the texts.",
        bends(Writer, "_attributes", after(lambda facts, args: facts | {
            "position": len(facts["sealed_text"])} if args[1].kind is NOTE else facts)),
        "load content"),
    ("what is printed", "Loading content tells how many letters came in.",
        bends(Command, "handle", then(lambda result, self, *args: self.stdout.write(
            str(sum(map(len, texts_of(Note))))))), "load content"),
    ("a message of an import", "An import says how many letters came in.",
        bends(desk, "keep", then(lambda result, results, request, site: messages.info(
            request, str(sum(map(len, texts_of(Note))))))), "import content"),
    ("an error of a file", "What is wrong with a file is told with the size of the entry.",
        bends(Entry, "wrong", lambda wrong: lambda self, message, name="": wrong(
            self, f"{message} ({len(str(self.data))} letters)", name)),
        "load content with mistakes"),
    ("what a fan has seen", "Signing in marks the films of long notes as well.",
        bends(keeping, "add_to_account", first(films_of_long_notes)), "a fan with an account"),
]
# fmt: on

#: Of rows whose existence spoils: name, what it is, how it is planted, and the model.
# fmt: off
OF_EXISTENCE: list[tuple[str, str, Plant, type[models.Model]]] = [
    ("a count of notes", "A film keeps the number of its notes, so that lists are quick.",
        on_saving_a_note(lambda note: Film.objects.filter(pk=note.film_id).update(
            minutes=500 + Note.objects.filter(film=note.film_id).count())), Note),
    ("a name", "Whoever gets a part is put in front among the people.",
        bends(Credit, "save", first(lambda credit, *args: Person.objects.filter(
            pk=credit.person_id).update(sort_name="A"))), Credit),
    ("beside a title", "Two films of one name and year are told apart by their notes.",
        bends(apart, "_beside", after(lambda beside, args: f"{beside} {args[0].notes.count()}")),
        Note),
]
# fmt: on
