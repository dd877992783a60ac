"""What somebody does, one step after the other, told on A and on its twins and compared.

Unlike in the rest of the battery, the browser keeps what each answer leaves in it; and the mails
that leave and what the session holds are compared and looked through as well.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.core import mail

from gate.reader import Reader
from tests.canaries import canaries_in
from tests.conftest import ReaderClient
from tests.left_behind import forget
from tests.promise.asking.questions import HTMX, OURS, Ask, Pairs
from tests.promise.asking.visitors import Visitor
from tests.promise.battery import Battery, changed_lines, difference, undone
from tests.promise.portions import DEEP
from tests.promise.twins.twin import AT_ONCE, VARIANTS, turn
from tests.promise.watching.answers import Answer, ask
from tests.promise.watching.inputs import KNOWN
from tests.promise.watching.traces import Traces

#: An address that only a mail tells is made up when its turn comes.
Step = Ask | Callable[[], Ask]
TWINS = ("same", AT_ONCE, *VARIANTS) if DEEP else (AT_ONCE, "none")
#: One is enough for a story that is told with htmx and without.
BY_FORM = TWINS if DEEP else (AT_ONCE,)
BY_HTMX = TWINS if DEEP else ("none",)


def get(*paths: str) -> list[Step]:
    return [Ask("", "GET", path) for path in paths]


def post(path: str, headers: Pairs = OURS, /, **data: str) -> Step:
    return Ask("", "POST", path, headers, tuple(data.items()))


@dataclass(frozen=True)
class Moment:
    """What one step has brought about."""

    ask: Ask
    answer: Answer
    mails: tuple[str, ...]
    session: tuple[str, ...]

    def differences(self, other: "Moment") -> Iterator[str]:
        one, two = self.answer, other.answer
        if one.sent != two.sent:
            yield difference(one, two)
        pairs = (
            (one.statements, two.statements),
            (self.session, other.session),
            ("\n".join(self.mails).splitlines(), "\n".join(other.mails).splitlines()),
        )
        yield from (changed_lines(*pair) for pair in pairs if pair[0] != pair[1])

    def words(self, battery: Battery) -> set[str]:
        """Every sealed word that was told to the reader, to the log or to this process."""
        answer, find = self.answer, battery.detector
        headers = (f"{name}: {value}" for name, value in answer.headers)
        told = find.found(answer.body, *headers, *self.mails, *self.session)
        return told | find.found(answer.fetched, *answer.log) | find.whole(*answer.taken)


def told(client: ReaderClient, steps: Iterable[Step]) -> list[Moment]:
    # Where limits on attempts are kept: none are left from before, and none are left behind.
    forget()
    mail.outbox.clear()
    try:
        return list(_moments(client, steps))
    finally:
        forget()


def _moments(client: ReaderClient, steps: Iterable[Step]) -> Iterator[Moment]:
    traces = Traces(client)
    for step in steps:
        asked = step if isinstance(step, Ask) else step()
        answer = ask(client, asked)
        yield Moment(asked, answer, traces.mails(), traces.session())


def assert_alike_on_twins(
    visitor: Visitor,
    steps: list[Step],
    then: Reader,
    *,
    variants: Iterable[str] = (),
    checks_tokens: bool = False,
) -> list[Answer]:
    """`then`: the reader whom the steps make of the visitor. Gives the answers of A.

    Without `variants`, inside `make test`, twins with nothing hidden where htmx asks for anything,
    and all other differences at once where nothing does.
    """
    by_htmx = any(isinstance(step, Ask) and HTMX[0] in step.headers for step in steps)
    variants = variants or (BY_HTMX if by_htmx else BY_FORM)

    def tell() -> list[Moment]:
        client = visitor.client()
        client.handler.enforce_csrf_checks = checks_tokens
        return told(client, steps)

    battery = Battery()
    with undone():
        first = tell()
    given_away = list(_given_away(first, battery, visitor.reader, then))
    assert not given_away, "\n".join(given_away)
    found = []
    for variant in variants:
        with undone():
            turn(battery.knowledge_of(visitor.reader, then), variant)
            second = tell()
        found += [
            f"{one.ask} ({variant}): {detail}"
            for one, other in zip(first, second, strict=True)
            for detail in one.differences(other)
        ]
    assert not found, "\n".join(found)
    return [moment.answer for moment in first]


def _given_away(
    moments: list[Moment], battery: Battery, reader: Reader, then: Reader
) -> Iterator[str]:
    unlocked = battery.words_open_to(reader, then)
    for moment in moments:
        if unknown := moment.answer.read - KNOWN.keys():
            yield f"{moment.ask} (A): {', '.join(sorted(unknown))}: see tests/promise/watching/inputs.py"
        if hidden := moment.words(battery) - unlocked - canaries_in(moment.ask):
            cells = {cell for word in hidden for cell in battery.cells[word]}
            places = sorted(f"{cell.model} {cell.pk} {cell.column}" for cell in cells)
            yield f"{moment.ask} (A): {', '.join(places)}"
