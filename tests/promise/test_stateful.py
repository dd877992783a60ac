"""Hypothesis looks for a sequence of actions after which a twin can be told from its original.

Before each step the twin is made for the reader as they are and as the step makes them; the step's
answer must be the same on both. Then A takes the step. After it, what the reader finds on a few
pages must be the same once more. An editor changes locked content in between, for good.

A failure shrinks, and is printed as a program:

    state = TwinMachine()
    state.reveal(name='later', htmx=False)
    state.look(variant='many')

Such a case goes to REGRESSIONS below, with a sentence that says what went wrong.
"""

from dataclasses import replace

import pytest
from django.db import transaction
from django.http import HttpRequest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    rule,
    run_state_machine_as_test,
)

from gate.reader import NOBODY, Reader
from readers import cookies
from readers.models import Seen
from tests.factories import UserFactory
from tests.left_behind import forget

from .asking import visitors as cast
from .asking.consequences import after
from .asking.questions import HTMX, OURS, Ask, on_page
from .battery import difference, undone
from .portions import DEEP
from .twins import rows
from .twins.knowledge import Knowledge
from .twins.twin import AT_ONCE, VARIANTS, change
from .watching.answers import Answer, ask
from .whole_world import WholeWorld

pytestmark = pytest.mark.django_db

NAMES = (
    *("earlier", "later", "crossing", "hidden_note", "attic_ending", "foreboding", "cellar_note"),
    *("sealed_quote", "hidden_quote", "bracketed_quote", "unheard_quote"),
    *("echo", "far_echo", "dim_echo", "dark_echo", "draft", "withdrawn_note"),
)
FILMS = ("first", "second", "third", "announced")
FOLDERS = {"Note": "notes", "Quote": "quotes", "Echo": "echoes"}

names, films = st.sampled_from(NAMES), st.sampled_from(FILMS)
variants = st.sampled_from([*VARIANTS, AT_ONCE])


class TwinMachine(RuleBasedStateMachine):
    world: WholeWorld
    account = None

    def __init__(self) -> None:
        super().__init__()
        self.savepoint = transaction.savepoint_create()
        self.client = cast.visitor(self.world, "stranger").client()
        self.reader = NOBODY
        self.user = None

    def teardown(self) -> None:
        transaction.savepoint_rollback(self.savepoint)

    @initialize(signed_in=st.booleans())
    def come(self, signed_in: bool) -> None:
        if signed_in:
            self.user = self.account
            self.client.force_login(self.user)

    @rule(name=names, htmx=st.booleans())
    def reveal(self, name: str, htmx: bool) -> None:
        self._act(name, "reveal", htmx)

    @rule(name=names, htmx=st.booleans())
    def hide(self, name: str, htmx: bool) -> None:
        self._act(name, "hide", htmx)

    @rule(film=films)
    def seen(self, film: str) -> None:
        slug = getattr(self.world, film).slug
        self._step(Ask("film-seen", "POST", f"/films/{slug}/seen/", OURS))

    @rule(film=films)
    def not_yet(self, film: str) -> None:
        slug = getattr(self.world, film).slug
        self._step(Ask("film-unseen", "POST", f"/films/{slug}/unseen/", OURS))

    @rule(chosen=st.sets(st.sampled_from(FILMS[:3])), shown=st.sets(st.sampled_from(FILMS[:3])))
    def pick(self, chosen: set[str], shown: set[str]) -> None:
        keys = {film: getattr(self.world, film).key for film in FILMS}
        data = tuple(("films", keys[film]) for film in sorted(chosen))
        before = ".".join(keys[film] for film in sorted(shown))
        self._step(Ask("picker", "POST", "/seen/", OURS, (*data, ("shown", before))))

    @rule()
    def lock_all(self) -> None:
        self._step(Ask("lock-all", "POST", "/seen/clear/", OURS))

    @rule(variant=st.sampled_from(["texts", "one", "order"]))
    def editor_changes_what_is_locked(self, variant: str) -> None:
        """Seen from this reader, nothing has happened."""
        before = self._pages()
        change(self.reader, variant)
        forget()
        _assert_alike(before, self._pages())

    @rule(variant=variants)
    def look(self, variant: str) -> None:
        before = self._pages()
        with undone():
            change(self.reader, variant)
            forget()
            again = self._pages()
        _assert_alike(before, again)

    def _act(self, name: str, verb: str, htmx: bool) -> None:
        item = getattr(self.world, name)
        kind = type(item).__name__
        path = f"/{FOLDERS[kind]}/{item.public_id}/{verb}/"
        headers = (*OURS, *on_page("/echoes/"), *(HTMX if htmx else ()))
        self._step(Ask(f"{kind.lower()}-{verb}", "POST", path, headers))

    def _step(self, question: Ask) -> None:
        then = after(Knowledge(rows.read(), self.reader), question)
        jar = self.client.cookies.copy()
        with undone():
            change(self.reader, AT_ONCE, then)
            forget()
            other = ask(self.client, question)
        self.client.cookies.clear()
        self.client.cookies.update(jar)
        one = ask(self.client, question)
        _assert_alike({question: one}, {question: other})
        # What it opened must have been foreseen; what it closed is read off.
        stored = self._stored()
        assert stored.revealed <= self.reader.revealed | then.revealed, question
        assert stored.seen <= self.reader.seen | then.seen, question
        self.reader = stored

    def _stored(self) -> Reader:
        """The reader whom the site will find with the next question."""
        request = _Request({name: morsel.value for name, morsel in self.client.cookies.items()})
        reader = cookies.reader_from_cookies(request)
        if self.user:
            films = Seen.objects.filter(user=self.user).values_list("film_id", flat=True)
            reader = replace(reader, seen=frozenset(films))
        return reader

    def _pages(self) -> dict[Ask, Answer]:
        world = self.world
        paths = ["/", "/echoes/", "/timeline/", f"/people/{world.director.slug}/"]
        paths += [film.get_absolute_url() for film in (world.first, world.third)]
        paths += [world.echo.get_absolute_url(), f"/notes/{world.hidden_note.public_id}/"]
        paths += [f"/characters/{world.hero.slug}/", world.second_interview.get_absolute_url()]
        return {question: ask(self.client, question) for question in map(_page, paths)}


