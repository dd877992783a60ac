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
from readers import cookies
from tests.conftest import ReaderClient
from tests.promise.asking.questions import Ask
from tests.promise.watching.answers import ask

#: What the proxy in front says of each question; see docs/production.md.
PROXY = {"Host": "callback.example", "X-Forwarded-Proto": "https"}


def main(questions: Path, visitors: list[str]) -> None:
    if type(application) is not WSGIHandler:
        sys.exit("config.wsgi puts something around the site, which Django's client does not ask.")
    asked = json.loads(questions.read_text())
    jars = {name: _jar(asked["seen"][name]) for name in visitors}
    json.dump(list(_answers(asked["paths"], jars)), sys.stdout)


def _answers(paths: list[str], jars: dict[str, SimpleCookie]) -> Iterator[dict]:
    # One for all, since each client has middleware of its own, which could keep something too.
    client = ReaderClient(raise_request_exception=False, headers=PROXY)
    for name, jar in jars.items():
        for path in paths:
            client.cookies.clear()
            client.cookies.update(jar)
            status, reason, headers, body = ask(client, Ask("", "GET", path)).sent
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
