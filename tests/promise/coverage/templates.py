"""The pieces of templates that are printed, and the operands of their conditions."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import cache, partial
from operator import setitem
from typing import Any, NamedTuple
from unittest.mock import patch

from django.template import VariableDoesNotExist, defaulttags, engines, loader_tags
from django.template.base import Node, TextNode, VariableNode
from django.template.defaultfilters import default

from .parts import ALL, Note, Part, Site, in_one_line, one_sided

PIECE, OPERAND = "piece", "piece's operand"
#: They put a template together, and print nothing.
SILENT = (
    *(defaulttags.CommentNode, defaulttags.LoadNode, defaulttags.PartialDefNode),
    *(loader_tags.BlockNode, loader_tags.ExtendsNode),
)


@contextmanager
def noting(seen: set[Note], site: Site) -> Iterator[None]:
    pieces = {id(node): key for key, node in _pieces(site).items()}

    def printing(plain: Callable[[Any, Any], str]) -> Callable[[Any, Any], str]:
        def render(node: Node, context: Any) -> str:
            if key := pieces.pop(id(node), None):
                seen.add(Note(PIECE, key))
            return plain(node, context)

        return render

    with ExitStack() as stack:
        for kind in (Node, TextNode):
            noted = printing(kind.render_annotated)
            stack.enter_context(patch.object(kind, "render_annotated", noted))
        for key, operand in _operands(site).items():
            both = Note(OPERAND, key, False), Note(OPERAND, key, True)
            asked = Asked(operand.asks, lambda value, both=both: seen.add(both[value]))
            operand.put(asked)
            stack.callback(operand.put, operand.asks)
        yield


def missed(seen: set[Note], site: Site) -> Iterator[Part]:
    ran = {key for key in _pieces(site) if Note(PIECE, key) in seen}
    printed = {_pieces(site)[key].origin.template_name for key in ran}
    for name in sorted({key.partition(" ")[0] for key in _pieces(site)} - printed):
        yield Part(name, ALL)
    for key, node in _pieces(site).items():
        if key not in ran and node.origin.template_name in printed:
            yield Part(node.origin.template_name, _as_written(node))
    for key, operand in _operands(site).items():
        values = {value for value in (True, False) if Note(OPERAND, key, value) in seen}
        if values:  # else the piece in which it stands is missed
            yield from one_sided(operand.part, values)


class Operand(NamedTuple):
    part: Part
    asks: Any
    put: Callable[[Any], None]


class Asked:
    """An operand that tells its truth: of `{% if %}`, of `{% firstof %}`, or before a `default`."""

    def __init__(self, operand: Any, tell: Callable[[bool], None]) -> None:
        self.operand, self.tell = operand, tell

    def eval(self, context: Any) -> Any:
        try:
            value = self.operand.eval(context)
        except VariableDoesNotExist:
            self.tell(False)
            raise
        self.tell(bool(value))
        return value

    def resolve(self, context: Any, ignore_failures: bool = False) -> Any:
        value = self.operand.resolve(context, ignore_failures)
        self.tell(bool(value))
        return value

    def __call__(self, value: Any, *args: Any) -> Any:
        self.tell(bool(value))
        return self.operand(value, *args)


def _pieces(site: Site) -> dict[str, Node]:
    return _compiled(site, engines["django"])[0]


def _operands(site: Site) -> dict[str, Operand]:
    return _compiled(site, engines["django"])[1]


@cache
def _compiled(site: Site, engine: Any) -> tuple[dict[str, Node], dict[str, Operand]]:
    """As the engine has compiled them; it keeps them from then on."""
    pieces = {
        f"{name} {number}": node
        for name in site.templates
        for number, node in enumerate(_nodes(engine, name))
        if not isinstance(node, SILENT) and not (isinstance(node, TextNode) and not node.s.strip())
    }
    operands = {
        f"{key} {number}": Operand(Part(node.origin.template_name, words), asks, put)
        for key, node in pieces.items()
        for number, (words, asks, put) in enumerate(_of(node))
    }
    return pieces, operands


def _nodes(engine: Any, name: str) -> list[Node]:
    return engine.get_template(name).template.nodelist.get_nodes_by_type(Node)


def _of(node: Node) -> Iterator[tuple[str, Any, Callable[[Any], None]]]:
    """Each operand: in its own words, itself, and what puts another one into its place."""
    if isinstance(node, defaulttags.IfNode):
        # As lists, which serve as well as tuples, and in which something can be put.
        node.conditions_nodelists = [list(pair) for pair in node.conditions_nodelists]
        for pair in node.conditions_nodelists:
            if pair[0] is not None:
                yield from _within(pair[0], partial(setitem, pair, 0))
    elif isinstance(node, defaulttags.FirstOfNode):
        for number, asks in enumerate(node.vars[:-1]):
            yield asks.token, asks, partial(setitem, node.vars, number)
    elif isinstance(node, VariableNode):
        filters = node.filter_expression.filters
        for number, (function, args) in enumerate(filters):
            if function is default:

                def put(asks: Any, number: int = number, args: Any = args) -> None:
                    filters[number] = (asks, args)

                yield node.filter_expression.token, function, put


def _within(condition: Any, put: Callable[[Any], None]) -> Iterator[tuple]:
    if condition.id not in ("and", "or", "not"):
        yield _in_words(condition), condition, put
        return
    for name in ("first", "second")[: 1 if condition.id == "not" else 2]:
        yield from _within(getattr(condition, name), partial(setattr, condition, name))


def _in_words(condition: Any) -> str:
    if condition.id == "literal":
        return condition.text
    return f"{_in_words(condition.first)} {condition.id} {_in_words(condition.second)}"


def _as_written(node: Node) -> str:
    return in_one_line(node.s if isinstance(node, TextNode) else f"{{% {node.token.contents} %}}")
