"""What a test asks of an answer, besides what the page says."""

from tests.conftest import ReaderClient


def go(client: ReaderClient, address: str, page: str = "", **headers: str) -> tuple[int, str]:
    """The status of an action sent from `page`, and where it leads."""
    response = client.act(address, page=page, **headers)
    return response.status_code, response.headers.get("Location", "")


def answer(client: ReaderClient, page: str) -> tuple[int, bytes, list[tuple[str, str]]]:
    """All of an answer that two readers could tell apart."""
    response = client.get(page)
    return response.status_code, response.content, sorted(response.headers.items())
