"""What a test asks of an answer, besides what the page says."""

import re
from datetime import date
from urllib.parse import parse_qs, urlsplit

from films.models import Film
from tests.conftest import ReaderClient
from tests.factories import FilmFactory, UniverseFactory


def go(
    client: ReaderClient, address: str, page: str = "", data: dict | None = None, **headers: str
) -> tuple[int, str]:
    """The status of an action sent from `page`, and where it leads, but for the offer to undo it."""
    response = client.act(address, data, page=page, **headers)
    return response.status_code, without_undo(response.headers.get("Location", ""))


def without_undo(place: str) -> str:
    return re.sub(r"&undo=[^#]*", "", place)


def undo_in(place: str) -> str:
    """The offer to undo that stands in the address of a notice; empty where there is none."""
    return "".join(parse_qs(urlsplit(place).query).get("undo", []))


def answer(client: ReaderClient, page: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All of an answer that two readers could tell apart."""
    response = client.get(page)
    return response.status_code, response.content, sorted(response.headers.items())


def as_many_as_fit(size: int = 550) -> list[Film]:
    """Films of a universe of their own; as many as a cookie holds, where nothing else is said."""
    crowd = UniverseFactory(position=9)
    films = (FilmFactory.build(universe=crowd, released=date(2000, 1, 1)) for _ in range(size))
    return Film.objects.bulk_create(films)
