"""What a step leaves besides its answer: the mails that go out, and what the session then holds.

Both without what is random, as strictly as normalise.py does it for answers.
"""

import json
import os
import re
import time
from datetime import datetime
from typing import Any

from allauth.account import app_settings
from allauth.account.forms import default_token_generator
from allauth.account.models import EmailAddress
from django.conf import settings
from django.contrib.auth.models import User
from django.core import mail, signing
from django.core.mail import DNS_NAME, EmailMessage
from django.utils.http import base36_to_int

from tests.conftest import ReaderClient

from .normalise import Normaliser

RESET = re.compile(r"(/accounts/password/reset/key/)([0-9a-z]+)-([0-9a-z]{6}-[0-9a-f]{32})(?=/\s)")
CONFIRM = re.compile(r"(/accounts/confirm-email/)([\w:-]+)(?=/\s)")
_AUTH_HASH = re.compile(r"[0-9a-f]{64}")
#: From here tokens count their seconds.
_TOKENS_BEGAN = datetime(2001, 1, 1)


class Traces:
    """Of one telling, from its beginning."""

    def __init__(self, client: ReaderClient) -> None:
        self.client = client
        self.began = time.time()
        self.read = 0
        self.keys: set[str] = set()

    def mails(self) -> tuple[str, ...]:
        """Those that left since this was last asked for."""
        left, self.read = mail.outbox[self.read :], len(mail.outbox)
        return tuple(map(self._mail, left))

    def session(self) -> tuple[str, ...]:
        """Each key with its value, wherever sessions are kept."""
        cookie = self.client.cookies.get(settings.SESSION_COOKIE_NAME)
        if not cookie or not cookie.value:
            return ()
        held = sorted(self.client.session.items())
        return tuple(f"{key}: {json.dumps(self._held(key, value))}" for key, value in held)

    def _now(self) -> Normaliser:
        return Normaliser(self.began, time.time())

    def _mail(self, message: EmailMessage) -> str:
        headers = [
            f"{name}: {self._header(name, str(value))}" for name, value in message.message().items()
        ]
        others = [*getattr(message, "alternatives", ()), *message.attachments]
        body = CONFIRM.sub(self._confirming, RESET.sub(self._resetting, f"{message.body}\n"))
        return "\n".join([*headers, *message.recipients(), body, *map(str, others)])

    def _header(self, name: str, value: str) -> str:
        """Django makes these two for each mail, unless something else has set them."""
        if name == "Date" and self._now().is_now(_moment(value)):
            return "now"
        made = re.fullmatch(
            rf"<(\d+)\.{os.getpid()}\.\d{{1,20}}@{re.escape(str(DNS_NAME))}>", value
        )
        # Counted in hundredths of a second.
        if name == "Message-ID" and made and self._now().is_now(int(made[1]) / 100):
            return "id"
        return value

    def _resetting(self, link: re.Match[str]) -> str:
        """The right key of a user, made now, says nothing but whose it is."""
        before, number, key = link.groups()
        user = User.objects.filter(pk=base36_to_int(number)).first()
        if user is None or not default_token_generator.check_token(user, key):
            return link[0]
        # Tokens go by the clock on the wall.
        began = datetime.fromtimestamp(self.began) - _TOKENS_BEGAN
        ended = datetime.now() - _TOKENS_BEGAN
        made = base36_to_int(key.split("-")[0])
        if not Normaliser(began.total_seconds(), ended.total_seconds()).is_now(made):
            return link[0]
        self.keys.add(key)
        return f"{before}{user.username}-key"

    def _confirming(self, link: re.Match[str]) -> str:
        try:
            number = signing.loads(link[2], salt=app_settings.SALT)
        except signing.BadSignature:
            return link[0]
        address = EmailAddress.objects.filter(pk=number).first()
        made = signing.b62_decode(link[2].split(":")[-2])
        if address is None or not self._now().is_now(made):
            return link[0]
        return f"{link[1]}{address.email}-key"

    def _held(self, key: str, value: Any) -> Any:
        match key:
            case "_auth_user_hash" if _AUTH_HASH.fullmatch(value):
                return "hash"
            # Numbers that the database gives go on counting through what is rolled back.
            case "_auth_user_id" | "account_authentication_methods_user":
                return self._name(value)
            case "account_login":  # between the password and the second step
                begun = (
                    "now" if self._now().is_exactly_now(value["initiated_at"]) else "another time"
                )
                whose = self._name(base36_to_int(value["user_pk"]))
                return value | {"initiated_at": begun, "user_pk": whose}
            case "_password_reset_key" if value in self.keys:
                return "key"
            case "account_authentication_methods":
                return [self._method(method) for method in value]
        return value

    def _method(self, method: dict[str, Any]) -> dict[str, Any]:
        """Without the number of the second factor, which goes on counting as well."""
        return {
            name: "now" if name == "at" and self._now().is_exactly_now(value) else value
            for name, value in method.items()
            if (name, method["method"]) != ("id", "mfa")
        }

    def _name(self, number: str | int) -> str:
        user = User.objects.filter(pk=number).first()
        return user.username if user else str(number)


def _moment(date: str) -> float:
    return datetime.strptime(date, "%a, %d %b %Y %H:%M:%S %z").timestamp()
