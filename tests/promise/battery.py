"""The same questions to database A and to its twins, as the same visitors, and what may not be.

Everything is asked of A first, by the visitors who know most and then by those who know less, so
that what one leaves behind in a cache would reach the next. Then, for each visitor and variant,
the twin is made in a savepoint, asked the same, and rolled back.
"""

import difflib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache

from django.db import transaction

from gate.reader import NOBODY, Reader
from tests.canaries import canaries_in
from tests.conftest import ReaderClient
from tests.left_behind import forget
from tests.numbering import taken_back

from .asking.consequences import after
from .asking.questions import Ask
from .asking.visitors import Visitor
from .twins import rows
from .twins.knowledge import Knowledge
from .twins.rows import is_sealed
from .twins.twin import turn
from .watching.answers import Answer, ask
from .watching.detector import Detector
from .watching.inputs import KNOWN


@dataclass(frozen=True)
class Finding:
    channel: str  # difference, canary, log, sql, input, write, cookie
    visitor: str
    ask: Ask
    variant: str
    detail: str

    def __str__(self) -> str:
        return f"{self.channel}: {self.visitor}: {self.ask} ({self.variant})\n    {self.detail}"


@dataclass
class Report:
    findings: list[Finding] = field(default_factory=list)
    pairs: int = 0
    asks: int = 0
    canaries_seen: set[str] = field(default_factory=set)
    routes: set[str] = field(default_factory=set)
    statuses: set[int] = field(default_factory=set)

    def add(self, other: "Report") -> None:
        self.findings += other.findings
        self.pairs += other.pairs
        self.asks += other.asks
        self.canaries_seen |= other.canaries_seen
        self.routes |= other.routes
        self.statuses |= other.statuses


@contextmanager
def undone() -> Iterator[None]:
    """Whatever happens inside to the database is rolled back, and the numbers of its rows."""
    with taken_back(), transaction.atomic():
        yield
        transaction.set_rollback(True)


class Session:
    """One visitor's browser, in the same state before every question."""

    def __init__(self, visitor: Visitor) -> None:
        self.visitor = visitor
        self.client: ReaderClient = visitor.client()

    def ask(self, question: Ask) -> Answer:
        self.client.cookies.clear()
        self.client.cookies.update(self.visitor.jar)
        if question.is_safe:
            return ask(self.client, question)
        with undone():
            return ask(self.client, question)


