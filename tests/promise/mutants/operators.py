"""What Cosmic Ray lacks: ways to break a line, as functions from a piece of code to its mutants.

Cosmic Ray's own operators swap signs and numbers. A gate rather fails by what is forgotten: a
condition, a film of a list, an argument such as `httponly=True`, a method that refuses.
"""

from collections.abc import Callable, Iterator

from cosmic_ray.operators.operator import Operator
from parso.python.tree import Name
from parso.tree import NodeOrLeaf

Mutants = Iterator[str]
#: Words for people: a mutant of theirs is a matter of style.
WORDS = {"description", "help_text", "verbose_name", "verbose_name_plural"}
STATEMENTS = {"atom_expr", "expr_stmt", "raise_stmt", "return_stmt"}
LISTS = {"arglist", "testlist_comp", "dictorsetmaker"}
#: Calls without which the code may go on, and be wrong.
WRAPPERS = {"frozenset", "int", "list", "normalize_newlines", "set", "sorted", "str", "tuple"}


def drop_statement(node: NodeOrLeaf) -> Mutants:
    inside = node.search_ancestor("funcdef", "classdef")
    if inside and node.parent.type == "simple_stmt" and node.type in STATEMENTS:
        yield "pass"


def drop_method(node: NodeOrLeaf) -> Mutants:
    """What the base class does instead may be the harm."""
    if node.type in ("funcdef", "decorated") and node.parent.type != "decorated":
        inside = node.search_ancestor("funcdef", "classdef")
        if inside and inside.type == "classdef":
            yield "pass\n"


def drop_target(node: NodeOrLeaf) -> Mutants:
    """`a = b = 1` gives `b = 1` and `a = 1`."""
    if node.type == "expr_stmt":
        *targets, value = (child for child in node.children if child != "=")
        if len(targets) > 1 and len(node.children) == 2 * len(targets) + 1:
            yield from (
                " = ".join(code(part) for part in (*rest, value)) for rest in one_less(targets)
            )


def force_condition(node: NodeOrLeaf) -> Mutants:
    before = node.get_previous_sibling()
    asked = node.parent and node.parent.type in ("if_stmt", "test", "comp_if", "while_stmt")
    if asked and before in ("if", "elif", "while"):
        yield from ("True", "False")


def drop_operand(node: NodeOrLeaf) -> Mutants:
    if node.type in ("and_test", "or_test", "expr", "and_expr", "arith_expr"):
        operands, operator = node.children[::2], code(node.children[1])
        yield from (f" {operator} ".join(map(code, rest)) for rest in one_less(operands))


def turn_membership(node: NodeOrLeaf) -> Mutants:
    if node.type == "comparison":
        left, operator, right = map(code, node.children)
        turned = {"in": "not in", "not in": "in"}.get(operator)
        if turned:
            yield f"{left} {turned} {right}"


def drop_element(node: NodeOrLeaf) -> Mutants:
    """Of a tuple, a list, a set or a dict; of a call, what has a name or a star."""
    if node.type not in LISTS or node.children[1].type in ("comp_for", "sync_comp_for"):
        return
    elements = split_at_commas(node)
    for number, element in enumerate(elements):
        if node.type != "arglist" or element.startswith("*") or "=" in element.split("(")[0]:
            rest = elements[:number] + elements[number + 1 :]
            yield ", ".join(rest) + ("," if node.type == "testlist_comp" else "")


def drop_only_argument(node: NodeOrLeaf) -> Mutants:
    if node.type == "trailer" and node.children[0] == "(" and node.children[1].type == "argument":
        argument = node.children[1]
        if argument.children[1] == "=" or argument.children[0] in ("*", "**"):
            yield "()"


def drop_call(node: NodeOrLeaf) -> Mutants:
    """`notes.filter(x).exclude(y)` gives `notes.exclude(y)` and `notes.filter(x)`."""
    if node.type == "atom_expr":
        parts = node.children
        for place in range(1, len(parts) - 1):
            if parts[place].children[0] == "." and parts[place + 1].children[0] == "(":
                yield "".join(map(code, parts[:place] + parts[place + 2 :]))


def unwrap_call(node: NodeOrLeaf) -> Mutants:
    """`sorted(films)` gives `films`."""
    if node.type == "atom_expr" and code(node.children[0]) in WRAPPERS:
        yield "".join(map(code, node.children[1:]))


def change_string(node: NodeOrLeaf) -> Mutants:
    if node.type not in ("string", "fstring") or node.parent.type == "simple_stmt":
        return
    argument = node.search_ancestor("argument")
    if not (argument and code(argument.children[0]) in WORDS):
        yield '""' if code(node) != '""' else '"mutant"'


def code(node: NodeOrLeaf) -> str:
    return node.get_code(include_prefix=False)


def one_less(parts: list) -> Iterator[list]:
    for number in range(len(parts)):
        yield parts[:number] + parts[number + 1 :]


def split_at_commas(node: NodeOrLeaf) -> list[str]:
    elements = [""]
    for child in node.children:
        if child == ",":
            elements.append("")
        else:
            elements[-1] += child.get_code()
    return [element.strip() for element in elements if element.strip()]


class Ours(Operator):
    """Lets Cosmic Ray use such a function."""

    def __init__(self, variants: Callable[[NodeOrLeaf], Mutants]) -> None:
        self.variants = variants

    def mutation_positions(self, node: NodeOrLeaf) -> Iterator[tuple]:
        return ((node.start_pos, node.end_pos) for _ in self.variants(node))

    def mutate(self, node: NodeOrLeaf, index: int) -> NodeOrLeaf:
        text = list(self.variants(node))[index]
        return Name(text, node.start_pos, prefix=node.get_first_leaf().prefix)

    @classmethod
    def examples(cls) -> tuple:
        return ()  # they stand below, a table says more


#: Each way, with code that it breaks and what becomes of it.
EXAMPLES: dict[Callable[[NodeOrLeaf], Mutants], tuple[str, list[str]]] = {
    drop_statement: ("def f():\n    go()\n", ["def f():\n    pass\n"]),
    drop_method: ("class A:\n    def f(self): go()\n", ["class A:\n    pass\n"]),
    drop_target: ("a = b = 1\n", ["b = 1\n", "a = 1\n"]),
    force_condition: ("a if b else c", ["a if True else c", "a if False else c"]),
    drop_operand: ("a | b & c", ["b & c", "a", "a | c", "a | b"]),
    turn_membership: ("a not in b", ["a in b"]),
    drop_element: ("f(a, b=1), (d, e)", ["f(a), (d, e)", "f(a, b=1), (e,)", "f(a, b=1), (d,)"]),
    drop_only_argument: ("f(a=1)", ["f()"]),
    drop_call: ("a.b().c(d).e", ["a.c(d).e", "a.b().e"]),
    unwrap_call: ("sorted(a)[0]", ["(a)[0]"]),
    change_string: ("f('a', help_text='b')", ["f(\"\", help_text='b')"]),
}
OURS = [Ours(function) for function in EXAMPLES]
