"""The lines of Python that run, as coverage.py tells them."""

import ast
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache

from coverage import Coverage

from .parts import ALL, Note, Part, Site, in_one_line

KIND = "line"


@contextmanager
def noting(seen: set[Note], site: Site) -> Iterator[None]:
    measured = _coverage(site)
    with measured.collect():
        yield
    data = measured.get_data()
    for path, file in site.files.items():
        seen.update(Note(KIND, f"{path} {line}") for line in data.lines(str(file)) or ())


def missed(seen: set[Note], site: Site) -> Iterator[Part]:
    """Line by line, but a function of which none has run as a whole, with those inside it."""
    measured = _coverage(site)
    written = {path: measured.analysis2(str(file))[1] for path, file in site.files.items()}
    for path, file in site.files.items():
        source = file.read_text()
        ran = {line for line in written[path] if Note(KIND, f"{path} {line}") in seen}
        for name, lines in _functions(ast.parse(source)):
            own = lines.intersection(written[path])
            if own and own.isdisjoint(ran):
                yield Part(f"{path}: {name}", ALL)
                continue
            for line in sorted(own - ran):
                yield Part(f"{path}: {name}", in_one_line(source.splitlines()[line - 1]))


@cache
def _coverage(site: Site) -> Coverage:
    """Through sys.monitoring, which costs next to nothing. It tells no branches: operands do."""
    measured = Coverage(
        data_file=None, config_file=False, include=[str(file) for file in site.files.values()]
    )
    measured.set_option("run:core", "sysmon")
    measured.set_option("run:disable_warnings", ["no-data-collected"])
    # No comment may leave out a line. A protocol's methods have none.
    measured.set_option("report:exclude_lines", [r": \.\.\.$"])
    return measured


def _functions(tree: ast.AST, within: str = "") -> Iterator[tuple[str, set[int]]]:
    """Each with its own lines; not those of modules and classes, which run when imported."""
    for node in ast.iter_child_nodes(tree):
        if not isinstance(node, ast.FunctionDef | ast.ClassDef):
            yield from _functions(node, within)
            continue
        name = f"{within}{node.name}"
        inner = dict(_functions(node, f"{name}."))
        if isinstance(node, ast.FunctionDef):
            lines = set(range(node.body[0].lineno, (node.end_lineno or 0) + 1))
            yield name, lines.difference(*inner.values())
        yield from inner.items()
