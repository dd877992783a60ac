"""How one leafs through a list."""

from collections.abc import Iterator

from tests.conftest import ReaderClient

from .reading import Element, read


def onward(main: Element) -> str | None:
    """Where the page that comes next is; None on the last."""
    links = [one.attributes for one in main.all("a") if one.attributes.get("rel") == "next"]
    return links[0]["href"] if links else None


def leafing(client: ReaderClient, address: str) -> Iterator[Element]:
    """Page after page, as one reads on. Fails where a page comes again, for that has no end."""
    read_before = set()
    while address:
        assert address not in read_before
        read_before.add(address)
        main = read(client.get(address)).main
        yield main
        address = onward(main)
