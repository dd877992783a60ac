"""What a page says after an action: from its `?done=` and from what this reader may know.

No cookie and no session carries it, so a stranger's page stays free of both.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.core.validators import slug_re
from django.urls import reverse, reverse_lazy
from django.utils.functional import Promise

from films.models import Film
from gate.reader import Reader
from interviews.models import Quote

from .models import Echo, Note


@dataclass(frozen=True, slots=True)
class Notice:
    text: str
    links: Sequence[tuple[str | Promise, str]] = field(default_factory=list)  # (address, words)


TOO_MANY = Notice(
    "This browser cannot remember more films without an account. Nothing was changed.",
    [(reverse_lazy("account_signup"), "Make an account")],
)
LOCKED_AGAIN = Notice("Locked again.")


def notice_for(done: str, reader: Reader) -> Notice | None:
    """The notice for `?done=`; None where it says nothing that is true for this reader."""
    word, _, key = done.partition("-")
    if not slug_re.match(key or "-"):
        return None
    match word:
        case "opened":
            return note_opened(key, reader) or quote_opened(key, reader) or echo_opened(key, reader)
        case "seen":
            return film_seen(key, reader)
        case "early":
            return film_not_out(key)
        case "saved":
            return picker_saved(reader)
        case "toomany":
            return TOO_MANY
    return None


def note_opened(public_id: str, reader: Reader) -> Notice | None:
    for note in Note.objects.filter(public_id=public_id).for_page(reader):
        if note.is_open:
            links = [(note.get_absolute_url(), "Read it on its own page")]
            return Notice(
                f"Open now: “{note.label}”, {note.film.name}.", links + _echoes(note.echoes)
            )
    return None


def quote_opened(public_id: str, reader: Reader) -> Notice | None:
    quotes = Quote.objects.filter(public_id=public_id).for_reader(reader).opened().with_names()
    for quote in quotes:
        links = [(quote.get_absolute_url(), "Read it in the interview")]
        return Notice(f"Open now: what {quote.speaker} said.", links)
    return None


def echo_opened(public_id: str, reader: Reader) -> Notice | None:
    for echo in Echo.objects.filter(public_id=public_id).for_page(reader):
        if echo.is_open:
            return Notice("Open now: both ends of this echo, side by side.")
    return None


def film_seen(slug: str, reader: Reader) -> Notice | None:
    film = Film.objects.filter(slug=slug, pk__in=reader.seen).first()
    if film is None:
        return None
    # Through its open notes: by film, a locked end would say in which film it lies.
    notes = film.notes.for_page(reader)
    echoes = list({echo.pk: echo for note in notes for echo in note.echoes}.values())
    links = [(f"{film.get_absolute_url()}#notes", "Read its notes")]
    return Notice(
        f"You have seen {film.title}. What it alone spoils is open now.", links + _echoes(echoes)
    )


def film_not_out(slug: str) -> Notice | None:
    film = Film.objects.filter(slug=slug).first()
    if film is None or film.is_released:
        return None
    return Notice(f"{film.title} is not out yet, so nobody can have seen it. Nothing was changed.")


def picker_saved(reader: Reader) -> Notice:
    count = len(reader.seen)
    text = f"Saved: {count} {'film' if count == 1 else 'films'} marked as seen."
    films = Film.objects.filter(pk__in=reader.seen).in_release_order()
    links = [(film.get_absolute_url(), f"Read {film.name}") for film in films.reverse()[:1]]
    return Notice(text, links + _echoes(Echo.objects.for_page(reader)))


def _echoes(echoes: list[Echo]) -> list[tuple[str, str]]:
    if len(echoes) > 3:
        return [(reverse("spoilers:echoes"), f"{len(echoes)} echoes")]
    if len(echoes) == 1:
        return [(echoes[0].get_absolute_url(), "Follow its echo")]
    return [(echo.get_absolute_url(), _words(echo)) for echo in echoes]


def _words(echo: Echo) -> str:
    if echo.is_open:
        return f"{echo.later} {echo.kind_label} {echo.earlier}"
    needed = ", ".join(film.name for film in echo.missing)
    return f"{echo.open_end} has an echo; it needs {needed}"
