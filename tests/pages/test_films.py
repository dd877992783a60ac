"""The list of films."""

from tests.factories import UniverseFactory

from .reading import read
from .test_home import PROGRAMME


def test_the_list_shows_every_universe_in_order_of_release(cinema, stranger, devotee):
    for client in (stranger, devotee):
        assert read(client.get("/films/")).main.heard() == (
            "# Films\n"
            "Universe by universe, in order of release. For the order of the story, see the "
            f"[timeline](/timeline/).\n{PROGRAMME}"
        )


def test_universes_stand_in_the_order_that_editors_gave_them(cinema, stranger):
    UniverseFactory(name="Attics", position=2)

    page = read(stranger.get("/films/"))

    assert page.main.parts == ["The Houses", "Attics", "Harbour"]
