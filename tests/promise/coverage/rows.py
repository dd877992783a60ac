"""The operands of SQL's conditions: each must have been true for one row and false for another.

Whenever one of the site's functions asks the database something, the operands of its statement are
put to all rows of the same FROM, as columns. So a condition that no row fulfils, or that every row
does, is known whoever asked.
"""

import re
import sys
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, closing, contextmanager, suppress
from functools import cache
from textwrap import shorten
from typing import Any
from unittest.mock import patch

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db.models.expressions import Col, Subquery
from django.db.models.sql import Query
from django.db.models.sql.compiler import SQLCompiler, SQLDeleteCompiler
from django.db.models.sql.where import WhereNode

from gate import prepared
from gate.given import Slot
from gate.unlocking import SecondRow

from .parts import Note, Part, Site, one_sided

KIND = "row"
#: They put SQL together, whoever asks.
BETWEEN = ("gate/rule.py", "gate/unlocking.py", "gate/sealed.py", "gate/prepared.py")
#: It calls whatever is not the site's own: nobody of ours asks before it.
MIDDLEWARE = "ReaderMiddleware.__call__"
#: After so many questions in a row that told nothing new, no more are put to the rows.
ENOUGH = 8
KEY = re.compile(r'\."id" (=|IN) ')

Operand = tuple[str, list]


@contextmanager
def noting(seen: set[Note], site: Site) -> Iterator[None]:
    paths = {str(file): path for path, file in site.files.items()}
    done: set[tuple[str, str, str]] = set()
    whole = _whole(site)
    in_vain: Counter[tuple[str, str]] = Counter()  # how often in a row nothing was learnt
    parts: list[tuple[str, str]] = []  # of the last question: itself and its subqueries

    def is_new(asker: str, sql: str, params: Any) -> bool:
        if not asker or (asker, sql) in whole or in_vain[asker, sql] >= ENOUGH:
            return False
        before = len(done)
        done.add((asker, sql, repr(params)))
        return len(done) > before

    def telling(plain: Any) -> Any:
        def as_sql(compiler: SQLCompiler, *args: Any, **kwargs: Any) -> Any:
            sql, params = plain(compiler, *args, **kwargs)
            if any(isinstance(param, Slot) for param in params):
                return sql, params  # it is being prepared, and asked for by nobody
            # Not who is signed in, nor whether a row that is to be saved fulfils a constraint.
            model = compiler.query.model
            is_ours = model is not None and not model.__module__.startswith("django.")
            asker = _asker(paths) if is_ours else ""
            if asker:
                parts.append((asker, sql))
            if is_new(asker, sql, params):
                notes = set(_told(compiler, asker))
                in_vain[asker, sql] = 0 if notes - seen else in_vain[asker, sql] + 1
                seen.update(notes)
                both = {note._replace(value=value) for note in notes for value in (True, False)}
                if both <= seen:
                    whole.add((asker, sql))
            return sql, params

        return as_sql

    def filled(compiler: prepared.Filled, *args: Any, **kwargs: Any) -> Any:
        """What is prepared is told of by the same question, put together for this once."""
        sql, params = fill(compiler)
        asker = _asker(paths)
        # Its plain form may read the same, and is still to be put to the rows.
        asked = (asker, f"prepared: {sql}")
        if is_new(*asked, params):
            known = len(seen)
            plain = compiler.asked.plain().query.get_compiler(compiler.using)
            with suppress(EmptyResultSet):
                parts.clear()
                plain.as_sql()
                if whole.issuperset(parts):  # the lists of another question may be longer
                    whole.add(asked)
            in_vain[asked] = 0 if len(seen) > known else in_vain[asked] + 1
        return sql, params

    fill = prepared.Filled.as_sql
    with ExitStack() as stack:
        stack.enter_context(patch.object(prepared.Filled, "as_sql", filled))
        for kind in (SQLCompiler, SQLDeleteCompiler):
            stack.enter_context(patch.object(kind, "as_sql", telling(kind.as_sql)))
        yield


@cache
def _whole(site: Site) -> set[tuple[str, str]]:
    """Who has asked what, as far as nothing is left to learn of it in this process."""
    return set()


def missed(seen: set[Note], site: Site) -> Iterator[Part]:
    keys = {note.key for note in seen if note.kind == KIND}
    for key in sorted(keys):
        where, words = key.split("\n")
        values = {value for value in (True, False) if Note(KIND, key, value) in seen}
        yield from one_sided(Part(where, words, "meets no row"), values)


