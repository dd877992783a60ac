"""What a page says after an action: from its `?done=` and from what this reader may know.

No cookie and no session carries it, so a stranger's page stays free of both.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.core.validators import slug_re
from django.urls import reverse

from films.cards import counting
from films.models import Film
from gate.reader import Reader
from interviews.cards import quote_cards
from interviews.models import Quote
from spoilers.cards import EchoCard, echo_cards, note_cards
from spoilers.models import Echo, Note


class Link(NamedTuple):
    url: str
    text: str


class Notice(NamedTuple):
    text: str
    links: Sequence[Link] = ()


LOCKED_AGAIN = Notice("Locked again.")
TOO_MANY = "This browser cannot remember more films without an account. Nothing was changed."


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
            return Notice(TOO_MANY, [Link(reverse("account_signup"), "Make an account")])
    return None


def note_opened(public_id: str, reader: Reader) -> Notice | None:
    for note in note_cards(Note.objects.filter(public_id=public_id), reader):
        if note.is_open:
            links = [Link(note.url, "Read it on its own page"), *_echoes(note.echoes)]
            return Notice(f"Open now: “{note.label}”, {note.film.name}.", links)
    return None


def quote_opened(public_id: str, reader: Reader) -> Notice | None:
    for quote in quote_cards(Quote.objects.filter(public_id=public_id), reader):
        if quote.is_open:
            links = [Link(quote.url, "Read it in the interview")]
            return Notice(f"Open now: what {quote.speaker.name} said.", links)
    return None


def echo_opened(public_id: str, reader: Reader) -> Notice | None:
    for echo in echo_cards(Echo.objects.filter(public_id=public_id), reader):
        if echo.is_open:
            return Notice("Open now: both ends of this echo, side by side.")
    return None


def film_seen(slug: str, reader: Reader) -> Notice | None:
    film = Film.objects.filter(slug=slug).first()
    if film is None or not reader.has_seen(film):
        return None
    # Through its open notes: by film, a locked end would say in which film it lies.
    notes = note_cards(Note.objects.filter(film=film.pk), reader)
    echoes = list({echo.pk: echo for note in notes for echo in note.echoes}.values())
    links = [Link(f"{film.get_absolute_url()}#notes", "Read its notes"), *_echoes(echoes)]
    return Notice(f"You have seen {film.title}. What it alone spoils is open now.", links)


def film_not_out(slug: str) -> Notice | None:
    film = Film.objects.filter(slug=slug).first()
    if film is None or film.is_released:
        return None
    return Notice(f"{film.title} is not out yet, so nobody can have seen it. Nothing was changed.")


def picker_saved(reader: Reader) -> Notice:
    text = f"Saved: {counting(reader.seen_count, 'film')} marked as seen."
    seen = [film for film in Film.objects.in_release_order() if reader.has_seen(film)]
    links = [Link(film.get_absolute_url(), f"Read {film.name}") for film in seen[-1:]]
    return Notice(text, links + _echoes(echo_cards(Echo.objects.all(), reader)))


def _echoes(echoes: Collection[EchoCard]) -> list[Link]:
    if len(echoes) > 3:
        return [Link(reverse("echoes"), f"{len(echoes)} echoes")]
    if len(echoes) == 1:
        return [Link(echo.url, "Follow its echo") for echo in echoes]
    return [Link(echo.url, echo.in_words) for echo in echoes]
