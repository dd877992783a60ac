"""What is random in an answer, or tells the time, is taken out of it: this, and nothing else.

A key or token is taken out only if it has exactly the form in which Django makes it, a signature
only if it is right, a moment only if it is that of the answer. Whatever else stands in its place
stays and is compared. What was taken out is kept, for the search for sealed words.
"""

import math
import re
from collections.abc import Iterable
from email.utils import parsedate_to_datetime
from http.cookies import Morsel
from urllib.parse import unquote

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.core import signing
from django.http import HttpRequest, HttpResponse

from editing.opened import Opened
from readers import undo
from readers.cookies import KNOWN, REVEALED, SEEN

_FORM_TOKEN = re.compile(rb'(?<=name="csrfmiddlewaretoken" value=")[A-Za-z0-9]{64}(?=")')
#: What an editor's form was opened with: keyed hashes of what it shows to its editor.
_OPENED = re.compile(rb'(?<=name="opened_with" value=")[^"]+(?=")')
_MAX_AGE = re.compile(r"(?:^|[\s,])max-age=(\d{1,9})(?=$|[\s,])")
#: What takes an action back, in the address to which the action leads.
_UNDO = re.compile(r"(?<=[?&]undo=)[^&#]+")
#: Cookies that mean something, with a signature behind it.
SIGNED = (SEEN, REVEALED, KNOWN, "messages")


def random_cookies() -> dict[str, re.Pattern[str]]:
    """The form of each cookie that means nothing in itself."""
    return {
        settings.SESSION_COOKIE_NAME: re.compile(r"[a-z0-9]{32}"),
        settings.CSRF_COOKIE_NAME: re.compile(r"[A-Za-z0-9]{32}"),
    }


def unsign(name: str, value: str) -> None:
    """Raises BadSignature where the signature of this cookie is not right."""
    if name == "messages":
        signing.get_cookie_signer(salt=CookieStorage.key_salt).unsign(value)
    else:
        request = HttpRequest()
        request.COOKIES[name] = value
        request.get_signed_cookie(name, salt=f"callback.{name}")


class Normaliser:
    """For what was made between `began` and `ended`, in seconds since the epoch."""

    def __init__(self, began: float, ended: float) -> None:
        self.began = began
        self.ended = ended
        self.taken: list[str] = []

    def is_now(self, moment: float, later: float = 0) -> bool:
        """Or so many seconds after now. Dates leave out the fractions of a second."""
        return math.floor(self.began) <= moment - later <= self.ended

    def is_exactly_now(self, moment: float) -> bool:
        """For what tells the fractions too: what was made earlier in this second is not of now."""
        return self.began <= moment <= self.ended

    def body(self, body: bytes) -> bytes:
        self.taken += [token.decode() for token in _FORM_TOKEN.findall(body)]
        body = _OPENED.sub(lambda found: self._opened(found[0].decode()).encode(), body)
        return _FORM_TOKEN.sub(b"token", body)

    def _opened(self, said: str) -> str:
        return self._take(said, "opened") if Opened.read(said) else said

    def headers(self, response: HttpResponse) -> tuple[tuple[str, str], ...]:
        ages = _MAX_AGE.findall(response.get("Cache-Control", ""))
        headers = [
            (name.lower(), self._header(name.lower(), value, ages))
            for name, value in response.headers.items()
        ]
        cookies = [("set-cookie", self.cookie(morsel)) for morsel in response.cookies.values()]
        return tuple(sorted(headers + cookies))

    def cookie(self, morsel: Morsel) -> str:
        """As it is sent, with its attributes."""
        plain = morsel.copy()
        value = self._value(morsel.key, morsel.value)
        if value != morsel.value:
            plain.set(morsel.key, value, value)
        age = morsel["max-age"]
        if age != "" and self._is_date(morsel["expires"], float(age)):
            plain["expires"] = self._take(morsel["expires"], "after Max-Age")
        return plain.OutputString()

    def _value(self, name: str, value: str) -> str:
        if name in SIGNED:
            return self._signed(name, value)
        form = random_cookies().get(name)
        return self._take(value, "token") if form and form.fullmatch(value) else value

    def _signed(self, name: str, value: str) -> str:
        """Without its time and signature, if the one is now and the other right."""
        try:
            unsign(name, value)
        except signing.BadSignature:
            return value
        if name == KNOWN:  # by its number, which PostgreSQL gives once: twins have others
            number, _, rest = value.partition(":")
            value = f"{self._take(number, 'somebody')}:{rest}"
        return self._without_time(value)

    def _without_time(self, value: str) -> str:
        content, moment, signature = value.rsplit(":", 2)
        if not self.is_now(signing.b62_decode(moment)):
            return value
        return f"{content}:{self._take(f'{moment}:{signature}', 'signed')}"

    def _undo(self, said: str) -> str:
        """As a cookie's value, but for what stands in an address otherwise."""
        value = unquote(said)
        try:
            signing.loads(value, salt=undo.SALT)
        except signing.BadSignature:
            return said
        return self._without_time(value)

    def _header(self, name: str, value: str, ages: Iterable[str]) -> str:
        if name in ("date", "expires") and self._is_date(value):
            return self._take(value, "now")
        if name in ("location", "hx-redirect"):
            return _UNDO.sub(lambda found: self._undo(found[0]), value)
        if name == "expires" and any(self._is_date(value, float(age)) for age in ages):
            return self._take(value, "after max-age")
        return value

    def _is_date(self, date: str, later: float = 0) -> bool:
        try:
            moment = parsedate_to_datetime(date)
        except ValueError:
            return False
        return date.endswith(" GMT") and self.is_now(moment.timestamp(), later)

    def _take(self, what: str, instead: str) -> str:
        self.taken.append(what)
        return instead