def _told(compiler: SQLCompiler, asker: str) -> Iterator[Note]:
    counted: Counter[str] = Counter()
    for operands, rows, params in _questions(compiler):
        columns = ", ".join(f"CASE WHEN {sql} THEN 1 ELSE 0 END" for sql, _given in operands)
        given = [param for _sql, given in operands for param in given]
        # Not a cursor of the connection's own: what it asks is compared on twins.
        with closing(compiler.connection.create_cursor()) as cursor:
            cursor.execute(f"SELECT DISTINCT {columns} {rows}", [*given, *params])
            answers = cursor.fetchall()
        for number, (sql, _given) in enumerate(operands):
            words = _in_words(sql, compiler.query.alias_map)
            counted[words] += 1
            key = f"{asker}\n{words}" + (f" ({counted[words]})" if counted[words] > 1 else "")
            yield Note(KIND, key)
            for value in {answer[number] for answer in answers}:
                yield Note(KIND, key, bool(value))
            if KEY.search(sql):  # finds its row, also where there is no other one
                yield Note(KIND, key, False)


def _questions(compiler: SQLCompiler) -> Iterator[tuple[list[Operand], str, list]]:
    """Operands in SQL, and the rows that they are put to, with their parameters."""
    query, connection = compiler.query, compiler.connection
    joins = [join for alias, join in query.alias_map.items() if query.alias_refcount[alias]]
    second = [join for join in joins if isinstance(join, SecondRow)]
    tables, params = compiler.get_from_clause()
    rows = f"FROM {' '.join(tables)}"
    trees = [getattr(compiler, "where", None) or query.where]
    trees += [join.condition for join in second if join.condition is not None]
    trees += [tree for shown in query.annotation_select.values() for tree in _trees(shown)]
    if operands := _compiled(compiler, trees):
        yield operands, rows, params
    if having := _compiled(compiler, [getattr(compiler, "having", None)]):
        _extra, _order, groups = compiler.pre_sql_setup()
        # Some are numbers of selected columns.
        selected = {str(n): sql for n, (_, (sql, _params), _alias) in enumerate(compiler.select, 1)}
        grouped = ", ".join(selected.get(sql, sql) for sql, _params in groups)
        where, given = compiler.compile(compiler.where) if compiler.where else ("1 = 1", [])
        yield having, f"{rows} WHERE {where} GROUP BY {grouped}", [*params, *given]
    for join in second:
        if join.condition is None:
            # “LEFT JOIN note T2 ON note.id = T2.id AND (one OR another) AND T2.live_from <= now”:
            # a parameter for each of the ways; the last part is there for some models, and is
            # “T2.state <> %s” for who meets drafts.
            sql, given = join.as_sql(compiler, connection)
            condition, _and, live = sql.partition(" AND ")[2].partition(" AND ")
            own = given[: len(given) - live.count("%s")]
            ways = (condition[1:-1] if own[1:] else condition).split(" OR ")
            operands = [(way, [param]) for way, param in zip(ways, own, strict=True)]
            operands += [(live, given[len(own) :])] * bool(live)
            quote = compiler.quote_name
            yield operands, f"FROM {quote(join.table_name)} {quote(join.table_alias)}", []


def _compiled(compiler: SQLCompiler, trees: Iterable[Any]) -> list[Operand]:
    found = []
    for operand in (operand for tree in trees for operand in _operands(tree)):
        # What ties a subquery to the rows around it has no meaning without these.
        if _aliases(operand) <= compiler.query.alias_map.keys():
            with suppress(EmptyResultSet, FullResultSet):  # not sent to the database
                sql, params = compiler.compile(operand)
                found.append((sql, list(params)))
    return found


def _operands(tree: Any) -> Iterator[Any]:
    if isinstance(tree, WhereNode):
        for child in tree.children:
            yield from _operands(child)
    elif tree is not None:
        yield tree


def _trees(expression: Any) -> Iterator[WhereNode]:
    """Conditions in what is selected: of a CASE, or of what is counted."""
    if isinstance(expression, WhereNode):
        yield expression
    elif expression is not None and not isinstance(expression, Subquery):
        for source in expression.get_source_expressions():
            yield from _trees(source)


def _aliases(expression: Any) -> set[str]:
    if isinstance(expression, Col):
        return {expression.alias}
    if isinstance(expression, Subquery):
        expression = expression.query
    if isinstance(expression, Query):
        return {column.alias for column in expression.get_external_cols()}
    sources = getattr(expression, "get_source_expressions", list)()
    return set().union(*(_aliases(source) for source in sources if source is not None))


def _in_words(sql: str, joins: dict[str, Any]) -> str:
    """The same however many values are asked for."""
    for alias, join in joins.items():
        sql = sql.replace(f'"{alias}".', f"{join.table_name}.")
    return shorten(re.sub(r"\(%s(, %s)+\)", "(%s)", sql).replace('"', ""), 150, placeholder="…")


def _asker(paths: dict[str, str]) -> str:
    """The function of the site that asks; none for what Django and others ask."""
    frame = sys._getframe(2)  # noqa: SLF001 - there is no other way to ask who calls
    while frame:
        path = paths.get(frame.f_code.co_filename)
        if frame.f_code.co_qualname == MIDDLEWARE:
            return ""
        if path and path not in BETWEEN:
            return f"{path}: {frame.f_code.co_qualname}"
        frame = frame.f_back
    return ""
