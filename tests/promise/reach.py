"""Which parts of the site's own code and templates run while twins are asked.

A page may do something else for a reader whom no test plays, or in a case that no question brings
about. Whatever it does then is code, or a piece of a template, that never ran on twins. So each
instruction and each piece that runs is noted down, and one that never does fails the run until a
question reaches it, or `unreached.toml` says why none can.
"""

import dis
import gc
import inspect
import json
import sys
import tomllib
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from fnmatch import fnmatchcase
from functools import _lru_cache_wrapper, cache
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any, NamedTuple
from unittest.mock import patch

from django.conf import settings
from django.template import defaulttags, loader, loader_tags
from django.template.base import Node, TextNode

PROPERTY = "reached"
EXPLAINED = Path(__file__).with_name("unreached.toml")
ROOT = settings.BASE_DIR
#: What answers no reader: the editors' pages, and what runs before the first question.
LEFT_OUT = (
    *("tests/*", "content/*", "config/checks.py", "config/settings.py", "config/wsgi.py"),
    *("*/migrations/*", "*/admin.py", "*/apps.py"),
    # Runs when models are made, and where somebody goes around the gate: mutants look after it.
    *("gate/sealed.py", "gate/models.py"),
)
#: Templates of the editors' pages.
EDITORS = "admin/"
#: They put a template together, and print nothing.
SILENT = (
    *(defaulttags.CommentNode, defaulttags.LoadNode),
    *(loader_tags.BlockNode, loader_tags.ExtendsNode),
)
#: They begin a function, and some run before Python says what runs.
BEGINNINGS = {"RESUME", "MAKE_CELL", "COPY_FREE_VARS", "RETURN_GENERATOR"}
MONITORING = sys.monitoring
TOOL = 4  # Python keeps six apart; nobody has reserved this one


class Place(NamedTuple):
    """Where in a file a piece of code stands. Lines count from 1, columns from 0, in bytes."""

    start: tuple[int, int]
    end: tuple[int, int]

    def holds(self, other: "Place") -> bool:
        return self != other and self.start <= other.start and other.end <= self.end


class Part(NamedTuple):
    where: str  # "films/models.py: FilmQuerySet.released", "films/_now.html"
    what: str  # in its own words, or ALL

    def is_meant_by(self, entry: "Part") -> bool:
        return self.what == entry.what and fnmatchcase(self.where, entry.where)


ALL = "all of it"


Key = str  # the same in all processes


@contextmanager
def noting(tell: Callable[[str, str], None]) -> Iterator[None]:
    """Tells, as a property, which parts have run meanwhile."""
    reached: set[Key] = set()
    for kept in _kept():
        kept.cache_clear()
    with _running_code(reached), _printed_pieces(reached):
        yield
    tell(PROPERTY, json.dumps(sorted(reached)))


def compared(told: Iterable[str]) -> tuple[list[Part], list[Part]]:
    """Parts that never ran and are not explained, and explanations of what does run or is gone.

    `told`: the properties of all tests that ask twins.
    """
    reached = {key for line in told for key in json.loads(line)}
    missed = {*_code_but(reached), *_pieces_but(reached)}
    entries = tomllib.loads(EXPLAINED.read_text())["unreached"]
    explained = {Part(entry["where"], entry["what"]) for entry in entries}
    met = {part for part in missed for entry in explained if part.is_meant_by(entry)}
    stale = {entry for entry in explained if not any(part.is_meant_by(entry) for part in missed)}
    return sorted(missed - met), sorted(stale)


# Code


@contextmanager
def _running_code(reached: set[Key]) -> Iterator[None]:
    def note(code: CodeType, offset: int) -> object:
        if place := _place_at(code, offset):
            reached.add(_key(_path(code), place))
        return MONITORING.DISABLE

    event = MONITORING.events.INSTRUCTION
    MONITORING.use_tool_id(TOOL, "reach")
    MONITORING.register_callback(TOOL, event, note)
    try:
        for code in _loaded():
            MONITORING.set_local_events(TOOL, code, event)
        MONITORING.restart_events()
        yield
    finally:
        for code in _loaded():
            MONITORING.set_local_events(TOOL, code, 0)
        MONITORING.register_callback(TOOL, event, None)
        MONITORING.free_tool_id(TOOL)


@cache
def _loaded() -> list[CodeType]:
    """The functions of our files, as this process runs them."""
    for file in _files():
        import_module(".".join(file.relative_to(ROOT).with_suffix("").parts))
    names = {str(file) for file in _files()}
    codes = (
        item.__code__
        for item in gc.get_objects()
        if isinstance(item, FunctionType) and item.__code__.co_filename in names
    )
    return list({id(code): code for outer in codes for code in _and_within(outer)}.values())


