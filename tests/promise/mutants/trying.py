"""Runs the tests against one mutant after the other, in the copy of the project that it stands in.

Starting Python, Django and pytest takes longer than most tests here. So one process imports
all that is not ours, once, and each run of the tests is a fork of it.
"""

import importlib
import os
import resource
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

#: Own tests first: they kill most mutants, and the first failure ends the run.
OWN = {
    "gate/sealed.py": [
        "tests/gate/test_sealed_values.py",
        "tests/gate/test_sealed_columns.py",
        "tests/gate/test_instance_roads.py",
        "tests/gate/test_query_roads.py",
    ],
    "gate/queryset.py": ["tests/gate/test_rule.py", "tests/gate/test_opening.py"],
    "gate/models.py": [
        "tests/spoilers/test_models.py",
        "tests/interviews/test_models.py",
        "tests/gate/test_rule.py",
    ],
    "gate/reader.py": ["tests/gate/test_reader.py"],
    "gate/cookies.py": ["tests/gate/test_cookies.py", "tests/gate/test_middleware.py"],
    "gate/origin.py": ["tests/gate/test_origin.py"],
    "gate/middleware.py": ["tests/gate/test_middleware.py"],
    "gate/admin.py": ["tests/gate/test_admin.py", "tests/spoilers/test_echo_admin.py"],
}
#: Not what reads source files: it would notice other words, rather than other behaviour.
ALL = [
    *("tests/gate", "tests/films", "tests/people", "tests/interviews", "tests/spoilers"),
    *("tests/test_caching.py", "tests/test_walk.py"),
]
OPTIONS = [
    *("-x", "-q", "--tb=short", "--assert=plain", "--disable-warnings"),
    *("-m", "not hypothesis"),  # slow when they fail, and not the same twice
    *("-p", "no:cacheprovider", "-p", "no:xdist"),
    "--no-migrations",  # so that the tables have the constraints of the mutant
]
LONGEST = 90  # seconds of work; a mutant that never ends counts as killed
OUTPUT = Path("tests.log")


def warm_up() -> None:
    """Imports what the tests import, except what is ours; the tests must pass without mutant."""
    reading, writing = os.pipe()
    passed = _in_a_fork(ALL, lambda: os.write(writing, "\n".join(_foreign_modules()).encode()))
    os.close(writing)
    with os.fdopen(reading) as modules:
        names = modules.read().split("\n")
    if not passed:
        raise SystemExit(f"{OUTPUT.read_text()}\nThe tests fail without any mutant.")
    for name in names:
        try:
            importlib.import_module(name)
        except Exception:
            continue


def survives(path: Path, code: str) -> bool:
    original = path.read_text()
    path.write_text(code)
    try:
        return _in_a_fork(OWN[path.as_posix()]) and _in_a_fork(ALL)
    finally:
        path.write_text(original)


def _in_a_fork(tests: list[str], afterwards: Callable[[], object] = lambda: None) -> bool:
    child = os.fork()
    if not child:
        resource.setrlimit(resource.RLIMIT_CPU, (LONGEST, LONGEST))
        with OUTPUT.open("w") as output:
            os.dup2(output.fileno(), 1)
            os.dup2(output.fileno(), 2)
        code = pytest.main([*OPTIONS, *tests])
        afterwards()
        os._exit(code)
    _, status = os.waitpid(child, 0)
    return status == 0


def _foreign_modules() -> list[str]:
    ours = str(Path.cwd())
    files = {name: getattr(module, "__file__", None) for name, module in sys.modules.items()}
    return [name for name, file in files.items() if file and not file.startswith(ours)]
