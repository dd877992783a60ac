"""Echoes, a line each, as a list within other pages."""

from collections.abc import Callable

from films.cards import Films
from gate.prepared import prepared
from gate.reader import Reader
from spoilers.cards import EchoCard, echo_cards
from spoilers.models import Echo
from spoilers.models.echo import EchoQuerySet

from .sections import Section, found_at, section

#: Within a page.
ECHOES = 60


def echoes_shown(
    beyond: Callable[[int], EchoQuerySet],
    reader: Reader,
    films: Films | None = None,
    most: int | None = None,
) -> Callable[[str], Section[EchoCard]]:
    """How a page shows a list of echoes: `beyond` has what comes after the echo of a key, after 0 all."""

    def show(after: str) -> Section[EchoCard]:
        size = most or ECHOES
        echoes = beyond(found_at(_echo(after, reader)).pk if after else 0)
        cards = echo_cards(echoes, reader, films, size + 1)
        return section(cards, size, lambda echo: echo.public_id)

    return show


@prepared
def _echo(public_id: str, reader: Reader) -> EchoQuerySet:
    echoes = Echo.objects.for_reader(reader, "is_open").filter(public_id=public_id)
    return echoes.only("pk").order_by()