@cache
def _kept() -> list[Any]:
    """Functions of which a process keeps the results; what made these may have run long before."""
    _loaded()
    ours = {file.parts[len(ROOT.parts)] for file in _files()}
    return [
        item
        for item in gc.get_objects()
        if isinstance(item, _lru_cache_wrapper) and item.__module__.partition(".")[0] in ours
    ]


def _code_but(reached: set[Key]) -> Iterator[Part]:
    for file in _files():
        source = file.read_text()
        path = file.relative_to(ROOT).as_posix()
        dead: list[str] = []  # functions, with those inside them
        for code in _functions(compile(source, file, "exec")):
            places = {place for offset in _offsets(code) if (place := _place_at(code, offset))}
            missed = {place for place in places if _key(path, place) not in reached}
            where = f"{path}: {code.co_qualname}"
            if missed == places:
                if not code.co_qualname.startswith(tuple(dead)):
                    yield Part(where, ALL)
                dead.append(f"{code.co_qualname}.<locals>.")
                continue
            for place in missed:
                if not any(other.holds(place) for other in missed):
                    yield Part(where, _words(source, place))


def _files() -> list[Path]:
    files = {file for init in ROOT.glob("*/__init__.py") for file in init.parent.rglob("*.py")}
    paths = {file.relative_to(ROOT).as_posix(): file for file in files}
    return [
        paths[path] for path in sorted(paths) if not any(fnmatchcase(path, p) for p in LEFT_OUT)
    ]


def _functions(module: CodeType) -> Iterator[CodeType]:
    """Not the code of modules and classes, which runs once, when they are imported."""
    for code in _and_within(module):
        if code.co_flags & inspect.CO_OPTIMIZED and not code.co_name.startswith("<generic"):
            yield code


def _and_within(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _and_within(constant)


def _offsets(code: CodeType) -> Iterator[int]:
    for instruction in dis.get_instructions(code):
        if instruction.opname not in BEGINNINGS:
            yield instruction.offset


@cache
def _places(code: CodeType) -> list[tuple[int | None, ...]]:
    return list(code.co_positions())


def _place_at(code: CodeType, offset: int) -> Place | None:
    line, end_line, column, end_column = _places(code)[offset // 2]
    if line is None or end_line is None or column is None or end_column is None:
        return None
    return Place((line, column), (end_line, end_column))


def _path(code: CodeType) -> str:
    return Path(code.co_filename).relative_to(ROOT).as_posix()


def _key(path: str, place: Place) -> Key:
    return f"{path} {place.start} {place.end}"


def _words(source: str, place: Place) -> str:
    lines = source.encode().splitlines()[place.start[0] - 1 : place.end[0]]
    lines[-1] = lines[-1][: place.end[1]]
    lines[0] = lines[0][place.start[1] :]
    return " ".join(b"\n".join(lines).decode().split())


# Templates


@contextmanager
def _printed_pieces(reached: set[Key]) -> Iterator[None]:
    pieces = {id(node): key for key, node in _pieces().items()}
    print_node, print_text = Node.render_annotated, TextNode.render_annotated

    def note(node: Node) -> None:
        if key := pieces.pop(id(node), None):
            reached.add(key)

    def noting_node(node: Node, context: object) -> str:
        note(node)
        return print_node(node, context)

    def noting_text(node: TextNode, context: object) -> str:
        note(node)
        return print_text(node, context)

    with (
        patch.object(Node, "render_annotated", noting_node),
        patch.object(TextNode, "render_annotated", noting_text),
    ):
        yield


def _pieces_but(reached: set[Key]) -> Iterator[Part]:
    printed = {_pieces()[key].origin.template_name for key in reached & _pieces().keys()}
    for key, node in _pieces().items():
        name = node.origin.template_name
        if name not in printed:
            yield Part(name, ALL)
        elif key not in reached:
            yield Part(name, _as_written(node))


def _as_written(node: Node) -> str:
    words = node.s if isinstance(node, TextNode) else f"{{% {node.token.contents} %}}"
    return " ".join(words.split())


@cache
def _pieces() -> dict[Key, Node]:
    """As this process has compiled them; Django keeps them from then on."""
    folder = ROOT / "templates"
    files = sorted(file for file in folder.rglob("*") if file.is_file())
    names = [file.relative_to(folder).as_posix() for file in files]
    return {
        f"{name} {number}": node
        for name in names
        for number, node in enumerate(_nodes(name))
        if not name.startswith(EDITORS)
        and not isinstance(node, SILENT)
        and not (isinstance(node, TextNode) and not node.s.strip())
    }


def _nodes(name: str) -> list[Node]:
    return loader.get_template(name).template.nodelist.get_nodes_by_type(Node)