class _Request:
    """As much of a request as reading cookies needs."""

    def __init__(self, jar: dict[str, str]) -> None:
        self.COOKIES = jar

    get_signed_cookie = HttpRequest.get_signed_cookie


def _page(path: str) -> Ask:
    return Ask("", "GET", path)


def _assert_alike(one: dict[Ask, Answer], other: dict[Ask, Answer]) -> None:
    differing = [
        f"{question}: {difference(one[question], other[question])}"
        for question in one
        if one[question].sent != other[question].sent
    ]
    assert differing == []


@pytest.fixture
def machine(whole_world) -> type[TwinMachine]:
    account = UserFactory()
    return type("TwinMachine", (TwinMachine,), {"world": whole_world, "account": account})


# Several searches of their own, so that they spread over processes.
@pytest.mark.parametrize("search", range(6 if DEEP else 1))
def test_no_sequence_of_actions_tells_a_twin_from_its_original(machine, search):
    run_state_machine_as_test(
        machine,
        settings=settings(
            max_examples=25 if DEEP else 6,
            stateful_step_count=12 if DEEP else 6,
            deadline=None,
            print_blob=False,
            derandomize=not DEEP,
            suppress_health_check=list(HealthCheck),
        ),
    )


def _the_cookie_told_of_a_locked_statement(state: TwinMachine) -> None:
    """Revealing an echo kept the sources of statements that stay locked, though they cite it."""
    state.reveal(name="later", htmx=False)
    state.reveal(name="echo", htmx=False)
    state.look(variant="none")


def _a_person_stood_behind_an_echo_by_a_hidden_statement(state: TwinMachine) -> None:
    """Their page named the open echo, though their statement spoils a further film."""
    state.pick(chosen={"first", "second"}, shown=set())
    state.look(variant="many")


REGRESSIONS = [
    _the_cookie_told_of_a_locked_statement,
    _a_person_stood_behind_an_echo_by_a_hidden_statement,
]


@pytest.mark.parametrize("case", REGRESSIONS, ids=lambda case: case.__name__.strip("_"))
@pytest.mark.parametrize("signed_in", [False, True])
def test_a_case_once_found_stays_closed(machine, case, signed_in):
    state = machine()
    try:
        state.come(signed_in=signed_in)
        case(state)
    finally:
        state.teardown()
