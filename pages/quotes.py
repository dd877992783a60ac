"""What was said, as a list within other pages."""

from collections.abc import Callable
from datetime import date

from films.cards import Films
from gate.prepared import prepared
from gate.reader import Reader
from interviews.cards import QuoteCard, quote_cards
from interviews.models import Quote, QuoteQuerySet

from .sections import Section, found_at, section

#: Within a page.
QUOTES = 60


def quotes_shown(
    first: Callable[[], QuoteQuerySet],
    beyond: Callable[[date, str, int], QuoteQuerySet],
    reader: Reader,
    films: Films | None = None,
) -> Callable[[str], Section[QuoteCard]]:
    """How a page shows a list of quotes: `first` has all of it, `beyond` what comes after one."""

    def show(after: str) -> Section[QuoteCard]:
        quotes = beyond(*_place(after, reader)) if after else first()
        cards = quote_cards(quotes, reader, films, QUOTES + 1)
        return section(cards, QUOTES, lambda quote: quote.public_id)

    return show


def _place(public_id: str, reader: Reader) -> tuple[date, str, int]:
    row = found_at(_quote(public_id, reader))
    return row.interview.date, row.interview.sort_key, row.position


@prepared
def _quote(public_id: str, reader: Reader) -> QuoteQuerySet:
    quotes = Quote.objects.for_reader(reader, "is_open").filter(public_id=public_id).order_by()
    columns = ("position", "interview__date", "interview__sort_key")
    return quotes.select_related("interview").only(*columns)
