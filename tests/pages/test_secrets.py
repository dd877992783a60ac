"""What each page keeps to itself: the sealed words on it are those unlocked, and those that belong.

tests/test_walk.py asks whether any page says too much; here each page is also asked whether it
says all that it should, and nothing that belongs elsewhere.
"""

from collections.abc import Callable

import pytest

from gate.reader import Reader
from tests.canaries import canaries_in
from tests.conftest import ReaderClient
from tests.routes import pages
from tests.world import World

pytestmark = pytest.mark.slow


def sealed(*items) -> set[str]:
    """The words of these items' sealed columns."""
    return {
        word
        for item in items
        for name, text in vars(item).items()
        if name.startswith("sealed_")
        for word in canaries_in(text)
    }


def said_by_director(world: World) -> set[str]:
    quotes = sealed(world.open_quote, world.sealed_quote, world.hidden_quote)
    return quotes | sealed(world.citation, world.source)


def whole_echo(world: World) -> set[str]:
    ends = sealed(world.later, world.earlier, world.echo, *world.beats)
    proof = sealed(world.evidence, world.report, world.sealed_quote, world.citation, world.source)
    return ends | proof


NOTES = ("earlier", "later", "crossing", "hidden_note")
QUOTES = ("open_quote", "sealed_quote", "hidden_quote")

#: What belongs on each page, whoever may read it.
BELONGS: dict[str, Callable[[World], set[str]]] = {
    "/": lambda world: set(),
    "/films/": lambda world: set(),
    "/films/the-house/": lambda world: sealed(world.earlier),
    "/films/the-garden/": lambda world: (
        sealed(world.later, world.crossing, world.hidden_note)
        | canaries_in(world.hidden_note.label, world.surprise.name, world.ghost.name)
        | sealed(world.open_placement, world.hidden_placement)
        | said_by_director(world)
    ),
    "/universes/the-house/": lambda world: sealed(world.open_placement, world.hidden_placement),
    "/timeline/": lambda world: sealed(world.open_placement, world.hidden_placement),
    "/people/": lambda world: canaries_in(world.surprise.name),
    "/people/ida-holm/": said_by_director,
    "/people/jo-lind/": lambda world: set(),
    "/people/surprise-guest/": lambda world: canaries_in(world.surprise.name, world.ghost.name),
    "/characters/the-gardener/": lambda world: sealed(world.fact),
    "/characters/the-visitor/": lambda world: (
        canaries_in(world.surprise.name, world.ghost.name) | sealed(world.fact)
    ),
    "/interviews/": lambda world: set(),
    "/interviews/ida-holm-2025/": said_by_director,
    "/notes/{earlier}/": lambda world: sealed(world.earlier),
    "/notes/{later}/": lambda world: sealed(world.later),
    # The next note of the film is named at its foot.
    "/notes/{crossing}/": lambda world: (
        sealed(world.crossing) | canaries_in(world.hidden_note.label)
    ),
    "/notes/{hidden_note}/": lambda world: (
        sealed(world.hidden_note) | canaries_in(world.hidden_note.label)
    ),
    "/echoes/": lambda world: set(),
    "/echoes/{echo}/": whole_echo,
    "/seen/": lambda world: set(),
    "/seen/?preset=all:the-house&shown=": lambda world: set(),
    # What is asked before something opens or is marked.
    **dict.fromkeys(
        [
            *(f"/notes/{{{note}}}/reveal/" for note in NOTES),
            *(f"/quotes/{{{quote}}}/reveal/" for quote in QUOTES),
            "/echoes/{echo}/reveal/",
            "/films/the-house/seen/",
            "/films/the-garden/seen/",
        ],
        lambda world: set(),
    ),
    "/promise/": lambda world: set(),
}


def address(world: World, path: str) -> str:
    names = (*NOTES, *QUOTES, "echo")
    return path.format(**{name: getattr(world, name).public_id for name in names})


def unlocked(world: World, films: list, items: list) -> set[str]:
    """By films seen, or revealed one by one; where a statement may be checked opens with it."""
    words = world.open_to(Reader(seen=frozenset(film.pk for film in films))) | sealed(*items)
    statement = sealed(world.sealed_quote)
    if statement & words:
        return words | sealed(world.citation)
    return words - sealed(world.source)  # shown only beside something that is open


@pytest.mark.parametrize(
    ("seen", "revealed"),
    [
        ((), ()),
        (("first",), ()),
        (("second",), ()),
        (("first", "second"), ()),
        ((), ("later",)),
        ((), ("crossing",)),
        ((), ("sealed_quote", "source")),
        (("first",), ("hidden_quote",)),
    ],
    ids=str,
)
def test_the_sealed_words_of_a_page_are_those_unlocked_that_belong_there(world, seen, revealed):
    films = [getattr(world, name) for name in seen]
    items = [getattr(world, name) for name in revealed]
    client = ReaderClient()
    client.has_seen(*films)
    client.has_revealed(*(item.public_id for item in items))

    found = {path: canaries_in(client.get(address(world, path)).content) for path in BELONGS}

    words = unlocked(world, films, items)
    expected = {path: belonging(world) & words for path, belonging in BELONGS.items()}
    if len(seen) < 2:
        # A locked echo shows the text of the end that is known, but not where in the film.
        expected["/echoes/{echo}/"] &= canaries_in(
            world.later.sealed_text, world.earlier.sealed_text
        )
    assert found == expected


def test_every_page_is_asked(world):
    accounts = {"account-data", "account-export", "account-delete"}
    editors = {"edit", "preview-choose", "preview", "preview-page"}
    unread = {"admin-detour", "healthz", "readyz", *accounts, *editors}
    every = {page for name, listed in pages(world).items() if name not in unread for page in listed}

    assert {address(world, path) for path in BELONGS} == every
