"""The operands of Python's conditions, and what else may not run though its line does.

The code of each function is replaced, while twins are asked, by one compiled from the same source
with a call around each operand. Each must have been both true and false, a comparison also where
nothing is decided by it there. The body of a lambda and the element of a comprehension must have
run.
"""

import ast
import builtins
import gc
from collections.abc import Iterator
from contextlib import contextmanager
from functools import _lru_cache_wrapper, cache
from pathlib import Path
from types import CodeType, FunctionType
from typing import Any

from .parts import Note, Part, Site, in_one_line, one_sided

TRUTH, VALUE = "_truth_", "_value_"


@contextmanager
def noting(seen: set[Note], site: Site) -> Iterator[None]:
    # They are called millions of times: what is known by now is asked for at once.
    true, false, there = set[str](), set[str](), set[str]()

    def truth(key: str, value: Any) -> Any:
        if key not in (known := true if value else false):
            known.add(key)
            seen.add(Note(TRUTH, key, bool(value)))
        return value

    def value(key: str, value: Any) -> Any:
        """What is no bool may be dear to ask, or say nothing: it counts for having been there."""
        if type(value) is bool:
            if key not in (known := true if value else false):
                known.add(key)
                seen.add(Note(VALUE, key, value))
        elif key not in there:
            there.add(key)
            seen.add(Note(VALUE, key, None))
        return value

    # A function that was made meanwhile may be called later: the names stay.
    vars(builtins).update({TRUTH: truth, VALUE: value})
    try:
        for function, _plain, noted in _functions(site):
            function.__code__ = noted
        for kept in _kept(site):
            kept.cache_clear()  # what made it may have run long before
        yield
    finally:
        for function, plain, _noted in _functions(site):
            function.__code__ = plain


def missed(seen: set[Note], site: Site) -> Iterator[Part]:
    for path in site.files:
        for key, (kind, part) in _written(site, path).operands.items():
            values = {value for value in (None, True, False) if Note(kind, key, value) in seen}
            if kind == TRUTH or None not in values:
                yield from one_sided(part, values)


class Written(ast.NodeTransformer):
    """A file with a call around each operand of its functions."""

    def __init__(self, path: str, file: Path) -> None:
        self.path, self.source = path, file.read_text()
        self.operands: dict[str, tuple[str, Part]] = {}
        self.names: list[str] = []
        self.depth = 0  # of functions: what else there is runs when it is imported
        tree = self.visit(ast.parse(self.source))
        compiled = compile(ast.fix_missing_locations(tree), file, "exec", dont_inherit=True)
        plain = compile(self.source, file, "exec", dont_inherit=True)
        self.codes = dict(zip(_codes(plain), _codes(compiled), strict=True))

    def visit_ClassDef(self, node: ast.ClassDef) -> ast.AST:
        return self._named(node, node.name, depth=0)

    def visit_FunctionDef(self, node: ast.FunctionDef) -> ast.AST:
        return self._named(node, node.name, depth=1)

    def visit_Lambda(self, node: ast.Lambda) -> ast.AST:
        self.depth += 1
        self.names.append("lambda")
        node.body = self._noted(VALUE, node.body)
        self.names.pop()
        self.depth -= 1
        return node

    def visit_If(self, node: Any) -> ast.AST:
        # The test is set aside, so that it is visited once.
        test, node.test = self._tested(node.test), ast.Constant(None)
        self.generic_visit(node)
        node.test = test
        return node

    visit_IfExp = visit_While = visit_Assert = visit_If

    def visit_match_case(self, node: ast.match_case) -> ast.AST:
        if node.guard:
            node.guard = self._tested(node.guard)
        node.body = [self.visit(statement) for statement in node.body]
        return node

    def visit_comprehension(self, node: ast.comprehension) -> ast.AST:
        node.iter = self.visit(node.iter)
        node.ifs = [self._tested(test) for test in node.ifs]
        return node

    def visit_GeneratorExp(self, node: Any) -> ast.AST:
        node.elt = self._noted(VALUE, node.elt)
        node.generators = [self.visit(generator) for generator in node.generators]
        return node

    visit_ListComp = visit_SetComp = visit_GeneratorExp

    def visit_DictComp(self, node: ast.DictComp) -> ast.AST:
        node.key, node.value = self.visit(node.key), self._noted(VALUE, node.value)
        node.generators = [self.visit(generator) for generator in node.generators]
        return node

    def visit_BoolOp(self, node: ast.BoolOp) -> ast.AST:
        *others, last = node.values
        node.values = [*map(self._tested, others), self._noted(VALUE, last)]
        return node

    def visit_UnaryOp(self, node: ast.UnaryOp) -> ast.AST:
        return self._tested(node) if isinstance(node.op, ast.Not) else self.generic_visit(node)

    def visit_Compare(self, node: ast.Compare) -> ast.AST:
        return self._noted(TRUTH, node)

    def _tested(self, node: Any) -> Any:
        """By its operands, where it has any."""
        if isinstance(node, ast.BoolOp):
            node.values = [self._tested(operand) for operand in node.values]
            return node
        if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.Not):
            node.operand = self._tested(node.operand)
            return node
        return self._noted(TRUTH, node)

    def _noted(self, kind: str, node: Any) -> Any:
        compares = isinstance(node, ast.Compare)
        by_itself = isinstance(node, ast.Constant | ast.BoolOp | ast.UnaryOp)
        if by_itself or (compares and kind == VALUE):
            return self.visit(node)
        inner = self.generic_visit(node) if compares else self.visit(node)
        if not self.depth:
            return inner
        key = f"{self.path} {node.lineno} {node.col_offset} {node.end_lineno} {node.end_col_offset}"
        words = in_one_line(ast.get_source_segment(self.source, node) or "")
        self.operands[key] = (kind, Part(f"{self.path}: {'.'.join(self.names)}", words))
        call = ast.Call(ast.Name(kind, ast.Load()), [ast.Constant(key), inner], [])
        return ast.copy_location(call, node)

    def _named(self, node: Any, name: str, depth: int) -> ast.AST:
        self.names.append(name)
        self.depth += depth
        node.body = [self.visit(statement) for statement in node.body]
        self.depth -= depth
        self.names.pop()
        return node


@cache
def _written(site: Site, path: str) -> Written:
    return Written(path, site.files[path])


@cache
def _functions(site: Site) -> list[tuple[FunctionType, CodeType, CodeType]]:
    """Each as this process runs it, with its code and the code that notes."""
    paths = {str(file): path for path, file in site.files.items()}
    return [
        (item, item.__code__, _written(site, path).codes[item.__code__])
        for item in gc.get_objects()
        # Not isinstance, which would make a lazy object of some request look for its value.
        if type(item) is FunctionType and (path := paths.get(item.__code__.co_filename))
    ]


@cache
def _kept(site: Site) -> list[Any]:
    """Functions of which a process keeps the results."""
    ours = tuple({f"{path.partition('/')[0]}." for path in site.files})
    found = (item for item in gc.get_objects() if type(item) is _lru_cache_wrapper)
    return [item for item in found if item.__module__.startswith(ours)]


def _codes(code: CodeType) -> Iterator[CodeType]:
    yield code
    for constant in code.co_consts:
        if isinstance(constant, CodeType):
            yield from _codes(constant)
