"""Breaks the gate in every way that the operators know, and asks the tests each time.

    python -m tests.promise.mutants [gate/origin.py …]

A mutant that no test notices is either an untested line, and needs a test, or means the same
as the original, and then survivors.toml says why. Anything else fails, and so does an
explanation that explains nothing any more.
"""

import os
import shutil
import subprocess
import sys
import tempfile
import time
import tomllib
from collections import Counter
from pathlib import Path

from .making import Mutant, check_the_operators, mutants_of
from .trying import OWN, survives, warm_up

HERE = Path(__file__).parent
LEFT_OUT = (".*", "__pycache__", "*.sqlite3", "staticfiles", "output")


def main(files: list[str]) -> int:
    if "MUTANTS_IN_A_COPY" in os.environ:
        return _try_all(files or list(OWN))
    return _in_a_copy(files)


def _in_a_copy(files: list[str]) -> int:
    """The working tree stays as it is, whatever happens."""
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "callback"
        shutil.copytree(Path.cwd(), copy, ignore=shutil.ignore_patterns(*LEFT_OUT))
        return subprocess.run(
            [sys.executable, "-m", __spec__.parent, *files],
            cwd=copy,
            # Bytecode is told apart by the second, and mutants come faster than that.
            env=os.environ | {"MUTANTS_IN_A_COPY": "1", "PYTHONDONTWRITEBYTECODE": "1"},
        ).returncode


def _try_all(files: list[str]) -> int:
    explained = {
        (entry["where"], entry["was"], entry["becomes"]): entry["why"]
        for entry in tomllib.loads((HERE / "survivors.toml").read_text())["survivor"]
    }
    begun = time.monotonic()
    check_the_operators()
    warm_up()
    tried, survivors = Counter(), []
    for file in files:
        for mutant in mutants_of(file, Path(file).read_text()):
            tried[file] += 1
            if survives(Path(file), mutant.code):
                survivors.append(mutant)
                if mutant.name not in explained:
                    print(f"SURVIVED {mutant}\n", flush=True)
    names = {mutant.name for mutant in survivors}
    stale = [name for name in explained if name not in names and name[0].split(":")[0] in files]
    _report(tried, survivors, time.monotonic() - begun)
    for name in stale:
        print("\nNo such survivor, delete it from survivors.toml:", *name, sep="\n    ")
    return 1 if stale or names - explained.keys() else 0


def _report(tried: Counter, survivors: list[Mutant], seconds: float) -> None:
    survived = Counter(mutant.where.split(":")[0] for mutant in survivors)
    print(f"{'file':<22}{'mutants':>8}{'killed':>8}{'survived':>10}")
    for file in [*tried, "all"]:
        of_file, left = (c.total() if file == "all" else c[file] for c in (tried, survived))
        print(f"{file:<22}{of_file:>8}{of_file - left:>8}{left:>10}")
    print(f"{seconds / 60:.0f} minutes")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
