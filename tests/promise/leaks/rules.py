"""The rule is bent: the gate opens, or shows, what it should not."""

from collections.abc import Callable
from typing import Any

from django.db.models import Exists, OuterRef, Q

from gate import queryset, rule
from gate.models import RequiredFilm, Requirement, RequirementManager, Stamp
from gate.prepared import Filled
from gate.reader import Reader
from gate.sealed import OpenedCol, Unsealed
from gate.unlocking import SecondRow, Unlocked
from people.models import Person
from spoilers.models import Echo, Evidence

from .leak import Leak
from .plants import after, bends, declares, puts
from .site import Site

FILM = {"at": "film", "of": "second"}
WORD = {"caught_by": "canary"}
NONE = {"twins": ("none",)}
ECHOES = {"at": "echoes"}
ECHO = {"at": "echo", "of": "echo"}
TWO_FILMS = {"readers": ("two films",)}
THEN_A_STRANGER = {"readers": ("all films", "stranger")}

type Way = Callable[..., tuple[str, list]]


def of_model(model: type, other: Callable[..., Q]) -> Callable[[Callable], Callable]:
    """For `opens` and `known`: `other` for this model, the rule for all the rest."""
    return lambda usual: (
        lambda asked, reader, path="", **more: (
            other(asked, reader, path) if asked is model else usual(asked, reader, path, **more)
        )
    )


def nothing(model: type, reader: Reader, path: str = "") -> Q:
    return Q()


def either_end(model: type, reader: Reader, path: str = "") -> Q:
    return Q(Unlocked(reader, f"{path}later__")) | Q(Unlocked(reader, f"{path}earlier__"))


def any_film(self: RequirementManager, seen: frozenset[int]) -> frozenset[str]:
    films = RequiredFilm.objects.filter(film__in=seen)
    return frozenset(films.values_list("requirement", flat=True))


def by_any_row(other: type, name: str, reader: Reader, path: str) -> Q:
    return Q(Exists(other._default_manager.filter(**{name: OuterRef(f"{path}pk")})))


def wide_open(condition: Way) -> Way:
    return lambda self, *args: ("1 = 1", [])


def wide_open_to_whoever_revealed(condition: Way) -> Way:
    return lambda self, *args: ("1 = 1", []) if self.reader.revealed else condition(self, *args)


def without_existence(stamps: tuple[Stamp, ...], args: tuple) -> tuple[Stamp, ...]:
    return tuple(stamp for stamp in stamps if stamp != Stamp.EXISTENCE)


def first_row(alias: str, field: Any, plain: Any) -> OpenedCol:
    return OpenedCol(field.model._meta.db_table, field, plain)


def of_whoever_came_first(site: Site) -> None:
    kept: list[frozenset[str]] = []

    def fulfilled(reader: Reader) -> frozenset[str]:
        kept.append(Requirement.objects.fulfilled(reader.seen))
        return kept[0]

    site.put(Reader, "fulfilled", property(fulfilled))


def as_first_asked(as_sql: Way) -> Way:
    kept: dict[str, Any] = {}

    def asked(self: Filled, *args: Any) -> tuple[str, Any]:
        sql, params = as_sql(self, *args)
        return sql, kept.setdefault(sql, params)

    return asked


def opened_with_its_quote(resolve: Callable) -> Callable:
    def resolved(self: queryset.Opened, query: Any = None, *args: Any, **kwargs: Any) -> Any:
        if self.path != "source__":
            return resolve(self, query, *args, **kwargs)
        if self.name == "is_open":
            return queryset.TRUE
        return Unsealed(f"source__sealed_{self.name}").resolve_expression(query, *args, **kwargs)

    return resolved


# fmt: off
ALL = [
    Leak("Rule: any for all", "Any film of the requirement opens, where all should be seen.",
        puts(RequirementManager, "fulfilled", any_film), readers=("other films",), **FILM | WORD),
    Leak("Rule: fail open", "The second row is joined without its condition.",
        bends(SecondRow, "_fulfilled", wide_open), **FILM | WORD),
    Leak("Rule: a reveal too wide", "One reveal opens every other item.",
        bends(SecondRow, "_fulfilled", wide_open_to_whoever_revealed), readers=("one reveal",),
        **FILM | WORD),
    Leak("Rule: the first row",
        "The value is read from the row itself, not from the one that is there if it is open.",
        puts(queryset, "OpenedCol", first_row), at="note", of="later", caught_by="sql"),
    Leak("Rule: whoever came first",
        "What is fulfilled is worked out once in the life of the process.", of_whoever_came_first,
        **FILM | WORD | THEN_A_STRANGER),
    Leak("Rule: asked once", "A query is asked with the values of the first reader who asked it.",
        bends(Filled, "as_sql", as_first_asked), **FILM | WORD | THEN_A_STRANGER),
    Leak("Rule: compiled for one", "What the first reader fulfils is compiled into the query.",
        puts(Reader, "stand_in", lambda reader, index: reader), **FILM | WORD | THEN_A_STRANGER),
    Leak("Rule: hidden rows", "What is stamped EXISTENCE shows as locked.",
        bends(rule, "stamps_of", after(without_existence)), **FILM | NONE),
    Leak("Rule: open in name only", "Every row says that it is open; its texts are not there.",
        puts(queryset, "is_there", lambda key: queryset.TRUE), **FILM | NONE),
    Leak("Rule: an echo by one end", "An echo opens with either of its notes.",
        bends(rule, "opens", of_model(Echo, either_end)), readers=("some films",), **ECHO | WORD),
    Leak("Rule: an echo out of nothing",
        "That an echo exists shows before one of its notes is open.",
        bends(rule, "known", of_model(Echo, nothing)), **ECHO | NONE),
    Leak("Rule: an echo of something hidden",
        "An echo is known by its open end, though the existence of the other one spoils.",
        bends(rule, "known", of_model(Echo, either_end)), readers=("one film",), **ECHOES | NONE),
    Leak("Rule: a draft", "An echo that is not published shows to whoever has seen its films.",
        declares(Echo, live=""), readers=("all films",), **ECHOES | NONE),
    Leak("Rule: evidence without its quote",
        "The point of a piece of evidence shows though its quote is hidden.",
        declares(Evidence, known_with=()), **ECHO | WORD | TWO_FILMS),
    Leak("Rule: a source with its quote", "An open quote opens the headline of its source as well.",
        bends(queryset.Opened, "resolve_expression", opened_with_its_quote), at="interview",
        of="interview", **WORD),
    Leak("Rule: known by any row", "A hidden credit makes its person known.",
        bends(rule, "_known_by", lambda usual: by_any_row), at="people", **WORD),
    Leak("Rule: everybody is known", "People are listed who are known by nothing.",
        bends(rule, "known", of_model(Person, nothing)), at="people", **WORD),
]
# fmt: on
