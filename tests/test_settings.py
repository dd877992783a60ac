"""A wrong environment stops the start, and says which variable and why."""

import ast
import os
import subprocess
import sys

import pytest
from django.conf import settings

from config.server.channel import SECONDS_TO_ANSWER
from config.settings import SMTP

pytestmark = pytest.mark.slow

ROOT = settings.BASE_DIR
MAIL = {"EMAIL_HOST": "mail.example"}
STRONG = "k7RzQ2mVx9Lp4TnW8bYc3JhD6fGs1AeUo5iXqZ0rMtBvNwKyHd"


def start(then: str = "", **environment: str) -> subprocess.CompletedProcess:
    """Reads the settings in a process of its own."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    return subprocess.run(
        [sys.executable, "-c", f"import config.settings as settings\n{then}"],
        env=kept | environment,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize(("serving", "has_pool"), [("1", "True"), ("0", "False")])
def test_only_who_serves_the_site_keeps_a_pool_of_connections(serving, has_pool):
    """Its threads could keep a command from ending."""
    asked = "print('pool' in settings.DATABASES['default']['OPTIONS'])"

    said = start(asked, DATABASE_URL="postgres://fan@127.0.0.1/callback", SERVING=serving)

    assert said.stdout.strip() == has_pool


def test_development_needs_no_environment():
    assert start().returncode == 0


@pytest.mark.parametrize(
    ("environment", "named"),
    [
        (MAIL | {"ALLOWED_HOSTS": "callback.example"}, ["SECRET_KEY"]),
        (MAIL | {"SECRET_KEY": STRONG}, ["ALLOWED_HOSTS"]),
        ({}, ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_HOST"]),
        (MAIL | {"SECRET_KEY": "short", "ALLOWED_HOSTS": "callback.example"}, ["SECRET_KEY"]),
        (MAIL | {"SECRET_KEY": "a" * 60, "ALLOWED_HOSTS": "callback.example"}, ["SECRET_KEY"]),
        (MAIL | {"SECRET_KEY": STRONG, "ALLOWED_HOSTS": "*"}, ["ALLOWED_HOSTS"]),
        (
            MAIL | {"SECRET_KEY": STRONG, "ALLOWED_HOSTS": "callback.example", "DEBUG": "1"},
            ["DEBUG"],
        ),
        ({"SECRET_KEY": STRONG, "ALLOWED_HOSTS": "callback.example"}, ["EMAIL_HOST"]),
        (
            MAIL
            | {"SECRET_KEY": STRONG, "ALLOWED_HOSTS": "callback.example"}
            | {"SECRET_KEY_FALLBACKS": f"{STRONG},short"},
            ["SECRET_KEY_FALLBACKS"],
        ),
        (
            {"SECRET_KEY": STRONG, "ALLOWED_HOSTS": "callback.example", "EMAIL_HOST": " "},
            ["EMAIL_HOST"],
        ),
    ],
)
def test_production_does_not_start_with_what_is_missing_or_weak(environment, named):
    started = start(ENVIRONMENT="production", **environment)

    assert started.returncode != 0
    mistakes = started.stderr.rpartition("invalid: ")[2]
    assert list(ast.literal_eval(mistakes)) == named


def test_production_starts_with_all_that_it_needs():
    hosts = {"ALLOWED_HOSTS": "callback.example", "EMAIL_HOST": "mail.example"}

    assert start(ENVIRONMENT="production", SECRET_KEY=STRONG, **hosts).returncode == 0


def test_the_documented_settings_pass_every_check_of_deployment():
    documented = (ROOT / "docs" / "production.md").read_text().split("\n\n    ")[1]
    lines = [line.split("#")[0].strip() for line in documented.split("\n\n")[0].splitlines()]
    environment = dict(line.split("=", 1) for line in lines)

    checked = subprocess.run(
        [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"]}
        | environment
        | {"SECRET_KEY": STRONG, "DATABASE_URL": "sqlite://:memory:"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert checked.returncode == 0, checked.stderr
    assert environment.keys() == {
        "ENVIRONMENT",
        "SECRET_KEY",
        "ALLOWED_HOSTS",
        "TRUST_PROXY",
        "EMAIL_HOST",
        "DATABASE_URL",
    }


def test_a_silent_mail_server_is_waited_for_no_longer_than_a_visitor_would_wait():
    assert 0 < SMTP["timeout"] <= SECONDS_TO_ANSWER


def test_the_key_that_everybody_can_read_is_for_local_names_only():
    started = start(ALLOWED_HOSTS="callback.example")

    assert started.returncode != 0
    assert "ALLOWED_HOSTS" in started.stderr


@pytest.mark.parametrize("environment", [{"ENVIRONMENT": "staging"}, {"DEBUG": "perhaps"}])
def test_a_value_that_makes_no_sense_is_an_error(environment):
    (name,) = environment

    started = start(**environment)

    assert started.returncode != 0
    assert name in started.stderr
