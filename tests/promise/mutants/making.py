"""All mutants of a file, each with the place and the words by which people know it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import count, takewhile

from cosmic_ray.mutating import mutate_code
from cosmic_ray.operators.operator import Operator
from cosmic_ray.plugins import get_operator

from .operators import EXAMPLES, OURS

#: Of Cosmic Ray's own operators, those that are not mere variants of each other.
BORROWED = [
    f"core/{name}"
    for name in (
        "ReplaceBinaryOperator_Add_Sub",
        "ReplaceBinaryOperator_Sub_Add",
        "ReplaceBinaryOperator_Mul_Add",
        "ReplaceBinaryOperator_BitOr_BitAnd",
        "ReplaceBinaryOperator_BitAnd_BitOr",
        "ReplaceComparisonOperator_Eq_NotEq",
        "ReplaceComparisonOperator_NotEq_Eq",
        "ReplaceComparisonOperator_Gt_GtE",
        "ReplaceComparisonOperator_Gt_LtE",
        "ReplaceComparisonOperator_GtE_Gt",
        "ReplaceComparisonOperator_GtE_Lt",
        "ReplaceComparisonOperator_Lt_LtE",
        "ReplaceComparisonOperator_Lt_GtE",
        "ReplaceComparisonOperator_LtE_Lt",
        "ReplaceComparisonOperator_LtE_Gt",
        "ReplaceComparisonOperator_Is_IsNot",
        "ReplaceComparisonOperator_IsNot_Is",
        "ReplaceUnaryOperator_Delete_Not",
        "ReplaceUnaryOperator_Delete_Invert",
        "ReplaceAndWithOr",
        "ReplaceOrWithAnd",
        "ReplaceTrueWithFalse",
        "ReplaceFalseWithTrue",
        "ExceptionReplacer",
        "NumberReplacer",
        "RemoveDecorator",
        "ZeroIterationForLoop",
    )
]


@dataclass(frozen=True)
class Mutant:
    where: str  # "gate/sealed.py: Sealed.__init__"
    was: str
    becomes: str
    code: str

    def __str__(self) -> str:
        return f"{self.where}\n    - {self.was}\n    + {self.becomes}"

    @property
    def name(self) -> tuple[str, str, str]:
        """Holds when lines above it come or go."""
        return self.where, self.was, self.becomes


def mutants_of(path: str, source: str) -> Iterator[Mutant]:
    known = {_meaning(source)}
    for code in _variants(source):
        try:
            meaning = _meaning(code)
        except SyntaxError:
            continue
        if meaning not in known:
            known.add(meaning)
            yield _described(path, source, code)


def check_the_operators() -> None:
    """An operator that breaks nothing would let every test look good."""
    for operator in OURS:
        whole, expected = EXAMPLES[operator.variants]
        broken = list(_broken(whole, operator))
        if broken != expected:
            raise SystemExit(f"{operator.variants.__name__} makes of {whole!r}: {broken}")


def _variants(source: str) -> Iterator[str]:
    for operator in [*(get_operator(name)() for name in BORROWED), *OURS]:
        yield from _broken(source, operator)


def _broken(source: str, operator: Operator) -> Iterator[str]:
    found = (mutate_code(source, operator, number) for number in count())
    return takewhile(lambda code: code is not None, found)


def _meaning(source: str) -> str:
    """The code without what changes nothing when it runs: annotations and docstrings."""
    tree = ast.parse(source)
    for node in ast.walk(tree):
        match node:
            case ast.arg() | ast.AnnAssign():
                node.annotation = ast.Constant(None)
            case ast.FunctionDef():
                node.returns = None
            case ast.TypeVar():
                node.bound = None
            case ast.Expr(value=ast.Constant(value=str())):
                node.value = ast.Constant(None)
    compile(source, "<mutant>", "exec")  # finds more errors than parsing does
    return ast.dump(tree)


def _described(path: str, source: str, code: str) -> Mutant:
    old, new = source.splitlines(), code.splitlines()
    changes = SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes()
    changes = [change for change in changes if change[0] != "equal"]
    start, end = changes[0][1], changes[-1][2]
    new_start, new_end = changes[0][3], changes[-1][4]
    return Mutant(
        where=f"{path}: {_definition(source, start + 1)}",
        was=_one_line(old[start:end]),
        becomes=_one_line(new[new_start:new_end]),
        code=code,
    )


def _one_line(lines: list[str]) -> str:
    return " ".join(" ".join(lines).split())


def _definition(source: str, line: int) -> str:
    names = []
    node: ast.AST = ast.parse(source)
    while node:
        node = next(
            (
                child
                for child in ast.iter_child_nodes(node)
                if isinstance(child, ast.ClassDef | ast.FunctionDef)
                and _first_line(child) <= line <= child.end_lineno
            ),
            None,
        )
        names += [node.name] if node else []
    return ".".join(names) or "module"


def _first_line(node: ast.ClassDef | ast.FunctionDef) -> int:
    return min([node.lineno, *(decorator.lineno for decorator in node.decorator_list)])
