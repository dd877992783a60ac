"""What a page says after an action: from its `?done=` and from what this reader may know.

No cookie and no session carries it, so a stranger's page stays free of both. Scripts take it out
of the address (static/js/notice.js). Without them it stays there, and a reload says once more what
is still true. A cookie in its place would have to be emptied by the page that shows it, and no GET
here sets a cookie; one that runs out by itself would be shown by whichever tab asks first, and by
none on a slow line.
"""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from django.core.validators import slug_re
from django.urls import reverse

from films.cards import counting
from films.models import Film
from gate.reader import NOBODY, Reader
from interviews.cards import quote_cards
from interviews.models import Quote
from readers.marked import latest_seen
from readers.undo import undone
from spoilers.cards import EchoCard, echo_cards, note_cards
from spoilers.models import Echo, Note

from .paging import MOST_COUNTED, Counted


class Link(NamedTuple):
    url: str
    text: str


class Notice(NamedTuple):
    text: str
    links: Sequence[Link] = ()
    #: For the form that takes back what was done (readers/undo.py).
    undo: str = ""
    #: With which `?done=` the page says it once more, where it must be asked for anew.
    done: str = ""


LOCKED_AGAIN = Notice("Locked again.")
NO_COOKIES = (
    "This browser keeps no cookies, so nothing could be marked or opened. "
    "Allow them for this site, and try again."
)
ELSEWHERE = "Another tab changed something, so the question here was closed. It opened nothing."
STILL_CLOSED = "Saved. The page of your link is still closed, or there is none."
TOO_MANY = "This browser cannot remember more films without an account. Nothing was changed."


#: What leaves something in the browser, or in a session.
KEPT = ("opened", "seen", "saved", "closed")


def notice_for(
    done: str, reader: Reader, undo: str = "", has_cookies: bool = True
) -> Notice | None:
    """The notice for `?done=`; None where it says nothing that is true for this reader.

    `undo` is kept as long as it still takes the last action back. `has_cookies` tells whether
    the request brought any: a browser that keeps none has nothing marked, and is told so.
    """
    if not has_cookies and done.partition("-")[0] in KEPT:
        return Notice(NO_COOKIES)
    notice = _notice_for(done, reader)
    if notice is None:
        return None
    is_last = undo and undone(undo, reader) is not None
    return notice._replace(undo=undo if is_last else "", done=done)


def _notice_for(done: str, reader: Reader) -> Notice | None:
    word, _, key = done.partition("-")
    if not slug_re.match(key or "-"):
        return None
    match word:
        case "opened":
            return note_opened(key, reader) or quote_opened(key, reader) or echo_opened(key, reader)
        case "seen":
            return film_seen(key, reader)
        case "unseen":
            return film_unseen(key, reader)
        case "saved":
            return picker_saved(reader)
        case "none":
            return None if reader.seen_count else picker_saved(reader)
        case "closed":
            return Notice(STILL_CLOSED, [Link(reverse("picker"), "Mark more films")])
        case "locked":
            return Notice("Everything is locked again.") if reader == NOBODY else None
        case "hidden":
            return LOCKED_AGAIN
        case "elsewhere":
            return Notice(ELSEWHERE)
        case "undone":
            return Notice("Taken back: all is as it was before.")
        case "toolate":
            return Notice("This cannot be taken back any more: something was changed since.")
        case "toomany":
            return Notice(TOO_MANY, [Link(reverse("account_signup"), "Make an account")])
    return None


def note_opened(public_id: str, reader: Reader) -> Notice | None:
    for note in note_cards(Note.objects.filter(public_id=public_id), reader):
        if note.is_open:
            links = [Link(note.url, "Read it on its own page")]
            links += [Link(note.url, "Follow its echoes")] if note.rest else _echoes(note.echoes)
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
    notes = note_cards(Note.objects.filter(film=film.pk), reader, most=1)
    echoes = echo_cards(Echo.objects.known_at(film.pk, reader), reader, most=MOST_COUNTED + 1)
    own = [Link(f"{film.get_absolute_url()}#notes", "Read its notes")] if notes else []
    links = [*own, *_echoes(echoes)]
    return Notice(f"You have seen {film}. What it alone spoils is open now.", links)


def film_unseen(slug: str, reader: Reader) -> Notice | None:
    film = Film.objects.filter(slug=slug).first()
    if film is None or reader.has_seen(film):
        return None
    but = ", but for what you have opened by itself" if reader.reveal_count else ""
    return Notice(f"{film} is no longer marked as seen. What it spoils is locked again{but}.")


def picker_saved(reader: Reader) -> Notice:
    marked = counting(reader.seen_count, "film") if reader.seen_count else "no film"
    text = f"Saved: {marked} marked as seen."
    seen = latest_seen(reader)
    links = [Link(seen.get_absolute_url(), f"Read {seen.name}")] if seen else []
    found = echo_cards(Echo.objects.all(), reader, most=MOST_COUNTED + 1)
    return Notice(text, links + _echoes(found))


def _echoes(echoes: Collection[EchoCard]) -> list[Link]:
    if len(echoes) > 3:
        return [Link(reverse("echoes"), f"{Counted(len(echoes)).in_words} echoes")]
    if len(echoes) == 1:
        return [Link(echo.url, "Follow its echo") for echo in echoes]
    return [Link(echo.url, echo.in_words) for echo in echoes]