class Battery:
    """For database A as it stands when this is made."""

    def __init__(self) -> None:
        self.report = Report()
        self.rows = rows.read()
        self._known: dict[Reader, Knowledge] = {}
        self.cells: dict[str, list[rows.Cell]] = {}
        texts: dict[str, set[str]] = {}
        for cell, text in self.rows.texts():
            for word in canaries_in(text):
                self.cells.setdefault(word, []).append(cell)
                texts.setdefault(word, set()).add(text)
        self.detector = _detector(
            frozenset((word, frozenset(wholes)) for word, wholes in texts.items())
        )
        self.sealed = {word for word, cells in self.cells.items() if any(map(is_sealed, cells))}

    def run(self, visitors: list[Visitor], asks: list[Ask], variants: Iterable[str]) -> Report:
        """A report of its own for each run."""
        self.report, variants = Report(), tuple(variants)
        self.report.asks += len(asks) * len(visitors)
        self.report.routes |= {question.route for question in asks}
        forget()
        known = sorted(visitors, key=lambda visitor: -_unlocked(visitor.reader))
        first = {visitor.name: self._ask_all(visitor, asks) for visitor in known}
        for visitor in visitors:
            for then, group in self._by_what_they_unlock(visitor.reader, asks).items():
                for variant in variants:
                    self._compare(visitor, then, group, variant, first[visitor.name])
        return self.report

    def _ask_all(self, visitor: Visitor, asks: list[Ask]) -> dict[Ask, Answer]:
        session = Session(visitor)
        answers = {question: session.ask(question) for question in asks}
        for then, group in self._by_what_they_unlock(visitor.reader, asks).items():
            unlocked = self.words_open_to(visitor.reader, then)
            for question in group:
                self._look_through(visitor, question, answers[question], unlocked)
        return answers

    def _by_what_they_unlock(self, reader: Reader, asks: list[Ask]) -> dict[Reader, list[Ask]]:
        knowledge = self._knowledge(reader)
        groups: dict[Reader, list[Ask]] = {}
        for question in asks:
            groups.setdefault(after(knowledge, question), []).append(question)
        return groups

    def words_open_to(self, reader: Reader, then: Reader = NOBODY) -> set[str]:
        cells = self._knowledge(reader).cells | self._knowledge(then).cells
        return {word for word, places in self.cells.items() if any(p in cells for p in places)}

    def knowledge_of(self, reader: Reader, then: Reader) -> Knowledge:
        """What is unlocked before an action or after it, to turn A into its twin with."""
        known = self._knowledge(reader)
        both = known if then == reader else known.or_of(self._knowledge(then))
        return both.of(self.rows.copy())

    def _knowledge(self, reader: Reader) -> Knowledge:
        if reader not in self._known:
            self._known[reader] = Knowledge(self.rows, reader)
        return self._known[reader]

    def _look_through(
        self, visitor: Visitor, question: Ask, answer: Answer, unlocked: set[str]
    ) -> None:
        """What one answer must not hold, and what it must not do; no twin is needed for this."""
        self.report.statuses.add(answer.status)
        may = unlocked | canaries_in(question)
        sent = self.detector.found(answer.body, *(f"{k}: {v}" for k, v in answer.headers))
        sent |= self.detector.whole(*answer.taken)
        self.report.canaries_seen |= sent
        places = {
            "canary": sent,
            "sql": self.detector.found(answer.fetched),
            "log": self.detector.found(*answer.log),
        }
        for channel, words in places.items():
            if hidden := words - may:
                self._found(channel, visitor, question, "A", self._name(hidden))
        if unknown := answer.read - KNOWN.keys():
            detail = f"{', '.join(sorted(unknown))}: see tests/promise/watching/inputs.py"
            self._found("input", visitor, question, "A", detail)
        if question.is_safe and answer.wrote:
            self._found("write", visitor, question, "A", answer.wrote[0])
        if (
            question.is_safe
            and answer.cookies
            and not question.path.startswith(("/accounts/", "/admin/"))
        ):
            self._found("cookie", visitor, question, "A", ", ".join(answer.cookies))

    def _compare(
        self,
        visitor: Visitor,
        then: Reader,
        group: list[Ask],
        variant: str,
        first: dict[Ask, Answer],
    ) -> None:
        session = Session(visitor)
        with undone():
            turn(self.knowledge_of(visitor.reader, then), variant)
            forget()
            for question in group:
                answer = session.ask(question)
                self.report.pairs += 1
                one = first[question]
                if answer.sent != one.sent:
                    detail = difference(one, answer)
                    self._found("difference", visitor, question, variant, detail)
                if variant == "ends":
                    continue  # the locked end is fetched, for what it still needs
                if answer.statements != one.statements:
                    detail = changed_lines(one.statements, answer.statements)
                    self._found("sql", visitor, question, variant, detail)
                if answer.brought != one.brought:
                    detail = changed_lines(one.brought, answer.brought)
                    self._found("sql", visitor, question, variant, detail)

    def _found(self, channel: str, visitor: Visitor, ask: Ask, variant: str, detail: str) -> None:
        self.report.findings.append(Finding(channel, visitor.name, ask, variant, detail))

    def _name(self, words: Iterable[str]) -> str:
        """Where the words stand, since the words themselves say nothing."""
        places = {
            f"{c.model} {c.pk} {c.column}" for word in words for c in self.cells.get(word, [])
        }
        return ", ".join(sorted(places))


@lru_cache(maxsize=2)
def _detector(texts: frozenset[tuple[str, frozenset[str]]]) -> Detector:
    """Kept from one test to the next, which mostly begin with the same rows."""
    return Detector(dict(texts))


def _unlocked(reader: Reader) -> int:
    return len(reader.seen) + len(reader.revealed)


def difference(one: Answer, other: Answer) -> str:
    """What differs, in a few lines; the body first, since lengths follow from it."""
    lines = [f"{answer.status} {answer.reason}" for answer in (one, other)]
    if lines[0] != lines[1]:
        return f"status {lines[0]} and {lines[1]}"
    bodies = (answer.body.decode("utf-8", "replace").splitlines() for answer in (one, other))
    headers = (map(": ".join, answer.headers) for answer in (one, other))
    return changed_lines(*bodies) or changed_lines(*headers)


def changed_lines(one: Iterable[str], other: Iterable[str]) -> str:
    lines = difflib.unified_diff(list(one), list(other), lineterm="", n=0)
    changed = [line for line in lines if not line.startswith(("---", "+++", "@@"))]
    return "\n    ".join(line[:300] for line in changed[:6])
