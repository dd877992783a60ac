"""Starts the site on the database of DATABASE_URL, asks it, and writes the answers as JSON.

    python -m tests.promise.cold.serve QUESTIONS VISITOR …

All ask the same process, in the order given.
"""

import json
import sys
from collections.abc import Iterator
from http.cookies import SimpleCookie
from pathlib import Path

from django.core.handlers.wsgi import WSGIHandler
from django.http import HttpResponse

from config.wsgi import application  # starts the site, which what follows needs
from memory.application import Memory
from readers import cookies
from tests.conftest import ReaderClient
from tests.memory.browsing import Through
from tests.promise.asking.questions import Ask
from tests.promise.battery import difference
from tests.promise.watching.answers import ask

#: What the proxy in front says of each question; see docs/production.md.
PROXY = {"Host": "callback.example", "X-Forwarded-Proto": "https"}


def main(questions: Path, visitors: list[str], *, every: int = 1) -> None:
    """`every`: the front page, and one in so many of the others."""
    if (type(application), type(application.application)) != (Memory, WSGIHandler):
        sys.exit("config.wsgi puts something around the site, which Django's client does not ask.")
    asked = json.loads(questions.read_text())
    jars = {name: _jar(asked["seen"][name]) for name in visitors}
    paths = sorted(asked["paths"], key=lambda path: path != "/")[::every]
    json.dump(list(_answers(paths, jars)), sys.stdout)
    if not application.strangers.held + application.readers.held:
        sys.exit("No page was kept in memory.")


def _answers(paths: list[str], jars: dict[str, SimpleCookie]) -> Iterator[dict]:
    # One for all, since each client has middleware of its own, which could keep something too.
    client = ReaderClient(raise_request_exception=False, headers=PROXY)
    Through(application).opened_by(client)
    for name, jar in jars.items():
        for path in paths:
            client.cookies.clear()
            client.cookies.update(jar)
            cold, warm = (ask(client, Ask("", "GET", path)) for _twice in range(2))
            if warm.sent != cold.sent:
                sys.exit(f"{name} at {path}, asked again: {difference(cold, warm)}")
            status, reason, headers, body = cold.sent
            yield {
                "asked": (name, path),
                "status": status,
                "reason": reason,
                "headers": headers,
                "body": body.decode("latin-1"),  # every byte as one character
            }


def _jar(seen: list[int]) -> SimpleCookie:
    response = HttpResponse()
    if seen:
        cookies.write_seen(response, seen)
    return response.cookies


if __name__ == "__main__":
    main(Path(sys.argv[1]), sys.argv[2:])
