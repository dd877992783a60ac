"""Makes A, a copy for each visitor that is changed into their twin, and the questions to both.

    python -m tests.promise.cold.make QUESTIONS VISITOR=DATABASE …

A is what DATABASE_URL names, migrated. The words of the world are random: it is built once, and copied.
"""

import json
import os
import shutil
import sys
from pathlib import Path

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from django.conf import settings  # noqa: E402 - models need the set-up above
from django.db import connection, transaction  # noqa: E402
from django.test.utils import setup_test_environment  # noqa: E402

from tests.promise.asking import visitors as cast  # noqa: E402
from tests.promise.asking.questions import asks  # noqa: E402
from tests.promise.portions import DEEP  # noqa: E402
from tests.promise.twins.twin import AT_ONCE, change  # noqa: E402
from tests.promise.whole_world import WholeWorld  # noqa: E402


def main(questions: Path, twins: dict[str, Path]) -> None:
    setup_test_environment()  # for the clients with which visitors come to their cookies
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]  # no time to lose
    with transaction.atomic():
        world = WholeWorld()
        readers = {visitor.name: visitor.reader for visitor in cast.visitors(world, *twins)}
        paths = [ask.path for ask in asks(world, deep=DEEP, kinds=["reading"])]
    seen = {name: sorted(readers[name].seen) for name in twins}
    questions.write_text(json.dumps({"paths": paths, "seen": seen}))
    original = connection.settings_dict["NAME"]
    for name, twin in twins.items():
        connection.close()
        shutil.copy(original, twin)
        connection.settings_dict["NAME"] = twin
        with transaction.atomic():
            change(readers[name], AT_ONCE)
    connection.close()


if __name__ == "__main__":
    named = (argument.split("=", 1) for argument in sys.argv[2:])
    main(Path(sys.argv[1]), {name: Path(file) for name, file in named})
